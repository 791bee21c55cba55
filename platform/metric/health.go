package metric

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// checkWithin is how long one check may take. Balancers ask every few seconds and give up soon after.
const checkWithin = 2 * time.Second

// Check is one thing without which the process cannot serve.
type Check struct {
	Name string
	Do   func(ctx context.Context) error
}

// Health answers whether the process lives and can serve.
type Health struct {
	checks   []Check
	failed   func(name string, err error)
	draining atomic.Bool
}

// NewHealth asks the checks each time it is asked. failed is told why one failed, for the log: the answer
// only names it.
func NewHealth(failed func(name string, err error), checks ...Check) *Health {
	return &Health{checks: checks, failed: failed}
}

// Drain says from now on that the process cannot serve, so that a balancer sends nobody any more while it
// ends.
func (h *Health) Drain() { h.draining.Store(true) }

// Live answers /healthz: the process lives. It asks nothing else, or a database that is away would have every
// process started anew.
func (h *Health) Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write([]byte("ok\n"))
	})
}

type readiness struct {
	Ready  bool            `json:"ready"`
	Checks map[string]bool `json:"checks"`
}

// Ready answers /readyz: 200 when every check passes, else 503, with the checks by name.
func (h *Health) Ready() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		state := h.ask(r.Context())
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if !state.Ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(state)
	})
}

func (h *Health) ask(ctx context.Context) readiness {
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	state := readiness{Ready: !h.draining.Load(), Checks: map[string]bool{}}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, c := range h.checks {
		all.Go(func() {
			err := c.Do(ctx)
			if err != nil {
				h.failed(c.Name, err)
			}
			mu.Lock()
			defer mu.Unlock()
			state.Checks[c.Name] = err == nil
			state.Ready = state.Ready && err == nil
		})
	}
	all.Wait()
	return state
}
