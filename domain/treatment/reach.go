package treatment

import (
	"aldia/domain/party"
	"aldia/platform/db"
	"aldia/platform/id"
)

// askReach finds out which of some cases have a telephone that works.
func askReach(tx db.Tx, cases []Case, wanted func(*Case) bool) error {
	var list db.List
	at := map[id.ID]*Case{}
	for i := range cases {
		if c := &cases[i]; wanted(c) {
			c.Reach, at[c.PersonID] = Unreachable, c
			list = append(list, int64(c.PersonID))
		}
	}
	if len(list) == 0 {
		return nil
	}
	return party.CallableTx(tx, list, func(person id.ID) { at[person].Reach = Reachable })
}
