package treatment

import (
	"errors"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/promise"
	"aldia/platform/db"
)

// errStale says that somebody's case has changed between the reading and the writing of a decision.
var errStale = errors.New("treatment: a case has changed meanwhile")

// Fill hands places to the worklist, which stands above this package.
type Fill func(tx db.Tx, places []Place) error

// write keeps what was decided. The caller has made sure that nothing has changed since it was read.
func write(tx db.Tx, day calendar.Day, c *Changes, fill Fill) error {
	if err := debt.SaveBalances(tx, c.Items); err != nil {
		return err
	}
	if err := debt.AddEntries(tx, c.Entries); err != nil {
		return err
	}
	if err := delinquency.AddStandings(tx, c.NewStandings); err != nil {
		return err
	}
	if err := delinquency.SaveStandings(tx, c.Standings); err != nil {
		return err
	}
	if err := delinquency.DropStandings(tx, c.GoneStandings); err != nil {
		return err
	}
	if err := delinquency.AddMoves(tx, c.Moves); err != nil {
		return err
	}
	if err := promise.JudgeTx(tx, day, c.Verdicts); err != nil {
		return err
	}
	if err := tx.Insert("casefile", casefileNames(), len(c.NewFiles), func(n int, v *db.Values) {
		putCasefile(&c.NewFiles[n], v)
	}); err != nil {
		return err
	}
	if err := tx.Update("casefile", "person_id", casefileNames()[1:], len(c.Files), func(n int, v *db.Values) {
		putCasefile(&c.Files[n], v)
	}); err != nil {
		return err
	}
	if err := saveShares(tx, c.Shared); err != nil {
		return err
	}
	if len(c.Places) == 0 || fill == nil {
		return nil
	}
	return fill(tx, c.Places)
}
