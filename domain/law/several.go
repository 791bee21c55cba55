package law

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

// SeveralRule is which of several debts a payment goes to first.
type SeveralRule struct {
	Scope

	// Steps in their order: instruction (the payer's), due (before what is not yet due), unsecured, onerous (the
	// highest rate), oldest, pro_rata. Debts that no step tells apart share by what they owe.
	Steps []string `toml:"steps"`
	// Disputed is what happens to a debt that the person disputes: never (it gets nothing, whatever was said)
	// or instructed (only if the payer names it).
	Disputed string `toml:"disputed"`
}

// Instruction is the debts that the payer names, first to last. In JSON one may stand alone.
type Instruction []string

// UnmarshalJSON takes a text or a list of them.
func (i *Instruction) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		*i = []string{""}
		return json.Unmarshal(raw, &(*i)[0])
	}
	return json.Unmarshal(raw, (*[]string)(i))
}

type splitDebt struct {
	*DebtAsk

	owed  map[string]money.Amount
	total money.Amount
	due   calendar.Day
	rate  *big.Rat
	paid  money.Amount
}

func (r *SeveralRule) checkMoney(*Pack) error {
	steps := []string{"instruction", "due", "unsecured", "onerous", "oldest", "pro_rata"}
	for i, s := range r.Steps {
		if !slices.Contains(steps, s) || slices.Contains(r.Steps[:i], s) {
			return fmt.Errorf("step %q", s)
		}
	}
	if len(r.Steps) == 0 || r.Steps[len(r.Steps)-1] != "pro_rata" {
		return errors.New("what no step tells apart shares pro rata")
	}
	if r.Disputed != "never" && r.Disputed != "instructed" {
		return fmt.Errorf("disputed debts are paid %q", r.Disputed)
	}
	return nil
}

// spread gives a payment to debts: what each got, in the order in which they come, which were skipped, and
// what is left.
func (r *SeveralRule) spread(s *splitting) (debts []*splitDebt, skipped []string, left money.Amount) {
	for _, d := range s.debts {
		if d.Disputed && (r.Disputed == "never" || !slices.Contains(s.instruction, d.ID)) {
			skipped = append(skipped, d.ID)
			continue
		}
		debts = append(debts, d)
	}
	slices.SortStableFunc(debts, func(a, b *splitDebt) int { return r.compare(s, a, b) })
	left = s.payment
	for from := 0; from < len(debts); {
		to := from + 1
		for to < len(debts) && r.compare(s, debts[from], debts[to]) == 0 {
			to++
		}
		left -= share(left, debts[from:to])
		from = to
	}
	return debts, skipped, left
}

func (r *SeveralRule) compare(s *splitting, a, b *splitDebt) int {
	for _, step := range r.Steps {
		if by := s.compare(step, a, b); by != 0 {
			return by
		}
	}
	return 0
}

func (s *splitting) compare(step string, a, b *splitDebt) int {
	switch step {
	case "instruction":
		return cmp.Compare(s.named(a), s.named(b))
	case "due":
		return first(s.isDue(a), s.isDue(b))
	case "unsecured":
		return first(!a.Secured, !b.Secured)
	case "onerous":
		// A debt of which no rate is known counts as one that costs nothing.
		zero := new(big.Rat)
		return cmp.Or(b.rate, zero).Cmp(cmp.Or(a.rate, zero))
	case "oldest":
		if by := first(a.due != calendar.NoDay, b.due != calendar.NoDay); by != 0 {
			return by
		}
		return cmp.Compare(a.due, b.due)
	}
	return 0
}

func (s *splitting) named(d *splitDebt) int {
	if i := slices.Index(s.instruction, d.ID); i >= 0 {
		return i
	}
	return len(s.instruction)
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// share gives a payment to debts of one rank by what each owes. The cents that do not divide go to those
// that lost the largest part of one, so that the parts are the payment exactly. It says what was given.
func share(payment money.Amount, debts []*splitDebt) (given money.Amount) {
	var all money.Amount
	for _, d := range debts {
		all += d.total
	}
	if payment >= all {
		for _, d := range debts {
			d.paid = d.total
		}
		return all
	}
	lost := make([]*big.Int, len(debts))
	order := make([]int, len(debts))
	for i, d := range debts {
		part := new(big.Int).Mul(big.NewInt(int64(payment)), big.NewInt(int64(d.total)))
		part, lost[i] = part.QuoRem(part, big.NewInt(int64(all)), new(big.Int))
		d.paid, order[i] = money.Amount(part.Int64()), i
		given += d.paid
	}
	slices.SortStableFunc(order, func(a, b int) int { return lost[b].Cmp(lost[a]) })
	for _, i := range order[:payment-given] {
		debts[i].paid++
	}
	return payment
}
