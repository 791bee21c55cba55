package main

import (
	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// mark sets down what a result says for or against contacting the person: that they want no contact, that
// they have died, that they claim, when they asked to be called.
func (p *program) mark(tx db.Tx, e event.Event) error {
	r, err := event.Body[contact.Recorded](e)
	if err != nil {
		return err
	}
	return hearMarks(tx, p.gate, r)
}

func hearMarks(tx db.Tx, gate *law.Gate, r contact.Recorded) error {
	var theirs []id.ID
	if r.Kind == contact.Disputes && len(r.Debts) == 0 {
		var err error
		if theirs, err = gate.DebtsTx(tx, r.PersonID, r.CreditorID); err != nil {
			return err
		}
	}
	for _, m := range contact.MarksOf(r, theirs) {
		if _, err := gate.HearTx(tx, m); err != nil {
			return err
		}
	}
	return nil
}
