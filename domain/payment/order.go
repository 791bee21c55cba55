package payment

import (
	"cmp"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/id"
)

// Part is one of the four parts of a balance.
type Part string

// The parts, by the names that an order is written with.
const (
	Fees      Part = "fees"
	Moratory  Part = "moratory"
	Interest  Part = "interest"
	Principal Part = "principal"
)

// Order is in which order a payment goes to the parts of an item (prelación). Items come by their due day,
// the oldest first: it is the oldest debt that makes a person late.
type Order [4]Part

// DefaultOrder is that of the civil codes of the region: what was spent on collecting, then interest, then
// the debt.
func DefaultOrder() Order { return Order{Fees, Moratory, Interest, Principal} }

// ParseOrder reads "fees,moratory,interest,principal" in any order; each part stands in it once.
func ParseOrder(text string) (Order, error) {
	if text == "" {
		return DefaultOrder(), nil
	}
	var o Order
	words := strings.Split(text, ",")
	if len(words) != len(o) {
		return o, ErrOrder.With(text)
	}
	for i, w := range words {
		p := Part(strings.TrimSpace(w))
		if !slices.Contains([]Part{Fees, Moratory, Interest, Principal}, p) || slices.Contains(o[:i], p) {
			return Order{}, ErrOrder.With(text)
		}
		o[i] = p
	}
	return o, nil
}

// Text is the order as ParseOrder reads it.
func (o Order) Text() string {
	words := make([]string, len(o))
	for i, p := range o {
		words[i] = string(p)
	}
	return strings.Join(words, ",")
}

// of gives the place of a part within parts.
func (p Part) of(parts *debt.Parts) *money.Amount {
	switch p {
	case Fees:
		return &parts.Fees
	case Moratory:
		return &parts.Moratory
	case Interest:
		return &parts.Interest
	case Principal:
	}
	return &parts.Principal
}

// Due is an item as a payment meets it: what is owed on the day of the payment, interest included.
type Due struct {
	ItemID id.ID
	DueOn  calendar.Day
	Owed   debt.Parts
}

// Allocate splits an amount over items. The splits and what is left are the amount, to the cent; nothing
// goes to a part beyond what is owed of it, so an overpayment is left over.
func Allocate(amount money.Amount, dues []Due, o Order) (splits []Split, left money.Amount) {
	dues = slices.Clone(dues)
	slices.SortStableFunc(dues, func(a, b Due) int {
		return cmp.Or(cmp.Compare(a.DueOn, b.DueOn), cmp.Compare(a.ItemID, b.ItemID))
	})
	left = amount
	for i := range dues {
		if left <= 0 {
			break
		}
		s := Split{ItemID: dues[i].ItemID}
		for _, p := range o {
			take := min(left, max(0, *p.of(&dues[i].Owed)))
			*p.of(&s.Parts) = take
			left -= take
		}
		if !s.Parts.IsZero() {
			splits = append(splits, s)
		}
	}
	return splits, left
}
