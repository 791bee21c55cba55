package season_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"aldia/bridge/table"
	"aldia/domain/contact"
	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/payment"
	"aldia/domain/portfolio"
	"aldia/domain/promise"
	"aldia/domain/strategy"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// house is the nouns of the trade put together as cmd/aldia/wire.go does, without the web.
type house struct {
	db         *db.DB
	intakes    *intake.Intakes
	persons    *party.Persons
	treatments *treatment.Treatments
	worklists  *worklist.Worklists
	gate       *law.Gate
	contacts   *contact.Contacts
	payments   *payment.Payments
}

func open(t *testing.T, d *db.DB) *house {
	t.Helper()
	s, err := strategy.Default()
	if err != nil {
		t.Fatal(err)
	}
	bus := event.NewBus(d, func(_ context.Context, e event.Event, who string, err error) {
		t.Errorf("%s did not take %s: %v", who, e.Name, err)
	})
	h := &house{db: d, persons: party.NewPersons(d), payments: payment.NewPayments(d)}
	h.worklists = worklist.NewWorklists(d, worklist.Neighbours{})
	h.treatments = treatment.NewTreatments(d, s, func(tx db.Tx, places []treatment.Place) error {
		_, err := h.worklists.PlaceTx(tx, places)
		return err
	})
	h.gate = law.NewGate(d, bus, (&law.Packs{}).OfTx, contact.AskPast)
	h.contacts = contact.NewContacts(d, contact.NewTrees(d), bus, h.persons, h.gate)
	promises := promise.NewPromises(d, bus)
	h.payments.Persons = personsOf
	h.payments.Credited = promises.CreditPaymentTx
	h.payments.Touched = func(tx db.Tx, persons []id.ID) error {
		if _, err := h.gate.CancelTx(tx, persons, "", "paid"); err != nil {
			return err
		}
		return h.treatments.ReconsiderManyTx(tx, persons, treatment.Effect{})
	}
	h.intakes = intake.NewIntakes(d, openTable, blob.NewBlobs(d, ""), portfolio.NewPortfolios(d), h.persons)
	h.intakes.Payer = payer{h.payments}
	h.intakes.After = func(ctx context.Context, c *intake.Cut) error {
		if c.Kind != intake.Portfolio {
			return nil
		}
		return h.treatments.Refresh(ctx, c.AsOfOn, c.CreditorID)
	}
	bus.On(contact.NameRecorded, "law", h.mark)
	bus.On(contact.NameRecorded, "promise", promises.HearRecorded)
	bus.On(contact.NameRecorded, "case", h.recorded)
	return h
}

// mark sets down what a result says for or against contacting the person.
func (h *house) mark(tx db.Tx, e event.Event) error {
	r, err := event.Body[contact.Recorded](e)
	if err != nil {
		return err
	}
	var theirs []id.ID
	if r.Kind == contact.Disputes && len(r.Debts) == 0 {
		if theirs, err = h.gate.DebtsTx(tx, r.PersonID, r.CreditorID); err != nil {
			return err
		}
	}
	for _, m := range contact.MarksOf(r, theirs) {
		if _, err := h.gate.HearTx(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// recorded decides the case again after a contact, and puts it where its result and the law send it.
func (h *house) recorded(tx db.Tx, e event.Event) error {
	r, err := event.Body[contact.Recorded](e)
	if err != nil {
		return err
	}
	lawful, err := h.treatments.AfterContactTx(tx, r.PersonID, treatment.EffectOf(r))
	if err != nil {
		return err
	}
	if !r.AgainAt.IsZero() && r.Kind != contact.Callback && lawful.After(r.AgainAt) {
		r.AgainAt = lawful
	}
	return h.worklists.AfterResultTx(tx, r)
}

func personsOf(tx db.Tx, creditor id.ID, documents []payment.Document) ([]id.ID, error) {
	wanted := make([]party.Document, len(documents))
	for i, d := range documents {
		wanted[i] = party.Document{Type: d.Type, Number: d.Number}
	}
	return party.ByDocumentTx(tx, creditor, wanted)
}

// payer hands the rows of a payments file over, and counts them.
type payer struct{ *payment.Payments }

func (y payer) Receive(
	tx db.Tx, cut *intake.Cut, c portfolio.Creditor, rows []intake.PaymentRow,
) (intake.PaymentCounts, error) {
	incoming := make([]payment.Incoming, len(rows))
	for i, r := range rows {
		incoming[i] = payment.Incoming{
			Account: r.Account, AccountKey: r.AccountKey, IDType: r.IDType, IDNumber: r.IDNumber, PaidOn: r.PaidOn,
			Amount: r.Amount, Currency: r.Currency, Reference: r.Reference, Way: r.Way,
		}
	}
	counts := intake.PaymentCounts{Amount: map[string]int64{}}
	results, err := y.ReceiveTx(tx, cut.ID, c.ID, incoming)
	if err != nil {
		return counts, err
	}
	for i, r := range results {
		switch r.Outcome {
		case payment.WasDuplicate:
			counts.Duplicate++
		case payment.WasRefused:
			counts.Refused = append(counts.Refused, intake.PaymentRefusal{
				Row: i, Reason: intake.Refusal{Column: r.Why.Field, Key: r.Why.Key, Args: r.Why.Args},
			})
		case payment.WasUnmatched:
			counts.Unmatched++
		case payment.WasApplied, payment.WasPartly:
			counts.Accepted++
		}
	}
	return counts, nil
}

func (y payer) Undo(tx db.Tx, cut id.ID) error { return y.UndoTx(tx, cut) }

func openTable(file io.ReaderAt, size int64, name string, _ intake.FileStyle) (intake.Table, error) {
	t, err := table.Open(file, size, name, table.Options{})
	if err != nil {
		return nil, err
	}
	return &sheet{t, t.Found()}, nil
}

// sheet is a table of the bridge as the intake knows tables.
type sheet struct {
	*table.Table
	found table.Found
}

func (s *sheet) Header() []string        { return s.found.Header }
func (s *sheet) Typed() bool             { return s.found.Typed }
func (s *sheet) Titles() []string        { return s.found.Titles }
func (s *sheet) Style() intake.FileStyle { return intake.FileStyle{Encoding: s.found.Encoding} }

func (s *sheet) Next() (int, [][]byte, error) {
	row, err := s.Table.Next()
	if bad, is := errors.AsType[*table.RowError](err); is {
		return bad.Line, nil, &intake.BadRow{Line: bad.Line, Text: bad.Text, Fault: bad.Fault}
	}
	return row.Line, row.Cells, err
}
