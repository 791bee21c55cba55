package intake

import (
	"cmp"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// strangers are the rows of a file that name another creditor than the one for whom it is loaded. They stay
// out, and what they say is told: a code that is spelled otherwise must not cost a creditor its accounts.
type strangers struct {
	rows map[string]int64 // by the name that the file has
	// accounts are the keys that the accounts of these rows have with the creditor for whom the file is loaded.
	// One that it has under another name is in the file, and not gone.
	accounts []int64
	lost     bool // there are more than can be remembered
}

const (
	// maxStrangers is how many of their accounts are remembered: 8 bytes each. With more of them nobody can
	// tell which account is gone, and the creditor is asked.
	maxStrangers = 4_000_000
	// otherStrangers is the name of those beyond maxCreditors names.
	otherStrangers = "…"
)

// meet looks whose the line is. Capitals make no two creditors: ANDINA is Andina when the file is loaded as
// hers.
func (r *Reader) meet() {
	name := r.v.text[colCreditor]
	if !r.alone || name == r.creditor {
		return
	}
	if strings.EqualFold(name, r.creditor) {
		r.v.text[colCreditor] = r.creditor
		return
	}
	s := &r.strangers
	if s.rows == nil {
		s.rows = map[string]int64{}
	}
	if _, known := s.rows[name]; !known {
		if len(s.rows) >= maxCreditors {
			name = otherStrangers
		}
		name = strings.Clone(name) // or it would keep its whole block of texts
	}
	s.rows[name]++
	switch account := r.v.text[colAccount]; {
	case account == "" || r.v.bad[colAccount]:
	case len(s.accounts) == maxStrangers:
		s.lost = true
	default:
		s.accounts = append(s.accounts, KeyOfAccount(r.creditor, account))
	}
}

// Named lists creditors with the number of their rows, the most first: "ANDINA (120), SUR (3)".
func Named(rows map[string]int64) string {
	names := slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(rows[b], rows[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		names[i] = name + " (" + strconv.FormatInt(rows[name], 10) + ")"
	}
	return strings.Join(names, ", ")
}

// refuseStrangers refuses a file that names creditors, and not the one for whom it is loaded. It reads up to
// the first row that is theirs, which as a rule is the first.
func (in *Intakes) refuseStrangers(f File, p *plan) error {
	if s := p.mapping.Columns[colCreditor.name()]; len(s.heads()) == 0 {
		return nil
	}
	r, err := in.openAs(f, p.mapping, p.kind, p.asOf)
	if err != nil {
		return err
	}
	return errors.Join(r.findOwn(), r.table.Close())
}

func (r *reading) findOwn() error {
	var row Row
	var paid PaymentRow
	for {
		line, cells, err := r.table.Next()
		var bad *BadRow
		switch {
		case errors.Is(err, io.EOF):
			if others := r.rows.strangers.rows; len(others) > 0 {
				return ErrOtherCreditor.With(r.rows.creditor, Named(others)).On("creditor")
			}
			return nil
		case errors.As(err, &bad):
			continue
		case err != nil:
			return err
		}
		var outcome Outcome
		if r.rows.kind == Payments {
			outcome = r.rows.Payment(line, cells, &paid)
		} else {
			outcome = r.rows.Row(line, cells, &row)
		}
		if outcome.Verdict != Left && r.rows.v.text[colCreditor] == r.rows.creditor {
			return nil
		}
	}
}
