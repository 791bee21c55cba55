package text_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"aldia/platform/fault"
	"aldia/platform/text"
)

// A sentence that was kept reads as it would have when it was put down, in each language: also where one of
// its arguments is a day, a word of ours or a fault, and where a person typed what looks like one of our
// keys.
func TestASentenceThatIsKeptReadsTheSame(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	inner := fault.New(fault.Invalid, "cut.since", day{2026, 11, 22})
	for _, one := range []struct {
		key  string
		args text.Args
	}{
		{"cut.rows", text.Args{int64(1), "Banco del Norte"}},
		{"cut.rows", text.Args{1_234_567, "{0}"}},
		{"cut.since", text.Args{day{2026, 11, 22}}},
		{"cut.since", text.Args{"2026-11-22"}},
		{"cut.lacks", text.Args{text.Key("cut.column.due_on")}},
		{"cut.lacks", text.Args{"cut.column.due_on"}},
		{"cut.lacks", text.Args{inner}},
		{"cut.lacks", text.Args{fault.New(fault.Invalid, "cut.lacks", inner)}},
		{"cut.lacks", text.Args{uint8(7)}},
		{"cut.lacks", text.Args{1.5}},
		{"cut.lacks", text.Args{errors.New("torn")}},
		{"cut.lacks", nil},
	} {
		raw, err := json.Marshal(one.args)
		if err != nil {
			t.Fatal(err)
		}
		var back text.Args
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatal(err)
		}
		for _, language := range c.Languages() {
			say := c.For(language)
			if was, is := say.Say(one.key, one.args...), say.Say(one.key, back...); was != is {
				t.Errorf("%s was %q and comes back from %s as %q", language, was, raw, is)
			}
		}
		if strings.Contains(string(raw), "torn") {
			t.Errorf("our own mistake is kept: %s", raw)
		}
	}
}

func TestWhatIsNoArgumentIsAnError(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{`{}`, `[{"day":"yesterday"}]`, `[{"key":7}]`, `7`} {
		var back text.Args
		if err := json.Unmarshal([]byte(raw), &back); err == nil {
			t.Errorf("%s is read as %v", raw, back)
		}
	}
}
