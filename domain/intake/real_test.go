package intake

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

// root is the folder of the repository.
func root(t testing.TB) string {
	t.Helper()
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("where is this file?")
	}
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// realFile reads a file that none of us wrote, whole.
func realFile(t *testing.T, name string) (header []string, rows [][]string) {
	t.Helper()
	shared := os.Getenv("ALDIA_SHARED")
	if shared == "" {
		shared = filepath.Join(root(t), "..", "shared")
	}
	f, err := os.Open(filepath.Join(shared, "data", name))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the real data are not here:", err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[0], all[1:]
}

func exampleMapping(t *testing.T, name string) Mapping {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), "example", "mapping", name))
	if err != nil {
		t.Fatal(err)
	}
	m, err := ParseMapping(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func cellsOf(row []string) [][]byte {
	out := make([][]byte, len(row))
	for i, c := range row {
		out[i] = []byte(c)
	}
	return out
}

// readAll guesses what the mapping leaves open, compiles it, and reads every row.
func readAll(t *testing.T, m Mapping, header []string, rows [][]string, asOf calendar.Day) (taken []Row,
	left int, bad []Refusal) {
	t.Helper()
	m, _, faults := Guess(Portfolio, header, rows[:min(200, len(rows))], false, m)
	for _, f := range faults {
		t.Error(f)
	}
	r, err := Compile(m, header, false, Portfolio, asOf)
	if err != nil {
		t.Fatal(err)
	}
	for i, cells := range rows {
		var row Row
		switch o := r.Row(i+2, cellsOf(cells), &row); o.Verdict {
		case Taken:
			taken = append(taken, row)
			bad = append(bad, o.Warned...)
		case Left:
			left++
		case Rejected:
			bad = append(bad, o.Refused...)
		}
	}
	return taken, left, bad
}

func TestTheOpenInvoicesOfADayAreThoseIssuedByThenAndSettledAfterIt(t *testing.T) {
	t.Parallel()
	header, rows := realFile(t, "receivables-ibm/WA_Fn-UseC_-Accounts-Receivable.csv")
	m := exampleMapping(t, "receivables-ibm.yaml")
	for _, want := range []struct {
		asOf                        calendar.Day
		open, persons               int
		total, current, late        money.Amount
		currentInvoices, lateOnesTo int
	}{
		{calendar.Of(2013, 6, 30), 84, 52, 511985, 428429, 83556, 72, 12},
		{calendar.Of(2012, 12, 31), 99, 0, 572506, 493632, 78874, 86, 13},
	} {
		taken, left, bad := readAll(t, m, header, rows, want.asOf)
		if len(bad) > 0 {
			t.Errorf("%s: %v, want nothing refused or warned of", want.asOf.Text(), bad[0])
		}
		if len(taken)+left != len(rows) {
			t.Errorf("%s: %d taken and %d left of %d", want.asOf.Text(), len(taken), left, len(rows))
		}
		var total, current, late money.Amount
		persons, currentInvoices, lateInvoices := map[int64]bool{}, 0, 0
		for i := range taken {
			row := &taken[i]
			persons[row.PersonKey] = true
			total += row.Principal
			switch days := want.asOf - row.DueOn; {
			case days <= 0:
				current, currentInvoices = current+row.Principal, currentInvoices+1
			case days <= 30:
				late, lateInvoices = late+row.Principal, lateInvoices+1
			default:
				t.Errorf("invoice %s is %d days late", row.Account, days)
			}
		}
		if len(taken) != want.open || total != want.total || current != want.current || late != want.late ||
			currentInvoices != want.currentInvoices || lateInvoices != want.lateOnesTo {
			t.Errorf("%s: %d open of %v, current %d of %v, late %d of %v; want %+v", want.asOf.Text(), len(taken),
				total,
				currentInvoices, current, lateInvoices, late, want)
		}
		if want.persons > 0 && len(persons) != want.persons {
			t.Errorf("%s: %d customers, want %d", want.asOf.Text(), len(persons), want.persons)
		}
	}
}

func TestThirtyThousandCardsComeWithAllTheirAttributes(t *testing.T) {
	t.Parallel()
	header, rows := realFile(t, "credit-card-taiwan/UCI_Credit_Card.csv")
	asOf := calendar.Of(2005, 9, 30)
	taken, _, bad := readAll(t, exampleMapping(t, "credit-card-taiwan.yaml"), header, rows, asOf)
	if len(taken) != 30000 || len(bad) != 2 {
		t.Fatalf("%d cards, %d complaints; want 30000 and two", len(taken), len(bad))
	}
	for _, w := range bad { // R wrote 100000 as 1e+05, and Excel made that 1.00E+05
		if w.Key != warnScientific || w.Value != "1.00E+05" || w.Args[0] != "100000.00" {
			t.Errorf("%+v, want a warning of a rounded number", w)
		}
	}
	late := map[calendar.Day]int{}
	for i := range taken {
		late[asOf-taken[i].DueOn]++
	}
	for days, want := range map[calendar.Day]int{-30: 23182, 30: 3688, 60: 2667, 90: 322, 120: 76, 150: 26,
		180: 11, 210: 9, 240: 19} {
		if late[days] != want {
			t.Errorf("%d cards are %d days late, want %d", late[days], days, want)
		}
	}
	var x map[string]any
	if err := json.Unmarshal(taken[0].Attributes, &x); err != nil {
		t.Fatal(err)
	}
	if len(x) != 24 {
		t.Errorf("the first card has %d attributes, want 24: every column but ID", len(x))
	}
	if x["LIMIT_BAL"] != 20000.0 || x["PAY_0"] != 2.0 || x["default.payment.next.month"] != 1.0 {
		t.Errorf("attributes are %s", taken[0].Attributes)
	}
	if !strings.HasPrefix(string(taken[0].Attributes), `{"AGE":24,"BILL_AMT1":3913,`) {
		t.Errorf("attributes are not in order: %s", taken[0].Attributes)
	}
}
