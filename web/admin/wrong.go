package admin

import (
	"errors"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/platform/fault"
	"aldia/web/ui"
)

// mistake is what is wrong with a form: at a field of it, or with the whole.
type mistake struct {
	field, text string
}

// at gives what is to be said at a field.
func (m mistake) at(field string) string {
	if m.field == field {
		return m.text
	}
	return ""
}

// above is what is said over the form: what belongs to none of its fields.
func (m mistake) above(fields ...string) string {
	if slices.Contains(fields, m.field) {
		return ""
	}
	return m.text
}

// mistakes are all that is wrong with a form.
type mistakes []mistake

// at gives what is to be said at a field.
func (all mistakes) at(field string) string {
	var said []string
	for _, m := range all {
		if text := m.at(field); text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, " ")
}

// above is what is said over the form: what belongs to none of its fields.
func (all mistakes) above(fields ...string) string {
	var said []string
	for _, m := range all {
		if text := m.above(fields...); text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, " ")
}

// toldOne says an error for a form that may have several.
func toldOne(v *ui.View, err error) mistakes {
	if err == nil {
		return nil
	}
	return mistakes{told(v, err)}
}

// told says an error for a form.
func told(v *ui.View, err error) mistake {
	if err == nil {
		return mistake{}
	}
	m := mistake{text: faultWords(v, err)}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		m.field = f.Field
	}
	return m
}

func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }

// daysInWords writes the days that fill the sentence of a fault as people do.
func daysInWords(v *ui.View, err error) error {
	f, is := errors.AsType[*fault.Error](err)
	if !is {
		return err
	}
	return f.With(days(v, f.Args)...)
}

func days(v *ui.View, args []any) []any {
	out := slices.Clone(args)
	for i, a := range out {
		if text, is := a.(string); is && len(text) == len("2026-11-22") {
			if day, err := calendar.ParseDay(text); err == nil {
				out[i] = v.Day(day)
			}
		}
	}
	return out
}

// faultWords says an error. Those that name our columns do so by the names that the screen has for them.
func faultWords(v *ui.View, err error) string {
	err = daysInWords(v, err)
	var f *fault.Error
	if !errors.As(err, &f) {
		return v.Text.Fault(err)
	}
	args := append([]any(nil), f.Args...)
	switch {
	case errors.Is(err, intake.ErrMissing) && len(args) > 0:
		args[0] = ourList(v, args[0])
	case errors.Is(err, intake.ErrNotThere) && len(args) > 1:
		args[1] = ourList(v, args[1])
	default:
		return v.Text.Fault(err)
	}
	return v.Say(f.Key, args...)
}

func ourList(v *ui.View, names any) any {
	text, is := names.(string)
	if !is {
		return names
	}
	var out []string
	for name := range strings.SplitSeq(text, ", ") {
		out = append(out, ourWords(v, name))
	}
	return v.Text.Join(out...)
}

// ourWords names one of our columns as the screen does; an attribute by its own name.
func ourWords(v *ui.View, name string) string {
	if name == intake.ChooseCodeAndName {
		return v.Say("admin.columns.code_and_name")
	}
	if own, attribute := strings.CutPrefix(name, "x."); attribute {
		return own
	}
	if key := "intake.column." + name; v.Text.Has(key) {
		return v.Say(key)
	}
	return name
}
