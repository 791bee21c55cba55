package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/id"
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
	h.get("admin", "/admin/auditoria?que=staff.,user.").sees("Creó un usuario", "Dio de alta a una persona").
		seesNot("Entró")
	h.get("admin", "/admin/auditoria?que=staff.").
		sees("Cambió un rol Jaime Alvarado", "asciende", "Rol Gestión de cobranza Supervisión").
		sees("Nombre jaime Jaime Alvarado", "Cuentas por día 120 80").seesNot("{")
}

func TestAnAdministratorEndsTheSessionsOfAMember(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.hire("jaime", auth.Agent)
	member, err := h.staff.Find(h.program(), "jaime")
	if err != nil {
		t.Fatal(err)
	}
	address := "/admin/usuarios/" + member.ID.Text(staff.Prefix)
	h.get("admin", address).sees("Cerrar todas sus sesiones")
	h.post("admin", address+"/sesiones", url.Values{}).sees("Se cerraron todas sus sesiones.")
	h.get("admin", "/admin/auditoria?que=auth.").sees("Cerró todas las sesiones de un usuario jaime")
}

func TestTheAddressOfAFormLeadsToThePageItStandsOn(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	h.hire("jaime", auth.Agent)
	member, err := h.staff.Find(h.program(), "jaime")
	if err != nil {
		t.Fatal(err)
	}
	user, creditor := "/admin/usuarios/"+member.ID.Text(staff.Prefix), h.creditor()
	for form, page := range map[string]string{
		"/admin/equipos": "/admin/usuarios", user + "/baja": user, creditor + "/tramos": creditor,
		creditor + "/lectura": creditor, "/admin/duplicados/buscar": "/admin/duplicados",
		"/admin/auditoria/verificar": "/admin/auditoria", "/admin/procesos/job_1/repetir": "/admin/procesos",
		"/admin/cortes/cut_1/publicar": "/admin/cortes/cut_1",
		"/admin/cortes/cut_1/acreedor": "/admin/cortes/cut_1",
	} {
		if got := h.get("admin", form); got.status != http.StatusSeeOther || got.goes != page {
			t.Errorf("%s gives %d and leads to %q, want %s", form, got.status, got.goes, page)
		}
	}
}

func TestAllThatIsWrongWithAMemberIsToldAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	joins := url.Values{
		"name": {"admin"}, "full_name": {" "}, "code": {"a b"}, "role": {"jefe"}, "team": {"nunca"},
		"language": {"fr"}, "capacity": {"99999"},
	}
	p := h.post("admin", "/admin/usuarios", joins).is(http.StatusUnprocessableEntity).sees(
		"Ya existe un usuario «admin».", "Escriba un nombre", "El código lleva letras",
		"No existe el equipo «nunca».", "La carga diaria va de 1", "No se conoce el idioma «fr»",
		"Sin ningún acreedor no verá ninguna deuda")
	for _, field := range []string{"name", "full_name", "code", "role", "team", "language", "capacity"} {
		p.wrongAt(field)
	}

	// Somebody may be taken on before there is anything for them to see, when that is meant.
	joins = url.Values{"name": {"nueva"}, "full_name": {"Nueva"}, "role": {"agent"}, "language": {"es"}}
	h.post("admin", "/admin/usuarios", joins).is(http.StatusUnprocessableEntity).
		sees("Sí, por ahora sin ningún acreedor")
	joins.Set("no_creditors", "1")
	h.post("admin", "/admin/usuarios", joins).is(http.StatusOK).sees("Anote esta contraseña")
	member, err := h.staff.Find(h.program(), "nueva")
	if err != nil {
		t.Fatal(err)
	}
	joins.Del("no_creditors")
	joins.Set("full_name", "Nueva Gestora")
	h.post("admin", "/admin/usuarios/"+member.ID.Text(staff.Prefix), joins).sees("Los cambios se guardaron.")
}

func TestTheListSaysWhoseDebtsAMemberSees(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	all, err := h.parts.Portfolios.Creditors(h.program())
	if err != nil {
		t.Fatal(err)
	}
	for name, creditors := range map[string][]id.ID{"ninguno": nil, "uno": {all[0].ID}} {
		_, _, err := h.staff.Add(h.program(), staff.Hire{
			SignIn: name, Role: auth.Agent, Profile: staff.Profile{Name: name}, Creditors: creditors,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	h.get("admin", "/admin/usuarios").
		sees("ninguno ninguno Gestión de cobranza Sin equipo 0 acreedores",
			"uno uno Gestión de cobranza Sin equipo "+all[0].Name)
}
