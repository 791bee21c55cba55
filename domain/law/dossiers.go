package law

import (
	"context"
	"time"

	"aldia/domain/party"
	"aldia/platform/db"
	"aldia/platform/id"
)

// dossierTx reads what the gate must know for one proposal. reserving holds the person until the transaction
// ends, so that of two who want the last place one comes after the other and sees it taken.
//
// except is the contact that is being recorded.
func (g *Gate) dossierTx(tx db.Tx, p *Proposal, reserving bool, except id.ID) (*Dossier, error) {
	var first []db.Question
	if reserving && tx.Engine() == db.Postgres { // SQLite has one writer
		first = append(first, holdPerson(p.PersonID))
	}
	var phones []*time.Location
	first = append(first, askPhones(db.List{int64(p.PersonID)}, func(number string) {
		if zone := g.zone(party.ZoneOfPhone(number)); zone != nil {
			phones = append(phones, zone)
		}
	}))
	all, err := g.read(tx, []id.ID{p.PersonID}, []id.ID{p.CreditorID}, p.At, except, first)
	if err != nil {
		return nil, err
	}
	d := all[p.PersonID]
	d.phones = phones
	if !d.found {
		return nil, ErrPerson
	}
	if _, known := d.creditors[p.CreditorID]; !known {
		return nil, ErrCreditor
	}
	return d, nil
}

// DossiersTx gives the dossier of each of some persons for contacts at an instant, in few statements however
// many they are: for the close, which asks about everybody. The places of telephones are left to who
// reserves.
func (g *Gate) DossiersTx(tx db.Tx, persons []id.ID, at time.Time) (map[id.ID]*Dossier, error) {
	return g.read(tx, persons, nil, at, 0, nil)
}

// usualReach is how far back nearly every pack counts: what lies within it is read in the same round trip as
// the debts that say which packs rule.
const usualReach = 34 * 24 * time.Hour

// read asks once, and again where a pack counts farther back than usual.
func (g *Gate) read(
	tx db.Tx, persons, creditors []id.ID, at time.Time, except id.ID, before []db.Question,
) (map[id.ID]*Dossier, error) {
	list, all := make(db.List, len(persons)), make(map[id.ID]*Dossier, len(persons))
	homes, packs := map[id.ID]home{}, map[string]*Pack{}
	made := make([]Dossier, len(persons))
	for i, person := range persons {
		list[i] = int64(person)
		made[i] = Dossier{PersonID: person, creditors: homes, packs: packs, except: except}
		all[person] = &made[i]
	}
	wanted := make(db.List, len(creditors))
	for i, c := range creditors {
		wanted[i] = int64(c)
	}
	err := tx.Batch(append(append(before,
		askPersons(list, func(person id.ID, zone string, l lives) {
			d := all[person]
			d.found, d.zone, d.lives = true, g.zone(zone), l
		}),
		askAccounts(list, func(person id.ID, a debtOf) { all[person].accounts = append(all[person].accounts, a) }),
		askHomes(list, wanted, func(c id.ID, country, zone string) { homes[c] = home{country, g.zone(zone)} }),
		askMarks(list, at.Add(-max(longestTalk, afterwards)), func(m Mark) {
			all[m.PersonID].marks = append(all[m.PersonID].marks, m)
		}),
	), g.earlier(all, list, at.Add(-usualReach))...)...)
	if err != nil {
		return nil, err
	}
	reach := usualReach
	for _, h := range homes {
		if packs[h.country] != nil {
			continue
		}
		p, err := g.packTx(tx, h.country)
		if err != nil {
			return nil, err
		}
		packs[h.country] = p
		reach = max(reach, p.reach())
	}
	if reach == usualReach {
		return all, nil
	}
	for i := range made {
		d := &made[i]
		d.events, d.named, d.permits, d.results = nil, nil, nil, nil
	}
	return all, tx.Batch(g.earlier(all, list, at.Add(-reach))...)
}

// earlier are the questions for what happened since an instant and for the places that are taken.
func (g *Gate) earlier(all map[id.ID]*Dossier, list db.List, since time.Time) []db.Question {
	now := g.db.Now()
	return append(g.past(list, since, func(p Past) { all[p.PersonID].happened(&p) }),
		askTaken(list, since, func(p Permit, result Result) {
			d := all[p.person]
			if p.state == Open && !p.until.After(now) {
				p.state = Lapsed // whoever reserves next writes it down
			}
			d.permits, d.results = append(d.permits, p), append(d.results, result)
		}))
}

// happened takes an earlier contact in; one about several debts comes once for each.
func (d *Dossier) happened(p *Past) {
	if p.ContactID == d.except {
		return
	}
	e := p.Event
	if p.AccountID == 0 {
		e.Debts = d.allWith(p.CreditorID)
		d.events = append(d.events, e)
		return
	}
	if at, told := d.named[p.ContactID]; told {
		d.events[at].Debts = append(d.events[at].Debts, debtText(p.AccountID))
		return
	}
	if d.named == nil {
		d.named = map[id.ID]int{}
	}
	d.named[p.ContactID] = len(d.events)
	e.Debts = []string{debtText(p.AccountID)}
	d.events = append(d.events, e)
}

// lapseTx writes down that the span of a permit is over and nobody has said what came of it.
func (g *Gate) lapseTx(tx db.Tx, d *Dossier, now time.Time) error {
	for i := range d.permits {
		p := &d.permits[i]
		if p.state == Lapsed && !p.until.After(now) {
			return lapse(tx, d.PersonID, now)
		}
	}
	return nil
}

// longestTalk is how long after it began the result of a contact is told at the latest.
const longestTalk = 12 * time.Hour

// Sweep does so for everybody, in the night.
func (g *Gate) Sweep(ctx context.Context) error {
	return g.db.WriteBatch(ctx, func(tx db.Tx) error { return lapseAll(tx, g.db.Now()) })
}
