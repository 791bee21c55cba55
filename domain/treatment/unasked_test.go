package treatment

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"aldia/domain/law"
	"aldia/platform/text"
	"aldia/words"
)

// Where the law cannot be asked, the case stays where it is, and the close says of how many and why: once for
// each case, also where it has places with two creditors.
func TestTheCloseSaysOfHowManyTheLawCouldNotBeAsked(t *testing.T) {
	t.Parallel()
	p := country(t, "EC")
	known := &Known{Ask: func(About) ([]law.Under, error) {
		return nil, law.ErrNoFigure.With("ec.wage", text.Key("lawmoney.cadence.year"))
	}}
	alone := caseOf(owed(11, bank, "USD", 10_000, 40))
	both := caseOf(owed(12, bank, "USD", 10_000, 40), owed(13, shop, "USD", 10_000, 20))
	broken := caseOf(owed(14, bank, "USD", 10_000, 40))
	alone.Known, both.Known = known, known
	broken.Known = &Known{Ask: func(About) ([]law.Under, error) { return nil, errors.New("torn") }}
	tally := NewChanges().Tally
	for places, c := range map[int]*Case{1: alone, 2: both} {
		out := decideAt(c, p, evening(p))
		if len(out.Places) != places || out.Places[0].Remove || out.Tally.Unasked.Cases != 1 {
			t.Errorf("placed %+v, unasked %+v", out.Places, out.Tally.Unasked)
		}
		tally.Add(out.Tally)
	}
	tally.Add(decideAt(broken, p, evening(p)).Tally)
	tally.Add(decideAt(caseOf(owed(15, bank, "USD", 10_000, 40)), p, evening(p)).Tally)
	kept, err := json.Marshal(Answer{Unasked: tally.Unasked})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := parseAnswer(theDay(), string(kept))
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	why := answer.Unasked.Reason(catalog.For("es"))
	if answer.Unasked.Cases != 3 || !strings.Contains(why, "ec.wage") || strings.Contains(why, "cadence") {
		t.Errorf("%d cases, because %q", answer.Unasked.Cases, why)
	}
	var torn Unasked
	torn.note(errors.New("torn"))
	if why := torn.Reason(catalog.For("es")); strings.Contains(why, "torn") || why == "" {
		t.Errorf("our own mistake is shown as %q", why)
	}
}
