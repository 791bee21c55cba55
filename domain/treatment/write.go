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

// write keeps what was decided, unless a case that it changes, or an item that it posts on, has changed since
// it was read: neither then writes over what the other has kept. Nothing is locked before for that, since a
// lock writes to the page of each row. Cases come before items, as with all who change both.
func write(tx db.Tx, day calendar.Day, c *Changes, fill Fill) error {
	if err := writeCases(tx, c); err != nil {
		return err
	}
	asRead, err := debt.SwapBalances(tx, c.Items, c.Entries)
	if err == nil && !asRead {
		err = errStale
	}
	if err != nil {
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
	if len(c.Places) == 0 || fill == nil {
		return nil
	}
	return fill(tx, c.Places)
}

// writeCases writes the cases that are new and those that are another than they were.
func writeCases(tx db.Tx, c *Changes) error {
	if err := tx.Insert("casefile", casefileNames(), len(c.NewFiles), func(n int, v *db.Values) {
		putCasefile(&c.NewFiles[n], v)
	}); err != nil {
		return err
	}
	fill := func(n int, v *db.Values) {
		v.Int(int64(c.Files[n].PersonID))
		v.Int(c.Files[n].Version - 1) // each change is one version
		putCase(&c.Files[n], v)
	}
	swapped, err := tx.Swap("casefile", "person_id", "version", casefileNames()[1:], len(c.Files), fill)
	if err == nil && swapped != len(c.Files) {
		err = errStale
	}
	if err != nil {
		return err
	}
	return saveShares(tx, c.Shared)
}
