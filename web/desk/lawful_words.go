package desk

import (
	"strings"

	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/web/ui"
)

// ruleWords say a rule and what it rests on, as one sentence.
func ruleWords(v *ui.View, t *law.Told) string {
	rests := basisWords(v, t.Law())
	if !t.Law() && t.Verification == law.Conflict {
		rests = "(" + v.Say("desk.rule.stricter") + ")"
	}
	return strings.TrimSuffix(t.In(v.Text.Code()), ".") + " " + rests + "."
}

func basisWords(v *ui.View, isLaw bool) string {
	if isLaw {
		return "(" + v.Say("desk.rule.law") + ")"
	}
	return "(" + v.Say("desk.rule.policy") + ")"
}

// refusedTitle says that the person may not be reached so now.
func refusedTitle(v *ui.View, w *way) string { return v.Say("desk.refused." + string(w.Channel)) }

// refusedWords say which rule is against a contact, where it stands, and from when on it is not.
func refusedWords(v *ui.View, f *file, w *way) []string { return decisionWords(v, f, &w.Decision) }

// decisionWords are the rules that a contact breaks, and when it would be allowed.
func decisionWords(v *ui.View, f *file, d *law.Decision) []string {
	var lines []string
	for i := range d.Blocked {
		t := &d.Blocked[i]
		if i > 0 && t.ES == d.Blocked[i-1].ES {
			continue
		}
		lines = append(lines, ruleWords(v, t)+" "+t.Source)
	}
	if d.NextAt.IsZero() {
		return append(lines, v.Say("desk.refused_open"))
	}
	return append(lines, v.Say("desk.refused_until", v.Text.Ahead(d.NextAt, f.Now, f.Zone)))
}

// stopped is the way that is refused and that the agent would take first: the voice.
func (f *file) stopped() (way, bool) {
	if f.Refused != nil {
		return *f.Refused, true
	}
	w, known := f.Lawful.by(law.Voice)
	if !known || w.Decision.Allowed || f.Lawful.holds(law.Voice) {
		return way{}, false
	}
	return w, true
}

// mayWords name what a place was taken for, and until when.
func mayWords(v *ui.View, f *file, p *law.Permit) string {
	return v.Say("desk.may."+string(p.Channel()), f.pointShown(p), v.Text.Clock(p.Until(), f.Zone))
}

// unknownWords name a place of which nobody has said what came of it, and when it was taken.
func unknownWords(v *ui.View, f *file, p *law.Permit) string {
	return v.Say("desk.unknown."+string(p.Channel()), f.pointShown(p), v.Text.Instant(p.From(), f.Zone))
}

// pointShown is the telephone or address of a permit.
func (f *file) pointShown(p *law.Permit) string {
	if c := f.pointOf(p); c != nil {
		return f.shown(c)
	}
	return f.Person.Name
}

func (f *file) pointOf(p *law.Permit) *party.ContactPoint {
	for i := range f.Points {
		if f.Points[i].ID == p.PointID() {
			return &f.Points[i]
		}
	}
	for i := range f.Others {
		for n := range f.Others[i].Points {
			if f.Others[i].Points[n].ID == p.PointID() {
				return &f.Others[i].Points[n]
			}
		}
	}
	return nil
}

// dialHref is where the browser goes to make a contact that has its permit.
func (f *file) dialHref(p *law.Permit) string {
	c := f.pointOf(p)
	switch {
	case c == nil:
		return ""
	case p.Channel() == law.WhatsApp:
		return "https://wa.me/" + strings.TrimPrefix(c.Value, "+")
	case c.Kind == party.PointEmail:
		return "mailto:" + c.Value
	}
	return "tel:" + c.Value
}

// refusedRole is an alert for who has just asked, and a word for who has opened the case.
func refusedRole(f *file) string {
	if f.Refused != nil {
		return "alert"
	}
	return "status"
}

func wayIcon(c law.Channel) string {
	switch c {
	case law.Voice:
		return "phone"
	case law.Email, law.Letter:
		return "mail"
	case law.SMS, law.WhatsApp, law.Chat:
		return "message"
	case law.Visit:
		return "visit"
	}
	return "phone"
}

// unaskedWords are the rules against what is about to be recorded.
func unaskedWords(v *ui.View, f *file, form result) []string {
	w, known := f.Lawful.by(law.Channel(form.Channel))
	if !known {
		return nil
	}
	var lines []string
	for i := range w.Decision.Blocked {
		t := &w.Decision.Blocked[i]
		lines = append(lines, ruleWords(v, t)+" "+t.Source)
	}
	return lines
}
