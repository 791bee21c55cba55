package treatment

import (
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// BarredTx says until when the law lets nobody take a step with a person about the debts to a creditor, as
// things stand at this moment; zero where it lets somebody, or where time alone does not heal what is
// against it: that is for who works the case. A place that a colleague took and left stands in no case, and
// a person may be where the day begins later: whoever gives cases out asks again.
func (t *Treatments) BarredTx(tx db.Tx, person, creditor id.ID, step string) (until time.Time, err error) {
	s, found := t.strategy.StepByCode(step)
	if !found || s.Code == t.strategy.Locate.Code || t.Law.Known == nil {
		return until, nil
	}
	now := t.db.Now()
	known, err := t.Law.Known(tx, []id.ID{person}, now)
	if err != nil || known[person] == nil {
		return until, err
	}
	c := Case{Known: known[person]}
	next, err := c.nextOf(About{CreditorID: creditor, Channel: channelOf(&s), Purpose: purposeOf(&s), At: now})
	if err != nil {
		return until, nil //nolint:nilerr // where the law cannot be asked the gate says so to whoever calls
	}
	if next.After(now) {
		until = next
	}
	return until, nil
}
