package law_test

import (
	"errors"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

// TestARowOfFiguresIsReadOrRefusedWithItsColumn is how people write days and numbers; nothing is guessed.
func TestARowOfFiguresIsReadOrRefusedWithItsColumn(t *testing.T) {
	t.Parallel()
	o := law.NewOwns(nil)
	good := law.FigureRow{
		Line: 2, Country: "CL", Name: "UF", From: "2026-11-22", Value: "39500.25", Source: "CMF",
	}
	for _, c := range []struct {
		what   string
		with   func(*law.FigureRow)
		column law.FigureColumn // "": taken
		key    string
		value  law.Figure
	}{
		{"as it is", func(*law.FigureRow) {}, "", "", "39500.25"},
		{"in small letters", func(r *law.FigureRow) { r.Country, r.Name = "cl", "uf" }, "", "", "39500.25"},
		{"with a comma and thousands", func(r *law.FigureRow) { r.Value = "$ 39.500,25" }, "", "", "39500.25"},
		{"the other way round", func(r *law.FigureRow) { r.Value = "39,500.25" }, "", "", "39500.25"},
		{"millions", func(r *law.FigureRow) { r.Value = "1.423.500" }, "", "", "1423500"},
		{"a percentage", func(r *law.FigureRow) { r.Value = "27,38 %" }, "", "", "27.38"},
		{"a small share", func(r *law.FigureRow) { r.Value = "0,125" }, "", "", "0.125"},
		{"of a workbook", func(r *law.FigureRow) { r.Value, r.Typed = "39.125", true }, "", "", "39.125"},
		{"the day first", func(r *law.FigureRow) { r.From = "22/11/2026" }, "", "", "39500.25"},
		{"thirty-nine, or thirty-nine thousand", func(r *law.FigureRow) { r.Value = "39.500" },
			law.FigureValue, "lawown.figure.either", ""},
		{"nothing", func(r *law.FigureRow) { r.Value = "" }, law.FigureValue, "lawown.figure.value", ""},
		{"zero", func(r *law.FigureRow) { r.Value = "0" }, law.FigureValue, "lawown.figure.value", ""},
		{"below zero", func(r *law.FigureRow) { r.Value = "-3" }, law.FigureValue, "lawown.figure.value", ""},
		{"torn thousands", func(r *law.FigureRow) { r.Value = "39.50,25" },
			law.FigureValue, "lawown.figure.value", ""},
		{"no country of ours", func(r *law.FigureRow) { r.Country = "AR" },
			law.FigureCountry, "lawown.figure.country", ""},
		{"a figure of another country", func(r *law.FigureRow) { r.Name = "IBC" },
			law.FigureName, "lawown.figure.name", ""},
		{"no day", func(r *law.FigureRow) { r.From = "" }, law.FigureFrom, "lawown.figure.day", ""},
		{"the 31st of a short month", func(r *law.FigureRow) { r.From = "31/11/2026" },
			law.FigureFrom, "lawown.figure.day", ""},
		{"an end before the beginning", func(r *law.FigureRow) { r.To = "2026-11-21" },
			law.FigureTo, "lawown.figure.backwards", ""},
		{"of nobody", func(r *law.FigureRow) { r.Source = " " }, law.FigureSource, "lawown.figure.source", ""},
	} {
		row := good
		c.with(&row)
		f, no := o.Judge().Judge(&row)
		switch {
		case c.column == "" && no != nil:
			t.Errorf("%s: refused: %+v", c.what, no)
		case c.column == "" && (f.Value != c.value || f.From != on(t, "2026-11-22")):
			t.Errorf("%s: %+v", c.what, f)
		case c.column != "" && (no == nil || no.Column != string(c.column) || no.Key != c.key || no.Line != 2):
			t.Errorf("%s: %+v, want %s at %s", c.what, no, c.key, c.column)
		}
	}
}

func TestTwoRowsThatContradictEachOtherAreTold(t *testing.T) {
	t.Parallel()
	j := law.NewOwns(nil).Judge()
	row := law.FigureRow{Line: 2, Country: "CL", Name: "UF", From: "2026-11-22", Value: "39500", Source: "CMF"}
	again, other := row, row
	again.Line, other.Line, other.Value = 3, 4, "39501"
	_, first := j.Judge(&row)
	_, second := j.Judge(&again)
	_, third := j.Judge(&other)
	if first != nil || second != nil || third == nil || third.Key != "lawown.figure.twice" {
		t.Errorf("%+v, %+v, %+v", first, second, third)
	}
}

func TestTwoFiguresWithALastDayCannotRuleTheSameDay(t *testing.T) {
	t.Parallel()
	j := law.NewOwns(nil).Judge()
	row := func(line int, from, to, value string) *law.FigureRow {
		return &law.FigureRow{
			Line: line, Country: "CO", Name: "IBC", From: from, To: to, Value: value, Source: "SFC",
		}
	}
	for _, c := range []struct {
		*law.FigureRow

		clashes int // with this line
	}{
		{row(2, "2026-11-01", "2026-11-30", "18"), 0},
		{row(3, "2026-11-15", "2026-12-15", "19"), 2},
		{row(4, "2026-10-01", "2026-11-01", "17"), 2},
		{row(5, "2026-12-01", "2026-12-31", "19"), 0},
		{row(6, "2026-10-01", "2026-10-31", "17"), 0},
		{row(7, "2026-11-01", "2026-11-30", "18"), 0}, // the first once more
		{row(8, "2026-11-20", "", "18.5"), 0},         // gives way, and others to it
		{row(9, "2026-11-30", "2026-12-01", "18"), 2},
	} {
		_, refused := j.Judge(c.FigureRow)
		switch {
		case (refused != nil) != (c.clashes != 0):
			t.Errorf("line %d: %+v", c.Line, refused)
		case refused != nil && (refused.Key != "lawown.figure.overlap" || refused.Args[0] != c.clashes):
			t.Errorf("line %d: %+v", c.Line, refused)
		}
	}
}

func TestTheColumnsOfFiguresAreFoundByName(t *testing.T) {
	t.Parallel()
	at, err := law.FigureColumns(
		[]string{"País", "Parámetro", "Vigente_Desde", "Hasta", "VALOR", "Fuente"},
		false,
	)
	if err != nil || at[law.FigureFrom] != 2 || at[law.FigureSource] != 5 {
		t.Errorf("%v, %v", at, err)
	}
	if _, there := at[law.FigureSegment]; there {
		t.Error("there is no kind of credit in this file")
	}
	if _, err := law.FigureColumns([]string{"País", "Valor"}, false); !errors.Is(err, law.ErrFigureColumns) {
		t.Error(err)
	}
}

// figures are those of a small file: the index of two days, a yearly one, and a rate with a kind of credit.
func figures(t *testing.T) []law.Published {
	t.Helper()
	var all []law.Published
	j := law.NewOwns(nil).Judge()
	for n, r := range [][6]string{
		{"CL", "UF", "", "2026-03-01", "", "39500"}, {"CL", "UF", "", "2026-03-02", "", "39510"},
		{"CL", "UTM", "", "2026-03-01", "2026-03-31", "69000"},
		{"CO", "IBC", "", "2026-03-01", "", "17.5"}, {"CO", "IBC", "microcredito", "2026-03-01", "", "29"},
		{"PE", "UIT", "", "2026-01-01", "", "5500"},
	} {
		f, no := j.Judge(&law.FigureRow{
			Line: n + 2, Country: r[0], Name: r[1], Segment: r[2], From: r[3], To: r[4], Value: r[5], Source: "prensa",
		})
		if no != nil {
			t.Fatalf("%+v", no)
		}
		all = append(all, f)
	}
	return all
}

func worth(t *testing.T, d *db.DB, o *law.Owns, country, segment, day string) (w map[string]law.Figure) {
	t.Helper()
	err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		w, err = o.FiguresTx(tx, country, segment, on(t, day))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestAFigureIsThatOfItsDayAndNeverAnOlderOne: a day's index lasts a day, and a month's a month.
func TestAFigureIsThatOfItsDayAndNeverAnOlderOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := law.NewOwns(d)
		if _, err := o.Load(chief(t), "cifras.csv", figures(t), false); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			country, segment, day, name string
			want                        law.Figure
		}{
			{"CL", "", "2026-02-28", "UF", ""}, {"CL", "", "2026-03-01", "UF", "39500"},
			{"cl", "", "2026-03-02", "UF", "39510"}, {"CL", "", "2026-03-03", "UF", ""},
			{"CL", "", "2026-03-31", "UTM", "69000"}, {"CL", "", "2026-04-01", "UTM", ""},
			{"CO", "consumo", "2026-03-31", "IBC", "17.5"}, {"CO", "Microcredito", "2026-03-31", "IBC", "29"},
			{"CO", "", "2026-04-01", "IBC", ""}, {"PE", "", "2026-12-31", "UIT", "5500"},
			{"PE", "", "2027-01-01", "UIT", ""},
		} {
			if got := worth(t, d, o, c.country, c.segment, c.day)[c.name]; got != c.want {
				t.Errorf("%s %s on %s: %q, want %q", c.country, c.name, c.day, got, c.want)
			}
		}
		filled, err := o.Fill(t.Context(), "CL", "", "2026-03-02", map[string]law.Figure{"UF": "1"})
		if err != nil || filled["UF"] != "1" || filled["UTM"] != "69000" {
			t.Errorf("what the question says goes before: %v, %v", filled, err)
		}
		answer, err := pack(t, "CL").Fee(&law.FeeAsk{
			Pack: "CL", Overdue: "60", Unit: "UF", Days: new(25), Parameters: worth(t, d, o, "CL", "", "2026-03-02"),
		})
		if err != nil || answer.Missing != "" {
			t.Errorf("%+v, %v", answer, err)
		}
	})
}

// TestTheSameFileTwiceChangesNothingAndALoadIsTakenBack goes through a load, the same again, one that puts a
// figure right, and both taken back.
func TestTheSameFileTwiceChangesNothingAndALoadIsTakenBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o, all := law.NewOwns(d), figures(t)
		if l, err := o.Load(chief(t), "a.csv", all, true); err != nil || l.New != 6 || l.ID != 0 {
			t.Errorf("tried: %+v, %v", l, err)
		}
		first, err := o.Load(chief(t), "a.csv", all, false)
		if err != nil || first.New != 6 || first.ID == 0 {
			t.Fatalf("%+v, %v", first, err)
		}
		if l, err := o.Load(chief(t), "a.csv", all, false); err != nil || l.Unchanged != 6 || l.ID != 0 {
			t.Errorf("again: %+v, %v", l, err)
		}
		all[1].Value = "39512"
		second, err := o.Load(chief(t), "b.csv", all, false)
		if err != nil || second.Changed != 1 || second.Unchanged != 5 {
			t.Fatalf("%+v, %v", second, err)
		}
		uf := func() law.Figure { return worth(t, d, o, "CL", "", "2026-03-02")["UF"] }
		if uf() != "39512" {
			t.Errorf("put right, it is %q", uf())
		}
		if _, _, err := o.Unload(chief(t), first.ID); !errors.Is(err, law.ErrReplaced) {
			t.Errorf("a load on which another stands: %v", err)
		}
		if _, again, err := o.Unload(chief(t), second.ID); err != nil || again || uf() != "39510" {
			t.Errorf("taken back: %v, %v, %q", again, err, uf())
		}
		if _, again, err := o.Unload(chief(t), second.ID); err != nil || !again {
			t.Errorf("taken back twice: %v, %v", again, err)
		}
		if _, _, err := o.Unload(chief(t), first.ID); err != nil || uf() != "" {
			t.Errorf("%v, %q", err, uf())
		}
		if _, _, err := o.Unload(chief(t), 12345); !errors.Is(err, law.ErrNoLoad) {
			t.Error(err)
		}
		if l, err := o.Load(chief(t), "a.csv", figures(t), false); err != nil || l.New != 6 {
			t.Errorf("and loaded again: %+v, %v", l, err)
		}
	})
}

func TestOnlyWhoMayEditTheLawLoadsItsFigures(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := law.NewOwns(d)
		ctx := auth.As(t.Context(), auth.Identity{ID: 3, Role: auth.Supervisor})
		if _, err := o.Load(ctx, "a.csv", figures(t), false); !errors.Is(err, auth.ErrForbidden) {
			t.Error(err)
		}
		if _, err := o.Load(chief(t), "a.csv", figures(t), false); err != nil {
			t.Fatal(err)
		}
		all, err := o.Figures(ctx, "CL", 1)
		if err != nil || len(all) != 2 || all[0].From != on(t, "2026-03-02") || all[1].Until == calendar.NoDay {
			t.Errorf("the latest of each: %+v, %v", all, err)
		}
	})
}
