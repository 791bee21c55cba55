package treatment

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
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

// Where nobody could be asked about a step at all, no contact is planned by it, and each case of it is told
// once: also the one of which something of its own is known.
func TestAStepOfWhichTheLawCannotBeAskedPlansNothingAndIsTold(t *testing.T) {
	t.Parallel()
	p := country(t, "EC")
	noFigure := law.ErrNoFigure.With("ec.wage", text.Key("lawmoney.cadence.year"))
	for _, step := range p.Strategy.Steps {
		p.Law.ends[turn{bank, step.Code}] = ending{err: noFigure}
	}
	plain, known := caseOf(owed(11, bank, "USD", 10_000, 40)), caseOf(owed(12, bank, "USD", 10_000, 40))
	known.Known = &Known{Ask: func(About) ([]law.Under, error) { return nil, noFigure }}
	for _, c := range []*Case{plain, known} {
		out := decideAt(c, p, evening(p))
		if len(out.Places) != 1 || len(out.Tally.Planned) > 0 || out.Tally.Unasked.Cases != 1 ||
			out.Tally.Unasked.Key != law.ErrNoFigure.Key {
			t.Errorf("placed %+v, tally %+v", out.Places, out.Tally)
		}
	}
}

// A decision outside a close that could not go by the law is told to whoever listens, the log of the server
// or the person at the command, once it stands: after an event, an assignment and a cut.
func TestADecisionOutsideACloseThatCouldNotAskTheLawIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := seed(t, d, 40, monthEnd())
		treatments := l.open(t, 1)
		if _, err := treatments.Close(work(t), monthEnd()); err != nil {
			t.Fatal(err)
		}
		person, told := l.persons[3], []Unasked(nil)
		treatments.Unasked = func(u Unasked) { told = append(told, u) }
		treatments.Law.Known = func(_ db.Tx, persons []id.ID, _ time.Time) (map[id.ID]*Known, error) {
			all := map[id.ID]*Known{}
			for _, one := range persons {
				all[one] = &Known{Ask: func(About) ([]law.Under, error) { return nil, errors.New("torn") }}
			}
			return all, nil
		}
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			_, err := tx.Exec(`INSERT INTO person_mark (id, person_id, account_id, kind, channel, from_at,
				until_at, document, proof, contact_id, set_at, by_user, ended_at, ended_by, ended_why)
				VALUES (1, ?, 0, 'opt_out', '', 1, 0, 0, '', 0, 1, 0, 0, 0, '')`, person)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for what, change := range map[string]func() error{
			"an event": func() error {
				return d.Write(t.Context(), func(tx db.Tx) error {
					return treatments.ReconsiderTx(tx, person, Effect{Anew: true})
				})
			},
			"an assignment": func() error {
				return d.Write(t.Context(), func(tx db.Tx) error {
					return treatments.AssignTx(tx, []id.ID{person}, 7)
				})
			},
			"a cut": func() error { return treatments.Refresh(work(t), monthEnd(), 0) },
		} {
			told = nil
			if err := change(); err != nil {
				t.Fatal(err)
			}
			if len(told) != 1 || told[0].Cases != 1 || told[0].Text != "torn" {
				t.Errorf("after %s: told %+v", what, told)
			}
		}
	})
}
