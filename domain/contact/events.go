package contact

import (
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/event"
	"aldia/platform/id"
)

// NameRecorded is announced within the transaction that records a contact; its body is a Recorded.
const NameRecorded event.Name = "contact.recorded"

// Recorded is what was recorded and what follows from it.
type Recorded struct {
	ContactID      id.ID          `json:"contact_id"`
	PersonID       id.ID          `json:"person_id"`
	CreditorID     id.ID          `json:"creditor_id"`
	Also           []id.ID        `json:"also,omitempty"` // further creditors whose debts it was about
	UserID         id.ID          `json:"user_id"`
	Channel        string         `json:"channel"`
	ContactPointID id.ID          `json:"contact_point_id,omitempty"`
	Party          string         `json:"party"`
	At             time.Time      `json:"at"`
	OnDay          calendar.Day   `json:"on_day"` // in the creditor's zone
	TreeID         id.ID          `json:"tree_id,omitempty"`
	Leaf           string         `json:"leaf"`
	Kind           Kind           `json:"kind"`
	Reached        Reached        `json:"reached"`
	Amount         money.Amount   `json:"amount,omitempty"`
	Currency       money.Currency `json:"currency,omitempty"`
	PromisedOn     calendar.Day   `json:"promised_on,omitempty"`
	CallbackAt     time.Time      `json:"callback_at,omitzero"`
	// AgainAt is when the person may be called again; zero: the case rests without end.
	AgainAt     time.Time    `json:"again_at,omitzero"`
	Hold        HoldReason   `json:"hold,omitempty"`          // why the case rests, or empty
	HoldUntilOn calendar.Day `json:"hold_until_on,omitempty"` // the last day of the rest; none: no end
	// Inbound says that the person began it.
	Inbound  bool  `json:"inbound,omitempty"`
	PermitID id.ID `json:"permit_id,omitempty"` // of the gate: the leave for it, or what it would have said
	// Breach says that nobody asked the gate, and that it would have refused.
	Breach bool    `json:"breach,omitempty"`
	Debts  []id.ID `json:"debts,omitempty"` // that were named; none: the creditor's
}

// About gives the creditors whose debts it was about, the one under whose tree it was recorded first. A
// promise is made to that one alone.
func (r Recorded) About() []id.ID {
	if r.Kind == Promise {
		return []id.ID{r.CreditorID}
	}
	return append([]id.ID{r.CreditorID}, r.Also...)
}

// Rests says whether the case is to be left alone until the hold ends.
func (r Recorded) Rests() bool { return r.Hold != "" }
