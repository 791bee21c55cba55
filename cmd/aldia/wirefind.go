package main

import (
	"context"
	"slices"

	"aldia/domain/debt"
	"aldia/domain/intake"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// findPersons gives the persons that a text names: by the number of an account first, since that is exact,
// else by name, document, telephone or the creditor's own number. Who is found as a reference or a guarantor
// is found with the person whose debt it is.
func (p *program) findPersons(ctx context.Context, text string, creditors []id.ID) ([]id.ID, error) {
	persons, countries, err := p.findAccount(ctx, text, creditors)
	if err != nil || len(persons) > 0 {
		return persons, err
	}
	q := party.Query{Text: text, Creditors: creditors, Countries: countries}
	if len(countries) > 0 {
		q.Country = countries[0]
	}
	for range maxFinds {
		found, err := p.persons.Search(ctx, q)
		if err != nil {
			return persons, err
		}
		if err := p.db.Read(ctx, func(tx db.Tx) error {
			seen, err := seenOf(tx, found.Persons, creditors)
			persons = append(persons, seen...)
			return err
		}); err != nil {
			return persons, err
		}
		if !found.More || len(persons) >= enoughFound {
			return persons, nil
		}
		q.After = found.Next
	}
	return persons, nil
}

// Of who has a common name a hundred persons are found at a time, of all creditors: whoever may see some
// creditors only is given those who owe to these, however many others come before, up to maxFinds looks.
const (
	maxFinds    = 20
	enoughFound = 100
)

// seenOf gives those among some persons, and the debtors whose guarantors or references they are, whose debts
// to some creditors there are.
func seenOf(tx db.Tx, found []party.Person, creditors []id.ID) (persons []id.ID, err error) {
	list, seen := make(db.List, len(found)), make(db.List, len(creditors))
	for i := range found {
		list[i] = int64(found[i].ID)
	}
	for i, c := range creditors {
		seen[i] = int64(c)
	}
	if len(list) == 0 {
		return nil, nil
	}
	add := func(person id.ID) {
		if !slices.Contains(persons, person) {
			persons = append(persons, person)
		}
	}
	if err := debt.PersonsOf(tx, list, seen, add); err != nil {
		return nil, err
	}
	return persons, debt.DebtorsOf(tx, list, func(debtor, creditor id.ID) {
		if contains(creditors, creditor) {
			add(debtor)
		}
	})
}

func (p *program) findAccount(
	ctx context.Context,
	text string,
	creditors []id.ID,
) (persons []id.ID, countries []string, err error) {
	err = p.db.Read(ctx, func(tx db.Tx) error {
		persons, countries = nil, nil
		all, err := portfolio.CreditorsIn(tx)
		if err != nil {
			return err
		}
		for _, c := range all {
			if !contains(creditors, c.ID) {
				continue
			}
			if !slices.Contains(countries, c.Country) {
				countries = append(countries, c.Country)
			}
			keys := db.List{intake.KeyOfAccount(c.Code, text)}
			if err := debt.AccountsByKey(tx, c.ID, keys, func(a *debt.Account) error {
				if a.Number == text {
					persons = append(persons, a.PersonID)
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return persons, countries, err
}

// contains says whether a creditor is among those that one may see: who may see none finds nobody.
func contains(ids []id.ID, one id.ID) bool { return slices.Contains(ids, one) }
