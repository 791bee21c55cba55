package treatment

import (
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/contact"
)

func TestWhatOneResultAsksForIsEndedByAnother(t *testing.T) {
	t.Parallel()
	day := theDay()
	spoke := func(k contact.Kind) contact.Recorded { return contact.Recorded{Kind: k, Reached: contact.Debtor} }
	other := func(k contact.Kind) contact.Recorded { return contact.Recorded{Kind: k, Reached: contact.Third} }
	claim := spoke(contact.Disputes)
	claim.Hold, claim.HoldUntilOn = contact.HoldClaim, day+15
	paid := spoke(contact.Paid)
	paid.Hold, paid.HoldUntilOn = contact.HoldPaid, day+3
	died := other(contact.Deceased)
	died.Hold = contact.HoldDeceased
	wish := spoke(contact.NoContactAsked)
	wish.Hold = contact.HoldNoContact
	for _, c := range []struct {
		says  string
		was   Hold
		until calendar.Day
		r     contact.Recorded
		hold  Hold
		on    calendar.Day
	}{
		{"nobody answers, and they said they had paid", "paid", day + 3, other(contact.NoAnswer), "paid", day + 3},
		{"they had paid, and now they cannot", "paid", day + 3, spoke(contact.CannotPay), NoHold, 0},
		{"they had paid, and now it is another's debt", "paid", day + 3, claim, "claim", day + 15},
		{"they refuse to talk while their claim is looked at", "claim", day + 9, spoke(contact.Refuses), "claim",
			day + 9},
		{"they promise after all", "claim", day + 9, spoke(contact.Promise), NoHold, 0},
		{"somebody said that they had died, and they answer", "deceased", 0, spoke(contact.Refuses), NoHold, 0},
		{"the dead dispute", "deceased", 0, claim, "claim", day + 15},
		{"a message is left for one who has died", "deceased", 0, other(contact.MessageLeft), "deceased", 0},
		{"they died while a claim was looked at", "claim", day + 9, died, "deceased", 0},
		{"they asked for no contact", NoHold, 0, wish, "no_contact", 0},
		{"who asked for no contact says that they paid", "no_contact", 0, paid, "no_contact", 0},
		{"who asked for no contact disputes", "no_contact", 0, claim, "no_contact", 0},
		{"who asked for no contact promises of their own accord", "no_contact", 0, spoke(contact.Promise),
			"no_contact", 0},
		{"who asked for no contact asks to be called", "no_contact", 0, spoke(contact.Callback), NoHold, 0},
		{"somebody else asks us to call them", "no_contact", 0, other(contact.Callback), "no_contact", 0},
	} {
		hold, on := EffectOf(c.r).after(c.was, c.until)
		if hold != c.hold || on != c.on {
			t.Errorf("%s: %q until %s, want %q until %s", c.says, hold, on.Text(), c.hold, c.on.Text())
		}
	}
}
