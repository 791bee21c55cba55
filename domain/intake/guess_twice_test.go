package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// twoRows makes a file of debts with one more column, which is called as given and holds the values.
func twoRows(name, first, second string) (header []string, rows [][]string) {
	return table("account|person|person_name|principal|due_on|phones|city|" + name +
		"\nA1|p1|Ana|5|2026-03-25|0991234567|Quito|" + first +
		"\nA2|p2|Eva|7|2026-03-26|0991234568|Loja|" + second)
}

func TestAColumnThatTheHeaderNamesTwiceIsNotPickedByChance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, name, first, second string
		refused                   string // our column, of which nobody knows which it is
		doubt                     string
	}{
		{"a balance that differs", "principal", "9", "7", "principal", ""},
		{"whatever its capitals", "Principal", "9", "7", "principal", ""},
		{"a day that differs", "due_on", "2026-03-25", "2026-04-26", "due_on", ""},
		{"an account that differs", "account", "A1", "B2", "account", ""},
		{"a name that differs", "person_name", "Ana", "Luz", "person_name", ""},
		{"a balance that is the same is looked at", "principal", "5", "7", "", "principal"},
		{"so is a city that differs", "city", "Quito", "Manta", "", "city"},
		{"telephones are put together", "phones", "0987", "0986", "", ""},
		{"what is nothing of ours may stand twice", "color", "rojo", "azul", "", ""},
	} {
		header, rows := twoRows(c.name, c.first, c.second)
		m, guessed, faults := Guess(Portfolio, header, rows, false, Mapping{Currency: "USD", Country: "EC"})
		switch {
		case c.refused == "" && len(faults) > 0:
			t.Errorf("%s: %v", c.what, faults)
		case c.refused == "":
		case len(faults) != 1 || !errors.Is(faults[0], ErrTwice) || faults[0].Field != c.refused:
			t.Errorf("%s: %v", c.what, faults)
		case faults[0].Args[0] != c.refused || !strings.HasPrefix(faults[0].Args[1].(string), c.name):
			t.Errorf("%s: both columns are named: %v", c.what, faults[0].Args)
		default:
			if _, taken := m.Columns[c.refused]; taken {
				t.Errorf("%s: one of them was taken", c.what)
			}
		}
		doubts := slices.ContainsFunc(guessed, func(g Guessed) bool {
			return g.Column == c.doubt && g.Why == becauseTwice && g.Confidence < Doubtful
		})
		if doubts != (c.doubt != "") {
			t.Errorf("%s: %+v", c.what, guessed)
		}
	}
}

func TestWhoSaysWhichOfTwoColumnsItIsIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	header, rows := twoRows("principal", "9", "7")
	given := Mapping{Currency: "USD", Country: "EC", Columns: map[string]ColumnSource{
		"principal": {From: "principal (2)"}, "x.principal": {From: "principal", Skip: true},
	}}
	m, _, faults := Guess(Portfolio, header, rows, false, given)
	if len(faults) > 0 || m.Columns["principal"].From != "principal (2)" {
		t.Fatalf("%v, %+v", faults, m.Columns["principal"])
	}
	r, err := Compile(m, header, false, Portfolio, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	if o := r.Row(2, cellsOf(rows[0]), &row); o.Verdict != Taken || row.Principal != 900 {
		t.Errorf("read %d: %+v", row.Principal, o)
	}
	// A mapping that was kept before the second column came does not know of it.
	given.Columns = map[string]ColumnSource{"principal": {From: "principal"}}
	if _, _, faults = Guess(Portfolio, header, rows, false, given); len(faults) != 1 ||
		!errors.Is(faults[0], ErrTwice) {
		t.Errorf("a second column beside the one of the mapping: %v", faults)
	}
}
