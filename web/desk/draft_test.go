package desk

import (
	"strconv"
	"testing"
	"time"
)

func TestADraftKnowsWhatHadBeenRecordedWhenItWasBegun(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)
	millis := func(ago time.Duration) string { return strconv.FormatInt(now.Add(-ago).UnixMilli(), 10) }
	for _, c := range []struct {
		says             string
		started, drafted string
		want             time.Duration // before now
	}{
		{"an ordinary form knows since it was opened", millis(5 * time.Minute), "", 5 * time.Minute},
		{"one that stood open too long counts from now", millis(3 * time.Hour), "", 0},
		{"a draft of this morning knows since then", millis(time.Minute), millis(5 * time.Hour), 5 * time.Hour},
		{"one of the day before yesterday is none", millis(time.Minute), millis(48 * time.Hour), time.Minute},
		{"one from the future is none", millis(time.Minute), millis(-time.Hour), time.Minute},
		{"what is no time is none", millis(time.Minute), "ayer", time.Minute},
	} {
		form := result{StartedAt: c.started, DraftedAt: c.drafted}
		if got := now.Sub(form.knownAt(now)); got != c.want {
			t.Errorf("%s: %s ago, want %s", c.says, got, c.want)
		}
	}
}

func TestWhoIsHereAgainIsToldWhy(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	for next, want := range map[string]string{
		"":             "Su sesión terminó. Entre otra vez.",
		"/hoy":         "Su sesión terminó. Entre otra vez y volverá a donde estaba.",
		"/casos?q=ana": "Su sesión terminó. Entre otra vez y volverá a donde estaba.",
		"/casos/per_1": "Su sesión terminó. Entre otra vez y volverá al caso, con lo que había escrito.",
	} {
		if got := endedWords(v, next); got != want {
			t.Errorf("on the way to %q: %s", next, got)
		}
	}
}

func TestTheHourOfACaseIsSaidShortly(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	for at, want := range map[time.Time]string{
		time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC): "hoy, 17:00",
		time.Date(2026, 11, 25, 13, 0, 0, 0, time.UTC): "25 nov, 08:00",
		time.Date(2027, 1, 4, 13, 0, 0, 0, time.UTC):   "4 ene 2027, 08:00",
	} {
		if got := hourWords(v, at); got != want {
			t.Errorf("%s is said %q, want %q", at, got, want)
		}
	}
}
