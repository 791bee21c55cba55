package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/clock"
	"aldia/platform/config"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
	"aldia/platform/log"
)

const testPassword = "tres gatos en la loma"

// house is a department with two creditors and people of every role, and its web.
type house struct {
	t     *testing.T
	s     *server
	web   http.Handler
	clock *clock.Fake
}

func openHouse(t *testing.T) *house {
	t.Helper()
	return openHouseOn(t, dbtest.OnSQLite(t))
}

// openHouseOn opens it on an engine.
func openHouseOn(t *testing.T, d *db.DB) *house {
	t.Helper()
	c, ok := d.Clock().(*clock.Fake)
	if !ok {
		t.Fatal("the clock of the test does not stand still")
	}
	s, err := newServer(d, config.Default(), log.Silent())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, s: s, clock: c}
	if h.web, err = s.handler(); err != nil {
		t.Fatal(err)
	}
	h.fill()
	return h
}

// fill loads a portfolio of each creditor, closes two days, and takes people on.
func (h *house) fill() {
	h.t.Helper()
	ctx := auth.As(h.t.Context(), auth.Program())
	today := calendar.On(h.clock.Now(), time.FixedZone("Quito", -5*3600))
	for _, c := range []struct{ code, country string }{{"ANDINA", "EC"}, {"LIMA", "PE"}} {
		code, country := c.code, c.country
		file := strings.NewReader(portfolioOf(code, country, today))
		if _, err := h.s.intakes.Import(ctx, intake.File{Name: code + ".csv", Size: file.Size(), ReaderAt: file},
			intake.Options{Kind: intake.Portfolio, Creditor: code, Country: country, AsOf: today - 2}); err != nil {
			h.t.Fatal(err)
		}
	}
	for day := today - 2; day < today; day++ {
		if _, err := h.s.treatments.Close(ctx, day); err != nil {
			h.t.Fatal(err)
		}
	}
	for _, role := range auth.Roles() {
		h.hire(string(role), role, "Persona "+string(role), true)
	}
	h.hire("lucia", auth.Agent, "Lucía Benavides", true)
	h.hire("pedro", auth.Agent, "Pedro Lima", false, h.creditor("LIMA"))
}

func (h *house) hire(name string, role auth.Role, full string, all bool, creditors ...id.ID) {
	h.t.Helper()
	_, _, err := h.s.staff.Add(auth.As(h.t.Context(), auth.Program()), staff.Hire{SignIn: name, Role: role,
		Keep:     true,
		Password: testPassword, Profile: staff.Profile{Name: full}, AllCreditors: all, Creditors: creditors})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) creditor(code string) id.ID {
	h.t.Helper()
	all, err := h.s.portfolios.Creditors(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range all {
		if c.Code == code {
			return c.ID
		}
	}
	h.t.Fatalf("no creditor %s", code)
	return 0
}

// portfolioOf is a creditor's file: three people who are overdue, and a reference of the first.
func portfolioOf(code, country string, today calendar.Day) string {
	var b strings.Builder
	b.WriteString("account;item;currency;person;person_name;due_on;principal;interest;" +
		"phones;city;country;role\n")
	currency := map[string]string{"EC": "USD", "PE": "PEN"}[country]
	phone := map[string]string{"EC": "09912345", "PE": "91234567"}[country]
	for i, name := range []string{"Rosa Quishpe", "José Ñáñez", "Segundo Chiluisa"} {
		fmt.Fprintf(&b, "%s-%d;1;%s;%s%d;%s %s;%s;1250.40;10.10;%s%02d;Ambato;%s;debtor\n", code, i, currency,
			code, i, name,
			code, (today - calendar.Day(20+30*i)).Text(), phone, i, country)
	}
	fmt.Fprintf(&b, "%s-0;1;%s;%sR;Elena Paz %s;%s;0;0;%s99;Quito;%s;reference\n", code, currency, code, code,
		(today - 20).Text(), phone, country)
	return b.String()
}

// visitor is somebody at a browser.
type visitor struct {
	*house
	cookies map[string]string
}

func (h *house) visitor() *visitor { return &visitor{house: h, cookies: map[string]string{}} }

// enter signs somebody in.
func (h *house) enter(name string) *visitor {
	h.t.Helper()
	v := h.visitor()
	if w := v.post("/entrar", "user", name, "password", testPassword); w.Code != http.StatusSeeOther {
		h.t.Fatalf("%s was not let in: %d\n%s", name, w.Code, plainText(w.Body.String()))
	}
	return v
}

func (v *visitor) ask(method, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	r := httptest.NewRequestWithContext(v.t.Context(), method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	r.Header.Set("Accept-Language", "es")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	v.web.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	return w
}

func (v *visitor) get(path string, headers ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.ask(http.MethodGet, path, nil, headers...)
}

func (v *visitor) post(path string, form ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(form); i += 2 {
		values.Add(form[i], form[i+1])
	}
	return v.ask(http.MethodPost, path, values)
}

// reads gives what can be read on a page, and fails when the page is not answered well.
func (v *visitor) reads(path string) string {
	v.t.Helper()
	w := v.get(path)
	if w.Code != http.StatusOK {
		v.t.Fatalf("GET %s: %d\n%s", path, w.Code, plainText(w.Body.String()))
	}
	return plainText(w.Body.String())
}

// next takes the next case and gives its address.
func (v *visitor) next() string {
	v.t.Helper()
	w := v.post("/siguiente")
	if w.Code != http.StatusSeeOther {
		v.t.Fatalf("the next case: %d\n%s", w.Code, plainText(w.Body.String()))
	}
	return w.Header().Get("Location")
}

// record saves a result on a case, with what else the form holds.
func (v *visitor) record(at, contact, result string, more ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	form := append([]string{"contact", contact, "result", result, "channel", "voice", "party", "debtor",
		"contact_point", v.field(at, "contact_point"), "key", v.field(at, "key")}, more...)
	return v.post(at+"/resultado", form...)
}

// field gives the value that a field of a page has before anybody typed.
func (v *visitor) field(path, name string) string {
	v.t.Helper()
	page := v.get(path).Body.String()
	if m := regexp.MustCompile(`name="` + name + `"[^>]*value="([^"]*)"`).FindStringSubmatch(page); m != nil {
		return m[1]
	}
	m := regexp.MustCompile(`(?s)<select[^>]*name="` + name +
		`".*?<option value="([^"]*)" selected`).FindStringSubmatch(page)
	if m == nil {
		v.t.Fatalf("%s has no field %s", path, name)
	}
	return m[1]
}

var (
	spaces = regexp.MustCompile(`[\s\x{00a0}]+`)
	hidden = regexp.MustCompile(`(?s)<(script|style|svg)\b.*?</(script|style|svg)>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
)

// plainText is what can be read of a page.
func plainText(page string) string {
	text := tags.ReplaceAllString(hidden.ReplaceAllString(page, " "), " ")
	return strings.TrimSpace(spaces.ReplaceAllString(strings.NewReplacer("&#34;", `"`, "&amp;",
		"&").Replace(text), " "))
}

func (h *house) count(sql string, args ...any) (n int64) {
	h.t.Helper()
	if err := h.s.db.Read(h.t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, sql, args...)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// shows fails for what cannot be read on a page.
func shows(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			t.Errorf("the page does not say %q:\n%s", w, page)
		}
	}
}
