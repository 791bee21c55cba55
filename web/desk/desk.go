// Package desk is the agent's day: the sign-in, Hoy, the next account, the list of cases and the case itself
// with its result. Each screen is one page at its own address; what an agent presses is a form. The screens
// read through the front doors of the nouns, and show nothing of a creditor that the person may not see.
package desk

import (
	"context"
	"net/http"

	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/promise"
	"aldia/domain/treatment"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/web/ui"
)

// Parts is what the screens stand on.
type Parts struct {
	DB         *db.DB
	Users      *auth.Users
	Door       *auth.Door
	Persons    *party.Persons
	Treatments *treatment.Treatments
	Worklists  *worklist.Worklists
	Contacts   *contact.Contacts
	Trees      *contact.Trees
	Promises   *promise.Promises
	Gate       *law.Gate
	// Sees gives the creditors whose debts the person who acts may see.
	Sees func(ctx context.Context) []portfolio.Creditor
	// Speak keeps the language of who acts.
	Speak func(ctx context.Context, language string) error
	// Moved is told that the floor has changed: somebody took a case or let go of one.
	Moved func()
}

// Routes adds the screens to a mux.
func (p *Parts) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", p.home)
	mux.HandleFunc("GET /entrar", p.signInPage)
	mux.HandleFunc("POST /entrar", p.signIn)
	mux.HandleFunc("POST /salir", p.signOut)
	mux.Handle("POST /idioma", p.Door.SignedIn(http.HandlerFunc(p.speak)))
	mux.Handle("GET /clave", p.Door.SignedIn(http.HandlerFunc(p.passwordPage)))
	mux.Handle("POST /clave", p.Door.SignedIn(http.HandlerFunc(p.changePassword)))
	mux.Handle("POST /salir-de-todo", p.Door.SignedIn(http.HandlerFunc(p.signOutEverywhere)))

	sees, works := p.Door.Require(auth.CaseSee), p.Door.Require(auth.CaseWork)
	mux.Handle("GET /hoy", sees(http.HandlerFunc(p.today)))
	mux.Handle("GET /siguiente", works(http.HandlerFunc(p.nextPage)))
	mux.Handle("POST /siguiente", works(http.HandlerFunc(p.next)))
	mux.Handle("GET /casos", sees(http.HandlerFunc(p.list)))
	mux.Handle("GET /casos/{person}", sees(http.HandlerFunc(p.casePage)))
	mux.Handle("POST /casos/{person}/tomar", works(http.HandlerFunc(p.take)))
	mux.Handle("POST /casos/{person}/soltar", works(http.HandlerFunc(p.release)))
	mux.Handle("POST /casos/{person}/presente", works(http.HandlerFunc(p.alive)))
	mux.Handle("POST /casos/{person}/contactar", works(http.HandlerFunc(p.reach)))
	mux.Handle("POST /casos/{person}/no-contactado", works(http.HandlerFunc(p.unreached)))
	// Who may set what down, and who may end it, the gate knows.
	mux.Handle("POST /casos/{person}/constancia", sees(http.HandlerFunc(p.mark)))
	mux.Handle("POST /casos/{person}/levantar", sees(http.HandlerFunc(p.unmark)))
	mux.Handle("POST /casos/{person}/dato", works(http.HandlerFunc(p.correct)))
	mux.Handle("POST /casos/{person}/dato-nuevo", works(http.HandlerFunc(p.find)))
	mux.Handle("POST /casos/{person}/retirar-promesa", works(http.HandlerFunc(p.withdraw)))
	mux.Handle("POST /casos/{person}/resultado", works(http.HandlerFunc(p.record)))
	// Whoever loads the page of a result with a mistake in it again, or of a refusal, is shown the case.
	for _, sent := range []string{
		"resultado", "contactar", "constancia", "levantar", "dato", "dato-nuevo", "retirar-promesa",
	} {
		mux.HandleFunc("GET /casos/{person}/"+sent, func(w http.ResponseWriter, r *http.Request) {
			//nolint:gosec // what follows /casos/ is one segment of a path of ours, not an address
			http.Redirect(w, r, "/casos/"+r.PathValue("person"), http.StatusSeeOther)
		})
	}
}

// agent is who acts, as the worklist knows them.
func (p *Parts) agent(ctx context.Context) worklist.Agent {
	return worklist.Agent{ID: auth.Who(ctx).ID, Creditors: idsOf(p.Sees(ctx))}
}

func idsOf(creditors []portfolio.Creditor) []id.ID {
	ids := make([]id.ID, len(creditors))
	for i := range creditors {
		ids[i] = creditors[i].ID
	}
	return ids
}

// creditorOf finds one of the creditors that the person may see.
func creditorOf(seen []portfolio.Creditor, creditor id.ID) (portfolio.Creditor, bool) {
	for _, c := range seen {
		if c.ID == creditor {
			return c, true
		}
	}
	return portfolio.Creditor{}, false
}

func (p *Parts) moved() {
	if p.Moved != nil {
		p.Moved()
	}
}

// personOf reads the person of an address, such as per_0abc…
func personOf(r *http.Request) (id.ID, error) {
	person, err := id.Parse(party.Prefix, r.PathValue("person"))
	if err != nil {
		return 0, party.ErrMissing
	}
	return person, nil
}

// caseHref is the address of a person's case.
func caseHref(person id.ID) string { return "/casos/" + person.Text(party.Prefix) }

// home sends each role to its first screen.
func (p *Parts) home(w http.ResponseWriter, r *http.Request) {
	who := auth.Who(r.Context())
	switch {
	case who.Nobody():
		p.signInPage(w, r)
	case who.MustChange:
		http.Redirect(w, r, "/clave", http.StatusSeeOther)
	default:
		ui.Leave(w, r, First(who.Role))
	}
}

// First is the screen that a role's day begins with.
func First(role auth.Role) string {
	switch role {
	case auth.Supervisor:
		return "/piso"
	case auth.Auditor:
		return "/informes"
	case auth.Agent, auth.Manager, auth.Analyst, auth.Admin, auth.System:
	}
	return "/hoy"
}
