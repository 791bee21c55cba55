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
	found, err := p.persons.Search(ctx, q)
	if err != nil || len(found.Persons) == 0 {
		return persons, err
	}
	list := make(db.List, len(found.Persons))
	for i, f := range found.Persons {
		persons, list[i] = append(persons, f.ID), int64(f.ID)
	}
	err = p.db.Read(ctx, func(tx db.Tx) error {
		return debt.DebtorsOf(tx, list, func(debtor, creditor id.ID) {
			if contains(creditors, creditor) && !slices.Contains(persons, debtor) {
				persons = append(persons, debtor)
			}
		})
	})
	return persons, err
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
