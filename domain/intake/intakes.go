package intake

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/platform/auth"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/job"
)

// Table is a file opened as a table. The bridges make one; this package knows no file formats.
type Table interface {
	Header() []string
	Typed() bool      // numbers come with a point and days as YYYY-MM-DD, whatever the country
	Style() FileStyle // how the file turned out to be written
	Titles() []string // the lines above the header
	// Next gives the next line with its cells, valid until the one after; *BadRow for a line that cannot be
	// read, after which reading goes on; io.EOF at the end.
	Next() (line int, cells [][]byte, err error)
	Read() int64 // bytes of the file read so far
	Close() error
}

// BadRow is a line that is no row of its table.
type BadRow struct { //nolint:errname // it is a row first, and an error to whoever reads on
	Line  int
	Text  string
	Fault *fault.Error
}

// Error is for logs.
func (b *BadRow) Error() string { return b.Fault.Error() }

// Opener opens a file as a table, with what is known of its style.
type Opener func(file io.ReaderAt, size int64, name string, style FileStyle) (Table, error)

// File is a file to be taken in.
type File struct {
	Name string
	Size int64
	io.ReaderAt
}

// Options of taking a file in. What is left out is guessed, or as the creditor's kept mapping says.
type Options struct {
	Kind      Kind
	Creditor  string
	Portfolio string
	Country   string
	AsOf      calendar.Day
	Mapping   []byte // YAML
	Afresh    bool   // pass over the creditor's kept mapping; what is published is kept as the new one
	Progress  func(done, total int64)
	renamed   []Renamed // of a file that is read afresh: what only changed its name
}

// Payer takes the rows of a payments file in; the payment package stands beside this one.
type Payer interface {
	Receive(tx db.Tx, cut *Cut, c portfolio.Creditor, rows []PaymentRow) (PaymentCounts, error)
	Undo(tx db.Tx, cut id.ID) error
}

// Intakes is the front door: files in, compared, published, taken back.
type Intakes struct {
	db            *db.DB
	open          Opener
	blobs         *blob.Blobs
	portfolioBook *portfolio.Portfolios
	partyBook     *party.Persons
	// Payer takes payments; After is told of each cut that was published or taken back, at least once.
	Payer Payer
	After func(ctx context.Context, c *Cut) error
	// Opened is told of a creditor who is new and of who opened them, in the transaction that does it.
	Opened func(tx db.Tx, creditor, by id.ID) error
	// Gate is told of the consents that a file brings; without one they stay a column of the file.
	Gate *law.Gate
	jobs *job.Runner
}

// NewIntakes opens the front door. It puts its jobs down with a runner of its own, until Work names another.
func NewIntakes(d *db.DB, open Opener, blobs *blob.Blobs, portfolios *portfolio.Portfolios,
	persons *party.Persons) *Intakes {
	in := &Intakes{db: d, open: open, blobs: blobs, portfolioBook: portfolios, partyBook: persons}
	in.Work(job.NewRunner(d, job.Options{}))
	return in
}

func (in *Intakes) opened(tx db.Tx, creditor, by id.ID) error {
	if in.Opened == nil {
		return nil
	}
	return in.Opened(tx, creditor, by)
}

// Import takes a file in and publishes it in one go, one cut for each creditor that it names. An import of
// the same file that was interrupted is gone on with; of a file that was loaded before and would change
// nothing no cut is made: what is given is the earlier one, marked Again.
func (in *Intakes) Import(ctx context.Context, f File, o Options) ([]Cut, error) {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return nil, err
	}
	p, err := in.plan(ctx, f, o)
	if err != nil {
		return nil, err
	}
	if cuts, same, err := in.again(ctx, f, o, p); err != nil || same {
		return cuts, err
	}
	cuts, err := in.stage(ctx, f, p, who.ID)
	if err != nil {
		return nil, err
	}
	for i := range cuts {
		if cuts[i], err = in.publishHere(ctx, cuts[i].ID, o.Progress); err != nil {
			return cuts, err
		}
	}
	return cuts, nil
}

// Try reads a file as Import would and says what it would do; nothing is changed.
func (in *Intakes) Try(ctx context.Context, f File, o Options) ([]Preview, error) {
	if _, err := auth.Allow(ctx, auth.CutPublish); err != nil {
		return nil, err
	}
	plan, err := in.plan(ctx, f, o)
	if err != nil {
		return nil, err
	}
	previews, err := in.try(ctx, f, o, plan)
	for i := range previews {
		if err == nil {
			err = in.notBehind(ctx, &previews[i].Cut)
		}
	}
	return previews, err
}

// notBehind refuses a trial of debts of a day before that of the cut in force, as publishing does.
func (in *Intakes) notBehind(ctx context.Context, c *Cut) error {
	if c.Kind != Portfolio {
		return nil
	}
	a, err := in.Around(ctx, c)
	if err == nil && a.Before.AsOfOn > c.AsOfOn {
		err = ErrOlder.With(a.Before.AsOfOn)
	}
	return err
}

func (in *Intakes) try(ctx context.Context, f File, o Options, plan *plan) (previews []Preview, err error) {
	for _, code := range plan.creditors {
		var p Preview
		switch o.Kind {
		case Contacts:
			p, err = in.previewContacts(ctx, f, plan.cut(code, in.db.Now(), 0), o.Progress)
		case Payments:
			p, err = in.weighPayments(ctx, f, plan.cut(code, in.db.Now(), 0), o.Progress)
		case Portfolio:
			p, err = in.previewOf(ctx, f, plan.cut(code, in.db.Now(), 0), plan.creditors, o.Progress)
		}
		if err != nil {
			return nil, err
		}
		p.Guessed = plan.guessed
		previews = append(previews, p)
	}
	return previews, nil
}

// Preview is what a cut would do, with a sample of its rows and all that was guessed.
type Preview struct {
	Cut      Cut
	Creditor portfolio.Creditor
	Known    bool // the creditor is there already
	Guessed  []Guessed
	Refused  []Refused // the first of them
	Again    bool      // the same file is in force already
}

// maxShown is how many refused rows a preview shows; the file of errors has them all.
const maxShown = 200

// ready makes the loader of a cut: its creditor, and all that we have of it.
func (in *Intakes) ready(ctx context.Context, c Cut, dry bool) (*loader, bool, error) {
	mapping, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return nil, false, err
	}
	l := &loader{
		Intakes: in, cut: c, portfolios: map[string]*portfolio.Portfolio{}, scope: map[id.ID]bool{}, dry: dry,
		startedAt: in.db.Now(), begun: c.Line, saved: c.Line, differing: c.Answer.Differing,
		lacks: mapping.lacks(), consented: c.Answer.Consents,
	}
	known := false
	err = in.db.Read(ctx, func(tx db.Tx) error {
		if l.creditor, known, err = portfolio.CreditorByCode(tx, c.Answer.Creditor); err != nil {
			return err
		}
		if !known {
			if l.creditor, err = newCreditor(c.Answer.Creditor, mapping); err != nil {
				return err
			}
		}
		if c.Line > 0 && !dry { // it is gone on with
			if l.unconsented, err = unconsentedTx(tx, c.ID); err != nil {
				return err
			}
		}
		if l.buckets, err = delinquency.ParseBuckets(l.creditor.Buckets); err != nil {
			return err
		}
		return l.gather(tx)
	})
	return l, known, err
}

// gather reads what we have of the creditor: portfolios, the cut before, and every item.
func (l *loader) gather(tx db.Tx) error {
	known, err := portfolio.PortfoliosIn(tx, l.creditor.ID)
	if err != nil {
		return err
	}
	for i := range known {
		if known[i].CreditorID == l.creditor.ID {
			l.portfolios[known[i].Code] = &known[i]
		}
	}
	if l.creditor.ID != 0 {
		if l.before, err = inForce(tx, l.creditor.ID, l.cut.ID); err != nil {
			return err
		}
	}
	replaced := map[id.ID]bool{}
	if err := tx.Query(func(r db.Row) error {
		replaced[id.ID(r.Int(0))] = true
		return nil
	}, `SELECT id FROM cut WHERE kind = 'portfolio' AND creditor_id = ? AND as_of_on = ? AND id <> ?
		AND state IN ('published', 'replaced')`, l.creditor.ID, l.cut.AsOfOn, l.cut.ID); err != nil {
		return err
	}
	if l.live, err = readLive(tx, l.creditor.ID, l.cut.ID, replaced, l.cut.AsOfOn); err != nil {
		return err
	}
	return l.live.readKept(tx, l.creditor.ID, l.cut.AsOfOn, l.lacks)
}

// inForce is the creditor's published cut that counts: the latest. A cut that is none is the zero one.
func inForce(tx db.Tx, creditor, except id.ID) (Cut, error) {
	all, err := listCuts(tx, `kind = 'portfolio' AND creditor_id = ? AND state = 'published' AND id <> ?
		ORDER BY as_of_on DESC, published_at DESC, id DESC LIMIT 1`, creditor, except)
	if err != nil || len(all) == 0 {
		return Cut{}, err
	}
	return all[0], nil
}

func newCreditor(code string, m Mapping) (portfolio.Creditor, error) {
	if m.Country == "" && m.HomeCurrency() == "" {
		return portfolio.Creditor{}, ErrCountryUnknown.With(code)
	}
	c, err := portfolio.New(code, m.Country, m.HomeCurrency())
	if err != nil {
		return c, err
	}
	if m.Name != "" {
		if c.Name, err = portfolio.CleanName(m.Name); err != nil {
			return c, err
		}
	}
	if m.Figures != "" {
		c.Figures = portfolio.Figures(m.Figures)
	}
	if m.Gone != "" {
		c.Gone = portfolio.Gone(m.Gone)
	}
	return c, nil
}

// reading is a file being read as rows of a mapping.
type reading struct {
	table Table
	rows  *Reader
	size  int64
	// only is the creditor whose rows are wanted, or none for all. alone says that the mapping names it: then
	// rows of others are left out, and else each creditor of the file has a cut of its own.
	only   string
	alone  bool
	codes  []string // of the creditors that have a cut of the file
	latest string   // the one of them that a line named last
	begun  int64    // a batch ends here: an earlier run has written the rows up to this line
	part   bool     // a mended file of refused rows
	marks  *marks   // of such a file
	again  func() (*reading, error)
}

// openAs opens a file and compiles the mapping for it.
func (in *Intakes) openAs(f File, m Mapping, k Kind, asOf calendar.Day) (*reading, error) {
	table, err := in.open(f.ReaderAt, f.Size, f.Name, m.File)
	if err != nil {
		return nil, err
	}
	as := m
	as.Creditor = cmp.Or(strings.TrimSpace(m.Creditor), defaultCreditor)
	rows, err := Compile(as, table.Header(), table.Typed(), k, asOf)
	if err != nil {
		return nil, errors.Join(err, table.Close())
	}
	rows.alone = m.Creditor != ""
	return &reading{
		table: table, rows: rows, size: f.Size, alone: rows.alone, part: isMended(table.Header()),
		marks: marksOf(table.Header()),
		again: func() (*reading, error) { return in.openAs(f, m, k, asOf) },
	}, nil
}

// previewOf compares a file with what we have, writing nothing. codes are the creditors that the file names.
func (in *Intakes) previewOf(
	ctx context.Context, f File, c Cut, codes []string, progress func(done, total int64),
) (Preview, error) {
	l, known, err := in.ready(ctx, c, true)
	if err != nil {
		return Preview{}, err
	}
	mapping, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return Preview{}, err
	}
	r, err := in.openAs(f, mapping, c.Kind, c.AsOfOn)
	if err != nil {
		return Preview{}, err
	}
	l.progress, l.part, r.only, r.codes = progress, r.part, c.Answer.Creditor, codes
	l.cut.Answer.Part = r.part
	if err := errors.Join(l.load(ctx, r), r.table.Close()); err != nil {
		return Preview{}, err
	}
	_, l.cut.Answer.Gone = l.missing()
	l.cut.Answer.Balance, l.cut.Answer.Diff = l.figures(), l.diff()
	l.cut.Scope, l.cut.Answer.Seconds = l.scopeText(), in.db.Now().Sub(l.startedAt).Seconds()
	p := Preview{Cut: l.cut, Creditor: l.creditor, Known: known, Again: l.before.FileDigest == c.FileDigest &&
		known}
	p.refuse(l.refused)
	return p, nil
}

func elapsed(from, to time.Time) float64 { return to.Sub(from).Seconds() }
