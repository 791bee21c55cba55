// Package strategy is who is treated how, as data that a person can read: the steps by days past due, which
// of them goes first, and what a case rests for. It is rules only: it is given facts and a day and answers;
// treatment carries the answers out. A strategy is versioned, and what is decided keeps the version it was
// decided under.
package strategy

import (
	_ "embed"
	"errors"
	"fmt"
	"math/bits"

	"go.yaml.in/yaml/v3"

	"aldia/domain/money"
)

// Stage is where a debt is in its life (prevención, cobranza, recuperación, extinción).
type Stage string

// The stages.
const (
	Prevention Stage = "prevention"
	Collection Stage = "collection"
	Recovery   Stage = "recovery"
	Extinction Stage = "extinction" // nothing is owed any more, or the debt is no longer ours
)

// Step is what is done with a case between two ages of its oldest debt.
type Step struct {
	Code    string `yaml:"code"`
	From    int    `yaml:"from"` // days past due; below zero: before the due day
	To      *int   `yaml:"to"`   // none: without end
	Stage   Stage  `yaml:"stage"`
	Weight  int64  `yaml:"weight"`
	Channel string `yaml:"channel"`
}

// Strategy is the whole map.
type Strategy struct {
	Name    string                   `yaml:"name"`
	Version int                      `yaml:"version"`
	Small   map[money.Currency]int64 `yaml:"small"` // in whole units of the currency
	Steps   []Step                   `yaml:"steps"`
	// Locate is the step of whoever is to be called and has no telephone that works. They keep the stage of
	// their age. Without a code nobody is set aside.
	Locate Step `yaml:"locate"`
}

//go:embed default.yaml
var defaultText []byte

// ErrStrategy is given for a strategy that cannot be carried out; the error that wraps it says why.
var ErrStrategy = errors.New("strategy: not usable")

// Default is the strategy that a company starts with.
func Default() (Strategy, error) { return Parse(defaultText) }

const maxWeight = 1000

// Parse reads a strategy.
func Parse(text []byte) (Strategy, error) {
	var s Strategy
	if err := yaml.Unmarshal(text, &s); err != nil {
		return s, fmt.Errorf("%w: %w", ErrStrategy, err)
	}
	if len(s.Steps) == 0 {
		return s, fmt.Errorf("%w: it has no steps", ErrStrategy)
	}
	known := map[string]bool{}
	for i, step := range s.Steps {
		last := i == len(s.Steps)-1
		switch {
		case known[step.Code]:
			return s, fmt.Errorf("%w: the step %s is there twice", ErrStrategy, step.Code)
		case step.Code == "" || step.Weight < 1 || step.Weight > maxWeight:
			return s, fmt.Errorf("%w: step %d has no code, or a weight that is not between 1 and %d", ErrStrategy, i+1,
				maxWeight)
		case step.Stage != Prevention && step.Stage != Collection && step.Stage != Recovery:
			return s, fmt.Errorf("%w: step %s has the stage %q", ErrStrategy, step.Code, step.Stage)
		case step.To != nil && *step.To < step.From, !last && (step.To == nil || s.Steps[i+1].From != *step.To+1):
			return s, fmt.Errorf("%w: after step %s there is a gap or an overlap", ErrStrategy, step.Code)
		}
		known[step.Code] = true
	}
	if l := &s.Locate; *l != (Step{}) &&
		(l.Code == "" || known[l.Code] || l.Weight < 1 || l.Weight > maxWeight) {
		return s, fmt.Errorf("%w: locate has no code of its own, or a weight that is not between 1 and %d",
			ErrStrategy, maxWeight)
	}
	return s, nil
}

// StepAt gives the step of a case whose oldest debt is so many days past due; a negative number is days
// before it.
func (s *Strategy) StepAt(days int) (Step, bool) {
	for i := range s.Steps {
		if days >= s.Steps[i].From && (s.Steps[i].To == nil || days <= *s.Steps[i].To) {
			return s.Steps[i], true
		}
	}
	return Step{}, false
}

// StepByCode finds a step.
func (s *Strategy) StepByCode(code string) (Step, bool) {
	for _, step := range s.Steps {
		if step.Code == code {
			return step, true
		}
	}
	if code != "" && code == s.Locate.Code {
		return s.Locate, true
	}
	return Step{}, false
}

// StageAt is the stage of an account so many days past due.
func (s *Strategy) StageAt(days int) Stage {
	if step, ok := s.StepAt(days); ok {
		return step.Stage
	}
	return Prevention
}

// IsSmall says whether a sum past due is too small to call for.
func (s *Strategy) IsSmall(pastDue money.Amount, c money.Currency) bool {
	decimals, _ := c.Decimals()
	limit := s.Small[c]
	for range decimals {
		limit *= 10
	}
	return int64(pastDue) < limit
}

const (
	weightUnit = 1_000_000
	brokenUnit = 100_000 // a broken promise goes before every amount of its step
	amountUnit = 1_000   // each doubling of the amount
	maxBroken  = 5
	// waitsBelow is the weight under which a step waits for every other one.
	waitsBelow = 20
)

// Priority orders cases: the step's weight first, then broken promises, then the size of what is past due.
// It uses only what changes seldom, so that a worklist is not rewritten every night.
func Priority(weight int64, broken int64, pastDue money.Amount) int64 {
	size := int64(bits.Len64(uint64(max(pastDue, 0))))
	return weight*weightUnit + min(broken, maxBroken)*brokenUnit + size*amountUnit
}

// Waits says whether a case of this priority waits until nobody is left for whom more is at stake, also where
// it is the agent's own: what is not due yet is not called before what is overdue.
func Waits(priority int64) bool { return priority < waitsBelow*weightUnit }
