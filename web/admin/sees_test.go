package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"aldia/domain/portfolio"
	"aldia/platform/auth"
	"aldia/platform/id"
)

// bind lets somebody see the debts to some creditors only.
func (h *house) bind(name string, creditors ...id.ID) {
	h.t.Helper()
	m, err := h.staff.Find(h.program(), name)
	if err == nil {
		err = h.staff.AssignCreditors(h.program(), m.ID, false, creditors)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestWhoIsBoundToSomeCreditorsSeesNothingOfTheOthers(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	h.post("admin", "/admin/cierre", url.Values{"day": {"2026-11-21"}}).sees("2 personas con 2 cuentas")
	address := h.creditor()
	all, err := h.parts.Portfolios.Creditors(h.program())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/admin/acreedores", address} {
		h.get("manager", path).is(http.StatusOK).sees("ANDINA")
	}
	h.get("manager", "/admin/cierre").sees("2 personas con 2 cuentas")

	h.bind("manager", all[0].ID)
	h.get("manager", "/admin/acreedores").sees("ANDINA")
	h.get("manager", address).is(http.StatusOK)
	h.get("manager", "/admin/cierre").sees("2 cuentas de sus acreedores").seesNot("2 personas")

	h.bind("manager")
	h.get("manager", "/admin/acreedores").seesNot("ANDINA")
	h.get("manager", address).is(http.StatusNotFound)
	for _, part := range []string{"", "/tramos", "/lectura"} {
		h.post("manager", address+part, url.Values{"until": {"15"}, "name": {"Otra"}}).is(http.StatusNotFound)
	}
	h.get("manager", "/admin/cierre").sees("0 cuentas de sus acreedores").seesNot("2 personas", "2 cuentas")
	if after, err := h.parts.Portfolios.Creditors(h.program()); err != nil || after[0] != all[0] {
		t.Errorf("%+v, %v; want %+v", after, err, all[0])
	}

	// The list of who works is for those who manage users, and they say themselves what each may see.
	for _, role := range auth.Roles() {
		if role != auth.Admin {
			h.get(string(role), "/admin/usuarios").is(http.StatusForbidden)
		}
	}
	h.bind("admin")
	h.get("admin", "/admin/acreedores").sees("ANDINA")
	h.get("admin", "/admin/acreedores/"+all[0].ID.Text(portfolio.CreditorPrefix)).is(http.StatusOK)
}
