package ui

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"aldia/platform/fault"
	"aldia/platform/log"
)

var (
	errAddress = fault.New(fault.Limit, "fault.limit.text")
	errPage    = fault.New(fault.Missing, "fault.page.text")
)

// Status is the HTTP status of an error.
func Status(err error) int {
	if tooLong(err) {
		return http.StatusRequestEntityTooLarge
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Missing:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Unsigned:
		return http.StatusUnauthorized
	case fault.Limit:
		return http.StatusTooManyRequests
	case fault.Internal:
	}
	return http.StatusInternalServerError
}

func tooLong(err error) bool {
	var e *http.MaxBytesError
	return errors.As(err, &e)
}

// Problem is an error as a program reads it: RFC 9457.
type Problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Field    string `json:"field,omitempty"`
	Instance string `json:"instance,omitempty"`
}

// Fail answers with an error in words: a page of its own, a notice when htmx asked for a region, or a
// problem document when the client asks for JSON. What is no fault is logged and its inner text is told to
// nobody.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	v, p := Of(r), problem(r, err)
	if p.Status >= http.StatusInternalServerError && v.site != nil && v.site.Log != nil {
		v.site.Log.ErrorContext(r.Context(), "request failed",
			slog.String("path", r.URL.Path), slog.Any("error", err))
	}
	if wantsJSON(r) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(p.Status)
		if err := json.NewEncoder(w).Encode(p); err != nil {
			return // the client has gone
		}
		return
	}
	page := Page{Title: p.Title, Body: failure(v, p), Bare: v.User.Name == ""}
	c := whole(v, page)
	switch target := Target(r); {
	case target == "":
	case p.Status == http.StatusUnauthorized:
		w.Header().Set("HX-Redirect", signInAgain(r))
		w.WriteHeader(p.Status)
		return
	case target == mainID && !page.Bare:
		c = turn(v, page)
	default:
		w.Header().Set("HX-Reswap", "none")
		v.Notify(Bad, p.Detail)
		c = withNotices(nothing())
	}
	var b strings.Builder
	if broken := c.Render(r.Context(), &b); broken != nil {
		http.Error(w, p.Title, p.Status)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.Status)
	w.Write([]byte(b.String())) //nolint:errcheck // the browser has gone
}

// signInAgain is the sign-in for who was at work in a page when their session ended: it says so, and leads
// back to that page. The browser tells which one it is; only its path is believed, and the sign-in itself
// keeps to paths of ours.
func signInAgain(r *http.Request) string {
	again := url.Values{"vencida": {"1"}}
	if stood, err := url.Parse(r.Header.Get("HX-Current-URL")); err == nil && stood.Path != "" {
		again.Set("next", stood.RequestURI())
	}
	return "/entrar?" + again.Encode()
}

func problem(r *http.Request, err error) Problem {
	v := Of(r)
	kind := fault.KindOf(err)
	p := Problem{
		Type: "about:blank", Status: Status(err),
		Title: v.Say("fault." + string(kind) + ".title"), Detail: v.Text.Fault(err),
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		p.Title, p.Detail = v.Say("fault.limit.title"), v.Say("fault.body.text", v.Bytes(tooLarge.Limit))
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		p.Field = f.Field
	}
	if request := log.RequestOf(r.Context()); request != 0 {
		p.Instance = request.Text("req_")
	}
	return p
}

func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.HasPrefix(r.URL.Path, "/api/") ||
		strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

// NoPage answers an address that there is no page for.
func NoPage(w http.ResponseWriter, r *http.Request) { Fail(w, r, errPage) }

// Bytes writes a size of a file as people do: "64 MB".
func (v *View) Bytes(n int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{1 << 30, "GB"}, {1 << 20, "MB"}, {1 << 10, "KB"}} {
		if n >= unit.size {
			return v.Number((n+unit.size/2)/unit.size) + "\u00a0" + unit.name
		}
	}
	return v.Number(n) + "\u00a0B"
}
