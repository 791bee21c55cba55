package worklist_test

import (
	"testing"
	"time"

	"aldia/domain/contact"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

func TestACallThatWasAgreedComesFirstAtItsHourAndOnlyThen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		small, large := of(1, 10, 0), of(2, 90_000_000, ana)
		f.place(small, large)
		hour := f.clock.Now().Add(time.Hour)
		f.result(contact.Recorded{PersonID: 1, UserID: ana, Kind: contact.Callback, AgainAt: hour})
		f.place(of(1, 11, 0), large) // the close of the night, in which it is worth a little more
		s, err := f.Standing(t.Context(), 1)
		if err != nil || !s.AgreedAt.Equal(hour) {
			t.Errorf("the call is agreed for %v, want %v (%v)", s.AgreedAt, hour, err)
		}
		f.expect("before the hour", f.next(sees(luis)), 0)
		f.clock.Advance(time.Hour)
		if _, err := f.Tick(t.Context(), f.clock.Now()); err != nil {
			t.Fatal(err)
		}
		f.expect("at the hour Ana has it before her own", f.next(sees(ana)), 1)
		lines, err := f.Mine(t.Context(), sees(ana))
		if err != nil || len(lines) > 0 && !lines[0].CallAgreed() {
			t.Errorf("her list does not say that it was agreed: %+v (%v)", lines, err)
		}
		f.result(contact.Recorded{PersonID: 1, UserID: ana, Kind: contact.NoAnswer, AgainAt: f.clock.Now()})
		f.expect("nobody answered: it waits its turn again", f.next(sees(ana)), 2)
		if s, err = f.Standing(t.Context(), 1); err != nil || !s.AgreedAt.IsZero() {
			t.Errorf("it is still agreed for %v (%v)", s.AgreedAt, err)
		}
	})
}

func TestAnAgreedCallThatCanReachNobodyIsNotGivenOutAsACall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := open(t, d)
		lost := of(1, 10, 0)
		f.place(lost)
		hour := f.clock.Now().Add(time.Hour)
		f.result(contact.Recorded{PersonID: 1, UserID: ana, Kind: contact.Callback, AgainAt: hour})
		lost.Step, lost.Unreachable = "locate", true // the only number was found to be out of service
		f.place(lost)
		s, err := f.Standing(t.Context(), 1)
		if err != nil || !s.AgreedAt.IsZero() {
			t.Errorf("a call is still agreed for %v (%v)", s.AgreedAt, err)
		}
		f.expect("whoever asks next is to find them, before the hour", f.next(sees(luis)), 1)
	})
}
