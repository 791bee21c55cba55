package law

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/db"
)

// The packs: a folder for each country, with pack.toml (what it is, its options), contact.toml (who may be
// contacted when and how often), money.toml (fees, rates, allocation, deadlines), conduct.toml (what is
// said, what is not asked or done), calendar.toml (holidays). any/ holds what we do in every country where
// its law says nothing.
//
//go:embed pack
var packs embed.FS

// Pack is what the law of a country says, and what we add where it is silent.
type Pack struct {
	Code     string         `toml:"pack"` // EC
	Version  string         `toml:"version"`
	Name     Said           `toml:"name"`
	Currency money.Currency `toml:"currency"`
	Zone     string         `toml:"zone"` // where a person lives of whom no place is known
	Zones    []string       `toml:"zones"`
	// Exempt are purposes that the rules of contact do not speak of.
	Exempt  []Purpose `toml:"exempt"`
	Options []Option  `toml:"option"`
	// Places are the regions and towns of each zone that is not the one of the most.
	Places map[string][]string `toml:"places"`
	// AreaCodes: a number of the country says where its owner lives; else those of mobile telephones say
	// nothing.
	AreaCodes bool `toml:"area_codes"`
	// ForConsumers: what is law here is so for consumers, and to companies it is extended as policy.
	ForConsumers bool `toml:"for_consumers"`

	Contacts []ContactRule `toml:"-"`
	Money    Money         `toml:"-"`
	Conduct  []ConductRule `toml:"-"`

	zone     *time.Location
	places   map[string][]*time.Location // by region or town
	business []ContactRule               // the rules as they are for companies
	holidays *calendar.Calendar
	teller   *teller
	chosen   []Setting // readings that the company took, each on its days
}

// Codes are the countries there is a pack for.
func Codes() []string { return []string{"EC", "CR", "MX", "CO", "PE", "CL", "US"} }

// Load reads the pack of a country.
func Load(code string) (*Pack, error) {
	if !slices.Contains(Codes(), code) {
		return nil, ErrPack.With(code, strings.Join(Codes(), ", "))
	}
	return Parse(packs, "pack/"+strings.ToLower(code))
}

// LoadAny gives what we do in a country that has no pack: the rules of any/, all of them policy.
func LoadAny(country string) (*Pack, error) {
	var of struct {
		Rules []ContactRule `toml:"rule"`
	}
	if err := decode(packs, "pack/any/contact.toml", &of); err != nil {
		return nil, err
	}
	p := &Pack{
		Code: AnyCode, Version: bareVersion, Name: Said{country, country}, Contacts: of.Rules, zone: time.UTC,
		Exempt: []Purpose{Confirmation, Transactional, FraudAlert, Requested},
	}
	for i := range p.Contacts {
		if err := p.Contacts[i].check(p); err != nil {
			return nil, fmt.Errorf("law: any: %w", err)
		}
	}
	if err := p.loadConduct(packs, "pack/any"); err != nil {
		return nil, fmt.Errorf("law: any: %w", err)
	}
	return p, nil
}

// AnyCode is the code of what we do in a country that has no pack.
const AnyCode = "any"

// bareVersion is said where a pack has its version.
const bareVersion = "policy"

// Packs reads each pack once, when it is first asked for. The zero Packs is ready; any number of goroutines
// may ask it.
type Packs struct {
	mu    sync.Mutex
	packs map[string]*Pack
}

// Of gives the pack of a country.
func (p *Packs) Of(code string) (*Pack, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if pack := p.packs[code]; pack != nil {
		return pack, nil
	}
	pack, err := Load(code)
	if err != nil {
		return nil, err
	}
	if p.packs == nil {
		p.packs = map[string]*Pack{}
	}
	p.packs[code] = pack
	return pack, nil
}

// OfTx gives it to the gate of who keeps no settings of their own.
func (p *Packs) OfTx(_ db.Tx, code string) (*Pack, error) { return p.Of(code) }

// Parse reads and checks the pack in a folder.
func Parse(files fs.FS, folder string) (*Pack, error) {
	p := &Pack{}
	if err := decode(files, folder+"/pack.toml", p); err != nil {
		return nil, err
	}
	var contacts, of struct {
		Rules []ContactRule `toml:"rule"`
	}
	if err := decode(files, folder+"/contact.toml", &contacts); err != nil {
		return nil, err
	}
	if err := decode(packs, "pack/any/contact.toml", &of); err != nil {
		return nil, err
	}
	p.Contacts = contacts.Rules
	for _, r := range of.Rules {
		replaced := func(c ContactRule) bool { return c.Replaces == r.ID }
		if !slices.ContainsFunc(contacts.Rules, replaced) {
			p.Contacts = append(p.Contacts, r)
		}
	}
	if err := p.loadCalendar(files, folder); err != nil {
		return nil, err
	}
	if err := p.loadMoney(files, folder); err != nil {
		return nil, fmt.Errorf("law: %s: %w", folder, err)
	}
	if err := p.loadConduct(files, folder); err != nil {
		return nil, fmt.Errorf("law: %s: %w", folder, err)
	}
	var err error
	if p.teller, err = readTeller(); err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("law: %s: %w", folder, err)
	}
	return p, nil
}

// decode reads a file of a pack; what it has too much is a mistake.
func decode(files fs.FS, name string, into any) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("law: %w", err)
	}
	meta, err := toml.NewDecoder(bytes.NewReader(text)).Decode(into)
	if err != nil {
		if at, ok := errors.AsType[toml.ParseError](err); ok {
			return fmt.Errorf("law: %s:%d: %s", name, at.Position.Line, at.Message)
		}
		return fmt.Errorf("law: %s: %w", name, err)
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		return misnamed(name, text, extra[0], into)
	}
	return nil
}

func (p *Pack) check() (err error) {
	if !slices.Contains(Codes(), p.Code) || p.Version == "" || p.Name.ES == "" || p.Name.EN == "" {
		return errors.New("pack.toml: a code, a version and a name in both languages")
	}
	if p.zone, err = time.LoadLocation(p.Zone); err != nil || p.Zone == "" {
		return fmt.Errorf("pack.toml: zone %q", p.Zone)
	}
	if err := p.locate(); err != nil {
		return fmt.Errorf("pack.toml: places: %w", err)
	}
	for _, e := range p.Exempt {
		if err := known("purpose", e, Purposes()); err != nil {
			return err
		}
	}
	for i := range p.Options {
		if err := p.Options[i].check(); err != nil {
			return fmt.Errorf("pack.toml: %w", err)
		}
	}
	for i := range p.Contacts {
		if err := p.Contacts[i].check(p); err != nil {
			return fmt.Errorf("contact.toml: %w", err)
		}
	}
	return p.extend()
}
