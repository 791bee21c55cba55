package law

import (
	"errors"
	"fmt"
	"slices"

	"aldia/domain/money"
)

// FeeRule is what may be charged for collecting out of court.
type FeeRule struct {
	Scope

	// How the fee is found: marginal (each part of the debt at its own percentage), table (a sum by
	// instalment and days), share (a percentage with a ceiling), lesser (of what was agreed, missed and
	// registered), contract (nobody regulates it), nothing (it is forbidden).
	How      string    `toml:"how"`
	Unit     string    `toml:"unit"` // the index that the tariff is in: a parameter, in the pack's currency
	Brackets []Bracket `toml:"brackets"`
	Cells    []Cell    `toml:"cells"`
	Percent  Number    `toml:"percent"` // share
	Most     Number    `toml:"most"`    // share: the ceiling, in MostIn
	MostIn   string    `toml:"most_in"` // a currency, and the parameter that says what it is worth
	// Currency is the only one that a table's sums can be read in.
	Currency money.Currency `toml:"currency"`

	FromDay int    `toml:"from_day"` // before it there is no fee
	Tax     Number `toml:"tax"`      // percent on top
	Once    string `toml:"once"`     // month, instalment: the period that has one charge alone
	// Evidence is what it takes to charge: "shown" must be said, "assumed" holds until it is denied.
	Evidence string `toml:"evidence"`
	// Without a useful action within UsefulDays the fee is less by so much.
	UsefulDays int    `toml:"useful_days"`
	Useless    Number `toml:"useless_less"`
	// NotWithMoratory: never together with moratory interest of the same period.
	NotWithMoratory bool `toml:"not_with_moratory"`
}

// Bracket is a part of the debt with its own percentage.
type Bracket struct {
	To      Number `toml:"to"` // none: the rest
	Percent Number `toml:"percent"`
}

// Cell is a sum for instalments from a sum to below another, and days from one to another.
type Cell struct {
	From  Number `toml:"from"`
	Below Number `toml:"below"` // none: without end
	Day   int    `toml:"day"`
	ToDay int    `toml:"to_day"` // 0: without end
	Fee   Number `toml:"fee"`
}

// FeeAsk is a case of a fee.
type FeeAsk struct {
	Pack     string `json:"pack"`
	Segment  string `json:"segment"`
	On       string `json:"on"`
	Overdue  Figure `json:"overdue"`
	Unit     string `json:"unit"`     // of the overdue sum: the currency, or an index such as UF
	Currency string `json:"currency"` // when the unit is no currency
	Days     *int   `json:"days"`
	// UsefulAction: a free and effective action was taken in time. Unsaid, it is assumed, and the answer says
	// so.
	UsefulAction *bool `json:"useful_action"`
	Evidence     *bool `json:"evidence"` // the expense of collecting is evidenced
	// Expense is what was really spent; a fee that answers to expense is not more.
	Expense          Figure            `json:"expense"`
	ContractFee      Figure            `json:"contract_fee"`
	Missed           Figure            `json:"missed"` // the payment that was not made; else the overdue sum
	Registered       Figure            `json:"registered"`
	MoratoryInterest bool              `json:"moratory_interest"` // charged for the same period
	Charged          bool              `json:"charged"`           // this period's fee has been charged
	Parameters       map[string]Figure `json:"parameters"`
	Options          Readings          `json:"options"`
	// Language is what the rule is told in: Spanish, unless it is en.
	Language string `json:"-"`
}

// FeeAnswer is what may be charged.
type FeeAnswer struct {
	Fee       string         `json:"fee"`
	Unit      string         `json:"unit"`
	Amount    string         `json:"amount"`
	Currency  money.Currency `json:"currency"`
	Tax       string         `json:"tax"`
	Total     string         `json:"total"`
	Regulated bool           `json:"regulated"`
	// Reason says why there is no fee, or less: not_yet, no_evidence, already_charged, with_moratory_interest,
	// forbidden, not_agreed, no_useful_action, expense, missing_parameter.
	Reason string `json:"reason,omitempty"`
	// Missing is the parameter without which nothing can be said; the fee is then none.
	Missing string   `json:"missing_parameter,omitempty"`
	Assumes []string `json:"assumes,omitempty"` // what was not said and is taken as done
	Ground
}

// maxDays is some 270 years: more days are a slip.
const maxDays = 100_000

func (r *FeeRule) checkMoney(p *Pack) error {
	switch {
	case !slices.Contains([]string{"marginal", "table", "share", "lesser", "contract", "nothing"}, r.How):
		return fmt.Errorf("a fee is not found by %q", r.How)
	case r.How == "marginal" && len(r.Brackets) == 0, r.How == "table" && len(r.Cells) == 0,
		r.How == "share" && (!r.Percent.given() || !r.Most.given() || r.MostIn == ""):
		return errors.New("its figures are missing")
	case r.How == "table" && r.Currency == "":
		return errors.New("a table is in a currency")
	case !slices.Contains([]string{"", "shown", "assumed"}, r.Evidence),
		!slices.Contains([]string{"", "month", "instalment"}, r.Once):
		return fmt.Errorf("evidence %q, once in %q", r.Evidence, r.Once)
	}
	for i, b := range r.Brackets {
		if !b.Percent.given() || b.To.given() == (i == len(r.Brackets)-1) ||
			i > 0 && b.To.given() && b.To.rat.Cmp(r.Brackets[i-1].To.rat) <= 0 {
			return errors.New("brackets rise, have a percentage, and the last has no end")
		}
	}
	for _, c := range r.Cells {
		if !c.From.given() || !c.Fee.given() || c.Below.given() && c.Below.rat.Cmp(c.From.rat) <= 0 ||
			c.ToDay != 0 && c.ToDay < c.Day {
			return errors.New("a cell has a sum to begin with and a fee, and ends after it begins")
		}
	}
	return errors.Join(p.needsParameter(r.Unit), p.needsParameter(r.MostIn))
}
