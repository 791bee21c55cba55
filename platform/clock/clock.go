// Package clock hands the time to whoever needs it, so that a test or a simulated season can hold it still.
// Nothing else in the program asks the machine for the time.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time, in UTC.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now is the present, in UTC.
func (System) Now() time.Time { return time.Now().UTC() }

// Shifted is the machine's clock with a difference: for a company that plays at another hour.
type Shifted struct{ By time.Duration }

// Now is the present, shifted, in UTC.
func (s Shifted) Now() time.Time { return System{}.Now().Add(s.By) }

// Fake stands still until it is moved. It is safe for many goroutines.
type Fake struct {
	mu  sync.Mutex
	now time.Time
}

// NewFake starts a clock that stands at t.
func NewFake(t time.Time) *Fake { return &Fake{now: t.UTC()} }

// Now is where the clock stands.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Set moves the clock to t, also backwards.
func (f *Fake) Set(t time.Time) {
	f.mu.Lock()
	f.now = t.UTC()
	f.mu.Unlock()
}

// Advance moves the clock forward by d.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	f.now = f.now.Add(d)
	f.mu.Unlock()
}
