package law

import (
	"errors"
	"fmt"
	"testing"

	"aldia/platform/fault"
)

// A reading under which several rules of law are not there is refused by the same of them each time.
func TestAReadingThatTakesSeveralLawsAwayIsRefusedByTheSameOne(t *testing.T) {
	t.Parallel()
	p := &Pack{Code: "EC", Options: []Option{{Name: "ec.how", Values: []string{"strict", "loose"}}}}
	for i := range 8 {
		p.Money.Fees = append(p.Money.Fees, FeeRule{Scope: Scope{
			Head:     Head{ID: fmt.Sprint("ec.fee.", i), Basis: OfLaw, Source: "art. 1", When: "ec.how=strict"},
			Segments: []string{fmt.Sprint("segment", 9-i)},
		}})
	}
	for range 20 {
		err := p.loosens(&Setting{Of: "ec.how", Reading: "loose"})
		f, is := errors.AsType[*fault.Error](err)
		if !is || !errors.Is(err, ErrLoosens) || f.Args[0] != "ec.fee.7" {
			t.Fatalf("refused by %v", err)
		}
	}
	if err := p.loosens(&Setting{Of: "ec.how", Reading: "strict"}); err != nil {
		t.Errorf("the reading that ships: %v", err)
	}
}
