package desk

import (
	"testing"

	"aldia/domain/worklist"
	"aldia/platform/auth"
	"aldia/platform/id"
)

func TestWhatAPersonKeepsIsNotMixedWithWhatNobodyDoes(t *testing.T) {
	t.Parallel()
	loads := []worklist.Load{
		{AgentID: 7, Ready: 15, Held: 1, Waiting: 3}, {AgentID: 8, Ready: 40}, {Ready: 825},
	}
	for _, c := range []struct {
		says  string
		who   int64
		role  auth.Role
		mine  int64
		works bool
	}{
		{"an agent has theirs", 7, auth.Agent, 16, true},
		{"a new agent has none yet and takes those of nobody", 9, auth.Agent, 0, true},
		{"a supervisor who keeps cases works them", 8, auth.Supervisor, 40, true},
		{"a supervisor who keeps none has no list", 9, auth.Supervisor, 0, false},
		{"nor has a manager", 9, auth.Manager, 0, false},
	} {
		var m morning
		m.share(loads, id.ID(c.who), c.role)
		if got := m.Mine.Ready + m.Mine.Held; got != c.mine || m.Pool.Ready != 825 || m.Works != c.works {
			t.Errorf("%s: %d of their own, %d of nobody, works %t", c.says, got, m.Pool.Ready, m.Works)
		}
	}
}
