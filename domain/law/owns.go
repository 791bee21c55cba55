package law

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"aldia/domain/calendar"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	// maxWhy is a reason of a paragraph.
	maxWhy = 500
	// mostChanges of a country are read to know what is set: a company that changes its rules each week has
	// made half of them in twenty years.
	mostChanges = 2000
)

// Faults of changing what the company set.
var (
	ErrWhy  = fault.New(fault.Invalid, "lawown.why", maxWhy).On("why")
	ErrPast = fault.New(fault.Invalid, "lawown.past").On("from")
	// ErrRaced is given when two people change the same country's rules at once.
	ErrRaced = fault.New(fault.Conflict, "lawown.raced")
	ErrMany  = fault.New(fault.Limit, "lawown.many", mostChanges)
)

// Owns gives each country's pack as the company has it, and keeps what it sets.
type Owns struct {
	db    *db.DB
	packs Packs

	mu   sync.Mutex
	laid map[string]laidPack
}

// laidPack is a pack as it is after a change.
type laidPack struct {
	change  id.ID
	pack    *Pack
	misfits []Misfit
}

// NewOwns makes an Owns on a database.
func NewOwns(d *db.DB) *Owns { return &Owns{db: d, laid: map[string]laidPack{}} }

// PackTx gives a country's pack as the company has it now. The last change is read in the transaction, so
// that what another process has changed holds at once; the pack itself is laid anew only after a change.
// Its version tells the company's: "2026.11 + propia 3".
func (o *Owns) PackTx(tx db.Tx, country string) (*Pack, error) {
	laid, err := o.laidTx(tx, country)
	return laid.pack, err
}

func (o *Owns) laidTx(tx db.Tx, country string) (laidPack, error) {
	country = strings.ToUpper(country)
	p, err := o.packs.Of(country)
	if err != nil {
		return laidPack{}, err
	}
	change, version, err := latest(tx, country)
	if err != nil || version == 0 {
		return laidPack{pack: p}, err
	}
	o.mu.Lock()
	laid, known := o.laid[country]
	o.mu.Unlock()
	if known && laid.change == change {
		return laid, nil
	}
	all, err := changes(tx, country, version)
	if err != nil {
		return laidPack{}, err
	}
	laid = laidPack{change: change}
	laid.pack, laid.misfits = lay(p, settled(all))
	laid.pack = laid.pack.owned(version)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.laid[country] = laid
	return laid, nil
}

// owned is the pack with the company's version in its own.
func (p *Pack) owned(version int64) *Pack {
	mine := *p
	mine.Version += " + propia " + strconv.FormatInt(version, 10)
	return &mine
}

// PackAtTx gives a country's pack as the company had it at one of its versions, over the pack of today; 0
// is the pack alone.
func (o *Owns) PackAtTx(tx db.Tx, country string, version int64) (*Pack, error) {
	country = strings.ToUpper(country)
	p, err := o.packs.Of(country)
	if err != nil || version == 0 {
		return p, err
	}
	all, err := changes(tx, country, version)
	if err != nil {
		return nil, err
	}
	laid, _ := lay(p, settled(all))
	return laid.owned(version), nil
}

// Standing is how a country's law stands with the company.
type Standing struct {
	Pack    *Pack // what the law says
	Laid    *Pack // what holds
	Today   calendar.Day
	Set     []Setting
	Misfits []Misfit // settings that no longer fit the pack, and so do not hold
	Changes []Change // the last one first
}

// Standing tells how a country's law stands with the company.
func (o *Owns) Standing(ctx context.Context, country string) (s Standing, err error) {
	if _, err := auth.Allow(ctx, auth.LawSee); err != nil {
		return s, err
	}
	country = strings.ToUpper(country)
	if s.Pack, err = o.packs.Of(country); err != nil {
		return s, err
	}
	s.Today = calendar.On(o.db.Now(), s.Pack.zone)
	err = o.db.Read(ctx, func(tx db.Tx) error {
		laid, err := o.laidTx(tx, country)
		if err != nil {
			return err
		}
		s.Laid, s.Misfits = laid.pack, laid.misfits
		s.Changes, err = changes(tx, country, mostChanges)
		s.Set = settled(s.Changes)
		return err
	})
	slices.Reverse(s.Changes)
	return s, err
}

// Set keeps a setting of the company, from a day on that is not past. It is refused where it loosens what
// is law. That nothing changes is no change.
func (o *Owns) Set(ctx context.Context, country string, s Setting, why string) error {
	return o.change(ctx, Change{Country: strings.ToUpper(country), Setting: s, Why: why})
}

// Reset lets the pack's own rule hold again from a day on.
func (o *Owns) Reset(ctx context.Context, country, of string, from calendar.Day, why string) error {
	return o.change(ctx, Change{
		Country: strings.ToUpper(country), Setting: Setting{Of: of, From: from}, Back: true, Why: why,
	})
}

func (o *Owns) change(ctx context.Context, c Change) error {
	by, err := auth.Allow(ctx, auth.LawEdit)
	if err != nil {
		return err
	}
	p, err := o.packs.Of(c.Country)
	if err != nil {
		return err
	}
	if c.Why = strings.TrimSpace(c.Why); c.Why == "" || utf8.RuneCountInString(c.Why) > maxWhy {
		return ErrWhy
	}
	if p.keyed(c.Of) == nil && p.option(c.Of) == nil {
		return ErrNoRule.With(c.Of, p.Code)
	}
	c.At, c.By = o.db.Now(), by.ID
	today := calendar.On(c.At, p.zone)
	if c.From == calendar.NoDay {
		c.From = today
	}
	if c.From < today { // what was decided then stays as it was decided
		return ErrPast.With(today.Text())
	}
	if !c.Back {
		if _, err := Lay(p, []Setting{c.Setting}); err != nil {
			return err
		}
	}
	return o.db.Write(ctx, func(tx db.Tx) error { return o.changeTx(tx, p, c) })
}

func (o *Owns) changeTx(tx db.Tx, p *Pack, c Change) error {
	_, version, err := latest(tx, c.Country)
	if err != nil {
		return err
	}
	if version >= mostChanges {
		return ErrMany
	}
	before, err := changes(tx, c.Country, version)
	if err != nil {
		return err
	}
	was := settled(before)
	if c.idle(was) {
		return nil
	}
	c.ID, c.Version = o.db.IDs().New(), version+1
	added, err := addChange(tx, &c)
	if err != nil {
		return err
	}
	if !added {
		return ErrRaced
	}
	what := "law.set"
	if c.Back {
		what = "law.reset"
	}
	return audit.AppendTx(tx, audit.Entry{
		At: c.At, ByUser: c.By, What: what, On: "law", OnID: c.ID, Why: c.Why, Detail: c.told(p, was),
	})
}

// changeTold is what the book says of a change.
type changeTold struct {
	Country string `json:"country"`
	Rule    string `json:"rule"`
	Version string `json:"pack_version"`
	Starts  string `json:"starts"`
	Ends    string `json:"ends,omitempty"`
	Asked   string `json:"asked,omitempty"`
	Before  string `json:"asked_before,omitempty"`
}

func (c *Change) told(p *Pack, was []Setting) changeTold {
	detail := changeTold{
		Country: c.Country, Rule: c.Of, Version: p.owned(c.Version).Version, Starts: c.From.Text(),
	}
	if !c.Back {
		detail.Asked = p.Told(&c.Setting).ES
	}
	if c.To != calendar.NoDay {
		detail.Ends = c.To.Text()
	}
	for i := range was {
		if was[i].Of == c.Of && was[i].InForce(c.From) {
			detail.Before = p.Told(&was[i]).ES
		}
	}
	return detail
}

// idle says whether a change leaves everything as it was.
func (c *Change) idle(was []Setting) bool {
	for i := range was {
		s := &was[i]
		if s.Of != c.Of {
			continue
		}
		if c.Back && !s.apart(c.From, c.To) {
			return false
		}
		if !c.Back && s.same(&c.Setting) && s.From <= c.From && s.To == c.To {
			return true
		}
	}
	return c.Back
}
