package delinquency

import (
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
)

// Moved is an account's moves of one day, and the bucket in which it stands since.
type Moved struct {
	Moves  []Move
	Bucket string
}

// Compose tells several moves of one account on one day as the one that they come to: from the first bucket
// to the last. moved is false when these are the same: then nothing has moved, and one is the move by which
// it had first left, with the day since which it is where it was. change is what this makes of the figures
// that count each move: between the bucket before and the one after they add up as they did.
func (m *Moved) Compose() (one Move, moved bool, change []MovementFigure) {
	first, last := m.ends()
	f := NewFigures()
	less := func(m MovementFigure) {
		m.Accounts, m.Was, m.Balance = -m.Accounts, -m.Was, -m.Balance
		f.Add(nil, []MovementFigure{m})
	}
	for i := range m.Moves {
		step := &m.Moves[i]
		less(step.figure(step.From, step.To, 1, step.Was, step.Balance))
		// What changed while it stood where it neither began nor ended changed nowhere.
		if step.To != Out && i != last {
			less(step.figure(step.To, step.To, 0, step.Balance, 0))
		}
		if step.From != Out && i != first {
			less(step.figure(step.From, step.From, 0, 0, step.Was))
		}
	}
	one = m.Moves[first]
	one.To, one.PastDue, one.Balance = m.Moves[last].To, m.Moves[last].PastDue, m.Moves[last].Balance
	if one.To == Out {
		one.Balance = one.Was
	}
	moved = one.From != one.To
	switch {
	case moved:
		f.Add(nil, []MovementFigure{one.figure(one.From, one.To, 1, one.Was, one.Balance)})
	case one.To != Out:
		f.Add(nil, []MovementFigure{one.figure(one.From, one.To, 0, one.Was, one.Balance)})
	}
	_, change = f.Sums()
	return one, moved, slices.DeleteFunc(change, func(m MovementFigure) bool {
		return m.Accounts == 0 && m.Was == 0 && m.Balance == 0
	})
}

func (m *Move) figure(from, to string, accounts int64, was, balance money.Amount) MovementFigure {
	return MovementFigure{
		CreditorID: m.CreditorID, Currency: m.Currency, From: from, To: to, Accounts: accounts, Was: was,
		Balance: balance,
	}
}

// ends finds the first move and the last one. The last leads to where the account stands now; the first
// leaves the bucket that was left more often than it was entered, and of several of these the one in which
// the account was since an earlier day.
func (m *Moved) ends() (first, last int) {
	start := m.Bucket
	left := map[string]int{}
	for i := range m.Moves {
		left[m.Moves[i].From]++
		left[m.Moves[i].To]--
		if m.Moves[i].To == m.Bucket {
			last = i
		}
	}
	for bucket, times := range left {
		if times > 0 {
			start = bucket
		}
	}
	first = -1
	for i := range m.Moves {
		if m.Moves[i].From == start && (first < 0 || m.Moves[i].FromOn < m.Moves[first].FromOn) {
			first = i
		}
	}
	return first, last
}

// whole says whether the moves are a way from one bucket to where the account stands, with nothing missing.
// Moves of which it was not kept what they took along cannot be told as one.
func (m *Moved) whole() bool {
	balance := map[string]int{m.Bucket: 1}
	for i := range m.Moves {
		move := &m.Moves[i]
		if move.From != Out && move.Was == 0 {
			return false
		}
		balance[move.From]++
		balance[move.To]--
	}
	starts := 0
	for _, n := range balance {
		if n < 0 || n > 1 {
			return false
		}
		starts += n
	}
	return starts == 1
}

// SeveralOn gives the accounts among some that moved more than once on a day, in the order of the accounts.
func SeveralOn(tx db.Tx, accounts db.List, day calendar.Day) ([]Moved, error) {
	all, err := MovedOn(tx, accounts, day)
	return slices.DeleteFunc(all, func(m Moved) bool { return len(m.Moves) < 2 || !m.whole() }), err
}

// MovedOn gives the accounts among some that moved on a day, in the order of the accounts.
func MovedOn(tx db.Tx, accounts db.List, day calendar.Day) ([]Moved, error) {
	var all []Moved
	err := tx.Query(func(r db.Row) error {
		m := scanMove(r)
		if n := len(all); n == 0 || all[n-1].Moves[0].AccountID != m.AccountID {
			all = append(all, Moved{Bucket: r.Text(11)})
		}
		last := &all[len(all)-1]
		last.Moves = append(last.Moves, m)
		return nil
	}, `SELECT `+moveColumns+`, coalesce((SELECT s.bucket FROM standing AS s
		WHERE s.account_id = bucket_move.account_id), '') FROM bucket_move
		WHERE account_id IN ?list AND on_day = ? 
		ORDER BY account_id, from_on, from_bucket, to_bucket, was, balance`, accounts, day)
	return all, err
}

// KeepComposed writes what the moves of some accounts on a day come to in their place.
func KeepComposed(tx db.Tx, day calendar.Day, all []Moved) error {
	figures := NewFigures()
	var ones, home []Move
	accounts := make(db.List, len(all))
	for i := range all {
		one, moved, change := all[i].Compose()
		accounts[i] = int64(one.AccountID)
		figures.Add(nil, change)
		switch {
		case moved:
			ones = append(ones, one)
		case one.To != Out:
			home = append(home, one)
		}
	}
	if _, err := tx.Exec(`DELETE FROM bucket_move WHERE account_id IN ?list AND on_day = ?`, accounts,
		day); err != nil {
		return err
	}
	if err := AddMoves(tx, ones); err != nil {
		return err
	}
	if err := tx.Update("standing", "account_id", []string{"since_on"}, len(home),
		func(n int, v *db.Values) {
			v.Int(int64(home[n].AccountID))
			v.Int(int64(home[n].FromOn))
		}); err != nil {
		return err
	}
	_, movement := figures.Sums()
	return AddMovement(tx, day, movement)
}
