package strategy

import (
	"errors"
	"strings"
	"testing"

	"aldia/domain/money"
)

func initial(t *testing.T) *Strategy {
	t.Helper()
	s, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

func TestAStrategyThatCannotBeCarriedOutIsRefused(t *testing.T) {
	t.Parallel()
	const step = "\n  - { code: a, from: 1, to: 30, stage: collection, weight: 10, channel: voice }"
	for _, c := range []struct{ name, text, says string }{
		{"one step", "steps:" + step, ""},
		{"no YAML", "steps: [", "not usable"},
		{"a key that nobody knows", "pasos:" + step, "no steps"},
		{"no steps", "name: x", "no steps"},
		{"no code", "steps:\n  - { from: 1, stage: collection, weight: 10 }", "no code"},
		{"no weight", "steps:\n  - { code: a, from: 1, stage: collection }", "weight"},
		{"a weight beyond the limit", "steps:\n  - { code: a, from: 1, stage: collection, weight: 1001 }",
			"weight"},
		{"no stage", "steps:\n  - { code: a, from: 1, weight: 1 }", "stage"},
		{"extinction is nothing to do", "steps:\n  - { code: a, from: 1, weight: 1, stage: extinction }", "stage"},
		{"a gap", "steps:" + step + "\n  - { code: b, from: 32, stage: collection, weight: 1 }", "gap"},
		{"an overlap", "steps:" + step + "\n  - { code: b, from: 30, stage: collection, weight: 1 }", "overlap"},
		{"a step without end that is not the last",
			"steps:\n  - { code: a, from: 1, stage: collection, weight: 1 }" +
				"\n  - { code: b, from: 31, stage: collection, weight: 1 }", "gap"},
		{"a step that ends before it begins",
			"steps:\n  - { code: a, from: 9, to: 3, stage: collection, weight: 1 }" +
				"\n  - { code: b, from: 4, stage: collection, weight: 1 }", "gap"},
		{"a last step that ends before it begins",
			"steps:\n  - { code: a, from: 9, to: 3, stage: collection, weight: 1 }",
			"gap"},
		{"a code twice", "steps:" + step + "\n  - { code: a, from: 31, stage: collection, weight: 1 }", "twice"},
	} {
		_, err := Parse([]byte(c.text))
		switch {
		case c.says == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.says != "" && (!errors.Is(err, ErrStrategy) || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, want a word about %q", c.name, err, c.says)
		}
	}
}

func TestTheStepsOfTheDefaultBeginAndEndOnTheirDays(t *testing.T) {
	t.Parallel()
	s := initial(t)
	for _, c := range []struct {
		days  int
		step  string
		stage Stage
	}{
		{-100, "", Prevention}, {-4, "", Prevention}, {-3, "reminder", Prevention}, {0, "reminder", Prevention},
		{1, "early", Collection}, {30, "early", Collection}, {31, "middle", Collection}, {60, "middle", Collection},
		{61, "late", Collection}, {120, "late", Collection}, {121, "recovery", Recovery}, {5000, "recovery",
			Recovery},
	} {
		step, ok := s.StepAt(c.days)
		if step.Code != c.step || ok != (c.step != "") || s.StageAt(c.days) != c.stage {
			t.Errorf("%d days: step %q, stage %s; want %q, %s", c.days, step.Code, s.StageAt(c.days), c.step, c.stage)
		}
		if found, ok := s.StepByCode(c.step); ok != (c.step != "") || found.Code != step.Code {
			t.Errorf("the step %q is found as %q", c.step, found.Code)
		}
	}
}

func TestTheWeightOfTheStepGoesBeforeBrokenPromisesAndThoseBeforeTheAmount(t *testing.T) {
	t.Parallel()
	inOrder := []struct {
		name    string
		weight  int64
		broken  int64
		pastDue money.Amount
	}{
		{"nothing past due", 10, 0, 0},
		{"a little", 10, 0, 100},
		{"four times as much", 10, 0, 400},
		{"all the money there is", 10, 0, 1<<62 + 1},
		{"one broken promise and a little", 10, 1, 100},
		{"two broken promises", 10, 2, 0},
		{"many broken promises, and all the money", 10, 5, 1<<62 + 1},
		{"the next step with nothing", 11, 0, 0},
		{"the heaviest step", 1000, 0, 0},
	}
	for i := 1; i < len(inOrder); i++ {
		a, b := inOrder[i-1], inOrder[i]
		if Priority(a.weight, a.broken, a.pastDue) >= Priority(b.weight, b.broken, b.pastDue) {
			t.Errorf("%q does not come after %q", a.name, b.name)
		}
	}
	if Priority(10, 5, 100) != Priority(10, 50, 100) {
		t.Error("more than five broken promises still change the order")
	}
	if Priority(10, 0, 600) != Priority(10, 0, 1000) {
		t.Error("the order changes with every cent, and the worklist with it every night")
	}
	if Priority(10, 0, -5) != Priority(10, 0, 0) {
		t.Error("a credit balance is ordered otherwise than nothing")
	}
}

func TestWhatIsTooLittleToCallForDependsOnTheCurrency(t *testing.T) {
	t.Parallel()
	s := initial(t)
	for _, c := range []struct {
		amount   money.Amount
		currency money.Currency
		small    bool
	}{
		{99, "USD", true}, {100, "USD", false}, {299, "PEN", true}, {300, "PEN", false},
		{899, "CLP", true}, {900, "CLP", false}, // the peso of Chile has no cents
		{1, "EUR", false}, // no limit is set
	} {
		if got := s.IsSmall(c.amount, c.currency); got != c.small {
			t.Errorf("%s %s is small: %v", c.amount.Text(c.currency), c.currency, got)
		}
	}
}

func TestTheStepOfWhoeverCannotBeCalledHasACodeAndAWeight(t *testing.T) {
	t.Parallel()
	s, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if step, ok := s.StepByCode("locate"); !ok || step.Channel != "search" || step.Weight >= s.Steps[0].Weight {
		t.Errorf("%+v, %v: who can be called goes first", step, ok)
	}
	const steps = "steps: [{ code: a, from: 1, stage: collection, weight: 10, channel: voice }]\n"
	for _, c := range []struct {
		says, text string
		right      bool
	}{
		{"none: nobody is set aside", "", true},
		{"one", "locate: { code: find, weight: 1 }", true},
		{"without a code", "locate: { weight: 1 }", false},
		{"with the code of another step", "locate: { code: a, weight: 1 }", false},
		{"without a weight", "locate: { code: find }", false},
	} {
		s, err := Parse([]byte(steps + c.text))
		if (err == nil) != c.right {
			t.Errorf("%s: %v", c.says, err)
		}
		if _, found := s.StepByCode(""); found {
			t.Errorf("%s: nothing is found as a step", c.says)
		}
	}
}
