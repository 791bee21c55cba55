package desk

import (
	"strings"
	"testing"
	"time"

	"aldia/domain/law"
)

// At six in the morning the hours are against a call as well; what is said to limit it is what would still
// limit it at noon.
func TestWhatLimitsAChannelIsNotTheHourOfTheDay(t *testing.T) {
	t.Parallel()
	v := spanish(t)
	for _, c := range []struct {
		what, country string
		at            time.Time
		person        law.Person
		says, not     string
	}{
		{"who asked for no contact, at six", "CR", time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
			law.Person{RefuseAll: true}, "contact", "08:00"},
		{"seven calls in seven days, at six", "US", time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC),
			law.Person{}, "siete llamadas", "21:00"},
	} {
		pack, err := law.Load(c.country)
		if err != nil {
			t.Fatal(err)
		}
		ask := law.Ask{
			At: c.at, Channel: law.Voice, Party: law.Debtor, Purpose: law.Collection, Person: c.person,
			Debts: []string{"a"},
		}
		w := way{Channel: law.Voice}
		if w.Budget, err = law.Plan(law.Under{Pack: pack, Ask: &ask}); err != nil {
			t.Fatal(err)
		}
		verdict, err := pack.Check(&ask)
		if err != nil || verdict.Allowed {
			t.Fatalf("%s: %+v %v", c.what, verdict, err)
		}
		for _, r := range verdict.Blocked {
			w.Decision.Blocked = append(w.Decision.Blocked, law.Told{
				ID: r.ID, Basis: r.Basis, Verification: r.Verification, ES: r.Says.ES, EN: r.Says.EN,
			})
		}
		if said := limitWords(v, &w); !strings.Contains(said, c.says) || strings.Contains(said, c.not) {
			t.Errorf("%s: %q", c.what, said)
		}
	}
}
