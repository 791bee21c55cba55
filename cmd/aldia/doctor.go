package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aldia/domain/debt"
	"aldia/domain/intake"
	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/job"
	"aldia/platform/text"
)

const (
	// examples is how many cases of a finding are named: enough to see what they have in common.
	examples = 5
	// stuckAfter is how long a job may be overdue: every process looks for work each second.
	stuckAfter = 10 * time.Minute
	// skew is how far two clocks may be apart: more, and the order of what is written down is not the order of
	// what happened.
	skew = 2 * time.Minute
)

func doctorCommand() command { return command{name: "doctor", run: runDoctor} }

// diagnosis is what one look found.
type diagnosis struct {
	Check    string   `json:"check"`
	OK       bool     `json:"ok"`
	Found    int64    `json:"found"` // how many things are wrong
	Says     string   `json:"says"`
	Examples []string `json:"examples"`
	say      text.Language
}

// tell says what was found. The sentence for what is wrong begins its arguments with how many things are.
func (d *diagnosis) tell(args ...any) {
	if d.Found > 0 {
		d.Says = d.say.Say("doctor."+d.Check+".ill", append([]any{d.Found}, args...)...)
		return
	}
	d.Says = d.say.Say("doctor."+d.Check+".well", args...)
}

// note counts one thing that is wrong, and names the first of them.
func (d *diagnosis) note(example string) {
	d.Found++
	if len(d.Examples) < examples {
		d.Examples = append(d.Examples, example)
	}
}

// runDoctor looks at everything and changes nothing; the exit code is 1 when something was found.
func runDoctor(ctx context.Context, k *call) error {
	if err := k.parse(0, 0); err != nil {
		return err
	}
	if err := k.there(); err != nil {
		return err
	}
	d, err := k.openRaw(ctx)
	if err != nil {
		return err
	}
	looks := []struct {
		name string
		look func(context.Context, *db.DB, *diagnosis) error
	}{
		{"schema", lookAtSchema}, {"audit", lookAtAudit}, {"balances", lookAtBalances}, {"jobs", lookAtJobs},
		{"deliveries", lookAtDeliveries}, {"clock", lookAtClock},
	}
	all, sound := []diagnosis{}, true
	for _, l := range looks {
		one := diagnosis{Check: l.name, Examples: []string{}, say: k.say}
		if err := l.look(ctx, d, &one); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
		one.OK = one.Found == 0
		sound = sound && one.OK
		sign := k.say.Say("doctor.well")
		if !one.OK {
			sign = k.say.Say("doctor.ill")
		}
		k.tellf("%-8s%-12s%s", sign, k.say.Say("doctor.check."+one.Check), one.Says)
		for _, e := range one.Examples {
			k.tellf("%20s%s", "", e)
		}
		all = append(all, one)
		if l.name == "schema" && !one.OK {
			break // the rest would stumble over what is missing
		}
	}
	if err := k.answer(map[string]any{"ok": sound, "engine": string(d.Engine()), "checks": all}); err != nil {
		return err
	}
	if !sound {
		return failing("doctor.findings")
	}
	return nil
}

func lookAtSchema(ctx context.Context, d *db.DB, out *diagnosis) error {
	missing, err := d.Behind(ctx)
	if err != nil {
		return err
	}
	for _, step := range missing {
		out.note(step)
	}
	out.tell()
	return nil
}

func lookAtAudit(ctx context.Context, d *db.DB, out *diagnosis) error {
	report, err := audit.Verify(ctx, d)
	if err != nil {
		return err
	}
	for _, f := range report.Findings {
		out.note(out.say.Say("doctor.audit.entry", f.Lane, f.Seq, text.Key("audit.finding."+string(f.Kind))))
	}
	out.tell(report.Entries, report.Seals)
	return nil
}

func lookAtBalances(ctx context.Context, d *db.DB, out *diagnosis) error {
	items := int64(0)
	err := d.Read(ctx, func(tx db.Tx) (err error) {
		out.Found, out.Examples = 0, []string{}
		if items, err = db.Int(tx, `SELECT count(*) FROM item`); err != nil {
			return err
		}
		return debt.CheckTx(tx, func(b debt.Broken) error {
			out.note(b.ItemID.Text(debt.ItemPrefix) + ": " + out.say.Say("doctor.balances.why."+b.Why))
			return nil
		})
	})
	out.tell(items)
	return err
}

func lookAtJobs(ctx context.Context, d *db.DB, out *diagnosis) error {
	err := d.Read(ctx, func(tx db.Tx) error {
		out.Found, out.Examples = 0, []string{}
		for _, state := range []job.State{job.Waiting, job.Running, job.Failed} {
			page, err := job.ListTx(tx, job.Filter{State: state})
			if err != nil {
				return err
			}
			for i := range page {
				s := &page[i]
				late := d.Now().Sub(s.DueAt)
				switch {
				case state == job.Failed && !refusedFile(s):
					out.note(out.say.Say("doctor.jobs.failed", jobWords(out.say, s.Kind), s.ID.Text("job_"),
						jobTrouble(out.say, s)))
				case state != job.Failed && late > stuckAfter:
					out.note(out.say.Say("doctor.jobs.waits", jobWords(out.say, s.Kind), s.ID.Text("job_"),
						stamp(out.say, s.DueAt)))
				}
			}
		}
		return nil
	})
	out.tell()
	return err
}

// refusedFile says whether a load failed because of its file: who loaded it was told, and nothing is left to
// be looked after.
func refusedFile(s *job.Status) bool {
	key, _ := s.Trouble()
	return key != "" && strings.HasPrefix(s.Kind, "cut.")
}

// jobWords says what a job does.
func jobWords(say text.Language, kind string) string {
	return worded(say, "admin.job."+strings.ReplaceAll(kind, ".", "_"), kind)
}

// jobTrouble says why a job failed: in words where they were kept, else as it was written down.
func jobTrouble(say text.Language, s *job.Status) string {
	if key, args := s.Trouble(); key != "" && say.Has(key) {
		return say.Say(key, intake.ArgsInWords(key, args)...)
	}
	return s.Error
}

func lookAtDeliveries(ctx context.Context, d *db.DB, out *diagnosis) error {
	waiting := int64(0)
	err := d.Read(ctx, func(tx db.Tx) (err error) {
		out.Found, out.Examples = 0, []string{}
		var dead int64
		if waiting, dead, err = event.CountTx(tx); err != nil {
			return err
		}
		first, err := event.DeadTx(tx, examples)
		for _, e := range first {
			out.note(out.say.Say("doctor.deliveries.lost",
				worded(out.say, "admin.what."+strings.ReplaceAll(string(e.Name), ".", "_"), string(e.Name)),
				worded(out.say, "doctor.hearer."+e.Subscriber, e.Subscriber), e.Error))
		}
		out.Found = dead
		return err
	})
	out.tell(waiting)
	return err
}

// lookAtClock compares this machine's clock with what was written last, and on PostgreSQL with the server's
// own.
func lookAtClock(ctx context.Context, d *db.DB, out *diagnosis) error {
	var last, server time.Time
	err := d.Read(ctx, func(tx db.Tx) error {
		at, err := db.Int(tx, `SELECT coalesce(max(at), 0) FROM audit_entry`)
		if err != nil {
			return err
		}
		last = db.Time(at)
		if tx.Engine() != db.Postgres {
			return nil
		}
		micros, err := db.Int(tx, `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)`)
		server = db.Time(micros)
		return err
	})
	now := d.Now()
	if !last.IsZero() && last.Sub(now) > skew {
		out.note(out.say.Say("doctor.clock.ahead", stamp(out.say, last), stamp(out.say, now)))
	}
	if gap := server.Sub(now).Abs(); !server.IsZero() && gap > skew {
		out.note(out.say.Say("doctor.clock.server", stamp(out.say, server), stamp(out.say, now)))
	}
	out.tell()
	return err
}

// stamp writes an instant for whoever compares clocks: in UTC, which both sides know.
func stamp(say text.Language, at time.Time) string { return say.Instant(at, time.UTC) + " UTC" }
