package delinquency

import (
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Parted is an account's moves of one day and of what came after it, where it stood at the end of the
// day, and where it stands now. The moves may tell the two in one, as when a file of the day comes after
// what was paid later: then they are parted here.
type Parted struct {
	Moves       []Move
	Closed, Now Standing
}

// Part tells the moves as at most two: what came of the account on the day, and what became of it since.
// change is what this makes of the figures of the day, which count each of the moves and are without what
// became of the account since: between the bucket before and the one at the end they add up as they did. ok
// is false for moves with something missing, which are left as they are.
func (p *Parted) Part() (moves []Move, since calendar.Day, change []MovementFigure, ok bool) {
	start, was, since := p.Now.Bucket, p.Closed.Balance, p.Now.SinceOn
	f := NewFigures()
	if len(p.Moves) > 0 {
		m := Moved{Moves: p.Moves, Bucket: p.Now.Bucket}
		if !m.whole() {
			return nil, 0, nil, false
		}
		first, _ := m.ends()
		start, was, since = p.Moves[first].From, p.Moves[first].Was, p.Moves[first].FromOn
		for i := range p.Moves {
			step := p.Moves[i].figure(p.Moves[i].From, p.Moves[i].To, -1, -p.Moves[i].Was, -p.Moves[i].Balance)
			f.Add(nil, []MovementFigure{step})
		}
	}
	f.Change(&p.Closed, &p.Now)
	before, closed, day := p.Closed, p.Closed, p.Closed.SinceOn
	before.Bucket, before.Balance, before.SinceOn = start, was, since
	switch start {
	case closed.Bucket:
		closed.SinceOn = since
	case Out:
		before.Balance = 0
		fallthrough
	default:
		f.Change(&before, &closed)
	}
	for _, step := range [...][2]Standing{{before, closed}, {closed, p.Now}} {
		if _, m, moved := Compare(step[0], step[1], day); moved {
			moves, since = append(moves, m), day
		}
	}
	return moves, since, balanced(f), true
}

// balanced adds to some figures what makes them leave the sum of every bucket as it was: what changed while
// an account stood somewhere is of that bucket.
func balanced(f *Figures) []MovementFigure {
	_, change := f.Sums()
	sums := map[MovementFigure]int64{}
	for i := range change {
		m := &change[i]
		for _, side := range [...]struct {
			bucket string
			sum    int64
		}{{m.From, -int64(m.Was)}, {m.To, int64(m.Balance)}} {
			if side.bucket != Out {
				at := MovementFigure{CreditorID: m.CreditorID, Currency: m.Currency, From: side.bucket, To: side.bucket}
				sums[at] += side.sum
			}
		}
	}
	for at, sum := range sums {
		if sum != 0 {
			at.Was = money.Amount(sum)
			f.Add(nil, []MovementFigure{at})
		}
	}
	_, change = f.Sums()
	return slices.DeleteFunc(change, func(m MovementFigure) bool {
		return m.Accounts == 0 && m.Was == 0 && m.Balance == 0
	})
}

// KeepParted writes moves as they were parted in the place of those that were told in one.
func KeepParted(tx db.Tx, day calendar.Day, all []*Parted) error {
	figures := NewFigures()
	var moves []Move
	var accounts db.List
	type since struct {
		account id.ID
		on      calendar.Day
	}
	var home []since
	for _, p := range all {
		parts, on, change, ok := p.Part()
		if !ok {
			continue
		}
		figures.Add(nil, change)
		moves, accounts = append(moves, parts...), append(accounts, int64(p.Closed.AccountID))
		if p.Now.Bucket != Out && on != p.Now.SinceOn {
			home = append(home, since{p.Now.AccountID, on})
		}
	}
	if len(accounts) == 0 {
		return nil
	}
	if _, err := tx.Exec(`DELETE FROM bucket_move WHERE account_id IN ?list AND on_day = ?`, accounts,
		day); err != nil {
		return err
	}
	if err := AddMoves(tx, moves); err != nil {
		return err
	}
	if err := tx.Update("standing", "account_id", []string{"since_on"}, len(home),
		func(n int, v *db.Values) {
			v.Int(int64(home[n].account))
			v.Int(int64(home[n].on))
		}); err != nil {
		return err
	}
	_, movement := figures.Sums()
	return AddMovement(tx, day, movement)
}
