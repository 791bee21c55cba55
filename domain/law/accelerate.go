package law

import (
	"errors"

	"aldia/platform/fault"
)

// AccelerationRule is how late a debt must be before all of it may be called due.
type AccelerationRule struct {
	Scope

	FromDay int `toml:"from_day"` // the first day late on which it may
	// It is for debts of no more than so many times a parameter.
	LimitParameter string `toml:"limit_parameter"`
	LimitTimes     Number `toml:"limit_times"`
}

// AccelerateAsk is a debt of which all would be called due.
type AccelerateAsk struct {
	Pack    string `json:"pack"`
	Segment string `json:"segment"`
	On      string `json:"on"`
	Days    *int   `json:"days"` // late
	// Principal is what was lent, in the country's money; without it the debt is taken for a small one.
	Principal  Figure            `json:"principal"`
	Parameters map[string]Figure `json:"parameters"`
	Options    Readings          `json:"options"`
	// Language is what the rule is told in: Spanish, unless it is en.
	Language string `json:"-"`
}

// AccelerateAnswer says whether all of it may be called due.
type AccelerateAnswer struct {
	Allowed bool `json:"allowed"`
	// FromDay is the first day late on which it may; 0 where the debt is too large for the rule, and the
	// contract says when.
	FromDay int `json:"from_day"`
	Ground
}

func (r *AccelerationRule) checkMoney(p *Pack) error {
	if r.FromDay < 1 || (r.LimitParameter != "") != r.LimitTimes.given() {
		return errors.New("it has a first day; a limit is a parameter and how many times it")
	}
	return p.needsParameter(r.LimitParameter)
}

// Accelerate says whether all of a debt may be called due for being so late.
func (p *Pack) Accelerate(a *AccelerateAsk) (AccelerateAnswer, error) {
	w, err := p.situation(a.Segment, a.On, a.Options)
	if err != nil {
		return AccelerateAnswer{}, err
	}
	worth, err := p.figures(a.Parameters)
	if err != nil {
		return AccelerateAnswer{}, err
	}
	principal, err := positive("principal", a.Principal)
	if err != nil {
		return AccelerateAnswer{}, err
	}
	rules, could := choose[AccelerationRule](p, p.Money.Accelerations, w, nil)
	if len(rules) == 0 {
		return AccelerateAnswer{}, lacking(p, could, w, "lawmoney.what.acceleration")
	}
	r := rules[0]
	switch {
	case a.Days == nil:
		return AccelerateAnswer{}, ErrNeeds.With("days", r.ID).On("days")
	case *a.Days < 0 || *a.Days > maxLate:
		return AccelerateAnswer{}, fault.New(fault.Invalid, "lawmoney.whole", "days", *a.Days, maxLate).On("days")
	}
	answer := AccelerateAnswer{FromDay: r.FromDay, Ground: p.ground(&r.Head, a.Language)}
	if principal != nil && r.LimitParameter != "" {
		measure := worth[r.LimitParameter]
		if measure == nil {
			return AccelerateAnswer{}, p.NoFigure(r.LimitParameter)
		}
		if principal.Cmp(times(measure, r.LimitTimes.rat)) > 0 {
			answer.FromDay = 0
		}
	}
	answer.Allowed = *a.Days >= max(answer.FromDay, 1)
	return answer, nil
}

// maxLate bounds days late: more than two centuries are a slip.
const maxLate = 100_000
