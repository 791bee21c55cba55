package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"aldia/domain/staff"
	"aldia/platform/auth"
)

func TestAChangeOfAMemberThatIsRefusedKeepsNoPartOfIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.hire("jaime", auth.Agent)
	member, err := h.staff.Find(h.program(), "jaime")
	if err != nil {
		t.Fatal(err)
	}
	address := "/admin/usuarios/" + member.ID.Text(staff.Prefix)
	typed := url.Values{
		"full_name": {"Jaime Alvarado"}, "code": {"jaime"}, "role": {"supervisor"}, "team": {"nunca"},
		"language": {"es"}, "capacity": {"80"}, "all_creditors": {"1"}, "why": {"asciende"},
	}
	h.post("admin", address, typed).is(http.StatusUnprocessableEntity).sees("No existe el equipo «nunca».")
	h.get("admin", "/admin/usuarios").sees("jaime jaime Gestión de cobranza")
	h.get("admin", "/admin/auditoria?que=staff.").seesNot("Cambió un rol", "asciende")

	typed.Set("team", "")
	h.post("admin", address, typed).sees("Los cambios se guardaron.")
	h.get("admin", "/admin/usuarios").sees("Jaime Alvarado jaime Supervisión Sin equipo")
	h.get("admin", "/admin/auditoria?que=staff.").
		sees("Cambió un rol Jaime Alvarado", "asciende", "Rol Gestión de cobranza Supervisión").
		sees("Nombre jaime Jaime Alvarado", "Cuentas por día 120 80").seesNot("{")
}
