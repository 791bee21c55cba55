package staff

import (
	"aldia/platform/auth"
	"aldia/platform/event"
	"aldia/platform/id"
)

// What the staff announces. The key of each is the member.
const (
	Joined      event.Name = "staff.joined"
	RoleChanged event.Name = "staff.role_changed"
	Disabled    event.Name = "staff.disabled" // what was locked to them is to be let go
	Enabled     event.Name = "staff.enabled"
	Moved       event.Name = "staff.moved"  // to another team, or to other creditors
	Edited      event.Name = "staff.edited" // name, code, language, capacity
)

// Change is the body of each of them: how the member stands now.
type Change struct {
	Member       id.ID     `json:"member"`
	Role         auth.Role `json:"role"`
	Team         id.ID     `json:"team"`
	Active       bool      `json:"active"`
	AllCreditors bool      `json:"all_creditors"`
	Creditors    []id.ID   `json:"creditors,omitempty"`
}

func changeOf(m *Member) Change {
	return Change{Member: m.ID, Role: m.Role, Team: m.TeamID, Active: m.Active, AllCreditors: m.AllCreditors,
		Creditors: m.Creditors}
}
