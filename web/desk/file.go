package desk

import (
	"context"
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/debt"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/promise"
	"aldia/domain/staff"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/web/ui"
)

const (
	// movesShown bounds the history of buckets of all accounts of a person.
	movesShown = 24
)

// file is all that one screen shows of a person.
type file struct {
	Person    party.Person
	Points    []party.ContactPoint
	Changes   map[id.ID][]party.PointChange // of each contact point, the latest first
	Fix       fix
	Case      treatment.Casefile
	HasCase   bool
	Creditors []portfolio.Creditor // that the reader may see
	Lead      portfolio.Creditor   // of the debt that leads
	Today     calendar.Day         // where the debt that leads is kept
	Zone      *time.Location       // where the person is
	Accounts  []account
	Others    []other
	Moves     []delinquency.Move
	Promises  []promise.Promise
	Withdrawn []promise.Withdrawal
	TakeBack  takeBack
	Last      *contact.Contact // the latest contact, if there was one
	History   history
	Standing  worklist.Standing
	Tree      *contact.Tree
	Lawful    lawful
	Marks     marks
	Refused   *way // what was just refused; none: nothing was
	Works     bool // the reader may record results
	User      id.ID
	Now       time.Time
}

// account is a debt with its items and how each figure came about.
type account struct {
	debt.Account
	Creditor portfolio.Creditor
	Items    []item
	Owed     debt.Parts // on all items
	Due      debt.Parts // of which overdue
	Estimate debt.Parts // interest earned and not in the figures yet
	OldestOn calendar.Day
}

type item struct {
	debt.Item
	Days     int // past due today
	Estimate debt.Parts
	Entries  []debt.Entry
}

// other is somebody else who belongs to a debt of the person.
type other struct {
	Person  party.Person
	Role    party.Role
	Points  []party.ContactPoint
	Account string
}

// read gathers a person's file. What belongs to creditors that the reader may not see is left out, and a
// person of whom nothing is left is refused. The contacts are those before one, none for the latest.
func (p *Parts) read(ctx context.Context, person, before id.ID) (f file, err error) {
	who := auth.Who(ctx)
	f.Creditors, f.Works, f.User, f.Now = p.Sees(ctx), who.May(auth.CaseWork), who.ID, p.DB.Now()
	if err := p.DB.Read(ctx, func(tx db.Tx) error { return f.readTx(tx, person, f.Now) }); err != nil {
		return f, err
	}
	if err := p.readPromises(ctx, &f); err != nil {
		return f, err
	}
	if err := p.readHistory(ctx, &f, before); err != nil {
		return f, err
	}
	if f.Standing, err = p.Worklists.Standing(ctx, person, idsOf(f.Creditors)...); err != nil {
		return f, err
	}
	if f.Tree, err = p.Trees.For(ctx, f.Lead.ID); err != nil {
		return f, err
	}
	if err := p.readLawful(ctx, &f); err != nil {
		return f, err
	}
	if err := p.readChanges(ctx, &f); err != nil {
		return f, err
	}
	err = p.readMarks(ctx, &f)
	return f, err
}

func (f *file) sees(creditor id.ID) bool {
	_, seen := creditorOf(f.Creditors, creditor)
	return seen
}

func (f *file) readTx(tx db.Tx, person id.ID, now time.Time) (err error) {
	if f.Person, err = party.PersonTx(tx, person); err != nil {
		return err
	}
	if f.Case, f.HasCase, err = treatment.SeenCaseOf(tx, person, idsOf(f.Creditors)); err != nil {
		return err
	}
	if err := f.readAccounts(tx, person, now); err != nil {
		return err
	}
	if len(f.Accounts) == 0 {
		return worklist.ErrUnseen
	}
	f.settleLead(now)
	if f.Points, err = party.PointsTx(tx, person); err != nil {
		return err
	}
	if err := f.readOthers(tx); err != nil {
		return err
	}
	f.Moves, err = delinquency.MovesOf(tx, f.accountIDs(), movesShown)
	return err
}

// settleLead finds the creditor of the debt that leads, and where the day is counted.
func (f *file) settleLead(now time.Time) {
	lead, seen := creditorOf(f.Creditors, f.Case.CreditorID)
	if !seen {
		lead = f.Accounts[0].Creditor
	}
	f.Lead, f.Today, f.Zone = lead, calendar.On(now, lead.Place()), lead.Place()
	if f.Person.Zone != "" {
		if zone, err := time.LoadLocation(f.Person.Zone); err == nil {
			f.Zone = zone
		}
	}
}

func (f *file) accountIDs() db.List {
	list := make(db.List, len(f.Accounts))
	for i := range f.Accounts {
		list[i] = int64(f.Accounts[i].ID)
	}
	return list
}

func (f *file) readAccounts(tx db.Tx, person id.ID, now time.Time) error {
	if err := debt.AccountsOf(tx, person, func(a *debt.Account) error {
		if creditor, seen := creditorOf(f.Creditors, a.CreditorID); seen && a.State != debt.Undone {
			f.Accounts = append(f.Accounts, account{Account: *a, Creditor: creditor})
		}
		return nil
	}); err != nil {
		return err
	}
	at := map[id.ID]*account{}
	for i := range f.Accounts {
		at[f.Accounts[i].ID] = &f.Accounts[i]
	}
	rates, err := debt.RatesOf(tx, f.accountIDs())
	if err != nil {
		return err
	}
	var items db.List
	if err := debt.ItemsOf(tx, person, func(i *debt.Item) error {
		if a := at[i.AccountID]; a != nil && i.State != debt.Undone {
			a.add(*i, debt.TermsOf(&a.Account, rates[a.ID]), calendar.On(now, a.Creditor.Place()))
			items = append(items, int64(i.ID))
		}
		return nil
	}); err != nil {
		return err
	}
	of := map[id.ID]*item{}
	for i := range f.Accounts {
		for n := range f.Accounts[i].Items {
			of[f.Accounts[i].Items[n].ID] = &f.Accounts[i].Items[n]
		}
	}
	return debt.EntriesOf(tx, items, func(e *debt.Entry) error {
		of[e.ItemID].Entries = append(of[e.ItemID].Entries, *e)
		return nil
	})
}

// add counts an item into its account, with the interest that it has earned through yesterday: the day
// itself is not over.
func (a *account) add(i debt.Item, t debt.Terms, today calendar.Day) {
	one := item{Item: i}
	one.Estimate, _, _ = t.Accrued(&i, today-1)
	if i.IsOwed() {
		a.Owed = a.Owed.Plus(i.Owed)
		a.Estimate = a.Estimate.Plus(one.Estimate)
		one.Days = delinquency.DaysPastDue(i.DueOn, today)
		if one.Days > 0 {
			a.Due = a.Due.Plus(i.Owed)
		}
		if a.OldestOn == calendar.NoDay || i.DueOn < a.OldestOn {
			a.OldestOn = i.DueOn
		}
	}
	a.Items = append(a.Items, one)
}

func (f *file) readOthers(tx db.Tx) error {
	parties, err := debt.PartiesOf(tx, f.accountIDs())
	if err != nil || len(parties) == 0 {
		return err
	}
	var persons db.List
	for _, o := range parties {
		persons = append(persons, int64(o.PersonID))
	}
	known := map[id.ID]party.Person{}
	if err := party.EachTx(tx, persons, func(one party.Person) error {
		known[one.ID] = one
		return nil
	}); err != nil {
		return err
	}
	points := map[id.ID][]party.ContactPoint{}
	if err := party.EachPointTx(tx, persons, func(c party.ContactPoint) error {
		points[c.PersonID] = append(points[c.PersonID], c)
		return nil
	}); err != nil {
		return err
	}
	numbers := map[id.ID]string{}
	for i := range f.Accounts {
		numbers[f.Accounts[i].ID] = f.Accounts[i].Number
	}
	seen := map[string]bool{}
	for _, o := range parties {
		key := o.PersonID.Text("") + o.Role
		if one, ok := known[o.PersonID]; ok && !seen[key] && o.PersonID != f.Person.ID {
			seen[key] = true
			f.Others = append(f.Others, other{Person: one, Role: party.Role(o.Role), Points: points[o.PersonID],
				Account: numbers[o.AccountID]})
		}
	}
	return nil
}

// totals sums the open debts by currency: all that is owed, what of it is overdue, and the estimate.
type totals struct {
	Currency            money.Currency
	Countries           []string // of the creditors who are owed it
	Owed, Due, Estimate debt.Parts
	Days                int
}

func (f *file) totals() []totals {
	var all []totals
	for i := range f.Accounts {
		a := &f.Accounts[i]
		at := slices.IndexFunc(all, func(t totals) bool { return t.Currency == a.Currency })
		if at < 0 {
			at = len(all)
			all = append(all, totals{Currency: a.Currency})
		}
		t := &all[at]
		if !slices.Contains(t.Countries, a.Creditor.Country) {
			t.Countries = append(t.Countries, a.Creditor.Country)
		}
		t.Owed, t.Due, t.Estimate = t.Owed.Plus(a.Owed), t.Due.Plus(a.Due), t.Estimate.Plus(a.Estimate)
		for n := range a.Items {
			t.Days = max(t.Days, a.Items[n].Days)
		}
	}
	return all
}

// held says who works on the case now, when it is somebody else.
func (f *file) held() (name string, elsewhere bool) {
	return f.Standing.HeldName, f.Standing.HeldBy != 0 && f.Standing.HeldBy != f.User
}

// draftKey names what is written in the form of this case, and by whom: a browser keeps it for nobody else.
func (f *file) draftKey() string {
	return f.User.Text(staff.Prefix) + " " + f.Person.ID.Text(party.Prefix)
}

// countryOf is that of a creditor; of one whom the reader may not see it is that of the debt that leads.
func (f *file) countryOf(creditor id.ID) string {
	if c, seen := creditorOf(f.Creditors, creditor); seen {
		return c.Country
	}
	return f.Lead.Country
}

// of is the view for what is told of one creditor's debts.
func (f *file) of(v *ui.View, creditor id.ID) *ui.View { return v.About(f.countryOf(creditor)) }

// local turns the view to the country of the debt that leads: the case is written as there, but for debts to
// creditors of another one.
func (f *file) local(v *ui.View) { v.Work(f.Lead.Country, f.Lead.Place()) }
