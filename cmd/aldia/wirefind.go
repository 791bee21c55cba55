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
// else by name, document, telephone or the creditor's own number.
func (p *program) findPersons(ctx context.Context, text string, creditors []id.ID) ([]id.ID, error) {
	persons, country, err := p.findAccount(ctx, text, creditors)
	if err != nil || len(persons) > 0 {
		return persons, err
	}
	found, err := p.persons.Search(ctx, party.Query{Text: text, Country: country, Creditors: creditors})
	for _, f := range found.Persons {
		persons = append(persons, f.ID)
	}
	return persons, err
}

func (p *program) findAccount(
	ctx context.Context,
	text string,
	creditors []id.ID,
) (persons []id.ID, country string, err error) {
	err = p.db.Read(ctx, func(tx db.Tx) error {
		persons, country = nil, ""
		all, err := portfolio.CreditorsIn(tx)
		if err != nil {
			return err
		}
		for _, c := range all {
			if !slices.Contains(creditors, c.ID) { // who may see none finds nobody
				continue
			}
			if country == "" {
				country = c.Country
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
	return persons, country, err
}
