package main

import (
	"testing"
	"time"
)

func TestTheDemoPlaysWhenPeopleMayBeCalled(t *testing.T) {
	t.Parallel()
	quito := time.FixedZone("Quito", -5*3600)
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 30, 0, 0, quito) }
	for name, c := range map[string]struct{ now, plays time.Time }{
		"on a Thursday morning it is now":               {at(19, 9), at(19, 9)},
		"on a Sunday it is the Friday before":           {at(22, 12), at(20, 10).Add(-30 * time.Minute)},
		"late in the evening it is the morning":         {at(19, 22), at(19, 10).Add(-30 * time.Minute)},
		"before sunrise it is the day before":           {at(19, 4), at(18, 10).Add(-30 * time.Minute)},
		"on a holiday it is the last day that was none": {at(3, 11), time.Date(2026, 10, 30, 10, 0, 0, 0, quito)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := demoHour(c.now, "EC", "PE")
			if err != nil || !got.Equal(c.plays) {
				t.Errorf("it plays at %v (%v), expected %v", got.In(quito), err, c.plays)
			}
		})
	}
}
