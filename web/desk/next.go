package desk

import (
	"net/http"
	"time"

	"aldia/platform/auth"
	"aldia/web/ui"
)

// next takes the agent's next case and shows it; when there is none it says so on a page of its own.
func (p *Parts) next(w http.ResponseWriter, r *http.Request) {
	person, found, err := p.Worklists.Next(r.Context(), p.agent(r.Context()))
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
}

func (p *Parts) nextPage(w http.ResponseWriter, r *http.Request) {
	v, a := ui.Of(r), p.agent(r.Context())
	mine, err := p.Worklists.Mine(r.Context(), a)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	i := idle{Left: len(mine) > 0}
	if !i.Left {
		if i.ReturnAt, _, err = p.Worklists.Soonest(r.Context(), a); err != nil {
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
