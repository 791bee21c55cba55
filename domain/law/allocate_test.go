package law

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"aldia/domain/money"
)

type owed = map[string]Figure

func TestAPaymentGoesToThePartsOfADebtInTheOrderOfTheCountry(t *testing.T) {
	t.Parallel()
	all := owed{
		"taxes": "1", "insurance": "1", "fees": "1", "expenses": "1", "moratory": "1", "interest": "1",
		"principal": "1",
	}
	for _, c := range []struct {
		name, pack, payment string
		owed                owed
		want                map[string]string
		left                string
	}{
		{"Peru: interest, expenses, principal", "PE", "100",
			owed{"interest": "30", "expenses": "20", "principal": "500"},
			map[string]string{"interest": "30", "expenses": "20", "principal": "50"}, "0"},
		{"CO-A01: interest first", "CO", "50", owed{"principal": "100", "interest": "30"},
			map[string]string{"interest": "30", "principal": "20"}, "0"},
		{"more than is owed is left", "EC", "100.50", owed{"interest": "30.25", "principal": "20"},
			map[string]string{"interest": "30.25", "principal": "20.00"}, "50.25"},
		{"nothing paid", "MX", "0", owed{"interest": "30"}, map[string]string{"interest": "0"}, "0"},
		{"nothing owed", "CL", "10", owed{}, map[string]string{}, "10"},
		{"moratory interest before interest", "CO", "25", owed{"interest": "20", "moratory": "10"},
			map[string]string{"moratory": "10", "interest": "15"}, "0"},
		{"Ecuador: fees after interest", "EC", "4", all, map[string]string{
			"taxes": "1", "insurance": "1", "moratory": "1", "interest": "1", "fees": "0", "expenses": "0",
			"principal": "0",
		}, "0"},
		{"Chile: interest comes first there too", "CL", "4", all, map[string]string{
			"taxes": "1", "insurance": "1", "moratory": "1", "interest": "1", "fees": "0", "expenses": "0",
			"principal": "0",
		}, "0"},
		{"parts are called as whoever asks calls them", "CO", "50",
			owed{"moratory_interest": "20", "interest": "15", "capital": "100"},
			map[string]string{"moratory_interest": "20", "interest": "15", "capital": "15"}, "0"},
	} {
		got, err := load(t, c.pack).Allocate(&AllocateAsk{Payment: Figure(c.payment), Owed: c.owed})
		if err != nil || !maps.Equal(got.Allocated, c.want) || got.Left != c.left {
			t.Errorf("%s: %v, left %s, %v; want %v, left %s", c.name, got.Allocated, got.Left, err, c.want, c.left)
		}
	}
}

// Table 11 of the reference: a peso of each part is owed, and a peso is paid at a time. What the reference
// has not verified is policy.
func TestEachPartOfADebtHasTheTurnThatTheReferenceGivesIt(t *testing.T) {
	t.Parallel()
	interest := []string{"moratory", "interest"} // for being late before the ordinary one
	for _, c := range []struct {
		rule  string
		turns []string // of the parts that the reference names
		basis Basis
	}{
		{"ec.order", append(interest, "fees", "principal"), OfPolicy},
		{"cr.order", append(interest, "principal"), OfPolicy},
		{"mx.order", append(interest, "principal"), OfLaw},
		{"co.order", append(interest, "principal"), OfLaw},
		{"pe.order", append(interest, "expenses", "principal"), OfLaw},
		{"cl.order", append(interest, "principal"), OfLaw},
		// The contract and the states have it: our own order, the principal last.
		{"us.order", []string{"principal"}, OfPolicy},
	} {
		p := load(t, strings.ToUpper(c.rule[:2]))
		owes := owed{}
		for _, part := range Components() {
			owes[part] = "1"
		}
		var turns []string
		for range Components() {
			got, err := p.Allocate(&AllocateAsk{Payment: "1", Owed: owes})
			if err != nil || got.Rule != c.rule || got.Basis != c.basis {
				t.Fatalf("%s: %+v, %v", c.rule, got, err)
			}
			for part, paid := range got.Allocated {
				if paid == "1" {
					owes[part] = "0"
					turns = append(turns, part)
				}
			}
		}
		unnamed := func(part string) bool { return !slices.Contains(c.turns, part) }
		named := slices.DeleteFunc(slices.Clone(turns), unnamed)
		if !slices.Equal(named, c.turns) || turns[len(turns)-1] != "principal" {
			t.Errorf("%s: %v, want %v", c.rule, turns, c.turns)
		}
	}
}

func TestNothingGoesToAPartThatIsDisputed(t *testing.T) {
	t.Parallel()
	got, err := load(t, "EC").Allocate(&AllocateAsk{
		Payment: "50", Owed: owed{"interest": "10", "fees": "30", "principal": "20"}, Disputed: []string{"fees"},
	})
	want := map[string]string{"interest": "10", "fees": "0", "principal": "20"}
	if err != nil || !maps.Equal(got.Allocated, want) || got.Left != "20" ||
		!slices.Equal(got.Skipped, []string{"fees"}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAPaymentThatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	one := []DebtAsk{{ID: "a", Owed: owed{"principal": "1"}}}
	for name, c := range map[string]struct {
		ask  AllocateAsk
		want string
	}{
		"a component nobody knows": {AllocateAsk{Payment: "1", Owed: owed{"propina": "1"}}, "owed.propina"},
		"a payment below zero":     {AllocateAsk{Payment: "-1", Owed: owed{"interest": "1"}}, "payment"},
		"no payment":               {AllocateAsk{Owed: owed{"interest": "1"}}, "payment"},
		"half a cent":              {AllocateAsk{Payment: "1.005", Owed: owed{"interest": "1"}}, "payment"},
		"a debt below zero":        {AllocateAsk{Payment: "1", Owed: owed{"interest": "-1"}}, "owed.interest"},
		"too large":                {AllocateAsk{Payment: "99999999999999", Owed: owed{}}, "payment"},
		"nothing that is owed":     {AllocateAsk{Payment: "1"}, "owed"},
		"one debt and several":     {AllocateAsk{Payment: "1", Owed: owed{}, Debts: one}, "owed"},
		"the same debt twice":      {AllocateAsk{Payment: "1", Debts: append(one, one...)}, "debts"},
		"a currency nobody knows":  {AllocateAsk{Payment: "1", Currency: "XXX", Owed: owed{}}, "currency"},
		"a debt that is not there": {AllocateAsk{Payment: "1", Debts: one, Instruction: []string{"b"}},
			"instruction"},
		"disputed but not owed": {
			AllocateAsk{Payment: "1", Owed: owed{"interest": "1"}, Disputed: []string{"fees"}}, "disputed",
		},
	} {
		_, err := load(t, "EC").Allocate(&c.ask)
		if f := fieldOf(err); f != c.want {
			t.Errorf("%s: %v, at %q; want it at %q", name, err, f, c.want)
		}
	}
}

func TestOfSeveralDebtsTheOneThatTheCountrySaysIsPaidFirst(t *testing.T) {
	t.Parallel()
	debts := []DebtAsk{
		{ID: "cheap", Owed: owed{"principal": "100"}, DueOn: "2026-01-10", Rate: "10"},
		{ID: "dear", Owed: owed{"principal": "100"}, DueOn: "2026-03-10", Rate: "30", Secured: true},
		{ID: "old", Owed: owed{"principal": "100"}, DueOn: "2025-12-10", Rate: "10"},
		{ID: "later", Owed: owed{"principal": "100"}, DueOn: "2027-01-10", Rate: "90"},
	}
	for _, c := range []struct {
		name, rule string
		says       []string
		want       []string
		law        bool
	}{
		{"nobody said: due, the dearest, the oldest", "mx.order.several", nil,
			[]string{"dear", "old", "cheap", "later"}, true},
		{"the payer says so, though it is not due", "mx.order.several", []string{"later"},
			[]string{"later", "dear", "old", "cheap"}, true},
		{"in Colombia not one that is not due", "co.order.several", []string{"later", "cheap"},
			[]string{"cheap", "dear", "old", "later"}, true},
		{"in Chile neither", "cl.order.several", []string{"later"}, []string{"dear", "old", "cheap", "later"},
			false},
		{"in Ecuador neither", "ec.order.several", []string{"later", "old"},
			[]string{"old", "dear", "cheap", "later"}, false},
		{"in Costa Rica the payer chooses any", "cr.order.several", []string{"later"},
			[]string{"later", "dear", "old", "cheap"}, false},
		{"in Peru the least guaranteed first", "pe.order.several", nil, []string{"old", "cheap", "dear", "later"},
			false},
		{"and the payer chooses", "pe.order.several", []string{"later"}, []string{"later", "old", "cheap", "dear"},
			false},
		{"in the United States as the consumer directs", "us.order.several", []string{"later", "cheap"},
			[]string{"later", "cheap", "dear", "old"}, true},
	} {
		got, err := load(t, strings.ToUpper(c.rule[:2])).Allocate(&AllocateAsk{
			Payment: "1", On: "2026-11-22", Debts: debts, Instruction: c.says,
		})
		var order []string
		for _, d := range got.Debts {
			order = append(order, d.ID)
		}
		if err != nil || got.Several.Rule != c.rule || (got.Several.Basis != OfPolicy) != c.law ||
			!slices.Equal(order, c.want) || got.Debts[0].Paid != "1" {
			t.Errorf("%s: %v, %v; want %v", c.name, got.Debts, err, c.want)
		}
	}
}

func TestDebtsThatNothingTellsApartShareWithoutLosingACent(t *testing.T) {
	t.Parallel()
	alike := func(id string) DebtAsk { return DebtAsk{ID: id, Owed: owed{"principal": "50", "interest": "1"}} }
	got, err := load(t, "MX").Allocate(&AllocateAsk{
		Payment: "100", Debts: []DebtAsk{alike("a"), alike("b"), alike("c")},
	})
	want := []string{"33.34", "33.33", "33.33"}
	for i, d := range got.Debts {
		if d.Paid != want[i] || d.Allocated["interest"] != "1.00" {
			t.Errorf("%+v, want %s", d, want[i])
		}
	}
	if err != nil || got.Allocated["principal"] != "97.00" || got.Left != "0.00" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestADisputedDebtIsNeverPaidInTheUnitedStates(t *testing.T) {
	t.Parallel()
	ask := AllocateAsk{Payment: "80", Instruction: []string{"b"}, Debts: []DebtAsk{
		{ID: "a", Owed: owed{"principal": "50"}},
		{ID: "b", Owed: owed{"principal": "50"}, Disputed: true},
	}}
	got, err := load(t, "US").Allocate(&ask)
	if err != nil || got.Left != "30" || !slices.Equal(got.Skipped, []string{"b"}) || len(got.Debts) != 1 {
		t.Errorf("though the consumer named it: %+v, %v", got, err)
	}
	got, err = load(t, "MX").Allocate(&ask)
	if err != nil || got.Debts[0].ID != "b" || got.Debts[0].Paid != "50" {
		t.Errorf("elsewhere the payer may name it: %+v, %v", got, err)
	}
	ask.Instruction = nil
	got, err = load(t, "MX").Allocate(&ask)
	if err != nil || got.Left != "30" || !slices.Equal(got.Skipped, []string{"b"}) {
		t.Errorf("and unless they do it waits: %+v, %v", got, err)
	}
}

// FuzzAPaymentIsSplitToTheCent holds any split, over one debt or several, in any pack: what is given and
// what is left are the payment, and no part gets more than it is owed.
func FuzzAPaymentIsSplitToTheCent(f *testing.F) {
	f.Add(uint8(0), uint32(10000), uint32(333), uint32(333), uint32(334), uint8(0), false)
	f.Add(uint8(6), uint32(100), uint32(7), uint32(7), uint32(7), uint8(3), true)
	var packs Packs
	f.Fuzz(func(t *testing.T, country uint8, payment, a, b, c uint32, alike uint8, disputed bool) {
		p, err := packs.Of(Codes()[int(country)%len(Codes())])
		if err != nil {
			t.Fatal(err)
		}
		cents := func(v uint32) Figure { return Figure(money.Amount(v).Text("USD")) }
		rate := func(bit int) Figure { return Figure(strconv.Itoa(int(alike>>bit) & 1)) }
		got, err := p.Allocate(&AllocateAsk{Payment: cents(payment), Currency: "USD", Debts: []DebtAsk{
			{ID: "a", Owed: owed{"principal": cents(a), "interest": cents(b)}, Rate: rate(0)},
			{ID: "b", Owed: owed{"principal": cents(b), "fees": cents(c)}, Rate: rate(1), Disputed: disputed},
			{ID: "c", Owed: owed{"principal": cents(c), "taxes": cents(a)}, Rate: rate(2)},
		}})
		if err != nil {
			t.Fatal(err)
		}
		owed := map[string]map[string]uint32{
			"a": {"principal": a, "interest": b}, "b": {"principal": b, "fees": c}, "c": {"principal": c, "taxes": a},
		}
		sum := amount(t, got.Left)
		for _, d := range got.Debts {
			for part, text := range d.Allocated {
				v := amount(t, text)
				if sum += v; v < 0 || v > money.Amount(owed[d.ID][part]) {
					t.Errorf("%s of %s got %d of %d", part, d.ID, v, owed[d.ID][part])
				}
			}
		}
		if sum != money.Amount(payment) {
			t.Errorf("%d was paid and %d was split", payment, sum)
		}
	})
}

func amount(t *testing.T, text string) money.Amount {
	t.Helper()
	v, err := money.Parse(text, "USD")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAnInstructionIsOneDebtOrSeveral(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string][]string{`"a"`: {"a"}, `["b","a"]`: {"b", "a"}, `null`: nil} {
		var got Instruction
		if err := got.UnmarshalJSON([]byte(raw)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", raw, got, err)
		}
	}
	if err := new(Instruction).UnmarshalJSON([]byte(`7`)); err == nil {
		t.Error("a number was taken for a debt")
	}
}

func TestAPackThatContradictsItselfIsRefused(t *testing.T) {
	t.Parallel()
	p := load(t, "EC")
	for name, r := range map[string]interface{ checkMoney(p *Pack) error }{
		"an order that forgets the principal": &OrderRule{Components: []string{"interest"}},
		"an order with a part twice":          &OrderRule{Components: append(Components(), "fees")},
		"steps without an end":                &SeveralRule{Steps: []string{"due"}, Disputed: "never"},
		"a step nobody knows":                 &SeveralRule{Steps: []string{"tallest"}, Disputed: "never"},
		"a fee nobody can find":               &FeeRule{How: "guess"},
		"a tariff in no known index":          &FeeRule{How: "nothing", Unit: "UF"},
		"a table in no currency":              &FeeRule{How: "table", Cells: []Cell{{}}},
		"a ceiling of nothing":                &CeilingRule{Of: "luck"},
		"a surcharge of nothing":              &SurchargeRule{Per: "month"},
		"a deadline of no days":               &DeadlineRule{Kind: "complaint", DayKind: "business"},
		"a deadline of odd days":              &DeadlineRule{Kind: "complaint", Days: 3, DayKind: "odd"},
		"a term of no years":                  &TermRule{Kind: "retention", What: "actions"},
		"a notice of nothing":                 &NoticeRule{Days: 3, DayKind: "calendar"},
		"one grade":                           &ClassRule{Grades: []Grade{{Class: "A"}}},
	} {
		if err := r.checkMoney(p); err == nil {
			t.Errorf("%s was let in", name)
		}
	}
	memory := []FeeRule{{Scope: Scope{Head: Head{
		ID: "ec.x", Basis: OfLaw, Verification: Memory, Source: "x", Says: Said{"x", "x"},
	}}, How: "nothing"}}
	if err := checked(p, memory, map[string]bool{}); err == nil {
		t.Error("what is from memory was let in as law")
	}
	memory[0].Basis = OfPolicy
	if err := checked(p, append(memory, memory...), map[string]bool{}); err == nil {
		t.Error("two rules of one id were let in")
	}
	if err := checked(p, memory, map[string]bool{}); err != nil {
		t.Error(errors.Unwrap(err), err)
	}
}

func TestADebtThatIsSaidToBeDisputedIsNotPaid(t *testing.T) {
	t.Parallel()
	debts := []DebtAsk{{ID: "a", Owed: owed{"principal": "60"}}, {ID: "b", Owed: owed{"principal": "70"}}}
	got, err := load(t, "US").Allocate(&AllocateAsk{Payment: "100", Debts: debts, Disputed: []string{"a"}})
	if err != nil || got.Left != "30" || len(got.Debts) != 1 || got.Debts[0].ID != "b" {
		t.Errorf("%+v, %v", got, err)
	}
	stranger := &AllocateAsk{Payment: "1", Debts: debts, Disputed: []string{"zz"}}
	if _, err := load(t, "US").Allocate(stranger); err == nil {
		t.Error("a debt that is not there is disputed")
	}
	twice := owed{"principal": "60", "capital": "1"}
	if _, err := load(t, "CO").Allocate(&AllocateAsk{Payment: "1", Owed: twice}); err == nil {
		t.Error("one part is owed under two names")
	}
}
