package contact_test

import (
	"errors"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/party"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
	"aldia/platform/id"
)

func TestAllThatIsWrongWithAResultIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.owes(20000)
		today := calendar.Of(2026, 3, 2)
		long := strings.Repeat("é", contact.MaxNote+1)
		for _, c := range []struct {
			says   string
			change func(*contact.Result)
			want   []*fault.Error
		}{
			{"neither sum nor day", func(r *contact.Result) { r.Amount.Amount, r.PromisedOn = 0, 0 },
				[]*fault.Error{contact.ErrAmount, contact.ErrDay}},
			{"too much, too late and too long", func(r *contact.Result) {
				r.Amount.Amount, r.PromisedOn, r.Note = 991234567, today+91, long
			}, []*fault.Error{contact.ErrOverDebt, contact.ErrDayFar, contact.ErrNoteLong}},
			{"a debt of somebody else and no day", func(r *contact.Result) {
				r.Debts, r.PromisedOn = []id.ID{77}, 0
			}, []*fault.Error{contact.ErrDebt, contact.ErrDay}},
			{"no number where one is asked, and a long note", func(r *contact.Result) {
				r.Leaf, r.NewPhone, r.Note = "third/not_there/other_number", "", long
			}, []*fault.Error{contact.ErrPhone, contact.ErrNoteLong}},
			{"a number that nobody could call, and a long note", func(r *contact.Result) {
				r.Leaf, r.NewPhone, r.Note = "third/not_there/other_number", "call me", long
			}, []*fault.Error{party.ErrPointText, contact.ErrNoteLong}},
			{"no reason, and a long note", func(r *contact.Result) { r.Leaf, r.Note = "debtor/wont_pay", long },
				[]*fault.Error{contact.ErrReason, contact.ErrNoteLong}},
		} {
			r := promised(500, today)
			c.change(&r)
			_, recorded := k.record(r)
			checked := k.Check(as(t.Context(), ana, auth.Agent), r)
			for _, want := range c.want {
				if !errors.Is(recorded, want) || !errors.Is(checked, want) {
					t.Errorf("%s: %v is not said: %v, %v", c.says, want, recorded, checked)
				}
			}
		}
		if err := k.Check(as(t.Context(), ana, auth.Agent), promised(500, today)); err != nil {
			t.Errorf("a promise that can be kept: %v", err)
		}
		if n := k.count(`SELECT count(*) FROM contact`); n != 0 {
			t.Errorf("%d contacts were kept by looking", n)
		}
	})
}
