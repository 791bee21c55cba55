package intake

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"aldia/domain/calendar"
)

func FuzzAMappingIsReadAsItIsWritten(f *testing.F) {
	f.Add([]byte(wholeMapping))
	f.Add([]byte("columns:\n  x.a: {from: \"\\u0085\", value: {\"\": \"\"}}"))
	f.Add([]byte("file: {skip_lines: 0, delimiter: tab}\nonly: \"a == 'b'\""))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMapping(text)
		if err != nil {
			return
		}
		again, err := ParseMapping(m.YAML())
		if err != nil || !reflect.DeepEqual(m, again) {
			t.Fatalf("%v\n%+v\n%+v\n%s", err, m, again, m.YAML())
		}
	})
}

func FuzzARowThatIsTakenIsWhole(f *testing.F) {
	f.Add("1|P|Ana|USD|2026-10-05|1.234,56|0991|x|16,77%|-3|Sí|[|1")
	f.Add("1.7E+09|\x00|\xff|$|30/02/2026|(5)|\u200b|\ufeff|1e-9|1|garante|\"|NaN")
	f.Add("|||||||||||")
	header := []string{
		"account", "person", "person_name", "currency", "due_on", "principal", "phones", "city", "rate_annual",
		"days_overdue", "role",
		"nota", "índice",
	}
	m, _, _ := Guess(Portfolio, header, nil, false, Mapping{Country: "EC", Columns: map[string]ColumnSource{
		"x.índice": {From: "índice", Type: TypeNumber}, "principal": {From: "principal"},
		"interest": {Join: []string{"principal", "índice"}, Floor: "1.5"},
	}})
	r, err := Compile(m, header, false, Portfolio, calendar.Of(2026, 11, 22))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, line string) {
		var row Row
		o := r.Row(1, cellsOf(strings.Split(line, "|")), &row)
		if (o.Verdict == Rejected) != (len(o.Refused) > 0) {
			t.Fatalf("%+v", o)
		}
		if o.Verdict != Taken {
			return
		}
		if row.Account == "" || len(row.Account) > limitCode || row.Person == "" || row.PersonName == "" ||
			row.Role == "" {
			t.Fatalf("%+v", row)
		}
		if row.Role == RoleDebtor && (!row.Currency.Known() || row.DueOn < firstDue-maxDays ||
			row.DueOn > lastDay+maxDays || !row.HasPrincipal) {
			t.Fatalf("%+v", row)
		}
		if row.Principal < 0 || row.Principal > maxAmount || row.Interest < 0 || row.Rate < 0 {
			t.Fatalf("%+v", row)
		}
		if len(row.Attributes) > 0 && !json.Valid(row.Attributes) {
			t.Fatalf("%s", row.Attributes)
		}
		for _, s := range []string{row.Account, row.Person, row.PersonName, row.Phones, row.City,
			string(row.Attributes)} {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
				t.Fatalf("%q", s)
			}
		}
		var again Row
		r.Row(1, cellsOf(strings.Split(line, "|")), &again)
		if row.Digest != again.Digest || row.Key != again.Key {
			t.Fatal("the same line twice differs")
		}
	})
}

func FuzzAnyTableCanBeGuessed(f *testing.F) {
	f.Add("Cédula|Nombre|Saldo|Vence\n171|Ana|1.234,56|22/11/2026", true)
	f.Add("||\n\xff|1E+05|0,125", false)
	f.Add("teléfono 2|garante 3 cédula|%|estado\n", false)
	f.Fuzz(func(t *testing.T, text string, typed bool) {
		header, rows := table(text)
		for _, k := range []Kind{Portfolio, Payments, Contacts} {
			m, _, _ := Guess(k, header, rows, typed, Mapping{Country: "EC", Key: KeyAccount})
			if _, err := ParseMapping(m.YAML()); err != nil && utf8.ValidString(text) {
				t.Fatalf("%v\n%s", err, m.YAML())
			}
			r, err := Compile(m, header, typed, k, calendar.Of(2026, 11, 22))
			if err != nil {
				continue
			}
			for i, cells := range rows {
				var row Row
				var p PaymentRow
				switch k {
				case Payments:
					r.Payment(i, cellsOf(cells), &p)
				case Portfolio, Contacts:
					r.Row(i, cellsOf(cells), &row)
				}
			}
		}
	})
}

func FuzzAConditionNeverPanics(f *testing.F) {
	f.Add(`day(Fecha) <= as_of && (Saldo == "" || number(Saldo) > 1.5)`, "22/11/2026", "5")
	f.Add(`row["Saldo"].matches("a+") ? as_of - 3 > as_of : !(Saldo in ["a", 'b'])`, "", "")
	f.Fuzz(func(t *testing.T, text, day, sum string) {
		c, fault := compileOnly(text, []string{"Fecha", "Saldo"}, onlyScope())
		if fault == nil {
			_, _ = c.holds(cellsOf([]string{day, sum}))
		}
	})
}
