package report

import (
	"context"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/law"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Question is a report that can be asked for.
type Question struct {
	Name  string
	Title string // key
	About string // key of a sentence that says what it answers
	Span  bool   // it asks for a span of days, not for one
	Now   bool   // it is of the present and asks for no day
	Agent bool   // it may be asked of one agent
	may   auth.Permission
	ask   func(*asking) error
}

// Reports is the front door.
type Reports struct {
	db   *db.DB
	owns *law.Owns
}

// NewReports opens the front door.
func NewReports(d *db.DB) *Reports { return &Reports{d, law.NewOwns(d)} }

// Questions are the reports there are, in the order in which they are shown.
func Questions() []Question {
	all := []Question{
		{Name: "aging", may: auth.ReportSee, ask: (*asking).aging},
		{Name: "movements", Span: true, may: auth.ReportSee, ask: (*asking).movements},
		{Name: "worklist", Now: true, Agent: true, may: auth.ReportSee, ask: (*asking).worklist},
		{Name: "productivity", Span: true, Agent: true, may: auth.ReportSee, ask: (*asking).productivity},
		{Name: "contacts", Span: true, Agent: true, may: auth.ReportSee, ask: (*asking).contacts},
		{Name: "audit", Span: true, Agent: true, may: auth.AuditSee, ask: (*asking).audit},
	}
	for i := range all {
		all[i].Title = "report." + all[i].Name + ".title"
		all[i].About = "report." + all[i].Name + ".about"
	}
	return all
}

// MayAsk gives the reports that whoever acts may ask for.
func MayAsk(ctx context.Context) []Question {
	who := auth.Who(ctx)
	return slices.DeleteFunc(Questions(), func(q Question) bool { return !who.May(q.may) })
}

// Run answers a question, with up to Limit rows after the first Skip. The totals are those of all rows.
func (r *Reports) Run(ctx context.Context, name string, args Args) (Report, error) {
	limit := args.Limit
	if limit <= 0 || limit > MaxRows {
		limit = MaxRows
	}
	args.Limit, args.Skip = limit, max(args.Skip, 0)
	var whole Report
	err := r.stream(ctx, name, args, Sink{
		Head: func(head *Report) error {
			whole = *head
			return nil
		},
		Row: func(row Row) error {
			if whole.Skipped < args.Skip {
				whole.Skipped++
				return nil
			}
			if len(whole.Rows) == limit {
				whole.More = true
				return db.ErrStop
			}
			whole.Rows = append(whole.Rows, row)
			return nil
		},
		Tail: func(tail *Report) error {
			whole.Totals, whole.Notes = tail.Totals, tail.Notes
			return nil
		},
	})
	return whole, err
}

// Sink takes a report as it comes: first its head, with all but the rows and what is known only after them,
// then each row, then the same report with its totals and notes. A row function may return db.ErrStop to
// have no more rows.
type Sink struct {
	Head func(*Report) error
	Row  func(Row) error
	Tail func(*Report) error
}

// Stream answers a question row by row, from one unmoving view of the database.
func (r *Reports) Stream(ctx context.Context, name string, args Args, into Sink) error {
	args.Skip, args.Limit = 0, 0
	return r.stream(ctx, name, args, into)
}

// stream is Stream, for a question that may be asked for one page alone: it may then begin with that page.
func (r *Reports) stream(ctx context.Context, name string, args Args, into Sink) error {
	at := slices.IndexFunc(Questions(), func(q Question) bool { return q.Name == name })
	if at < 0 {
		return ErrUnknown.With(name).On("report")
	}
	question := Questions()[at]
	who, err := auth.Allow(ctx, question.may)
	if err != nil {
		return err
	}
	return r.db.Read(ctx, func(tx db.Tx) error {
		a := &asking{
			Reports: r, tx: tx, args: args, into: into,
			report: Report{Name: name, Title: question.Title, At: r.db.Now()},
		}
		if err := a.scope(who); err != nil {
			return err
		}
		if err := question.ask(a); err != nil {
			return err
		}
		return a.tail()
	})
}

// asking is one question being answered.
type asking struct {
	*Reports
	tx        db.Tx
	args      Args
	into      Sink
	report    Report
	creditors []portfolio.Creditor // those asked about, by code
	agent     id.ID                // the one asked about, or none
	began     bool
	stopped   bool
}

// scope finds the creditors and the agent that are asked about. Nobody is told of a creditor whose debts
// they may not see: it does not exist for them.
func (a *asking) scope(who auth.Identity) error {
	all, err := portfolio.CreditorsIn(a.tx)
	if err != nil {
		return err
	}
	if who.Role != auth.System {
		every, seen, err := staff.SeesTx(a.tx, who.ID)
		if err != nil {
			return err
		}
		if !every {
			all = slices.DeleteFunc(all, func(c portfolio.Creditor) bool {
				return !slices.Contains(seen, int64(c.ID))
			})
		}
	}
	if a.args.Creditor != "" {
		all = slices.DeleteFunc(all, func(c portfolio.Creditor) bool { return c.Code != a.args.Creditor })
		if len(all) == 0 {
			return ErrNoCreditor.With(a.args.Creditor).On("creditor")
		}
	}
	a.creditors = all
	if a.args.Who == "" {
		return nil
	}
	found, err := db.One(a.tx, func(r db.Row) error {
		a.agent = id.ID(r.Int(0))
		return nil
	}, `SELECT id FROM staff WHERE code = ?`, a.args.Who)
	if err == nil && !found {
		err = ErrNoAgent.With(a.args.Who).On("who")
	}
	return err
}

// list is the creditors as an argument of a query.
func (a *asking) list() db.List {
	list := make(db.List, len(a.creditors))
	for i, c := range a.creditors {
		list[i] = int64(c.ID)
	}
	return list
}

func (a *asking) byID() map[id.ID]*portfolio.Creditor {
	by := make(map[id.ID]*portfolio.Creditor, len(a.creditors))
	for i := range a.creditors {
		by[a.creditors[i].ID] = &a.creditors[i]
	}
	return by
}

// buckets are a creditor's ranges; what cannot be read any more is the default.
func buckets(c *portfolio.Creditor) delinquency.Buckets {
	if b, err := delinquency.ParseBuckets(c.Buckets); err == nil {
		return b
	}
	return delinquency.Default()
}

// span settles the days of a report on a span: usual says what is meant when nothing is given.
func (a *asking) span(usual func() (calendar.Day, error)) error {
	from, to := a.args.From, a.args.To
	if from == calendar.NoDay && to == calendar.NoDay && a.args.Date != calendar.NoDay {
		from, to = a.args.Date, a.args.Date
	}
	if to == calendar.NoDay {
		last, err := usual()
		if err != nil {
			return err
		}
		to = max(last, from)
	}
	if from == calendar.NoDay {
		from = to
	}
	switch {
	case from > to:
		return ErrSpan.With(from, to).On("from")
	case to-from >= maxSpanDays:
		return ErrLong.With(maxSpanDays).On("from")
	}
	a.report.From, a.report.To = from, to
	return nil
}

// today is the present day where the first of the creditors is.
func (a *asking) today() (calendar.Day, error) {
	now := a.db.Now()
	if len(a.creditors) > 0 {
		return calendar.On(now, a.creditors[0].Place()), nil
	}
	return calendar.On(now, now.Location()), nil
}

// closed is the last day closed, by a day when one is given.
func (a *asking) closed(by calendar.Day) (calendar.Day, error) {
	limit := by
	if limit == calendar.NoDay {
		limit = 1 << 40
	}
	n, err := db.Int(a.tx, `SELECT coalesce(max(on_day), 0) FROM close_day
		WHERE state = 'done' AND on_day <= ?`, limit)
	switch {
	case err != nil:
		return calendar.NoDay, err
	case n != 0:
		return calendar.Day(n), nil
	case by != calendar.NoDay:
		return calendar.NoDay, ErrNoClose.With(by).On("date")
	}
	return calendar.NoDay, ErrNoCloses
}

func (a *asking) note(key string, args ...any) {
	a.report.Notes = append(a.report.Notes, Note{key, args})
}

// columns names the columns; their titles are report.column.NAME.
func (a *asking) columns(columns ...Column) {
	for i := range columns {
		if columns[i].Title == "" {
			columns[i].Title = "report.column." + columns[i].Name
		}
	}
	a.report.Columns = columns
}

// row hands a row on; it gives db.ErrStop when nobody wants more.
func (a *asking) row(cells ...Cell) error {
	if err := a.head(); err != nil {
		return err
	}
	if a.stopped {
		return db.ErrStop
	}
	err := a.into.Row(cells)
	if err == db.ErrStop { //nolint:errorlint // the very error is the sign
		a.stopped = true
	}
	return err
}

func (a *asking) head() error {
	if a.began {
		return nil
	}
	a.began = true
	if a.into.Head == nil {
		return nil
	}
	return a.into.Head(&a.report)
}

func (a *asking) tail() error {
	if err := a.head(); err != nil {
		return err
	}
	if a.into.Tail == nil {
		return nil
	}
	return a.into.Tail(&a.report)
}
