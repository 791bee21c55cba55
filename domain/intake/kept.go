package intake

import (
	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// lacking names the parts of a balance of which a file has no column. What is owed of them stays as it was:
// a file that has stopped telling the interest does not say that there is none.
type lacking struct{ interest, moratory, fees bool }

func (m Mapping) lacks() lacking {
	without := func(c column) bool {
		_, has := m.Columns[c.name()]
		return !has
	}
	return lacking{without(colInterest), without(colMoratory), without(colFees)}
}

// of gives the parts that the file lacks, and nothing of the others.
func (l lacking) of(p debt.Parts) debt.Parts {
	var out debt.Parts
	if l.interest {
		out.Interest = p.Interest
	}
	if l.moratory {
		out.Moratory = p.Moratory
	}
	if l.fees {
		out.Fees = p.Fees
	}
	return out
}

// readKept finds the items on which something is owed that the file does not speak of, as it was on the day
// of the cut. Where our own figures count no file changes anything.
func (l *live) readKept(tx db.Tx, creditor id.ID, asOf calendar.Day, lacks lacking) error {
	l.kept = map[int32]debt.Parts{}
	if lacks == (lacking{}) {
		return nil
	}
	note := func(r db.Row) error {
		parts := lacks.of(debt.Parts{
			Interest: money.Amount(r.Int(1)), Moratory: money.Amount(r.Int(2)), Fees: money.Amount(r.Int(3)),
		})
		if at := l.itemAt.find(r.Int(0), l.itemKey); at >= 0 && !parts.IsZero() && l.items.at(at).owed >= 0 {
			l.kept[at] = l.kept[at].Plus(parts)
		}
		return nil
	}
	if err := tx.Query(note, `SELECT key, interest, moratory, fees FROM item
		WHERE creditor_id = ? AND state = 'open' AND (interest <> 0 OR moratory <> 0 OR fees <> 0)`,
		creditor); err != nil {
		return err
	}
	return tx.Query(note, `SELECT i.key, CAST(sum(s.interest) AS BIGINT), CAST(sum(s.moratory) AS BIGINT),
			CAST(sum(s.fees) AS BIGINT)
		FROM payment p JOIN payment_split s ON s.payment_id = p.id JOIN item i ON i.id = s.item_id
		WHERE p.creditor_id = ? AND p.paid_on > ? AND p.state IN ('applied', 'partly') GROUP BY i.key`,
		creditor, asOf)
}

// keep puts into rows what is owed in parts that the file does not speak of, and counts the items by column.
func (l *loader) keep(rows []Row, count map[string]int64) {
	if len(l.live.kept) == 0 {
		return
	}
	for i := range rows {
		row := &rows[i]
		if helps(row) {
			continue
		}
		at := l.live.itemAt.find(row.Key, l.live.itemKey)
		if at < 0 {
			continue
		}
		kept := l.live.kept[at]
		for _, part := range []struct {
			column column
			into   *money.Amount
			is     money.Amount
		}{{colInterest, &row.Interest, kept.Interest}, {colMoratory, &row.Moratory, kept.Moratory},
			{colFees, &row.Fees, kept.Fees}} {
			if part.is != 0 {
				*part.into = part.is
				count[part.column.name()]++
			}
		}
	}
}
