package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"aldia/domain/intake"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/job"
)

// creditor gives the address of the only creditor's page.
func (h *house) creditor() string {
	h.t.Helper()
	all, err := h.parts.Portfolios.Creditors(h.program())
	if err != nil || len(all) != 1 {
		h.t.Fatalf("%d creditors, %v", len(all), err)
	}
	return "/admin/acreedores/" + all[0].ID.Text(portfolio.CreditorPrefix)
}

func TestTheRulesOfACreditorAreChangedAndTheBookTellsIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	h.get("manager", "/admin/acreedores").sees("ANDINA", "Ecuador", "Del acreedor", "guardada")
	address := h.creditor()
	h.get("manager", address).sees("Al día · 1 a 30 días", "Si una cuenta ya no viene en el corte", "general")

	rules := url.Values{
		"name": {"Crédito  Andino"}, "country": {"EC"}, "figures": {"ours"}, "gone": {"asked"}, "basis": {"365"},
		"why": {"así dice el contrato"},
	}
	h.post("manager", address, rules).sees("Los cambios se guardaron.", "Crédito Andino")
	h.get(
		"admin",
		"/admin/auditoria?que=creditor.",
	).sees(
		"Cambió un acreedor",
		"así dice el contrato",
		"Campo Antes Después",
		"¿De quién son las cifras? Del acreedor Nuestras",
	).seesNot(`"`, "{", "ours")
	rules.Set("name", " ")
	h.post("manager", address, rules).is(http.StatusUnprocessableEntity).sees("Escriba el nombre del acreedor")

	for typed, says := range map[string]string{
		"30, 15": "Escriba números que van subiendo", "treinta": "Escriba números que van subiendo",
		"0": "Escriba números que van subiendo",
	} {
		h.post(
			"manager",
			address+"/tramos",
			url.Values{"until": {typed}},
		).is(
			http.StatusUnprocessableEntity,
		).sees(
			says,
		)
	}
	h.post("manager", address+"/tramos", url.Values{"until": {"15, 45"}}).
		sees("Los cambios se guardaron.", "Al día · 1 a 15 días · 16 a 45 días · 46 días o más")
	h.post("manager", address+"/tramos", url.Values{"until": {""}}).sees("361 días o más")
}

func TestAMappingIsCheckedWithItsLine(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	address := h.creditor()
	save := func(kind, yaml string) page {
		return h.post("admin", address+"/lectura", url.Values{"kind": {kind}, "mapping": {yaml}})
	}
	p := save("portfolio", "country: EC\ncolunms:\n  account: Operación\n").is(http.StatusUnprocessableEntity)
	p.sees("Línea 2 del mapeo", "columns")
	if !strings.Contains(p.body, "colunms:") {
		t.Error("what was typed is lost")
	}
	save("payments", "columns: [").is(http.StatusUnprocessableEntity)
	save(
		"portfolio",
		"country: EC\ncolumns:\n  account: Operación\n",
	).is(
		http.StatusOK,
	).sees(
		"Los cambios se guardaron.",
	)
	save("poemas", "x: y").is(http.StatusUnprocessableEntity)
}

func TestAPersonIsTakenOnSeesTheirPasswordOnceAndIsDisabled(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.post("admin", "/admin/equipos", url.Values{"team_code": {"norte"}, "team_name": {"Equipo Norte"}}).
		sees("El equipo se guardó.", "Equipo Norte (norte)")
	joins := url.Values{
		"name": {
			"jaime",
		}, "full_name": {"Jaime Alvarado"}, "role": {"agent"}, "team": {"norte"}, "language": {"es"},
		"all_creditors": {"1"},
	}
	p := h.post(
		"admin",
		"/admin/usuarios",
		joins,
	).is(
		http.StatusOK,
	).sees(
		"Anote esta contraseña: no se vuelve a mostrar",
	)
	shown := regexp.MustCompile(`id="password">([a-z0-9-]+)<`).FindStringSubmatch(p.body)
	if shown == nil {
		t.Fatal("the page shows no password")
	}
	_, who, err := h.users.SignIn(t.Context(), auth.Attempt{Name: "jaime", Password: shown[1]})
	if err != nil || !who.MustChange {
		t.Errorf("the shown password gives %+v, %v; want a sign-in that must choose another", who, err)
	}
	h.post(
		"admin",
		"/admin/usuarios",
		joins,
	).is(
		http.StatusUnprocessableEntity,
	).sees(
		"Ya existe un usuario «jaime».",
	)

	member, err := h.staff.Find(h.program(), "jaime")
	if err != nil {
		t.Fatal(err)
	}
	address := "/admin/usuarios/" + member.ID.Text(staff.Prefix)
	h.get("admin", address).sees("Jaime Alvarado", "Debe elegir contraseña").seesNot(shown[1])
	h.get("admin", "/admin/usuarios").sees("Jaime Alvarado", "Gestión de cobranza", "Equipo Norte")

	joins.Set("role", "supervisor")
	joins.Set("team", "")
	joins.Set("why", "asciende")
	h.post("admin", address, joins).sees("Los cambios se guardaron.")
	h.get("admin", "/admin/usuarios").sees("Jaime Alvarado jaime Supervisión Sin equipo")
	joins.Set("capacity", "muchas")
	h.post("admin", address, joins).is(http.StatusUnprocessableEntity).sees("La carga diaria va de 1 a")
	h.get("admin", "/admin/auditoria?que=staff.").sees("Cambió un rol", "asciende")
	h.post(
		"admin",
		address+"/baja",
		url.Values{"why": {"se fue"}},
	).sees(
		"La persona ya no puede entrar.",
		"De baja",
	)
	h.post("admin", address+"/alta", nil).sees("La persona puede entrar de nuevo.")
	if again := h.post("admin", address+"/clave", nil); strings.Contains(again.body, shown[1]) {
		t.Error("the new password is the old one")
	}
}

func TestWhoFailedTooOftenIsUnlocked(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.hire("agent", auth.Agent)
	for range 8 {
		_, _, _ = h.users.SignIn(t.Context(), auth.Attempt{Name: "agent", Password: "no es ésta, seguro"})
	}
	member, err := h.staff.Find(h.program(), "agent")
	if err != nil {
		t.Fatal(err)
	}
	address := "/admin/usuarios/" + member.ID.Text(staff.Prefix)
	h.get("admin", "/admin/usuarios").sees("Bloqueado")
	h.get("admin", address).sees("Falló demasiadas veces")
	h.post(
		"admin",
		address+"/desbloquear",
		nil,
	).sees(
		"Ya puede intentar entrar otra vez.",
	).seesNot(
		"Falló demasiadas veces",
	)
	if _, _, err := h.users.SignIn(t.Context(), auth.Attempt{Name: "agent", Password: password}); err != nil {
		t.Errorf("after the unlock: %v", err)
	}
}

func TestTheLastAdministratorCannotShutThemselvesOut(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.get("admin", "/admin/usuarios").is(http.StatusOK)
	member, err := h.staff.Find(h.program(), "admin")
	if err != nil {
		t.Fatal(err)
	}
	address := "/admin/usuarios/" + member.ID.Text(staff.Prefix)
	h.get("admin", address).sees("Nueva contraseña").seesNot("¿Dar de baja a")
	h.post("admin", address+"/baja", url.Values{"why": {"?"}}).is(http.StatusUnprocessableEntity).
		sees("No puede darse de baja a sí mismo.")
	h.post(
		"admin",
		address,
		url.Values{"full_name": {"admin"}, "code": {"admin"}, "role": {"agent"}, "language": {"es"},
			"capacity": {
				"120",
			}, "all_creditors": {"1"}},
	).is(
		http.StatusUnprocessableEntity,
	).sees(
		"Es la única persona activa en administración",
	)
}

func TestTwoWhoMayBeOneAreShownSideBySideAndDecidedOn(t *testing.T) {
	t.Parallel()
	h := open(t)
	// The same name and telephone, and two documents: a clerk must say.
	const alike = `Operación;Cédula;Cliente;Celular;Cuándo;Saldo Capital;Ciudad
CR-1;1714307103;Rosa Elena Quishpe;0991234567;05/10/2026;10,00;Ambato
CR-2;0926687856;Quishpe Rosa Elena;0991234567;31/10/2026;20,00;Guayaquil
`
	h.published("cartera.csv", alike, "2026-11-20")
	h.get("admin", "/admin/duplicados").sees("No hay pares aquí")
	p := h.post("admin", "/admin/duplicados/buscar", nil)
	p.sees(
		"Tienen el mismo nombre y el mismo teléfono.",
		"cédula 1714307103",
		"cédula 0926687856",
		"Es la misma persona",
	)
	pair := regexp.MustCompile(`/admin/duplicados/(dup_[a-z0-9]+)`).FindStringSubmatch(p.body)
	if pair == nil {
		t.Fatal("the page has no form for the pair")
	}
	decide := func(what string) page {
		return h.post("admin", pair[0], url.Values{"decision": {what}, "why": {"tienen otra dirección"}})
	}
	decide("quizás").is(http.StatusUnprocessableEntity)
	decide("different").sees("La decisión se guardó.", "No hay pares aquí")
	h.get("admin", "/admin/duplicados?estado=different").sees("Lo decidió admin", "Deshacer la decisión")
	decide("different").is(http.StatusConflict)
	decide("reopen").sees("El par vuelve a estar por decidir.", "Es la misma persona")
	h.get(
		"auditor",
		"/admin/auditoria?que=duplicate.",
	).sees(
		"Decidió sobre un duplicado",
		"tienen otra dirección",
	)
}

func TestADayIsClosedWithItsAnswerAndItsHistory(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	h.get("manager", "/admin/cierre").sees("Todavía no se ha cerrado ningún día")
	h.post(
		"manager",
		"/admin/cierre",
		url.Values{"day": {"2026-11-21"}},
	).is(
		http.StatusOK,
	).sees(
		"El día se cerró.",
		"Último día cerrado: sábado 21 de noviembre de 2026",
		"2 personas con 2 cuentas",
		"Cerrado",
	)
	h.post("manager", "/admin/cierre", url.Values{"day": {"2026-11-20"}}).is(http.StatusUnprocessableEntity).
		sees("Ya se cerró hasta el")
	h.post("manager", "/admin/cierre", url.Values{"day": {"2026-11-30"}}).is(http.StatusUnprocessableEntity).
		sees("El día no puede ser posterior a hoy.")
	h.get("admin", "/admin/procesos").
		sees("Cierre del día 21 nov 2026 Terminado manager", "Publicar un corte cartera.csv").seesNot("job_")
	err := h.db.Write(t.Context(), func(tx db.Tx) error {
		for range 3 {
			if _, _, err := h.parts.Jobs.EnqueueTx(tx, job.New{Kind: intake.JobResume}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.get("admin", "/admin/procesos").sees("Principales").seesNot("Seguir con lo que quedó a medias")
	h.get("admin", "/admin/procesos?ver=todos").sees("Seguir con lo que quedó a medias", "Cierre del día")
	h.get("admin", "/admin/procesos?estado=cancelled").sees("Cancelado", "No hay procesos")
}

func TestTheBookIsSearchedAndItsChainVerified(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	h.get("auditor", "/admin/auditoria").sees("Publicó un corte", "Entró", "Creó un usuario")
	h.get("auditor", "/admin/auditoria?que=cut.").sees("Publicó un corte").seesNot("Creó un usuario")
	h.get("auditor", "/admin/auditoria?usuario=system&que=cut.").sees("No hay asientos con ese filtro")
	h.get("auditor", "/admin/auditoria?desde=2026-11-23").sees("No hay asientos con ese filtro")
	h.get("auditor", "/admin/auditoria?hasta=2026-11-22").sees("Publicó un corte")
	h.get("auditor", "/admin/auditoria?desde=ayer").sees("Escriba el día")
	h.get("auditor", "/admin/auditoria?persona=nadie+de+este+nombre").sees("No hay asientos con ese filtro")

	h.post("auditor", "/admin/auditoria/verificar", nil).sees("El registro está íntegro")
	err := h.db.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(`UPDATE audit_entry SET why = 'otra cosa' WHERE what = 'cut.published'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	h.post("auditor", "/admin/auditoria/verificar", nil).sees("El registro fue alterado en 1 lugar", "alterado")
}
