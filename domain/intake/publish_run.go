package intake

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"aldia/platform/auth"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Publish makes a cut count. It writes in chunks, so that people work on meanwhile; killed at any point it
// goes on where it was when it is asked again, and ends with the same book.
func (in *Intakes) Publish(ctx context.Context, cut id.ID, progress func(done, total int64)) (Cut, error) {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return Cut{}, err
	}
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return c, err
	}
	if c.Kind == Contacts {
		return in.publishContacts(ctx, cut, progress)
	}
	if c, err = in.beginPublish(ctx, who.ID, c); err != nil {
		return c, err
	}
	file, l, err := in.gatherBoth(ctx, c)
	if err != nil {
		return c, err
	}
	done, err := in.publish(ctx, c, l, File{c.FileName, file.Blob.Size, file}, progress)
	return done, errors.Join(err, file.Close())
}

// gatherBoth fetches the file of a cut and, side by side, what we have of its creditor.
func (in *Intakes) gatherBoth(ctx context.Context, c Cut) (file *blob.File, l *loader, err error) {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		file, err = in.blobs.Get(ctx, c.BlobID)
		return err
	})
	if c.Kind == Portfolio {
		group.Go(func() (err error) {
			l, _, err = in.ready(ctx, c, false)
			return err
		})
	}
	if err = group.Wait(); err != nil && file != nil {
		err = errors.Join(err, file.Close())
	}
	return file, l, err
}

// beginPublish opens the creditor and takes the cut into publishing; of two cuts of a creditor one waits.
func (in *Intakes) beginPublish(ctx context.Context, who id.ID, c Cut) (Cut, error) {
	if c.State == Publishing {
		return c, nil
	}
	if c.State != Staged && c.State != Previewed {
		return c, ErrCutState.With(string(c.State))
	}
	mapping, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return c, err
	}
	err = in.db.Write(ctx, func(tx db.Tx) error {
		fresh := c
		wanted, err := newCreditor(c.Answer.Creditor, mapping)
		if err != nil {
			return err
		}
		wanted = wanted.Keeping(c.Kind == Payments, c.Mapping)
		creditor, created, err := in.portfolioBook.OpenTx(tx, wanted)
		if err != nil {
			return err
		}
		fresh.Answer = Answer{Creditor: creditor.Code}
		if created {
			fresh.Answer.Created = append(fresh.Answer.Created, creditor.Code)
			if err := in.opened(tx, creditor.ID, who); err != nil {
				return err
			}
		} else if err := in.portfolioBook.SaveTx(tx, creditor.Keeping(c.Kind == Payments, c.Mapping)); err != nil {
			return err
		}
		busy, err := db.Int(tx, `SELECT count(*) FROM cut WHERE creditor_id = ? AND kind = ? AND id <> ?
			AND state IN ('publishing', 'undoing')`, creditor.ID, c.Kind, c.ID)
		if err != nil {
			return err
		}
		if busy > 0 {
			return ErrCutBusy
		}
		before, err := inForce(tx, creditor.ID, c.ID)
		if err != nil {
			return err
		}
		if c.Kind == Portfolio {
			if before.AsOfOn > c.AsOfOn {
				return ErrOlder.With(before.AsOfOn)
			}
			fresh.ReplacesID = before.ID
			fresh.Version, err = db.Int(tx, `SELECT count(*) + 1 FROM cut WHERE creditor_id = ? AND kind = ?
				AND as_of_on = ?
				AND state IN ('published', 'replaced', 'undone')`, creditor.ID, c.Kind, c.AsOfOn)
			if err != nil {
				return err
			}
		}
		fresh.CreditorID, fresh.State, fresh.Line, fresh.PublishedBy = creditor.ID, Publishing, 0, who
		if _, err := tx.Exec(`DELETE FROM cut_refusal WHERE cut_id = ?`, c.ID); err != nil {
			return err
		}
		if err := saveCut(tx, &fresh, c.State, c.Line); err != nil {
			return err
		}
		tx.AfterCommit(func() { c = fresh })
		return nil
	})
	return c, err
}

// publish reads the file through and writes what it brings.
func (in *Intakes) publish(
	ctx context.Context, c Cut, l *loader, f File, progress func(done, total int64),
) (Cut, error) {
	mapping, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return c, err
	}
	r, err := in.openAs(f, mapping, c.Kind, c.AsOfOn)
	if err != nil {
		return in.give(ctx, c, err)
	}
	if c.Kind == Payments {
		done, err := in.publishPayments(ctx, c, r, progress)
		return done, errors.Join(err, r.table.Close())
	}
	l.progress, l.part, r.only, r.begun = progress, r.part, c.Answer.Creditor, c.Line
	if r.codes, err = in.codesOf(ctx, &c); err != nil {
		return c, errors.Join(err, r.table.Close())
	}
	l.cut.Answer.Part = r.part
	if err := errors.Join(l.load(ctx, r), r.table.Close()); err != nil {
		return in.give(ctx, l.cut, err)
	}
	items, accounts := l.missing()
	if err := l.closeMissing(ctx, items); err != nil {
		return l.cut, err
	}
	return l.finish(ctx, accounts)
}

// give says what to do with a cut that cannot go on. A file that turns out to be unreadable further down is
// refused: what is in is taken back, and the cut says why. Anything else is ours, and is tried again.
func (in *Intakes) give(ctx context.Context, c Cut, cause error) (Cut, error) {
	if kind := fault.KindOf(cause); kind != fault.Invalid && kind != fault.Limit {
		return c, cause
	}
	line := c.Line
	c.State, c.Fault, c.UndoneBy, c.UndoneAt = Undoing, cause.Error(), c.PublishedBy, db.Micros(in.db.Now())
	err := in.db.Write(ctx, func(tx db.Tx) error {
		stopped := c
		return saveCut(tx, &stopped, Publishing, line)
	})
	if err != nil {
		return c, errors.Join(cause, err)
	}
	_, err = in.undo(ctx, c.PublishedBy, c.ID)
	return c, errors.Join(cause, err)
}

// finish closes the cut: its answer, the one it replaces, and the book of who did it. Then it does what
// follows.
func (l *loader) finish(ctx context.Context, gone int64) (Cut, error) {
	done := l.cut
	done.State, done.PublishedAt, done.Scope = Published, db.Micros(l.db.Now()), l.scopeText()
	done.Answer.Gone = gone
	done.Answer.Balance, done.Answer.Diff = l.figures(), l.diff()
	done.Answer.Seconds = elapsed(l.startedAt, l.db.Now())
	err := l.end(ctx, &done, func(tx db.Tx) error {
		if l.before.ID != 0 && l.before.AsOfOn == done.AsOfOn {
			if _, err := tx.Exec(`UPDATE cut SET state = 'replaced' WHERE id = ? AND state = 'published'`,
				l.before.ID); err != nil {
				return err
			}
		}
		if err := addRefusals(tx, done.ID, l.repeated); err != nil {
			return err
		}
		if err := saveCut(tx, &done, Publishing, l.saved); err != nil {
			return err
		}
		return book(tx, "cut.published", &done, done.PublishedBy, l.db.Now())
	})
	return done, err
}

// PaymentCounts is what became of some payments.
type PaymentCounts struct {
	Accepted, Duplicate, Unmatched int64
	Amount                         map[string]int64 // by currency, minor units
	Refused                        []PaymentRefusal
	Warned                         []PaymentRefusal
}

// PaymentRefusal is a payment that cannot be taken.
type PaymentRefusal struct {
	Row    int // position among the rows given
	Reason Refusal
}
