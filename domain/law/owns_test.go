package law_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"aldia/domain/law"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

func chief(t *testing.T) context.Context {
	t.Helper()
	return auth.As(t.Context(), auth.Identity{ID: 7, Name: "jefa", Role: auth.Manager})
}

func packOf(t *testing.T, d *db.DB, o *law.Owns, country string) (p *law.Pack) {
	t.Helper()
	err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		p, err = o.PackTx(tx, country)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestWhatACompanySetsHoldsEverywhereAtOnce: in the process that set it and in another one, and it is in the
// book with who, why and which version.
func TestWhatACompanySetsHoldsEverywhereAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		here, there := law.NewOwns(d), law.NewOwns(d)
		late := story{id: "EC", when: "2026-03-04 18:30", channel: law.Voice}
		allowed := func(o *law.Owns) bool {
			p := packOf(t, d, o, "ec")
			v, err := p.Check(late.ask(t, p))
			if err != nil {
				t.Fatal(err)
			}
			return v.Allowed
		}
		if !allowed(here) || !allowed(there) {
			t.Fatal("the law lets call until 20:00")
		}
		if v := packOf(t, d, there, "EC").Version; strings.Contains(v, "propia") {
			t.Errorf("nothing is set, and the version is %q", v)
		}
		short := law.Setting{Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "08:00-18:00"}}
		if err := here.Set(chief(t), "EC", short, "así lo pide el banco"); err != nil {
			t.Fatal(err)
		}
		if allowed(here) || allowed(there) {
			t.Error("the company's hours end at 18:00, and 18:30 is allowed")
		}
		if v := packOf(t, d, there, "EC").Version; v != pack(t, "EC").Version+" + propia 1" {
			t.Errorf("version %q", v)
		}
		if err := here.Set(chief(t), "EC", short, "otra vez"); err != nil {
			t.Fatal(err)
		}
		today := on(t, "2026-03-02")
		if err := there.Reset(chief(t), "EC", "ec.contact.hours", today+5, "vuelve"); err != nil {
			t.Fatal(err)
		}
		if allowed(here) {
			t.Error("until the day on which it ends it holds")
		}
		late.when = "2026-03-09 18:30"
		if !allowed(here) || !allowed(there) {
			t.Error("from that day on the pack holds again")
		}
		told(t, d)
		s, err := there.Standing(chief(t), "EC")
		if err != nil || len(s.Changes) != 2 || s.Changes[0].Version != 2 || !s.Changes[0].Back ||
			len(s.Set) != 1 || s.Set[0].To != today+4 {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

// told holds the book to one entry for each change, with its version.
func told(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Read(t.Context(), func(tx db.Tx) error {
		page, _, _, err := audit.ListTx(tx, audit.Filter{What: "law."})
		if err != nil {
			return err
		}
		detail, is := page[1].Detail.(json.RawMessage)
		if len(page) != 2 || page[1].ByUser != 7 || page[1].Why != "así lo pide el banco" ||
			!is || !strings.Contains(string(detail), "propia 1") {
			t.Errorf("the book tells %+v", page)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNoChangeOrNotAllowedIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := law.NewOwns(d)
		hours := law.Setting{Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "08:00-18:00"}}
		past, wide := hours, hours
		past.From = on(t, "2026-03-01")
		wide.Hours = law.Hours{"all": "06:00-22:00"}
		as := func(r auth.Role) context.Context { return auth.As(t.Context(), auth.Identity{ID: 9, Role: r}) }
		for what, c := range map[string]struct {
			ctx   context.Context
			set   law.Setting
			why   string
			wrong error
		}{
			"a supervisor reads and does not change": {as(auth.Supervisor), hours, "x", auth.ErrForbidden},
			"an auditor neither":                     {as(auth.Auditor), hours, "x", auth.ErrForbidden},
			"without a reason":                       {chief(t), hours, "  ", law.ErrWhy},
			"for a day that is past":                 {chief(t), past, "x", law.ErrPast},
			"looser than the law":                    {chief(t), wide, "x", law.ErrLoosens},
			"of no rule":                             {chief(t), law.Setting{Of: "ec.moon"}, "x", law.ErrNoRule},
		} {
			if err := o.Set(c.ctx, "EC", c.set, c.why); !errors.Is(err, c.wrong) {
				t.Errorf("%s: %v, want %v", what, err, c.wrong)
			}
		}
		if err := o.Reset(chief(t), "EC", "ec.contact.hours", 0, "nada que quitar"); err != nil {
			t.Error(err)
		}
		if _, err := o.Standing(as(auth.Agent), "EC"); !errors.Is(err, auth.ErrForbidden) {
			t.Error(err)
		}
		if s, err := o.Standing(as(auth.Auditor), "EC"); err != nil || len(s.Changes) != 0 {
			t.Errorf("%v, %v", s.Changes, err)
		}
	})
}

// TestAVersionIsKeptAsItWas: a decision names its version, and the pack of that version can be had again.
func TestAVersionIsKeptAsItWas(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := law.NewOwns(d)
		for n, attempts := range []int{2, 1} {
			set := law.Setting{Of: "pe.contact.attempts", Max: attempts}
			if err := o.Set(chief(t), "PE", set, "menos"); err != nil {
				t.Fatal(n, err)
			}
		}
		ask := story{
			id:      "PE",
			when:    "2026-03-04 10:00",
			channel: law.Voice,
			earlier: "voice 2026-03-04 09:00 unanswered",
		}
		for version, want := range map[int64]bool{0: true, 1: true, 2: false} {
			err := d.Read(t.Context(), func(tx db.Tx) error {
				p, err := o.PackAtTx(tx, "PE", version)
				if err != nil {
					return err
				}
				v, err := p.Check(ask.ask(t, p))
				if v.Allowed != want {
					t.Errorf("version %d (%s): allowed %v", version, p.Version, v.Allowed)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestTwoWhoChangeAtOnceLeaveTwoVersionsOrOneIsTold: nothing is lost unsaid.
func TestTwoWhoChangeAtOnceLeaveTwoVersionsOrOneIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := law.NewOwns(d)
		var all sync.WaitGroup
		kept, mu := 0, sync.Mutex{}
		for n := range 8 {
			all.Go(func() {
				set := law.Setting{Of: "us.contact.calls", Max: n + 1, From: on(t, "2026-04-01")}
				if n == 6 { // seven is what the rule has
					set.Counts = law.Attempts
				}
				err := o.Set(chief(t), "US", set, "a la vez")
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					kept++
				case !errors.Is(err, law.ErrRaced) && !errors.Is(err, law.ErrLoosens):
					t.Error(err)
				}
			})
		}
		all.Wait()
		s, err := o.Standing(chief(t), "US")
		if err != nil || len(s.Changes) != kept || kept == 0 {
			t.Errorf("%d of them were kept, and there are %d: %v", kept, len(s.Changes), err)
		}
	})
}

// BenchmarkPack is what the gate pays in each transaction for the company's rules.
func BenchmarkPack(b *testing.B) {
	d := dbtest.OnSQLite(b)
	o := law.NewOwns(d)
	ctx := auth.As(b.Context(), auth.Program())
	if err := o.Set(ctx, "PE", law.Setting{Of: "pe.contact.attempts", Max: 1}, "menos"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		err := d.Read(ctx, func(tx db.Tx) error {
			for range 100 {
				if _, err := o.PackTx(tx, "PE"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100/float64(time.Microsecond), "µs/pack")
}
