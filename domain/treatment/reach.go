package treatment

import (
	"aldia/domain/party"
	"aldia/platform/db"
	"aldia/platform/id"
)

// askReach finds out which of the cases have a telephone that works.
func askReach(tx db.Tx, cases []Case) error {
	list := make(db.List, len(cases))
	for i := range cases {
		list[i], cases[i].Reach = int64(cases[i].PersonID), Unreachable
	}
	return party.CallableTx(tx, list, func(person id.ID) {
		for i := range cases {
			if cases[i].PersonID == person {
				cases[i].Reach = Reachable
			}
		}
	})
}
