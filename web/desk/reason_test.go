package desk

import (
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/worklist"
)

func TestTheDaysOfAListAgreeWithItsBucketsWhateverDayItIs(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	v.Today = calendar.Of(2026, 11, 23)
	buckets := delinquency.Default()
	for _, closed := range []calendar.Day{v.Today - 1, v.Today - 3} {
		for days := calendar.Day(-2); days < 70; days++ {
			due := closed - days
			want := buckets.Of(delinquency.DaysPastDue(due, closed))
			if got := buckets.Of(int(daysLate(v, due, closed))); got != want {
				t.Errorf("%d days late at the close stand in bucket %d, and their marks in %d", days, want, got)
			}
			said := lineReason(v, worklist.Line{OldestDueOn: due, Step: "early"}, closed)
			if late := strings.Contains(said, "atraso"); late != (want > 0) {
				t.Errorf("in bucket %d is said %q", want, said)
			}
		}
	}
	if got := lineReason(v, worklist.Line{}, v.Today-1); got != "No debe nada" {
		t.Errorf("of who has paid all is said %q", got)
	}
	for due, want := range map[calendar.Day]string{
		v.Today - 61: "Mora temprana, 60 días de atraso", v.Today - 1: "Mora temprana: venció el 22 nov 2026",
		v.Today: "Mora temprana: vence hoy", v.Today + 1: "Mora temprana: vence mañana",
	} {
		if got := lineReason(v, worklist.Line{OldestDueOn: due, Step: "early"}, v.Today-1); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
