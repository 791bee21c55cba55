package intake

import (
	"context"
	"io"
	"slices"

	"aldia/domain/portfolio"
	"aldia/platform/auth"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/text"
)

func sectionOf(f File) io.Reader { return io.NewSectionReader(f.ReaderAt, 0, f.Size) }

// keyOf is the key of the words for one of our columns.
func keyOf(ours string) text.Key { return text.Key("intake.column." + ours) }

// Settle takes a draft as it is mapped now: it gives its cuts, one for each creditor that the file names.
// The draft becomes the first of them. Asked again after the mapping was changed, it gives the same cuts,
// none twice.
func (in *Intakes) Settle(ctx context.Context, cut id.ID) (cuts []Cut, err error) {
	if _, err := auth.Allow(ctx, auth.CutPublish); err != nil {
		return nil, err
	}
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return nil, err
	}
	m, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return nil, err
	}
	var codes []string
	err = in.withFile(ctx, &c, func(f File) error {
		r, err := in.openAs(f, m, c.Kind, c.AsOfOn)
		if err != nil {
			return err
		}
		if err := r.table.Close(); err != nil {
			return err
		}
		codes, err = in.creditorsOf(ctx, f, &plan{mapping: m, kind: c.Kind, asOf: c.AsOfOn, name: c.FileName})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, code := range codes { // a creditor that cannot be opened is told now, not when the file is published
		if _, err := newCreditor(code, m); err != nil && !in.knows(ctx, code) {
			return nil, err
		}
	}
	err = in.db.Write(ctx, func(tx db.Tx) error {
		cuts, err = in.settleTx(tx, c, codes)
		return err
	})
	return cuts, err
}

func (in *Intakes) knows(ctx context.Context, code string) (known bool) {
	err := in.db.Read(ctx, func(tx db.Tx) (err error) {
		_, known, err = portfolio.CreditorByCode(tx, code)
		return err
	})
	return err == nil && known
}

func (in *Intakes) settleTx(tx db.Tx, c Cut, codes []string) (cuts []Cut, err error) {
	if c.State != Staged && c.State != Previewed {
		return nil, ErrCutState.With(string(c.State))
	}
	state, line := c.State, c.Line
	c.State, c.Answer = Staged, Answer{Creditor: codes[0]}
	if err := saveCut(tx, &c, state, line); err != nil {
		return nil, err
	}
	cuts = append(cuts, c)
	others, err := listCuts(tx, `blob_id = ? AND id <> ? AND state IN ('staged', 'previewed') ORDER BY id`,
		c.BlobID, c.ID)
	if err != nil {
		return nil, err
	}
	for _, code := range codes[1:] {
		at := slices.IndexFunc(others, func(o Cut) bool { return o.Answer.Creditor == code })
		next := c
		next.Answer = Answer{Creditor: code}
		if at < 0 {
			next.ID = in.db.IDs().New()
			err = addCut(tx, &next)
		} else {
			o := others[at]
			others = slices.Delete(others, at, at+1)
			next.ID = o.ID
			err = saveCut(tx, &next, o.State, o.Line)
		}
		if err != nil {
			return nil, err
		}
		cuts = append(cuts, next)
	}
	for i := range others {
		if err := dropTx(tx, &others[i]); err != nil {
			return nil, err
		}
	}
	return cuts, nil
}

// Discard throws a file away that was never published.
func (in *Intakes) Discard(ctx context.Context, cut id.ID) error {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx db.Tx) error {
		c, err := cutByID(tx, cut)
		if err != nil {
			return err
		}
		if err := dropTx(tx, &c); err != nil {
			return err
		}
		left, err := db.Int(tx, `SELECT count(*) FROM cut WHERE blob_id = ?`, c.BlobID)
		if err == nil && left == 0 {
			err = blob.DeleteTx(tx, c.BlobID)
		}
		if err != nil {
			return err
		}
		return book(tx, "cut.discarded", &c, who.ID, in.db.Now())
	})
}

func dropTx(tx db.Tx, c *Cut) error {
	n, err := tx.Exec(`DELETE FROM cut WHERE id = ? AND state IN ('staged', 'previewed')`, c.ID)
	if err == nil && n == 0 {
		err = ErrCutState.With(string(c.State))
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM cut_refusal WHERE cut_id = ?`, c.ID)
	}
	return err
}

// Around is what a person wants to know beside a cut itself.
type Around struct {
	Creditor portfolio.Creditor // as it is, or as publishing will open it
	Known    bool
	Before   Cut   // the published cut that it stands on, or will; its ID is none when it is the first
	Again    bool  // the very same file is in force already
	Siblings []Cut // the other cuts of the same file
	After    Cut   // the cut that replaced it, when one did
	Last     Cut   // the last of those that stand on it: it has to be taken back before this one can be
}

// Around tells what a cut stands among.
func (in *Intakes) Around(ctx context.Context, c *Cut) (a Around, err error) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		a, err = around(tx, c)
		return err
	})
	return a, err
}

func around(tx db.Tx, c *Cut) (a Around, err error) {
	if a.Creditor, a.Known, err = portfolio.CreditorByCode(tx, c.Answer.Creditor); err != nil {
		return a, err
	}
	if !a.Known {
		m, err := ParseMapping([]byte(c.Mapping))
		if err != nil {
			return a, err
		}
		// A draft may still lack what a creditor needs; what it will be is shown as far as it is known.
		if fresh, err := newCreditor(c.Answer.Creditor, m); err == nil {
			a.Creditor = fresh
		}
	}
	if a.Siblings, err = listCuts(tx, `blob_id = ? AND id <> ? ORDER BY id`, c.BlobID, c.ID); err != nil {
		return a, err
	}
	if c.Kind != Portfolio {
		return a, nil
	}
	switch {
	case c.ReplacesID != 0:
		a.Before, err = cutByID(tx, c.ReplacesID)
	case a.Known && (c.State == Staged || c.State == Previewed):
		a.Before, err = inForce(tx, a.Creditor.ID, c.ID)
		a.Again = err == nil && a.Before.ID != 0 && a.Before.FileDigest == c.FileDigest
	}
	if err != nil {
		return a, err
	}
	if a.Last, _, err = laterOn(tx, c); err != nil {
		return a, err
	}
	after, err := listCuts(tx, `replaces_id = ? AND state IN ('published', 'replaced')
		ORDER BY id DESC LIMIT 1`, c.ID)
	if len(after) > 0 {
		a.After = after[0]
	}
	return a, err
}
