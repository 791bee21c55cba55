package staff_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// asIs is how a member is wanted when nothing of them changes.
func asIs(m staff.Member, team string) staff.Wanted {
	return staff.Wanted{
		Profile: staff.Profile{Code: m.Code, Name: m.Name, Language: m.Language, Capacity: m.Capacity},
		Role:    m.Role, Team: team, AllCreditors: m.AllCreditors, Creditors: m.Creditors,
	}
}

// book gives what the book says was done to a member, the latest first.
func (h *house) book(t *testing.T, member id.ID) (all []audit.Record) {
	t.Helper()
	err := h.db.Read(t.Context(), func(tx db.Tx) error {
		return audit.EachTx(tx, audit.Filter{OnID: member}, func(r audit.Record) error {
			all = append(all, r)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAMemberIsKeptWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	tooMany := make([]id.ID, 501)
	for i := range tooMany {
		tooMany[i] = id.ID(i + 1)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, _ := h.add(t, rosa())
		before, entries := h.get(t, m.ID), len(h.book(t, m.ID))
		for name, spoil := range map[string]struct {
			how  func(*staff.Wanted)
			want error
		}{
			"creditors that are refused":   {func(w *staff.Wanted) { w.Creditors = tooMany }, staff.ErrMany},
			"a team that nobody has heard": {func(w *staff.Wanted) { w.Team = "x" }, staff.ErrTeam},
			"no role":                      {func(w *staff.Wanted) { w.Role = "poet" }, auth.ErrRole},
			"a code that is somebody's":    {func(w *staff.Wanted) { w.Code = h.ana.Code }, staff.ErrCodeUsed},
		} {
			w := asIs(m, "")
			w.Name, w.Role, w.AllCreditors = "Rosa de los Vientos", auth.Supervisor, false
			spoil.how(&w)
			if err := h.staff.Keep(h.ctx, m.ID, w, "asciende"); !errors.Is(err, spoil.want) {
				t.Errorf("%s: %v", name, err)
			}
			after := h.get(t, m.ID)
			if after.Name != before.Name || after.Role != before.Role || after.AllCreditors != before.AllCreditors {
				t.Errorf("%s: a part was kept: %+v", name, after)
			}
			if n := len(h.book(t, m.ID)); n != entries {
				t.Errorf("%s: %d entries in the book, %d before", name, n, entries)
			}
		}
	})
}

func TestOnlyWhatDiffersIsDoneAndTheBookSaysWhy(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, _ := h.add(t, rosa())
		if _, err := h.staff.OpenTeam(h.ctx, "sur", "Equipo Sur"); err != nil {
			t.Fatal(err)
		}
		entries := len(h.book(t, m.ID))
		if err := h.staff.Keep(h.ctx, m.ID, asIs(h.get(t, m.ID), ""), "nada"); err != nil {
			t.Fatal(err)
		}
		if n := len(h.book(t, m.ID)); n != entries {
			t.Errorf("nothing differs, and %d entries were written", n-entries)
		}
		w := asIs(m, "sur")
		w.Capacity, w.Role, w.AllCreditors, w.Creditors = 40, auth.Supervisor, false, []id.ID{9, 7, 9}
		if err := h.staff.Keep(h.ctx, m.ID, w, "asciende"); err != nil {
			t.Fatal(err)
		}
		now := h.get(t, m.ID)
		if now.Role != auth.Supervisor || now.Capacity != 40 || now.TeamID == 0 || now.AllCreditors ||
			!slices.Equal(now.Creditors, []id.ID{7, 9}) {
			t.Errorf("she stands as %+v", now)
		}
		var done []string
		for _, e := range h.book(t, m.ID)[:4] {
			done = append(done, e.What)
			if e.Why != "asciende" || e.ByUser != h.ana.ID {
				t.Errorf("%s by %d because %q", e.What, e.ByUser, e.Why)
			}
		}
		slices.Sort(done)
		if !slices.Equal(done, []string{"staff.edited", "staff.moved", "staff.role_changed", "user.role_changed"}) {
			t.Errorf("the book tells %v", done)
		}
	})
}

func TestTheBookSaysWhatWasEditedOfAMember(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, _ := h.add(t, rosa())
		w := asIs(m, "")
		w.Name, w.Capacity = "Rosa Elena Quishpe", 60
		if err := h.staff.Keep(h.ctx, m.ID, w, ""); err != nil {
			t.Fatal(err)
		}
		var told struct {
			Was, Is struct {
				Name     string
				Capacity int
			}
		}
		raw, _ := h.book(t, m.ID)[0].Detail.(json.RawMessage)
		if err := json.Unmarshal(raw, &told); err != nil {
			t.Fatal(err)
		}
		if told.Was.Name != m.Name || told.Is.Name != w.Name || told.Is.Capacity != 60 ||
			told.Was.Capacity != m.Capacity {
			t.Errorf("the book tells %s", raw)
		}
	})
}

func TestATeamOpensWithWhoJoinsItOrNotAtAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		hire := rosa()
		hire.Team, hire.OpensTeam, hire.Role = "sur", true, "poet"
		if _, _, err := h.staff.Add(h.ctx, hire); !errors.Is(err, auth.ErrRole) {
			t.Fatal(err)
		}
		if teams, err := h.staff.Teams(h.ctx); err != nil || len(teams) != 0 {
			t.Errorf("nobody joined, and there are the teams %v (%v)", teams, err)
		}
		hire.Role = auth.Agent
		m, _ := h.add(t, hire)
		if teams, err := h.staff.Teams(h.ctx); err != nil || len(teams) != 1 || teams[0].ID != m.TeamID {
			t.Errorf("the teams are %v (%v)", teams, err)
		}
	})
}
