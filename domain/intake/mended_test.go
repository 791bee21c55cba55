package intake

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// errorFile writes the refused rows of a file as whoever loads it gets them, and changes them as a clerk
// does.
func (o *office) errorFile(t testing.TB, c Cut, text string, mend ...string) string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(text), "\n")
	by := map[int64][]Refused{}
	var order []int64
	for _, r := range o.refusals(t, c.ID) {
		if by[r.Line] == nil {
			order = append(order, r.Line)
		}
		by[r.Line] = append(by[r.Line], r)
	}
	// A line of an error file that is loaded again is one: it keeps no columns of the last time.
	bare := func(line string) string {
		return strings.Join(strings.Split(line, ";")[:len(strings.Split(header, ";"))], ";")
	}
	out := []string{header + ";" + strings.Join(ErrorColumns(), ";")}
	for _, n := range order {
		marks := Marks(strconv.FormatInt(n, 10), by[n], func(r *Refused) string { return r.Column },
			func(r *Refused) string { return r.Key })
		out = append(out, bare(lines[n-1])+";"+strings.Join(marks, ";"))
	}
	return strings.NewReplacer(mend...).Replace(strings.Join(out, "\n") + "\n")
}

func TestARowThatRepeatsAnotherStaysOutUntilItIsMended(t *testing.T) {
	t.Parallel()
	text := file("A1;;p1;Uno;2026-01-10;100;1;16;x", "A1;;p1;Uno;2026-01-10;250;1;16;x",
		"A2;1;p2;Dos;2026-01-10;20;1;16;x", "A2;1;p2;Dos;2026-01-10;30;1;16;x")
	was := []string{"A1 open:  due 2026-01-10 100.00+1.00", "A2 open: 1 due 2026-01-10 20.00+1.00"}
	for name, c := range map[string]struct {
		mend []string
		want Counts
		is   []string
	}{
		"nothing is mended": {nil, Counts{Rows: 2, Refused: 2}, was},
		"the sheet rewrites the sum": {
			[]string{";250;", ";250.00;", "A2;1;p2", "A2;01;p2"}, Counts{Rows: 2, Refused: 2}, was,
		},
		"only what is beside the point is changed": {
			[]string{"p1;Uno;2026-01-10", "p1;Uno Mas;2026-01-11"}, Counts{Rows: 2, Refused: 2}, was,
		},
		"the account was wrong": {
			[]string{"A1;;p1", "A7;;p1"}, Counts{Rows: 2, Accepted: 1, Refused: 1, New: 1},
			append(slices.Clone(was), "A7 open:  due 2026-01-10 250.00+1.00"),
		},
		"the instalment was wrong": {
			[]string{"A2;1;p2", "A2;2;p2"}, Counts{Rows: 2, Accepted: 1, Refused: 1, New: 1},
			append(slices.Clone(was), "A2 open: 2 due 2026-01-10 30.00+1.00"),
		},
		"the sum was wrong": {
			[]string{";250;", ";150;"}, Counts{Rows: 2, Accepted: 1, Refused: 1, Changed: 1},
			[]string{"A1 open:  due 2026-01-10 150.00+1.00", was[1]},
		},
		"the clerk says that it is the one that holds": {
			[]string{"2;A1;cut.row.repeated", "", "account;A1;cut.row.repeated", "account;A1;"},
			Counts{Rows: 2, Accepted: 1, Refused: 1, Changed: 1},
			[]string{"A1 open:  due 2026-01-10 250.00+1.00", was[1]},
		},
		"the file is of before, with the account alone": {
			[]string{"; | 250.00", ";", ";1 | 30.00", ";"}, Counts{Rows: 2, Refused: 2}, was,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			offices(t, func(t *testing.T, o *office) {
				first := o.load(t, text, monday())
				counts(t, "two rows repeat others", first, Counts{Rows: 4, Accepted: 2, Refused: 2, New: 2})
				mended := o.errorFile(t, first, text, c.mend...)
				second := o.load(t, mended, monday()+1)
				counts(t, name, second, c.want)
				slices.Sort(c.is)
				o.wants(t, name, c.is...)
				if c.want.Refused < 2 {
					return
				}
				for _, r := range o.refusals(t, second.ID) {
					if r.Key != whyStillRepeated {
						t.Errorf("line %d is refused for %s", r.Line, r.Key)
					}
				}
				third := o.load(t, o.errorFile(t, second, mended), monday()+2)
				counts(t, "and its own error file is no way round", third, Counts{Rows: 2, Refused: 2})
				o.wants(t, "the good rows are as they were", was...)
			})
		})
	}
}

func TestARowRefusedForSomethingElseIsAlsoSaidToRepeatAnother(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;nunca;250;1;16;x", "A1;;p1;Uno;2026-01-10;100;1;16;x",
			"A1;;p1;;2026-01-10;abc;1;16;x", "A2;;p2;Dos;nunca;30;1;16;x")
		previews, err := o.Try(o.ctx, textFile(text), Options{Kind: Portfolio, Creditor: "banco", Country: "EC",
			AsOf: monday()})
		if err != nil {
			t.Fatal(err)
		}
		first := o.load(t, text, monday())
		counts(t, "three rows are refused", first, Counts{Rows: 4, Accepted: 1, Refused: 3, New: 1})
		want := []string{
			"2 due_on intake.row.day", "2 account cut.row.repeated", "4 principal intake.row.amount",
			"4 person_name intake.row.empty", "4 account cut.row.repeated", "5 due_on intake.row.day",
		}
		for name, all := range map[string][]Refused{
			"published": o.refusals(t, first.ID), "previewed": previews[0].Refused,
		} {
			var got []string
			for _, r := range all {
				got = append(got, strconv.FormatInt(r.Line, 10)+" "+r.Column+" "+r.Key)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		// The days are mended, and the sum that was none: two of the rows still are one debt with the one that
		// is in.
		second := o.load(t, o.errorFile(t, first, text, "Uno;nunca", "Uno;2026-01-10", "Dos;nunca",
			"Dos;2026-01-10",
			";;2026-01-10;abc", ";Uno;2026-01-10;70"), monday())
		counts(t, "mended but for that", second, Counts{Rows: 3, Accepted: 1, Refused: 2, New: 1})
		o.wants(t, "the good balance is as it was", "A1 open:  due 2026-01-10 100.00+1.00",
			"A2 open:  due 2026-01-10 30.00+1.00")
	})
}

func TestEveryOtherUnmendedRowIsJudgedAgainByItself(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;;p1;Uno;2026-01-10;100;1;16;x", "A2;;p2;Dos;13/25/2026;20;1;16;x",
			";;p3;Tres;2026-01-10;30;1;16;x",
			"A4;;p4;Cuatro;2026-01-10;1,2,3;y;16;x", "A5;;p5;;2026-01-10;-50;1;999999;x",
			"1.23E+11;;p6;Seis;2026-01-10;5;1;16;x",
			"A7;;-;Siete;2026-01-10;70;1;16;x")
		first := o.load(t, text, monday())
		counts(t, "six rows are refused", first, Counts{Rows: 7, Accepted: 1, Refused: 6, New: 1})
		second := o.load(t, o.errorFile(t, first, text), monday()+1)
		counts(t, "as they were", second, Counts{Rows: 6, Refused: 6})
		o.wants(t, "nothing changed", "A1 open:  due 2026-01-10 100.00+1.00")
	})
}

func TestAGuarantorsRowIsTakenOnceItsAccountIsThere(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const head = "role;account;person;person_name;due_on;principal"
		first := o.load(t, head+"\ndeudor;A1;p1;Uno;2026-01-10;10\ngarante;A2;p2;Dos;;\n", monday())
		counts(t, "its account is not there", first, Counts{Rows: 2, Accepted: 1, Refused: 1, New: 1})
		o.load(t, head+"\ndeudor;A1;p1;Uno;2026-01-10;10\ndeudor;A2;p3;Tres;2026-01-10;20\n", monday()+1)
		refused := o.refusals(t, first.ID)
		marks := Marks("3", refused, func(r *Refused) string { return r.Column },
			func(r *Refused) string { return r.Key })
		second := o.load(t, head+";"+strings.Join(ErrorColumns(), ";")+"\ngarante;A2;p2;Dos;;;"+
			strings.Join(marks, ";")+"\n", monday()+1)
		counts(t, "as it was, and the account is there now", second, Counts{Rows: 1, Accepted: 1})
	})
}

func TestARowThatIsWrongInSeveralWaysSaysAllOfThem(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		const head = "account;person;person_name;due_on;principal;interest;currency"
		first := o.load(t, head+"\nA1;p1;Uno;2026-01-10;10;1;USD\nA1;p1;Uno;2026-01-10;20;1;COP\n"+
			";;;nunca;abc;-1;ZZZ\nA2;p2;Dos;2026-01-10;;1;ZZZ\n", monday())
		counts(t, "one row is good", first, Counts{Rows: 4, Accepted: 1, Refused: 3, New: 1})
		var got []string
		for _, r := range o.refusals(t, first.ID) {
			got = append(got, strconv.FormatInt(r.Line, 10)+" "+r.Column+" "+r.Value+" "+r.Key)
		}
		want := []string{
			"3 currency COP cut.row.other_currency", "3 account A1 cut.row.repeated",
			"4 currency ZZZ intake.row.currency", "4 due_on nunca intake.row.day",
			"4 principal abc intake.row.amount",
			"4 interest -1 intake.row.negative_balance", "4 account  intake.row.empty", "4 person  intake.row.empty",
			"4 person_name  intake.row.empty",
			"5 currency ZZZ intake.row.currency", "5 principal  intake.row.empty",
		}
		if !slices.Equal(got, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

func textFile(text string) File { return File{"corte.csv", int64(len(text)), strings.NewReader(text)} }

func TestAMendedInstalmentLeavesTheOthersOfItsAccountOpen(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		text := file("A1;1;p1;Uno;2026-01-10;10;1;16;x", "A1;2;p1;Uno;nunca;20;1;16;x",
			"A1;3;p1;Uno;2026-03-10;30;1;16;x")
		first := o.load(t, text, monday())
		counts(t, "an instalment is refused", first, Counts{Rows: 3, Accepted: 2, Refused: 1, New: 2})
		second := o.load(t, o.errorFile(t, first, text, "nunca;20", "2026-02-10;20"), monday()+1)
		counts(t, "mended", second, Counts{Rows: 1, Accepted: 1, New: 1})
		if d := second.Answer.Diff; len(d.Out) != 0 || len(d.Changed) != 1 || d.Changed[0] != (Sum{"USD", 1,
			2100}) {
			t.Errorf("the comparison says %+v", d)
		}
		o.wants(t, "all three are owed", "A1 open: 1 due 2026-01-10 10.00+1.00",
			"A1 open: 2 due 2026-02-10 20.00+1.00", "A1 open: 3 due 2026-03-10 30.00+1.00")
	})
}
