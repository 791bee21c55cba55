package intake

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
)

// batches reads ahead, chunk by chunk, until the file ends.
func (r *reading) batches(ctx context.Context, rows int, free <-chan *batch, full chan<- *batch) error {
	for {
		var b *batch
		select {
		case b = <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
		more, err := r.fill(b, rows)
		if err != nil {
			return err
		}
		if err := hand(ctx, full, b); err != nil || !more {
			return err
		}
	}
}

// isMine says whether a line of a creditor belongs to the one whose rows are wanted. A line that cannot be
// read may not tell whose it is, or tell it wrongly: then it belongs with the line before it.
func (r *reading) isMine(whose string) bool {
	switch {
	case slices.Contains(r.codes, whose):
		r.latest = whose
	case len(r.codes) > 0 && !r.alone:
		whose = cmp.Or(r.latest, r.codes[0])
	}
	return r.only == "" || whose == r.only
}

// fill takes the next rows of the file; it says false at the end.
func (r *reading) fill(b *batch, rows int) (more bool, err error) {
	b.rows, b.refused, b.left, b.count = b.rows[:0], nil, 0, 0
	b.spared, b.blind, b.barred = nil, 0, nil
	for len(b.rows) < rows && b.count < 10*chunkRows && (b.last != r.begun || r.begun == 0) {
		line, cells, err := r.table.Next()
		b.read = r.table.Read()
		var bad *BadRow
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case errors.As(err, &bad):
			b.last = int64(bad.Line)
			if !r.alone && !r.isMine("") {
				continue
			}
			b.count++
			b.blind++
			b.refused = append(b.refused, refusedRow{
				int64(bad.Line), "refused", Refusal{Key: bad.Fault.Key, Args: bad.Fault.Args}, bad.Text,
			})
			continue
		case err != nil:
			return false, err
		}
		b.last = int64(line)
		b.rows = append(b.rows, Row{})
		outcome := r.rows.Row(line, cells, &b.rows[len(b.rows)-1])
		mine := r.isMine(r.rows.v.text[colCreditor])
		if mine && r.marks != nil && outcome.Verdict == Taken && r.rows.kind == Portfolio {
			outcome = r.asMended(cells, &b.rows[len(b.rows)-1])
		}
		if outcome.Verdict != Taken || !mine {
			b.rows = b.rows[:len(b.rows)-1]
		}
		if !mine && !r.alone {
			continue // it has a cut of its own
		}
		b.count++
		if outcome.Verdict == Left || !mine {
			b.left++
			continue
		}
		if outcome.Verdict == Rejected {
			b.spare(r.rows.v.text[colCreditor], r.rows.v.text[colAccount])
			b.bar(line, r.rows)
		}
		for _, reason := range outcome.Refused {
			b.refused = append(b.refused, refusedRow{int64(line), "refused", reason, ""})
		}
		for _, reason := range outcome.Warned {
			b.refused = append(b.refused, refusedRow{int64(line), "warned", reason, ""})
		}
	}
	return true, nil
}

// spare remembers the account of a row that is refused: it is in the file, so it is not gone, whatever else
// is wrong with the row.
func (b *batch) spare(creditor, account string) {
	if account == "" {
		b.blind++
		return
	}
	b.spared = append(b.spared, KeyOfAccount(creditor, account))
}

// asMended is what becomes of a row of a mended file that can be read: one that nobody has mended stays out.
func (r *reading) asMended(cells [][]byte, row *Row) Outcome {
	if r.marks.repeated(cells, r.rows) {
		r.rows.refused = append(r.rows.refused,
			repeats(whyStillRepeated, row.Account, row.Item, row.Principal.Text(row.Currency)))
	}
	return r.rows.outcome(Taken)
}
