// Package staff is who works: every person of the department with their sign-in, their role, their team, the
// creditors whose debts they may see, and how many accounts a day can be asked of them. A member joins with a
// password that somebody else chose and changes it first; a member who leaves is disabled and never deleted,
// since what they did keeps their name.
package staff

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"aldia/platform/auth"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Prefixes of identities for the outside.
const (
	Prefix     = "usr_"
	TeamPrefix = "tea_"
)

// Member is a person of the staff. Their identity is that of their sign-in.
type Member struct {
	ID           id.ID
	SignIn       string // the name they type at the door
	Code         string // what they are called in lists and files of the house
	Name         string
	Role         auth.Role
	TeamID       id.ID // zero: in no team
	Language     string
	Capacity     int // accounts a day
	AllCreditors bool
	Creditors    []id.ID // when not all
	Active       bool
	MustChange   bool // has not chosen a password yet
	CreatedAt    time.Time
	LastSignInAt time.Time
}

// Sees says whether the member may see the debts of a creditor.
func (m *Member) Sees(creditor id.ID) bool {
	return m.AllCreditors || slices.Contains(m.Creditors, creditor)
}

// Works says whether cases can be given to the member.
func (m *Member) Works() bool { return m.Active && m.Role.May(auth.CaseWork) }

// Team is a group of members under one supervisor.
type Team struct {
	ID   id.ID
	Code string
	Name string
}

const (
	// DefaultCapacity is what a telephone agent works through in a day of eight hours at four minutes an
	// account.
	DefaultCapacity = 120
	// maxCapacity is beyond what a dialer connects one person with in a day; more is a slip.
	maxCapacity = 5000
	maxName     = 120
	// maxCreditors bounds the list of one member: who sees more sees all.
	maxCreditors = 500
)

// Faults that people see.
var (
	ErrMissing  = fault.New(fault.Missing, "staff.missing")
	ErrName     = fault.New(fault.Invalid, "staff.name", maxName).On("full_name")
	ErrCode     = fault.New(fault.Invalid, "staff.code").On("code")
	ErrCodeUsed = fault.New(fault.Conflict, "staff.code_used").On("code")
	ErrLanguage = fault.New(fault.Invalid, "staff.language").On("language")
	ErrCapacity = fault.New(fault.Invalid, "staff.capacity", maxCapacity).On("capacity")
	ErrTeam     = fault.New(fault.Missing, "staff.no_team").On("team")
	ErrMany     = fault.New(fault.Limit, "staff.many_creditors", maxCreditors).On("creditors")
	ErrSelf     = fault.New(fault.Conflict, "staff.self")
)

var codeShape = regexp.MustCompile(`^[\p{L}\d][\p{L}\d._@+-]{0,63}$`)

// Profile is what is known of a member beside their sign-in.
type Profile struct {
	Code     string // "" is the sign-in name
	Name     string
	Language string // "" is es
	Capacity int    // zero is DefaultCapacity
}

// settle fills in what was left out and says what cannot be.
func (p *Profile) settle(signIn string) error {
	p.Name, p.Code = strings.Join(strings.Fields(p.Name), " "), strings.TrimSpace(p.Code)
	if p.Code == "" {
		p.Code = signIn
	}
	if p.Language == "" {
		p.Language = "es"
	}
	if p.Capacity == 0 {
		p.Capacity = DefaultCapacity
	}
	switch {
	case p.Name == "" || utf8.RuneCountInString(p.Name) > maxName:
		return ErrName
	case !codeShape.MatchString(p.Code):
		return ErrCode
	case p.Language != "es" && p.Language != "en":
		return ErrLanguage.With(p.Language)
	case p.Capacity < 1 || p.Capacity > maxCapacity:
		return ErrCapacity
	}
	return nil
}

func (m *Member) profile() Profile {
	return Profile{Code: m.Code, Name: m.Name, Language: m.Language, Capacity: m.Capacity}
}

// take lets a settled profile be the member's.
func (m *Member) take(p Profile) {
	m.Code, m.Name, m.Language, m.Capacity = p.Code, p.Name, p.Language, p.Capacity
}
