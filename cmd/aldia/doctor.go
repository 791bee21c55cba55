package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"aldia/domain/debt"
	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/job"
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

// errFindings ends with exitFault: something is to be looked at.
var errFindings = errors.New("hay algo que revisar")

func doctorCommand() command {
	return command{
		name: "doctor", help: "revisa la base de datos: esquema, auditoría, saldos, procesos, avisos y reloj",
		run: runDoctor,
	}
}

// diagnosis is what one look found.
type diagnosis struct {
	Check    string   `json:"check"`
	OK       bool     `json:"ok"`
	Found    int64    `json:"found"` // how many things are wrong
	Says     string   `json:"says"`
	Examples []string `json:"examples"`
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
	if dsn := k.database(); strings.HasPrefix(dsn, "sqlite:") {
		if _, err := os.Stat(sqliteFile(dsn)); err != nil {
			return usageError{fmt.Sprintf("no hay base de datos en %s", sqliteFile(dsn))}
		}
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
		one := diagnosis{Check: l.name, Examples: []string{}}
		if err := l.look(ctx, d, &one); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
		one.OK = one.Found == 0
		sound = sound && one.OK
		sign := map[bool]string{true: "bien ", false: "AVISO"}[one.OK]
		k.tellf("%s  %-10s %s", sign, one.Check, one.Says)
		for _, e := range one.Examples {
			k.tellf("         %s", e)
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
		return errFindings
	}
	return nil
}

func lookAtSchema(ctx context.Context, d *db.DB, out *diagnosis) error {
	missing, err := d.Behind(ctx)
	if err != nil {
		return err
	}
	out.Says = "el esquema está al día"
	for _, step := range missing {
		out.note(step)
	}
	if out.Found > 0 {
		out.Says = fmt.Sprintf("al esquema le faltan %d pasos: aldia migrate", out.Found)
	}
	return nil
}

func lookAtAudit(ctx context.Context, d *db.DB, out *diagnosis) error {
	report, err := audit.Verify(ctx, d)
	if err != nil {
		return err
	}
	out.Says = fmt.Sprintf("%d asientos en cadena, %d sellos", report.Entries, report.Seals)
	for _, f := range report.Findings {
		out.note(fmt.Sprintf("cadena %d, asiento %d: %s", f.Lane, f.Seq, f.Kind))
	}
	if out.Found > 0 {
		out.Says = fmt.Sprintf("el registro de auditoría fue alterado en %d lugares", out.Found)
	}
	return nil
}

func lookAtBalances(ctx context.Context, d *db.DB, out *diagnosis) error {
	items := int64(0)
	reasons := map[string]string{
		"balance": "el saldo no es la suma de sus asientos", "account": "su cuenta no existe o es de otra persona",
		"person": "su persona no existe",
	}
	err := d.Read(ctx, func(tx db.Tx) (err error) {
		out.Found, out.Examples = 0, []string{}
		if items, err = db.Int(tx, `SELECT count(*) FROM item`); err != nil {
			return err
		}
		return debt.CheckTx(tx, func(b debt.Broken) error {
			out.note(b.ItemID.Text(debt.ItemPrefix) + ": " + reasons[b.Why])
			return nil
		})
	})
	out.Says = fmt.Sprintf("%d cuotas y facturas cuadran con sus asientos", items)
	if out.Found > 0 {
		out.Says = fmt.Sprintf("%d de %d cuotas y facturas no cuadran", out.Found, items)
	}
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
				case state == job.Failed:
					out.note(fmt.Sprintf("%s %s falló: %s", s.Kind, s.ID.Text("job_"), s.Error))
				case late > stuckAfter:
					out.note(fmt.Sprintf("%s %s espera desde hace %s", s.Kind, s.ID.Text("job_"), late.Round(time.Minute)))
				}
			}
		}
		return nil
	})
	out.Says = "ningún proceso atascado ni fallido"
	if out.Found > 0 {
		out.Says = fmt.Sprintf("%d procesos atascados o fallidos", out.Found)
	}
	return err
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
			out.note(fmt.Sprintf("%s para %s: %s", e.Name, e.Subscriber, e.Error))
		}
		out.Found = dead
		return err
	})
	out.Says = fmt.Sprintf("ningún aviso perdido, %d por entregar", waiting)
	if out.Found > 0 {
		out.Says = fmt.Sprintf("%d avisos internos no se pudieron entregar", out.Found)
	}
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
	out.Says = "el reloj concuerda"
	if !last.IsZero() && last.Sub(now) > skew {
		out.note(fmt.Sprintf("el último asiento es del %s y este reloj marca %s", stamp(last), stamp(now)))
	}
	if gap := server.Sub(now).Abs(); !server.IsZero() && gap > skew {
		out.note(fmt.Sprintf("PostgreSQL marca %s y este reloj %s", stamp(server), stamp(now)))
	}
	if out.Found > 0 {
		out.Says = "el reloj de esta máquina no concuerda"
	}
	return err
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }
