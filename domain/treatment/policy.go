package treatment

import (
	"slices"
	"sync"

	"aldia/domain/delinquency"
	"aldia/domain/portfolio"
	"aldia/domain/strategy"
	"aldia/platform/db"
	"aldia/platform/id"
)

// policies remembers what was made of the creditors' settings. Creditors are read for each decision, so that
// one that is changed by another process counts at once; to read their buckets and their zones out of them
// again would cost more than the decision does.
type policies struct {
	mu    sync.Mutex
	from  []portfolio.Creditor
	known *Policy
}

// of gives what decisions go by. The policy is shared: who changes it takes a copy.
func (k *policies) of(creditors []portfolio.Creditor, s *strategy.Strategy) (*Policy, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known != nil && slices.Equal(k.from, creditors) {
		return k.known, nil
	}
	p := &Policy{Strategy: *s, Creditors: make(map[id.ID]Creditor, len(creditors))}
	for _, c := range creditors {
		buckets, err := delinquency.ParseBuckets(c.Buckets)
		if err != nil {
			return nil, err
		}
		p.Creditors[c.ID] = Creditor{Creditor: c, Buckets: buckets, Zone: c.Place()}
	}
	k.from, k.known = creditors, p
	return p, nil
}

// policy gathers what decisions of a day go by.
func (t *Treatments) policy(tx db.Tx) (*Policy, error) {
	creditors, err := portfolio.CreditorsIn(tx)
	if err != nil {
		return nil, err
	}
	return t.policies.of(creditors, &t.strategy)
}
