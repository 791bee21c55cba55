package calendar_test

import (
	"errors"
	"strings"
	"testing"

	"aldia/domain/calendar"
)

const pichincha = `# Ecuador
[[holiday]]
name = { es = "Batalla de Pichincha", en = "Battle of Pichincha" }
on = "05-24"
move = "ec.rest"
from = 2017
source = "Ley de feriados 2016"
verification = "secondary"
`

const mourning = `
[[decreed]]
name = { es = "Duelo nacional", en = "Day of mourning" }
on = "2026-04-16"
source = "Decreto 12"
verification = "official"
`

// spoilt are files with one slip each, the line it is on, and what is said of it.
var spoilt = []struct {
	file string
	line int
	says string
}{
	{strings.Replace(pichincha, "move =", "moves =", 1), 5, `"holiday.moves" means nothing here`},
	{strings.Replace(pichincha, `en = "B`, `fr = "Bataille", en = "B`, 1), 3, `"holiday.name.fr" means nothing`},
	{"contry = \"EC\"\n" + pichincha, 1, `"contry" means nothing here`},
	{pichincha + "[[holyday]]\non = \"01-01\"\n", 9, `"holyday`},
	{strings.Replace(pichincha, "05-24", "02-30", 1), 4, "a day that does not exist"},
	{strings.Replace(pichincha, "05-24", "13-01", 1), 4, "a day that does not exist"},
	{strings.Replace(pichincha, "05-24", "24 de mayo", 1), 4, "is no date"},
	{strings.Replace(pichincha, "05-24", "fifth monday of may", 1), 4, "is no date"},
	{strings.Replace(pichincha, "05-24", "easter +90", 1), 4, "further from Easter"},
	{strings.Replace(pichincha, "05-24", "2026-05-24", 1), 4, "a decreed day is one date"},
	{strings.Replace(pichincha, "ec.rest", "ec.tuesday", 1), 5, "no law moves a day by"},
	{strings.Replace(pichincha, `"ec.rest"`, `""`, 1) + "moves_in = [2020]\n", 9, "say by which move"},
	{pichincha + "to = 2016\n", 9, "2016 is before 2017"},
	{strings.Replace(pichincha, "from = 2017", "every = 6", 1), 6, "count it from a year"},
	{pichincha + "only = [\"lunes\"]\n", 9, "is no day of the week"},
	{pichincha + "place = \"Quito\"\n", 9, "is no part of a country"},
	{strings.Replace(pichincha, "source =", "note =", 1), 2, "name the norm"},
	{strings.Replace(pichincha, `"secondary"`, `"sure"`, 1), 8, "is none of"},
	{strings.Replace(pichincha, `es = "Batalla de Pichincha", `, "", 1), 3, "in es and in en"},
	{strings.Replace(pichincha, "2017", `"2017"`, 1), 6, "incompatible types"},
	{strings.Replace(pichincha, "move =", "move", 1), 5, "="},
	{pichincha + pichincha, 11, "is there twice in 2017"},
	{strings.Replace(mourning, "2026-04-16", "04-16", 1), 4, "a decreed day is one date"},
	{strings.Replace(mourning, "2026-04-16", "2026-02-29", 1), 4, "a day that does not exist"},
	{pichincha + mourning + mourning, 17, "is there twice in 2026"},
}

func TestASlipInAFileOfRulesIsNamedWithItsLine(t *testing.T) {
	t.Parallel()
	for _, s := range spoilt {
		_, err := calendar.ParseRules([]byte(s.file))
		wrong, is := errors.AsType[*calendar.RuleError](err)
		if !is {
			t.Errorf("%q: got %v, want a RuleError", s.says, err)
			continue
		}
		if wrong.Line != s.line || !strings.Contains(wrong.Problem, s.says) {
			t.Errorf("got line %d: %s; want line %d: %s", wrong.Line, wrong.Problem, s.line, s.says)
		}
	}
}

func TestAFileOfRulesIsReadWhole(t *testing.T) {
	t.Parallel()
	rules, err := calendar.ParseRules([]byte(pichincha + mourning))
	if err != nil || len(rules) != 2 {
		t.Fatalf("%d rules: %v", len(rules), err)
	}
	c, err := calendar.New(rules)
	if err != nil {
		t.Fatal(err)
	}
	if got := printed(c.Holidays(2026)); got != "04-16 Thu, 05-24 Sun, 05-25 Mon o" {
		t.Errorf("2026: %s", got)
	}
	if h, _ := c.On(day(t, "2026-04-16")); !h.Decreed || h.Source != "Decreto 12" ||
		h.Verification != "official" {
		t.Errorf("the day of mourning is %+v", h)
	}
	if got := printed(c.Holidays(2016)) + printed(c.Holidays(2027)); got != "05-24 Mon" {
		t.Errorf("2016 and 2027: %s", got)
	}
}

// One name may come in two rules where the law changed, as long as no year has both.
func TestOneNameMayHaveTwoRulesThatNeverMeet(t *testing.T) {
	t.Parallel()
	until := strings.Replace(pichincha, "from = 2017", "to = 2016", 1)
	if _, err := calendar.ParseRules([]byte(pichincha + until)); err != nil {
		t.Error(err)
	}
}

func TestADecreedDayIsAddedByHand(t *testing.T) {
	t.Parallel()
	decreed := "\n[[decreed]]\nname = { es = \"Elecciones\", en = \"Elections\" }\non = \"2027-02-08\"\n" +
		"verification = \"official\"\n"
	rules, err := calendar.ParseRules([]byte(pichincha + decreed + "source = \"CNE\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	election := day(t, "2027-02-08")
	c, err := calendar.New(rules)
	if err != nil {
		t.Fatal(err)
	}
	if h, is := c.On(election); !is || h.Name.EN != "Elections" || !h.Decreed || c.IsBusinessDay(election) {
		t.Errorf("the day of the election is %+v", h)
	}
	if _, is := c.On(day(t, "2028-02-08")); is {
		t.Error("an election comes again the year after")
	}
	if _, err = calendar.ParseRules([]byte(pichincha + decreed)); err == nil {
		t.Error("a day without its source is taken")
	}
}

func TestADateIsWrittenAsItIsRead(t *testing.T) {
	t.Parallel()
	for text, in2027 := range map[string]string{
		"05-24": "2027-05-24", "02-29": "", "2022-09-16": "", "2027-09-16": "2027-09-16",
		"first monday of february": "2027-02-01", "third monday of november": "2027-11-15",
		"last monday of may": "2027-05-31", "fourth thursday of november": "2027-11-25",
		"easter": "2027-03-28", "easter -47": "2027-02-09", "easter +60": "2027-05-27",
		"june solstice": "2027-06-21",
	} {
		d, err := calendar.ParseDate(text)
		if err != nil || d.Text() != text {
			t.Errorf("%q is read as %q: %v", text, d.Text(), err)
		}
		if got, is := d.In(2027); is != (in2027 != "") || is && got.Text() != in2027 {
			t.Errorf("%q in 2027 is %s, want %s", text, got.Text(), in2027)
		}
	}
}

func FuzzParseRules(f *testing.F) {
	f.Add(pichincha)
	f.Add(mourning)
	for _, s := range spoilt {
		f.Add(s.file)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := calendar.ParseRules([]byte(text))
		if err != nil {
			if _, is := errors.AsType[*calendar.RuleError](err); !is {
				t.Fatalf("%v is no RuleError", err)
			}
			return
		}
		if _, err = calendar.New(rules); err != nil {
			t.Fatalf("read, and refused afterwards: %v", err)
		}
		for _, r := range rules {
			if again, err := calendar.ParseDate(r.On.Text()); err != nil || again != r.On {
				t.Fatalf("%q is read back as %+v: %v", r.On.Text(), again, err)
			}
		}
	})
}
