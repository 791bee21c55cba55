package portfolio

import (
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

const creditorColumns = `id, code, name, country, currency, timezone, figures, gone, basis, buckets, mapping,
	payments`

func scanCreditor(r db.Row) Creditor {
	return Creditor{
		ID: id.ID(r.Int(0)), Code: r.Text(1), Name: r.Text(2), Country: r.Text(3),
		Currency: money.Currency(r.Text(4)),
		Timezone: r.Text(5), Figures: Figures(r.Text(6)), Gone: Gone(r.Text(7)), Basis: money.Basis(r.Int(8)),
		Buckets: r.Text(9), Mapping: r.Text(10), Payments: r.Text(11),
	}
}

// CreditorsIn reads all creditors by code. They are few: at most some hundreds.
func CreditorsIn(tx db.Tx) ([]Creditor, error) {
	var all []Creditor
	err := tx.Batch(AskCreditors(&all))
	return all, err
}

// AskCreditors is the question of CreditorsIn, for who has others to ask with it.
func AskCreditors(all *[]Creditor) db.Question {
	return db.Question{Each: func(r db.Row) error {
		*all = append(*all, scanCreditor(r))
		return nil
	}, SQL: `SELECT ` + creditorColumns + ` FROM creditor ORDER BY code`}
}

// CreditorByCode finds a creditor by the code of its files.
func CreditorByCode(tx db.Tx, code string) (Creditor, bool, error) {
	var c Creditor
	found, err := db.One(tx, func(r db.Row) error {
		c = scanCreditor(r)
		return nil
	}, `SELECT `+creditorColumns+` FROM creditor WHERE code = ?`, code)
	return c, found, err
}

// PortfoliosIn reads the portfolios of a creditor by code, or of all creditors for none.
func PortfoliosIn(tx db.Tx, creditor id.ID) ([]Portfolio, error) {
	var all []Portfolio
	err := tx.Query(func(r db.Row) error {
		all = append(all, Portfolio{
			ID: id.ID(r.Int(0)), CreditorID: id.ID(r.Int(1)), Code: r.Text(2), Name: r.Text(3),
			Figures: Figures(r.Text(4)),
			Gone:    Gone(r.Text(5)), Segment: Segment(r.Text(6)),
		})
		return nil
	}, `SELECT id, creditor_id, code, name, figures, gone, segment FROM portfolio WHERE ? = 0 OR creditor_id = ?
		ORDER BY code`,
		creditor, creditor)
	return all, err
}

func addCreditor(tx db.Tx, c Creditor, at int64) error {
	_, err := tx.Exec(`INSERT INTO creditor (`+creditorColumns+`, created_at, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ID, c.Code, c.Name, c.Country, c.Currency, c.Timezone,
		c.Figures, c.Gone, c.Basis, c.Buckets, c.Mapping, c.Payments, at, at)
	return err
}

func saveCreditor(tx db.Tx, c Creditor, at int64) error {
	_, err := tx.Exec(`UPDATE creditor SET name = ?, country = ?, currency = ?, timezone = ?, figures = ?,
		gone = ?,
		basis = ?, buckets = ?, mapping = ?, payments = ?, changed_at = ? WHERE id = ?`, c.Name, c.Country,
		c.Currency,
		c.Timezone, c.Figures, c.Gone, c.Basis, c.Buckets, c.Mapping, c.Payments, at, c.ID)
	return err
}

func addPortfolio(tx db.Tx, p Portfolio, at int64) error {
	_, err := tx.Exec(`INSERT INTO portfolio (id, creditor_id, code, name, figures, gone, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, p.ID, p.CreditorID, p.Code, p.Name, p.Figures, p.Gone, at)
	return err
}

func saveSegment(tx db.Tx, portfolio id.ID, s Segment) error {
	_, err := tx.Exec(`UPDATE portfolio SET segment = ? WHERE id = ?`, s, portfolio)
	return err
}
