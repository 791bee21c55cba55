package staff_test

import (
	"errors"
	"testing"

	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

func TestEverybodyChoosesTheirOwnLanguage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, _ := h.add(t, rosa())
		herself := auth.As(t.Context(), auth.Identity{ID: m.ID, Role: auth.Agent})
		if err := h.staff.Speak(herself, "en"); err != nil {
			t.Fatal(err)
		}
		if got := h.get(t, m.ID).Language; got != "en" {
			t.Errorf("she is spoken to in %q", got)
		}
		if got := h.get(t, h.ana.ID).Language; got != "es" {
			t.Errorf("and Ana in %q", got)
		}
		if err := h.staff.Speak(herself, "qu"); !errors.Is(err, staff.ErrLanguage) {
			t.Errorf("a language that we do not have: %v", err)
		}
		if err := h.staff.Speak(t.Context(), "en"); !errors.Is(err, auth.ErrUnsigned) {
			t.Errorf("nobody chooses a language: %v", err)
		}
		if err := h.staff.Speak(auth.As(t.Context(), auth.Identity{ID: 4242, Role: auth.Admin}), "en"); err != nil {
			t.Errorf("a sign-in that is no member's: %v", err)
		}
	})
}
