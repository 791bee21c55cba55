package admin

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/id"
	"aldia/web/ui"
)

// figuresShown is how many of the latest values of a figure are listed: a quarter of a monthly one.
const figuresShown = 3

func (p *Parts) lawRoutes(add func(string, auth.Permission, handler)) {
	add("GET /admin/leyes", auth.LawSee, p.laws)
	add("GET /admin/leyes/{country}", auth.LawSee, p.law)
	add("GET /admin/leyes/{country}/regla", auth.LawSee, p.lawRule)
	add("POST /admin/leyes/{country}/regla", auth.LawEdit, p.setLaw)
	add("POST /admin/leyes/{country}/volver", auth.LawEdit, p.resetLaw)
	add("GET /admin/leyes/{country}/volver", auth.LawSee, leadUp)
	add("GET /admin/leyes/{country}/probar", auth.LawSee, p.tryLaw)
	add("GET /admin/leyes/{country}/cifras", auth.LawEdit, p.figures)
	add("POST /admin/leyes/{country}/cifras", auth.LawEdit, p.uploadFigures)
	add("POST /admin/leyes/{country}/cifras/deshacer", auth.LawEdit, p.undoFigures)
	add("GET /admin/leyes/{country}/cifras/{file}", auth.LawEdit, p.lookAtFigures)
	add("POST /admin/leyes/{country}/cifras/{file}", auth.LawEdit, p.loadFigures)
}

// laws leads to the country of most of the creditors, and where there is none to the first country.
func (p *Parts) laws(w http.ResponseWriter, r *http.Request) error {
	all, _, err := p.lawCountries(r)
	if err != nil {
		return err
	}
	ui.Redirect(w, r, lawHref(all[0]))
	return nil
}

// lawCountries are the countries that have a pack: those of the company's creditors first, which are so many,
// the one of most creditors before the others.
func (p *Parts) lawCountries(r *http.Request) (all []string, ours int, err error) {
	creditors, err := p.Portfolios.Creditors(r.Context())
	if err != nil {
		return nil, 0, err
	}
	of := map[string]int{}
	for i := range creditors {
		of[creditors[i].Country]++
	}
	all = slices.Clone(law.Codes())
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Compare(of[b], of[a]) })
	for ours < len(all) && of[all[ours]] > 0 {
		ours++
	}
	return all, ours, nil
}

func lawHref(country string) string { return "/admin/leyes/" + country }

func ruleHref(country, key string) string {
	return lawHref(country) + "/regla?" + url.Values{"clave": {key}}.Encode()
}

// lawView is a country's law on the screen.
type lawView struct {
	law.Standing
	figures []law.Published
	year    int
	asked   bool             // for a year: its holidays are open
	names   map[id.ID]string // of who changed something
	// countries are all that have a pack, the company's own first, which are so many.
	countries []string
	ours      int
}

func (p *Parts) lawOf(r *http.Request) (l lawView, err error) {
	if l.Standing, err = p.Law.Standing(r.Context(), r.PathValue("country")); err != nil {
		return l, err
	}
	l.names, err = p.namesOf(r.Context())
	return l, err
}

// law shows what a country's law says, and what the company set.
func (p *Parts) law(w http.ResponseWriter, r *http.Request) error {
	v := ui.Of(r)
	l, err := p.lawOf(r)
	if err != nil {
		return err
	}
	if l.figures, err = p.Law.Figures(r.Context(), l.Pack.Code, figuresShown); err != nil {
		return err
	}
	if l.countries, l.ours, err = p.lawCountries(r); err != nil {
		return err
	}
	l.year, _, _ = l.Today.Date()
	if year, err := strconv.Atoi(r.FormValue("anio")); err == nil &&
		year >= calendar.FirstYear && year <= calendar.LastYear {
		l.year, l.asked = year, true
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say("lawscreen.title_of", l.Pack.Name.In(v.Text.Code())),
		Sub:   v.Say("lawscreen.sub", l.Laid.Version), Head: lawHead(l.Pack.Code), Body: lawPage(&l),
	})
	return nil
}

// says gives a sentence of a pack in the reader's language.
func says(v *ui.View, s law.Said) string {
	text := s.In(v.Text.Code())
	if text == "" {
		return text
	}
	first := []rune(text)
	return strings.ToUpper(string(first[:1])) + string(first[1:])
}

func basisBadge(v *ui.View, h *law.Head) ui.Badge {
	tone := ui.Note
	if !h.Law() {
		tone = ui.Plain
	}
	return ui.Badge{Text: v.Say("lawscreen.basis." + string(h.Basis)), Tone: tone, Icon: "-"}
}

// setOn gives the setting of a rule that is in force on a day, and else the next one.
func setOn(set []law.Setting, key string, day calendar.Day) *law.Setting {
	var next *law.Setting
	for i := range set {
		s := &set[i]
		switch {
		case s.Of != key:
		case s.InForce(day):
			return s
		case s.From > day && (next == nil || s.From < next.From):
			next = s
		}
	}
	return next
}

// mine tells what the company has for a rule, and from when on.
func (l *lawView) mine(v *ui.View, key string) templ.Component {
	s := setOn(l.Set, key, l.Today)
	if s == nil {
		return ui.Muted(v.Say("lawscreen.as_pack"))
	}
	return ui.Two(says(v, l.Pack.Told(s)), spanWords(v, s.From, s.To))
}

// spanWords tells from when to when something holds.
func spanWords(v *ui.View, from, to calendar.Day) string {
	switch {
	case from == calendar.NoDay && to == calendar.NoDay:
		return v.Say("lawscreen.always")
	case to == calendar.NoDay:
		return v.Say("lawscreen.since", v.Day(from))
	case from == calendar.NoDay:
		return v.Say("lawscreen.until", v.Day(to))
	}
	return v.Say("lawscreen.span", v.Day(from), v.Day(to))
}

// rules lists a part of the rules.
func (l *lawView) rules(v *ui.View, caption, part string) ui.Table {
	t := ui.Table{
		Caption: caption, Bare: true, Folds: true, Columns: []ui.Column{
			{Label: v.Say("lawscreen.rule")}, {Label: v.Say("lawscreen.asks")}, {Label: v.Say("lawscreen.rests")},
			{Label: v.Say("lawscreen.company")},
		},
	}
	for i := range l.Pack.Contacts {
		r := &l.Pack.Contacts[i]
		if l.partOf(r) != part {
			continue
		}
		asks := says(v, l.Pack.Demand(r))
		if r.When != "" && !l.reads(r) {
			asks = v.Say("lawscreen.other_reading", asks)
		}
		t.Rows = append(t.Rows, ui.Row{
			Href: ruleHref(l.Pack.Code, r.Key()), Dim: !r.InForce(l.Today) || r.When != "" && !l.reads(r),
			Cells: []templ.Component{
				ui.Two(says(v, r.Says), r.ID), ui.Text(asks), rests(&r.Head), l.mine(v, r.Key()),
			},
		})
	}
	return t
}

// reads says whether a rule holds under the readings of today.
func (l *lawView) reads(r *law.ContactRule) bool {
	for one := range strings.SplitSeq(r.When, " & ") {
		if name, value, _ := strings.Cut(one, "="); l.Laid.Reading(name, l.Today) != value {
			return false
		}
	}
	return true
}

func (l *lawView) options(v *ui.View) ui.Table {
	t := ui.Table{
		Caption: v.Say("lawscreen.options"), Bare: true, Columns: []ui.Column{
			{Label: v.Say("lawscreen.question")}, {Label: v.Say("lawscreen.holds")},
			{Label: v.Say("lawscreen.other")}, {Label: v.Say("lawscreen.company")},
		}, Empty: ui.Empty{Title: v.Say("lawscreen.no_options")},
	}
	for i := range l.Pack.Options {
		o := &l.Pack.Options[i]
		is := l.Laid.Reading(o.Name, l.Today)
		var others []string
		for _, value := range o.Values {
			if value != is {
				others = append(others, says(v, o.Reads[value]))
			}
		}
		t.Rows = append(t.Rows, ui.Row{Href: ruleHref(l.Pack.Code, o.Name), Cells: []templ.Component{
			ui.Two(says(v, o.Says), o.Name), ui.Text(says(v, o.Reads[is])),
			ui.Muted(strings.Join(others, " ")), l.mine(v, o.Name),
		}})
	}
	return t
}

func (l *lawView) history(v *ui.View, key string) ui.Table {
	t := ui.Table{
		Caption: v.Say("lawscreen.history"), Bare: true, Folds: true, Columns: []ui.Column{
			{Label: v.Say("lawscreen.version")}, {Label: v.Say("lawscreen.changed")},
			{Label: v.Say("lawscreen.by")}, {Label: v.Say("admin.why")},
		}, Empty: ui.Empty{Title: v.Say("lawscreen.no_history")},
	}
	for i := range l.Changes {
		c := &l.Changes[i]
		if key != "" && c.Of != key {
			continue
		}
		what := v.Say("lawscreen.back")
		if !c.Back {
			what = says(v, l.Pack.Told(&c.Setting))
		}
		who := l.names[c.By]
		if who == "" {
			who = v.Say("admin.system")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			ui.Text(strconv.FormatInt(c.Version, 10)),
			ui.Two(what, c.Of+" · "+spanWords(v, c.From, c.To)), ui.Two(who, v.Instant(c.At)), ui.Text(c.Why),
		}})
	}
	return t
}
