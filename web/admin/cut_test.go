package admin_test

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/platform/auth"
)

// sent is a file whose due day nobody could guess by its name.
const sent = `Operación;Cédula;Cliente;Celular;Cuándo;Saldo Capital;Ciudad
CR-1;1714307103;Rosa Elena Quishpe;0991234567;05/10/2026;1.250,40;Ambato
CR-2;0926687856;José Ignacio Ñáñez;0987654321;31/10/2026;820,00;Guayaquil
CR-3;1710034065;Lucía Benavides;0991112223;31/02/2026;98,74;Quito
`

func first(day string) map[string]string {
	return map[string]string{
		"kind": "portfolio", "creditor": "+", "new_code": "ANDINA", "country": "EC", "day": day,
	}
}

// chosenColumns is the form of the second step with the columns as given.
func chosenColumns(columns ...string) url.Values {
	f := url.Values{
		"delimiter": {
			";",
		}, "encoding": {"utf-8"}, "skip": {"0"}, "date": {"D/M/Y"}, "decimal": {","}, "currency": {""},
		"go": {"on"}, "ok": {"Cliente=person_name"},
	}
	for i, c := range columns {
		f.Set("c"+strconv.Itoa(i), c)
	}
	return f
}

func rightColumns() url.Values {
	return chosenColumns("account", "id_number", "person_name", "phones", "due_on", "principal", "city")
}

// published takes a file through all steps.
func (h *house) published(name, content, day string) page {
	h.t.Helper()
	p := h.upload("admin", name, content, first(day))
	cut := h.cutOf(p).Text(intake.CutPrefix)
	h.post(
		"admin",
		"/admin/cortes/"+cut+"/columnas",
		rightColumns(),
	).is(
		http.StatusOK,
	).sees(
		"¿Publicar este corte?",
	)
	return h.post("admin", "/admin/cortes/"+cut+"/publicar", nil).is(http.StatusOK)
}

func TestAFileIsMappedReviewedAndPublished(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.get("admin", "/admin/cortes").is(http.StatusOK).sees("Todavía no hay cortes")

	p := h.upload("admin", "cartera.csv", sent, first("2026-11-20")).is(http.StatusOK)
	p.sees(
		"Qué trae cada columna",
		"Todavía no se puede leer el archivo",
		"Faltan columnas obligatorias: fecha de vencimiento",
		"Operación",
		"CR-1 · CR-2 · CR-3",
		"95 % seguro",
	)
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)

	// As it stands it cannot go on; the page says why, and nothing is lost.
	wrong := chosenColumns("account", "id_number", "person_name", "phones", "x", "principal", "city")
	h.post("admin", address+"/columnas", wrong).is(http.StatusUnprocessableEntity).
		sees("Faltan columnas obligatorias: fecha de vencimiento")
	twice := chosenColumns("account", "account", "person_name", "phones", "due_on", "principal", "city")
	h.post("admin", address+"/columnas", twice).is(http.StatusUnprocessableEntity).
		sees("«número de cuenta» se lee de una sola columna, y eligió dos: «Operación» y «Cédula».")

	h.post("admin", address+"/columnas", rightColumns()).is(http.StatusOK).sees(
		"¿Publicar este corte?",
		"2 filas nuevas, 0 cambiadas, 0 iguales, 1 rechazada; 0 cuentas ya no están",
		"1 fila no se puede leer",
		"Esa fecha no existe en el calendario.",
		"31/02/2026",
		"Es el primer corte: todo entra.",
		"2.070,40",
		"ANDINA, nuevo (USD): se crea al publicar",
	)
	h.post(
		"admin",
		address+"/publicar",
		nil,
	).is(
		http.StatusOK,
	).sees(
		"El corte se publicó.",
		"Publicado por",
		"admin",
	)
	h.get("admin", "/admin/cortes").sees("ANDINA", "cartera.csv", "Publicado", "2.070,40")

	file := h.get("admin", address+"/rechazadas.csv").is(http.StatusOK)
	if got := file.header.Get("Content-Disposition"); file.body != "rechazadas de cartera.csv" ||
		!strings.Contains(got, "cartera-rechazadas.csv") {
		t.Errorf("the refused rows came as %q with %q", file.body, got)
	}
	if original := h.get("admin", address+"/archivo"); original.body != sent {
		t.Errorf("the file came back as %q", original.body)
	}
}

func TestASecondCutIsComparedWithTheFirstAndCanBeUndone(t *testing.T) {
	t.Parallel()
	h := open(t)
	before := h.published("cartera-20.csv", sent, "2026-11-20")
	const next = `Operación;Cédula;Cliente;Celular;Cuándo;Saldo Capital;Ciudad
CR-1;1714307103;Rosa Elena Quishpe;0991234567;15/11/2026;400,40;Ambato
CR-4;1803004005;Luis Toapanta;0995556677;10/11/2026;75,00;Ambato
`
	fields := map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-21"}
	p := h.upload(
		"admin",
		"cartera-21.csv",
		next,
		fields,
	).sees(
		"como la última vez",
	).seesNot(
		"Todavía no se puede leer el archivo",
	)
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post("admin", address+"/columnas", rightColumns()).sees(
		"1 fila nueva, 1 cambiada, 0 iguales, 0 rechazadas; 1 cuenta ya no está",
		"Comparado con el corte del 20 nov 2026.",
		"Movimiento entre tramos de mora, en USD",
		"La cuenta que falta en el archivo se da por pagada.",
		"Desaparece 1 cuenta: la mitad o más",
	)
	h.post("admin", address+"/publicar", nil).sees("El corte se publicó.", "Corte anterior", "cartera-20.csv")
	h.get(
		"admin",
		address+"/diferencias?solo=todas",
	).sees(
		"CR-1",
		"Rosa Elena Quishpe",
		"CR-2",
		"ya no está",
		"USD 1.250,40",
	)

	// The browser lets an empty reason pass, so that it is asked for at its field in the person's language.
	_, form, _ := strings.Cut(h.get("admin", address).body, `id="undo"`)
	if !strings.Contains(form, " novalidate") {
		t.Error("the browser keeps an empty reason to itself")
	}
	mend := h.post("admin", address+"/deshacer", nil).is(http.StatusUnprocessableEntity).
		sees("Escriba por qué se deshace: queda en la auditoría.")
	if !strings.Contains(mend.body, `aria-invalid="true"`) {
		t.Error("the reason is not marked as what is wrong")
	}
	h.post("admin", address+"/deshacer", url.Values{"why": {"vino el archivo equivocado"}}).is(http.StatusOK).
		sees("El corte se deshizo.", "Deshecho por")
	h.get("auditor", "/admin/auditoria").sees("Deshizo un corte", "vino el archivo equivocado")
	h.post("admin", address+"/deshacer", url.Values{"why": {"otra vez"}}).is(http.StatusConflict).
		sees("tal como está ahora (deshecho)")
	h.get("admin", before.goes).sees("Publicado", "2.070,40")
}

func TestTheSameDayAgainReplacesAndTheOldVersionStaysReadable(t *testing.T) {
	t.Parallel()
	h := open(t)
	old := h.published("primera.csv", sent, "2026-11-20")
	fields := map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-20"}
	p := h.upload("admin", "corregida.csv", strings.ReplaceAll(sent, "31/02/2026", "28/02/2026"), fields)
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post(
		"admin",
		address+"/columnas",
		rightColumns(),
	).sees(
		"Ya hay un corte de este día",
		"este reemplaza a primera.csv",
	)
	h.post("admin", address+"/publicar", nil).sees("El corte se publicó.")
	h.get("admin", old.goes).sees("Reemplazado", "Reemplazado por", "corregida.csv", "2.070,40", "31/02/2026")

	p = h.upload("admin", "corregida.csv", strings.ReplaceAll(sent, "31/02/2026", "28/02/2026"), fields)
	address = "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post("admin", address+"/columnas", rightColumns()).sees(
		"Este archivo ya se cargó: no hay nada que publicar", "20 nov 2026 · corregida.csv · publicado el ").
		seesNot("Ya hay un corte de este día")
	h.post("admin", address+"/publicar", nil).is(http.StatusConflict).
		sees("Es el mismo archivo que ya se cargó con el corte del 20 nov 2026 (corregida.csv)")
	h.post("admin", address+"/descartar", nil).sees("Se descartó corregida.csv. No cambió nada.")
	h.get("admin", address).is(http.StatusNotFound)
}

func TestWhatCannotBeTakenIsToldAtItsPlace(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, c := range []struct {
		name, content string
		change        map[string]string
		says          string
	}{
		{"vacio.csv", "", nil, "no tiene ninguna fila que se pueda cargar"},
		{"solo-titulos.csv", "Operación;Cédula\n", nil, "no tiene ninguna fila que se pueda cargar"},
		{"", sent, nil, "Elija el archivo."},
		{"c.csv", sent, map[string]string{"day": "2026-11-23"}, "El día no puede ser posterior a hoy."},
		{"c.csv", sent, map[string]string{"day": "mañana"}, "Escriba el día"},
		{"c.csv", sent, map[string]string{"new_code": "a/b"}, "Escriba un código de 1 a 40 letras"},
		{"c.csv", sent, map[string]string{"country": ""}, "Elija el país del acreedor."},
		{"c.csv", sent, map[string]string{"kind": "poemas"}, "El envío llegó incompleto"},
	} {
		fields := first("2026-11-20")
		maps.Copy(fields, c.change)
		h.upload("admin", c.name, c.content, fields).is(http.StatusUnprocessableEntity).sees(c.says)
	}
	h.get("admin", "/admin/cortes").sees("Todavía no hay cortes")
}

func TestAFileThatNamesNoPortfolioSaysWithWhatItIsCompared(t *testing.T) {
	t.Parallel()
	h := open(t)
	const named = "account;person;person_name;due_on;principal;portfolio\n"
	const two = named + "A1;1;Rosa;2026-10-05;10;consumo\nA2;2;Ana;2026-10-05;20;consumo\n" +
		"A3;3;Luz;2026-10-05;30;micro\n"
	if _, err := h.parts.Intakes.Import(h.program(),
		intake.File{Name: "todo.csv", Size: int64(len(two)), ReaderAt: strings.NewReader(two)},
		intake.Options{Kind: intake.Portfolio, Creditor: "ANDINA", Country: "EC", AsOf: calendar.Of(2026, 11, 19)},
	); err != nil {
		t.Fatal(err)
	}
	review := func(text string, portfolio string, columns ...string) page {
		p := h.upload("admin", "corte.csv", text, map[string]string{
			"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-20",
		}).is(http.StatusOK)
		form := chosenColumns(columns...)
		form.Set("portfolio", portfolio)
		return h.post(
			"admin",
			"/admin/cortes/"+h.cutOf(p).Text(intake.CutPrefix)+"/columnas",
			form,
		).is(
			http.StatusOK,
		)
	}
	ours := []string{"account", "person", "person_name", "due_on", "principal", "portfolio"}
	review(two, "", ours...).sees("Se compara con las carteras consumo y micro.").seesNot("no se tocan")
	review(named+"A3;3;Luz;2026-10-05;30;micro\n", "", ours...).sees("Se compara con la cartera micro.",
		"Las cuentas de otra cartera de este acreedor no se tocan: consumo (2).").seesNot("¿De qué cartera")
	plain := strings.NewReplacer(";portfolio", "", ";consumo", "", ";micro", "").Replace(two)
	review(plain, "", ours[:5]...).sees("¿De qué cartera es este archivo?",
		"sus filas entran en la cartera «general» y solo con ella se comparan",
		"otras carteras de este acreedor no se tocan, falten o no: consumo (2), micro (1).")
	review(plain, "consumo", ours[:5]...).sees("Se compara con la cartera consumo.", "no se tocan: micro (1)").
		seesNot("¿De qué cartera")
}

func TestAFileOfAnEarlierDayIsNotPublishedOverALaterOne(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("hoy.csv", sent, "2026-11-21")
	fields := map[string]string{"kind": "portfolio", "creditor": "ANDINA", "day": "2026-11-10"}
	p := h.upload("admin", "vieja.csv", sent, fields)
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post("admin", address+"/columnas", rightColumns()).sees("Este corte es más antiguo que el vigente")
	h.post("admin", address+"/publicar", nil).is(http.StatusConflict)
}

func TestEachRoleOpensItsScreensAndNoOther(t *testing.T) {
	t.Parallel()
	h := open(t)
	screens := map[string]auth.Permission{
		"/admin/cortes": auth.CutPublish, "/admin/cortes/nuevo": auth.CutPublish,
		"/admin/acreedores": auth.CreditorManage,
		"/admin/usuarios":   auth.UserManage, "/admin/usuarios/nuevo": auth.UserManage,
		"/admin/duplicados": auth.CutPublish,
		"/admin/cierre":     auth.CloseRun, "/admin/auditoria": auth.AuditSee, "/admin/procesos": auth.JobManage,
	}
	opened := 0
	for _, role := range auth.Roles() {
		for path, needs := range screens {
			want := http.StatusForbidden
			if role.May(needs) {
				want = http.StatusOK
				opened++
			}
			h.get(string(role), path).is(want)
		}
		if !role.May(auth.CutPublish) {
			h.upload(string(role), "c.csv", sent, first("2026-11-20")).is(http.StatusForbidden)
		}
		if !role.May(auth.CloseRun) {
			h.post(string(role), "/admin/cierre", url.Values{"day": {"2026-11-21"}}).is(http.StatusForbidden)
		}
	}
	if opened < 15 {
		t.Errorf("%d screens opened in all: the table of permissions is not what this test thinks", opened)
	}
}

func TestTheScreensOfTheAreaStandOverEachPageOnceAndAreThoseThatARoleMayOpen(t *testing.T) {
	t.Parallel()
	h := open(t)
	screens := map[string]auth.Permission{
		"/admin/cortes": auth.CutPublish, "/admin/cierre": auth.CloseRun, "/admin/acreedores": auth.CreditorManage,
		"/admin/duplicados": auth.CutPublish, "/admin/usuarios": auth.UserManage, "/admin/auditoria": auth.AuditSee,
		"/admin/procesos": auth.JobManage,
	}
	for role, at := range map[auth.Role]string{
		auth.Admin: "/admin/usuarios/nuevo", auth.Manager: "/admin/acreedores",
	} {
		p := h.get(string(role), at)
		_, within, _ := strings.Cut(p.body, `<nav class="area"`)
		within, _, _ = strings.Cut(within, "</nav>")
		top, _, _ := strings.Cut(p.body, "<main")
		for path, needs := range screens {
			want := 0
			if role.May(needs) {
				want = 1
			}
			if n := strings.Count(within, `href="`+path+`"`); n != want {
				t.Errorf("%s has %d ways to %s over the page, want %d", role, n, path, want)
			}
			if n := strings.Count(top, `<a hidden href="`+path+`"`); n != want {
				t.Errorf("%s has %d shortcuts to %s, want %d", role, n, path, want)
			}
			if role.May(needs) {
				h.get(string(role), path).is(http.StatusOK)
			}
		}
		if n := strings.Count(top, `href="/admin/`) - strings.Count(top, `<a hidden href="/admin/`); n != 1 &&
			role == auth.Admin {
			t.Errorf("%s sees %d places of the area in the header, want the area once", role, n)
		}
		if _, here, _ := strings.Cut(within, `href="`+strings.TrimSuffix(at, "/nuevo")+`"`); !strings.HasPrefix(
			strings.TrimSpace(here), `aria-current="page"`) {
			t.Errorf("%s is not told that they are at %s: %.80s", role, at, here)
		}
	}
	if p := h.get("auditor", "/admin/auditoria"); strings.Contains(p.body, `<nav class="area"`) {
		t.Error("who may open one screen only is offered a choice of one")
	}
}

func TestCutsAreListedAFewAtATime(t *testing.T) {
	t.Parallel()
	h := open(t)
	for day := range 16 {
		on := calendar.Of(2026, 11, 1) + calendar.Day(day)
		const head = "account;person;person_name;due_on;principal\n"
		text := head + "A1;1;Rosa;2026-01-05;" + strconv.Itoa(10+day) + "\n"
		if _, err := h.parts.Intakes.Import(h.program(),
			intake.File{Name: "dia-" + on.Text() + ".csv", Size: int64(len(text)), ReaderAt: strings.NewReader(text)},
			intake.Options{Kind: intake.Portfolio, Creditor: "ANDINA", Country: "EC", AsOf: on}); err != nil {
			t.Fatal(err)
		}
	}
	first := h.get("admin", "/admin/cortes").is(http.StatusOK).sees("dia-2026-11-16.csv", "dia-2026-11-02.csv").
		seesNot("dia-2026-11-01.csv")
	_, rest, found := strings.Cut(first.body, "/admin/cortes?tipo=&amp;antes=")
	next, _, _ := strings.Cut(rest, `"`)
	if !found {
		t.Fatal("there is no way to the older cuts")
	}
	h.get("admin", "/admin/cortes?tipo=&antes="+next).sees("dia-2026-11-01.csv").seesNot("dia-2026-11-02.csv")
}
