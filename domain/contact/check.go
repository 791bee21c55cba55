package contact

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"aldia/domain/calendar"
	"aldia/domain/party"
	"aldia/platform/auth"
	"aldia/platform/db"
)

// maxSaid is how much of what cannot be read as a telephone is said back: more than any number has.
const maxSaid = 40

// Check says all that is missing or wrong in a result, joined, and keeps nothing: for a form in which
// something could not even be read, so that the person is told that and the rest at once.
func (c *Contacts) Check(ctx context.Context, r Result) error {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil {
		return err
	}
	return c.db.Read(ctx, func(tx db.Tx) error {
		s, err := sceneOf(tx, who.ID, &r)
		if err == nil {
			_, err = c.weigh(tx, &s, &r)
		}
		return err
	})
}

// Kept says whether who acts has recorded a result with this idempotency key already.
func (c *Contacts) Kept(ctx context.Context, key string) (found bool, err error) {
	who, err := auth.Allow(ctx, auth.CaseWork)
	if err != nil || key == "" {
		return false, err
	}
	err = c.db.Read(ctx, func(tx db.Tx) error {
		_, found, err = byKey(tx, who.ID, key)
		return err
	})
	return found, err
}

// weighed is a result that can be kept, with what was looked up to say so.
type weighed struct {
	leaf  Leaf
	debts []debtOf
	at    time.Time
	today calendar.Day // the creditor's
	place *time.Location
}

// weigh settles a result and says all that is wrong with it, joined: who mends one thing is not to be told
// of the next one then.
func (c *Contacts) weigh(tx db.Tx, s *scene, r *Result) (w weighed, err error) {
	tree, err := c.trees.inForce(tx, s.treeID, s.country)
	if err != nil {
		return w, err
	}
	if w.place, err = c.zone(s.zone); err != nil {
		return w, err
	}
	w.at = c.db.Now()
	w.today = calendar.On(w.at, w.place)
	if w.leaf, err = tree.LeafAt(r.Leaf); err != nil {
		return w, errors.Join(err, r.checkLengths()) // what else is asked depends on the leaf
	}
	r.settle(&w.leaf, w.at, s.currency)
	w.debts, err = debtsOf(tx, r)
	return w, errors.Join(
		r.check(&w.leaf, w.at, w.today),
		r.checkPhone(&w.leaf, s.country),
		r.sane(&w.leaf, s),
		err,
	)
}

// check says what is missing or cannot be, joined, for a result whose leaf is known. today is the creditor's
// day at at.
func (r *Result) check(l *Leaf, at time.Time, today calendar.Day) error {
	wrong := []error{r.checkAmount(l), r.checkDay(l, today), r.checkTime(l, at), r.checkLengths()}
	if l.Asks(AskNote) && r.Note == "" {
		wrong = append(wrong, ErrNote)
	}
	if l.Mark.spoils() && r.Channel == "voice" && r.ContactPointID == 0 {
		wrong = append(wrong, ErrPoint)
	}
	return errors.Join(wrong...)
}

func (r *Result) checkAmount(l *Leaf) error {
	switch {
	case !l.Asks(AskAmount):
	case r.Amount.Amount <= 0:
		return ErrAmount
	case !r.Amount.Currency.Known():
		return ErrCurrency.With(string(r.Amount.Currency))
	case r.Amount.Amount > MaxPromise:
		return ErrTooMuch
	}
	return nil
}

func (r *Result) checkDay(l *Leaf, today calendar.Day) error {
	switch {
	case !l.Asks(AskDay):
	case r.PromisedOn == calendar.NoDay:
		return ErrDay
	case r.PromisedOn < today:
		return ErrDayPast
	case r.PromisedOn > today+MaxPromiseDays:
		return ErrDayFar.With(MaxPromiseDays)
	}
	return nil
}

func (r *Result) checkTime(l *Leaf, at time.Time) error {
	switch {
	case !l.Asks(AskTime):
	case r.CallbackAt.IsZero():
		return ErrTime
	case !r.CallbackAt.After(at):
		return ErrTimePast
	case r.CallbackAt.After(at.AddDate(0, 0, MaxCallbackDays)):
		return ErrTimeFar.With(MaxCallbackDays)
	}
	return nil
}

// checkPhone refuses a number that nobody could call. Country is where one without a code is meant.
func (r *Result) checkPhone(l *Leaf, country string) error {
	switch {
	case r.NewPhone == "" && l.Asks(AskPhone):
		return ErrPhone
	case r.NewPhone == "":
		return nil
	}
	read := party.Phones([]byte(r.NewPhone), country, nil)
	if len(read) != 1 || read[0].State == party.ReadUnreadable {
		said := []rune(r.NewPhone)
		return party.ErrPointText.With(string(said[:min(len(said), maxSaid)])).On("new_phone")
	}
	return nil
}

func (r *Result) checkLengths() error {
	switch {
	case utf8.RuneCountInString(r.Note) > MaxNote:
		return ErrNoteLong.With(MaxNote)
	case len(r.Key) > maxKey:
		return ErrKey.With(maxKey)
	}
	return nil
}
