package law

import (
	"math/big"
	"strconv"
	"strings"

	"aldia/domain/money"
)

// feeCase is an ask once it is read.
type feeCase struct {
	*FeeAsk
	overdue, expense, agreed, missed, registered *big.Rat

	currency money.Currency
	index    string // the overdue sum is in this index, not in the currency
	worth    map[string]*big.Rat
}

// Fee says what may be charged for collecting.
func (p *Pack) Fee(a *FeeAsk) (FeeAnswer, error) {
	w, err := p.situation(a.Segment, a.On, a.Options)
	if err != nil {
		return FeeAnswer{}, err
	}
	c, err := p.feeCase(a)
	if err != nil {
		return FeeAnswer{}, err
	}
	rules, could := choose[FeeRule](p, p.Money.Fees, w, nil)
	for _, r := range rules {
		if err := r.takes(p, c); err != nil {
			return FeeAnswer{}, err
		}
		if answer, found := r.answer(p, c); found {
			return answer, nil
		}
	}
	for _, r := range could {
		if w.inForce(&r.Head) && r.How == "table" && c.overdue != nil && r.cell(c) != nil {
			return FeeAnswer{}, ErrUnverified.With(r.ID, r.When)
		}
	}
	return FeeAnswer{}, lacking(p, could, w, "lawmoney.what.fee")
}

func (p *Pack) feeCase(a *FeeAsk) (*feeCase, error) {
	c := &feeCase{FeeAsk: a, currency: money.Currency(a.Currency)}
	var errs [5]error
	c.overdue, errs[0] = positive("overdue", a.Overdue)
	c.expense, errs[1] = positive("expense", a.Expense)
	c.agreed, errs[2] = positive("contract_fee", a.ContractFee)
	c.missed, errs[3] = positive("missed", a.Missed)
	c.registered, errs[4] = positive("registered", a.Registered)
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	switch unit := money.Currency(a.Unit); {
	case a.Unit == "" && c.currency == "":
		c.currency = p.Currency
	case unit.Known() && (c.currency == "" || c.currency == unit):
		c.currency = unit
	case !unit.Known() && a.Unit != "" && p.parameter(a.Unit) != nil:
		if c.index = a.Unit; c.currency == "" {
			c.currency = p.Currency
		}
	case a.Unit != "":
		return nil, ErrUnknown.With("unit", a.Unit, p.units()).On("unit")
	}
	if !c.currency.Known() {
		return nil, ErrUnknown.With("currency", string(c.currency), string(p.Currency)).On("currency")
	}
	if a.Days != nil && (*a.Days > maxDays || *a.Days < -maxDays) {
		return nil, errFigure.With("days", strconv.Itoa(*a.Days)).On("days")
	}
	var err error
	c.worth, err = p.figures(a.Parameters)
	return c, err
}

// units are those that an overdue sum may be in: the currency, and the indices of tariffs.
func (p *Pack) units() string {
	units := []string{string(p.Currency)}
	for i := range p.Money.Fees {
		if unit := p.Money.Fees[i].Unit; unit != "" {
			units = append(units, unit)
		}
	}
	return strings.Join(units, ", ")
}

// figures reads parameters as given. A parameter of zero is one that is not there: nothing that is published
// here is ever zero, but an empty column often is.
func (p *Pack) figures(given map[string]Figure) (map[string]*big.Rat, error) {
	all := map[string]*big.Rat{}
	for name, f := range given {
		if p.parameter(name) == nil {
			return nil, ErrNoSuch.With(name, p.Code, p.parameterNames())
		}
		n, err := positive("parameters."+name, f)
		if err != nil {
			return nil, err
		}
		if n != nil && n.Sign() > 0 {
			all[name] = n
		}
	}
	return all, nil
}

func (p *Pack) parameterNames() string {
	names := make([]string, len(p.Money.Parameters))
	for i, q := range p.Money.Parameters {
		names[i] = q.Name
	}
	return strings.Join(names, ", ")
}

// takes refuses a case that lacks what the rule asks, by the name of the field.
func (r *FeeRule) takes(p *Pack, c *feeCase) error {
	needs := func(field string, lacks bool) error {
		if lacks {
			return ErrNeeds.With(field, r.ID).On(field)
		}
		return nil
	}
	err := needs("overdue", c.overdue == nil && (r.How == "marginal" || r.How == "table" || r.How == "share"))
	if err == nil {
		err = needs("days", c.Days == nil && r.FromDay > 0)
	}
	if err == nil && r.How == "lesser" {
		if err = needs("registered", c.registered == nil); err == nil {
			err = needs("missed", c.missed == nil && c.overdue == nil)
		}
	}
	switch {
	case err != nil:
		return err
	case r.Currency != "" && r.Currency != c.currency:
		return ErrUnknown.With("currency", string(c.currency), string(r.Currency)).On("currency")
	case r.How == "share" && c.currency != p.Currency && string(c.currency) != r.MostIn,
		r.Unit != "" && c.currency != p.Currency:
		return ErrUnknown.With("currency", string(c.currency), string(p.Currency)).On("currency")
	case c.index != "" && c.index != r.Unit:
		return ErrUnknown.With("unit", c.index, string(c.currency)).On("unit")
	}
	return nil
}
