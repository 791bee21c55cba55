package season_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/party"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// follows is what must follow from a leaf. The call is at nine of a Tuesday; the promise is for Saturday and
// the call back for Wednesday at eleven.
type follows struct {
	ready string // when the case comes up again, "Tue 12:00"; empty: not before something happens
	hold  string // why it rests
	until string // the last day of the rest
	mark  party.PointState
	found bool // another number is kept
}

// effects is what each leaf of the program's tree does.
func effects() map[string]follows {
	valid, tried := party.Verified, party.Unverified
	all := map[string]follows{
		"debtor/paid":            {"Mon 08:00", "paid", "Fri", valid, false},
		"debtor/paid/no_receipt": {"Thu 08:00", "paid", "Wed", valid, false},
		"debtor/promise":         {"Tue 08:00", "promise", "Mon", valid, false},
		"debtor/callback":        {"Wed 11:00", "", "", valid, false},
		"debtor/refuses":         {"Thu 08:00", "", "", valid, false},
		"debtor/no_contact":      {"", "no_contact", "", valid, false},

		"third/message_left":           {"Wed 08:00", "", "", tried, false},
		"third/message_left/family":    {"Wed 08:00", "", "", tried, false},
		"third/message_left/work":      {"Wed 08:00", "", "", tried, false},
		"third/not_there":              {"Tue 11:00", "", "", tried, false},
		"third/not_there/later_today":  {"Tue 12:00", "", "", tried, false},
		"third/not_there/away":         {"Tue 08:00", "", "", tried, false},
		"third/not_there/moved":        {"Wed 08:00", "", "", party.ThirdParty, false},
		"third/not_there/other_number": {"Tue 09:30", "", "", tried, true},
		"third/wrong_number":           {"Tue 10:00", "", "", party.Wrong, false},
		"third/wrong_number/unknown":   {"Tue 10:00", "", "", party.Wrong, false},
		"third/wrong_number/of_third":  {"Tue 10:00", "", "", party.ThirdParty, false},
		"third/deceased":               {"", "deceased", "", tried, false},
		"third/refuses":                {"Thu 08:00", "", "", tried, false},

		"nobody/no_answer":                     {"Tue 12:00", "", "", tried, false},
		"nobody/busy":                          {"Tue 09:30", "", "", tried, false},
		"nobody/voicemail":                     {"Wed 08:00", "", "", tried, false},
		"nobody/hung_up":                       {"Tue 12:00", "", "", tried, false},
		"nobody/out_of_service":                {"Tue 10:00", "", "", party.Unreachable, false},
		"nobody/out_of_service/does_not_exist": {"Tue 10:00", "", "", party.Unreachable, false},
		"nobody/out_of_service/suspended":      {"Tue 10:00", "", "", party.Unreachable, false},
	}
	for _, reason := range []string{"transfer", "window", "collector"} {
		all["debtor/paid/"+reason] = all["debtor/paid"]
	}
	for _, reason := range []string{"no_money", "waits_for_money", "pays_in_days", "no_statement",
		"lost_statement", "no_invoice", "no_time", "forgot", "lost_work", "illness", "too_much_debt",
		"does_not_want"} {
		all["debtor/promise/"+reason] = all["debtor/promise"]
		all["debtor/cannot_pay/"+reason] = follows{"Tue 08:00", "", "", valid, false}
		all["debtor/wont_pay/"+reason] = follows{"Fri 08:00", "", "", valid, false}
	}
	for _, reason := range []string{"not_recognised", "dissatisfied", "incomplete", "other_agreement",
		"wrong_amount", "already_settled"} {
		all["debtor/disputes/"+reason] = follows{"Thu 08:00", "claim", "Wed", valid, false}
	}
	return all
}

func TestEveryLeafOfTheTreeDoesWhatItSays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &season{T: t, house: open(t, d), clock: dbtest.Clock(t, d), random: rand.New(rand.NewPCG(1, 1)),
			place: calendarPlace(t), promises: map[id.ID]promiseSeen{}, seen: map[string]int64{}}
		tuesday := calendar.On(d.Now(), s.place)
		for tuesday.Weekday() != time.Tuesday {
			tuesday++
		}
		s.cut(newBook(t, "condor", "creditor", "paid", 1), tuesday-1, 0)
		s.close(tuesday - 1)
		at := tuesday.Start(s.place).Add(9 * time.Hour)
		s.clock.Set(at)
		want, people := effects(), s.listed()
		for n, leaf := range contact.Default().Leaves() {
			w, known := want[leaf.Path]
			if !known {
				t.Errorf("%s is in the tree, and nobody says what it does", leaf.Path)
				continue
			}
			delete(want, leaf.Path)
			r := s.callOf(people[n], leaf.Path, tuesday)
			r.CallbackAt, r.Note = (tuesday + 1).Start(s.place).Add(11*time.Hour), "dicho por teléfono"
			if leaf.Asks(contact.AskPhone) {
				r.NewPhone = "0987654321"
			}
			_, err := s.contacts.Keep(auth.As(t.Context(), auth.Identity{ID: 1, Role: auth.Agent}), r)
			s.must(err, leaf.Path)
			if is := s.followed(r); is != w {
				t.Errorf("%s: %+v, want %+v", leaf.Path, is, w)
			}
		}
		for path := range want {
			t.Errorf("%s is no leaf of the tree", path)
		}
	})
}

// followed reads what has become of a person and the telephone that was tried.
func (s *season) followed(r contact.Result) (f follows) {
	s.Helper()
	file, _, err := s.treatments.Casefile(s.ctx(), r.PersonID)
	s.must(err, "case")
	f.hold = string(file.Hold)
	if file.HoldUntilOn != calendar.NoDay {
		f.until = file.HoldUntilOn.Weekday().String()[:3]
	}
	s.rows(func(row db.Row) {
		if at := db.Time(row.Int(0)); row.Int(1) != 1 || !at.After(s.clock.Now()) {
			s.Errorf("%s: the case does not wait: %d, %s", r.Leaf, row.Int(1), at)
		} else {
			f.ready = at.In(s.place).Format("Mon 15:04")
		}
	}, `SELECT ready_at, state FROM work WHERE person_id = ?`, r.PersonID)
	for _, p := range s.pointsOf(r.PersonID) {
		if p.ID == r.ContactPointID {
			f.mark = p.State
		}
		f.found = f.found || p.Source == party.SourceFound
	}
	return f
}

// A promise that has time keeps it, and a claim is looked at in peace, whatever comes of a later call; only
// what the person themself asked for comes at its hour.
func TestACaseThatRestsIsNotCalledBecauseNobodyAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &season{T: t, house: open(t, d), clock: dbtest.Clock(t, d), random: rand.New(rand.NewPCG(1, 1)),
			place: calendarPlace(t), promises: map[id.ID]promiseSeen{}, seen: map[string]int64{}}
		on := calendar.On(d.Now(), s.place)
		s.cut(newBook(t, "condor", "creditor", "paid", 1), on-1, 0)
		s.close(on - 1)
		s.clock.Set(on.Start(s.place).Add(9 * time.Hour))
		people := s.listed()
		ctx := auth.As(t.Context(), auth.Identity{ID: 1, Role: auth.Agent})
		for n, c := range []struct {
			says  string
			calls []string
			hold  string
			same  bool // it waits as long as after the first of them
		}{
			{"a promise has time", []string{"debtor/promise", "nobody/no_answer"}, "promise", true},
			{"a claim is looked at", []string{"debtor/disputes/wrong_amount", "third/refuses"}, "claim", true},
			{"a call was agreed", []string{"debtor/promise", "debtor/callback"}, "promise", false},
			{"they wish no contact", []string{"debtor/no_contact", "nobody/no_answer", "debtor/promise"}, "no_contact",
				true},
			{"they ask to be called after all", []string{"debtor/no_contact", "debtor/callback"}, "", false},
			{"one who was said to have died answers", []string{"third/deceased", "debtor/refuses"}, "", false},
			{"they said they had paid, and cannot", []string{"debtor/paid", "debtor/cannot_pay/no_money"}, "", false},
		} {
			var first, last follows
			for k, leaf := range c.calls {
				r := s.callOf(people[n], leaf, on)
				r.CallbackAt, r.Note = s.clock.Now().Add(26*time.Hour), "dicho por teléfono"
				_, err := s.contacts.Keep(ctx, r)
				s.must(err, c.says)
				if last = s.followed(r); k == 0 {
					first = last
				}
			}
			if last.hold != c.hold || (last.ready == first.ready) != c.same {
				t.Errorf("%s: at first %+v, then %+v", c.says, first, last)
			}
		}
	})
}

// Who has no telephone that works is not called day after day: somebody has to find one first.
func TestWhoHasNoTelephoneThatWorksIsToBeFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &season{T: t, house: open(t, d), clock: dbtest.Clock(t, d), random: rand.New(rand.NewPCG(1, 1)),
			place: calendarPlace(t), promises: map[id.ID]promiseSeen{}, seen: map[string]int64{}}
		on := calendar.On(d.Now(), s.place)
		s.cut(newBook(t, "condor", "creditor", "paid", 1), on-1, 0)
		s.close(on - 1)
		s.clock.Set(on.Start(s.place).Add(9 * time.Hour))
		person := s.listed()[0]
		before, _, err := s.treatments.Casefile(s.ctx(), person)
		s.must(err, "case")
		ctx := auth.As(t.Context(), auth.Identity{ID: 1, Role: auth.Agent})
		record := func(leaf, phone string) {
			r := s.callOf(person, leaf, on)
			r.NewPhone, r.Note = phone, "dicho por teléfono"
			if phone != "" {
				r.Channel, r.ContactPointID = "visit", 0
			}
			_, err := s.contacts.Keep(ctx, r)
			s.must(err, leaf)
		}
		steps := func(says, want string) {
			s.rows(func(r db.Row) {
				if r.Text(0) != want || r.Text(1) != want {
					t.Errorf("%s: the case is at %q, the list at %q, want %q", says, r.Text(0), r.Text(1), want)
				}
			}, `SELECT c.step, w.step FROM casefile AS c JOIN work AS w ON w.person_id = c.person_id
				WHERE c.person_id = ?`, person)
		}
		record("nobody/no_answer", "")
		steps("it rings", before.Step)
		record("nobody/out_of_service", "")
		steps("their only telephone is out of service", "locate")
		s.close(on)
		steps("the night after", "locate")
		s.clock.Set((on + 1).Start(s.place).Add(9 * time.Hour))
		s.must(d.Write(s.ctx(), func(tx db.Tx) error {
			_, err := s.persons.AddPointTx(tx, person, party.PointPhone, "0987654322", "EC",
				party.Cause{At: d.Now(), Reason: "test"})
			return err
		}), "a number comes in a file")
		s.close(on + 1)
		steps("a number came in a file", before.Step)
		record("nobody/out_of_service", "")
		record("third/not_there/other_number", "0987654321")
		steps("another number was found", before.Step)
	})
}
