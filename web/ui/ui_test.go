package ui_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/clock"
	"aldia/platform/fault"
	"aldia/platform/log"
	"aldia/web/ui"
	"aldia/words"
)

func site(t *testing.T) *ui.Site {
	t.Helper()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &ui.Site{
		Words: catalog, Clock: clock.NewFake(time.Date(2026, 11, 22, 14, 5, 0, 0, time.UTC)), Log: log.Silent(),
		Country: "EC", Zone: time.FixedZone("America/Guayaquil", -5*3600),
	}
}

// ask sends one request through the site to a handler that knows Rosa, a collector.
func ask(t *testing.T, r *http.Request, handler http.HandlerFunc) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	site(t).Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ui.Of(r).User = ui.User{Name: "Rosa Elena Quishpe", Role: "agent"}
		handler(w, r)
	})).ServeHTTP(w, r)
	return w
}

func get(address string, header ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func saying(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

func today(w http.ResponseWriter, r *http.Request) {
	ui.Show(w, r, ui.Page{
		Title: "Hoy", Body: saying(`<p>mi lista</p>`),
		Parts: []ui.Part{{ID: "list", Body: saying(`<div id="list">solo la lista</div>`)}},
	})
}

func TestAPageStandsAtItsOwnAddress(t *testing.T) {
	t.Parallel()
	page := ask(t, get("/hoy"), today).Body.String()
	for _, want := range []string{
		"<!doctype html>", `lang="es"`, "<title>Hoy · AlDía</title>", "Saltar al contenido",
		"Rosa Elena Quishpe", "Gestión de cobranza",
		`<a href="/hoy" aria-current="page"`, "mi lista", `role="search"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "style=") || strings.Contains(page, "onclick") {
		t.Error("the page has an inline style or script, which the content policy forbids")
	}
}

func TestTheHelpNamesTheKeysOfWhatAPersonMayDo(t *testing.T) {
	t.Parallel()
	helpOf := func(may ...string) string {
		return ask(t, get("/hoy"), func(w http.ResponseWriter, r *http.Request) {
			ui.Of(r).May = func(one string) bool { return slices.Contains(may, one) }
			today(w, r)
		}).Body.String()
	}
	agent, auditor := helpOf("case.work"), helpOf("audit.see")
	for _, key := range []string{"n", "l", "1–9", "←", "↵", "Ctrl + Enter"} {
		if line := "<kbd>" + key + "</kbd>"; !strings.Contains(agent, line) || strings.Contains(auditor, line) {
			t.Errorf("%s is not told to an agent alone", key)
		}
	}
	if !strings.Contains(helpOf("case.assign"), "<kbd>r</kbd>") || strings.Contains(agent, "<kbd>r</kbd>") {
		t.Error("the key that shares cases out is not told to who may alone")
	}
}

func TestHtmxGetsOnlyWhatItAskedFor(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		what         string
		header       []string
		want, forbid string
	}{
		{"navigation gets the main region and the mark of the place",
			[]string{"HX-Request", "true", "HX-Target", "main#main"},
			`hx-target="#nav"`, "<!doctype"},
		{"a part gets that part",
			[]string{"HX-Request", "true", "HX-Target", "div#list"}, "solo la lista", "mi lista"},
		{"a region that the page lacks gets the main region, at the right place",
			[]string{"HX-Request", "true", "HX-Target", "form#other"}, `id="main"`, "<!doctype"},
		{"going back gets the whole page", []string{"HX-Request", "true", "HX-Target", "main#main",
			"HX-History-Restore-Request", "true"}, "<!doctype", "never"},
	} {
		w := ask(t, get("/hoy", tc.header...), today)
		body := w.Body.String()
		if !strings.Contains(body, tc.want) || strings.Contains(body, tc.forbid) {
			t.Errorf("%s: %s", tc.what, body)
		}
	}
	lost := ask(t, get("/hoy?a=1", "HX-Request", "true", "HX-Target", "form#other"), today)
	if lost.Header().Get("HX-Retarget") != "#main" || lost.Header().Get("HX-Push-Url") != "/hoy?a=1" {
		t.Error("a page that comes for a region does not go to the main region")
	}
}

func TestAFaultIsToldInWords(t *testing.T) {
	t.Parallel()
	broken := errors.New("pq: relation cases does not exist")
	for _, tc := range []struct {
		err    error
		status int
		says   string
	}{
		{fault.New(fault.Missing, "fault.page.text"), 404, "No hay ninguna página en esta dirección."},
		{fault.New(fault.Invalid, "a.key.nobody.wrote"), 422, "Lo que se envió no es correcto."},
		{fault.New(fault.Conflict, "x"), 409, "Alguien lo cambió antes"},
		{fault.New(fault.Forbidden, "x"), 403, "No tiene permiso"},
		{fault.New(fault.Unsigned, "x"), 401, "Inicie sesión"},
		{fault.New(fault.Limit, "x"), 429, "Es demasiado"},
		{broken, 500, "Algo falló de nuestro lado"},
	} {
		fail := func(w http.ResponseWriter, r *http.Request) { ui.Fail(w, r, tc.err) }
		w := ask(t, get("/casos"), fail)
		if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.says) {
			t.Errorf("%v: %d %s", tc.err, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "relation") || strings.Contains(w.Body.String(), "nobody") {
			t.Errorf("%v: internal text reaches the browser", tc.err)
		}
		w = ask(t, get("/api/v1/cases", "Accept-Language", "en"), fail)
		var p ui.Problem
		err := json.Unmarshal(w.Body.Bytes(), &p)
		if err != nil || p.Status != tc.status || p.Title == "" || p.Detail == "" {
			t.Errorf("%v as a problem: %v %s", tc.err, err, w.Body)
		}
		if w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%v: %s", tc.err, w.Header().Get("Content-Type"))
		}
	}
}

func TestAFaultInsideAPageIsANotice(t *testing.T) {
	t.Parallel()
	ofForm := []string{"HX-Request", "true", "HX-Target", "form#result"}
	w := ask(t, get("/casos", ofForm...), func(w http.ResponseWriter, r *http.Request) {
		ui.Fail(w, r, fault.New(fault.Conflict, "fault.conflict.text"))
	})
	if w.Header().Get("HX-Reswap") != "none" || !strings.Contains(w.Body.String(), `hx-target="#notices"`) ||
		!strings.Contains(w.Body.String(), "ha cambiado mientras usted trabajaba") {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
	for stood, again := range map[string]string{
		"": "/entrar?vencida=1",
		"https://aldia.example/casos/per_1?antes=con_2": "/entrar?next=%2Fcasos%2Fper_1%3Fantes%3Dcon_2&vencida=1",
		"::no address": "/entrar?vencida=1",
	} {
		w = ask(t, get("/casos", append(ofForm, "HX-Current-URL", stood)...),
			func(w http.ResponseWriter, r *http.Request) { ui.Fail(w, r, fault.New(fault.Unsigned, "x")) })
		if got := w.Header().Get("HX-Redirect"); got != again {
			t.Errorf("who stood at %q when the session ended is sent to %q, want %q", stood, got, again)
		}
	}
}

func TestATemplateThatBreaksIsAnErrorPageAndNotHalfAPage(t *testing.T) {
	t.Parallel()
	w := ask(t, get("/hoy"), func(w http.ResponseWriter, r *http.Request) {
		ui.Show(w, r, ui.Page{Title: "Hoy", Body: templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
			io.WriteString(w, "half")
			return errors.New("broken")
		})})
	})
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "half") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	t.Parallel()
	h := ask(t, get("/hoy"), today).Header()
	policy := h.Get("Content-Security-Policy")
	for _, want := range []string{
		"default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
	} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	if strings.Contains(policy, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" ||
		h.Get("Referrer-Policy") != "same-origin" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", h)
	}
}

func TestWhatComesInHasALimit(t *testing.T) {
	t.Parallel()
	read := func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			ui.Fail(w, r, err)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
	long := strings.Repeat("x", ui.MaxForm+1)
	w := ask(t, httptest.NewRequest(http.MethodPost, "/casos", strings.NewReader(long)), read)
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "1\u00a0MB") {
		t.Errorf("a form beyond the limit: %d %s", w.Code, w.Body)
	}
	upload := httptest.NewRequest(http.MethodPost, "/casos", strings.NewReader(long))
	w = ask(t, upload, func(w http.ResponseWriter, r *http.Request) {
		ui.AllowBody(w, r, 2*ui.MaxForm)
		read(w, r)
	})
	if w.Code != http.StatusNoContent {
		t.Errorf("an upload that is allowed to be longer: %d", w.Code)
	}
	w = ask(t, get("/casos?q="+strings.Repeat("x", ui.MaxAddress)), read)
	if w.Code != http.StatusTooManyRequests {
		t.Errorf("an endless address: %d", w.Code)
	}
}

func TestTheLanguageIsThePersonsOwn(t *testing.T) {
	t.Parallel()
	in := func(header ...string) string {
		return ask(t, get("/hoy", header...), today).Body.String()
	}
	if !strings.Contains(in("Accept-Language", "en-US,en"), "Skip to content") {
		t.Error("the browser's wish is not heard")
	}
	if !strings.Contains(in("Accept-Language", "en", "Cookie", "aldia_language=es"), "Saltar al contenido") {
		t.Error("the person's own choice is not heard")
	}
	page := ask(t, get("/hoy", "Accept-Language", "en"), func(w http.ResponseWriter, r *http.Request) {
		ui.Of(r).Speak("es")
		today(w, r)
	}).Body.String()
	if !strings.Contains(page, "Saltar al contenido") {
		t.Error("the setting of the account is not heard")
	}
	if !strings.Contains(in("Cookie", "aldia_theme=dark"), `data-theme="dark"`) {
		t.Error("the chosen theme is not drawn from the first byte")
	}
	if strings.Contains(in("Cookie", `aldia_theme=<script>`), "<script>\"") {
		t.Error("a cookie is written into the page")
	}
}

func TestWhereARedirectLeads(t *testing.T) {
	t.Parallel()
	redirect := func(w http.ResponseWriter, r *http.Request) { ui.Redirect(w, r, `/casos/1?a="b"`) }
	if w := ask(t, get("/x"), redirect); w.Code != http.StatusSeeOther || w.Header().Get("Location") == "" {
		t.Errorf("a plain form: %d", w.Code)
	}
	w := ask(t, get("/x", "HX-Request", "true", "HX-Target", "form#f"), redirect)
	var location struct{ Path, Target string }
	if err := json.Unmarshal([]byte(w.Header().Get("HX-Location")), &location); err != nil {
		t.Fatal(err)
	}
	if location.Path != `/casos/1?a="b"` || location.Target != "#main" {
		t.Errorf("a form of htmx: %+v", location)
	}
	w = ask(t, get("/x", "HX-Request", "true", "HX-Target", "main#main"),
		func(w http.ResponseWriter, r *http.Request) { ui.Leave(w, r, "/") })
	if w.Header().Get("HX-Redirect") != "/" {
		t.Error("leaving the frame does not load the page anew")
	}
}

func TestMoneyAndDaysAreWrittenAsInTheCountry(t *testing.T) {
	t.Parallel()
	ask(t, get("/hoy"), func(_ http.ResponseWriter, r *http.Request) {
		v := ui.Of(r)
		sum := money.Money{Amount: 125040, Currency: "USD"}
		for got, want := range map[string]string{
			v.Sum(sum): "1.250,40", v.SumIn(sum): "USD\u00a01.250,40", v.Day(calendar.Of(2026, 11, 22)): "22 nov 2026",
			v.DaysFrom(calendar.Of(2026, 11, 19)): "hace 3 días", v.Bytes(64 << 20): "64\u00a0MB",
			v.Number(12480): "12.480",
		} {
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		v.Work("MX", time.UTC)
		if v.Sum(sum) != "1,250.40" {
			t.Errorf("in Mexico %s", v.Sum(sum))
		}
	})
}
