package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// serve gives out testdata under the content security policy that the product has, so that the harness is
// known to work under it.
func serve(t *testing.T) string {
	t.Helper()
	files := http.FileServer(http.Dir("testdata"))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'")
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestAPromiseIsMadeByKeyboardAlone(t *testing.T) {
	t.Parallel()
	p := Open(t, serve(t)+"/page.html")
	p.At("/page.html")
	p.TabTo("¿Quién paga?")
	if role, _ := p.Focused(); role != "textbox" {
		t.Errorf("the field is a %q to a screen reader, want a textbox", role)
	}
	p.Type("José Ñáñez")
	p.Press("Tab")
	if role, name := p.Focused(); role != "button" || name != "Guardar promesa" {
		t.Errorf("after the field Tab comes to the %s %q, want the button that keeps the promise", role, name)
	}
	p.Press("Enter")
	p.See("Promesa de José Ñáñez guardada")
	if got := p.Text("#result"); got != "Promesa de José Ñáñez guardada" {
		t.Errorf("the page says %q", got)
	}
	p.Press("Alt+n")
	p.See("Siguiente cuenta")
	p.SeeNot("guardada")
	p.Press("Shift+Tab", "Shift+Tab")
	p.Accessible()
}

func TestAxeFindsWhatKeepsPeopleOut(t *testing.T) {
	t.Parallel()
	p := Open(t, serve(t)+"/wrong.html")
	p.Forgive("")
	var rules []string
	for _, v := range p.violations() {
		rules = append(rules, v.Rule)
	}
	for _, rule := range []string{"image-alt", "label", "color-contrast", "html-has-lang"} {
		if !slices.Contains(rules, rule) {
			t.Errorf("axe found %q, want %q among them", rules, rule)
		}
	}
}

func TestWhatAPageWritesToItsConsoleAsAnErrorIsKept(t *testing.T) {
	t.Parallel()
	p := Open(t, serve(t)+"/wrong.html")
	p.Await("be read", "document.readyState === 'complete'")
	p.drain()
	got := strings.Join(p.Errors(), "\n")
	p.Forgive("")
	for _, want := range []string{"se perdió la lista", "nadie lo esperaba", "404"} {
		if !strings.Contains(got, want) {
			t.Errorf("the console holds %q, want %q in it", got, want)
		}
	}
	if left := p.Errors(); len(left) > 0 {
		t.Errorf("forgiven errors are still told: %q", left)
	}
}

func TestPicturesAreTakenAtBothSizesWhenAFolderIsNamed(t *testing.T) {
	folder := t.TempDir()
	t.Setenv(shots, folder)
	Open(t, serve(t)+"/page.html").Shoot("promesa")
	for _, name := range []string{"promesa-1440.png", "promesa-390.png"} {
		if picture, err := os.ReadFile(filepath.Join(folder, name)); err != nil || len(picture) < 1000 {
			t.Errorf("%s: %d bytes, %v", name, len(picture), err)
		}
	}
}
