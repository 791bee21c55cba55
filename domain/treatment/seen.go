package treatment

import (
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/strategy"
	"aldia/platform/db"
	"aldia/platform/id"
)

// SeenCaseOf reads the case of a person for who may see the debts to some creditors. Of who owes several
// it is the case as a whole when all of them are seen and the one that leads does not rest; and else the
// share of the first that does not, among those that are seen: nothing in it tells of the others, and of
// the promises that were broken only those to creditors who are seen count. Where nothing is owed to
// those who are seen, nothing is told of what is owed to others.
func SeenCaseOf(tx db.Tx, person id.ID, creditors []id.ID) (Casefile, bool, error) {
	file, found, err := CasefileOf(tx, person)
	if err != nil || !found {
		return file, found, err
	}
	if file.Broken, err = seenBroken(tx, &file, creditors); err != nil {
		return file, false, err
	}
	if file.Further == 0 {
		if !slices.Contains(creditors, file.CreditorID) {
			file = unseenCase(file)
		}
		return file, true, nil
	}
	one := []Case{{PersonID: person, File: file}}
	if err := readShares(tx, one); err != nil {
		return file, false, err
	}
	return seenCase(file, one[0].Shares, creditors), true, nil
}

func seenCase(file Casefile, shares []Share, creditors []id.ID) Casefile {
	seen := slices.DeleteFunc(slices.Clone(shares), func(s Share) bool {
		return !slices.Contains(creditors, s.CreditorID)
	})
	if len(seen) == 0 {
		return unseenCase(file)
	}
	first := max(0, slices.IndexFunc(seen, func(s Share) bool { return s.Hold == NoHold }))
	if len(seen) == len(shares) && first == 0 {
		return file
	}
	s := &seen[first]
	file.CreditorID, file.AccountID, file.Stage, file.Step = s.CreditorID, s.AccountID, s.Stage, s.Step
	file.Bucket, file.OldestDueOn, file.Currency = s.Bucket, s.OldestDueOn, s.Currency
	file.PastDue, file.Balance, file.Accounts = s.PastDue, s.Balance, 0
	for i := range seen {
		file.Accounts += seen[i].Accounts
	}
	if OfDebts(file.Hold) {
		file.Hold, file.HoldUntilOn = s.Hold, s.HoldUntilOn
	}
	file.Further = int64(len(seen)) - 1
	return file
}

// unseenCase is a case of which the reader sees no debt that is owed: theirs are paid. It is the
// person's, with who works it and what they asked for themselves, and has nothing to collect.
func unseenCase(file Casefile) Casefile {
	if OfDebts(file.Hold) {
		file.Hold, file.HoldUntilOn = NoHold, calendar.NoDay
	}
	return Casefile{
		PersonID: file.PersonID, Stage: strategy.Extinction, Bucket: delinquency.Out, Broken: file.Broken,
		Hold: file.Hold, HoldUntilOn: file.HoldUntilOn, AssignedID: file.AssignedID, Version: file.Version,
		DecidedOn: file.DecidedOn,
	}
}

// seenBroken is how many promises a case counts as broken for who may see some creditors: what it counts
// in all, unless a promise was made to another creditor, whose debt may have been paid since. Of who
// broke none, as of nearly everybody, nothing is asked.
func seenBroken(tx db.Tx, file *Casefile, creditors []id.ID) (int64, error) {
	if file.Broken == 0 {
		return 0, nil
	}
	var broken, unseen int64
	err := tx.Query(func(r db.Row) error {
		if !slices.Contains(creditors, id.ID(r.Int(0))) {
			unseen++
		} else {
			broken += r.Int(1)
		}
		return nil
	}, `SELECT creditor_id, CAST(sum(CASE WHEN state = 'broken' THEN 1 ELSE 0 END) AS BIGINT) FROM promise
		WHERE person_id = ? GROUP BY creditor_id`, file.PersonID)
	if err != nil || unseen == 0 {
		return file.Broken, err
	}
	return broken, nil
}
