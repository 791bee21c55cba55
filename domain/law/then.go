package law

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/db"
)

// ownedBy parts the version of a pack from the company's: "2026.11 + propia 3".
const ownedBy = " + propia "

// Then names the rules under which contacts were judged: a version of a pack, as the decisions kept it, and
// the first and the last of those contacts.
type Then struct {
	Pack, Version string
	First, Last   time.Time
	Readings      []Readings // as the decisions kept them; none: as the pack has them
}

// Lawbook is what was in force then.
type Lawbook struct {
	Then
	// Words is the version of the pack out of which the rules are told. Where it is another than the one asked
	// for, the program no longer has that one: the rules may be worded otherwise than they were.
	Words    string
	Rules    []Told
	Settings []SetThen
}

// Exact says whether the rules are told out of the very version under which the contacts were judged.
func (l *Lawbook) Exact() bool {
	version, _, _ := strings.Cut(l.Version, ownedBy)
	return version == l.Words
}

// SetThen is what the company had set, in words, and why.
type SetThen struct {
	Rule     string
	Says     Said
	From, To calendar.Day // NoDay: since ever, and open
	Why      string
	At       time.Time // it was set
}

// LawbookTx tells the rules of contact of a version that were in force on any day from the first contact to
// the last, and what the company had set in that version.
func (o *Owns) LawbookTx(tx db.Tx, t Then) (l Lawbook, err error) {
	l.Then = t
	_, own, owned := strings.Cut(t.Version, ownedBy)
	var version int64
	if owned {
		if version, err = strconv.ParseInt(own, 10, 64); err != nil {
			return l, ErrPack.With(t.Pack + " " + t.Version).Because(err)
		}
	}
	p, err := o.PackAtTx(tx, t.Pack, version)
	if errors.Is(err, ErrPack) {
		p, err = LoadAny(t.Pack)
	}
	if err != nil {
		return l, err
	}
	l.Words, _, _ = strings.Cut(p.Version, ownedBy)
	from, to := calendar.On(t.First, p.zone), calendar.On(t.Last, p.zone)
	for i := range p.Contacts {
		if r := &p.Contacts[i]; !r.Dormant && r.during(from, to) != nil && t.read(p, &r.Head) {
			l.Rules = append(l.Rules, r.told(p))
		}
	}
	if version > 0 {
		l.Settings, err = o.setTx(tx, p.Code, version)
	}
	return l, err
}

// read says whether a rule was in the pack under any of the readings.
func (t *Then) read(p *Pack, h *Head) bool {
	return len(t.Readings) == 0 && p.read(h, nil) ||
		slices.ContainsFunc(t.Readings, func(r Readings) bool { return p.read(h, r) })
}

// setTx tells what was set in a version, each with the reason of the change that set it.
func (o *Owns) setTx(tx db.Tx, country string, version int64) (set []SetThen, err error) {
	p, err := o.packs.Of(country)
	if err != nil {
		return nil, err
	}
	all, err := changes(tx, country, version)
	if err != nil {
		return nil, err
	}
	settings := settled(all)
	for i := range settings {
		s := &settings[i]
		one := SetThen{Rule: s.Of, Says: p.Told(s), From: s.From, To: s.To}
		for k := range all {
			if c := &all[k]; c.Of == s.Of && !c.Back && c.same(s) {
				one.Why, one.At = c.Why, c.At
			}
		}
		set = append(set, one)
	}
	return set, nil
}
