package law

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/fault"
)

// SurchargeRule is the interest that being late costs.
type SurchargeRule struct {
	Scope

	// Bands raise the rate of the contract by a percentage of itself, by how late the debt is.
	Bands []Band `toml:"bands"`
	Most  Number `toml:"most"` // no band is higher than what the law lets
	// Parameter is the rate where the contract's does not count.
	Parameter string `toml:"parameter"`
	Per       string `toml:"per"` // year, month
	// DayBasis is the option that says how many days a year has for interest.
	DayBasis string `toml:"day_basis"`
}

// Band is a surcharge from a day late on to another.
type Band struct {
	Day     int    `toml:"day"`
	ToDay   int    `toml:"to_day"` // 0: without end
	Percent Number `toml:"percent"`
}

// MoratoryAsk is a case of interest for being late.
type MoratoryAsk struct {
	Pack       string            `json:"pack"`
	Segment    string            `json:"segment"`
	On         string            `json:"on"`
	DueOn      string            `json:"due_on"`
	Days       *int              `json:"days"` // instead of the two days
	Overdue    Figure            `json:"overdue"`
	Currency   string            `json:"currency"`
	Rate       Figure            `json:"rate"`
	DayBasis   int               `json:"day_basis"` // 360 or 365; 0: as the option says
	Parameters map[string]Figure `json:"parameters"`
	Options    Readings          `json:"options"`
	// Language is what the rule is told in: Spanish, unless it is en.
	Language string `json:"-"`
}

// MoratoryAnswer is the rate and the interest for being late.
type MoratoryAnswer struct {
	Days      int    `json:"days"`
	Surcharge string `json:"surcharge,omitempty"` // percent of the rate
	Rate      string `json:"rate"`
	Per       string `json:"per"`
	DayBasis  int    `json:"day_basis"`
	Interest  string `json:"interest,omitempty"`
	Currency  string `json:"currency,omitempty"`
	Ground
}

// monthDays is what a month has for a rate by the month.
const monthDays = 30

func (r *SurchargeRule) checkMoney(p *Pack) error {
	if (len(r.Bands) > 0) == (r.Parameter != "") {
		return errors.New("a surcharge has bands or a parameter")
	}
	if r.Per != "year" && r.Per != "month" || (r.Per == "year") != (p.option(r.DayBasis) != nil) {
		return fmt.Errorf("a rate per %q, its year by %q", r.Per, r.DayBasis)
	}
	for i, b := range r.Bands {
		last := i == len(r.Bands)-1
		if !b.Percent.given() || (b.ToDay == 0) != last || i > 0 && b.Day != r.Bands[i-1].ToDay+1 {
			return errors.New("bands follow each other, have a percentage, and the last has no end")
		}
		if r.Most.given() && b.Percent.rat.Cmp(r.Most.rat) > 0 {
			return errors.New("a band is higher than what the law lets")
		}
	}
	return p.needsParameter(r.Parameter)
}

// Moratory says what being late costs: the due day itself is day zero and costs nothing.
func (p *Pack) Moratory(a *MoratoryAsk) (answer MoratoryAnswer, err error) {
	w, err := p.situation(a.Segment, a.On, a.Options)
	if err != nil {
		return answer, err
	}
	days, err := a.late(w)
	if err != nil {
		return answer, err
	}
	rules, could := choose[SurchargeRule](p, p.Money.Surcharges, w, nil)
	if len(rules) == 0 {
		return answer, lacking(p, could, w, "lawmoney.what.surcharge")
	}
	r := rules[0]
	answer = MoratoryAnswer{Days: days, Per: r.Per, Ground: p.ground(&r.Head, a.Language)}
	perYear, err := r.rate(p, a, days, &answer)
	if err != nil {
		return answer, err
	}
	if answer.DayBasis, err = r.basis(p, a); err != nil {
		return answer, err
	}
	answer.Rate = rate(perYear)
	overdue, err := positive("overdue", a.Overdue)
	if err != nil || overdue == nil {
		return answer, err
	}
	currency := money.Currency(a.Currency)
	if currency == "" {
		currency = p.Currency
	}
	if !currency.Known() {
		return answer, ErrUnknown.With("currency", a.Currency, string(p.Currency)).On("currency")
	}
	earned := over(
		times(percent(perYear, overdue), big.NewRat(int64(days), 1)),
		big.NewRat(int64(answer.DayBasis), 1),
	)
	answer.Interest, answer.Currency = sum(earned, currency), string(currency)
	return answer, nil
}

// late is how many days late the case is; a debt that is not yet due is not late.
func (a *MoratoryAsk) late(w where) (int, error) {
	var days int
	switch {
	case a.Days != nil:
		days = *a.Days
	case a.DueOn == "" || w.on == calendar.NoDay:
		return 0, ErrNeeds.With("days", a.Pack).On("days")
	default:
		due, err := calendar.ParseDay(a.DueOn)
		if err != nil {
			return 0, fault.New(fault.Invalid, "lawmoney.day", "due_on", a.DueOn).On("due_on")
		}
		days = int(w.on - due)
	}
	if days > maxDays || days < -maxDays {
		return 0, errFigure.With("days", strconv.Itoa(days)).On("days")
	}
	return max(days, 0), nil
}

func (r *SurchargeRule) rate(p *Pack, a *MoratoryAsk, days int, answer *MoratoryAnswer) (*big.Rat, error) {
	if r.Parameter != "" {
		worth, err := p.figures(a.Parameters)
		if err == nil && worth[r.Parameter] == nil {
			err = p.NoFigure(r.Parameter)
		}
		return worth[r.Parameter], err
	}
	contract, err := positive("rate", a.Rate)
	if err != nil {
		return nil, err
	}
	if contract == nil {
		return nil, ErrNeeds.With("rate", r.ID).On("rate")
	}
	more := new(big.Rat)
	for _, b := range r.Bands {
		if days >= b.Day && (b.ToDay == 0 || days <= b.ToDay) {
			more = b.Percent.rat
		}
	}
	answer.Surcharge = rate(more)
	return plus(contract, percent(more, contract)), nil
}

// basis is how many days the period of the rate has.
func (r *SurchargeRule) basis(p *Pack, a *MoratoryAsk) (int, error) {
	if r.Per == "month" {
		return monthDays, nil
	}
	text := p.reading(a.Options, r.DayBasis)
	if a.DayBasis != 0 {
		text = strconv.Itoa(a.DayBasis)
	}
	if text != "360" && text != "365" {
		return 0, ErrUnknown.With("day_basis", text, "360, 365").On("day_basis")
	}
	return strconv.Atoi(text)
}
