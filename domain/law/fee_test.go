package law

import (
	"errors"
	"math/big"
	"strings"
	"testing"
)

func uf(v Figure) figures { return figures{"UF": v} }

type figures = map[string]Figure

// feeStory is a case of the reference: what is asked, and what may be charged.
type feeStory struct {
	name, pack string
	ask        FeeAsk
	fee        string
	amount     string
	tax        string
	reason     string
}

func (s *feeStory) tell(t *testing.T) {
	t.Helper()
	got, err := load(t, s.pack).Fee(&s.ask)
	if err != nil {
		t.Errorf("%s: %v", s.name, err)
		return
	}
	if got.Fee != s.fee || got.Amount != s.amount || got.Tax != s.tax || got.Reason != s.reason {
		t.Errorf("%s: fee %s (%s), tax %s, reason %q; want %s (%s), tax %s, reason %q",
			s.name, got.Fee, got.Amount, got.Tax, got.Reason, s.fee, s.amount, s.tax, s.reason)
	}
}

func TestTheFeeOfChileIsWhatTheReferenceSays(t *testing.T) {
	t.Parallel()
	for _, s := range []feeStory{
		{"CL-F01: 60 UF, 25 days late: 0.9 + 2.4 + 0.3", "CL", FeeAsk{
			Overdue: "60", Unit: "UF", Days: new(25), UsefulAction: new(true), Parameters: uf("39500"),
		}, "3.60", "142200", "0", ""},
		{"CL-F02: and nothing useful was done in 15 days", "CL", FeeAsk{
			Overdue: "60", Unit: "UF", Days: new(25), UsefulAction: new(false), Parameters: uf("39500"),
		}, "3.40", "134300", "0", "no_useful_action"},
		{"CL-F05: the example of SERNAC, in pesos", "CL", FeeAsk{
			Overdue: "100000", Days: new(25), UsefulAction: new(true), Parameters: uf("27205.11"),
		}, "0.33", "9000", "0", ""},
		{"CL-F05: the same without a useful action", "CL", FeeAsk{
			Overdue: "100000", Unit: "CLP", Days: new(25), UsefulAction: new(false), Parameters: uf("27205.11"),
		}, "0.13", "3559", "0", "no_useful_action"},
		{"CL-F06: nobody knows the UF, so there is no fee", "CL", FeeAsk{
			Overdue: "60", Unit: "UF", Days: new(25), UsefulAction: new(true), Parameters: uf("0"),
		}, "0.00", "0", "0", "missing_parameter"},
		{"the 20th day is not yet", "CL", FeeAsk{
			Overdue: "60", Unit: "UF", Days: new(20), Parameters: uf("39500"),
		}, "0.00", "0", "0", "not_yet"},
		{"the 21st is; 20 UF are 1.5", "CL", FeeAsk{
			Overdue: "20", Unit: "UF", Days: new(21), Parameters: uf("39500"),
		}, "1.50", "59250", "0", ""},
		{"5 UF are 0.45", "CL", FeeAsk{
			Overdue: "5", Unit: "UF", Days: new(21), Parameters: uf("39500"),
		}, "0.45", "17775", "0", ""},
		{"100 UF are 4.8", "CL", FeeAsk{
			Overdue: "100", Unit: "UF", Days: new(21), Parameters: uf("39500"),
		}, "4.80", "189600", "0", ""},
		{"a small debt without a useful action costs nothing, never less", "CL", FeeAsk{
			Overdue: "1", Unit: "UF", Days: new(21), UsefulAction: new(false), Parameters: uf("39500"),
		}, "0.00", "0", "0", "no_useful_action"},
		{"no expense was made", "CL", FeeAsk{
			Overdue: "60", Unit: "UF", Days: new(25), Evidence: new(false), Parameters: uf("39500"),
		}, "0.00", "0", "0", "no_evidence"},
		{"less was spent than the tariff lets", "CL", FeeAsk{
			Overdue: "60", Unit: "UF", Days: new(25), Expense: "39500", Parameters: uf("39500"),
		}, "1.00", "39500", "0", "expense"},
	} {
		s.tell(t)
	}
}

func TestTheFeeOfEcuadorIsWhatTheReferenceSays(t *testing.T) {
	t.Parallel()
	memory := Readings{"ec.fee.table": "unverified"}
	for _, s := range []feeStory{
		{"EC-F01: instalment of 85, 12 days late", "EC", FeeAsk{Overdue: "85", Days: new(12)},
			"6.38", "6.38", "0.96", ""},
		{"EC-F04: instalment of 150, 40 days, with the table from memory", "EC", FeeAsk{
			Overdue: "150", Days: new(40), Options: memory,
		}, "16.46", "16.46", "2.47", ""},
		{"the other verified cell", "EC", FeeAsk{Overdue: "1000", Days: new(91)}, "43.99", "43.99", "6.60", ""},
		{"day 30 still", "EC", FeeAsk{Overdue: "99.99", Days: new(30)}, "6.38", "6.38", "0.96", ""},
		{"a reminder before the due day is free", "EC", FeeAsk{Overdue: "85", Days: new(-3)},
			"0.00", "0.00", "0.00", "not_yet"},
		{"on the due day too", "EC", FeeAsk{Overdue: "85", Days: new(0)}, "0.00", "0.00", "0.00", "not_yet"},
		{"one charge a month", "EC", FeeAsk{Overdue: "85", Days: new(12), Charged: true},
			"0.00", "0.00", "0.00", "already_charged"},
		{"a shop in March 2017", "EC", FeeAsk{Segment: "retail", On: "2017-03-01", Overdue: "100", Days: new(9)},
			"15.00", "15.00", "0.00", ""},
		{"a shop, over 100", "EC", FeeAsk{Segment: "retail", On: "2017-06-30", Overdue: "100.01", Days: new(9)},
			"18.00", "18.00", "0.00", ""},
		{"a shop, 19.99", "EC", FeeAsk{Segment: "retail", On: "2017-01-01", Overdue: "19.99", Days: new(9)},
			"3.00", "3.00", "0.00", ""},
	} {
		s.tell(t)
	}
}

func TestTheFeeOfCostaRicaIsWhatTheReferenceSays(t *testing.T) {
	t.Parallel()
	for _, s := range []feeStory{
		{"CR-F01: 300 dollars, 10 days late", "CR", FeeAsk{Overdue: "300", Unit: "USD", Days: new(10)},
			"12.00", "12.00", "0.00", ""},
		{"5 % is less than 12 dollars", "CR", FeeAsk{Overdue: "100", Unit: "USD", Days: new(10)},
			"5.00", "5.00", "0.00", ""},
		{"CR-F03: 5 days late are not enough", "CR", FeeAsk{Overdue: "300", Unit: "USD", Days: new(5)},
			"0.00", "0.00", "0.00", "not_yet"},
		{"CR-F03: 6 days are", "CR", FeeAsk{Overdue: "300", Unit: "USD", Days: new(6)}, "12.00", "12.00", "0.00",
			""},
		{"CR-F03: the other reading counts the fifth", "CR", FeeAsk{
			Overdue: "300", Unit: "USD", Days: new(5), Options: Readings{"cr.fee.from": "5"},
		}, "12.00", "12.00", "0.00", ""},
		{"CR-F05: nobody shows an expense", "CR", FeeAsk{
			Overdue: "300", Unit: "USD", Days: new(10), Evidence: new(false),
		}, "0.00", "0.00", "0.00", "no_evidence"},
		{"CR-F05: nor one of zero", "CR", FeeAsk{Overdue: "300", Unit: "USD", Days: new(10), Expense: "0"},
			"0.00", "0.00", "0.00", "no_evidence"},
		{"in colones, 12 dollars at 510", "CR", FeeAsk{
			Overdue: "200000", Days: new(10), Parameters: figures{"USD": "510"},
		}, "6120.00", "6120.00", "0.00", ""},
		{"in colones without an exchange rate", "CR", FeeAsk{Overdue: "200000", Days: new(10)},
			"0.00", "0.00", "0.00", "missing_parameter"},
	} {
		s.tell(t)
	}
}

func TestAFeeElsewhereIsWhatTheReferenceSays(t *testing.T) {
	t.Parallel()
	for _, s := range []feeStory{
		{"MX-F01: agreed 400, missed 350, registered 400", "MX", FeeAsk{
			ContractFee: "400", Missed: "350", Registered: "400",
		}, "350.00", "350.00", "0.00", ""},
		{"never with moratory interest for the same period", "MX", FeeAsk{
			Missed: "350", Registered: "400", MoratoryInterest: true,
		}, "0.00", "0.00", "0.00", "with_moratory_interest"},
		{"PE-F01: a late fee of 20 at a bank", "PE", FeeAsk{ContractFee: "20", Overdue: "500", Days: new(9)},
			"0.00", "0.00", "0.00", "forbidden"},
		{"Colombia has no tariff: what was agreed and is evidenced", "CO", FeeAsk{
			ContractFee: "35000", Evidence: new(true),
		}, "35000.00", "35000.00", "0.00", ""},
		{"agreed, but nothing shows it was spent", "CO", FeeAsk{ContractFee: "35000"},
			"0.00", "0.00", "0.00", "no_evidence"},
		{"more agreed than was spent", "CO", FeeAsk{ContractFee: "35000", Expense: "20000"},
			"20000.00", "20000.00", "0.00", "expense"},
		{"nothing agreed", "US", FeeAsk{Evidence: new(true)}, "0.00", "0.00", "0.00", "not_agreed"},
	} {
		s.tell(t)
	}
}

// Each fee of the reference, by the rule that says it and on what it rests.
func TestAFeeRestsOnTheRuleThatTheReferenceHas(t *testing.T) {
	t.Parallel()
	late := func(days int) FeeAsk { return FeeAsk{Overdue: "85", Days: new(days)} }
	with := func(a FeeAsk, change func(*FeeAsk)) FeeAsk { change(&a); return a }
	for _, c := range []struct {
		rule         string
		ask          FeeAsk
		fee          string
		basis        Basis
		verification Verification
	}{
		{"ec.fee.table", late(12), "6.38", OfRegulation, Secondary},
		{"ec.fee.table.unverified", with(late(31), func(a *FeeAsk) {
			a.Options = Readings{"ec.fee.table": "unverified"}
		}), "16.23", OfPolicy, Memory},
		{"ec.fee.retail", with(late(9), func(a *FeeAsk) { a.Segment, a.On = "retail", "2017-03-01" }), "15.00",
			OfRegulation, Secondary},
		{"cr.fee", with(late(6), func(a *FeeAsk) { a.Unit = "USD" }), "4.25", OfLaw, Secondary},
		{"cr.fee.fifth_day", with(late(5), func(a *FeeAsk) {
			a.Unit, a.Options = "USD", Readings{"cr.fee.from": "5"}
		}), "4.25", OfPolicy, Conflict},
		{"mx.fee.late", FeeAsk{Missed: "350", Registered: "400"}, "350.00", OfRegulation, Secondary},
		{"co.fee.contract", FeeAsk{ContractFee: "35000", Evidence: new(true)}, "35000.00", OfPolicy, Memory},
		{"pe.fee.none", FeeAsk{ContractFee: "20", Overdue: "500", Days: new(9)}, "0.00", OfLaw, Secondary},
		{"cl.fee", FeeAsk{
			Overdue: "60", Unit: "UF", Days: new(25), UsefulAction: new(true), Parameters: uf("39500"),
		}, "3.60", OfLaw, Official},
		{"us.fee.contract", FeeAsk{ContractFee: "25", Evidence: new(true)}, "25.00", OfPolicy, Memory},
	} {
		got, err := load(t, strings.ToUpper(c.rule[:2])).Fee(&c.ask)
		if err != nil || got.Rule != c.rule || got.Fee != c.fee || got.Basis != c.basis ||
			got.Verification != c.verification {
			t.Errorf("%s: %+v, %v; want %s, %s, %s", c.rule, got, err, c.fee, c.basis, c.verification)
		}
	}
}

// Table 1.1 of the reference, cell by cell, at both ends of each: the two that were seen in print are
// ec.fee.table, all others ec.fee.table.unverified and not there unless they are asked for.
func TestEachCellOfEcuadorsTableIsTheReferences(t *testing.T) {
	t.Parallel()
	p := load(t, "EC")
	spans := [][2]int{{1, 30}, {31, 60}, {61, 90}, {91, 5000}}
	for _, row := range []struct {
		least, most Figure
		fees        [4]string
	}{
		{"0.01", "99.99", [4]string{"6.38", "16.23", "23.17", "25.56"}},
		{"100", "199.99", [4]string{"7.35", "16.46", "23.85", "26.64"}},
		{"200", "299.99", [4]string{"7.92", "17.83", "25.27", "29.03"}},
		{"300", "499.99", [4]string{"8.32", "20.34", "27.43", "32.72"}},
		{"500", "999.99", [4]string{"8.63", "23.99", "30.34", "37.70"}},
		{"1000", "999999", [4]string{"8.88", "28.78", "34.01", "43.99"}},
	} {
		for i, fee := range row.fees {
			seen := fee == "6.38" || fee == "43.99"
			for _, ask := range []FeeAsk{
				{Overdue: row.least, Days: &spans[i][0]}, {Overdue: row.most, Days: &spans[i][1]},
			} {
				if got, err := p.Fee(&ask); seen != (err == nil) || seen && got.Fee != fee ||
					!seen && !errors.Is(err, ErrUnverified) {
					t.Errorf("%s, %d days, what was seen alone: %s, %v", ask.Overdue, *ask.Days, got.Fee, err)
				}
				ask.Options = Readings{"ec.fee.table": "unverified"}
				if got, err := p.Fee(&ask); err != nil || got.Fee != fee || (got.Verification == Memory) == seen {
					t.Errorf("%s, %d days: %s by %s, %v; want %s", ask.Overdue, *ask.Days, got.Fee, got.Rule, err, fee)
				}
			}
		}
	}
	// ec.fee.retail, once for each instalment, and in the first half of 2017 alone.
	for overdue, fee := range map[Figure]string{
		"19.99": "3.00", "20": "5.00", "39.99": "5.00", "40": "9.00", "59.99": "9.00", "60": "12.00",
		"79.99": "12.00", "80": "15.00", "100": "15.00", "100.01": "18.00",
	} {
		ask := FeeAsk{Segment: "retail", On: "2017-06-30", Overdue: overdue, Days: new(1)}
		if got, err := p.Fee(&ask); err != nil || got.Fee != fee || got.Tax != "0.00" {
			t.Errorf("a shop, %s: %+v, %v; want %s", overdue, got, err, fee)
		}
		for _, day := range []string{"2016-12-31", "2017-07-01"} {
			ask.On = day
			if got, err := p.Fee(&ask); !errors.Is(err, ErrNotInForce) {
				t.Errorf("a shop on %s: %+v, %v", day, got, err)
			}
		}
	}
}

func TestAFeeThatIsNotKnownIsNotInvented(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, pack string
		ask        FeeAsk
		want       error
	}{
		{"a cell from memory", "EC", FeeAsk{Overdue: "150", Days: new(40)}, ErrUnverified},
		{"a shop's tariff of today", "EC", FeeAsk{
			Segment: "retail", On: "2026-11-22", Overdue: "85", Days: new(9),
		}, ErrNotInForce},
		{"a shop's tariff, no day said", "EC", FeeAsk{Segment: "retail", Overdue: "85", Days: new(9)},
			ErrNotInForce},
		{"no days", "CL", FeeAsk{Overdue: "60", Unit: "UF"}, ErrNeeds},
		{"no sum", "EC", FeeAsk{Days: new(9)}, ErrNeeds},
		{"no registered fee", "MX", FeeAsk{Missed: "350"}, ErrNeeds},
		{"a sum below zero", "EC", FeeAsk{Overdue: "-1", Days: new(9)}, errFigure},
		{"a sum that is no number", "EC", FeeAsk{Overdue: "1e3", Days: new(9)}, errFigure},
		{"a unit nobody knows", "CL", FeeAsk{Overdue: "60", Unit: "UVA", Days: new(25)}, ErrUnknown},
		{"a table in dollars for a debt in soles", "EC", FeeAsk{Overdue: "60", Unit: "PEN", Days: new(25)},
			ErrUnknown},
		{"a parameter of another country", "CL", FeeAsk{
			Overdue: "60", Unit: "UF", Days: new(25), Parameters: figures{"UIT": "5500"},
		}, ErrNoSuch},
		{"an option nobody knows", "EC", FeeAsk{
			Overdue: "85", Days: new(9), Options: Readings{"ec.fee": "x"},
		}, ErrOption},
	} {
		if got, err := load(t, c.pack).Fee(&c.ask); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v; want %v", c.name, got, err, c.want)
		}
	}
}

func TestWhatIsFromMemoryIsNeverShownAsLaw(t *testing.T) {
	t.Parallel()
	ask := &FeeAsk{Overdue: "150", Days: new(40), Options: Readings{"ec.fee.table": "unverified"}}
	got, err := load(t, "EC").Fee(ask)
	if err != nil || got.Basis != OfPolicy || got.Verification != Memory || got.Total != "18.93" {
		t.Errorf("a cell from memory: %+v, %v", got, err)
	}
	got, err = load(t, "EC").Fee(&FeeAsk{Overdue: "85", Days: new(12), Options: ask.Options})
	if err != nil || got.Basis != OfRegulation || got.Verification != Secondary || got.Total != "7.34" {
		t.Errorf("a verified cell: %+v, %v", got, err)
	}
}

func TestAnAnswerSaysWhatItTakesAsDone(t *testing.T) {
	t.Parallel()
	ask := &FeeAsk{Overdue: "60", Unit: "UF", Days: new(25), Parameters: uf("39500")}
	got, err := load(t, "CL").Fee(ask)
	if err != nil || len(got.Assumes) != 2 || got.Fee != "3.60" {
		t.Errorf("neither a useful action nor an expense was said: %+v, %v", got, err)
	}
}

// FuzzTheFeeOfChileGrowsWithTheDebt holds the marginal tariff to what makes it one: more debt is never a
// smaller fee, and a fee is neither below zero nor above nine hundredths of the debt.
func FuzzTheFeeOfChileGrowsWithTheDebt(f *testing.F) {
	p, err := Load("CL")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(100000), uint32(1), uint32(2720511), true)
	f.Add(uint32(0), uint32(0), uint32(1), false)
	f.Fuzz(func(t *testing.T, owed, more, worth uint32, useful bool) {
		fee := func(owed uint64) *big.Rat {
			a := FeeAsk{
				Overdue: Figure(new(big.Int).SetUint64(owed).String()), Days: new(25), UsefulAction: &useful,
				Parameters: uf(Figure(big.NewRat(int64(worth)+1, 100).FloatString(2))),
			}
			got, err := p.Fee(&a)
			if err != nil {
				t.Fatal(err)
			}
			n, ok := new(big.Rat).SetString(got.Amount)
			most := new(big.Rat).SetFrac64(9, 100)
			most = plus(times(most, new(big.Rat).SetInt(new(big.Int).SetUint64(owed))), big.NewRat(1, 2))
			if !ok || n.Sign() < 0 || n.Cmp(most) > 0 {
				t.Fatalf("a fee of %s on %d", got.Amount, owed)
			}
			return n
		}
		if small, large := fee(uint64(owed)), fee(uint64(owed)+uint64(more)); small.Cmp(large) > 0 {
			t.Fatalf("%d costs %v, %d more costs %v", owed, small, more, large)
		}
	})
}
