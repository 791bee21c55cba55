// Package supervisor is the floor: who works on what at this moment, what each has done today, how much waits
// for whom; and the giving out of cases. The floor moves by itself while one looks at it.
package supervisor

import (
	"context"
	"net/http"

	"aldia/domain/contact"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Parts is what the screens stand on.
type Parts struct {
	DB        *db.DB
	Door      *auth.Door
	Worklists *worklist.Worklists
	Contacts  *contact.Contacts
	// Sees gives the creditors whose debts the person who acts may see.
	Sees func(ctx context.Context) []portfolio.Creditor
	// Moved is told that the floor has changed.
	Moved func()
}

// Routes adds the screens to a mux.
func (p *Parts) Routes(mux *http.ServeMux) {
	sees, gives := p.Door.Require(auth.FloorSee), p.Door.Require(auth.CaseAssign)
	mux.Handle("GET /piso", sees(http.HandlerFunc(p.floor)))
	mux.Handle("POST /piso/liberar", gives(http.HandlerFunc(p.free)))
	mux.Handle("GET /piso/repartir", gives(http.HandlerFunc(p.sharePage)))
	mux.Handle("POST /piso/repartir", gives(http.HandlerFunc(p.share)))
}

func (p *Parts) moved() {
	if p.Moved != nil {
		p.Moved()
	}
}

func idsOf(creditors []portfolio.Creditor) []id.ID {
	ids := make([]id.ID, len(creditors))
	for i := range creditors {
		ids[i] = creditors[i].ID
	}
	return ids
}

func caseHref(person id.ID) string { return "/casos/" + person.Text(party.Prefix) }
