package desk

import (
	"context"
	"net/http"
	"time"

	"aldia/domain/law"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/web/ui"
)

// next takes the agent's next case and shows it; when there is none it says so on a page of its own.
func (p *Parts) next(w http.ResponseWriter, r *http.Request) {
	a, _, err := p.mayCall(r.Context())
	var person id.ID
	found := false
	if err == nil {
		person, found, err = p.Worklists.Next(r.Context(), a)
	}
	switch {
	case err != nil:
		ui.Fail(w, r, err)
	case !found:
		ui.Redirect(w, r, "/siguiente")
	default:
		p.moved()
		ui.Redirect(w, r, caseHref(person))
	}
}

// idle is what an agent sees who has nobody left to call.
type idle struct {
	Left     bool      // somebody is there to be called after all
	ReturnAt time.Time // when the first of those who wait comes back; zero: nobody waits
	OpensAt  time.Time // when the law lets those be called who are there; zero: it does
}

// mayCall is who acts, with the creditors about whose debts somebody may be called at this moment: the law
// has its hours. It also says when the first of the others may be called about.
func (p *Parts) mayCall(ctx context.Context) (a worklist.Agent, opens time.Time, err error) {
	a = p.agent(ctx)
	err = p.DB.Read(ctx, func(tx db.Tx) error {
		now := p.DB.Now()
		at, err := p.Gate.OpensTx(tx, a.Creditors, law.Voice, now)
		if err != nil {
			return err
		}
		opens = time.Time{}
		open := make([]id.ID, 0, len(a.Creditors))
		for _, c := range a.Creditors {
			switch when, ever := at[c]; {
			case !ever:
			case !when.After(now):
				open = append(open, c)
			case opens.IsZero() || when.Before(opens):
				opens = when
			}
		}
		a.Creditors = open
		return nil
	})
	return a, opens, err
}

func (p *Parts) nextPage(w http.ResponseWriter, r *http.Request) {
	v := ui.Of(r)
	a, opens, err := p.mayCall(r.Context())
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	mine, err := p.Worklists.Mine(r.Context(), a)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	i := idle{Left: len(mine) > 0}
	if !i.Left && !opens.IsZero() {
		all, err := p.Worklists.Mine(r.Context(), p.agent(r.Context()))
		if err != nil {
			ui.Fail(w, r, err)
			return
		}
		if len(all) > 0 {
			i.OpensAt = opens
		}
	}
	if !i.Left && i.OpensAt.IsZero() {
		if i.ReturnAt, _, err = p.Worklists.Soonest(r.Context(), p.agent(r.Context())); err != nil {
			ui.Fail(w, r, err)
			return
		}
	}
	ui.Show(w, r, ui.Page{Title: v.Say("ui.nav.next"), Body: nextBody(i)})
}

// take gives a case that the agent looked for to them, so that no colleague calls the same person.
func (p *Parts) take(w http.ResponseWriter, r *http.Request) {
	person, err := personOf(r)
	if err == nil {
		_, err = p.Worklists.Open(r.Context(), p.agent(r.Context()), person)
	}
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	p.moved()
	ui.Redirect(w, r, caseHref(person))
}

// release lets go of a case without a result.
func (p *Parts) release(w http.ResponseWriter, r *http.Request) {
	person, err := personOf(r)
	if err == nil {
		err = p.Worklists.Release(r.Context(), auth.Who(r.Context()).ID, person)
	}
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	p.moved()
	ui.Later(w, r, ui.Note, ui.Of(r).Say("desk.released"))
	ui.Redirect(w, r, "/hoy")
}

// alive is the sign of life that an open case gives every few minutes: what the agent holds stays theirs.
func (p *Parts) alive(w http.ResponseWriter, r *http.Request) {
	if err := p.Worklists.Alive(r.Context(), auth.Who(r.Context()).ID); err != nil {
		ui.Fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
