package intake

import (
	"aldia/domain/debt"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// contactPerson is whom a row speaks of, or why nobody can tell.
type contactPerson struct {
	person             id.ID
	why, column, value string
}

// whoseContacts finds the persons of some rows: by the document, by the creditor's own code, else by the
// account, whose debtor is meant unless the row names another role.
func whoseContacts(tx db.Tx, creditor portfolio.Creditor, rows []Row) ([]contactPerson, error) {
	documents := make([]party.Document, 0, 2*len(rows))
	var keys db.List
	for i := range rows {
		row := &rows[i]
		documents = append(documents,
			party.Document{Country: countryOf(row, &creditor), Type: row.IDType, Number: row.IDNumber},
			party.Document{Number: row.Person})
		if row.Account != "" && creditor.ID != 0 {
			keys = append(keys, row.AccountKey)
		}
	}
	byNumber, err := party.ByDocumentTx(tx, creditor.ID, documents)
	if err != nil {
		return nil, err
	}
	a := accountsFound{owners: map[string]debt.Account{}, helpers: map[id.ID][]debt.Party{}}
	if err := a.find(tx, creditor.ID, keys); err != nil {
		return nil, err
	}
	out := make([]contactPerson, len(rows))
	for i := range rows {
		row := &rows[i]
		switch {
		case row.IDNumber != "" && byNumber[2*i] != 0:
			out[i].person = byNumber[2*i]
		case row.Person != "" && byNumber[2*i+1] != 0:
			out[i].person = byNumber[2*i+1]
		case row.Account != "":
			out[i] = a.of(row)
		case row.IDNumber != "":
			out[i] = contactPerson{why: whyNobody, column: colIDNumber.name(), value: row.IDNumber}
		default:
			out[i] = contactPerson{why: whyNobody, column: colPerson.name(), value: row.Person}
		}
	}
	return out, nil
}

func countryOf(row *Row, creditor *portfolio.Creditor) string {
	if row.Country != "" {
		return row.Country
	}
	return creditor.Country
}

// accountsFound are the accounts that some rows name, by their numbers, and who else belongs to them.
type accountsFound struct {
	owners  map[string]debt.Account
	helpers map[id.ID][]debt.Party
}

func (a *accountsFound) find(tx db.Tx, creditor id.ID, keys db.List) error {
	if len(keys) == 0 {
		return nil
	}
	var list db.List
	if err := debt.AccountsByKey(tx, creditor, keys, func(found *debt.Account) error {
		a.owners[found.Number] = *found
		list = append(list, int64(found.ID))
		return nil
	}); err != nil {
		return err
	}
	all, err := debt.PartiesOf(tx, list)
	for _, p := range all {
		a.helpers[p.AccountID] = append(a.helpers[p.AccountID], p)
	}
	return err
}

// of gives the person that a row means by its account.
func (a *accountsFound) of(row *Row) contactPerson {
	account, found := a.owners[row.Account]
	if !found {
		return contactPerson{why: whyNobody, column: colAccount.name(), value: row.Account}
	}
	if !helps(row) {
		return contactPerson{person: account.PersonID}
	}
	var one contactPerson
	for _, p := range a.helpers[account.ID] {
		if p.Role != row.Role || p.PersonID == one.person {
			continue
		}
		if one.person != 0 {
			return contactPerson{why: whyWhich, column: colRole.name(), value: row.Role}
		}
		one.person = p.PersonID
	}
	if one.person == 0 {
		return contactPerson{why: whyNoHelper, column: colRole.name(), value: row.Role}
	}
	return one
}
