package main

import (
	"context"

	"aldia/domain/calendar"
	"aldia/domain/treatment"
)

func closeCommand() command { return command{name: "close", run: runClose} }

func runClose(ctx context.Context, k *call) error {
	var on, through string
	k.flags.StringVar(&on, "date", "", "")
	k.flags.StringVar(&through, "through", "", "")
	if err := k.parse(0, 0); err != nil {
		return err
	}
	first, err := day("date", on)
	if err != nil {
		return err
	}
	last, err := day("through", through)
	if err != nil {
		return err
	}
	if first == calendar.NoDay {
		return misused("command.close.no_date")
	}
	if last == calendar.NoDay {
		last = first
	}
	if last < first {
		return misused("command.close.backwards")
	}
	if err := k.there(); err != nil {
		return err
	}
	p, err := k.program(ctx)
	if err != nil {
		return err
	}
	// A year that was mistyped must not close the days of a month to come: no earlier day could follow.
	if err := p.treatments.HasCome(ctx, last); err != nil {
		return err
	}
	if err := p.intakes.FollowUp(ctx); err != nil {
		return err
	}
	if bar := k.progress(k.say.Say("command.close.progress")); bar != nil {
		p.treatments.Progress = func(_ calendar.Day, done, total int) { bar(int64(done), int64(total)) }
	}
	p.treatments.Why = k.say.Say("evidence.by_command")
	for on := first; on <= last; on++ {
		a, err := p.treatments.Close(ctx, on)
		if err != nil {
			return err
		}
		if err := k.sayClose(a); err != nil {
			return err
		}
	}
	return nil
}

func (k *call) sayClose(a treatment.Answer) error {
	key := "command.close.done"
	if a.Again {
		key = "command.close.done_before"
	}
	k.tell(key, a.Date, a.Cases, a.Accounts, a.Kept, a.Broken)
	planned := a.Planned
	if planned == nil {
		planned = map[string]int64{}
	}
	said := map[string]any{
		"date": a.Date.Text(), "cases": a.Cases, "accounts": a.Accounts, "seconds": a.Seconds,
		"contacts_planned": planned,
		"promises":         map[string]int64{"kept": a.Kept, "broken": a.Broken}, "again": a.Again,
	}
	if a.Unasked.Cases > 0 {
		k.sayUnasked(a.Unasked)
		said["law_not_asked"] = map[string]any{"cases": a.Unasked.Cases, "why": a.Unasked.Reason(k.say)}
	}
	return k.answer(said)
}

// sayUnasked says of how many cases the law could not be asked, and why not of the first.
func (k *call) sayUnasked(u treatment.Unasked) { k.tell("close.unasked", u.Cases, u.Reason(k.say)) }
