package worklist

import (
	"context"
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Load is how much work an agent has on the list; the agent none is what is anybody's.
type Load struct {
	AgentID              id.ID
	Name                 string
	Ready, Waiting, Held int64
}

// ByAgent counts the cases of each agent: ready and waiting by who keeps them, held by who has them
// in hand. A person who owes several creditors counts once.
func (l *Worklists) ByAgent(ctx context.Context, creditors []id.ID) (all []Load, err error) {
	at, list := map[id.ID]int{}, listOf(creditors)
	err = l.db.Read(ctx, func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			agent := id.ID(r.Int(0))
			if _, known := at[agent]; !known {
				at[agent] = len(all)
				all = append(all, Load{AgentID: agent, Name: r.Text(1)})
			}
			load := &all[at[agent]]
			load.Ready += r.Int(2)
			load.Waiting += r.Int(3)
			load.Held += r.Int(4)
			return nil
		}, `SELECT t.agent, COALESCE((SELECT s.name FROM staff AS s WHERE s.id = t.agent), ''),
				t.ready, t.waiting, t.held
			FROM (SELECT CASE WHEN state = 2 THEN locked_by ELSE agent_id END AS agent,
				CAST(sum(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS BIGINT) AS ready,
				CAST(sum(CASE WHEN state = 1 THEN 1 ELSE 0 END) AS BIGINT) AS waiting,
				CAST(sum(CASE WHEN state = 2 THEN 1 ELSE 0 END) AS BIGINT) AS held
				FROM (SELECT agent_id, state, locked_by FROM work WHERE creditor_id IN ?list
					UNION ALL SELECT f.agent_id, f.state, w.locked_by
					FROM work_further AS f JOIN work AS w ON w.person_id = f.person_id
					WHERE f.creditor_id IN ?list AND NOT (w.creditor_id IN ?list) AND NOT EXISTS (
						SELECT 1 FROM work_further AS o WHERE o.person_id = f.person_id
						AND o.creditor_id < f.creditor_id AND o.creditor_id IN ?list)) AS e
				GROUP BY 1) AS t ORDER BY 2, 1`, list, list, list, list)
	})
	return all, err
}

// Held is a case that somebody has in hand at this moment.
type Held struct {
	AgentID   id.ID
	AgentName string
	PersonID  id.ID
	Name      string
	SeenAt    time.Time // the agent's last sign of life
}

// InHand gives the cases that are being worked on now: the floor.
func (l *Worklists) InHand(ctx context.Context, creditors []id.ID) (all []Held, err error) {
	err = l.db.Read(ctx, func(tx db.Tx) error {
		return tx.Query(func(r db.Row) error {
			all = append(all, Held{AgentID: id.ID(r.Int(0)), AgentName: r.Text(1), PersonID: id.ID(r.Int(2)),
				Name: r.Text(3), SeenAt: db.Time(r.Int(4))})
			return nil
		}, `SELECT w.locked_by, COALESCE(s.name, ''), w.person_id, p.name, w.locked_at FROM work AS w
			JOIN person AS p ON p.id = w.person_id LEFT JOIN staff AS s ON s.id = w.locked_by
			WHERE w.state = 2 AND (w.creditor_id IN ?list OR w.further > 0 AND EXISTS (SELECT 1
				FROM work_further AS f WHERE f.person_id = w.person_id AND f.creditor_id IN ?list))
			ORDER BY 2, w.person_id`, listOf(creditors), listOf(creditors))
	})
	return all, err
}
