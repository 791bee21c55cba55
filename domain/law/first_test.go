package law_test

import (
	"slices"
	"testing"
	"time"

	"aldia/domain/law"
)

// The rules of Mexico have who collects say at the first contact who they are, for whom and where to
// complain.
func TestAContactIsTheFirstUntilWhoOwesWasReached(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC) // a Monday at noon in Mexico
	before := func(days int, channel law.Channel, result law.Result, theirs bool) law.Event {
		return law.Event{At: at.AddDate(0, 0, -days), Channel: channel, Result: result, Person: theirs}
	}
	pack, err := law.Load("MX")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what    string
		history []law.Event
		first   bool
	}{
		{"nothing happened before", nil, true},
		{"nobody answered", []law.Event{before(3, law.Voice, law.Unanswered, false)}, true},
		{"somebody else answered", []law.Event{before(3, law.Voice, law.Connected, false)}, true},
		{"a message stayed on the machine", []law.Event{before(3, law.Voice, law.Voicemail, false)}, true},
		{"a text went off, and who knows whether it came", []law.Event{before(3, law.SMS, law.Sent, false)}, true},
		{"the person called us", []law.Event{before(3, law.Voice, law.TwoWay, true)}, true},
		{"they spoke more than a year ago", []law.Event{before(400, law.Voice, law.TwoWay, false)}, true},
		{"they will speak", []law.Event{before(-2, law.Voice, law.TwoWay, false)}, true},
		{"they spoke", []law.Event{before(3, law.Voice, law.TwoWay, false)}, false},
		{"a text came", []law.Event{before(3, law.SMS, law.Delivered, false)}, false},
		{"a text was read", []law.Event{before(300, law.WhatsApp, law.Read, false)}, false},
	} {
		if got := !law.Met(c.history, at); got != c.first {
			t.Errorf("%s: first %v", c.what, got)
		}
		ask := law.Ask{At: at, Channel: law.SMS, Party: law.Debtor, Purpose: law.Collection, History: c.history,
			Content: &law.Content{Has: []string{"opt_out_notice"}}}
		v, err := pack.Check(&ask)
		if err != nil {
			t.Fatal(err)
		}
		if c.what == "they will speak" && v.NextAt.Format("2006-01-02 15:04") != "2026-11-26 07:00" {
			t.Errorf("once they have spoken a text is no first one, from the morning after: %s", v.NextAt)
		}
		lacks := slices.ContainsFunc(v.Blocked, func(r *law.ContactRule) bool {
			return r.ID == "mx.contact.disclosure"
		})
		if lacks != c.first {
			t.Errorf("%s: a text without the disclosure is held back: %v", c.what, lacks)
		}
	}
}
