package crash

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"aldia/platform/id"
)

// agent is somebody at a browser.
type agent struct {
	office  *office
	name    string
	cookies map[string]*http.Cookie
	client  http.Client
}

func newAgent(o *office, name string) *agent {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &agent{office: o, name: name, cookies: map[string]*http.Cookie{},
		client: http.Client{CheckRedirect: stay}}
}

// ask sends a request and reads the answer; an error is what a server that was killed answers.
func (a *agent) ask(method, path string, form url.Values) (status int, page string, err error) {
	r, err := http.NewRequestWithContext(a.office.t.Context(), method, a.office.address+path,
		strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "es")
	for _, c := range a.cookies {
		r.AddCookie(c)
	}
	answer, err := a.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	for _, c := range answer.Cookies() {
		a.cookies[c.Name] = c
	}
	body, err := io.ReadAll(answer.Body)
	if closing := answer.Body.Close(); err == nil {
		err = closing
	}
	return answer.StatusCode, string(body), err
}

// must is an answer with the status that is expected.
func (a *agent) must(status int, method, path string, form url.Values) (page string) {
	a.office.t.Helper()
	got, page, err := a.ask(method, path, form)
	if err != nil || got != status {
		a.office.t.Fatalf("%s at %s: %d, want %d: %v\n%.2000s", a.name, path, got, status, err, page)
	}
	return page
}

// page is the case of a person; whoever was not yet in signs in.
func (a *agent) page(person id.ID) string {
	a.office.t.Helper()
	if len(a.cookies) == 0 {
		a.must(http.StatusSeeOther, http.MethodPost, "/entrar",
			url.Values{"user": {a.name}, "password": {agentPassword}})
	}
	return a.must(http.StatusOK, http.MethodGet, caseOf(person), nil)
}

func caseOf(person id.ID) string { return "/casos/" + person.Text("per_") }

// field gives the value of a field of a page.
func (a *agent) field(page, name string) string {
	a.office.t.Helper()
	for _, pattern := range []string{`name="` + name + `"[^>]*value="([^"]*)"`,
		`(?s)<select[^>]*name="` + name + `".*?<option value="([^"]*)" selected`} {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(page); m != nil {
			return m[1]
		}
	}
	a.office.t.Fatalf("the case has no field %s", name)
	return ""
}

func (a *agent) wanted(person id.ID) url.Values {
	a.office.t.Helper()
	return url.Values{"point": {a.field(a.page(person), "contact_point")}, "channel": {"voice"}}
}

// reach takes the place of a call.
func (a *agent) reach(person id.ID) {
	a.office.t.Helper()
	a.must(http.StatusSeeOther, http.MethodPost, caseOf(person)+"/contactar", a.wanted(person))
}

// refused asks for the place of a call that is not given, and gives what is said of it.
func (a *agent) refused(person id.ID) (page string) {
	a.office.t.Helper()
	return a.must(http.StatusUnprocessableEntity, http.MethodPost, caseOf(person)+"/contactar", a.wanted(person))
}

// giveBack says that nobody was called.
func (a *agent) giveBack(person id.ID) {
	a.office.t.Helper()
	permit := a.field(a.page(person), "permit")
	a.must(http.StatusSeeOther, http.MethodPost, caseOf(person)+"/no-contactado", url.Values{"permit": {permit}})
}

// form is the result of a call that nobody answered.
func (a *agent) form(person id.ID) url.Values {
	a.office.t.Helper()
	page := a.page(person)
	return url.Values{"contact": {"nobody"}, "result": {"nobody/no_answer"}, "channel": {"voice"},
		"party": {"debtor"}, "contact_point": {a.field(page, "contact_point")}, "key": {a.field(page, "key")}}
}

// record sends a result, and it is kept.
func (a *agent) record(person id.ID, form url.Values) {
	a.office.t.Helper()
	a.must(http.StatusSeeOther, http.MethodPost, caseOf(person)+"/resultado", form)
}

// send sends a result to a server that may die of it.
func (a *agent) send(person id.ID, form url.Values) {
	if _, _, err := a.ask(http.MethodPost, caseOf(person)+"/resultado", form); err != nil {
		a.office.t.Logf("the server died of it: %v", err)
	}
}
