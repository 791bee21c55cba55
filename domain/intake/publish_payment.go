package intake

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"

	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/db"
)

// publishPayments takes the rows of a payments file in, chunk by chunk. Rows up to the cut's line are in
// already; a payment that is in from another file is a duplicate, which the payment package knows.
func (in *Intakes) publishPayments(ctx context.Context, c Cut, r *reading, progress func(done,
	total int64)) (Cut, error) {
	if in.Payer == nil {
		return c, ErrKind.With(string(c.Kind))
	}
	var creditor portfolio.Creditor
	if err := in.db.Read(ctx, func(tx db.Tx) (err error) {
		creditor, _, err = portfolio.CreditorByCode(tx, c.Answer.Creditor)
		return err
	}); err != nil {
		return c, err
	}
	startedAt := in.db.Now()
	rows := make([]PaymentRow, 0, chunkRows)
	for more := true; more; {
		b := &batch{}
		var err error
		if rows, more, err = r.payments(b, rows[:0], creditor.Code); err != nil {
			return in.give(ctx, c, err)
		}
		if b.last > c.Line && b.count > 0 {
			if c, err = in.takePayments(ctx, c, creditor, b, rows); err != nil {
				return in.give(ctx, c, err)
			}
		}
		if progress != nil {
			progress(b.read, r.size)
		}
	}
	done := c
	done.State, done.PublishedAt = Published, db.Micros(in.db.Now())
	done.Answer.Seconds, done.Answer.Others = elapsed(startedAt, in.db.Now()), r.rows.strangers.rows
	err := in.end(ctx, &done, func(tx db.Tx) error {
		if err := saveCut(tx, &done, Publishing, c.Line); err != nil {
			return err
		}
		return book(tx, "payments.received", &done, done.PublishedBy, in.db.Now())
	})
	return done, err
}

// payments reads the next rows; more says whether the file goes on.
func (r *reading) payments(b *batch, rows []PaymentRow, creditor string) (_ []PaymentRow, more bool,
	err error) {
	var row PaymentRow
	for len(rows) < chunkRows && b.count < 10*chunkRows {
		line, cells, err := r.table.Next()
		b.read = r.table.Read()
		var bad *BadRow
		switch {
		case errors.Is(err, io.EOF):
			return rows, false, nil
		case errors.As(err, &bad):
			b.count, b.last = b.count+1, int64(bad.Line)
			b.refused = append(b.refused, refusedRow{
				int64(bad.Line), "refused", Refusal{Key: bad.Fault.Key, Args: bad.Fault.Args}, bad.Text,
			})
			continue
		case err != nil:
			return rows, false, err
		}
		outcome := r.rows.Payment(line, cells, &row)
		if whose := r.rows.v.text[colCreditor]; outcome.Verdict == Taken && whose != "" && whose != creditor {
			if r.alone { // else it has a cut of its own
				b.count, b.left, b.last = b.count+1, b.left+1, int64(line)
			}
			continue
		}
		b.count, b.last = b.count+1, int64(line)
		for _, reason := range outcome.Refused {
			b.refused = append(b.refused, refusedRow{int64(line), "refused", reason, ""})
		}
		for _, reason := range outcome.Warned {
			b.refused = append(b.refused, refusedRow{int64(line), "warned", reason, ""})
		}
		switch outcome.Verdict {
		case Taken:
			rows = append(rows, row)
		case Left:
			b.left++
		case Rejected:
		}
	}
	return rows, true, nil
}

func (in *Intakes) takePayments(ctx context.Context, c Cut, creditor portfolio.Creditor, b *batch,
	rows []PaymentRow,
) (Cut, error) {
	err := in.db.WriteBatch(ctx, func(tx db.Tx) error {
		fresh := c
		counts, err := in.Payer.Receive(tx, &fresh, creditor, rows)
		if err != nil {
			return err
		}
		refused := slices.Clip(b.refused)
		for _, r := range counts.Refused {
			refused = append(refused, refusedRow{int64(rows[r.Row].Line), "refused", r.Reason, ""})
		}
		for _, r := range counts.Warned {
			refused = append(refused, refusedRow{int64(rows[r.Row].Line), "warned", r.Reason, ""})
		}
		n := Counts{Rows: b.count, Left: b.left, Duplicate: counts.Duplicate, Unmatched: counts.Unmatched}
		n.tell(refused)
		n.Accepted = counts.Accepted
		fresh.Answer.Counts.add(n)
		balance := map[money.Currency]money.Amount{}
		maps.Copy(balance, fresh.Answer.Balance)
		for currency, sum := range counts.Amount {
			balance[money.Currency(currency)] += money.Amount(sum)
		}
		fresh.Answer.Balance = balance
		if err := addRefusals(tx, c.ID, refused); err != nil {
			return err
		}
		fresh.Line, fresh.RowCount = b.last, fresh.Answer.Rows
		if err := saveCut(tx, &fresh, Publishing, c.Line); err != nil {
			return err
		}
		tx.AfterCommit(func() { c = fresh })
		return nil
	})
	return c, err
}
