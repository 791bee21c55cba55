package admin

import (
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/law"
	"aldia/domain/portfolio"
	"aldia/web/ui"
)

// The rules of a pack are shown in parts: those of the country, under its own code, what we do everywhere,
// and what a company may ask of itself beyond all of that.
const (
	commonRules = "any."
	ownRules    = "any.own."
)

// partOf is the part that a rule is shown in.
func (l *lawView) partOf(r *law.ContactRule) string {
	switch {
	case strings.HasPrefix(r.ID, ownRules):
		return ownRules
	case strings.HasPrefix(r.ID, commonRules):
		return commonRules
	}
	return l.Pack.Code
}

// setBadge says how many rules of a part the company has set; nothing where none is.
func (l *lawView) setBadge(v *ui.View, part string) templ.Component {
	n := 0
	for i := range l.Pack.Contacts {
		r := &l.Pack.Contacts[i]
		if l.partOf(r) == part && setOn(l.Set, r.Key(), l.Today) != nil {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return ui.Badge{Text: v.Say("lawscreen.set_count", n), Tone: ui.Note, Icon: "-"}
}

// lackingBadge says how many figures are not there for today; nothing where all are.
func (l *lawView) lackingBadge(v *ui.View) templ.Component {
	n := 0
	for i := range l.Pack.Money.Parameters {
		if !l.holdsToday(l.Pack.Money.Parameters[i].Name) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return ui.Badge{Text: v.Say("lawscreen.lacking_count", n), Tone: ui.Warn}
}

// holdsToday says whether some value of a figure is in force.
func (l *lawView) holdsToday(name string) bool {
	for i := range l.figures {
		f := &l.figures[i]
		if f.Name == name && f.From <= l.Today && l.Today <= f.Until {
			return true
		}
	}
	return false
}

// countBadge says how many there are of what is folded.
func countBadge(v *ui.View, n int) templ.Component {
	if n == 0 {
		return nil
	}
	return ui.Badge{Text: v.Number(int64(n)), Icon: "-"}
}

// segmentList names kinds of credit.
func segmentList(v *ui.View, codes []string) []string {
	all := make([]string, len(codes))
	for i, c := range codes {
		all[i] = segmentWords(v, portfolio.Segment(c))
	}
	return all
}
