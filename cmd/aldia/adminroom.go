package main

import (
	"context"
	"errors"
	"io"
	"time"

	"aldia/bridge/table"
	"aldia/domain/intake"
	"aldia/platform/text"
	"aldia/web/admin"
)

// patience is how long a page waits for the job that it has asked for: a file of some thousand rows is read
// within it, and its review is there at once.
const patience = 1500 * time.Millisecond

// adminRoom builds the administrator's screens.
func (s *server) adminRoom() *admin.Parts {
	return &admin.Parts{
		DB: s.db, Door: s.door, Intakes: s.intakes, Treatments: s.treatments, Portfolios: s.portfolios,
		Persons: s.persons, Staff: s.staff, Blobs: s.blobs, Jobs: s.jobs, Trees: s.trees,
		Law: s.owns, Refused: s.writeRefused, Figures: s.readFigures, Patience: patience,
	}
}

// writeRefused writes the refused rows of a cut as its file had them, with the reasons behind.
func (p *program) writeRefused(ctx context.Context, w io.Writer, say text.Language, c intake.Cut) error {
	reasons := map[int64][]intake.Refused{}
	err := p.intakes.Refusals(ctx, c.ID, func(r intake.Refused) error {
		if r.Grade == "refused" {
			reasons[r.Line] = append(reasons[r.Line], r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	kept, err := p.blobs.Get(ctx, c.BlobID)
	if err != nil {
		return err
	}
	file := intake.File{Name: c.FileName, Size: kept.Blob.Size, ReaderAt: kept}
	out := table.NewCSVWriter(w, table.CSVOptions{Delimiter: ';', BOM: true})
	err = copyRefused(say, out, file, []intake.Cut{c}, reasons)
	return errors.Join(err, out.Flush(), kept.Close())
}
