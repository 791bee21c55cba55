package text_test

import (
	"testing"

	"aldia/platform/text"
)

func TestASlipOfThePenIsNearTheWordThatWasMeant(t *testing.T) {
	t.Parallel()
	words := []string{"max", "period", "only_parties", "hours"}
	for typed, meant := range map[string]string{
		"mx": "max", "Perod": "period", "only_partys": "only_parties", "hour": "hours", "HOURS": "hours",
		"m": "", "fees": "", "": "",
	} {
		if got := text.Nearest(typed, words); got != meant {
			t.Errorf("%q: expected %q and it is %q", typed, meant, got)
		}
	}
}
