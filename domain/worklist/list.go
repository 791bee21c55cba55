package worklist

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Line is a case as a list shows it.
type Line struct {
	PersonID     id.ID
	Name         string
	IDNumber     string
	CreditorID   id.ID // of the debt that leads
	Stage        string
	Step         string
	Bucket       string
	OldestDueOn  calendar.Day
	Currency     money.Currency
	PastDue      money.Amount
	Balance      money.Amount
	Accounts     int64
	Broken       int64 // promises broken so far
	Hold         string
	HoldUntilOn  calendar.Day
	AssignedID   id.ID
	AssignedName string
	Listed       bool // it is on the worklist
	State        State
	Priority     int64
	ReadyAt      time.Time
	LockedBy     id.ID
	LockedName   string
}

// CallAgreed says whether the person is called at an hour that was agreed with them.
func (l *Line) CallAgreed() bool { return Agreed(l.Priority) }

// Sort is the order of a list.
type Sort string

// The orders.
const (
	ByPastDue  Sort = "past_due" // the largest first
	ByOverdue  Sort = "overdue"  // the longest overdue first
	ByPriority Sort = "priority" // as cases are given out
	ByName     Sort = "name"
)

// order is how a sort reads in SQL.
type order struct {
	by   string
	down bool
	text bool
	work bool // only cases on the worklist have it
}

func (s Sort) order() (order, bool) {
	switch s {
	case ByPastDue, "":
		return order{by: `c.past_due`, down: true}, true
	case ByOverdue:
		return order{by: `c.oldest_due_on`}, true
	case ByPriority:
		return order{by: `w.priority`, down: true, work: true}, true
	case ByName:
		return order{by: `p.name_key`, text: true}, true
	}
	return order{}, false
}

// Filter chooses cases; what is zero does not matter, but Creditors, which are those that the reader may see.
type Filter struct {
	Creditors  []id.ID
	Bucket     string
	Stage      string // without one, cases in which nothing is owed any more are left out
	Step       string
	AgentID    id.ID  // who keeps the case
	Unassigned bool   // nobody keeps it
	State      string // ready | waiting | locked | resting
	MinPastDue money.Amount
	Currency   money.Currency
	Text       string // a name, a document, an account, a telephone
	Page       int    // how many at once; none, or more than that: MaxPage
}

// List gives a page of cases in an order, after the cursor that the page before gave; the first has none.
// next is empty on the last page.
func (l *Worklists) List(
	ctx context.Context, f Filter, s Sort, after string,
) (page []Line, next string, err error) {
	o, known := s.order()
	if !known {
		return nil, "", ErrSort.With(string(s)).On("sort")
	}
	q := query{size: f.size()}
	q.choose(&f, o)
	if f.Text != "" {
		found, err := l.neighbours.Find(ctx, f.Text, f.Creditors)
		if err != nil || len(found) == 0 {
			return []Line{}, "", err
		}
		q.add(`c.person_id IN ?list`, listOf(found))
	}
	q.after(o, after)
	err = l.db.Read(ctx, func(tx db.Tx) error {
		page, next, err = listed(tx, &q, o)
		return err
	})
	return page, next, err
}

// size is how many rows a page of the list has.
func (f *Filter) size() int {
	if f.Page > 0 && f.Page < MaxPage {
		return f.Page
	}
	return MaxPage
}

// query gathers the conditions of a list. Their texts are constants, so that each combination is prepared
// once.
type query struct {
	where        []string
	args         []any
	work, person bool
	size         int // of the page
}

func (q *query) add(condition string, args ...any) {
	q.where = append(q.where, condition)
	q.args = append(q.args, args...)
}

func (q *query) choose(f *Filter, o order) {
	q.work, q.person = o.work, o.text
	q.add(`c.creditor_id IN ?list`, listOf(f.Creditors))
	if f.Stage == "" {
		q.add(`c.accounts > 0`)
	}
	for _, c := range [...]struct {
		wanted    string
		condition string
	}{
		{f.Stage, `c.stage = ?`},
		{f.Bucket, `c.bucket = ?`},
		{f.Step, `c.step = ?`},
		{string(f.Currency), `c.currency = ?`},
	} {
		if c.wanted != "" {
			q.add(c.condition, c.wanted)
		}
	}
	switch {
	case f.AgentID != 0:
		q.add(`c.assigned_id = ? AND c.assigned_id <> 0`, f.AgentID)
	case f.Unassigned:
		q.add(`c.assigned_id = 0`)
	}
	if f.MinPastDue > 0 {
		q.add(`c.past_due >= ?`, f.MinPastDue)
	}
	switch f.State {
	case "resting":
		q.add(`c.hold <> ''`)
	case Ready.Text(), Locked.Text():
		q.work = true
		q.add(`w.state = ?`, map[string]State{Ready.Text(): Ready, Locked.Text(): Locked}[f.State])
	case Waiting.Text():
		q.work = true
		q.add(`w.state = 1 AND c.hold = ''`)
	}
}

// after goes on behind a cursor; what nobody wrote is taken for the beginning.
func (q *query) after(o order, cursor string) {
	person, value, found := strings.Cut(cursor, ".")
	at, err := strconv.ParseInt(person, 36, 64)
	if !found || err != nil {
		return
	}
	sign := `>`
	if o.down {
		sign = `<`
	}
	var key any = value
	if !o.text {
		n, err := strconv.ParseInt(value, 36, 64)
		if err != nil {
			return
		}
		key = n
	}
	q.add(`(`+o.by+` `+sign+` ? OR `+o.by+` = ? AND c.person_id > ?)`, key, key, at)
}

// listed finds the page by as few columns as the conditions need, and only then reads the rest of its rows.
func listed(tx db.Tx, q *query, o order) (page []Line, next string, err error) {
	from, sorted := `casefile AS c`, o.by
	if q.work {
		from += ` JOIN work AS w ON w.person_id = c.person_id`
	}
	if q.person {
		from += ` JOIN person AS p ON p.id = c.person_id`
	}
	if o.down {
		sorted += ` DESC`
	}
	var keys []string
	err = tx.Query(func(r db.Row) error {
		line := Line{
			PersonID: id.ID(r.Int(0)), Name: r.Text(2), IDNumber: r.Text(3), CreditorID: id.ID(r.Int(4)),
			Stage: r.Text(5), Step: r.Text(6), Bucket: r.Text(7), OldestDueOn: calendar.Day(r.Int(8)),
			Currency: money.Currency(r.Text(9)), PastDue: money.Amount(r.Int(10)), Balance: money.Amount(r.Int(11)),
			Accounts: r.Int(12), Hold: r.Text(13), HoldUntilOn: calendar.Day(r.Int(14)),
			AssignedID: id.ID(r.Int(15)), AssignedName: r.Text(16), Listed: !r.Null(17), State: State(r.Int(17)),
			Priority: r.Int(18), LockedBy: id.ID(r.Int(20)), LockedName: r.Text(21),
			Broken: r.Int(22),
		}
		if at := r.Int(19); at != never {
			line.ReadyAt = db.Time(at)
		}
		key := r.Text(1)
		if !o.text {
			key = strconv.FormatInt(r.Int(1), 36)
		}
		page, keys = append(page, line), append(keys, strconv.FormatInt(r.Int(0), 36)+"."+key)
		return nil
	}, `SELECT c.person_id, k.key, p.name, p.id_number, c.creditor_id, c.stage, c.step, c.bucket,
			c.oldest_due_on, c.currency, c.past_due, c.balance, c.accounts, c.hold, c.hold_until_on, c.assigned_id,
			COALESCE((SELECT s.name FROM staff AS s WHERE s.id = c.assigned_id), ''),
			w.state, w.priority, w.ready_at, w.locked_by,
			COALESCE((SELECT s.name FROM staff AS s WHERE s.id = w.locked_by), ''), c.broken
		FROM (SELECT c.person_id AS person_id, `+o.by+` AS key FROM `+from+`
			WHERE `+strings.Join(q.where, ` AND `)+`
			ORDER BY `+sorted+`, c.person_id LIMIT `+strconv.Itoa(q.size+1)+`) AS k
		JOIN casefile AS c ON c.person_id = k.person_id JOIN person AS p ON p.id = k.person_id
		LEFT JOIN work AS w ON w.person_id = k.person_id
		ORDER BY `+strings.Replace(sorted, o.by, `k.key`, 1)+`, k.person_id`, q.args...)
	if len(page) > q.size {
		page, next = page[:q.size], keys[q.size-1]
	}
	return page, next, err
}

// Mine gives what an agent has in hand and what they would be given next, in that order: the first MaxPage
// of it.
func (l *Worklists) Mine(ctx context.Context, a Agent) (page []Line, err error) {
	err = l.db.Read(ctx, func(tx db.Tx) error {
		first, err := heads(tx, a, MaxPage)
		if err != nil {
			return err
		}
		first = first[:min(len(first), MaxPage)]
		ids := make([]id.ID, len(first))
		place := make(map[id.ID]int, len(first))
		for i, w := range first {
			ids[i], place[w.PersonID] = w.PersonID, i
		}
		q := query{size: MaxPage}
		q.add(`c.person_id IN ?list`, listOf(ids))
		if page, _, err = listed(tx, &q, order{by: `c.past_due`, down: true}); err != nil {
			return err
		}
		slices.SortFunc(page, func(x, y Line) int { return place[x.PersonID] - place[y.PersonID] })
		return nil
	})
	return page, err
}

// Load is how much work an agent has on the list; the agent none is what is anybody's.
type Load struct {
	AgentID              id.ID
	Name                 string
	Ready, Waiting, Held int64
}

// ByAgent counts the cases of each agent: ready and waiting by who keeps them, held by who has them in hand.
func (l *Worklists) ByAgent(ctx context.Context, creditors []id.ID) (all []Load, err error) {
	at := map[id.ID]int{}
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
				FROM work WHERE creditor_id IN ?list GROUP BY 1) AS t ORDER BY 2, 1`, listOf(creditors))
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
			WHERE w.state = 2 AND w.creditor_id IN ?list ORDER BY 2, w.person_id`, listOf(creditors))
	})
	return all, err
}

func listOf(ids []id.ID) db.List {
	list := make(db.List, len(ids))
	for i, v := range ids {
		list[i] = int64(v)
	}
	return list
}
