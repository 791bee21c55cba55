package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
)

// many is a file of some ten thousand lines: enough for several chunks. step tells how each account differs.
func many(step int) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for n := range 9000 {
		switch {
		case step == 2 && n%10 == 3: // gone
			continue
		case n%997 == 0:
			fmt.Fprintf(&b, "B%d;;p%d;Persona %d;nunca;10;0;0;x\n", n, n, n) // no day
			continue
		}
		due, sum, product := monday()-calendar.Day(n%200), 100+n%50, "x"
		if step == 2 && n%7 == 0 {
			due, sum, product = due-20, sum+5, "y"
		}
		fmt.Fprintf(&b, "A%d;1;p%d;Persona %d;%s;%d;3;12;%s\n", n, n/2, n/2, due.Text(), sum, product)
		if n%3 == 0 {
			fmt.Fprintf(&b, "A%d;2;p%d;Persona %d;%s;%d;0;12;%s\n", n, n/2, n/2, (due + 30).Text(), sum, product)
		}
		if step == 2 && n%50 == 0 {
			fmt.Fprintf(&b, "A%d;3;p%d;Persona %d;%s;%d;0;14;z\n", n, n/2, n/2, (due + 60).Text(), sum)
		}
	}
	return b.String()
}

// without gives a text with a line that cannot be read, some way down.
func without(text string, share int) string {
	lines := strings.SplitAfter(text, "\n")
	at := len(lines) * share / 100
	return strings.Join(lines[:at], "") + "!!\n" + strings.Join(lines[at:], "")
}

// said is what a cut says of itself, but for the time it took.
func said(t testing.TB, c Cut) string {
	t.Helper()
	c.Answer.Seconds = 0
	text, err := json.MarshalIndent(c.Answer, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + c.Scope
}

func TestACutThatWasInterruptedGoesOnAsIfItHadNotBeen(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		straight := open(t, sibling(t, o.db))
		for step, text := range []string{many(1), many(2)} {
			on := monday() + calendar.Day(step)
			// Both have a line that is no row, so that both files are the same; for one of them it is a power cut.
			text = without(text, 70)
			want := straight.load(t, text, on)
			o.broken = errors.New("the power is cut")
			if _, err := o.loads(text, on); !errors.Is(err, o.broken) {
				t.Fatalf("the power was not cut: %v", err)
			}
			if written := o.written(t); written == 0 {
				t.Error("nothing was written before")
			}
			o.broken = nil
			if step == 1 { // and once more, while it closes what is gone
				o.stopAmongTheGone(t)
			}
			got := o.load(t, text, on)
			sameText(t, "what the cut says", said(t, got), said(t, want))
			if r, s := len(o.refusals(t, got.ID)), len(straight.refusals(t, want.ID)); r != s {
				t.Errorf("%d rows are kept as refused, want %d", r, s)
			}
		}
		sameText(t, "the book", strings.Join(o.owes(t), "\n"), strings.Join(straight.owes(t), "\n"))
		o.checkLedger(t)
	})
}

// written counts the rows of the cut under way that are in.
func (o *office) written(t testing.TB) (line int64) {
	t.Helper()
	if err := o.db.Read(o.ctx, func(tx db.Tx) (err error) {
		line, err = db.Int(tx, `SELECT coalesce(max(line), 0) FROM cut WHERE state = 'publishing'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return line
}

// stopAmongTheGone carries the cut under way on until some of what is gone is closed, and leaves it there.
func (o *office) stopAmongTheGone(t testing.TB) {
	t.Helper()
	var c Cut
	if err := o.db.Read(o.ctx, func(tx db.Tx) error {
		cuts, err := listCuts(tx, `state = 'publishing'`)
		if err == nil {
			c = cuts[0]
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	err := o.withFile(o.ctx, &c, func(f File) error {
		m, err := ParseMapping([]byte(c.Mapping))
		if err != nil {
			return err
		}
		r, err := o.openAs(f, m, c.Kind, c.AsOfOn)
		if err != nil {
			return err
		}
		l, _, err := o.ready(o.ctx, c, false)
		if err != nil {
			return err
		}
		r.only, r.begun = c.Answer.Creditor, c.Line
		if err := l.load(o.ctx, r); err != nil {
			return err
		}
		items, _ := l.missing()
		if len(items) < 500 {
			t.Errorf("only %d are gone", len(items))
		}
		return l.closeMissing(o.ctx, items[:len(items)/2])
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatBreaksFurtherDownIsTakenBackWhole(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, many(1), monday())
		before := o.book(t)
		o.broken = fault.New(fault.Invalid, "table.damaged")
		cuts, err := o.loads(without(many(2), 80), monday()+1)
		if fault.KindOf(err) != fault.Invalid {
			t.Fatalf("a damaged file: %v", err)
		}
		sameText(t, "taken back", o.book(t), before)
		now, err := o.Cut(o.ctx, cuts[0].ID)
		if err != nil || now.State != Undone || now.Fault == "" {
			t.Errorf("the cut is %s because of %q, %v", now.State, now.Fault, err)
		}
		o.broken = nil
		c := o.load(t, many(1), monday()+1)
		if c.Answer.New+c.Answer.Changed+c.Answer.Gone != 0 {
			t.Errorf("the file that was in force changes %+v", c.Answer.Counts)
		}
	})
}

func TestMoreRefusalsThanAFileMayHaveRefuseItWhole(t *testing.T) {
	t.Parallel()
	o := open(t, dbtest.OnSQLite(t))
	o.load(t, file("A1;;p1;Uno;2026-01-10;10;0;0;x"), monday())
	before := o.book(t)
	text := file("A1;;p1;Uno;2026-01-10;11;0;0;x") + strings.Repeat("??\n", maxRefusals+1)
	if _, err := o.loads(text, monday()+1); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%d refused rows: %v", maxRefusals+1, err)
	}
	sameText(t, "taken back", o.book(t), before)
}

func TestTwoWhoPublishOneCutDoItOnce(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := many(1)
		cuts, err := o.Stage(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)},
			Options{Kind: Portfolio, Creditor: "banco", Country: "EC", AsOf: monday()})
		if err != nil {
			t.Fatal(err)
		}
		results := make(chan error)
		for range 2 {
			go func() {
				_, err := o.Publish(o.ctx, cuts[0].ID, nil)
				results <- err
			}()
		}
		first, second := <-results, <-results
		if first != nil && second != nil {
			t.Fatalf("neither could: %v; %v", first, second)
		}
		if first == nil && second == nil {
			t.Log("one came when the other had begun, and found every row in")
		}
		straight := open(t, sibling(t, o.db))
		straight.load(t, text, monday())
		sameText(t, "the book", strings.Join(o.owes(t), "\n"), strings.Join(straight.owes(t), "\n"))
		o.checkLedger(t)
	})
}

func TestWhoIsNotAllowedToPublishIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, dbtest.OnSQLite(t))
	c := o.load(t, file("A1;;p1;Uno;2026-01-10;10;0;0;x"), monday())
	o.ctx = context.WithoutCancel(t.Context())
	if _, err := o.loads(file("A1;;p1;Uno;2026-01-10;11;0;0;x"), monday()); err == nil {
		t.Error("nobody loaded a file")
	}
	if _, err := o.Undo(o.ctx, c.ID); err == nil {
		t.Error("nobody took a cut back")
	}
}

func TestACutWaitsForAnotherOfItsCreditor(t *testing.T) {
	t.Parallel()
	o := open(t, dbtest.OnSQLite(t))
	o.broken = errors.New("the power is cut")
	if _, err := o.loads(without(many(1), 90), monday()); err == nil {
		t.Fatal("the power was not cut")
	}
	o.set(t, portfolio.CreditorsFigures, portfolio.GonePaid)
	if _, err := o.loads(file("A1;;p1;Uno;2026-01-10;10;0;0;x"), monday()); fault.KindOf(err) != fault.Conflict {
		t.Errorf("while another is being published: %v", err)
	}
}
