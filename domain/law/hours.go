package law

import (
	"time"

	"aldia/platform/db"
	"aldia/platform/id"
)

// OpensTx says from when on somebody of whom nothing is known may be contacted about the debts to some
// creditors: now, or when the hours of their countries open. A creditor to whom time opens nothing is left
// out. Who asks for the next person to call is given none of whom this says no.
func (g *Gate) OpensTx(
	tx db.Tx, creditors []id.ID, channel Channel, at time.Time,
) (opens map[id.ID]time.Time, err error) {
	wanted := make(db.List, len(creditors))
	for i, c := range creditors {
		wanted[i] = int64(c)
	}
	homes := map[id.ID]home{}
	if err := tx.Batch(askHomes(db.List{}, wanted, func(c id.ID, country, zone string) {
		homes[c] = home{country, g.zone(zone)}
	})); err != nil {
		return nil, err
	}
	opens = make(map[id.ID]time.Time, len(homes))
	known := map[home]time.Time{}
	for creditor, h := range homes {
		next, asked := known[h]
		if !asked {
			pack, err := g.packTx(tx, h.country)
			if err != nil {
				return nil, err
			}
			if next, err = pack.opens(channel, h.zone, at); err != nil {
				return nil, err
			}
			known[h] = next
		}
		if !next.IsZero() {
			opens[creditor] = next
		}
	}
	return opens, nil
}

// opens is when somebody of whom nothing is known, but that they consent, may be contacted next.
func (p *Pack) opens(channel Channel, zone *time.Location, at time.Time) (time.Time, error) {
	ask := &Ask{At: at, Channel: channel, Party: Debtor, Purpose: Collection, Person: Person{Segment: consumer}}
	if zone != nil {
		ask.Person.Zones = []*time.Location{zone}
	}
	for _, c := range Channels() {
		ask.Person.Consents = append(ask.Person.Consents, Consent{Channel: c})
	}
	return NextOf(Under{Pack: p, Ask: ask})
}

// Disputed says whether a debt is claimed against, by the creditor's own word or by the person's, at an
// instant.
func (d *Dossier) Disputed(account id.ID, at time.Time) bool {
	for _, a := range d.accounts {
		if a.account == account && a.disputed {
			return true
		}
	}
	for i := range d.marks {
		m := &d.marks[i]
		if m.Kind == Disputed && m.Stands(at) && (m.AccountID == 0 || m.AccountID == account) {
			return true
		}
	}
	return false
}

// Undisputed are the debts to a creditor that may be spoken of, where there are some that may not; none where
// all may, or where none may.
func (d *Dossier) Undisputed(creditor id.ID, at time.Time) (free []id.ID) {
	all := d.Debts(creditor)
	for _, debt := range all {
		if !d.Disputed(debt, at) {
			free = append(free, debt)
		}
	}
	if len(free) == len(all) {
		return nil
	}
	return free
}
