package law

import (
	"errors"
	"strings"
	"testing"
)

func TestARateHasTheCeilingThatTheReferenceSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, pack string
		ask        CapAsk
		cap, rule  string
	}{
		{"CO-R01: IBC 18.00 %", "CO", CapAsk{Parameters: figures{"IBC": "18.00"}}, "27.00", "co.rate.usury"},
		{"its moratory interest", "CO", CapAsk{Of: "moratory", Parameters: figures{"IBC": "18"}},
			"27.00", "co.rate.usury.moratory"},
		{"an exact half", "CO", CapAsk{Parameters: figures{"IBC": "17.01"}}, "25.515", "co.rate.usury"},
		{"general, of an average of 10 %", "CR", CapAsk{Parameters: figures{"BCCR_AVG": "10"}},
			"34.20", "cr.rate.general"},
		{"a micro loan", "CR", CapAsk{Segment: "micro", Parameters: figures{"BCCR_AVG": "10"}},
			"48.3303", "cr.rate.micro"},
		{"CR-R02: a micro loan by credit card", "CR", CapAsk{
			Segment: "micro", Product: "credit_card", Parameters: figures{"BCCR_AVG": "10"},
		}, "34.20", "cr.rate.general"},
		{"a micro loan of more than one and a half base salaries is none", "CR", CapAsk{
			Segment: "micro", Principal: "700000", Parameters: figures{"BCCR_AVG": "10", "BASE_SALARY": "462200"},
		}, "34.20", "cr.rate.general"},
		{"one of exactly that is", "CR", CapAsk{
			Segment: "micro", Principal: "693300", Parameters: figures{"BCCR_AVG": "10", "BASE_SALARY": "462200"},
		}, "48.3303", "cr.rate.micro"},
		{"as published", "CR", CapAsk{Parameters: figures{"BCCR_CAP": "36.21"}}, "36.21",
			"cr.rate.general.published"},
		{"the contract and two points", "CR", CapAsk{Of: "moratory", Rate: "30"}, "32.00", "cr.rate.moratory"},
		{"Peru as published", "PE", CapAsk{Parameters: figures{"BCRP_CAP": "109.83"}}, "109.83",
			"pe.rate.compensatory"},
		{"and 15 % of it for being late", "PE", CapAsk{Of: "moratory", Parameters: figures{"BCRP_CAP": "109.83"}},
			"16.4745", "pe.rate.moratory"},
		{"Chile", "CL", CapAsk{Parameters: figures{"TMC": "3.0"}}, "3.00", "cl.rate.tmc"},
		{"and for being late", "CL", CapAsk{Of: "moratory", Parameters: figures{"TMC": "3.0"}}, "3.00",
			"cl.rate.tmc.moratory"},
		{"a micro loan, as published", "CR", CapAsk{Segment: "micro",
			Parameters: figures{"BCCR_CAP_MICRO": "52.30"}},
			"52.30", "cr.rate.micro.published"},
		{"Ecuador", "EC", CapAsk{Parameters: figures{"BCE_RATE": "16.77"}}, "16.77", "ec.rate.ceiling"},
	} {
		got, err := load(t, c.pack).Ceiling(&c.ask)
		if err != nil || !got.Capped || *got.Cap != c.cap || got.Rule != c.rule {
			t.Errorf("%s: %+v, %v; want %s by %s", c.name, got, err, c.cap, c.rule)
		}
	}
}

func TestWhereNothingLimitsARateItIsSaid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule string
		ask  CapAsk
		law  bool
	}{
		{"mx.rate.free", CapAsk{Rate: "90"}, false}, // from memory
		{"us.rate.free", CapAsk{Rate: "90"}, false}, // the states have it
		// Ley 31143 is of consumer credit and of micro and small enterprises.
		{"pe.rate.free", CapAsk{Segment: "corporate", Rate: "90"}, true},
		{"pe.rate.free", CapAsk{Segment: "large", Rate: "90"}, true},
		{"pe.rate.free", CapAsk{Segment: "medium", Rate: "90"}, true},
		{"pe.rate.free", CapAsk{Segment: "mortgage", Rate: "90"}, true},
	} {
		got, err := load(t, strings.ToUpper(c.rule[:2])).Ceiling(&c.ask)
		if err != nil || got.Rule != c.rule || got.Capped || got.Cap != nil || *got.Exceeds || got.Says == "" ||
			(got.Basis != OfPolicy) != c.law {
			t.Errorf("%s: %+v, %v", c.rule, got, err)
		}
	}
	for _, segment := range []string{"", "consumer", "small", "micro"} {
		got, err := load(t, "PE").Ceiling(&CapAsk{Segment: segment, Rate: "90",
			Parameters: figures{"BCRP_CAP": "80"}})
		if err != nil || got.Rule != "pe.rate.compensatory" || !*got.Exceeds {
			t.Errorf("Peru, %q: %+v, %v", segment, got, err)
		}
	}
}

func TestARateOverTheCeilingIsToldByHowMuch(t *testing.T) {
	t.Parallel()
	got, err := load(t, "CO").Ceiling(&CapAsk{Rate: "27.01", Parameters: figures{"IBC": "18"}})
	if err != nil || !*got.Exceeds || got.Excess != "0.01" || *got.Moratory.Cap != "27.00" {
		t.Errorf("27.01 %% of at most 27: %+v, %v", got, err)
	}
	got, err = load(t, "CO").Ceiling(&CapAsk{Rate: "27", Parameters: figures{"IBC": "18"}})
	if err != nil || *got.Exceeds {
		t.Errorf("27 %% of at most 27: %+v, %v", got, err)
	}
}

func TestAParameterThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	for _, pack := range []string{"EC", "CR", "CO", "PE", "CL"} {
		for _, given := range []figures{nil, {load(t, pack).Money.Ceilings[0].Parameter: "0"}} {
			_, err := load(t, pack).Ceiling(&CapAsk{Parameters: given})
			if !errors.Is(err, ErrNoFigure) {
				t.Errorf("%s without its rate, %v: %v", pack, given, err)
			}
		}
	}
	_, err := load(
		t,
		"CR",
	).Ceiling(
		&CapAsk{Segment: "micro", Principal: "1", Parameters: figures{"BCCR_AVG": "10"}},
	)
	if !errors.Is(err, ErrNoFigure) {
		t.Errorf("a micro loan whose size nobody can judge: %v", err)
	}
}

func TestBeingLateCostsWhatTheReferenceSays(t *testing.T) {
	t.Parallel()
	chile := func(on string) MoratoryAsk {
		return MoratoryAsk{DueOn: "2026-07-10", On: on, Overdue: "300000", Parameters: figures{"TMC": "3.0"}}
	}
	ecuador := func(n, basis int) MoratoryAsk {
		return MoratoryAsk{Rate: "16", Days: &n, Overdue: "1000", DayBasis: basis}
	}
	for _, c := range []struct {
		name, pack string
		ask        MoratoryAsk
		days       int
		rate       string
		interest   string
	}{
		{"EC-M01, a year of 360 days", "EC", ecuador(20, 360), 20, "17.12", "9.51"},
		{"EC-M01, a year of 365 days", "EC", ecuador(20, 365), 20, "17.12", "9.38"},
		{"EC-M02, a year of 360 days", "EC", ecuador(75, 360), 75, "17.60", "36.67"},
		{"EC-M02, a year of 365 days, which is what we take", "EC", ecuador(75, 0), 75, "17.60", "36.16"},
		{"the due day", "EC", ecuador(0, 0), 0, "16.00", "0.00"},
		{"the first band begins", "EC", ecuador(1, 0), 1, "16.80", "0.46"},
		{"and ends", "EC", ecuador(15, 0), 15, "16.80", "6.90"},
		{"the second ends", "EC", ecuador(30, 0), 30, "17.12", "14.07"},
		{"the third ends", "EC", ecuador(60, 0), 60, "17.44", "28.67"},
		{"the ceiling begins", "EC", ecuador(61, 0), 61, "17.60", "29.41"},
		// cl.mora: a thirtieth of the month's rate for each day, from the day after the due day on.
		{"CL-M01: ten days", "CL", chile("2026-07-20"), 10, "3.00", "3000"},
		{"CL-M01: the due day", "CL", chile("2026-07-10"), 0, "3.00", "0"},
		{"CL-M01: the day after", "CL", chile("2026-07-11"), 1, "3.00", "300"},
		{"not yet due", "CL", chile("2026-07-01"), 0, "3.00", "0"},
	} {
		got, err := load(t, c.pack).Moratory(&c.ask)
		if err != nil || got.Rule != map[string]string{"CL": "cl.mora", "EC": "ec.mora.bands"}[c.pack] ||
			got.Days != c.days || got.Rate != c.rate || got.Interest != c.interest {
			t.Errorf("%s: %+v, %v; want %d days at %s, %s", c.name, got, err, c.days, c.rate, c.interest)
		}
	}
}

func TestTheVerifiedCeilingOfTheSurchargeIsARegulationAndTheBandsArePolicy(t *testing.T) {
	t.Parallel()
	ask := MoratoryAsk{Rate: "16", Days: new(20)}
	bands, err := load(t, "EC").Moratory(&ask)
	if err != nil || bands.Rule != "ec.mora.bands" || bands.Basis != OfPolicy || bands.Surcharge != "7.00" {
		t.Errorf("bands: %+v, %v", bands, err)
	}
	ask.Options = Readings{"ec.mora.bands": "ceiling"}
	for _, day := range []int{1, 60, 5000} { // up to 10 % from the first day on, and none on the due day
		late := MoratoryAsk{Rate: "16", Days: &day, Options: ask.Options}
		if got, err := load(t, "EC").Moratory(&late); err != nil || got.Surcharge != "10.00" {
			t.Errorf("day %d: %+v, %v", day, got, err)
		}
	}
	top, err := load(t, "EC").Moratory(&ask)
	if err != nil || top.Rule != "ec.mora.ceiling" || top.Basis != OfRegulation || top.Surcharge != "10.00" ||
		top.Rate != "17.60" {
		t.Errorf("ceiling: %+v, %v", top, err)
	}
}

func TestAllOfALoanIsCalledDueNoSoonerThanTheReferenceSays(t *testing.T) {
	t.Parallel()
	sixtieth := Readings{"cl.acceleration.from": "60"}
	for _, c := range []struct {
		name, rule string
		days       int
		principal  Figure
		options    Readings
		is, law    bool
	}{
		{"60 running days are not more than 60", "cl.acceleration", 60, "7900000", nil, false, true},
		{"61 are", "cl.acceleration", 61, "7900000", nil, true, true},
		{"the looser reading counts the sixtieth", "cl.acceleration.sixtieth_day", 60, "7900000", sixtieth, true,
			false},
		{"not the one before", "cl.acceleration.sixtieth_day", 59, "7900000", sixtieth, false, false},
		{"over 200 UF the contract says when", "cl.acceleration", 1, "7900001", nil, true, true},
		{"what is not known to be larger is small", "cl.acceleration", 60, "", nil, false, true},
	} {
		got, err := load(t, "CL").Accelerate(&AccelerateAsk{
			Days: &c.days, Principal: c.principal, Parameters: uf("39500"), Options: c.options,
		})
		if err != nil || got.Rule != c.rule || got.Allowed != c.is || (got.Basis != OfPolicy) != c.law {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func TestMoratoryInterestNeedsItsFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pack string
		ask  MoratoryAsk
		want error
	}{
		{"EC", MoratoryAsk{Days: new(20)}, ErrNeeds},
		{"EC", MoratoryAsk{Rate: "16"}, ErrNeeds},
		{"EC", MoratoryAsk{Rate: "16", Days: new(20), DayBasis: 364}, ErrUnknown},
		{"CL", MoratoryAsk{Days: new(20)}, ErrNoFigure},
		{"CO", MoratoryAsk{Days: new(20)}, ErrSegment},
	} {
		if _, err := load(t, c.pack).Moratory(&c.ask); !errors.Is(err, c.want) {
			t.Errorf("%s %+v: %v, want %v", c.pack, c.ask, err, c.want)
		}
	}
}
