package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// asks sends a request for the figures from an address.
func (h *house) asksFigures(v *visitor, from string, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, "/metrics", nil)
	r.RemoteAddr = from
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	v.web.ServeHTTP(w, r)
	return w
}

func TestTheFiguresAreForTheMachineItselfAndForThoseWhoOperateIt(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	h.s.config.MetricsToken = "cuatro gatos que vigilan"
	const here, there = "127.0.0.1:40001", "203.0.113.9:40001"
	for _, c := range []struct {
		what, who, from string
		headers         []string
		want            int
	}{
		{"Prometheus on the same machine", "", here, nil, 200},
		{"the same over IPv6", "", "[::1]:40001", nil, 200},
		{"somebody elsewhere", "", there, nil, 401},
		{"somebody elsewhere, by a proxy on our machine", "", here,
			[]string{"X-Forwarded-For", "203.0.113.9"}, 401},
		{"who names the machine before the proxy", "", here,
			[]string{"X-Forwarded-For", "127.0.0.1"}, 401},
		{"a proxy that says it in its own way", "", here, []string{"Forwarded", "for=203.0.113.9"}, 401},
		{"Prometheus elsewhere with the word", "", there,
			[]string{"Authorization", "Bearer cuatro gatos que vigilan"}, 200},
		{"a wrong word", "", there, []string{"Authorization", "Bearer cuatro gatos"}, 401},
		{"a wrong word on the same machine", "", here, []string{"Authorization", "Bearer "}, 401},
		{"the administrator", "admin", there, nil, 200},
		{"the auditor", "auditor", there, nil, 200},
		{"an agent", "agent", there, nil, 403},
		{"an agent at the machine itself", "agent", here, nil, 403},
		{"an analyst", "analyst", there, nil, 403},
	} {
		v := h.visitor()
		if c.who != "" {
			v = h.enter(c.who)
		}
		w := h.asksFigures(v, c.from, c.headers...)
		if w.Code != c.want || strings.Contains(w.Body.String(), "aldia_") != (c.want == 200) {
			t.Errorf("%s gets %d, want %d: %.100s", c.what, w.Code, c.want, w.Body)
		}
	}
	h.s.config.MetricsToken = ""
	if w := h.asksFigures(h.visitor(), there, "Authorization", "Bearer "); w.Code != http.StatusUnauthorized {
		t.Errorf("where no word is set the empty one opens: %d", w.Code)
	}
}
