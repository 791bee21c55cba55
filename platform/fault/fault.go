// Package fault gives every error that a person may see a kind and a sentence. The kind decides the HTTP
// status and the exit code, once and for all callers; the sentence is a key of platform/text with its
// arguments, so that the same error reads well in Spanish and in English. What is not a fault is our own
// mistake and is shown as such, without its inner text.
package fault

import (
	"errors"
	"fmt"
)

// Kind says whose mistake it is and what can be done about it.
type Kind string

// The kinds.
const (
	Invalid   Kind = "invalid"   // what was given cannot be right: mend it and try again
	Missing   Kind = "missing"   // what was asked for does not exist
	Conflict  Kind = "conflict"  // the thing has changed, or is in a state that does not allow this
	Forbidden Kind = "forbidden" // the person may not do this
	Unsigned  Kind = "unsigned"  // nobody is signed in
	Limit     Kind = "limit"     // too large, too many, too often
	Internal  Kind = "internal"  // our own mistake
)

// Error is a fault: a kind, a text key such as "cut.not_a_table", its arguments, and the cause for the log.
type Error struct {
	Kind  Kind
	Key   string
	Args  []any
	Field string // the form field or column at fault, if one is
	Cause error  // for the log alone, never shown
}

// New makes a fault whose sentence is key, filled with args.
func New(kind Kind, key string, args ...any) *Error { return &Error{Kind: kind, Key: key, Args: args} }

// On names the field or column at fault.
func (e *Error) On(field string) *Error { c := *e; c.Field = field; return &c }

// Because keeps the cause for the log.
func (e *Error) Because(cause error) *Error { c := *e; c.Cause = cause; return &c }

// With fills the sentence of a declared fault, as in portfolio.ErrClosed.With(code).
func (e *Error) With(args ...any) *Error { c := *e; c.Args = args; return &c }

// Error is for logs; people read the text of Key in their language.
func (e *Error) Error() string {
	s := e.Key
	if len(e.Args) > 0 {
		s += " " + fmt.Sprint(e.Args...)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is holds between two faults of the same key, so that errors.Is(err, ErrClosed) works on a filled copy.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Key == e.Key
}

// KindOf gives the kind of any error: Internal when it is no fault.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}
