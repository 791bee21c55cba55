package ui

import (
	"io"
	"log/slog"
	"net/http"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/clock"
	"aldia/platform/text"
)

// Limits of what a request may bring.
const (
	// MaxForm is the body of an ordinary form: the longest note a person types is some kilobytes.
	MaxForm = 1 << 20
	// MaxAddress is the length of a path with its query: filters of a list, never a document.
	MaxAddress = 8 << 10
)

// The cookies that keep how a person likes the screen. They hold no secret and decide nothing.
const (
	themeCookie    = "aldia_theme"
	languageCookie = "aldia_language"
	cookieDays     = 365
)

// Site is what all screens stand on. Its Handler goes around them once, outside of the one that knows who
// is signed in.
type Site struct {
	Words   *text.Catalog
	Clock   clock.Clock
	Log     *slog.Logger
	Country string         // of the company, for who is not signed in; "" is as the language has it
	Zone    *time.Location // likewise
}

// Handler sets the security headers, limits what comes in, and gives each request its View in the language
// that the browser asks for. Who knows the person sets User, May, Live and their own language on it:
// ui.Of(r).Speak("en").
func (s *Site) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header())
		v := s.view(r)
		r = r.WithContext(With(r.Context(), v))
		if len(r.RequestURI) > MaxAddress {
			Fail(w, r, errAddress)
			return
		}
		v.body = r.Body
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, MaxForm)
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Site) view(r *http.Request) *View {
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	now := s.Clock.Now()
	v := &View{
		Zone: zone, Now: now, Today: calendar.On(now, zone), Path: r.URL.Path, Here: r.URL.RequestURI(), site: s,
		Query: r.URL.Query().Get("q"),
	}
	setting := ""
	if c, err := r.Cookie(languageCookie); err == nil {
		setting = c.Value
	}
	if c, err := r.Cookie(themeCookie); err == nil && (c.Value == "light" || c.Value == "dark") {
		v.Theme = c.Value
	}
	v.Text = s.Words.For(s.Words.Choose(setting, r.Header.Get("Accept-Language"))).In(s.Country)
	return v
}

// Speak changes the view to a person's own language; "" leaves what the browser asked for.
func (v *View) Speak(language string) {
	if language != "" && v.site != nil {
		v.Text = v.site.Words.For(language).In(v.Text.Country())
	}
}

// RememberLanguage keeps the language of who works at a browser, when it has another: the sign-in page,
// where nobody is known yet, then speaks as the pages did.
func RememberLanguage(w http.ResponseWriter, r *http.Request, language string) {
	if kept, err := r.Cookie(languageCookie); language != "" && (err != nil || kept.Value != language) {
		KeepLanguage(w, language)
	}
}

// KeepLanguage keeps a language in the browser, for who is not signed in yet.
func KeepLanguage(w http.ResponseWriter, language string) {
	http.SetCookie(
		w,
		&http.Cookie{Name: languageCookie, Value: language, Path: "/", MaxAge: cookieDays * 24 * 3600,
			SameSite: http.SameSiteLaxMode, HttpOnly: true},
	)
}

// Work moves the view to a place: the one that a person works in, or that a page is about. The figures of
// the page are written in the country's manner, as Shared gives it where there are several; "" is the
// manner of the person's language, but for sums of a currency that has its home.
func (v *View) Work(country string, zone *time.Location) {
	v.Text = v.Text.In(country)
	if zone != nil {
		v.Zone, v.Today = zone, calendar.On(v.Now, zone)
	}
}

// AllowBody lets this request bring more than a form does, as an upload must. It has to come before the
// body is read.
func AllowBody(w http.ResponseWriter, r *http.Request, limit int64) {
	if v := Of(r); v.body != nil {
		r.Body = struct {
			io.Reader
			io.Closer
		}{http.MaxBytesReader(w, v.body, limit), v.body}
	}
}

// secure forbids everything that the product does not do: no script, style, frame, form or picture from
// elsewhere, none written into the page, no framing of us, no guessing of types, and no address of a
// debtor's case told to other sites.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; "+
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(self), microphone=(self), payment=(), usb=()")
	h.Set("Cache-Control", "no-store")
}
