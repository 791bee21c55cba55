package text

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"aldia/platform/fault"
)

// Args fill a sentence that is kept as JSON, to be said later in the language of whoever looks at it. A text,
// a whole number, a day, a Key and a fault come back as what they were; anything else comes back as the text
// that it would have been written as.
type Args []any

// keptArg is an argument that is neither a text nor a number: a day, or a sentence of its own. The keys are
// ours alone, so that no text of a person is ever taken for one.
type keptArg struct {
	Day  string `json:"day,omitempty"`
	Key  string `json:"key,omitempty"`
	Args Args   `json:"args,omitempty"`
}

// MarshalJSON keeps the arguments.
func (a Args) MarshalJSON() ([]byte, error) {
	out := make([]any, len(a))
	for i, one := range a {
		out[i] = kept(one)
	}
	return json.Marshal(out)
}

func kept(v any) any {
	if d, is := v.(dated); is {
		y, m, day := d.Date()
		return keptArg{Day: time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
	}
	if n, is := whole(v); is {
		return n
	}
	switch v := v.(type) {
	case string:
		return v
	case Key:
		return keptArg{Key: string(v)}
	case fmt.Stringer:
		return v.String()
	case error:
		if f, is := errors.AsType[*fault.Error](v); is {
			return keptArg{Key: f.Key, Args: f.Args}
		}
		return keptArg{Key: "fault.internal.text"} // never its inner text
	}
	return fmt.Sprint(v)
}

// UnmarshalJSON reads arguments that were kept.
func (a *Args) UnmarshalJSON(raw []byte) error {
	var all []json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	*a = make(Args, len(all))
	for i, one := range all {
		v, err := unkept(one)
		if err != nil {
			return err
		}
		(*a)[i] = v
	}
	return nil
}

func unkept(raw json.RawMessage) (any, error) {
	if n, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
		return n, nil
	}
	if len(raw) == 0 || raw[0] != '{' {
		var plain any
		err := json.Unmarshal(raw, &plain)
		return plain, err
	}
	var one keptArg
	if err := json.Unmarshal(raw, &one); err != nil {
		return nil, err
	}
	switch {
	case one.Day != "":
		d, err := time.Parse(time.DateOnly, one.Day)
		return keptDay{d}, err
	case len(one.Args) > 0:
		return fault.New(fault.Invalid, one.Key, one.Args...), nil
	}
	return Key(one.Key), nil
}

// keptDay is a day that was kept.
type keptDay struct{ at time.Time }

// Date gives the day as calendars do.
func (d keptDay) Date() (year, month, day int) {
	y, m, dd := d.at.Date()
	return y, int(m), dd
}

// String is the day as machines write it.
func (d keptDay) String() string { return d.at.Format(time.DateOnly) }
