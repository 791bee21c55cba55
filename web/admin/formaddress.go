package admin

import (
	"net/http"
	"strings"

	"aldia/platform/auth"
	"aldia/web/ui"
)

// formRoutes lead from the addresses that take a form alone to the page which the form stands on: a form
// that was refused leaves its address in the bar, and whoever loads that again looks for the page.
func formRoutes(add func(string, auth.Permission, handler)) {
	add("GET /admin/equipos", auth.UserManage, leadTo("/admin/usuarios"))
	add("GET /admin/cortes/{cut}/{act}", auth.CutPublish, leadUp)
	add("GET /admin/usuarios/{user}/{act}", auth.UserManage, leadUp)
	add("GET /admin/acreedores/{creditor}/{rule}", auth.CreditorManage, leadUp)
	add("GET /admin/duplicados/{pair}", auth.CutPublish, leadUp)
	add("GET /admin/auditoria/verificar", auth.AuditSee, leadUp)
	add("GET /admin/procesos/{job}/{act}", auth.JobManage, leadTo("/admin/procesos"))
}

func leadTo(address string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ui.Redirect(w, r, address)
		return nil
	}
}

// leadUp leads to the address above.
func leadUp(w http.ResponseWriter, r *http.Request) error {
	return leadTo(r.URL.Path[:strings.LastIndexByte(r.URL.Path, '/')])(w, r)
}
