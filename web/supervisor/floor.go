package supervisor

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/staff"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/web/ui"
)

// breachDays is how long what happened without leave stands on the floor: who leads looks at it within a
// week.
const breachDays = 7

// now is the floor at one moment.
type now struct {
	Desks    []deskNow
	Total    contact.Figure
	Anybody  worklist.Load // what nobody keeps
	Breaches int64         // contacts of the last days that the gate would have refused
	From, To calendar.Day  // those days
	MayShare bool
}

// deskNow is one agent: what they have done today, what they hold, what waits for them.
type deskNow struct {
	ID     id.ID
	Name   string
	Done   contact.Figure
	LastAt time.Time // of the latest result; zero: none today
	Held   []worklist.Held
	Load   worklist.Load
}

func (p *Parts) floor(w http.ResponseWriter, r *http.Request) {
	v := ui.Of(r)
	n, err := p.now(r.Context())
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	page := ui.Page{
		Title: v.Say("ui.nav.floor"), Sub: v.LongDay(v.Today), Body: floorBody(n), Wide: true,
		Parts: []ui.Part{{ID: "floor", Body: floorNow(n)}},
	}
	if n.MayShare {
		page.Head = floorHead()
	}
	ui.Show(w, r, page)
}

func (p *Parts) now(ctx context.Context) (n now, err error) {
	seen, today := idsOf(p.Sees(ctx)), ui.From(ctx).Today
	n.MayShare = auth.Who(ctx).May(auth.CaseAssign)
	n.Total.Promised = map[money.Currency]money.Amount{}
	if len(seen) == 0 {
		return n, nil
	}
	var members []staff.Member
	if err := p.DB.Read(ctx, func(tx db.Tx) error {
		members, err = staff.AllTx(tx)
		return err
	}); err != nil {
		return n, err
	}
	figures, err := p.Contacts.Figures(ctx, today, today, seen)
	if err != nil {
		return n, err
	}
	latest, err := p.Contacts.Latest(ctx, today, seen)
	if err != nil {
		return n, err
	}
	held, err := p.Worklists.InHand(ctx, seen)
	if err != nil {
		return n, err
	}
	loads, err := p.Worklists.ByAgent(ctx, seen)
	if err != nil {
		return n, err
	}
	n.From, n.To = today-breachDays+1, today
	if n.Breaches, err = p.Contacts.Breaches(ctx, n.From, n.To, seen); err != nil {
		return n, err
	}
	n.gather(members, figures, held, loads, latest)
	return n, nil
}

func (n *now) gather(
	members []staff.Member, figures []contact.Figure, held []worklist.Held, loads []worklist.Load,
	latest map[id.ID]time.Time,
) {
	for i := range members {
		if m := &members[i]; m.Active && m.Role == auth.Agent {
			n.desk(m.ID, m.Name)
		}
	}
	name := func(who id.ID) string {
		for i := range members {
			if members[i].ID == who {
				return members[i].Name
			}
		}
		return ""
	}
	for _, f := range figures {
		d := n.desk(f.UserID, name(f.UserID))
		d.Done, d.LastAt = f, latest[f.UserID]
		n.add(f)
	}
	for _, h := range held {
		d := n.desk(h.AgentID, h.AgentName)
		d.Held = append(d.Held, h)
	}
	for _, l := range loads {
		if l.AgentID == 0 {
			n.Anybody = l
			continue
		}
		n.desk(l.AgentID, l.Name).Load = l
	}
	slices.SortStableFunc(n.Desks, func(a, b deskNow) int {
		return cmp.Compare(strings.ToLower(a.Name),
			strings.ToLower(b.Name))
	})
}

// desk finds the agent's, or makes room for one who is no agent but works today.
func (n *now) desk(who id.ID, name string) *deskNow {
	for i := range n.Desks {
		if n.Desks[i].ID == who {
			return &n.Desks[i]
		}
	}
	n.Desks = append(n.Desks, deskNow{ID: who, Name: name})
	return &n.Desks[len(n.Desks)-1]
}

func (n *now) add(f contact.Figure) {
	t := &n.Total
	t.Attempts, t.Reached, t.Right = t.Attempts+f.Attempts, t.Reached+f.Reached, t.Right+f.Right
	t.Promises, t.Seconds = t.Promises+f.Promises, t.Seconds+f.Seconds
	for c, a := range f.Promised {
		t.Promised[c] += a
	}
}

// free takes a case out of an agent's hands.
func (p *Parts) free(w http.ResponseWriter, r *http.Request) {
	agent, err := id.Parse(staff.Prefix, r.FormValue("agent"))
	person, wrong := id.Parse(party.Prefix, r.FormValue("person"))
	if err != nil || wrong != nil {
		ui.Fail(w, r, worklist.ErrStranger)
		return
	}
	if err := p.Worklists.Free(r.Context(), agent, person); err != nil {
		ui.Fail(w, r, err)
		return
	}
	p.moved()
	ui.Later(w, r, ui.Good, ui.Of(r).Say("supervisor.freed"))
	ui.Redirect(w, r, "/piso")
}

// promised writes the promised sums of all currencies, in the order of their codes.
func promised(v *ui.View, sums map[money.Currency]money.Amount) string {
	var parts []string
	for _, c := range slices.Sorted(maps.Keys(sums)) {
		parts = append(parts, v.SumIn(money.Money{Amount: sums[c], Currency: c}))
	}
	if len(parts) == 0 {
		return "–"
	}
	return v.Text.Join(parts...)
}

// average is the time of one contact.
func average(v *ui.View, f contact.Figure) string {
	if f.Attempts == 0 {
		return "–"
	}
	return v.Text.Span(time.Duration(f.Seconds/f.Attempts) * time.Second)
}
