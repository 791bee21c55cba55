package law_test

import (
	"slices"
	"strings"
	"testing"

	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

// TestWhatWasInForceThenIsToldOfThatVersionAlone: what the company set later is not read into what was judged
// before it.
func TestWhatWasInForceThenIsToldOfThatVersionAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o, bare := law.NewOwns(d), pack(t, "EC").Version
		for _, until := range []string{"18:00", "17:00"} {
			short := law.Setting{Of: "ec.contact.hours", Hours: law.Hours{"mon-fri": "08:00-" + until}}
			if err := o.Set(chief(t), "EC", short, "lo pide el banco: "+until); err != nil {
				t.Fatal(err)
			}
		}
		now := d.Now()
		for version, hours := range map[string]string{
			bare: "", bare + " + propia 1": "18:00", bare + " + propia 2": "17:00",
		} {
			var l law.Lawbook
			err := d.Read(t.Context(), func(tx db.Tx) (err error) {
				l, err = o.LawbookTx(tx, law.Then{Pack: "EC", Version: version, First: now, Last: now})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(l.Rules, func(r law.Told) bool { return r.ID == "ec.contact.hours" })
			if at < 0 || !l.Rules[at].Law() || l.Rules[at].Source == "" || l.Rules[at].EN == "" || !l.Exact() {
				t.Fatalf("%s: the law's own hours are not told: %+v", version, l.Rules)
			}
			own := slices.ContainsFunc(l.Rules, func(r law.Told) bool { return r.ID == "ec.contact.hours.own" })
			if own != (hours != "") || len(l.Settings) > 0 != (hours != "") {
				t.Fatalf("%s: the company's rule %v and settings %+v", version, own, l.Settings)
			}
			if hours == "" {
				continue
			}
			s := l.Settings[len(l.Settings)-1]
			if !strings.Contains(s.Says.ES, hours) || s.Why != "lo pide el banco: "+hours || s.From == 0 ||
				s.At.IsZero() {
				t.Errorf("%s: set %+v", version, s)
			}
		}
	})
}
