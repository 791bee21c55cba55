package main

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"

	"aldia/platform/auth"
	"aldia/web/ui"
)

// figures answers /metrics. Its figures name nobody, but they tell how busy the house is and what fails: so
// they are for the machine itself, for whoever brings the word that was set, and for people who may read the
// book of who did what.
func (s *server) figures() http.Handler {
	all := s.metrics.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.mayReadFigures(r); err != nil {
			w.Header().Set("WWW-Authenticate", "Bearer")
			ui.Fail(w, r, err)
			return
		}
		all.ServeHTTP(w, r)
	})
}

// mayReadFigures says whether a request may. Who is signed in is judged as who they are, also at the machine
// itself; a word that is brought is judged as the word that it is.
func (s *server) mayReadFigures(r *http.Request) error {
	if !auth.Who(r.Context()).Nobody() {
		_, err := auth.Allow(r.Context(), auth.AuditSee)
		return err
	}
	if given := r.Header.Get("Authorization"); given != "" {
		word, bearer := strings.CutPrefix(given, "Bearer ")
		set := s.config.MetricsToken
		if bearer && set != "" && subtle.ConstantTimeCompare([]byte(word), []byte(set)) == 1 {
			return nil
		}
		return auth.ErrUnsigned
	}
	if atMachine(r) {
		return nil
	}
	return auth.ErrUnsigned
}

// atMachine says whether a request was made on this machine. What a proxy on it hands on comes from
// elsewhere, whatever it says.
func atMachine(r *http.Request) bool {
	for _, handedOn := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via"} {
		if r.Header.Get(handedOn) != "" {
			return false
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	address := net.ParseIP(host)
	return err == nil && address != nil && address.IsLoopback()
}
