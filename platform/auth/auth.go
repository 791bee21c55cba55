// Package auth says who is there and what they may do: users with a role, passwords, sessions, and the doors
// of the web. It knows nothing of people beyond their sign-in; domain/staff does.
//
// A password is kept as argon2id, a session as the SHA-256 of a random token, so that a stolen copy of the
// database signs nobody in. Somebody who guesses meets growing delays, by name and by address, and cannot
// learn which names exist: an unknown name costs the same time and gets the same answer.
package auth

import (
	"context"

	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/log"
)

// Faults that people see.
var (
	ErrUnsigned   = fault.New(fault.Unsigned, "auth.unsigned")
	ErrForbidden  = fault.New(fault.Forbidden, "auth.forbidden")
	ErrMustChange = fault.New(fault.Forbidden, "auth.must_change")
	ErrRefused    = fault.New(fault.Unsigned, "auth.refused")
	ErrWrong      = fault.New(fault.Invalid, "auth.wrong").On("was")
	ErrLocked     = fault.New(fault.Limit, "auth.locked")
	ErrBusy       = fault.New(fault.Limit, "auth.busy")
	ErrNoUser     = fault.New(fault.Missing, "auth.no_user")
	ErrName       = fault.New(fault.Invalid, "auth.name").On("name")
	ErrNameTaken  = fault.New(fault.Conflict, "auth.name_taken").On("name")
	ErrRole       = fault.New(fault.Invalid, "auth.role").On("role")
	ErrLastAdmin  = fault.New(fault.Conflict, "auth.last_admin")
	ErrCross      = fault.New(fault.Forbidden, "auth.cross_origin")
)

// Identity is who acts. The zero value is nobody.
type Identity struct {
	ID         id.ID
	Name       string // the sign-in name
	Role       Role
	MustChange bool   // signed in, but may only choose a new password
	session    string // hash of the session, when there is one
}

// Program is the identity of what the program does by itself, and of commands on the machine that holds the
// database.
func Program() Identity { return Identity{Role: System} }

// Nobody says whether nobody is signed in.
func (i Identity) Nobody() bool { return i.Role == "" }

// May says whether the identity may do something now.
func (i Identity) May(p Permission) bool { return !i.MustChange && i.Role.May(p) }

type contextKey struct{}

// As puts the identity that acts into the context.
func As(ctx context.Context, i Identity) context.Context {
	return log.WithUser(context.WithValue(ctx, contextKey{}, i), i.ID)
}

// Who is the identity that acts, or nobody.
func Who(ctx context.Context) Identity {
	i, _ := ctx.Value(contextKey{}).(Identity)
	return i
}

// Allow gives who acts, or the fault that says why they may not. Every use-case that changes something begins
// with it.
func Allow(ctx context.Context, p Permission) (Identity, error) {
	i := Who(ctx)
	switch {
	case i.Nobody():
		return i, ErrUnsigned
	case i.MustChange:
		return i, ErrMustChange
	case !i.Role.May(p):
		return i, ErrForbidden
	}
	return i, nil
}
