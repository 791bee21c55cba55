package main

import (
	"slices"
	"time"

	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/domain/treatment"
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

// known lets the close and each decision ask the gate about persons whom somebody has contacted, or against
// contacting whom something stands.
func (p *program) known(tx db.Tx, persons []id.ID, at time.Time) (map[id.ID]*treatment.Known, error) {
	all, err := p.gate.DossiersTx(tx, persons, at)
	if err != nil {
		return nil, err
	}
	known := make(map[id.ID]*treatment.Known, len(all))
	for person, dossier := range all {
		known[person] = knownOf(dossier, at)
	}
	return known, nil
}

// barred lets nobody be given out whom the law lets nobody call yet.
func (p *program) barred(tx db.Tx, person, creditor id.ID, step string) (time.Time, error) {
	return p.treatments.BarredTx(tx, person, creditor, step)
}

func knownOf(d *law.Dossier, at time.Time) *treatment.Known {
	k := &treatment.Known{Ask: func(about treatment.About) ([]law.Under, error) {
		return d.Cases(law.Proposal{
			PersonID: d.PersonID, CreditorID: about.CreditorID, Debts: d.Undisputed(about.CreditorID, about.At),
			Channel: about.Channel, Party: law.Debtor, Purpose: about.Purpose, At: about.At,
		})
	}}
	for _, m := range d.Marks() {
		if m.Forbids() && m.Until.After(at) {
			k.Ends = append(k.Ends, m.Until)
		}
	}
	slices.SortFunc(k.Ends, time.Time.Compare)
	return k
}

// marked places the case of a person anew when what stands against contacting them has changed.
func (p *program) marked(tx db.Tx, e event.Event) error {
	return p.treatments.ReconsiderTx(tx, e.Key, treatment.Effect{Anew: true})
}
