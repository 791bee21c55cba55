package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aldia/domain/staff"
	"aldia/platform/auth"
)

func TestNobodySeesAnythingBeforeSigningIn(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.visitor()
	w := v.get("/casos?q=Rosa")
	if w.Code != http.StatusSeeOther ||
		w.Header().Get("Location") != "/entrar?next="+url.QueryEscape("/casos?q=Rosa") {
		t.Errorf("nobody at the cases: %d to %q", w.Code, w.Header().Get("Location"))
	}
	shows(t, v.reads("/"), "Iniciar sesión", "Usuario", "Contraseña")
	for name, wanted := range map[string]string{
		"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "same-origin", "Cache-Control": "no-store",
	} {
		if got := v.get("/").Header().Get(name); !strings.Contains(got, wanted) {
			t.Errorf("%s is %q", name, got)
		}
	}
	bad := v.post("/entrar", "user", "agent", "password", "otra cosa larga")
	if bad.Code != http.StatusUnprocessableEntity {
		t.Errorf("a wrong password: %d", bad.Code)
	}
	shows(t, plainText(bad.Body.String()), "El usuario o la contraseña no son correctos.")
	if len(v.cookies) != 0 {
		t.Errorf("somebody who was refused has %v", v.cookies)
	}
}

func TestTheSignInLeadsBackToWhereOneWantedToGoAndNowhereForeign(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	for wanted, at := range map[string]string{
		"/casos?q=Rosa": "/casos?q=Rosa", "": "/hoy", "//evil.example": "/hoy", "https://evil.example": "/hoy",
		`/\evil.example`: "/hoy",
	} {
		w := h.visitor().post("/entrar", "user", "agent", "password", testPassword, "next", wanted)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != at {
			t.Errorf("next %q leads to %q (%d), want %q", wanted, got, w.Code, at)
		}
	}
}

func TestWhoWasGivenAPasswordChoosesTheirOwnFirst(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	_, given, err := h.s.staff.Add(auth.As(t.Context(), auth.Program()), staff.Hire{SignIn: "nueva",
		Role:    auth.Agent,
		Profile: staff.Profile{Name: "Nueva Gestora"}, AllCreditors: true})
	if err != nil {
		t.Fatal(err)
	}
	v := h.visitor()
	if w := v.post("/entrar", "user", "nueva", "password", given); w.Header().Get("Location") != "/clave" {
		t.Fatalf("she is sent to %q", w.Header().Get("Location"))
	}
	if w := v.get("/hoy"); w.Header().Get("Location") != "/clave" {
		t.Errorf("before she has chosen, /hoy leads to %q (%d)", w.Header().Get("Location"), w.Code)
	}
	shows(t, v.reads("/clave"), "Es su primera entrada")
	w := v.post("/clave", "was", given, "password", "cinco lobos en el cerro", "again", "seis lobos en el cerro")
	shows(t, plainText(w.Body.String()), "Las dos contraseñas nuevas no son iguales.")
	w = v.post("/clave", "was", given, "password", "corta", "again", "corta")
	shows(t, plainText(w.Body.String()), "La contraseña debe tener al menos")
	w = v.post("/clave", "was", given, "password", "cinco lobos en el cerro", "again", "cinco lobos en el cerro")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("the change: %d\n%s", w.Code, plainText(w.Body.String()))
	}
	shows(t, v.reads("/hoy"), "La contraseña se cambió", "Personas en mora")
}

func TestWhoLeavesLetsGoOfTheirCases(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	v.next()
	if n := h.count(`SELECT count(*) FROM work WHERE state = 2`); n != 1 {
		t.Fatalf("%d cases are held", n)
	}
	v.post("/salir")
	if n := h.count(`SELECT count(*) FROM work WHERE state = 2`); n != 0 {
		t.Errorf("%d cases are held by somebody who has left", n)
	}
	if w := v.get("/hoy"); w.Code != http.StatusSeeOther {
		t.Errorf("after leaving, /hoy answers %d", w.Code)
	}
}

func TestSomebodyEndsAllTheirSessionsAtOnce(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	office, telephone := h.enter("agent"), h.enter("agent")
	office.next()
	shows(t, telephone.reads("/clave"), "Cerrar sesión en todos los equipos", "Su contraseña no cambia")
	if w := telephone.post("/salir-de-todo"); w.Header().Get("Location") != "/entrar" {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	for says, v := range map[string]*visitor{"office": office, "telephone": telephone} {
		if w := v.get("/hoy"); w.Code != http.StatusSeeOther {
			t.Errorf("the session of the %s goes on: %d", says, w.Code)
		}
	}
	if n := h.count(`SELECT count(*) FROM work WHERE state = 2`); n != 0 {
		t.Errorf("%d cases are held by somebody who has left", n)
	}
	h.enter("agent")
}

func TestAnotherSiteCannotActForWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	if w := v.ask(http.MethodPost, "/siguiente", nil, "Sec-Fetch-Site", "cross-site", "Origin",
		"https://evil.example"); w.Code !=
		http.StatusForbidden {
		t.Errorf("a form of another site: %d", w.Code)
	}
	if n := h.count(`SELECT count(*) FROM work WHERE state = 2`); n != 0 {
		t.Error("it took a case")
	}
}

func TestEachRoleSeesItsOwnScreensAndNoOthers(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	all := "agent supervisor manager analyst admin auditor"
	for path, may := range map[string]string{
		"/hoy": all, "/casos": all, "/siguiente": "agent supervisor manager", "/piso": "supervisor manager admin",
		"/piso/repartir": "supervisor manager", "/informes": "supervisor manager analyst admin auditor",
		"/informes/aging": "supervisor manager analyst admin auditor", "/informes/audit": "manager admin auditor",
		"/informes/productivity": "supervisor manager analyst admin auditor",
	} {
		for role := range strings.FieldsSeq(all) {
			want := http.StatusForbidden
			if strings.Contains(may, role) {
				want = http.StatusOK
			}
			if w := h.enter(role).get(path); w.Code != want {
				t.Errorf("%s at %s: %d, want %d", role, path, w.Code, want)
			}
		}
	}
}

func TestTheServerTellsMachinesHowItIs(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.visitor()
	v.get("/entrar")
	for path, wanted := range map[string]string{
		"/healthz": "", "/readyz": "database",
	} {
		if w := v.get(path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), wanted) {
			t.Errorf("%s: %d %.200s", path, w.Code, w.Body)
		}
	}
	if w := h.asksFigures(v, "127.0.0.1:40001"); !strings.Contains(
		w.Body.String(),
		"aldia_http_requests_total",
	) {
		t.Errorf("/metrics: %d %.200s", w.Code, w.Body)
	}
	if w := v.get("/api/v1/nothing", "Accept", "application/json"); w.Header().Get("Content-Type") !=
		"application/problem+json" {
		t.Errorf("a program that asks for nothing gets %d %s", w.Code, w.Header().Get("Content-Type"))
	}
}
