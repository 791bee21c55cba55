package admin

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"aldia/domain/money"
	"aldia/platform/audit"
)

// fact is one line of what an entry of the book says beside who, what and when: the field, what stood in it
// before, and what stands in it now, in the reader's language.
type fact struct {
	field, was, is string
	changed        bool // it stands in is because it was something else, or nothing, before
}

// fields are the parts of an object of a detail.
type fields map[string]any

// fieldOrder is how a person would tell a detail; what is not in it follows by its name.
var fieldOrder = []string{
	"file", "as_of", "amounts", "rows", "accepted", "duplicate", "unmatched", "refused", "new", "changed",
	"gone", "digest", "point",
	"day", "name", "code", "role", "language", "capacity", "team", "active", "all_creditors", "creditors",
	"country", "figures", "basis", "buckets", "mapping_bytes", "payments_bytes",
	"creditor", "version", "leaf", "amount", "promised_on", "call_at", "hold", "kind", "state", "other",
	"subject", "failures", "seconds", "address", "count", "first", "last", "sha256",
}

// factsOf tells the detail of an entry in words. A field that nobody has given words yet is told by its own
// name and its value; braces are never shown. The exact detail stands in the export.
func (t *teller) factsOf(e *audit.Record) []fact {
	raw, is := e.Detail.(json.RawMessage)
	if !is {
		return nil
	}
	read := json.NewDecoder(bytes.NewReader(raw))
	read.UseNumber() // an identity of 64 bits is no float
	var detail any
	if read.Decode(&detail) != nil {
		return []fact{{field: t.v.Say("audit.field.detail"), is: string(raw)}}
	}
	switch d := detail.(type) {
	case map[string]any:
		return t.told(e, d)
	case []any:
		return t.listed(e, d)
	}
	return []fact{{field: t.v.Say("audit.field.detail"), is: t.value(e, fields{}, "detail", detail)}}
}

// told tells an object: what changed where it holds what was and what is, else each of its fields.
func (t *teller) told(e *audit.Record, d fields) (all []fact) {
	was, is := d.changed()
	rest := fields{}
	for name, value := range d {
		if !slices.Contains([]string{"was", "is", "from", "to"}, name) || is == nil {
			rest[name] = value
		}
	}
	if is != nil {
		for name := range was {
			delete(rest, name)
		}
		for name := range is {
			delete(rest, name)
		}
		if e.On == "staff" && was != nil { // the subject of the entry
			delete(rest, "name")
			delete(rest, "code")
		}
	}
	for _, name := range rest.inOrder() {
		all = append(all, t.facts(e, rest, name, name, rest[name])...)
	}
	names := fields{}
	for name := range was {
		names[name] = nil
	}
	for name := range is {
		names[name] = nil
	}
	for _, name := range names.inOrder() {
		before, after := t.value(e, was, name, was[name]), t.value(e, is, name, is[name])
		if t.unsaid(e, name) || was != nil && before == after {
			continue
		}
		all = append(all, fact{t.label(e, name), before, after, was != nil})
	}
	return all
}

// changed gives what was and what is where a detail holds both, in whichever of the forms it is written:
// two objects, a role from and to, or a field with what was in it before. None of them leaves both empty.
func (d fields) changed() (was, is fields) {
	if after, whole := d["is"].(map[string]any); whole {
		was, _ = d["was"].(map[string]any)
		return was, after
	}
	if from, has := d["from"]; has {
		return fields{"role": from}, fields{"role": d["to"]}
	}
	before, had := d["was"]
	for _, name := range []string{"state", "language", "name"} {
		if after, has := d[name]; had && has {
			return fields{name: before}, fields{name: after}
		}
	}
	return was, is
}

// inOrder gives the names of the fields as they are to be told.
func (d fields) inOrder() []string {
	names := make([]string, 0, len(d))
	for name := range d {
		names = append(names, name)
	}
	place := func(name string) int {
		if at := slices.Index(fieldOrder, name); at >= 0 {
			return at
		}
		return len(fieldOrder)
	}
	slices.SortFunc(names, func(a, b string) int {
		if by := place(a) - place(b); by != 0 {
			return by
		}
		return strings.Compare(a, b)
	})
	return names
}

// facts tells one field; an object within is told by its own fields, named after it.
func (t *teller) facts(e *audit.Record, of fields, name, path string, value any) (all []fact) {
	switch value := value.(type) {
	case map[string]any:
		if name == "amounts" {
			return []fact{{field: t.label(e, path), is: t.amounts(value)}}
		}
		inner := fields(value)
		for _, key := range inner.inOrder() {
			for _, f := range t.facts(e, inner, key, key, inner[key]) {
				f.field = t.label(e, path) + " · " + f.field
				all = append(all, f)
			}
		}
		return all
	case []any:
		if slices.ContainsFunc(value, isObject) {
			for i, one := range value {
				for _, f := range t.facts(e, of, name, path, one) {
					f.field = strconv.Itoa(i+1) + " · " + f.field
					all = append(all, f)
				}
			}
			return all
		}
	}
	if t.unsaid(e, name) {
		return nil
	}
	return []fact{{field: t.label(e, path), is: t.value(e, of, name, value)}}
}

func isObject(value any) bool {
	_, is := value.(map[string]any)
	return is
}

// listed tells a list; the ends of the chains that a seal has noted are one line each.
func (t *teller) listed(e *audit.Record, all []any) (out []fact) {
	for i, one := range all {
		head, is := one.(map[string]any)
		if !is {
			out = append(out, fact{field: strconv.Itoa(i + 1), is: t.value(e, fields{}, "", one)})
			continue
		}
		if e.What == audit.Sealed {
			out = append(out, fact{
				field: t.v.Say("audit.field.lane_of", number(head["lane"])),
				is:    t.v.Say("audit.value.head", number(head["seq"]), plain(head["sha256"])),
			})
			continue
		}
		for _, f := range t.told(e, head) {
			f.field = strconv.Itoa(i+1) + " · " + f.field
			out = append(out, f)
		}
	}
	return out
}

// unsaid are the fields that stand elsewhere in the row of the entry: whom it was done to, the currency of
// a sum beside the sum.
func (t *teller) unsaid(e *audit.Record, name string) bool {
	switch name {
	case "member":
		return true // the subject of the entry
	case "currency":
		return e.On == "contact"
	}
	return false
}

// label names a field: in the sense it has for one noun, in its usual one, or by its own name.
func (t *teller) label(e *audit.Record, name string) string {
	for _, key := range []string{"audit.field." + e.On + "_" + name, "audit.field." + name} {
		if t.v.Text.Has(key) {
			return t.v.Say(key)
		}
	}
	letters := []rune(strings.ReplaceAll(name, "_", " "))
	if len(letters) > 0 {
		letters[0] = unicode.ToUpper(letters[0])
	}
	return string(letters)
}

// number reads a whole number of a detail; what is none is none.
func number(value any) int64 {
	text, is := value.(json.Number)
	if !is {
		return 0
	}
	n, err := text.Int64()
	if err != nil {
		return 0
	}
	return n
}

// plain writes a value that needs no words.
func plain(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	}
	return ""
}

// amounts are the sums of a file, by currency.
func (t *teller) amounts(all fields) string {
	if len(all) == 0 {
		return "–"
	}
	var said []string
	for _, c := range slices.Sorted(maps.Keys(all)) {
		said = append(said, t.v.SumIn(money.Money{
			Amount: money.Amount(number(all[c])), Currency: money.Currency(c),
		}))
	}
	return strings.Join(said, " · ")
}

// sum is an amount of a detail with the currency beside it.
func sum(of fields) money.Money {
	return money.Money{
		Amount: money.Amount(number(of["amount"])), Currency: money.Currency(plain(of["currency"])),
	}
}
