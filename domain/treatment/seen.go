package treatment

import (
	"slices"

	"aldia/platform/db"
	"aldia/platform/id"
)

// SeenCaseOf reads the case of a person for who may see the debts to some creditors. Of who owes several it
// is the case as a whole when all of them are seen and the one that leads does not rest; and else the share
// of the first that does not, among those that are seen: nothing in it tells of the others, and of the
// promises that were broken only those to creditors who are seen count.
func SeenCaseOf(tx db.Tx, person id.ID, creditors []id.ID) (Casefile, bool, error) {
	file, found, err := CasefileOf(tx, person)
	if err != nil || !found {
		return file, found, err
	}
	if file.Broken, err = seenBroken(tx, &file, creditors); err != nil || file.Further == 0 {
		return file, err == nil, err
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
		return file
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

// seenBroken is how many promises a case counts as broken for who may see some creditors: what it counts in
// all, unless a promise was made to another creditor, whose debt may have been paid since. Of who broke none,
// as of nearly everybody, nothing is asked.
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
