package asset_test

import (
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"aldia/web/asset"
)

func get(t *testing.T, address string, header http.Header) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	maps.Copy(r.Header, header)
	w := httptest.NewRecorder()
	asset.Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEveryAssetIsServedUnderItsHashForGood(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]string{
		"app.css": "text/css", "app.js": "text/javascript", "htmx.js": "text/javascript",
		"icon.svg":    "image/svg+xml",
		"favicon.svg": "image/svg+xml", "inter.woff2": "font/woff2",
	} {
		address := asset.URL(name)
		if !regexp.MustCompile(`^/asset/[a-z0-9]+-[0-9a-f]{10}\.[a-z0-9]+$`).MatchString(address) {
			t.Errorf("%s has the address %s", name, address)
		}
		answer := get(t, address, nil)
		if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), kind) {
			t.Errorf("%s: %d %s", name, answer.StatusCode, answer.Header.Get("Content-Type"))
		}
		if !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s may be asked for again", name)
		}
		again := get(t, address, http.Header{"If-None-Match": {answer.Header.Get("Etag")}})
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("%s is sent again to who has it: %d", name, again.StatusCode)
		}
	}
}

func TestTextIsCompressedForWhoTakesIt(t *testing.T) {
	t.Parallel()
	plain := body(t, get(t, asset.URL("app.css"), nil).Body)
	answer := get(t, asset.URL("app.css"), http.Header{"Accept-Encoding": {"br, gzip"}})
	if answer.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal("not compressed")
	}
	z, err := gzip.NewReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body(t, z) != plain {
		t.Error("what comes out is not what went in")
	}
	refused := get(t, asset.URL("app.css"), http.Header{"Accept-Encoding": {"gzip;q=0"}})
	if refused.Header.Get("Content-Encoding") != "" {
		t.Error("compressed for who refuses it")
	}
}

func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	t.Parallel()
	style := body(t, get(t, asset.URL("app.css"), nil).Body)
	if !strings.Contains(style, strings.TrimPrefix(asset.URL("inter.woff2"), asset.Prefix)) {
		t.Error("the style does not name the typeface by its hash")
	}
	for _, name := range []string{"app.css", "app.js"} {
		if found := regexp.MustCompile(`(?i)(https?:)?//[a-z0-9-]+\.[a-z]+`).FindString(
			body(t, get(t, asset.URL(name), nil).Body)); found != "" {
			t.Errorf("%s speaks of %s", name, found)
		}
	}
}

func TestAnUnknownAssetIsNotFound(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"/asset/app.css", "/asset/app-0000000000.css", "/asset/", "/asset/../asset.go",
	} {
		if status := get(t, address, nil).StatusCode; status != http.StatusNotFound {
			t.Errorf("%s answers %d", address, status)
		}
	}
	r := httptest.NewRequest(http.MethodPost, asset.URL("app.js"), nil)
	w := httptest.NewRecorder()
	asset.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a change of an asset answers %d", w.Code)
	}
}
