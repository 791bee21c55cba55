package law

import (
	"fmt"
	"strconv"
	"strings"
)

// teller says demands in both languages, with the words of pack/any/own.toml.
type teller struct {
	Say  map[string]Said `toml:"say"`
	Name map[string]Said `toml:"name"`
}

// readTeller reads the words, which are the same for every country.
func readTeller() (*teller, error) {
	t := &teller{}
	if err := decode(packs, "pack/any/own.toml", t); err != nil {
		return nil, err
	}
	for _, all := range []map[string]Said{t.Say, t.Name} {
		for key, said := range all {
			if said.ES == "" || said.EN == "" {
				return nil, fmt.Errorf("law: own.toml: %q is not said in both languages", key)
			}
		}
	}
	return t, nil
}

// plain is a text that is the same in both languages.
func plain(text string) Said { return Said{text, text} }

// fill puts the arguments into a sentence.
func (s Said) fill(args ...Said) Said {
	for i, a := range args {
		hole := "{" + strconv.Itoa(i) + "}"
		s.ES, s.EN = strings.ReplaceAll(s.ES, hole, a.ES), strings.ReplaceAll(s.EN, hole, a.EN)
	}
	return s
}

func (t *teller) say(key string, args ...Said) Said { return t.Say[key].fill(args...) }

// name gives the word for a code; one that has none is said as it is.
func (t *teller) name(code string) Said {
	if said, ok := t.Name[code]; ok {
		return said
	}
	return plain(code)
}

func (t *teller) period(p Period) Said {
	if n := p.rolling(); n > 0 {
		return t.name("rolling").fill(plain(strconv.Itoa(n)))
	}
	return t.name(string(p))
}

// names lists the words for codes.
func names[T ~string](t *teller, prefix string, codes []T) Said {
	var es, en []string
	for _, c := range codes {
		said := t.name(prefix + string(c))
		es, en = append(es, said.ES), append(en, said.EN)
	}
	return Said{strings.Join(es, ", "), strings.Join(en, ", ")}
}

// hours tells a week: days with the same hours that follow each other stand together.
func (t *teller) hours(w *week) Said {
	order := weekdays()
	var all []Said
	for i := 0; i < len(order); {
		span := w[order[i].day]
		j := i
		for j+1 < len(order) && w[order[j+1].day] == span {
			j++
		}
		if span.from != span.to {
			day := t.name(order[i].name)
			if last := t.name(order[j].name); j > i {
				day = Said{day.ES + "–" + last.ES, day.EN + "–" + last.EN}
			}
			text := " " + clock(span.from) + "–" + clock(span.to)
			all = append(all, Said{day.ES + text, day.EN + text})
		}
		i = j + 1
	}
	if len(all) == 0 {
		return t.name("no_day")
	}
	return joined(all, "; ")
}

func joined(all []Said, between string) (out Said) {
	for i, s := range all {
		if i > 0 {
			out.ES, out.EN = out.ES+between, out.EN+between
		}
		out.ES, out.EN = out.ES+s.ES, out.EN+s.EN
	}
	return out
}

// weekdays are the days of the week from Monday on, as the packs call them.
func weekdays() []struct {
	name string
	day  int
} {
	return []struct {
		name string
		day  int
	}{{"mon", 1}, {"tue", 2}, {"wed", 3}, {"thu", 4}, {"fri", 5}, {"sat", 6}, {"sun", 0}}
}

// clock writes minutes of the day as the packs have them: "07:30", and "24:00" at the end.
func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// Demand tells in words what a rule of the pack asks.
func (p *Pack) Demand(r *ContactRule) Said {
	t, n := p.teller, func(i int) Said { return plain(strconv.Itoa(i)) }
	switch {
	case r.Dormant:
		return t.say("dormant")
	case r.week != nil:
		return t.say("hours", t.hours(r.week))
	case r.Blocked != nil:
		return t.say("blocked_days", names(t, "day_", r.Blocked))
	case r.Cap != nil:
		return t.say("cap", n(r.Cap.Max), t.period(r.Cap.Period), t.name(string(r.Cap.Counts)), t.name(r.Cap.Unit))
	case r.OneChannel != nil:
		return t.say("one_channel", t.period(r.OneChannel.Period), t.name(string(r.OneChannel.Counts)))
	case r.Gap != nil && r.Gap.Hours > 0:
		return t.say("gap_hours", n(r.Gap.Hours), t.name(string(r.Gap.Counts)))
	case r.Gap != nil:
		return t.say("gap_days", n(r.Gap.FullDays), t.name(string(r.Gap.Counts)))
	case r.Rest != nil:
		return t.say("rest", n(r.Rest.Days))
	case r.Only != nil:
		return t.say("only_parties", names(t, "", r.Only))
	case r.Consent != nil && r.Consent.Days > 0:
		return t.say("consent_days", n(r.Consent.Days))
	case r.Consent != nil:
		return t.say("consent")
	case r.Forbid != nil && len(r.Forbid.Unless) > 0:
		return t.say("forbid_unless", names(t, "", r.Forbid.Unless))
	case r.Forbid != nil:
		return t.say("forbid")
	case r.Stop != nil:
		return t.say("stop_on", names(t, "", r.Stop))
	case r.OptOut:
		return t.say("opt_out")
	case r.Avoid != "":
		return t.say("avoid_" + r.Avoid)
	case r.Caller != "":
		return t.say("caller_" + r.Caller)
	}
	return t.texts(r.Content)
}

func (t *teller) texts(c *Texts) Said {
	var all []Said
	if c.First {
		all = append(all, t.say("first"))
	}
	if len(c.Needs) > 0 {
		all = append(all, t.say("content_needs", names(t, "", c.Needs)))
	}
	if len(c.Forbids) > 0 {
		all = append(all, t.say("content_forbids", names(t, "", c.Forbids)))
	}
	return joined(all, ", ")
}
