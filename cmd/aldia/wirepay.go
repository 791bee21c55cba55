package main

import (
	"cmp"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/payment"
	"aldia/domain/portfolio"
	"aldia/domain/treatment"
	"aldia/platform/db"
	"aldia/platform/id"
)

// payer lets the intake hand the rows of a payments file to the payments, which stand below it.
type payer struct {
	payments *payment.Payments
	db       *db.DB
}

// Receive takes rows in.
func (y payer) Receive(
	tx db.Tx,
	cut *intake.Cut,
	c portfolio.Creditor,
	rows []intake.PaymentRow,
) (intake.PaymentCounts, error) {
	incoming := make([]payment.Incoming, len(rows))
	for i, r := range rows {
		key := r.AccountKey
		if key == 0 && r.Account == "" && r.IDNumber == "" {
			key = intake.KeyOfAccount(c.Code, r.Reference)
		}
		incoming[i] = payment.Incoming{
			Account: r.Account, AccountKey: key, IDType: r.IDType, IDNumber: r.IDNumber, PaidOn: r.PaidOn,
			Amount: r.Amount, Currency: r.Currency, Reference: r.Reference, Way: r.Way, Item: r.Item, Note: r.Note,
		}
	}
	counts := intake.PaymentCounts{Amount: map[string]int64{}}
	last, err := y.lastDay(tx, cut, c)
	if err != nil {
		return counts, err
	}
	for i := range incoming {
		if incoming[i].PaidOn > last {
			incoming[i].Ahead = true
		}
	}
	results, err := y.payments.ReceiveTx(tx, cut.ID, c.ID, incoming)
	if err != nil {
		return counts, err
	}
	for i, r := range results {
		switch r.Outcome {
		case payment.WasDuplicate:
			counts.Duplicate++
		case payment.WasRefused:
			counts.Refused = append(counts.Refused, intake.PaymentRefusal{Row: i, Reason: intake.Refusal{
				Column: r.Why.Field, Field: r.Why.Field, Key: r.Why.Key, Args: r.Why.Args,
			}})
		case payment.WasUnmatched:
			counts.Unmatched++
			counts.Warned = append(counts.Warned, intake.PaymentRefusal{Row: i, Reason: intake.Refusal{
				Column: "account", Field: "account", Value: cmp.Or(rows[i].Account, rows[i].IDNumber, rows[i].Reference),
				Key: whyUnmatched(rows[i].Amount),
			}})
		case payment.WasApplied, payment.WasPartly:
			counts.Accepted++
			counts.Amount[string(rows[i].Currency)] += int64(rows[i].Amount)
		}
		if w, ahead := intake.AheadOf(cut.AsOfOn, &rows[i]); ahead && r.Outcome != payment.WasRefused {
			counts.Warned = append(counts.Warned, intake.PaymentRefusal{Row: i, Reason: w})
		}
	}
	return counts, nil
}

// lastDay is the last day on which a payment of a file can have been made: the file's own, today at the
// creditor's place, or the last day closed.
func (y payer) lastDay(tx db.Tx, cut *intake.Cut, c portfolio.Creditor) (calendar.Day, error) {
	closed, err := treatment.LastClosed(tx)
	return max(cut.AsOfOn, calendar.On(y.db.Now(), c.Place()), closed), err
}

// whyUnmatched says why a payment is kept aside.
func whyUnmatched(amount money.Amount) string {
	if amount < 0 {
		return "payment.kept_negative"
	}
	return "payment.kept_unmatched"
}

// Undo takes the payments of an import back.
func (y payer) Undo(tx db.Tx, cut id.ID) error { return y.payments.UndoTx(tx, cut) }

// paid decides the cases of who has paid again, at once, and takes back the leave to contact them: who has
// paid is not called by somebody who does not know it yet.
func (p *program) paid(tx db.Tx, persons []id.ID) error {
	if _, err := p.gate.CancelTx(tx, persons, "", "paid"); err != nil {
		return err
	}
	return p.treatments.ReconsiderManyTx(tx, persons, treatment.Effect{})
}

// documentPersons finds the persons of id numbers.
func (p *program) documentPersons(tx db.Tx, creditor id.ID, documents []payment.Document) ([]id.ID, error) {
	wanted := make([]party.Document, len(documents))
	for i, d := range documents {
		wanted[i] = party.Document(d)
	}
	return party.ByDocumentTx(tx, creditor, wanted)
}
