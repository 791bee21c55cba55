// Package ui is the look of the product: the frame around every screen, its tables, forms, figures and
// charts, and the HTTP manners that all screens share. A part is a struct of what to show, and is itself a
// templ component; one that has something between braces stands in brackets, since templ would read the
// brace as part of the struct:
//
//	@(ui.Card{Title: v.Say("ui.nav.today")}) {
//		@ui.Table{Caption: v.Say("ui.nav.cases"), Columns: columns, Rows: rows}
//	}
//
// Words, country, day and person come from the request's View, which Site puts into the context; no part
// asks for it. The package knows money and days of the domain and nothing else of debts. Nothing here
// writes a style attribute or a script into a page: the content policy forbids both.
package ui

import (
	"context"
	"io"
	"net/http"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/text"
)

// View is what a page needs to know of who looks at it. It belongs to one request.
type View struct {
	Text    text.Language  // the words, and the manner in which the numbers of the page are written
	Zone    *time.Location // where the person works
	Now     time.Time
	Today   calendar.Day
	Theme   string // "", "light" or "dark": "" as the computer says
	Path    string // the page's own path, to mark where one is
	Here    string // the same with its query, to come back to
	User    User
	Nav     []NavItem         // nil: what the person's role has
	Live    string            // address of the tab's one event stream, or ""
	Notices []Notice          // shown once, after what has just been done
	Query   string            // what stands in the search box
	May     func(string) bool // whether the person has a permission; nil is none

	// Homes are the countries of the creditors that the person sees, by the currency of their books.
	Homes map[money.Currency][]string

	site *Site
	body io.ReadCloser // the request's body before it was limited, for AllowBody
}

// User is who is signed in; a View whose User has no Name is nobody's.
type User struct {
	Name string // as shown
	Role string // agent, supervisor, manager, analyst, admin or auditor
}

// Notice is one line that tells what has happened.
type Notice struct {
	Tone Tone
	Text string
}

type viewKey struct{}

// With puts a view into a context.
func With(ctx context.Context, v *View) context.Context { return context.WithValue(ctx, viewKey{}, v) }

// From gives the view of a context. Outside of a Site there is none, and the view that is given then says
// keys and knows nobody: it is enough for an error to be told.
func From(ctx context.Context) *View {
	if v, ok := ctx.Value(viewKey{}).(*View); ok {
		return v
	}
	return &View{Zone: time.UTC}
}

// Of gives the view of a request.
func Of(r *http.Request) *View { return From(r.Context()) }

// Allows says whether the person has a permission.
func (v *View) Allows(permission string) bool { return v.May != nil && v.May(permission) }

// Say gives the sentence of a key in the person's language.
func (v *View) Say(key string, args ...any) string { return v.Text.Say(key, args...) }

// Number writes a whole number.
func (v *View) Number(n int64) string { return v.Text.Number(n) }

// Sum writes an amount for people, without its currency, in the manner that the page has for it.
func (v *View) Sum(m money.Money) string { return m.Amount.Format(m.Currency, v.manner(m.Currency)) }

// SumIn writes an amount for people together with its currency: "USD 1.250,40".
func (v *View) SumIn(m money.Money) string { return string(m.Currency) + "\u00a0" + v.Sum(m) }

// Day writes a day short: "22 nov 2026".
func (v *View) Day(d calendar.Day) string { return v.Text.Day(d) }

// LongDay writes a day in full: "domingo 22 de noviembre de 2026".
func (v *View) LongDay(d calendar.Day) string { return v.Text.LongDay(d) }

// DaysFrom is a day from today's point of view: "ayer", "hace 3 días", "en 5 días".
func (v *View) DaysFrom(d calendar.Day) string { return v.Text.DaysFrom(int64(d - v.Today)) }

// Instant writes an instant where the person works: "22 nov 2026, 14:05".
func (v *View) Instant(at time.Time) string { return v.Text.Instant(at, v.Zone) }

// Since writes how long ago an instant is: "hace 5 min".
func (v *View) Since(at time.Time) string { return v.Text.Since(at, v.Now, v.Zone) }

// Notify adds a notice to the page that is being made.
func (v *View) Notify(tone Tone, sentence string) {
	v.Notices = append(v.Notices, Notice{Tone: tone, Text: sentence})
}

// Tone is what a thing means to the person, never a colour alone: every part that has a tone has words or a
// sign too.
type Tone string

// The tones.
const (
	Plain  Tone = ""
	Good   Tone = "good"
	Note   Tone = "note"
	Warn   Tone = "warn"
	Bad    Tone = "bad"
	Accent Tone = "accent"
)
