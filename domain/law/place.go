package law

import (
	"maps"
	"slices"
	"time"
)

// Segments that the gate tells apart by itself.
const (
	// consumer is the segment of whom we know no other: the one that the laws protect most.
	consumer = "consumer"
	// Business is the debt of a company, which the laws on consumers do not speak of.
	Business = "business"

	legalPerson = "legal" // as persons are kept
)

// lives is what is known of a person that bears on which rules are theirs and in which place.
type lives struct {
	company      bool
	region, city string
}

// segment is the kind of debt that would be spoken of: what all of them are, by their portfolios or their
// products, else a company's or a consumer's.
func (d *Dossier) segment(debts []debtOf) string {
	for i := range debts {
		if debts[i].segment == "" || debts[i].segment != debts[0].segment {
			debts = nil
			break
		}
	}
	switch {
	case len(debts) > 0 && !(d.lives.company && slices.Contains(commercial(), debts[0].segment)):
		return debts[0].segment
	case d.lives.company:
		return Business
	}
	return consumer
}

// commercial are the kinds of credit that are a company's where a company owes it: the laws on consumers do
// not speak of it. Where a person owes it they do.
func commercial() []string { return []string{"commercial", "medium", "large", "corporate"} }

// segmentOf is the kind of credit that a product's name says in so many words; empty where it does not.
func segmentOf(product string) string {
	if product == "" {
		return ""
	}
	switch folded(product) {
	case "micro", "microcredito", "microcreditos", "microempresa", "microfinanzas", "credito de microempresa":
		return "micro"
	case "agro", "agropecuario", "credito agropecuario", "credito rural", "agricola", "credito agricola":
		return "agro"
	case "fomento", "credito de fomento":
		return "fomento"
	case "tarjeta", "tarjeta de credito", "tarjeta credito", "tdc", "credit card":
		return "card"
	case "hipotecario", "credito hipotecario", "hipoteca", "vivienda", "credito de vivienda", "mortgage":
		return "mortgage"
	}
	return ""
}

// places are where the person may be: all that is known, and where nothing is known of where they live, where
// the creditor collects. The first is that by which days are counted.
func (d *Dossier) places(p *Pack, creditor *time.Location) (all []*time.Location) {
	all = withZone(all, d.zone)
	for _, name := range []string{d.lives.city, d.lives.region} {
		for _, zone := range p.placesOf(name) {
			all = withZone(all, zone)
		}
	}
	if len(all) == 0 {
		if creditor == nil {
			creditor = p.zone
		}
		all = append(all, creditor)
	}
	for _, zone := range d.phones {
		if p.AreaCodes || zone.String() != p.Zone {
			all = withZone(all, zone)
		}
	}
	return all
}

func withZone(all []*time.Location, zone *time.Location) []*time.Location {
	if zone == nil ||
		slices.ContainsFunc(all, func(z *time.Location) bool { return z.String() == zone.String() }) {
		return all
	}
	return append(all, zone)
}

// placesOf are the zones of a region or a town that has others than most of its country.
func (p *Pack) placesOf(name string) []*time.Location {
	if name == "" || len(p.places) == 0 {
		return nil
	}
	return p.places[folded(name)]
}

// locate reads the zones of the regions and towns.
func (p *Pack) locate() error {
	p.places = map[string][]*time.Location{}
	for _, zone := range slices.Sorted(maps.Keys(p.Places)) {
		place, err := time.LoadLocation(zone)
		if err != nil {
			return err
		}
		for _, name := range p.Places[zone] {
			p.places[folded(name)] = append(p.places[folded(name)], place)
		}
	}
	return nil
}
