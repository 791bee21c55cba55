package main

import (
	"context"
	"slices"
	"time"

	"aldia/domain/intake"
	"aldia/domain/portfolio"
	"aldia/domain/treatment"
	"aldia/platform/db"
)

// loaded is a file that was loaded, or only tried, with what is to be told of it.
type loaded struct {
	*program
	read  *intake.Shown
	cuts  []intake.Cut
	seen  *remarks
	known []string // codes of the creditors that there were before
	dry   bool
	took  time.Duration
}

func creditorCodes(ctx context.Context, p *program) (codes []string, err error) {
	all, err := p.portfolios.Creditors(ctx)
	for i := range all {
		codes = append(codes, all[i].Code)
	}
	return codes, err
}

// tellUnnamed warns before anything is opened that nobody said whose the debts are. It is told once: from
// then on there is such a creditor, and whoever loads the next file means it.
func (k *call) tellUnnamed(l *loaded) {
	if code, is := l.read.Unnamed(); is && !slices.Contains(l.known, code) {
		k.tell("import.no_creditor", code)
	}
}

// tellOpened tells of the creditor and of the portfolios that a cut opened, or would open.
func (k *call) tellOpened(ctx context.Context, l *loaded, c *intake.Cut) error {
	opened := c.Answer.Created
	if c.Kind == intake.Portfolio && !slices.Contains(l.known, c.Answer.Creditor) {
		a, err := l.intakes.Around(ctx, c)
		if err != nil {
			return err
		}
		key := "import.creditor_opened"
		if l.dry {
			key = "import.creditor_would"
		}
		k.tell(key, c.Answer.Creditor, a.Creditor.Country, string(a.Creditor.Currency))
	}
	// The creditor comes first; it was known already where a load that was killed had opened it.
	if len(opened) > 0 && opened[0] == c.Answer.Creditor {
		opened = opened[1:]
	}
	for _, code := range opened {
		k.tell("import.portfolio_opened", code)
	}
	return nil
}

// tellCompared tells with which portfolios a file of debts is compared, on a trial, and which it leaves
// alone, always.
func (k *call) tellCompared(
	ctx context.Context, l *loaded, c *intake.Cut, answer map[string]any,
) error {
	p, err := l.intakes.Compared(ctx, c)
	if err != nil || len(p.Portfolios) == 0 {
		return err
	}
	n := len(p.Beside)
	switch {
	case p.Unnamed && (l.dry || n > 0):
		k.tell("cut.compared_unnamed", p.Portfolios[0])
	case l.dry:
		k.tell("cut.compared", len(p.Portfolios), k.say.Join(p.Portfolios...))
	}
	if n == 0 {
		return nil
	}
	answer["untouched"] = p.Beside
	if p.Unnamed {
		k.tellf("! %s", k.say.Say("cut.beside_unnamed", n, intake.Named(p.Beside), p.Portfolios[0]))
		k.tell("cut.which_option")
		return nil
	}
	k.tell("cut.beside", n, intake.Named(p.Beside))
	return nil
}

// tellOutcome ends with what somebody may have to act on: a file that was loaded before, accounts that are
// gone in numbers, and how to take the load back; of a trial, that it was one.
func (k *call) tellOutcome(ctx context.Context, l *loaded, answer map[string]any) error {
	for i := range l.cuts {
		c := &l.cuts[i]
		if c.Again {
			k.tell("import.same_file", k.say.Day(c.AsOfOn), c.ID.Text(intake.CutPrefix), c.FileName)
			answer["same_as"] = c.ID.Text(intake.CutPrefix)
			continue
		}
		before, again, err := l.intakes.SameFile(ctx, c)
		if err != nil {
			return err
		}
		if again {
			key := "import.same_file_changed"
			if c.Answer.Idle(c.Kind) {
				key = "import.same_file"
			}
			k.tell(key, k.say.Day(before.AsOfOn), before.ID.Text(intake.CutPrefix), before.FileName)
			answer["same_as"] = before.ID.Text(intake.CutPrefix)
		} else if c.Answer.Known(c.Kind) {
			k.tell("import.payments_known", c.Answer.Duplicate)
		}
		if err := k.tellLate(ctx, l, c, answer); err != nil {
			return err
		}
		if err := k.tellCompared(ctx, l, c, answer); err != nil {
			return err
		}
		if l.dry && c.Kind == intake.Portfolio {
			a, err := l.intakes.Around(ctx, c)
			if err != nil {
				return err
			}
			k.tellDifference(k.say.In(a.Creditor.Country), c, a.Creditor.Country)
		}
		if err := k.tellVanishing(ctx, l, c, answer); err != nil {
			return err
		}
	}
	if l.dry {
		answer["dry_run"] = true
		k.tell("import.dry_run")
		return nil
	}
	for i := range l.cuts {
		if l.cuts[i].Again {
			k.tell("import.not_loaded", l.cuts[i].ID.Text(intake.CutPrefix))
			continue
		}
		k.tell("import.loaded", l.cuts[i].ID.Text(intake.CutPrefix), l.cuts[i].Answer.Creditor)
	}
	return nil
}

// tellLate says of debts of a day that is closed already what becomes of them: they count from now on, and no
// day that is closed is closed again.
func (k *call) tellLate(ctx context.Context, l *loaded, c *intake.Cut, answer map[string]any) error {
	if c.Kind != intake.Portfolio {
		return nil
	}
	return l.db.Read(ctx, func(tx db.Tx) error {
		closed, err := treatment.LastClosed(tx)
		if err == nil && closed > c.AsOfOn {
			answer["closed_through"] = closed.Text()
			k.tellf("! %s", k.say.Say("cut.late", k.say.Day(c.AsOfOn), k.say.Day(closed)))
		}
		return err
	})
}

// tellVanishing warns of a file that may be a part of the portfolio only. The file is in all the same:
// commands ask no questions, and a portfolio that was sold is gone indeed.
func (k *call) tellVanishing(ctx context.Context, l *loaded, c *intake.Cut, answer map[string]any) error {
	was, many := c.Answer.Vanishing()
	if !many {
		return nil
	}
	a, err := l.intakes.Around(ctx, c)
	if err != nil {
		return err
	}
	say := k.say.In(a.Creditor.Country)
	var sums []string
	for _, s := range slices.Concat(c.Answer.Diff.Out, c.Answer.Diff.Asked) {
		sums = append(sums, string(s.Currency)+" "+s.Balance.Format(s.Currency, a.Creditor.Country))
	}
	as := string(a.Creditor.Gone)
	if c.Answer.Refused > 0 {
		as = string(portfolio.GoneAsked) // an account may be that of a row of which nobody can tell
	}
	answer["vanishing"] = true
	k.tellf("! %s", say.Say("import.vanish."+as, c.Answer.Missing(), was, a.Creditor.Code, say.Join(sums...)))
	if l.dry {
		k.tell("import.vanish_tried")
		return nil
	}
	k.tell("import.vanish_undo", c.ID.Text(intake.CutPrefix))
	return nil
}
