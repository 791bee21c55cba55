package desk

import (
	"errors"
	"slices"

	"aldia/platform/fault"
	"aldia/web/ui"
)

// wrong is one thing to mend in a form: what is told of it, and the field it stands at.
type wrong struct{ Field, Text string }

// fieldsInOrder are the fields of the form of a result as they follow each other on the page. What belongs to
// none of them, such as a key that was used already, is told after them.
func fieldsInOrder() []string {
	return []string{
		"leaf", "currency", "amount", "promised_on", "callback_at", "new_phone", "note", "contact_point", "channel",
		"party", "debts",
	}
}

// mark puts all that is wrong at its fields, the first thing of each field alone, and gathers it for the
// summary. What is no fault of the form is given back.
func (form *result) mark(v *ui.View, err error) (broken error) {
	form.Errors, form.Wrong = map[string]string{}, nil
	for _, one := range parted(err) {
		var told *fault.Error
		if !errors.As(one, &told) || told.Kind == fault.Internal {
			return one
		}
		if _, said := form.Errors[told.Field]; !said {
			form.Errors[told.Field] = v.Text.Fault(one)
			form.Wrong = append(form.Wrong, wrong{told.Field, v.Text.Fault(one)})
		}
	}
	order := fieldsInOrder()
	at := func(w wrong) int {
		if n := slices.Index(order, w.Field); n >= 0 {
			return n
		}
		return len(order)
	}
	slices.SortStableFunc(form.Wrong, func(a, b wrong) int { return at(a) - at(b) })
	return nil
}

// parted takes joined errors apart.
func parted(err error) (all []error) {
	if err == nil {
		return nil
	}
	joined, several := err.(interface{ Unwrap() []error })
	if !several {
		return []error{err}
	}
	for _, one := range joined.Unwrap() {
		all = append(all, parted(one)...)
	}
	return all
}

// target is the id of what a line of the summary leads to; empty when no field of the form is meant.
func (w wrong) target() string {
	switch w.Field {
	case "leaf", "debts":
		return "result-" + w.Field
	}
	if slices.Contains(fieldsInOrder(), w.Field) {
		return w.Field
	}
	return ""
}
