package desk

import (
	"errors"
	"slices"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/clock"
	"aldia/platform/fault"
	"aldia/web/ui"
	"aldia/words"
)

// today is when these tests look at the list.
const today = calendar.Day(20_779) // 22 November 2026

func spanish(t *testing.T) *ui.View {
	t.Helper()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	at := clock.NewFake(time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)).Now()
	return &ui.View{
		Text:  catalog.For("es").In("EC"),
		Zone:  time.FixedZone("Quito", -5*3600),
		Now:   at,
		Today: today,
	}
}

func TestADueDayIsSaidAsItLiesFromToday(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	for _, c := range []struct {
		dueOn       calendar.Day
		name, reach string
	}{
		{today - 400, "Lo más antiguo venció", "hace 400 días"},
		{today - 1, "Lo más antiguo venció", "ayer"},
		{today, "Vence hoy", "hoy"},
		{today + 1, "Lo próximo vence", "mañana"},
		{today + 2, "Lo próximo vence", "en 2 días"},
	} {
		if got := v.Say(dueKey(c.dueOn, today)); got != c.name {
			t.Errorf("%s: %q, want %q", c.reach, got, c.name)
		}
		if got := v.DaysFrom(c.dueOn); got != c.reach {
			t.Errorf("%q, want %q", got, c.reach)
		}
	}
}

func TestTheReasonOfACaseIsSaidInWords(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	hour := time.Date(2026, 11, 22, 15, 15, 0, 0, time.UTC)
	agreed := reason{Step: "middle", DueOn: today - 45, AgreedAt: hour}
	for want, r := range map[string]reason{
		"Mora media, 45 días de atraso":                           {Step: "middle", DueOn: today - 45},
		"Mora temprana, 1 día de atraso":                          {Step: "early", DueOn: today - 1},
		"Mora tardía, 90 días de atraso y 1 promesa incumplida":   {Step: "late", DueOn: today - 90, Broken: 1},
		"Mora tardía, 90 días de atraso y 3 promesas incumplidas": {Step: "late", DueOn: today - 90, Broken: 3},
		"Localizar: sin teléfono que funcione, 9 días de atraso":  {Step: "locate", DueOn: today - 9, Broken: 1},
		"Recordatorio: vence hoy":                                 {Step: "reminder", DueOn: today},
		"Recordatorio: vence mañana":                              {Step: "reminder", DueOn: today + 1, Broken: 2},
		"Recordatorio: vence en 3 días":                           {Step: "reminder", DueOn: today + 3},
		"Pidió que lo llamen: 22 nov 2026, 10:15":                 agreed,
		"Vence en 4 días":                                         {DueOn: today + 4},
		"Vence mañana":                                            {DueOn: today + 1},
		"Vence hoy":                                               {DueOn: today},
		"2 días de atraso":                                        {DueOn: today - 2},
		"1 día de atraso y 1 promesa incumplida":                  {DueOn: today - 1, Broken: 1},
		"–": {},
	} {
		if got := r.words(v, today); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatIsWrongIsToldOnceAtEachFieldInTheOrderOfThePage(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	day := fault.New(fault.Invalid, "contact.day_needed").On("promised_on")
	sum := fault.New(fault.Invalid, "contact.amount_needed").On("amount")
	misread := unread("USD", "EC").On("amount")
	used := fault.New(fault.Conflict, "contact.key_reused").On("key")
	var form result
	if err := form.mark(v, errors.Join(used, misread, errors.Join(day, sum))); err != nil {
		t.Fatal(err)
	}
	var fields []string
	for _, w := range form.Wrong {
		fields = append(fields, w.Field)
	}
	if !slices.Equal(fields, []string{"amount", "promised_on", "key"}) {
		t.Errorf("told are %q", fields)
	}
	if form.Errors["amount"] != v.Text.Fault(misread) {
		t.Errorf("at the sum stands %q", form.Errors["amount"])
	}
	broken := errors.New("the disk is gone")
	if err := form.mark(v, errors.Join(day, broken)); !errors.Is(err, broken) {
		t.Errorf("our own mistake is told as the person's: %v", err)
	}
}

func TestTheExampleOfASumIsWrittenAsThePageWritesThem(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	for _, c := range []struct {
		country string
		in      money.Currency
		want    string
	}{
		{"EC", "USD", "No se entiende el valor. Escríbalo como 1.250,40."},
		{"PE", "PEN", "No se entiende el valor. Escríbalo como 1,250.40."},
		{"CL", "CLP", "No se entiende el valor. Escríbalo como 125.040."},
	} {
		for _, typed := range []string{"mil", "12,", "999999999999999999999"} {
			if _, err := readSum(typed, c.in, c.country); v.Text.Fault(err) != c.want {
				t.Errorf("%s in %s: %q, want %q", typed, c.country, v.Text.Fault(err), c.want)
			}
		}
	}
}

func TestASumIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"1.234,56": 123456, "1,234.56": 123456, "1234.56": 123456, "1234,5": 123450, "$ 50": 5000, "$50": 5000,
		"50.-": 5000, "50,-": 5000, "50": 5000, "USD 50": 5000, "50 USD": 5000, "usd 50": 5000, "US$ 50": 5000,
		"1 234,56": 123456, "1'234.56": 123456, "1.000": 100000, "1,000": 100000, "1.000.000": 100000000, ".50": 50,
		"50 dólares": 5000, "50 dolares": 5000, "1.234,56 dólares": 123456,
	} {
		if got, err := readSum(text, "USD", "EC"); err != nil || int64(got) != want {
			t.Errorf("%q is read as %d (%v), want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "abc", "50 soles", "S/ 50", "50 mil", "1234.567", "50,",
		"-50", "1.2.3,4", "50😀", "1e9", "12.34.56", "1,23,45", "--", "99999999999999999999"} {
		if got, err := readSum(text, "USD", "EC"); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}
