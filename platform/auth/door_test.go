package auth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"aldia/platform/auth"
	"aldia/platform/db/dbtest"
	"aldia/platform/fault"
)

func refuse(w http.ResponseWriter, _ *http.Request, err error) {
	status := http.StatusInternalServerError
	switch fault.KindOf(err) { //nolint:exhaustive // the doors refuse for these two
	case fault.Unsigned:
		status = http.StatusUnauthorized
	case fault.Forbidden:
		status = http.StatusForbidden
	}
	w.WriteHeader(status)
}

// web is a door with one screen behind it and the sign-in.
func web(t *testing.T, publicURL string) (http.Handler, *auth.Door) {
	t.Helper()
	d := dbtest.OnSQLite(t)
	u := auth.NewUsers(d, auth.Options{})
	add(t, d, u, "rosa", auth.Agent)
	door := &auth.Door{Users: u, PublicURL: publicURL, Refuse: refuse}
	mux := http.NewServeMux()
	said := func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(auth.Who(r.Context()).Name)) }
	mux.Handle("GET /casos", door.Require(auth.CaseWork)(http.HandlerFunc(said)))
	mux.Handle("POST /casos", door.Require(auth.CaseWork)(http.HandlerFunc(said)))
	mux.Handle("GET /admin", door.Require(auth.UserManage)(http.HandlerFunc(said)))
	mux.Handle("GET /cuenta", door.SignedIn(http.HandlerFunc(said)))
	mux.HandleFunc("POST /entrar", func(w http.ResponseWriter, r *http.Request) {
		token, _, err := u.SignIn(r.Context(), auth.Attempt{Name: r.FormValue("name"),
			Password: r.FormValue("password"),
			Address:  door.Address(r)})
		if err != nil {
			refuse(w, r, err)
			return
		}
		door.Keep(w, r, token)
	})
	h, err := door.SameOrigin(door.Recognise(mux))
	if err != nil {
		t.Fatal(err)
	}
	return h, door
}

func ask(h http.Handler, method, path string, cookie *http.Cookie,
	headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	if cookie != nil {
		r.AddCookie(cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func enter(t *testing.T, h http.Handler) *http.Cookie {
	t.Helper()
	w := ask(h, "POST", "/entrar?name=rosa&password=tres+gatos+en+la+loma", nil)
	if w.Code != http.StatusOK || len(w.Result().Cookies()) != 1 {
		t.Fatalf("sign-in: %d", w.Code)
	}
	return w.Result().Cookies()[0]
}

func TestTheDoorsOpenForThoseWhoMay(t *testing.T) {
	t.Parallel()
	h, _ := web(t, "")
	if w := ask(h, "GET", "/casos", nil); w.Code != http.StatusUnauthorized {
		t.Errorf("nobody at the cases: %d", w.Code)
	}
	if w := ask(h, "GET", "/cuenta", nil); w.Code != http.StatusUnauthorized {
		t.Errorf("nobody at the account: %d", w.Code)
	}
	c := enter(t, h)
	if w := ask(h, "GET", "/casos", c); w.Code != http.StatusOK || w.Body.String() != "rosa" ||
		w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("rosa at the cases: %d %q", w.Code, w.Body)
	}
	if w := ask(h, "GET", "/admin", c); w.Code != http.StatusForbidden {
		t.Errorf("rosa at the administration: %d", w.Code)
	}
	c.Value += "x"
	w := ask(h, "GET", "/casos", c)
	if w.Code != http.StatusUnauthorized {
		t.Errorf("a made-up token: %d", w.Code)
	}
	if gone := w.Result().Cookies(); len(gone) != 1 || gone[0].MaxAge >= 0 {
		t.Errorf("the made-up token stays in the browser: %v", gone)
	}
}

func TestTheCookieIsOutOfReachOfPagesAndOfPlainText(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]struct {
		name   string
		secure bool
	}{"": {"aldia", false}, "https://cobros.example": {"__Host-aldia", true}} {
		h, _ := web(t, url)
		c := enter(t, h)
		if c.Name != want.name || c.Secure != want.secure || !c.HttpOnly || c.Path != "/" ||
			c.SameSite != http.SameSiteLaxMode {
			t.Errorf("%q: %+v", url, c)
		}
	}
}

func TestAnotherSiteCannotActInRosasName(t *testing.T) {
	t.Parallel()
	h, _ := web(t, "https://cobros.example")
	c := enter(t, h)
	for _, s := range []struct {
		name   string
		method string
		header []string
		status int
	}{
		{"her own page", "POST", []string{"Sec-Fetch-Site", "same-origin"}, http.StatusOK},
		{"another site's form", "POST", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"an old browser on another site", "POST", []string{"Origin", "https://evil.example"},
			http.StatusForbidden},
		{"behind the proxy, by its public name", "POST", []string{"Origin", "https://cobros.example",
			"Sec-Fetch-Site", "cross-site"}, http.StatusOK},
		{"a link from elsewhere", "GET", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusOK},
		{"a program", "POST", nil, http.StatusOK},
	} {
		if w := ask(h, s.method, "/casos", c, s.header...); w.Code != s.status {
			t.Errorf("%s: %d, want %d", s.name, w.Code, s.status)
		}
	}
}

func TestOnlyOurOwnProxyIsBelieved(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "10.0.0.2:4711"
	r.Header.Set("X-Forwarded-For", "203.0.113.1, 192.0.2.44")
	if a := (&auth.Door{}).Address(r); a != "10.0.0.2" {
		t.Errorf("without a proxy: %s", a)
	}
	if a := (&auth.Door{TrustProxy: true}).Address(r); a != "192.0.2.44" {
		t.Errorf("behind a proxy: %s", a)
	}
	r.Header.Del("X-Forwarded-For")
	if a := (&auth.Door{TrustProxy: true}).Address(r); a != "10.0.0.2" {
		t.Errorf("past the proxy: %s", a)
	}
	if _, err := (&auth.Door{PublicURL: "https://a b"}).SameOrigin(http.NotFoundHandler()); err == nil {
		t.Error("an address that is none was taken", errors.ErrUnsupported)
	}
}
