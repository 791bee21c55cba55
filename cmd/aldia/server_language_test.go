package main

import (
	"net/http"
	"strings"
	"testing"
)

func TestWhoChangesTheLanguageKeepsIt(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	shows(t, v.reads("/hoy"), "Personas en mora", "Gestión de cobranza", "English")
	w := v.post("/idioma", "language", "en", "next", "/casos?tramo=31-60")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/casos?tramo=31-60" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	page := v.reads("/hoy")
	shows(t, page, "Español")
	if strings.Contains(page, "Personas en mora") {
		t.Error("the page is still in Spanish")
	}
	// It is kept for the person, on any machine, and not for anybody else.
	if strings.Contains(h.enter("agent").reads("/hoy"), "Personas en mora") {
		t.Error("the language is forgotten at the next sign-in")
	}
	if cookie := h.enter("agent").get("/hoy").Header().Get("Set-Cookie"); !strings.Contains(cookie, "=en;") {
		t.Errorf("the sign-in page will not speak as the others did: %q", cookie)
	}
	shows(t, h.enter("lucia").reads("/hoy"), "Personas en mora")
	if w := v.post("/idioma", "language", "klingon"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a language that we do not have: %d", w.Code)
	}
	if w := v.post("/idioma", "language", "es", "next", "//elsewhere.example"); w.Header().Get(
		"Location",
	) != "/" {
		t.Errorf("sent to %q", w.Header().Get("Location"))
	}
	if w := h.visitor().post("/idioma", "language", "en"); w.Code == http.StatusSeeOther &&
		!strings.HasPrefix(w.Header().Get("Location"), "/entrar") {
		t.Errorf("nobody in particular: %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestRolesAreNamedByWhatIsDone(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	for role, says := range map[string]string{
		"agent": "Gestión de cobranza", "supervisor": "Supervisión", "manager": "Jefatura de cobranzas",
		"analyst": "Análisis de crédito", "admin": "Administración", "auditor": "Auditoría",
	} {
		page := h.enter(
			role,
		).reads(
			map[bool]string{true: "/informes", false: "/casos"}[role == "auditor" || role == "admin"],
		)
		shows(t, page, says)
		for _, masculine := range []string{"Gestor ", "Supervisor ", "Jefe de", "Administrador ", "Auditor "} {
			if strings.Contains(page, masculine) {
				t.Errorf("%s is called %q", role, masculine)
			}
		}
	}
}

func TestTheFiltersInForceAreSaidAndCanBeTakenAway(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("manager")
	page := v.get("/casos?tramo=31-60&acreedor=ANDINA").Body.String()
	shows(t, plainText(page), "Tramo de mora: 31 a 60 días", "Acreedor: ANDINA", "Filtros 2")
	shows(t, page, `href="/casos?acreedor=ANDINA"`, `href="/casos?tramo=31-60"`)
	if strings.Contains(plainText(v.get("/casos").Body.String()), "Filtros 1") {
		t.Error("a list without filters counts one")
	}
}
