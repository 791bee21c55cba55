package treatment

import (
	"errors"

	"aldia/platform/fault"
	"aldia/platform/text"
)

// Unasked is of how many cases the law could not be asked in a close, and why not of the first: a figure
// that its rules go by is missing, or the pack cannot be read. Such a case stays placed as if nothing were
// against it.
type Unasked struct {
	Cases int64 `json:"cases"`
	// Key and Args are the sentence that says why; no key where it is no person's to mend, and Text is for who
	// looks after the program.
	Key  string    `json:"key,omitempty"`
	Args text.Args `json:"args,omitempty"`
	Text string    `json:"text,omitempty"`
}

// note counts a case of which the law could not be asked; none for no error.
func (u *Unasked) note(err error) {
	if err == nil {
		return
	}
	one := Unasked{Cases: 1, Text: err.Error()}
	var f *fault.Error
	if errors.As(err, &f) && f.Kind != fault.Internal {
		one.Key, one.Args = f.Key, f.Args
	}
	u.add(one)
}

// add adds what another part of the close noted; the first reason stays.
func (u *Unasked) add(other Unasked) {
	cases := u.Cases + other.Cases
	if u.Cases == 0 {
		*u = other
	}
	u.Cases = cases
}

// Reason is the first reason in words.
func (u *Unasked) Reason(say text.Language) string {
	if u.Key == "" || !say.Has(u.Key) {
		return say.Say("fault.internal.text")
	}
	return say.Say(u.Key, u.Args...)
}
