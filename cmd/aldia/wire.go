package main

import (
	"context"
	"errors"
	"io"

	"aldia/bridge/table"
	"aldia/domain/contact"
	"aldia/domain/intake"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/strategy"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
)

// program is everything that the commands and the web use, built in one place.
type program struct {
	db         *db.DB
	bus        *event.Bus
	blobs      *blob.Blobs
	portfolios *portfolio.Portfolios
	persons    *party.Persons
	intakes    *intake.Intakes
	treatments *treatment.Treatments
	worklists  *worklist.Worklists
	contacts   *contact.Contacts
	trees      *contact.Trees
}

// wire builds the program on a database. All subscriptions stand here.
func wire(d *db.DB, failed func(context.Context, event.Event, string, error)) (*program, error) {
	s, err := strategy.Default()
	if err != nil {
		return nil, err
	}
	p := &program{db: d, bus: event.NewBus(d, failed), blobs: blob.NewBlobs(d, ""), portfolios: portfolio.NewPortfolios(d)}
	p.persons = party.NewPersons(d)
	p.worklists = worklist.NewWorklists(d, worklist.Neighbours{Keep: p.keepCases, Find: p.findPersons})
	p.treatments = treatment.NewTreatments(d, s, p.fill)
	p.trees = contact.NewTrees(d)
	p.contacts = contact.NewContacts(d, p.trees, p.bus, p.persons)
	p.intakes = intake.NewIntakes(d, openTable, p.blobs, p.portfolios, p.persons)
	p.intakes.After = func(ctx context.Context, c *intake.Cut) error { return p.treatments.Refresh(ctx, c.AsOfOn) }

	p.bus.On(contact.NameRecorded, "treatment", p.reconsider)
	p.bus.On(contact.NameRecorded, "worklist", p.worklists.HearRecorded)
	return p, nil
}

// fill hands the places of the close to the worklist.
func (p *program) fill(tx db.Tx, places []treatment.Place) error {
	wanted := make([]worklist.Place, len(places))
	for i, w := range places {
		wanted[i] = worklist.Place{
			PersonID: w.PersonID, AgentID: w.AgentID, CreditorID: w.CreditorID, Priority: w.Priority, ReadyAt: w.ReadyAt,
			Step: w.Step, Remove: w.Remove,
		}
	}
	_, err := p.worklists.PlaceTx(tx, wanted)
	return err
}

// keepCases notes on the cases themselves to whom they were assigned.
func (p *program) keepCases(tx db.Tx, persons []id.ID, agent id.ID) error {
	return p.treatments.AssignTx(tx, persons, agent)
}

// reconsider decides a person's case again as soon as a result is recorded.
func (p *program) reconsider(tx db.Tx, e event.Event) error {
	r, err := event.Body[contact.Recorded](e)
	if err != nil {
		return err
	}
	effect := treatment.Effect{Hold: treatment.Hold(r.Hold), HoldUntilOn: r.HoldUntilOn}
	if r.Kind == contact.Promise {
		effect = treatment.Effect{Release: true} // the promise itself makes the case rest
	}
	return p.treatments.ReconsiderTx(tx, r.PersonID, effect)
}

// openTable lets the intake read files through the bridge.
func openTable(file io.ReaderAt, size int64, name string, style intake.FileStyle) (intake.Table, error) {
	o := table.Options{Encoding: style.Encoding, Sheet: style.Sheet}
	if style.Delimiter == "tab" {
		o.Delimiter = '\t'
	} else if style.Delimiter != "" {
		o.Delimiter = []rune(style.Delimiter)[0]
	}
	if style.SkipLines != nil {
		o.SkipLines, o.SkipGiven = *style.SkipLines, true
	}
	t, err := table.Open(file, size, name, o)
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

func (s *sheet) Header() []string { return s.found.Header }
func (s *sheet) Typed() bool      { return s.found.Typed }

func (s *sheet) Style() intake.FileStyle {
	skip := s.found.SkipLines
	style := intake.FileStyle{Encoding: s.found.Encoding, SkipLines: &skip, Sheet: s.found.Sheet}
	switch s.found.Delimiter {
	case 0:
	case '\t':
		style.Delimiter = "tab"
	default:
		style.Delimiter = string(s.found.Delimiter)
	}
	return style
}

func (s *sheet) Next() (int, [][]byte, error) {
	row, err := s.Table.Next()
	var bad *table.RowError
	if errors.As(err, &bad) {
		return bad.Line, nil, &intake.BadRow{Line: bad.Line, Text: bad.Text, Fault: bad.Fault}
	}
	return row.Line, row.Cells, err
}
