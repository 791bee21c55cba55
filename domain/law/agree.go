package law

import (
	"slices"
	"time"

	"aldia/platform/id"
)

// unkept stands for the contact that goes on while an hour is being agreed: it is not recorded yet.
const unkept id.ID = -1

// Agreeing judges a contact at an hour that is being agreed with the person now, as if their wish were set
// down already: whoever speaks with them can still propose another hour.
func (d *Dossier) Agreeing(p Proposal, now time.Time) (Decision, error) {
	agreed := *d
	agreed.marks = append(slices.Clone(d.marks), Mark{
		PersonID: d.PersonID, Kind: Asked, Channel: p.Channel, From: now, Until: AgreedUntil(p.At),
		ContactID: unkept,
	})
	return agreed.Judge(p)
}
