package admin

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/party"
	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// maxMatches is how many persons of a searched name are offered.
const maxMatches = 10

// errSpan refuses days the wrong way round.
var errSpan = fault.New(fault.Invalid, "admin.audit.span").On("hasta")

// href is the address of the page with one thing of its query changed, from the first page on.
func (s *auditView) href(key, value string) string {
	q := url.Values{}
	maps.Copy(q, s.query)
	q.Del("tras")
	q.Set(key, value)
	if value == "" {
		q.Del(key)
	}
	if key == "persona" {
		q.Del("caso")
	}
	return "/admin/auditoria?" + q.Encode()
}

// hrefOf is the address of the page about one person.
func (s *auditView) hrefOf(one *party.Person) string {
	q := url.Values{}
	maps.Copy(q, s.query)
	q.Del("tras")
	q.Set("persona", one.Name)
	q.Set("caso", one.ID.Text(party.Prefix))
	return "/admin/auditoria?" + q.Encode()
}

// active are the filters in force, each with the page without it.
func (s *auditView) active(v *ui.View) (all []ui.ActiveFilter) {
	add := func(field, label, value string) {
		if value != "" {
			all = append(all, ui.ActiveFilter{Label: label + ": " + value, Without: s.href(field, "")})
		}
	}
	add("persona", v.Say("admin.audit.person"), s.typed())
	switch user := s.query.Get("usuario"); user {
	case "":
	case "system":
		add("usuario", v.Say("admin.audit.user"), v.Say("admin.system"))
	default:
		who, err := id.Parse(staff.Prefix, user)
		if err == nil {
			add("usuario", v.Say("admin.audit.user"), nameOf(v, s.names, who))
		}
	}
	first, _, _ := strings.Cut(s.query.Get("que"), ",")
	if area := strings.TrimSuffix(first, "."); area != "" && v.Text.Has("admin.area."+area) {
		add("que", v.Say("admin.audit.what"), v.Say("admin.area."+area))
	} else if what := s.query.Get("que"); what != "" {
		add("que", v.Say("admin.audit.what"), whatWords(v, what))
	}
	if s.from != calendar.NoDay {
		add("desde", v.Say("admin.audit.from"), v.Day(s.from))
	}
	if s.until != calendar.NoDay {
		add("hasta", v.Say("admin.audit.until"), v.Day(s.until))
	}
	return all
}

// typed is what stands in the field of the debtor: their name, once it is known who is meant.
func (s *auditView) typed() string {
	if s.person.ID != 0 {
		return s.person.Name
	}
	return strings.TrimSpace(s.query.Get("persona"))
}

func (p *Parts) filterOf(r *http.Request, s *auditView) audit.Filter {
	v, q := ui.Of(r), s.query
	f := audit.Filter{What: q.Get("que"), Limit: entriesShown}
	switch user := q.Get("usuario"); {
	case user == "system":
		f.BySystem = true
	case user != "":
		if who, err := id.Parse(staff.Prefix, user); err == nil {
			f.ByUser = who
		}
	}
	day := func(name string) calendar.Day {
		d, err := calendar.ParseDay(q.Get(name))
		if err != nil && q.Get(name) != "" {
			s.wrong = told(v, errDay.On(name))
		}
		if err != nil {
			return calendar.NoDay
		}
		return d
	}
	s.from, s.until = day("desde"), day("hasta")
	if s.from != calendar.NoDay && s.until != calendar.NoDay && s.until < s.from {
		s.wrong = told(v, errSpan)
	}
	if s.from != calendar.NoDay {
		f.From = startOf(s.from, v.Zone)
	}
	if s.until != calendar.NoDay {
		f.Until = startOf(s.until+1, v.Zone)
	}
	at, entry, _ := strings.Cut(q.Get("tras"), ".")
	micros, wrong := strconv.ParseInt(at, 10, 64)
	last, wrongToo := strconv.ParseInt(entry, 10, 64)
	if wrong == nil && wrongToo == nil {
		f.After = audit.Cursor{At: db.Time(micros), ID: id.ID(last)}
	}
	return f
}

// startOf is the first instant of a day in a place.
func startOf(d calendar.Day, zone *time.Location) time.Time {
	y, m, day := d.Date()
	return time.Date(y, time.Month(m), day, 0, 0, 0, 0, zone)
}

// findPerson turns what was typed into a person: who was chosen before and still stands there, an identity,
// or a name, document or account that is one person's. Of several the page offers them.
func (p *Parts) findPerson(ctx context.Context, s *auditView, f *audit.Filter) error {
	typed := strings.TrimSpace(s.query.Get("persona"))
	for _, text := range []string{s.query.Get("caso"), typed} {
		person, err := id.Parse(party.Prefix, text)
		if err != nil {
			continue
		}
		found, err := p.Persons.Get(ctx, person)
		if err != nil && fault.KindOf(err) == fault.Internal {
			return err
		}
		if err == nil && (text == typed || typed == found.Name || !s.query.Has("persona")) {
			s.person, f.Person = found, person
			return nil
		}
	}
	if typed == "" {
		return nil
	}
	found, err := p.Persons.Search(ctx, party.Query{Text: typed, Limit: maxMatches})
	if err != nil {
		return err
	}
	switch len(found.Persons) {
	case 0:
		f.Person = -1 // nobody's: the list is empty
	case 1:
		s.person, f.Person = found.Persons[0], found.Persons[0].ID
	default:
		s.matches = found.Persons
	}
	return nil
}
