package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// Kinds of person.
const (
	Natural = "natural"
	Legal   = "legal"
)

// Person is somebody invented, natural or legal.
type Person struct {
	Kind     string
	Given    string // empty for a company
	Surnames string // a company's whole name
	IDType   string
	IDNumber string
	Mobile   string
	Fixed    string // empty for many
	Email    string
	Address  string
	City     string
	Region   string
	Lat, Lon string
	Employer string
	Sector   string
}

// Name is the name as people say it.
func (p *Person) Name() string { return strings.TrimSpace(p.Given + " " + p.Surnames) }

// ListName is the name as a ledger sorts it: surnames first, capitals.
func (p *Person) ListName() string {
	return strings.ToUpper(strings.TrimSpace(p.Surnames + " " + p.Given))
}

// People invents the people of one country. Two with the same seed invent the same ones.
type People struct {
	lists   *Lists
	country Country
	code    string
	random  *rand.Rand
	origins []string // by name, each as often as it is met
	towns   []int
	taken   map[string]bool // documents
}

// People begins to invent the people of a country.
func (l *Lists) People(country string, seed uint64) (*People, error) {
	c, known := l.Countries[country]
	if !known {
		return nil, fmt.Errorf("%w: %s", ErrCountry, country)
	}
	p := &People{
		lists: l, country: c, code: country, taken: map[string]bool{},
		random: rand.New(rand.NewPCG(seed, uint64(country[0])<<8|uint64(country[1]))),
	}
	names := make([]string, 0, len(l.Shares[country]))
	for name := range l.Shares[country] {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p.origins = append(p.origins, slices.Repeat([]string{name}, l.Shares[country][name])...)
	}
	for i, t := range c.Towns {
		p.towns = append(p.towns, slices.Repeat([]int{i}, t.Weight)...)
	}
	return p, nil
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// Natural invents a natural person.
func (p *People) Natural() Person {
	r := p.random
	origin := p.lists.Origins[pick(r, p.origins)]
	given, surnames := p.givenOf(origin), origin.Surnames
	first := pick(r, surnames)
	second := pick(r, surnames)
	if r.IntN(4) == 0 { // the mother's side from elsewhere
		second = pick(r, p.lists.Origins[pick(r, p.origins)].Surnames)
	}
	if r.IntN(60) == 0 {
		given, first = p.givenOf(p.lists.Long), pick(r, p.lists.Long.Surnames)
	}
	person := p.settled(Natural)
	person.Given, person.Surnames = given, first+" "+second
	if r.IntN(40) == 0 { // some have one surname only
		person.Surnames = first
	}
	person.Employer = pick(r, p.lists.Employers)
	person.Email = p.email(person.Given, first)
	return person
}

func (p *People) givenOf(o Origin) string {
	if p.random.IntN(2) == 0 {
		return pick(p.random, o.Women)
	}
	return pick(p.random, o.Men)
}

// Legal invents a company.
func (p *People) Legal() Person {
	person := p.settled(Legal)
	c := &p.lists.Companies
	name := pick(p.random, c.Heads) + " " + pick(p.random, c.Names)
	person.Surnames = name + " " + pick(p.random, c.Tails[p.code])
	person.Email = p.email("pagos", strings.ReplaceAll(name, " ", ""))
	return person
}

// settled is somebody with all but a name.
func (p *People) settled(kind string) Person {
	r := p.random
	town := p.country.Towns[pick(r, p.towns)]
	person := Person{
		Kind: kind, IDType: p.country.Natural, City: town.Name, Region: town.Region,
		Sector: pick(r, p.lists.Sectors),
		Mobile: p.MobileNumber(),
		Lat:    strconv.FormatFloat(town.Lat+(r.Float64()-0.5)/12, 'f', 5, 64),
		Lon:    strconv.FormatFloat(town.Lon+(r.Float64()-0.5)/12, 'f', 5, 64),
	}
	if kind == Legal {
		person.IDType = p.country.Legal
	}
	for {
		person.IDNumber = document(r, p.code, town.Province, kind == Legal)
		if !p.taken[person.IDNumber] {
			break
		}
	}
	p.taken[person.IDNumber] = true
	if kind == Legal || r.IntN(3) == 0 {
		person.Fixed = p.fixed(town.Area)
	}
	person.Address = fmt.Sprintf("%s %d", pick(r, p.lists.Streets.Names), 100+r.IntN(1900))
	if hint := pick(r, p.lists.Streets.Hints); hint != "" {
		person.Address += ", " + hint
	}
	return person
}

// MobileNumber is a mobile number as people write it down.
func (p *People) MobileNumber() string {
	prefix := pick(p.random, p.country.Mobile)
	length := map[string]int{"EC": 10, "PE": 9, "CO": 10, "CL": 9}[p.code]
	return prefix + p.digits(length-len(prefix))
}

// fixed is a number of the town.
func (p *People) fixed(area string) string {
	length := map[string]int{"EC": 9, "PE": 9, "CO": 10, "CL": 9}[p.code]
	if p.code == "PE" && area == "01" {
		length = 9
	}
	return area + strconv.Itoa(2+p.random.IntN(6)) + p.digits(length-len(area)-1)
}

func (p *People) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + p.random.IntN(10))
	}
	return string(b)
}

// email is an address at a domain that can belong to nobody (RFC 2606).
func (p *People) email(given, surname string) string {
	plain := strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ñ", "n", "'", "",
		" ", "")
	first, _, _ := strings.Cut(given, " ")
	name := plain.Replace(strings.ToLower(first + "." + surname))
	return name + strconv.Itoa(p.random.IntN(90)+10) + "@correo.example"
}
