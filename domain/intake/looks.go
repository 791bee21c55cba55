package intake

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Looks is a file that was handed in as one kind and looks like another: payments as debts, or the opposite.
type Looks struct {
	Kind        Kind   // what it looks like; empty when it looks like what it was handed in as
	Day, Amount string // the columns that say so, as the file calls them
}

// What is said of such a file: {0} and {1} the columns that tell, {2} what it lacks for what it was handed in
// as.
var (
	errLooksPaid  = fault.New(fault.Invalid, "intake.looks.payments")
	errLooksOwed  = fault.New(fault.Invalid, "intake.looks.portfolio")
	errLooksPaid2 = fault.New(fault.Invalid, "intake.looks.payments_lacks")
	errLooksOwed2 = fault.New(fault.Invalid, "intake.looks.portfolio_lacks")
)

// fault says what the file looks like, and what it lacks for what it was handed in as.
func (l Looks) fault(lacks []string) *fault.Error {
	said := map[Kind][2]*fault.Error{
		Payments: {errLooksPaid, errLooksPaid2}, Portfolio: {errLooksOwed, errLooksOwed2},
	}[l.Kind]
	if len(lacks) == 0 {
		return said[0].With(l.Day, l.Amount).On("kind")
	}
	return said[1].With(l.Day, l.Amount, columnsInWords(lacks)).On("kind")
}

// telling are the columns of ours by which a kind of file is known: a day and a sum.
func (k Kind) telling() (day, amount []column) {
	if k == Payments {
		return []column{colPaidOn}, []column{colAmount}
	}
	return []column{colDueOn, colDaysOverdue}, []column{colPrincipal}
}

// lookOf says how clearly a file is of a kind, by the columns that nobody names: as clearly as the less clear
// of the two that tell.
func lookOf(k Kind, header []string, sample [][]string, typed bool, m Mapping) (Looks, int) {
	bare := Mapping{Country: m.Country, Currency: m.Currency, Key: m.Key}
	_, guessed, _ := Guess(k, header, sample, typed, bare)
	best := func(columns []column) (from string, weight int) {
		for _, c := range columns {
			for i := range guessed {
				if g := &guessed[i]; g.Column == c.name() && g.Confidence > weight && g.Why != becauseDays {
					from, weight = g.From, g.Confidence
				}
			}
		}
		return from, weight
	}
	day, amount := k.telling()
	l := Looks{Kind: k}
	var clearDay, clearAmount int
	l.Day, clearDay = best(day)
	l.Amount, clearAmount = best(amount)
	return l, min(clearDay, clearAmount)
}

// looks says whether the head of a file handed in as debts is plainly of payments, or the opposite. Where its
// own kind is clear too, it is what it was handed in as.
func (l *looked) looks(k Kind, given Mapping) Looks {
	other := map[Kind]Kind{Portfolio: Payments, Payments: Portfolio}[k]
	if other == "" || len(given.Columns) > 0 && l.misfit == nil {
		return Looks{}
	}
	theirs, weight := lookOf(other, l.header, l.sample, l.typed, l.mapping)
	if weight < likely {
		return Looks{}
	}
	if _, own := lookOf(k, l.header, l.sample, l.typed, l.mapping); own >= Doubtful || own >= weight {
		return Looks{}
	}
	return theirs
}

// mistaken refuses a file that is plainly of another kind. A mapping that was handed in with it stands.
func (l *looked) mistaken(o Options, given Mapping) error {
	if len(o.Mapping) > 0 {
		return nil
	}
	is := l.looks(o.Kind, given)
	if is.Kind == "" {
		return nil
	}
	var lacks []string
	_, err := Compile(l.mapping, l.header, l.typed, o.Kind, o.AsOf)
	if f, wrong := errors.AsType[*fault.Error](err); wrong && f.Key == ErrMissing.Key {
		names, _ := f.Args[0].(string)
		lacks = strings.Split(names, ", ")
	}
	return is.fault(lacks)
}

// Switch reads a staged file as another kind: who uploads payments as debts need not begin again.
func (in *Intakes) Switch(ctx context.Context, cut id.ID, to Kind) error {
	if _, err := auth.Allow(ctx, auth.CutPublish); err != nil {
		return err
	}
	if to != Portfolio && to != Payments {
		return ErrKind.With(string(to))
	}
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return err
	}
	if c.State != Staged && c.State != Previewed {
		return ErrCutState.With(string(c.State))
	}
	was, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return err
	}
	o := Options{Kind: to, Creditor: was.Creditor}
	given, err := in.given(ctx, o)
	if err != nil {
		return err
	}
	given.Creditor, given.Name = cmp.Or(was.Creditor, given.Creditor), was.Name
	given.Country, given.Currency = cmp.Or(given.Country, was.Country), cmp.Or(given.Currency, was.Currency)
	var text string
	if err := in.withFile(ctx, &c, func(f File) error {
		l, err := in.fit(ctx, f, o, given)
		if err != nil {
			return err
		}
		l.reguess(to, given)
		text = string(l.mapping.YAML())
		return nil
	}); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx db.Tx) error { return switchTx(tx, &c, to, text) })
}

// switchTx gives all drafts of the file their new kind.
func switchTx(tx db.Tx, c *Cut, to Kind, mapping string) error {
	fresh := *c
	fresh.State, fresh.Mapping, fresh.Answer = Staged, mapping, Answer{Creditor: c.Answer.Creditor}
	if err := saveCut(tx, &fresh, c.State, c.Line); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE cut SET kind = ? WHERE blob_id = ? AND state IN ('staged', 'previewed')`, to,
		c.BlobID)
	return err
}
