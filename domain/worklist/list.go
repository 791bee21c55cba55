package worklist

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Line is a case as a list shows it.
type Line struct {
	PersonID     id.ID
	Name         string
	IDNumber     string
	CreditorID   id.ID // of the debt that leads, among the creditors asked for
	Further      int64 // creditors whom they owe as well, of those that the reader may see
	Stage        string
	Step         string
	Bucket       string
	OldestDueOn  calendar.Day
	Currency     money.Currency
	PastDue      money.Amount // to all creditors, when all were asked for, and else to the one of the line
	Balance      money.Amount
	Accounts     int64
	Broken       int64 // promises broken so far, to creditors whom the reader may see
	Hold         string
	HoldUntilOn  calendar.Day
	AssignedID   id.ID
	AssignedName string
	Listed       bool // it is on the worklist
	State        State
	Priority     int64
	ReadyAt      time.Time
	LockedBy     id.ID
	LockedName   string
}

// CallAgreed says whether the person is called at an hour that was agreed with them.
func (l *Line) CallAgreed() bool { return Agreed(l.Priority) }

// Sort is the order of a list.
type Sort string

// The orders.
const (
	ByPastDue  Sort = "past_due" // the largest first
	ByOverdue  Sort = "overdue"  // the longest overdue first
	ByPriority Sort = "priority" // as cases are given out
	ByName     Sort = "name"
)

// order is how a sort reads in SQL.
type order struct {
	by   string
	down bool
	text bool
	work bool // only cases on the worklist have it
}

func (s Sort) order() (order, bool) {
	switch s {
	case ByPastDue, "":
		return order{by: `c.past_due`, down: true}, true
	case ByOverdue:
		return order{by: `c.oldest_due_on`}, true
	case ByPriority:
		return order{by: `w.priority`, down: true, work: true}, true
	case ByName:
		return order{by: `p.name_key`, text: true}, true
	}
	return order{}, false
}

// Filter chooses cases; what is zero does not matter, but Creditors, which are those that the reader may
// see.
type Filter struct {
	Creditors  []id.ID
	Seen       []id.ID // those that the reader may see, when fewer are asked for; none: these are all
	Bucket     string
	Stage      string // without one and without a text, cases in which nothing is owed any more are left out
	Step       string
	AgentID    id.ID  // who keeps the case
	Unassigned bool   // nobody keeps it
	State      string // ready | waiting | locked | resting
	MinPastDue money.Amount
	Currency   money.Currency
	Text       string // a name, a document, an account, a telephone
	Page       int    // how many at once; none, or more than that: MaxPage
}

// List gives a page of cases in an order, after the cursor that the page before gave; the first has none.
// next is empty on the last page.
func (l *Worklists) List(
	ctx context.Context, f Filter, s Sort, after string,
) (page []Line, next string, err error) {
	o, known := s.order()
	if !known {
		return nil, "", ErrSort.With(string(s)).On("sort")
	}
	q := query{size: f.size(), creditors: listOf(f.Creditors), seen: listOf(f.Seen)}
	q.choose(&f, o)
	if f.Text != "" {
		found, err := l.neighbours.Find(ctx, f.Text, f.Creditors)
		if err != nil || len(found) == 0 {
			return []Line{}, "", err
		}
		q.add(`c.person_id IN ?list`, listOf(found))
		q.found = true
		if s == ByOverdue {
			o.by = `CASE WHEN c.accounts = 0 THEN ` + neverText + ` ELSE c.oldest_due_on END` // nothing is overdue
		}
	}
	q.after(o, after)
	err = l.db.Read(ctx, func(tx db.Tx) error {
		page, next, err = listed(tx, &q, o)
		return err
	})
	return page, next, err
}

// size is how many rows a page of the list has.
func (f *Filter) size() int {
	if f.Page > 0 && f.Page < MaxPage {
		return f.Page
	}
	return MaxPage
}

// query gathers the conditions of a list. Their texts are constants, so that each combination is prepared
// once.
type query struct {
	where        []string
	args         []any
	work, person bool
	found        bool // persons who were looked for
	// The creditors asked for, and those that the reader may see.
	creditors, seen db.List
	size            int // of the page
}

func (q *query) add(condition string, args ...any) {
	q.where = append(q.where, condition)
	q.args = append(q.args, args...)
}

func (q *query) choose(f *Filter, o order) {
	q.work, q.person = o.work, o.text
	q.add(`c.creditor_id IN ?list`, q.creditors)
	if f.Stage == "" && f.Text == "" { // who is looked for is found also once all is paid: they ring to ask
		q.add(`c.accounts > 0`)
	}
	for _, c := range [...]struct {
		wanted    string
		condition string
	}{
		{f.Stage, `c.stage = ?`},
		{f.Bucket, `c.bucket = ?`},
		{f.Step, `c.step = ?`},
		{string(f.Currency), `c.currency = ?`},
	} {
		if c.wanted != "" {
			q.add(c.condition, c.wanted)
		}
	}
	switch {
	case f.AgentID != 0:
		q.add(`c.assigned_id = ? AND c.assigned_id <> 0`, f.AgentID)
	case f.Unassigned:
		q.add(`c.assigned_id = 0`)
	}
	if f.MinPastDue > 0 {
		q.add(`c.past_due >= ?`, f.MinPastDue)
	}
	switch f.State {
	case "resting":
		q.add(`c.hold <> ''`)
	case Ready.Text(), Locked.Text():
		q.work = true
		q.add(`w.state = ?`, map[string]State{Ready.Text(): Ready, Locked.Text(): Locked}[f.State])
	case Waiting.Text():
		q.work = true
		q.add(`w.state = 1 AND c.hold = ''`)
	}
}

// after goes on behind a cursor; what nobody wrote is taken for the beginning.
func (q *query) after(o order, cursor string) {
	person, value, found := strings.Cut(cursor, ".")
	at, err := strconv.ParseInt(person, 36, 64)
	if !found || err != nil {
		return
	}
	sign := `>`
	if o.down {
		sign = `<`
	}
	var key any = value
	if !o.text {
		n, err := strconv.ParseInt(value, 36, 64)
		if err != nil {
			return
		}
		key = n
	}
	q.add(`(`+o.by+` `+sign+` ? OR `+o.by+` = ? AND c.person_id > ?)`, key, key, at)
}

// listed finds the page by as few columns as the conditions need, and only then reads the rest of its rows.
func listed(tx db.Tx, q *query, o order) (page []Line, next string, err error) {
	sorted := `k.key`
	if o.down {
		sorted += ` DESC`
	}
	if len(q.seen) == 0 {
		q.seen = q.creditors
	}
	whole, wholeArgs := q.whole(o)
	parts, partsArgs := q.parts(o)
	if q.found && !q.work { // who has paid has no place in the worklist
		paid, paidArgs := q.paid(o)
		parts += `) AS b UNION ALL SELECT b.person_id, b.share, b.key FROM (` + paid
		partsArgs = append(partsArgs, paidArgs...)
	}
	var keys []string
	err = tx.Query(func(r db.Row) error {
		line := Line{
			PersonID: id.ID(r.Int(0)), Name: r.Text(2), IDNumber: r.Text(3), CreditorID: id.ID(r.Int(4)),
			Stage: r.Text(5), Step: r.Text(6), Bucket: r.Text(7), OldestDueOn: calendar.Day(r.Int(8)),
			Currency: money.Currency(r.Text(9)), PastDue: money.Amount(r.Int(10)), Balance: money.Amount(r.Int(11)),
			Accounts: r.Int(12), Hold: r.Text(13), HoldUntilOn: calendar.Day(r.Int(14)),
			AssignedID: id.ID(r.Int(15)), AssignedName: r.Text(16), Listed: !r.Null(17), State: State(r.Int(17)),
			Priority: r.Int(18), LockedBy: id.ID(r.Int(20)), LockedName: r.Text(21),
			Broken: r.Int(22), Further: r.Int(23),
		}
		if at := r.Int(19); at != never {
			line.ReadyAt = db.Time(at)
		}
		if share := r.Int(24); share < 0 {
			line.paidUp(id.ID(-share))
		}
		key := r.Text(1)
		if !o.text {
			key = strconv.FormatInt(r.Int(1), 36)
		}
		page, keys = append(page, line), append(keys, strconv.FormatInt(r.Int(0), 36)+"."+key)
		return nil
	}, lineSQL+`FROM (SELECT k.person_id, k.share, k.key FROM (SELECT a.person_id, a.share, a.key FROM
		(`+whole+`) AS a
			UNION ALL SELECT b.person_id, b.share, b.key FROM (`+parts+`) AS b) AS k
			ORDER BY `+sorted+`, k.person_id LIMIT `+strconv.Itoa(q.size+1)+`) AS k
		JOIN casefile AS c ON c.person_id = k.person_id JOIN person AS p ON p.id = k.person_id
		LEFT JOIN casefile_creditor AS x ON x.person_id = k.person_id AND x.creditor_id = k.share
		LEFT JOIN work AS w ON w.person_id = k.person_id
		LEFT JOIN work_further AS v ON v.person_id = k.person_id AND v.creditor_id = k.share
		ORDER BY `+sorted+`, k.person_id`, slices.Concat([]any{q.seen, q.seen, q.seen}, wholeArgs, partsArgs)...)
	if len(page) > q.size {
		page, next = page[:q.size], keys[q.size-1]
	}
	return page, next, err
}

// Mine gives what an agent has in hand and what they would be given next, in that order: the first MaxPage
// of it.
func (l *Worklists) Mine(ctx context.Context, a Agent) (page []Line, err error) {
	err = l.db.Read(ctx, func(tx db.Tx) error {
		first, err := heads(tx, a, MaxPage)
		if err != nil {
			return err
		}
		first = first[:min(len(first), MaxPage)]
		ids := make([]id.ID, len(first))
		place := make(map[id.ID]int, len(first))
		for i, w := range first {
			ids[i], place[w.PersonID] = w.PersonID, i
		}
		q := query{size: MaxPage, creditors: listOf(a.Creditors)}
		q.add(`c.creditor_id IN ?list`, q.creditors)
		q.add(`c.person_id IN ?list`, listOf(ids))
		if page, _, err = listed(tx, &q, order{by: `c.past_due`, down: true}); err != nil {
			return err
		}
		slices.SortFunc(page, func(x, y Line) int { return place[x.PersonID] - place[y.PersonID] })
		return nil
	})
	return page, err
}

func listOf(ids []id.ID) db.List {
	list := make(db.List, len(ids))
	for i, v := range ids {
		list[i] = int64(v)
	}
	return list
}
