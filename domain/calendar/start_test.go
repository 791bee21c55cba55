package calendar_test

import (
	"testing"
	"time"

	"aldia/domain/calendar"
)

func TestADayBeginsAtOneWhereClocksGoForwardAtMidnight(t *testing.T) {
	t.Parallel()
	santiago, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	for text, begins := range map[string]string{
		"2026-09-05": "00:00 -0400", "2026-09-06": "01:00 -0300", "2026-09-07": "00:00 -0300",
		"2026-04-05": "00:00 -0400",
	} {
		day, err := calendar.ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		start := day.Start(santiago)
		if start.Format("15:04 -0700") != begins || calendar.On(start, santiago) != day ||
			calendar.On(start.Add(-time.Second), santiago) != day-1 {
			t.Errorf("%s begins at %s, expected %s", text, start, begins)
		}
	}
}
