package intake

import (
	"context"
	"errors"

	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Preview compares a staged cut with what we have. Nothing but the cut's own state is written.
func (in *Intakes) Preview(ctx context.Context, cut id.ID, progress func(done, total int64)) (Preview,
	error) {
	if _, err := auth.Allow(ctx, auth.CutPublish); err != nil {
		return Preview{}, err
	}
	c, err := in.Cut(ctx, cut)
	if err != nil {
		return Preview{}, err
	}
	if c.State != Staged && c.State != Previewed {
		return Preview{}, ErrCutState.With(string(c.State))
	}
	file, err := in.blobs.Get(ctx, c.BlobID)
	if err != nil {
		return Preview{}, err
	}
	codes, err := in.codesOf(ctx, &c)
	if err != nil {
		return Preview{}, errors.Join(err, file.Close())
	}
	p, err := in.previewOf(ctx, File{c.FileName, file.Blob.Size, file}, c, codes, progress)
	if err = errors.Join(err, file.Close()); err != nil {
		return Preview{}, err
	}
	p.Cut.State = Previewed
	err = in.keepPreview(ctx, &c, &p)
	return p, err
}

// Remap gives a staged cut another mapping, as a person mended it on the screen.
func (in *Intakes) Remap(ctx context.Context, cut id.ID, mapping []byte) error {
	if _, err := auth.Allow(ctx, auth.CutPublish); err != nil {
		return err
	}
	if _, err := ParseMapping(mapping); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx db.Tx) error {
		c, err := cutByID(tx, cut)
		if err != nil {
			return err
		}
		state := c.State
		if state != Staged && state != Previewed {
			return ErrCutState.With(string(state))
		}
		c.State, c.Mapping, c.Answer = Staged, string(mapping), Answer{Creditor: c.Answer.Creditor}
		return saveCut(tx, &c, state, c.Line)
	})
}

// Cut gives a cut.
func (in *Intakes) Cut(ctx context.Context, cut id.ID) (c Cut, err error) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		c, err = cutByID(tx, cut)
		return err
	})
	return c, err
}

// Cuts gives the latest cuts, the newest first.
func (in *Intakes) Cuts(ctx context.Context, limit int) (all []Cut, err error) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		all, err = listCuts(tx, `1 = 1 ORDER BY id DESC LIMIT ?`, limit)
		return err
	})
	return all, err
}

// Refusals gives the rows of a cut that were refused or warned of.
func (in *Intakes) Refusals(ctx context.Context, cut id.ID, each func(Refused) error) error {
	return in.db.Read(ctx, func(tx db.Tx) error { return refusalsOf(tx, cut, each) })
}

// SameFile finds the cut that the very same file of the creditor made before, when what it brought still
// holds: of debts the one in force, of anything else the latest that was not taken back.
func (in *Intakes) SameFile(ctx context.Context, c *Cut) (before Cut, found bool, err error) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		before, found = Cut{}, false
		if c.Kind == Portfolio {
			a, err := around(tx, c)
			before, found = a.Before, a.Before.ID != 0 && a.Before.FileDigest == c.FileDigest
			return err
		}
		all, err := listCuts(tx, `file_digest = ? AND kind = ? AND state = 'published' AND id <> ?
			ORDER BY id`, c.FileDigest, c.Kind, c.ID)
		for i := range all {
			if all[i].Answer.Creditor == c.Answer.Creditor {
				before, found = all[i], true
			}
		}
		return err
	})
	return before, found, err
}
