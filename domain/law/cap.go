package law

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// CeilingRule is the most that a rate may be.
type CeilingRule struct {
	Scope

	Of string `toml:"of"` // interest, moratory
	// Free: nothing limits the rate, and the rule says so.
	Free bool `toml:"free"`
	// The ceiling is (parameter + add) × times; without a parameter, of the rate that the contract has.
	Parameter string `toml:"parameter"`
	Add       Number `toml:"add"`
	Times     Number `toml:"times"`
	Per       string `toml:"per"` // year, month: what the parameter is published for

	NotProducts []string `toml:"not_products"`
	// The rule is for loans of no more than LimitTimes × LimitParameter.
	LimitParameter string `toml:"limit_parameter"`
	LimitTimes     Number `toml:"limit_times"`
}

// CapAsk is a case of a ceiling.
type CapAsk struct {
	Pack       string            `json:"pack"`
	Segment    string            `json:"segment"`
	Product    string            `json:"product"` // credit_card, …
	On         string            `json:"on"`
	Of         string            `json:"of"` // interest (default), moratory
	Rate       Figure            `json:"rate"`
	Principal  Figure            `json:"principal"`
	Parameters map[string]Figure `json:"parameters"`
	Options    Readings          `json:"options"`
	// Language is what the rule is told in: Spanish, unless it is en.
	Language string `json:"-"`
}

// CapAnswer is the ceiling.
type CapAnswer struct {
	Capped    bool    `json:"capped"`
	Cap       *string `json:"cap"` // percent; null where nothing limits the rate
	Of        string  `json:"of"`
	Per       string  `json:"per,omitempty"`
	Parameter string  `json:"parameter,omitempty"`
	Value     string  `json:"value,omitempty"` // of the parameter
	Cadence   string  `json:"cadence,omitempty"`
	// Exceeds says whether the rate that was given is over the ceiling, and by how much.
	Exceeds *bool  `json:"exceeds,omitempty"`
	Excess  string `json:"excess,omitempty"`
	// Moratory is the ceiling of the rate after the due day, where it has one of its own that can be told.
	Moratory *CapAnswer `json:"moratory,omitempty"`
	Ground
}

func (r *CeilingRule) checkMoney(p *Pack) error {
	switch {
	case r.Of != "interest" && r.Of != "moratory":
		return fmt.Errorf("a ceiling of %q", r.Of)
	case r.Free:
		return nil
	case r.Per != "year" && r.Per != "month":
		return fmt.Errorf("a rate per %q", r.Per)
	case r.Times.given() && r.Times.rat.Sign() <= 0:
		return errors.New("a rate is multiplied by more than nothing")
	case (r.LimitParameter != "") != r.LimitTimes.given():
		return errors.New("a limit is a parameter and how many times it")
	}
	return errors.Join(p.needsParameter(r.Parameter), p.needsParameter(r.LimitParameter))
}

// Ceiling says the most that a rate may be.
func (p *Pack) Ceiling(a *CapAsk) (CapAnswer, error) {
	w, err := p.situation(a.Segment, a.On, a.Options)
	if err != nil {
		return CapAnswer{}, err
	}
	worth, err := p.figures(a.Parameters)
	if err != nil {
		return CapAnswer{}, err
	}
	contract, err := positive("rate", a.Rate)
	if err != nil {
		return CapAnswer{}, err
	}
	principal, err := positive("principal", a.Principal)
	if err != nil {
		return CapAnswer{}, err
	}
	of := a.Of
	if of == "" {
		of = "interest"
	}
	if err := known("of", of, []string{"interest", "moratory", "surcharge"}); err != nil {
		return CapAnswer{}, err
	}
	c := &capCase{CapAsk: a, where: w, worth: worth, contract: contract, principal: principal}
	answer, err := p.ceiling(c, of)
	if err != nil || of == "moratory" {
		return answer, err
	}
	// What the moratory rate may be is said beside it where it can be, and is no reason to say nothing.
	if moratory, err := p.ceiling(c, "moratory"); err == nil {
		answer.Moratory = &moratory
	}
	return answer, nil
}

type capCase struct {
	*CapAsk
	where

	worth               map[string]*big.Rat
	contract, principal *big.Rat
}

func (p *Pack) ceiling(c *capCase, of string) (CapAnswer, error) {
	var limit error
	rules, could := choose(p, p.Money.Ceilings, c.where, func(r *CeilingRule) bool {
		fits, err := r.fits(p, c)
		if err != nil && r.Of == of {
			limit = err
		}
		return r.Of == of && fits
	})
	if limit != nil {
		return CapAnswer{}, limit
	}
	var missing string
	for _, r := range rules {
		value := c.worth[r.Parameter]
		if r.Parameter == "" {
			value = c.contract
		}
		if r.Free || value != nil {
			return r.answer(p, c, value), nil
		}
		if missing == "" {
			missing = r.Parameter
		}
	}
	switch {
	case missing != "":
		return CapAnswer{}, p.NoFigure(missing)
	case len(rules) > 0:
		return CapAnswer{}, ErrNeeds.With("rate", rules[0].ID).On("rate")
	}
	return CapAnswer{}, lacking(p, could, c.where, "lawmoney.what.ceiling")
}

// fits says whether the rule is for the product and the size of the loan.
func (r *CeilingRule) fits(p *Pack, c *capCase) (bool, error) {
	if slices.Contains(r.NotProducts, c.Product) {
		return false, nil
	}
	concerns := len(r.Segments) == 0 || slices.Contains(r.Segments, c.segment)
	if r.LimitParameter == "" || c.principal == nil || !concerns {
		return true, nil
	}
	worth := c.worth[r.LimitParameter]
	if worth == nil {
		return false, p.NoFigure(r.LimitParameter)
	}
	return c.principal.Cmp(times(worth, r.LimitTimes.rat)) <= 0, nil
}

func (r *CeilingRule) answer(p *Pack, c *capCase, value *big.Rat) CapAnswer {
	a := CapAnswer{Of: r.Of, Capped: !r.Free, Ground: p.ground(&r.Head, c.Language)}
	exceeds := false
	if !r.Free {
		most := times(plus(value, r.Add.or(0)), r.Times.or(1))
		text := rate(most)
		a.Cap, a.Per, a.Parameter, a.Value = &text, r.Per, r.Parameter, rate(value)
		if q := p.parameter(r.Parameter); q != nil {
			a.Cadence = q.Cadence
		}
		if c.contract != nil && c.contract.Cmp(most) > 0 {
			exceeds, a.Excess = true, rate(less(c.contract, most))
		}
	}
	if c.contract != nil && r.Parameter != "" || r.Free && c.contract != nil {
		a.Exceeds = &exceeds
	}
	return a
}
