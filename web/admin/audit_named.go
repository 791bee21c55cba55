package admin

import (
	"context"
	"encoding/json"

	"aldia/domain/contact"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// named is what the detail of an entry names beyond the entry itself.
type named struct {
	Creditor id.ID  `json:"creditor"`
	Leaf     string `json:"leaf"`
	Other    string `json:"other"`
	File     string `json:"file"`
	First    id.ID  `json:"first"`
	Last     id.ID  `json:"last"`
}

// namedIn reads whom an entry names. A detail of another shape names nobody.
func namedIn(e *audit.Record) (n named) {
	raw, is := e.Detail.(json.RawMessage)
	if !is || json.Unmarshal(raw, &n) != nil {
		return named{}
	}
	return n
}

// tellerTx reads the names of whom a page of the book speaks of.
func tellerTx(tx db.Tx, v *ui.View, page []audit.Record) (*teller, error) {
	t := &teller{
		v: v, teams: map[id.ID]string{}, creditors: map[id.ID]string{}, people: map[id.ID]string{},
		files: map[id.ID]string{}, trees: map[id.ID]*contact.Tree{},
	}
	teams, err := staff.TeamsTx(tx)
	if err != nil {
		return nil, err
	}
	for _, one := range teams {
		t.teams[one.ID] = one.Name
	}
	creditors, err := portfolio.CreditorsIn(tx)
	if err != nil {
		return nil, err
	}
	for i := range creditors {
		t.creditors[creditors[i].ID] = creditors[i].Name
	}
	var persons db.List
	for i := range page {
		n := namedIn(&page[i])
		other, err := id.Parse(party.Prefix, n.Other)
		if err != nil {
			other = 0
		}
		for _, person := range []id.ID{page[i].Person, other, n.First, n.Last} {
			if person != 0 {
				persons = append(persons, int64(person))
			}
		}
	}
	if len(persons) == 0 {
		return t, nil
	}
	return t, party.EachTx(tx, persons, func(one party.Person) error {
		t.people[one.ID] = one.Name
		return nil
	})
}

// readNamed reads what stands behind a front door of its own: the trees by which results are said, and the
// files of the cuts that an entry names by their identity alone.
func (p *Parts) readNamed(ctx context.Context, t *teller, page []audit.Record) error {
	for i := range page {
		e, n := &page[i], namedIn(&page[i])
		if n.Leaf != "" && t.trees[n.Creditor] == nil {
			tree, err := p.Trees.For(ctx, n.Creditor)
			if err != nil {
				return err
			}
			t.trees[n.Creditor] = tree
		}
		if e.On != "cut" || t.files[e.OnID] != "" {
			continue
		}
		if t.files[e.OnID] = n.File; n.File != "" {
			continue
		}
		cut, err := p.Intakes.Cut(ctx, e.OnID)
		if err != nil && fault.KindOf(err) == fault.Internal {
			return err
		}
		t.files[e.OnID] = cut.FileName
	}
	return nil
}
