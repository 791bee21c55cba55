package delinquency

import (
	"cmp"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// AgingFigure is the day's sum of one bucket of one portfolio in one currency. A person with accounts in
// two portfolios of a creditor's bucket is counted in the first of them, so that the persons of a creditor
// add up.
type AgingFigure struct {
	CreditorID  id.ID          `json:"c"`
	PortfolioID id.ID          `json:"p"`
	Currency    money.Currency `json:"u"`
	Bucket      string         `json:"b"`
	Accounts    int64          `json:"a"`
	Persons     int64          `json:"n"`
	PastDue     money.Amount   `json:"d"`
	Balance     money.Amount   `json:"s"`
}

// MovementFigure is the day's sum of the moves from one bucket to another. The figures of a day are those
// of the day before, less Was in the bucket that is left and more Balance in the one that is entered.
// Where both are the same bucket it is the sum of what changed without a move, and counts no account.
type MovementFigure struct {
	CreditorID id.ID          `json:"c"`
	Currency   money.Currency `json:"u"`
	From       string         `json:"f"`
	To         string         `json:"t"`
	Accounts   int64          `json:"a"`
	Was        money.Amount   `json:"w"` // before
	Balance    money.Amount   `json:"s"` // after, or what it was for accounts that leave the book
}

// Stays says whether the figure is of accounts that stay in their bucket.
func (m *MovementFigure) Stays() bool { return m.From == m.To }

// Figures gathers the day's sums, account by account.
type Figures struct {
	aging    map[agingKey]*AgingFigure
	movement map[movementKey]*MovementFigure
	seen     []agingKey // buckets in which the present person was counted
}

type agingKey struct {
	creditor, portfolio id.ID
	currency            money.Currency
	bucket              string
}

type movementKey struct {
	creditor id.ID
	currency money.Currency
	from, to string
}

// NewFigures starts with nothing.
func NewFigures() *Figures {
	return &Figures{aging: map[agingKey]*AgingFigure{}, movement: map[movementKey]*MovementFigure{}}
}

// NextPerson is called before the accounts of each person.
func (f *Figures) NextPerson() { f.seen = f.seen[:0] }

// Stand counts an account; one that has left the book does not count.
func (f *Figures) Stand(s *Standing) {
	if s.Bucket == Out {
		return
	}
	key := agingKey{s.CreditorID, s.PortfolioID, s.Currency, s.Bucket}
	sum := f.aging[key]
	if sum == nil {
		sum = &AgingFigure{
			CreditorID: s.CreditorID, PortfolioID: s.PortfolioID, Currency: s.Currency, Bucket: s.Bucket,
		}
		f.aging[key] = sum
	}
	sum.Accounts++
	sum.PastDue += s.PastDue
	sum.Balance += s.Balance
	person := agingKey{s.CreditorID, 0, s.Currency, s.Bucket}
	if !slices.Contains(f.seen, person) {
		f.seen = append(f.seen, person)
		sum.Persons++
	}
}

// Change counts what became of an account: a move, or another balance where it stands.
func (f *Figures) Change(was, now *Standing) {
	moves := was.Bucket != now.Bucket
	if !moves && was.Balance == now.Balance {
		return
	}
	key := movementKey{now.CreditorID, now.Currency, was.Bucket, now.Bucket}
	sum := f.movement[key]
	if sum == nil {
		sum = &MovementFigure{CreditorID: key.creditor, Currency: key.currency, From: key.from, To: key.to}
		f.movement[key] = sum
	}
	if moves {
		sum.Accounts++
	}
	sum.Was += was.Balance
	if now.Bucket == Out {
		sum.Balance += was.Balance
	} else {
		sum.Balance += now.Balance
	}
}

// Add adds the sums of a part of the book.
func (f *Figures) Add(aging []AgingFigure, movement []MovementFigure) {
	for _, a := range aging {
		key := agingKey{a.CreditorID, a.PortfolioID, a.Currency, a.Bucket}
		sum := f.aging[key]
		if sum == nil {
			f.aging[key] = &a
			continue
		}
		sum.Accounts += a.Accounts
		sum.Persons += a.Persons
		sum.PastDue += a.PastDue
		sum.Balance += a.Balance
	}
	for _, m := range movement {
		key := movementKey{m.CreditorID, m.Currency, m.From, m.To}
		sum := f.movement[key]
		if sum == nil {
			f.movement[key] = &m
			continue
		}
		sum.Accounts += m.Accounts
		sum.Was += m.Was
		sum.Balance += m.Balance
	}
}

// Sums gives what was gathered, in an order that does not depend on how the work was cut.
func (f *Figures) Sums() ([]AgingFigure, []MovementFigure) {
	aging := make([]AgingFigure, 0, len(f.aging))
	for _, a := range f.aging {
		aging = append(aging, *a)
	}
	slices.SortFunc(aging, func(a, b AgingFigure) int {
		return cmp.Or(cmp.Compare(a.CreditorID, b.CreditorID), cmp.Compare(a.PortfolioID, b.PortfolioID),
			cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Bucket, b.Bucket))
	})
	movement := make([]MovementFigure, 0, len(f.movement))
	for _, m := range f.movement {
		movement = append(movement, *m)
	}
	slices.SortFunc(movement, func(a, b MovementFigure) int {
		return cmp.Or(cmp.Compare(a.CreditorID, b.CreditorID), cmp.Compare(a.Currency, b.Currency),
			cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return aging, movement
}

// Save keeps the sums of a day, and with them, as the day's own, what has moved after one day and through
// another.
func (f *Figures) Save(tx db.Tx, after, through, day calendar.Day) error {
	moved, err := TakeMovement(tx, after, through)
	if err != nil {
		return err
	}
	f.Add(nil, moved)
	aging, movement := f.Sums()
	return SaveFigures(tx, day, 0, aging, movement)
}

// SaveFigures keeps a day's sums in place of those it had.
func SaveFigures(
	tx db.Tx, day calendar.Day, creditor id.ID, aging []AgingFigure, movement []MovementFigure,
) error {
	for _, table := range []string{"aging_figure", "movement_figure"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE on_day = ? AND (creditor_id = ? OR ? = 0)`,
			day, creditor, creditor); err != nil {
			return err
		}
	}
	columns := []string{
		"on_day", "creditor_id", "portfolio_id", "currency", "bucket", "accounts", "persons", "past_due", "balance",
	}
	err := tx.Insert("aging_figure", columns, len(aging), func(n int, v *db.Values) {
		a := &aging[n]
		v.Int(int64(day))
		v.Int(int64(a.CreditorID))
		v.Int(int64(a.PortfolioID))
		v.Text(string(a.Currency))
		v.Text(a.Bucket)
		v.Int(a.Accounts)
		v.Int(a.Persons)
		v.Int(int64(a.PastDue))
		v.Int(int64(a.Balance))
	})
	if err != nil {
		return err
	}
	return AddMovement(tx, day, movement)
}

// MovementOn gives the sums of a day's moves from one bucket to another.
func MovementOn(tx db.Tx, day calendar.Day) ([]MovementFigure, error) {
	all, err := ChangeOn(tx, day)
	return slices.DeleteFunc(all, func(m MovementFigure) bool { return m.Stays() }), err
}

// ChangeOn gives all that explains how the figures of the close before became those of a day: the moves,
// and what changed in a bucket without one.
func ChangeOn(tx db.Tx, day calendar.Day) ([]MovementFigure, error) {
	return movementIn(tx, day-1, day)
}

func movementIn(tx db.Tx, after, through calendar.Day) ([]MovementFigure, error) {
	var all []MovementFigure
	err := tx.Query(func(r db.Row) error {
		m := MovementFigure{
			CreditorID: id.ID(r.Int(0)), Currency: money.Currency(r.Text(1)), From: r.Text(2), To: r.Text(3),
			Accounts: r.Int(4), Was: money.Amount(r.Int(5)), Balance: money.Amount(r.Int(6)),
		}
		if m.Accounts != 0 || m.Was != 0 || m.Balance != 0 { // not what was given to another day
			all = append(all, m)
		}
		return nil
	}, `SELECT creditor_id, currency, from_bucket, to_bucket, CAST(sum(accounts) AS BIGINT),
		CAST(sum(was) AS BIGINT), CAST(sum(balance) AS BIGINT) FROM movement_figure
		WHERE on_day > ? AND on_day <= ?
		GROUP BY creditor_id, currency, from_bucket, to_bucket
		ORDER BY creditor_id, currency, from_bucket, to_bucket`, after, through)
	return all, err
}

// TakeMovement gives the sums of the moves after one day and through another, and takes them out: the close
// of a day keeps as its own what has moved since the close before it.
func TakeMovement(tx db.Tx, after, through calendar.Day) ([]MovementFigure, error) {
	all, err := movementIn(tx, after, through)
	if err == nil && len(all) > 0 {
		_, err = tx.Exec(`DELETE FROM movement_figure WHERE on_day > ? AND on_day <= ?`, after, through)
	}
	return all, err
}

// AddMovement adds moves that happened outside a close to a day's. They stand in rows of their own, so that
// two payments never wait for each other.
func AddMovement(tx db.Tx, day calendar.Day, movement []MovementFigure) error {
	columns := []string{
		"on_day", "creditor_id", "currency", "from_bucket", "to_bucket", "accounts", "was", "balance",
	}
	return tx.Insert("movement_figure", columns, len(movement), func(n int, v *db.Values) {
		m := &movement[n]
		v.Int(int64(day))
		v.Int(int64(m.CreditorID))
		v.Text(string(m.Currency))
		v.Text(m.From)
		v.Text(m.To)
		v.Int(m.Accounts)
		v.Int(int64(m.Was))
		v.Int(int64(m.Balance))
	})
}

// SubtractMovement takes moves off a day that another day has counted. They are written as moves below zero
// rather than deleted, so that what others add at the same moment stays.
func SubtractMovement(tx db.Tx, day calendar.Day, movement []MovementFigure) error {
	return AddMovement(tx, day, Less(movement))
}

// Less gives moves as moves below zero.
func Less(movement []MovementFigure) []MovementFigure {
	less := slices.Clone(movement)
	for i := range less {
		m := &less[i]
		m.Accounts, m.Was, m.Balance = -m.Accounts, -m.Was, -m.Balance
	}
	return less
}
