package main

import (
	"context"

	"aldia/domain/calendar"
	"aldia/domain/treatment"
)

func closeCommand() command {
	return command{
		name: "close", usage: "--date DÍA [--through DÍA]",
		help: "el cierre del día, para todos los acreedores", run: runClose,
	}
}

func runClose(ctx context.Context, k *call) error {
	var on, through string
	k.flags.StringVar(&on, "date", "", "día que se cierra, como 2026-11-22")
	k.flags.StringVar(&through, "through", "", "cerrar también los días hasta éste")
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
		return usageError{"falta --date"}
	}
	if last == calendar.NoDay {
		last = first
	}
	if last < first {
		return usageError{"--through es anterior a --date"}
	}
	d, err := k.open(ctx)
	if err != nil {
		return err
	}
	p, err := wire(d, nil)
	if err != nil {
		return err
	}
	if err := p.intakes.FollowUp(ctx); err != nil {
		return err
	}
	if bar := k.progress("cierre"); bar != nil {
		p.treatments.Progress = func(_ calendar.Day, done, total int) { bar(int64(done), int64(total)) }
	}
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
	k.tellf(
		"%s: %d personas, %d cuentas; promesas cumplidas %d, incumplidas %d%s",
		a.Date.Text(),
		a.Cases,
		a.Accounts,
		a.Kept,
		a.Broken,
		map[bool]string{true: " (ya estaba cerrado)"}[a.Again],
	)
	planned := a.Planned
	if planned == nil {
		planned = map[string]int64{}
	}
	return k.answer(map[string]any{
		"date": a.Date.Text(), "cases": a.Cases, "accounts": a.Accounts, "seconds": a.Seconds,
		"contacts_planned": planned,
		"promises":         map[string]int64{"kept": a.Kept, "broken": a.Broken}, "again": a.Again,
	})
}
