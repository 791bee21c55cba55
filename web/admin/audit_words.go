package admin

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/id"
	"aldia/web/ui"
)

// teller says what stands in the book in the reader's language: it knows the names of whom the entries of a
// page speak of. Whoever has no name any more is told by their identity.
type teller struct {
	v         *ui.View
	users     map[id.ID]string
	teams     map[id.ID]string
	creditors map[id.ID]string
	people    map[id.ID]string
	files     map[id.ID]string        // of cuts
	trees     map[id.ID]*contact.Tree // the tree in force for a creditor
}

// value writes what stands in a field. of is the object that the field stands in.
func (t *teller) value(e *audit.Record, of fields, name string, value any) string {
	if value == nil {
		return ""
	}
	if text, known := t.meant(e, of, name, value); known {
		return text
	}
	switch value := value.(type) {
	case bool:
		return t.yesNo(value)
	case json.Number:
		return value.String() // not grouped: it may be an identity
	case []any:
		words := make([]string, len(value))
		for i := range value {
			words[i] = t.value(e, of, "", value[i])
		}
		return t.v.Text.Join(words...)
	case map[string]any:
		var words []string
		for _, f := range t.told(e, value) {
			words = append(words, f.field+": "+f.is)
		}
		return strings.Join(words, "; ")
	case string:
		if day, err := calendar.ParseDay(value); err == nil {
			return t.v.Day(day)
		}
		return value
	}
	return plain(value)
}

// meant writes a field that the program knows, and says whether it does.
func (t *teller) meant(e *audit.Record, of fields, name string, value any) (text string, known bool) {
	if text, known = t.called(name, value); known {
		return text, true
	}
	switch name {
	case "amount":
		return t.v.SumIn(sum(of)), true
	case "call_at":
		if at, err := time.Parse(time.RFC3339, plain(value)); err == nil {
			return t.v.Instant(at), true
		}
	case "leaf":
		return t.leaf(id.ID(number(of["creditor"])), plain(value)), true
	case "subject":
		return t.subjectOf(plain(value)), true
	case "seconds":
		return t.v.Text.Span(time.Duration(number(value)) * time.Second), true
	case "buckets":
		if plain(value) == "" {
			return t.v.Say("audit.value.usual"), true
		}
		return bucketList(t.v, plain(value)), true
	case "mapping_bytes", "payments_bytes":
		if number(value) == 0 {
			return t.v.Say("admin.creditor.no_mapping"), true
		}
		return t.v.Say("audit.value.kept", t.v.Bytes(number(value))), true
	case "rows", "accepted", "refused", "new", "changed", "count", "failures", "duplicate", "unmatched",
		"version", "capacity":
		return t.v.Number(number(value)), true
	case "segment":
		return segmentWords(t.v, portfolio.Segment(plain(value))), true
	case "gone":
		if e.On == "cut" {
			return t.v.Number(number(value)), true
		}
	case "kind":
		if e.On == "job" {
			return jobWords(t.v, plain(value)), true
		}
	}
	return t.worded(e, name, plain(value))
}

// called writes a field that holds whom it speaks of.
func (t *teller) called(name string, value any) (text string, known bool) {
	whose := id.ID(number(value))
	switch name {
	case "team":
		if whose == 0 {
			return t.v.Say("staff.no_team_label"), true
		}
		return cmp.Or(t.teams[whose], whose.Text(staff.TeamPrefix)), true
	case "creditor":
		if whose == 0 {
			return t.v.Say("staff.all_creditors"), true
		}
		return t.creditor(whose), true
	case "creditors":
		all, _ := value.([]any)
		names := make([]string, len(all))
		for i := range all {
			names[i] = t.creditor(id.ID(number(all[i])))
		}
		return t.v.Text.Join(names...), true
	case "other":
		person, err := id.Parse(party.Prefix, plain(value))
		if err != nil {
			return plain(value), true
		}
		return t.person(person), true
	case "first", "last", "person":
		return t.person(whose), true
	}
	return "", false
}

// wordings are where the words of a field stand that has a few known values.
var wordings = map[string]string{
	"role": "auth.role_name.%", "hold": "contact.hold.%", "country": "admin.country.%",
	"figures": "admin.figures.%_label", "gone": "admin.gone.%_label", "language": "audit.value.language_%",
	"contact_point.state": "party.point.state.%", "duplicate.state": "party.duplicate.state.%",
	"mark.kind": "law.mark.%", "channel": "contact.channel.%",
}

// worded writes a field that has a few known values.
func (t *teller) worded(e *audit.Record, name, value string) (text string, known bool) {
	key := strings.Replace(cmp.Or(wordings[e.On+"."+name], wordings[name]), "%", value, 1)
	if key == "" || !t.v.Text.Has(key) {
		return "", false
	}
	return t.v.Say(key), true
}

func (t *teller) yesNo(is bool) string {
	if is {
		return t.v.Say("audit.value.yes")
	}
	return t.v.Say("audit.value.no")
}

func (t *teller) creditor(c id.ID) string {
	return cmp.Or(t.creditors[c], c.Text(portfolio.CreditorPrefix))
}

func (t *teller) person(p id.ID) string { return cmp.Or(t.people[p], p.Text(party.Prefix)) }

// leaf says a result in the words of the creditor's tree of today: the path stays what was recorded.
func (t *teller) leaf(creditor id.ID, path string) string {
	for _, tree := range []*contact.Tree{t.trees[creditor], contact.Default()} {
		if tree == nil {
			continue
		}
		if leaf, found := tree.Describe(path); found {
			return leaf.In(t.v.Text.Code())
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(path, "_", " "), "/", " · ")
}

// subjectOf says what failures at the door were counted against.
func (t *teller) subjectOf(text string) string {
	if name, is := strings.CutPrefix(text, "name:"); is {
		return t.v.Say("audit.value.door_name", name)
	}
	if address, is := strings.CutPrefix(text, "from:"); is {
		return t.v.Say("audit.value.door_address", address)
	}
	return text
}

// on names what an entry was done to, where that is neither the debtor, who has a column, nor whoever did it.
func (t *teller) on(e *audit.Record) string {
	switch e.On {
	case "staff", "user":
		if e.OnID != e.ByUser && e.OnID != 0 {
			return cmp.Or(t.users[e.OnID], e.OnID.Text(staff.Prefix))
		}
	case "creditor":
		return t.creditor(e.OnID)
	case "team":
		return t.teams[e.OnID]
	case "cut":
		return t.files[e.OnID]
	}
	return ""
}
