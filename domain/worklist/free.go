package worklist

import (
	"context"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Free takes a case out of an agent's hands, for who may give cases out: the agent has left their desk and
// the case is wanted elsewhere. It goes back to where it was; the book says who did it.
func (l *Worklists) Free(ctx context.Context, agent, person id.ID) error {
	who, err := auth.Allow(ctx, auth.CaseAssign)
	if err != nil {
		return err
	}
	return l.db.Write(ctx, func(tx db.Tx) error {
		if err := free(tx, agent, person, l.now()); err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{At: l.db.Now(), ByUser: who.ID, What: "worklist.freed", On: "staff",
			OnID: agent, Person: person})
	})
}
