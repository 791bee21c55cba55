package intake

import (
	"cmp"
	"errors"

	"aldia/domain/debt"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// incoming is the person of a row, as the party package takes persons.
func incoming(row *Row, c *portfolio.Creditor) party.Incoming {
	country := row.Country
	if country == "" {
		country = c.Country
	}
	return party.Incoming{
		OwnKey: row.Person, Name: row.PersonName, Kind: row.PersonKind, Country: country, IDType: row.IDType,
		IDNumber: row.IDNumber, City: row.City, Region: row.Region, Zone: row.Timezone, Phones: row.Phones,
		Emails: row.Emails, Address: row.Address,
	}
}

// refusalOf is what the party package says against a person, as a refusal of the row.
func refusalOf(err error, value string) Refusal {
	var f *fault.Error
	if !errors.As(err, &f) {
		return Refusal{Key: "cut.row.person", Value: value}
	}
	return Refusal{Column: f.Field, Field: f.Field, Value: value, Key: f.Key, Args: f.Args}
}

// warnOf adds what is doubtful about a person's document: two authorities disagree about its check digit,
// or it is wrong. The row is in, since the debt is real whatever the clerk typed; but nobody is merged on a
// number that is wrong.
func warnOf(rows []refusedRow, row *Row, who *party.Incoming) []refusedRow {
	if row.IDNumber == "" {
		return rows
	}
	v := who.Verdict()
	if v.State != party.IDDoubtful && v.State != party.IDInvalid {
		return rows
	}
	return append(rows, refusedRow{int64(row.Line), "warned", Refusal{
		Column: "id_number", Field: "id_number", Value: row.IDNumber, Key: v.Why,
	}, ""})
}

// found is the persons of a chunk.
type found struct {
	debtors []id.ID            // one for each planned row
	helpers []id.ID            // one for each row of somebody else
	others  map[int][]extraOne // by planned row: guarantors and references on the debtor's own row
}

type extraOne struct {
	person id.ID
	role   string
}

// findPersons finds or makes everybody that a chunk names.
func (l *loader) findPersons(tx db.Tx, plan []planned, parties []partyRow) (*found, error) {
	rows := make([]party.Incoming, 0, len(plan)+len(parties))
	for i := range plan {
		rows = append(rows, plan[i].who)
	}
	for i := range parties {
		rows = append(rows, parties[i].who)
	}
	type extra struct {
		row  int
		role string
	}
	var extras []extra
	for i := range plan {
		for _, other := range plan[i].row.Parties {
			who := party.Incoming{
				Name: cmp.Or(other.Name, other.IDNumber, other.Phones), Country: plan[i].who.Country,
				IDNumber: other.IDNumber, Phones: other.Phones,
			}
			if who.Prepare(
				l.creditor.ID,
			) != nil { // without a document they are known within the debtor's account only
				who.OwnKey = plan[i].row.Account + "/" + other.Role + "/" + who.Name
				if err := who.Prepare(l.creditor.ID); err != nil {
					return nil, err
				}
			}
			rows = append(rows, who)
			extras = append(extras, extra{i, other.Role})
		}
	}
	out := make([]party.Loaded, len(rows))
	for from := 0; from < len(rows); from += party.LoadLimit {
		to := min(len(rows), from+party.LoadLimit)
		if err := l.partyBook.LoadTx(tx, l.creditor.ID, rows[from:to], out[from:to]); err != nil {
			return nil, err
		}
	}
	f := &found{others: map[int][]extraOne{}}
	for i := range out {
		switch {
		case i < len(plan):
			f.debtors = append(f.debtors, out[i].ID)
		case i < len(plan)+len(parties):
			f.helpers = append(f.helpers, out[i].ID)
		default:
			e := extras[i-len(plan)-len(parties)]
			f.others[e.row] = append(f.others[e.row], extraOne{out[i].ID, e.role})
		}
	}
	return f, nil
}

// link writes down who else belongs to the accounts of a chunk, once.
func (l *loader) link(tx db.Tx, c *chunk, persons *found, w *written) error {
	if len(c.parties) == 0 && len(persons.others) == 0 {
		return nil
	}
	var wanted []debt.Party
	var accounts db.List
	add := func(account, person id.ID, role string) {
		wanted = append(wanted, debt.Party{AccountID: account, PersonID: person, Role: role})
		accounts = append(accounts, int64(account))
	}
	for i, p := range c.parties {
		add(p.accountID, persons.helpers[i], p.row.Role)
	}
	for i := range c.plan {
		for _, o := range persons.others[i] {
			add(c.plan[i].accountID, o.person, o.role)
		}
	}
	known, err := debt.PartiesOf(tx, accounts)
	if err != nil {
		return err
	}
	seen := map[debt.Party]bool{}
	for _, k := range known {
		k.CutID = 0
		seen[k] = true
	}
	for _, p := range wanted {
		if seen[p] {
			continue
		}
		seen[p] = true
		p.CutID = l.cut.ID
		w.parties = append(w.parties, p)
	}
	return nil
}
