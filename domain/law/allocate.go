package law

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/fault"
)

// Components are what a debt is made of.
func Components() []string {
	return []string{"taxes", "insurance", "fees", "expenses", "moratory", "interest", "principal"}
}

// partOf is the component that a name stands for: creditors' files and the codes call some by other names.
func partOf(name string) string {
	switch name {
	case "moratory_interest", "interest_moratory":
		return "moratory"
	case "capital":
		return "principal"
	case "fee":
		return "fees"
	case "expense":
		return "expenses"
	case "tax":
		return "taxes"
	}
	return name
}

// OrderRule is the order in which a payment goes to the parts of one debt.
type OrderRule struct {
	Scope

	Components []string `toml:"components"`
}

// Limits of one question: sums of all debts stay far from what 63 bits hold.
const (
	maxSum   = money.Amount(1_000_000_000_000_000)
	maxDebts = 1000
)

// AllocateAsk is a payment that is to be split.
type AllocateAsk struct {
	Pack     string            `json:"pack"`
	Segment  string            `json:"segment"`
	On       string            `json:"on"` // the day of the payment; without it no debt counts as not yet due
	Payment  Figure            `json:"payment"`
	Currency string            `json:"currency"`
	Owed     map[string]Figure `json:"owed"` // of one debt
	// Disputed are the components of the one debt, or those of several debts, that the person disputes: nothing
	// goes to them.
	Disputed    []string    `json:"disputed"`
	Debts       []DebtAsk   `json:"debts"` // or of several
	Instruction Instruction `json:"instruction"`
	Options     Readings    `json:"options"`
	// Language is what the rule is told in: Spanish, unless it is en.
	Language string `json:"-"`
}

// DebtAsk is one of several debts.
type DebtAsk struct {
	ID       string            `json:"id"`
	Owed     map[string]Figure `json:"owed"`
	DueOn    string            `json:"due_on"`
	Rate     Figure            `json:"rate"` // the higher, the more onerous
	Secured  bool              `json:"secured"`
	Disputed bool              `json:"disputed"`
}

// AllocateAnswer is how a payment is split.
type AllocateAnswer struct {
	Allocated map[string]string `json:"allocated"`
	Left      string            `json:"left"`
	Currency  money.Currency    `json:"currency"`
	Debts     []DebtAnswer      `json:"debts,omitempty"` // in the order in which they were paid
	Skipped   []string          `json:"skipped,omitempty"`
	Ground
	Several *Ground `json:"several,omitempty"` // the rule of which debt comes first
}

// DebtAnswer is what went to one of several debts.
type DebtAnswer struct {
	ID        string            `json:"id"`
	Allocated map[string]string `json:"allocated"`
	Paid      string            `json:"paid"`
}

func (r *OrderRule) checkMoney(*Pack) error {
	for _, c := range Components() {
		if !slices.Contains(r.Components, c) {
			return fmt.Errorf("nothing says when %s is paid", c)
		}
	}
	if len(r.Components) != len(Components()) {
		return errors.New("a component stands twice, or is none")
	}
	return nil
}

// Split gives a payment to what is owed in an order. What is over when nothing is owed any more is left.
func Split(payment money.Amount, order []string, owed map[string]money.Amount) (
	split map[string]money.Amount, left money.Amount,
) {
	split = make(map[string]money.Amount, len(owed))
	for _, c := range order {
		if due, has := owed[c]; has {
			split[c] = min(payment, due)
			payment -= split[c]
		}
	}
	return split, payment
}

// Allocate splits a payment over the parts of a debt, or over several debts and their parts, as the pack
// says.
func (p *Pack) Allocate(a *AllocateAsk) (AllocateAnswer, error) {
	s, err := p.splitting(a)
	if err != nil {
		return AllocateAnswer{}, err
	}
	rules, could := choose[OrderRule](p, p.Money.Orders, s.where, nil)
	if len(rules) == 0 {
		return AllocateAnswer{}, lacking(p, could, s.where, "lawmoney.what.order")
	}
	order := rules[0].Components
	answer := AllocateAnswer{Currency: s.currency, Ground: p.ground(&rules[0].Head, a.Language)}
	if a.Debts == nil {
		split, left := Split(s.payment, order, s.debts[0].owed)
		answer.Skipped = slices.Compact(slices.Sorted(slices.Values(a.Disputed)))
		answer.Allocated, answer.Left = s.texts(split), s.text(left)
		return answer, nil
	}
	several, could2 := choose[SeveralRule](p, p.Money.Several, s.where, nil)
	if len(several) == 0 {
		return AllocateAnswer{}, lacking(p, could2, s.where, "lawmoney.what.several")
	}
	ground := p.ground(&several[0].Head, a.Language)
	answer.Several = &ground
	all := map[string]money.Amount{}
	paid, skipped, left := several[0].spread(s)
	s.whole = s.whole && !slices.ContainsFunc(paid, func(d *splitDebt) bool { return !s.isWhole(d.paid) })
	for _, d := range paid {
		split, _ := Split(d.paid, order, d.owed)
		for c, v := range split {
			all[c] += v
		}
		answer.Debts = append(answer.Debts, DebtAnswer{d.ID, s.texts(split), s.text(d.paid)})
	}
	answer.Skipped, answer.Allocated, answer.Left = skipped, s.texts(all), s.text(left)
	return answer, nil
}

// splitting is an ask once it is read.
type splitting struct {
	where

	currency    money.Currency
	payment     money.Amount
	debts       []*splitDebt
	instruction []string
	called      map[string]string // what whoever asks calls the components
	// whole: no sum was given with decimals, and none comes out with them, so that the answer has none either.
	whole bool
}

func (p *Pack) splitting(a *AllocateAsk) (*splitting, error) {
	w, err := p.situation(a.Segment, a.On, a.Options)
	if err != nil {
		return nil, err
	}
	s := &splitting{where: w, currency: money.Currency(a.Currency), instruction: a.Instruction, whole: true,
		called: map[string]string{}}
	if s.currency == "" {
		s.currency = p.Currency
	}
	if !s.currency.Known() {
		return nil, ErrUnknown.With("currency", a.Currency, string(p.Currency)).On("currency")
	}
	if s.payment, err = s.amount("payment", a.Payment); err != nil {
		return nil, err
	}
	switch {
	case (a.Owed == nil) == (a.Debts == nil):
		return nil, ErrNeeds.With("owed", p.Code).On("owed")
	case len(a.Debts) > maxDebts:
		return nil, fault.New(fault.Limit, "lawmoney.too_many_debts", maxDebts).On("debts")
	case a.Debts == nil:
		err = s.add("owed", &DebtAsk{Owed: a.Owed}, a.Disputed)
	}
	for _, id := range a.Disputed {
		at := slices.IndexFunc(a.Debts, func(d DebtAsk) bool { return d.ID == id })
		if a.Debts != nil && at < 0 {
			return nil, fault.New(fault.Invalid, "lawmoney.no_debt", id).On("disputed")
		}
		if a.Debts != nil {
			a.Debts[at].Disputed = true
		}
	}
	for i := range a.Debts {
		if err == nil {
			err = s.add("debts."+a.Debts[i].ID, &a.Debts[i], nil)
		}
	}
	for _, id := range a.Instruction {
		if err == nil && !slices.ContainsFunc(s.debts, func(d *splitDebt) bool { return d.ID == id }) {
			err = fault.New(fault.Invalid, "lawmoney.no_debt", id).On("instruction")
		}
	}
	return s, err
}

// add reads a debt; parts that are disputed are not owed for now.
func (s *splitting) add(field string, a *DebtAsk, disputed []string) error {
	d := &splitDebt{DebtAsk: a, owed: map[string]money.Amount{}}
	if slices.ContainsFunc(s.debts, func(o *splitDebt) bool { return o.ID == a.ID }) {
		return fault.New(fault.Invalid, "lawmoney.debt_twice", a.ID).On("debts")
	}
	for name, f := range a.Owed {
		c := partOf(name)
		if err := known(field+"."+name, c, Components()); err != nil {
			return err
		}
		if _, twice := d.owed[c]; twice {
			return fault.New(fault.Invalid, "lawmoney.part_twice", c).On(field + "." + name)
		}
		v, err := s.amount(field+"."+name, f)
		if err != nil {
			return err
		}
		d.owed[c], s.called[c] = v, name
		d.total += v
	}
	for _, name := range disputed {
		c := partOf(name)
		if _, has := d.owed[c]; !has {
			return known("disputed", name, slices.Sorted(maps.Keys(a.Owed)))
		}
		d.total -= d.owed[c]
		d.owed[c] = 0
	}
	var err error
	if d.due, err = dayOf(a.DueOn); err != nil {
		return fault.New(fault.Invalid, "lawmoney.day", field+".due_on", a.DueOn).On(field + ".due_on")
	}
	if d.rate, err = positive(field+".rate", a.Rate); err != nil {
		return err
	}
	s.debts = append(s.debts, d)
	return nil
}

func (s *splitting) amount(field string, f Figure) (money.Amount, error) {
	v, err := money.Parse(string(f), s.currency)
	if err != nil || v < 0 || v > maxSum {
		return 0, errFigure.With(field, string(f)).On(field)
	}
	s.whole = s.whole && !strings.Contains(string(f), ".")
	return v, nil
}

func (s *splitting) isWhole(v money.Amount) bool {
	_, fraction, _ := strings.Cut(v.Text(s.currency), ".")
	return strings.Trim(fraction, "0") == ""
}

func (s *splitting) text(v money.Amount) string {
	text := v.Text(s.currency)
	if whole, _, has := strings.Cut(text, "."); has && s.whole {
		return whole
	}
	return text
}

func (s *splitting) texts(split map[string]money.Amount) map[string]string {
	texts := make(map[string]string, len(split))
	for c, v := range split {
		texts[cmp.Or(s.called[c], c)] = s.text(v)
	}
	return texts
}

// NoDay is a debt of which no due day is known: it counts as due.
func (s *splitting) isDue(d *splitDebt) bool {
	return s.on == calendar.NoDay || d.due == calendar.NoDay || d.due <= s.on
}
