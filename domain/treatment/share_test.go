package treatment

import (
	"slices"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/promise"
	"aldia/platform/id"
)

// owesBoth is a person who owes the bank and, for longer, the shop.
func owesBoth() *Case {
	return caseOf(owed(7, bank, "USD", 500_00, 10), owed(8, shop, "PEN", 300_00, 70),
		owed(9, shop, "USD", 100_00, 5), owed(10, bank, "USD", 200_00, -30))
}

func TestWhoOwesSeveralCreditorsHasAShareForEachAndAPlaceForEach(t *testing.T) {
	t.Parallel()
	file, out := first(t, owesBoth())
	if file.CreditorID != shop || file.AccountID != 8 || file.Further != 1 || file.Accounts != 4 {
		t.Errorf("the case is %+v", file)
	}
	want := []Share{
		{CreditorID: shop, AccountID: 8, Stage: "collection", Step: "late", Bucket: "61-90",
			OldestDueOn: theDay() - 70, Currency: "PEN", PastDue: 300_00, Balance: 300_00, Accounts: 2},
		{CreditorID: bank, AccountID: 7, Turn: 1, Stage: "collection", Step: "early", Bucket: "1-30",
			OldestDueOn: theDay() - 10, Currency: "USD", PastDue: 500_00, Balance: 700_00, Accounts: 2},
	}
	if len(out.Shared) != 1 || out.Shared[0].PersonID != person || !slices.Equal(out.Shared[0].Shares, want) {
		t.Errorf("the shares are\n%+v, want\n%+v", out.Shared, want)
	}
	places := out.Places
	if len(places) != 2 || places[0].CreditorID != shop || places[0].Step != "late" || places[0].Further ||
		places[1].CreditorID != bank || places[1].Step != "early" || !places[1].Further {
		t.Errorf("the places are %+v", places)
	}
	if out.Tally.Planned["voice"] != 1 {
		t.Errorf("%v calls are planned for one person", out.Tally.Planned)
	}
	if _, one := first(t, caseOf(owed(7, bank, "USD", 500_00, 10), owed(8, bank, "USD", 300_00,
		70))); len(one.Shared) != 0 || len(one.Places) != 1 {
		t.Errorf("who owes one creditor has shares %+v and places %+v", one.Shared, one.Places)
	}
}

// after is the case after an event and a decision on it, as the database would give it back.
func after(t *testing.T, c *Case, day calendar.Day, e Effect) (*Case, *Changes) {
	t.Helper()
	out := NewChanges()
	reconsider(c, day, policy(t), e, time.Unix(0, 0), out)
	return decided(c, out), out
}

func TestWhatIsOfDebtsRestsTheShareOfItsCreditorAndWhatIsOfThePersonRestsAll(t *testing.T) {
	t.Parallel()
	day := theDay()
	told := func(creditor id.ID, hold contact.HoldReason, until calendar.Day) Effect {
		return Effect{CreditorID: creditor, Hold: Hold(hold), HoldUntilOn: until}
	}
	for _, c := range []struct {
		says    string
		effect  Effect
		promise id.ID // to whom one is open
		hold    Hold  // of the case
		ready   []id.ID
		waiting []id.ID
	}{
		{"nothing was said", Effect{}, 0, NoHold, []id.ID{shop, bank}, nil},
		{"they promised the shop", Effect{Release: true, CreditorID: shop}, shop, NoHold, []id.ID{bank},
			[]id.ID{shop}},
		{"they promised the bank", Effect{Release: true, CreditorID: bank}, bank, NoHold, []id.ID{shop},
			[]id.ID{bank}},
		{"they say they have paid the shop", told(shop, contact.HoldPaid, day+3), 0, NoHold, []id.ID{bank},
			[]id.ID{shop}},
		{"they say they have paid both", Effect{CreditorID: shop, Also: []id.ID{bank}, Hold: holdPaid,
			HoldUntilOn: day + 3}, 0, holdPaid, nil, []id.ID{shop, bank}},
		{"they dispute what the shop says, until somebody has looked", told(shop, contact.HoldClaim, 0), 0, NoHold,
			[]id.ID{bank}, nil},
		{"they have paid the one and promised the other", told(bank, contact.HoldPaid, day+3), shop, holdPaid, nil,
			[]id.ID{bank, shop}},
		{"they asked the shop for no contact", told(shop, contact.HoldNoContact, 0), 0, holdNoContact, nil, nil},
		{"they have died", told(bank, contact.HoldDeceased, 0), 0, holdDeceased, nil, nil},
		{"they are away for two weeks", Effect{CreditorID: bank, Hold: "away", HoldUntilOn: day + 14}, 0, "away",
			nil, []id.ID{shop, bank}},
	} {
		input := owesBoth()
		known := decided(input, decide(t, input, day, policy(t)))
		if c.promise != 0 {
			known.Promises = []promise.Promise{{ID: 1, PersonID: person, CreditorID: c.promise, Currency: "USD",
				Amount: 100, DueOn: day + 5, State: promise.Open}}
		}
		version := known.File.Version
		now, _ := after(t, known, day, c.effect)
		if now.File.Hold != c.hold || now.File.Version != version+1 {
			t.Errorf(
				"%s: the case rests for %q, version %d after %d",
				c.says,
				now.File.Hold,
				now.File.Version,
				version,
			)
		}
		var ready, waiting []id.ID
		for _, p := range placesOf(&now.File, now.Shares, policy(t)) {
			switch {
			case p.Remove:
			case p.ReadyAt == 0:
				ready = append(ready, p.CreditorID)
			default:
				waiting = append(waiting, p.CreditorID)
			}
		}
		if !slices.Equal(ready, c.ready) || !slices.Equal(waiting, c.waiting) {
			t.Errorf("%s: ready for %v, waiting for %v; want %v, %v", c.says, ready, waiting, c.ready, c.waiting)
		}
		for night := range calendar.Day(3) {
			if again := decide(t, now, day+night, policy(t)); again.size() != 0 {
				t.Errorf("%s: %d nights later is written %+v", c.says, night, again)
			}
		}
	}
}

func TestARestFollowsItsDebtsWhenACreditorComesOrGoes(t *testing.T) {
	t.Parallel()
	day := theDay()
	one := caseOf(owed(8, shop, "PEN", 300_00, 70))
	one = decided(one, decide(t, one, day, policy(t)))
	one, _ = after(t, one, day, Effect{CreditorID: shop, Hold: holdPaid, HoldUntilOn: day + 9})
	one.Accounts = append(one.Accounts, owed(7, bank, "USD", 500_00, 10)) // the bank comes
	out := decide(t, one, day+1, policy(t))
	if len(out.Places) != 2 || out.Places[0].CreditorID != bank || out.Places[0].ReadyAt != 0 ||
		out.Places[1].ReadyAt == 0 {
		t.Errorf("having paid the shop hides the bank's debt: %+v", out.Places)
	}
	two := decided(one, out)
	for name, c := range map[string]struct {
		gone int
		hold Hold
	}{"the shop goes": {0, NoHold}, "the bank goes": {1, holdPaid}} {
		left := *two
		left.Accounts = slices.Clone(two.Accounts)
		left.Accounts[c.gone].Items = nil
		out := decide(t, &left, day+2, policy(t))
		if len(out.Files) != 1 || out.Files[0].Hold != c.hold || out.Files[0].Further != 0 ||
			len(out.Places) != 1 ||
			len(out.Shared) != 1 ||
			len(out.Shared[0].Shares) != 0 {
			t.Errorf("%s: the case %+v, the places %+v, the shares %+v", name, out.Files, out.Places, out.Shared)
		}
	}
}

func TestAPlaceWeighsThePromisesBrokenToItsOwnCreditor(t *testing.T) {
	t.Parallel()
	day := theDay()
	broken := func(creditor id.ID) promise.Promise {
		return promise.Promise{ID: 1, PersonID: person, CreditorID: creditor, Currency: "USD", Amount: 100,
			MadeOn: day - 20, DueOn: day - 9, State: promise.Open}
	}
	places := func(c *Case) map[id.ID]int64 {
		weighs := map[id.ID]int64{}
		for _, p := range decide(t, c, day, policy(t)).Places {
			weighs[p.CreditorID] = p.Priority
		}
		return weighs
	}
	none := places(owesBoth())
	for _, c := range []struct{ to, other id.ID }{{shop, bank}, {bank, shop}} {
		now := owesBoth()
		now.Promises = []promise.Promise{broken(c.to)}
		if got := places(now); got[c.to] <= none[c.to] || got[c.other] != none[c.other] {
			t.Errorf("a promise broken to %d tonight: %v, without it %v", c.to, got, none)
		}
		earlier := owesBoth()
		earlier.File.Broken, earlier.broke = 1, map[id.ID]int64{c.to: 1}
		if got := places(earlier); got[c.to] <= none[c.to] || got[c.other] != none[c.other] {
			t.Errorf("a promise broken to %d once: %v, without it %v", c.to, got, none)
		}
	}
}

// Who has paid one creditor, to whom they broke promises, is worked for the other as one who broke none.
func TestPromisesBrokenToACreditorWhoIsPaidWeighNothingInThePlaceOfTheOther(t *testing.T) {
	t.Parallel()
	weighs := func(broken map[id.ID]int64, files int64) int64 {
		c := owesBoth()
		c.Accounts = slices.DeleteFunc(c.Accounts, func(a AccountCase) bool { return a.CreditorID == bank })
		c.File.Broken, c.broke = files, broken
		out := decide(t, c, theDay(), policy(t))
		if len(out.Places) != 1 || out.Places[0].CreditorID != shop {
			t.Fatalf("the places are %+v", out.Places)
		}
		return out.Places[0].Priority
	}
	none := weighs(nil, 0)
	if got := weighs(map[id.ID]int64{bank: 2}, 2); got != none {
		t.Errorf("promises broken to the bank, which is paid, weigh %d at the shop, none %d", got, none)
	}
	if got := weighs(map[id.ID]int64{bank: 2, shop: 1}, 3); got <= none {
		t.Errorf("a promise broken to the shop weighs nothing: %d, none %d", got, none)
	}
}

func TestWhoseOwnDebtsArePaidSeesNothingOfWhatIsOwedToOthers(t *testing.T) {
	t.Parallel()
	file := Casefile{
		PersonID: person, CreditorID: shop, AccountID: 8, Stage: "collection", Step: "late", Bucket: "61-90",
		OldestDueOn: theDay() - 70, Currency: "PEN", PastDue: 300_00, Balance: 300_00, Accounts: 4, Hold: holdPaid,
		HoldUntilOn: theDay() + 3, AssignedID: 5, Further: 1, Version: 7,
	}
	shares := []Share{{CreditorID: shop, Accounts: 2}, {CreditorID: bank, Accounts: 2}}
	want := Casefile{PersonID: person, Stage: "extinction", AssignedID: 5, Version: 7}
	if got := seenCase(file, shares, []id.ID{99}); got != want {
		t.Errorf("a reader of neither is told %+v", got)
	}
	file.Hold, file.HoldUntilOn = holdDeceased, 0
	want.Hold = holdDeceased
	if got := seenCase(file, shares, []id.ID{99}); got != want {
		t.Errorf("that the person has died is of the person: %+v", got)
	}
}
