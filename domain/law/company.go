package law

import (
	"fmt"
	"strings"
)

// A law on consumers says nothing of what a company owes. Whether it is kept all the same is the reading
// "cc.business" of the pack: as_consumer, by default, in which its rules stand as policy of ours, or free.
const (
	businessOption = ".business"
	businessFree   = "free"
)

// extend makes the rules as they are for companies.
func (p *Pack) extend() error {
	p.business = nil
	if !p.ForConsumers {
		return nil
	}
	if p.option(p.companies()) == nil {
		return fmt.Errorf("pack.toml: there is no option %q", p.companies())
	}
	p.business = make([]ContactRule, len(p.Contacts))
	for i := range p.Contacts {
		r := p.Contacts[i]
		if r.Law() {
			r.extended, r.Basis = true, OfPolicy
			r.Says = p.teller.say("business", r.Says)
		}
		p.business[i] = r
	}
	return nil
}

func (p *Pack) companies() string { return strings.ToLower(p.Code) + businessOption }

// rules are those that may concern a contact: a company's, where the law is one on consumers.
func (p *Pack) rules(a *Ask) []ContactRule {
	if p.business != nil && a.Person.Segment == Business {
		return p.business
	}
	return p.Contacts
}

// spares says whether a rule on consumers is left out for a company.
func (p *Pack) spares(r *ContactRule, a *Ask) bool {
	return r.extended && p.reading(a.Options, p.companies()) == businessFree
}
