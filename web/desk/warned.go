package desk

import (
	"context"
	"time"

	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/id"
)

// warned says of a result that is otherwise right what the law has against it, before it is kept: that the
// gate would have refused the contact, or would refuse the one that was agreed. Nobody has said yet that it
// is to be kept all the same.
func (p *Parts) warned(ctx context.Context, f *file, form *result, wanted contact.Result) error {
	unasked := form.forbidden(f)
	if form.Anyway || !unasked && wanted.CallbackAt.IsZero() {
		return nil
	}
	if err := p.Contacts.Check(ctx, wanted); err != nil {
		return err
	}
	repeated, err := p.Contacts.Kept(ctx, form.Key)
	if err != nil || repeated {
		return err
	}
	form.Unasked = unasked
	if !wanted.CallbackAt.IsZero() {
		form.Untimely, err = p.untimely(ctx, f, wanted.CallbackAt)
	}
	return err
}

// untimely is what the law has against the call that is being agreed; nil where nothing.
func (p *Parts) untimely(ctx context.Context, f *file, hour time.Time) (against *law.Decision, err error) {
	return against, p.DB.Read(ctx, func(tx db.Tx) error {
		all, err := p.Gate.DossiersTx(tx, []id.ID{f.Person.ID}, f.Now)
		if err != nil {
			return err
		}
		proposal := f.proposal(law.Voice)
		proposal.At = hour
		decision, err := all[f.Person.ID].Agreeing(proposal, f.Now)
		if err == nil && !decision.Allowed {
			against = &decision
		}
		return err
	})
}

// forbidden says whether a contact that we began has no permit, and would not get one. It is told before it
// is kept: a slip of the channel, or of who called whom, would else stand as a breach for good.
func (form *result) forbidden(f *file) bool {
	if form.Began == beganThem || form.leaf() == "" {
		return false
	}
	if f.Lawful.holds(law.Channel(form.Channel)) {
		return false
	}
	w, known := f.Lawful.by(law.Channel(form.Channel))
	return known && !w.Decision.Allowed
}
