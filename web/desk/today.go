package desk

import (
	"context"
	"net/http"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/domain/promise"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/web/ui"
)

// mineShown is how many cases of the agent's list Hoy shows: what a glance takes in.
const mineShown = 8

// morning is what Hoy shows: the sums of the last close beside those of the one before, what moved between
// them, the promises of the day, and the agent's own list.
type morning struct {
	ClosedOn, BeforeOn calendar.Day
	Aging              []aging  // by currency
	Changes            []change // since the close before
	Promises           []promise.DayFigure
	Works              bool          // whether the person takes cases, as an agent does and a supervisor may
	Mine, Pool         worklist.Load // what the agent keeps, and what nobody does
	Next               []worklist.Line
	Creditors          []portfolio.Creditor
}

// aging is the book in one currency.
type aging struct {
	Currency      money.Currency
	Countries     []string // of the creditors whose debts these are
	Buckets       []bucketSum
	Persons       int64 // overdue
	Accounts      int64 // overdue
	PastDue       money.Amount
	PersonsBefore int64
	PastDueBefore money.Amount
	Balance       money.Amount
	AccountsInAll int64
}

type bucketSum struct {
	Code     string
	Accounts int64
	PastDue  money.Amount
	Balance  money.Amount
}

func (p *Parts) today(w http.ResponseWriter, r *http.Request) {
	v := ui.Of(r)
	m, err := p.morning(r.Context())
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	page := ui.Page{Title: v.Say("ui.nav.today"), Sub: v.LongDay(v.Today), Body: todayBody(m)}
	if m.ClosedOn != calendar.NoDay {
		page.Sub += " · " + v.Say("desk.as_of", v.LongDay(m.ClosedOn))
	}
	if m.Works && len(m.Next) > 0 {
		page.Head = todayHead()
	}
	ui.Show(w, r, page)
}

func (p *Parts) morning(ctx context.Context) (m morning, err error) {
	m.Creditors = p.Sees(ctx)
	if err := p.DB.Read(ctx, m.read); err != nil {
		return m, err
	}
	who, seen := auth.Who(ctx), idsOf(m.Creditors)
	m.Works = who.May(auth.CaseWork)
	if m.Works {
		if m.Next, err = p.Worklists.Mine(ctx, worklist.Agent{ID: who.ID, Creditors: seen}); err != nil {
			return m, err
		}
		loads, err := p.Worklists.ByAgent(ctx, seen)
		if err != nil {
			return m, err
		}
		m.share(loads, who.ID, who.Role)
	}
	today := ui.From(ctx).Today
	m.Promises, err = p.Promises.Day(ctx, today, m.ClosedOn, seen)
	return m, err
}

// share parts what a person keeps from what nobody does. Who may take cases but is no agent and keeps none
// has no list: theirs is the floor.
func (m *morning) share(loads []worklist.Load, who id.ID, role auth.Role) {
	for _, l := range loads {
		switch l.AgentID {
		case 0:
			m.Pool = l
		case who:
			m.Mine = l
		}
	}
	m.Works = role == auth.Agent || m.Mine.Ready+m.Mine.Waiting+m.Mine.Held > 0
}

func (m *morning) read(tx db.Tx) (err error) {
	if m.ClosedOn, err = treatment.LastClosed(tx); err != nil || m.ClosedOn == calendar.NoDay {
		return err
	}
	if m.BeforeOn, err = treatment.ClosedBefore(tx, m.ClosedOn); err != nil {
		return err
	}
	now, err := delinquency.AgingOn(tx, m.ClosedOn)
	if err != nil {
		return err
	}
	var before []delinquency.AgingFigure
	if m.BeforeOn != calendar.NoDay {
		if before, err = delinquency.AgingOn(tx, m.BeforeOn); err != nil {
			return err
		}
	}
	moved, err := delinquency.MovementOn(tx, m.ClosedOn)
	if err != nil {
		return err
	}
	ladders, err := laddersOf(m.Creditors)
	if err != nil {
		return err
	}
	m.Aging = agingOf(now, before, ladders, m.Creditors)
	if m.BeforeOn != calendar.NoDay {
		m.Changes = changesOf(moved, ladders)
	}
	return nil
}

// laddersOf reads the buckets of each creditor that the person may see; what is not in it is not shown.
func laddersOf(creditors []portfolio.Creditor) (map[id.ID]delinquency.Buckets, error) {
	ladders := map[id.ID]delinquency.Buckets{}
	for _, c := range creditors {
		buckets, err := delinquency.ParseBuckets(c.Buckets)
		if err != nil {
			return nil, err
		}
		ladders[c.ID] = buckets
	}
	return ladders, nil
}

func agingOf(
	now, before []delinquency.AgingFigure, ladders map[id.ID]delinquency.Buckets, creditors []portfolio.Creditor,
) []aging {
	var all []aging
	of := func(c money.Currency) *aging {
		for i := range all {
			if all[i].Currency == c {
				return &all[i]
			}
		}
		all = append(all, aging{Currency: c})
		return &all[len(all)-1]
	}
	for _, f := range now {
		ladder, seen := ladders[f.CreditorID]
		if !seen {
			continue
		}
		a := of(f.Currency)
		a.add(f, ladder)
		if c, _ := creditorOf(creditors, f.CreditorID); !slices.Contains(a.Countries, c.Country) {
			a.Countries = append(a.Countries, c.Country)
		}
	}
	for _, f := range before {
		if _, seen := ladders[f.CreditorID]; seen && f.Bucket != delinquency.Current {
			a := of(f.Currency)
			a.PersonsBefore += f.Persons
			a.PastDueBefore += f.PastDue
		}
	}
	return all
}

// add counts a sum; the buckets stand in the order of the first creditor that has them.
func (a *aging) add(f delinquency.AgingFigure, ladder delinquency.Buckets) {
	a.Balance += f.Balance
	a.AccountsInAll += f.Accounts
	if f.Bucket != delinquency.Current {
		a.Persons += f.Persons
		a.Accounts += f.Accounts
		a.PastDue += f.PastDue
	}
	if len(a.Buckets) == 0 {
		for _, b := range ladder {
			a.Buckets = append(a.Buckets, bucketSum{Code: b.Code})
		}
	}
	for i := range a.Buckets {
		if b := &a.Buckets[i]; b.Code == f.Bucket {
			b.Accounts, b.PastDue, b.Balance = b.Accounts+f.Accounts, b.PastDue+f.PastDue, b.Balance+f.Balance
			return
		}
	}
	a.Buckets = append(a.Buckets, bucketSum{Code: f.Bucket, Accounts: f.Accounts, PastDue: f.PastDue,
		Balance: f.Balance})
}

// count sums the promises in a state and writes their amounts.
func (m *morning) count(v *ui.View, state promise.State) (n int64, sums string) {
	var parts []string
	for _, f := range m.Promises {
		if f.State == state {
			n += f.Count
			parts = append(parts, v.SumIn(money.Money{Amount: f.Amount, Currency: f.Currency}))
		}
	}
	return n, v.Text.Join(parts...)
}
