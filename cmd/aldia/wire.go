package main

import (
	"context"
	"errors"
	"io"
	"unicode/utf8"

	"aldia/bridge/table"
	"aldia/domain/contact"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
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
	"aldia/platform/job"
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
	owns       *law.Owns
	gate       *law.Gate
	contacts   *contact.Contacts
	trees      *contact.Trees
	promises   *promise.Promises
	payments   *payment.Payments
	jobs       *job.Runner // a command only puts jobs down; the server does them
}

// wire builds the program on a database. All subscriptions stand here.
func wire(d *db.DB, failed func(context.Context, event.Event, string, error)) (*program, error) {
	s, err := strategy.Default()
	if err != nil {
		return nil, err
	}
	p := &program{
		db:         d,
		bus:        event.NewBus(d, failed),
		blobs:      blob.NewBlobs(d, ""),
		portfolios: portfolio.NewPortfolios(d),
		jobs:       job.NewRunner(d, job.Options{}),
	}
	p.persons = party.NewPersons(d, p.merged)
	p.persons.Touched = p.touched
	p.persons.Work(p.jobs)
	p.worklists = worklist.NewWorklists(d, worklist.Neighbours{
		Keep: p.keepCases, Find: p.findPersons, Barred: p.barred,
	})
	p.treatments = treatment.NewTreatments(d, s, p.fill)
	p.trees = contact.NewTrees(d)
	p.owns = law.NewOwns(d)
	p.trees.MayAsk = p.owns.MayAskReasonTx
	p.gate = law.NewGate(d, p.bus, p.owns.PackTx, contact.AskPast)
	p.treatments.Law = treatment.Lookout{Pack: p.owns.PackTx, Known: p.known}
	p.contacts = contact.NewContacts(d, p.trees, p.bus, p.persons, p.gate)
	p.intakes = intake.NewIntakes(d, openTable, p.blobs, p.portfolios, p.persons)
	p.promises = promise.NewPromises(d, p.bus)
	p.payments = payment.NewPayments(d)
	p.payments.Persons, p.payments.Touched = p.documentPersons, p.paid
	p.payments.Credited = p.promises.CreditPaymentTx
	p.intakes.Payer, p.intakes.Gate = payer{p.payments, d}, p.gate
	p.intakes.After = p.published

	p.bus.On(contact.NameRecorded, "law", p.mark)
	p.bus.On(contact.NameRecorded, "promise", p.promises.HearRecorded)
	p.bus.On(contact.NameRecorded, "case", p.recorded)
	p.bus.On(law.NameMarked, "treatment", p.marked)
	p.bus.On(promise.NameWithdrawn, "treatment", p.withdrawn)
	return p, nil
}

// fill hands the places of the close to the worklist.
func (p *program) fill(tx db.Tx, places []treatment.Place) error {
	_, err := p.worklists.PlaceTx(tx, places)
	return err
}

// published follows a cut, as often as it is asked: the people in it can be searched for, their cases are
// decided again, and those who may be somebody known already are looked for.
func (p *program) published(ctx context.Context, c *intake.Cut) error {
	if err := p.persons.Index(ctx); err != nil || c.Kind != intake.Portfolio {
		return err
	}
	if err := p.db.Write(ctx, func(tx db.Tx) error {
		if _, err := p.payments.MatchTx(tx, c.CreditorID); err != nil { // payments that came before their accounts
			return err
		}
		if c.State == intake.Undone {
			return nil
		}
		return p.persons.SeekTx(tx, p.jobs, c.ID)
	}); err != nil {
		return err
	}
	return p.treatments.Refresh(ctx, c.AsOfOn, c.CreditorID)
}

// merged moves what belongs to a person who turned out to be another: debts, contacts, promises and
// payments. When it is taken back the debts go home; what was said and promised meanwhile stays with whom
// it was said to.
func (p *program) merged(tx db.Tx, m party.Merged) error {
	moves := []func(tx db.Tx, from, into id.ID) error{
		debt.MoveTx,
		p.contacts.MoveTx,
		p.gate.MoveTx,
		p.promises.MoveTx,
		p.payments.MoveTx,
	}
	if m.Undone {
		moves = moves[:0]
		if err := debt.MoveBackTx(tx, m.From, m.Into); err != nil {
			return err
		}
		if err := p.payments.FollowTx(tx, db.List{int64(m.From), int64(m.Into)}); err != nil {
			return err
		}
	}
	for _, move := range moves {
		if err := move(tx, m.From, m.Into); err != nil {
			return err
		}
	}
	persons := []id.ID{min(m.From, m.Into), max(m.From, m.Into)}
	if err := delinquency.FollowTx(tx, db.List{int64(persons[0]), int64(persons[1])}); err != nil {
		return err
	}
	return p.treatments.ReconsiderManyTx(tx, persons, treatment.Effect{})
}

// withdrawn decides the case of who took a promise back.
func (p *program) withdrawn(tx db.Tx, e event.Event) error {
	return p.treatments.ReconsiderTx(tx, e.Key, treatment.Effect{})
}

// touched decides the case of a person again whose contact point was corrected or found: who has no telephone
// that works is somebody to locate.
func (p *program) touched(tx db.Tx, point party.ContactPoint) error {
	return p.treatments.ReconsiderTx(tx, point.PersonID, treatment.Effect{AskReach: true})
}

// keepCases notes on the cases themselves to whom they were assigned.
func (p *program) keepCases(tx db.Tx, persons []id.ID, agent id.ID) error {
	return p.treatments.AssignTx(tx, persons, agent)
}

// recorded decides a person's case again as soon as a result is recorded, and then puts it where the result
// sends it: not sooner than the law lets them be contacted again, unless they asked for the call themselves.
func (p *program) recorded(tx db.Tx, e event.Event) error {
	r, err := event.Body[contact.Recorded](e)
	if err != nil {
		return err
	}
	lawful, err := p.treatments.AfterContactTx(tx, r.PersonID, treatment.EffectOf(r))
	if err != nil {
		return err
	}
	if !r.AgainAt.IsZero() && r.Kind != contact.Callback && lawful.After(r.AgainAt) {
		r.AgainAt = lawful
	}
	return p.worklists.AfterResultTx(tx, r)
}

// openTable lets the intake read files through the bridge.
func openTable(file io.ReaderAt, size int64, name string, style intake.FileStyle) (intake.Table, error) {
	o := table.Options{Encoding: style.Encoding, Sheet: style.Sheet}
	if style.Delimiter == "tab" {
		o.Delimiter = '\t'
	} else if style.Delimiter != "" {
		o.Delimiter, _ = utf8.DecodeRuneInString(style.Delimiter)
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
func (s *sheet) Titles() []string { return s.found.Titles }

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
	if bad, ok := errors.AsType[*table.RowError](err); ok {
		return bad.Line, nil, &intake.BadRow{Line: bad.Line, Text: bad.Text, Fault: bad.Fault}
	}
	return row.Line, row.Cells, err
}
