package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"aldia/domain/intake"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// errUnconfirmed asks for what was only guessed with doubt: {0} which.
var errUnconfirmed = fault.New(fault.Invalid, "admin.columns.unconfirmed")

// ticks are the doubtful guesses that a person has confirmed, by what they say: another guess of the same
// column is another tick.
type ticks map[string]bool

func ticksOf(given []string) ticks {
	t := ticks{}
	for _, one := range given[:min(len(given), maxColumns)] {
		t[one] = true
	}
	return t
}

// doubts is what a page says of them: what is asked for that was not ticked, and what was.
type doubts struct {
	unsure string
	ticks  ticks
}

// isDoubtful says whether a column was guessed so that a person should look.
func isDoubtful(c *intake.ShownColumn) bool {
	return !c.Left && c.Guess.Why != "" && c.Guess.Confidence < intake.Doubtful
}

// tickOf is the tick of a column.
func tickOf(c *intake.ShownColumn) string { return c.Name + "=" + chosen(c) }

// tickAbout is the tick of what was guessed of the file as a whole.
func tickAbout(g *intake.Guessed, s *intake.Shown) string {
	switch g.Column {
	case "file.date":
		return g.Column + "=" + s.Style.Date
	case "file.decimal":
		return g.Column + "=" + s.Style.Decimal
	case "currency":
		return g.Column + "=" + s.Mapping.Currency
	}
	return g.Column + "=" + s.Mapping.Country
}

// openDoubts names what is doubtful and not confirmed yet, columns by their own names.
func openDoubts(v *ui.View, s *intake.Shown, t ticks) (open []string) {
	for i := range s.Columns {
		if c := &s.Columns[i]; isDoubtful(c) && !t[tickOf(c)] {
			open = append(open, v.Say("admin.misfit.named", c.Name))
		}
	}
	for i := range s.About {
		g := &s.About[i]
		if g.Confidence < intake.Doubtful && !t[tickAbout(g, s)] {
			open = append(open, aboutWords(v, g))
		}
	}
	return open
}

func aboutWords(v *ui.View, g *intake.Guessed) string {
	key := "admin.columns.about." + strings.TrimPrefix(g.Column, "file.")
	if v.Text.Has(key) {
		return v.Say(key)
	}
	return v.Say("admin.columns.about.others")
}

// confirmed holds a file back until everything that was guessed with doubt is confirmed. What a person has
// just set otherwise in the form is their choice, and no guess any more.
func (p *Parts) confirmed(r *http.Request, cut id.ID, before *intake.Shown) error {
	after, err := p.Intakes.Show(r.Context(), cut)
	if err != nil {
		return err
	}
	t := ticksOf(r.PostForm["ok"])
	for i := range after.About {
		g := &after.About[i]
		if tickAbout(g, &after) != tickAbout(g, before) {
			t[tickAbout(g, &after)] = true
		}
	}
	open := openDoubts(ui.Of(r), &after, t)
	if len(open) == 0 {
		return nil
	}
	return errUnconfirmed.With(ui.Of(r).Text.Join(open...))
}

// ticked are the ticks that a page shows: those of the form, those that were handed on, and all of a file
// that has been reviewed already, which it was not without them.
func ticked(r *http.Request, s *intake.Shown) ticks {
	given := r.URL.Query()["ok"]
	if r.PostForm != nil {
		given = slices.Concat(given, r.PostForm["ok"])
	}
	t := ticksOf(given)
	if s.Cut.State == intake.Previewed {
		for i := range s.Columns {
			t[tickOf(&s.Columns[i])] = true
		}
		for i := range s.About {
			t[tickAbout(&s.About[i], s)] = true
		}
	}
	return t
}

// columnsHref is the page of the columns with what was ticked on it so far.
func columnsHref(cut id.ID, ok []string) string {
	href := cutHref(cut) + "/columnas"
	if len(ok) > 0 {
		href += "?" + url.Values{"ok": ok[:min(len(ok), maxTicksHandedOn)]}.Encode()
	}
	return href
}

// maxTicksHandedOn keeps the address of a page as short as browsers take it.
const maxTicksHandedOn = 20
