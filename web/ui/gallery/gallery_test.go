package gallery_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"aldia/platform/clock"
	"aldia/platform/log"
	"aldia/web/ui"
	"aldia/web/ui/gallery"
	"aldia/words"
)

func handler(t *testing.T) http.Handler {
	t.Helper()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	return gallery.Handler(&ui.Site{
		Words: catalog, Clock: clock.NewFake(time.Date(2026, 11, 22, 14, 5, 0, 0, time.UTC)), Log: log.Silent(),
		Country: "EC", Zone: time.FixedZone("America/Guayaquil", -5*3600),
	})
}

func pages() map[string]int {
	return map[string]int{
		"/hoy": 200, "/casos": 200, "/casos/1": 200, "/admin/cortes": 200, "/informes": 200,
		"/vacio": 200, "/entrar": 200,
		"/nada": 404, "/error": 500,
	}
}

func TestEveryPartIsWellFormed(t *testing.T) {
	t.Parallel()
	h := handler(t)
	labelled := regexp.MustCompile(`<label[^>]* for="([^"]+)"`)
	identified := regexp.MustCompile(` id="([^"]+)"`)
	named := regexp.MustCompile(`aria-(?:labelledby|describedby)="([^"]+)"`)
	unsaid := regexp.MustCompile(`>\s*(ui|fault)\.[a-z_.]+\s*<`)
	for path, status := range pages() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		page := w.Body.String()
		if w.Code != status {
			t.Errorf("%s: %d", path, w.Code)
		}
		for _, forbidden := range []string{
			" style=", "<script>", "onclick=", "javascript:", "http://", "https://", "%!",
		} {
			if strings.Contains(page, forbidden) {
				t.Errorf("%s has %q", path, forbidden)
			}
		}
		if key := unsaid.FindString(page); key != "" {
			t.Errorf("%s shows a key: %s", path, key)
		}
		if n := strings.Count(page, "<h1"); n != 1 {
			t.Errorf("%s has %d first headings", path, n)
		}
		ids := map[string]bool{}
		for _, m := range identified.FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s has the id %s twice", path, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range labelled.FindAllStringSubmatch(page, -1) {
			if !ids[m[1]] {
				t.Errorf("%s has a label for %s, which is not there", path, m[1])
			}
		}
		for _, m := range named.FindAllStringSubmatch(page, -1) {
			for id := range strings.FieldsSeq(m[1]) {
				if !ids[id] {
					t.Errorf("%s is described by %s, which is not there", path, id)
				}
			}
		}
	}
}

// TestServe serves the gallery for people to look at, at the address in ALDIA_GALLERY, until it is
// interrupted.
func TestServe(t *testing.T) {
	t.Parallel()
	address := os.Getenv("ALDIA_GALLERY")
	if address == "" {
		t.Skip("set ALDIA_GALLERY=127.0.0.1:8099 to look at the gallery")
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler(t), ReadHeaderTimeout: time.Second}
	if err := server.Serve(listener); err != nil {
		t.Fatal(err)
	}
}
