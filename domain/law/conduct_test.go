package law_test

import (
	"errors"
	"slices"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

func TestColombiaAloneForbidsToAskWhyItWasNotPaid(t *testing.T) {
	t.Parallel()
	for _, code := range law.Codes() {
		p, err := law.Load(code)
		if err != nil {
			t.Fatal(err)
		}
		r := p.ForbidsReason(calendar.Of(2026, 11, 23))
		switch {
		case (r != nil) != (code == "CO"):
			t.Errorf("%s: %+v", code, r)
		case r != nil && (!r.Law() || r.Source != "Ley 2300 de 2023, art. 7"):
			t.Errorf("%s: it rests on %q", code, r.Source)
		case code == "CO" && p.ForbidsReason(calendar.Of(2023, 10, 9)) != nil:
			t.Error("it was forbidden before the law was in force")
		}
	}
}

func TestWhatIsSaidOnAFirstContactIsNotSaidAgainOnALaterOne(t *testing.T) {
	t.Parallel()
	for _, code := range law.Codes() {
		p, err := law.Load(code)
		if err != nil {
			t.Fatal(err)
		}
		for _, later := range []bool{false, true} {
			rules, err := p.ConductOf(&law.ConductAsk{Channel: law.Voice, Later: later, On: calendar.Of(2026, 12, 2)})
			if err != nil {
				t.Fatal(err)
			}
			first := slices.ContainsFunc(rules, func(r *law.ConductRule) bool { return r.Duty == law.SayFirst })
			if first == later {
				t.Errorf("%s: later %t, and what is said first is there: %t", code, later, first)
			}
		}
		for i := range p.Conduct {
			if r := &p.Conduct[i]; r.Law() && (r.Verification == law.Memory || r.Verification == law.Conflict) {
				t.Errorf("%s is shown as law", r.ID)
			}
		}
	}
}

func TestAMexicanAgencyTakesNoMoney(t *testing.T) {
	t.Parallel()
	p, err := law.Load("MX")
	if err != nil {
		t.Fatal(err)
	}
	for actor, want := range map[string]bool{"agency": false, "creditor": true, "": false} {
		if is, rule, err := p.MayReceive(&law.ConductAsk{Actor: actor}); err != nil || is != want || rule == nil {
			t.Errorf("%q takes money: %t, %v", actor, is, err)
		}
	}
	if _, _, err := p.MayReceive(&law.ConductAsk{Actor: "judge"}); !errors.Is(err, law.ErrUnknown) {
		t.Errorf("a judge collects: %v", err)
	}
}

func TestACountryWithoutAPackLetsAskWhyAndSaysWhatWeSayEverywhere(t *testing.T) {
	t.Parallel()
	p, err := law.LoadAny("GT")
	if err != nil || len(p.Conduct) == 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		owns := law.NewOwns(d)
		for country, want := range map[string]bool{"GT": true, "EC": true, "CO": false} {
			if err := d.Read(t.Context(), func(tx db.Tx) error {
				may, err := owns.MayAskReasonTx(tx, country)
				if may != want {
					t.Errorf("%s: %t", country, may)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
