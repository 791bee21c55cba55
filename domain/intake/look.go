package intake

import (
	"context"
	"errors"
	"slices"

	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
)

// errMended says that somebody has said otherwise how a cut is read while it was being read.
var errMended = errors.New("intake: the cut is read otherwise now")

// look previews a cut and keeps the rows that would be refused, so that they can be read and mended before
// anything is published. Who mends a cut meanwhile finds this job at work and asks for no other: it begins
// again until what it shows is what was said last.
func (in *Intakes) look(ctx context.Context, run *job.Run, cut id.ID) error {
	for again := false; ; again = true {
		c, err := in.Cut(ctx, cut)
		if again && (errors.Is(err, ErrNoCut) || err == nil && c.State != Staged && c.State != Previewed) {
			return nil // somebody has thrown it away, or has gone on with it
		}
		if err != nil {
			return err
		}
		p, err := in.lookOnce(ctx, run, c)
		if err == nil {
			err = in.db.Write(ctx, func(tx db.Tx) error { return errors.Join(holdStill(tx, &p.Cut), run.DoneTx(tx)) })
		}
		if !errors.Is(err, errMended) {
			return err
		}
	}
}

func (in *Intakes) lookOnce(ctx context.Context, run *job.Run, c Cut) (p Preview, err error) {
	progress := func(done, total int64) { run.Progress(done, total, "") }
	if c.Kind == Payments {
		p, err = in.previewPayments(ctx, c, progress)
	} else {
		p, err = in.Preview(ctx, c.ID, progress)
	}
	if err != nil {
		return p, err
	}
	if err := in.db.WriteBatch(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(`DELETE FROM cut_refusal WHERE cut_id = ?`, c.ID)
		return errors.Join(holdStill(tx, &p.Cut), err)
	}); err != nil {
		return p, err
	}
	for chunk := range slices.Chunk(p.Refused, chunkRows) {
		rows := make([]refusedRow, len(chunk))
		for i, r := range chunk {
			rows[i] = refusedRow{
				r.Line, r.Grade, Refusal{Column: r.Column, Value: r.Value, Key: r.Key, Args: r.Args}, r.Text,
			}
		}
		if err := in.db.WriteBatch(ctx, func(tx db.Tx) error {
			return errors.Join(holdStill(tx, &p.Cut), addRefusals(tx, c.ID, rows))
		}); err != nil {
			return p, err
		}
	}
	return p, nil
}

// keepPreview keeps what a cut would bring, unless somebody has said meanwhile that it is read otherwise:
// what they said would be lost.
func (in *Intakes) keepPreview(ctx context.Context, read *Cut, p *Preview) error {
	return in.db.Write(ctx, func(tx db.Tx) error {
		if err := holdStill(tx, read); err != nil {
			return err
		}
		shown := p.Cut
		return saveCut(tx, &shown, read.State, read.Line)
	})
}
