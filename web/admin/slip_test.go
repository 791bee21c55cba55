package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aldia/domain/intake"
	"aldia/domain/staff"
)

// wrongAt says whether a field of the page is marked as what is to be mended.
func (p page) wrongAt(field string) page {
	p.t.Helper()
	for _, tag := range []string{"<input", "<select", "<textarea"} {
		for part := range strings.SplitSeq(p.body, tag) {
			element, _, _ := strings.Cut(part, ">")
			if strings.Contains(element, `name="`+field+`"`) && strings.Contains(element, `aria-invalid="true"`) {
				return p
			}
		}
	}
	p.t.Errorf("the field %s is not marked:\n%s", field, p.main())
	return p
}

func TestASlipIsToldAtItsFieldAndNothingThatWasTypedIsLost(t *testing.T) {
	t.Parallel()
	h := open(t)
	joins := url.Values{"name": {"Con Espacios"}, "full_name": {"Otra Persona"}, "role": {"agent"},
		"language": {"es"}, "all_creditors": {"1"}}
	h.post("admin", "/admin/usuarios", joins).is(http.StatusUnprocessableEntity).wrongAt("name").
		sees("El nombre de usuario lleva")

	team := url.Values{"team_code": {"a b"}, "team_name": {"Equipo del sur"}}
	p := h.post("admin", "/admin/equipos", team).is(http.StatusUnprocessableEntity).wrongAt("team_code").
		sees("El código lleva letras", "Quién entra")
	if !strings.Contains(p.body, `value="Equipo del sur"`) {
		t.Error("the name of the team that was typed is lost")
	}
	team.Set("team_code", "sur")
	team.Set("team_name", strings.Repeat("x", 200))
	h.post("admin", "/admin/equipos", team).is(http.StatusUnprocessableEntity).wrongAt("team_name")

	h.hire("jaime", "agent")
	member, err := h.staff.Find(h.program(), "jaime")
	if err != nil {
		t.Fatal(err)
	}
	p = h.post("admin", "/admin/usuarios/"+member.ID.Text(staff.Prefix), url.Values{
		"full_name": {"Jaime Alvarado Ruiz"}, "code": {"jaime"}, "role": {"supervisor"}, "language": {"es"},
		"capacity": {"99999"}, "all_creditors": {"1"}, "why": {"asciende"},
	}).is(http.StatusUnprocessableEntity).wrongAt("capacity")
	for _, typed := range []string{`value="Jaime Alvarado Ruiz"`, `value="99999"`, `value="asciende"`} {
		if !strings.Contains(p.body, typed) {
			t.Errorf("what was typed is lost: %s", typed)
		}
	}
	if !strings.Contains(p.body, `<option value="supervisor" selected`) {
		t.Error("the role that was chosen is lost")
	}
}

func TestAMistakeInAFileOrADayIsToldInWordsOfADay(t *testing.T) {
	t.Parallel()
	h := open(t)
	for role, leads := range map[string]string{
		"admin": "/admin/cortes", "manager": "/admin/cortes", "auditor": "/admin/auditoria", "agent": "",
	} {
		if p := h.get(role, "/admin"); p.goes != leads {
			t.Errorf("the administration leads %s to %q (%d), want %q", role, p.goes, p.status, leads)
		}
	}

	fields := first("2026-11-20")
	fields["new_code"] = "a/b"
	h.upload("admin", "cartera.csv", sent, fields).is(http.StatusUnprocessableEntity).wrongAt("new_code").
		sees("Elija otra vez cartera.csv")

	bad := strings.NewReplacer("1.250,40", "uno", "820,00", "-1", "98,74", "dos").Replace(sent)
	p := h.upload("admin", "mala.csv", bad, first("2026-11-20"))
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post("admin", address+"/columnas", rightColumns()).is(http.StatusOK).
		sees("Ninguna fila se puede leer").seesNot("Puede publicar lo demás")

	h.published("cartera.csv", sent, "2026-11-20")
	h.post("admin", "/admin/cierre", url.Values{"day": {"2026-11-21"}}).sees("El día se cerró.")
	h.post("admin", "/admin/cierre", url.Values{"day": {"2026-11-20"}}).is(http.StatusUnprocessableEntity).
		sees("Ya se cerró hasta el 21 nov 2026.")
	h.get("admin", "/admin/auditoria?desde=2026-11-22&hasta=2026-11-01").
		sees("El último día no puede ser anterior al primero.").seesNot("Publicó un corte")

	creditor := h.creditor()
	p = h.post("admin", creditor, url.Values{"name": {" "}, "country": {"EC"}, "figures": {"creditor"},
		"gone": {"paid"}, "basis": {"360"}}).is(http.StatusUnprocessableEntity).wrongAt("name")
	if !strings.Contains(p.body, ">ANDINA</h1>") {
		t.Error("the page has lost the name of the creditor")
	}
}
