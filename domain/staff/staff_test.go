package staff_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/event"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// house is a department with one administrator, Ana, who acts in ctx.
type house struct {
	db    *db.DB
	users *auth.Users
	bus   *event.Bus
	staff *staff.Staff
	ana   staff.Member
	ctx   context.Context //nolint:containedctx // who acts in the story of a test
}

func open(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &house{db: d, users: auth.NewUsers(d, auth.Options{})}
	h.bus = event.NewBus(d, func(_ context.Context, _ event.Event, _ string, err error) { t.Error(err) })
	h.staff = staff.New(d, h.users, h.bus)
	var err error
	h.ana, _, err = h.staff.Add(auth.As(t.Context(), auth.Program()), staff.Hire{SignIn: "ana", Role: auth.Admin,
		Profile: staff.Profile{Name: "Ana Torres"}, AllCreditors: true})
	if err != nil {
		t.Fatal(err)
	}
	h.ctx = auth.As(t.Context(), auth.Identity{ID: h.ana.ID, Name: "ana", Role: auth.Admin})
	return h
}

func (h *house) add(t *testing.T, hire staff.Hire) (staff.Member, string) {
	t.Helper()
	m, password, err := h.staff.Add(h.ctx, hire)
	if err != nil {
		t.Fatal(err)
	}
	return m, password
}

func (h *house) get(t *testing.T, member id.ID) staff.Member {
	t.Helper()
	m, err := h.staff.Get(h.ctx, member)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func rosa() staff.Hire {
	return staff.Hire{SignIn: "Rosa.Quispe", Role: auth.Agent, Profile: staff.Profile{Name: "  Rosa   Quispe "},
		Creditors: []id.ID{12, 11, 12}}
}

func TestRosaJoinsAndChoosesHerOwnPassword(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		if _, err := h.staff.OpenTeam(h.ctx, "temprana", "Mora temprana"); err != nil {
			t.Fatal(err)
		}
		hire := rosa()
		hire.Team = "temprana"
		m, password := h.add(t, hire)
		_, who, err := h.users.SignIn(t.Context(), auth.Attempt{Name: "rosa.quispe", Password: password})
		if err != nil || who.ID != m.ID || !who.MustChange {
			t.Fatalf("at the door: %+v, %v", who, err)
		}
		got := h.get(t, m.ID)
		if got.Name != "Rosa Quispe" || got.Code != "rosa.quispe" || got.Capacity != staff.DefaultCapacity ||
			got.Language != "es" || got.TeamID == 0 || !got.Works() || !slices.Equal(got.Creditors, []id.ID{11, 12}) {
			t.Errorf("got %+v", got)
		}
		if !got.Sees(11) || got.Sees(13) || !h.ana.Sees(13) || h.ana.Works() {
			t.Error("who sees which creditor, or works, is wrong")
		}
		if me, err := h.staff.Get(auth.As(t.Context(), auth.Identity{ID: m.ID, Role: auth.Agent}),
			m.ID); err != nil ||
			me.ID != m.ID {
			t.Errorf("she looks at herself: %v", err)
		}
	})
}

func TestOnlyAnAdministratorChangesTheStaff(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, _ := h.add(t, rosa())
		for _, c := range []struct {
			role auth.Role
			look error
		}{{auth.Agent, auth.ErrForbidden}, {auth.Supervisor, nil}, {auth.Auditor, auth.ErrForbidden}} {
			ctx := auth.As(t.Context(), auth.Identity{ID: 77, Role: c.role})
			if _, err := h.staff.ListAll(ctx); !errors.Is(err, c.look) || c.look == nil && err != nil {
				t.Errorf("%s looks: %v", c.role, err)
			}
			for name, do := range map[string]func() error{
				"add":     func() error { _, _, err := h.staff.Add(ctx, rosa()); return err },
				"role":    func() error { return h.staff.ChangeRole(ctx, m.ID, auth.Admin, "") },
				"disable": func() error { return h.staff.Disable(ctx, m.ID, "") },
				"keep":    func() error { return h.staff.Keep(ctx, m.ID, staff.Wanted{Role: m.Role}, "") },
				"see":     func() error { return h.staff.AssignCreditors(ctx, m.ID, true, nil) },
				"reset":   func() error { _, err := h.staff.ResetPassword(ctx, m.ID); return err },
				"open":    func() error { _, err := h.staff.OpenTeam(ctx, "x", "X"); return err },
			} {
				if err := do(); !errors.Is(err, auth.ErrForbidden) {
					t.Errorf("%s may %s: %v", c.role, name, err)
				}
			}
		}
		if _, err := h.staff.Find(t.Context(), "rosa.quispe"); !errors.Is(err, auth.ErrUnsigned) {
			t.Errorf("nobody looks: %v", err)
		}
	})
}

func TestEveryChangeIsAnnouncedAndInTheBook(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		var heard []event.Name
		var last staff.Change
		for _, name := range []event.Name{staff.Joined, staff.RoleChanged, staff.Disabled, staff.Enabled,
			staff.Moved} {
			h.bus.On(name, "worklist", func(_ db.Tx, e event.Event) (err error) {
				heard = append(heard, e.Name)
				last, err = event.Body[staff.Change](e)
				return err
			})
		}
		if _, err := h.staff.OpenTeam(h.ctx, "campo", "Campo"); err != nil {
			t.Fatal(err)
		}
		m, _ := h.add(t, rosa())
		inCampo := staff.Wanted{
			Profile: staff.Profile{Code: m.Code, Name: m.Name, Language: m.Language, Capacity: m.Capacity},
			Role:    auth.Supervisor, Team: "campo", AllCreditors: m.AllCreditors,
		}
		renamed := inCampo
		renamed.Profile = staff.Profile{Code: "G-07", Name: "Rosa Q. de Paz", Language: "en", Capacity: 80}
		renamed.AllCreditors, renamed.Creditors = false, []id.ID{14}
		for _, err := range []error{
			h.staff.ChangeRole(h.ctx, m.ID, auth.Supervisor, "ascenso"),
			h.staff.Keep(h.ctx, m.ID, inCampo, ""),
			h.staff.AssignCreditors(h.ctx, m.ID, false, []id.ID{14}),
			h.staff.Disable(h.ctx, m.ID, "vacaciones"),
			h.staff.Enable(h.ctx, m.ID, ""),
			h.staff.Keep(h.ctx, m.ID, renamed, ""),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		want := []event.Name{staff.Joined, staff.RoleChanged, staff.Moved, staff.Moved, staff.Disabled,
			staff.Enabled}
		if !slices.Equal(heard, want) {
			t.Errorf("heard %v", heard)
		}
		if last.Role != auth.Supervisor || last.Team == 0 || !last.Active || !slices.Equal(last.Creditors,
			[]id.ID{14}) {
			t.Errorf("the last word was %+v", last)
		}
		if got := h.get(t,
			m.ID); got.Code != "G-07" || got.Language != "en" || got.Capacity != 80 || got.Role != auth.Supervisor {
			t.Errorf("got %+v", got)
		}
		entries := 0
		if err := d.Read(t.Context(), func(tx db.Tx) error {
			return audit.EachTx(tx, audit.Filter{On: "staff", OnID: m.ID, ByUser: h.ana.ID}, func(audit.Record) error {
				entries++
				return nil
			})
		}); err != nil || entries != 7 {
			t.Errorf("%d entries in the book, want 7; %v", entries, err)
		}
	})
}

func TestWhoLeavesIsOutAtOnceAndKeepsTheirName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, password := h.add(t, rosa())
		token, _, err := h.users.SignIn(t.Context(), auth.Attempt{Name: "rosa.quispe", Password: password})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.staff.Disable(h.ctx, m.ID, "renunció"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.users.Resume(t.Context(), token); !errors.Is(err, auth.ErrUnsigned) {
			t.Errorf("her next click: %v", err)
		}
		all, err := h.staff.ListAll(h.ctx)
		if err != nil || len(all) != 2 || all[1].Name != "Rosa Quispe" || all[1].Active || all[1].Works() {
			t.Errorf("the list is %+v, %v", all, err)
		}
		if err := h.staff.Disable(h.ctx, h.ana.ID, ""); !errors.Is(err, staff.ErrSelf) {
			t.Errorf("Ana disabled herself: %v", err)
		}
	})
}

func TestAForgottenPasswordIsReplaced(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, old := h.add(t, rosa())
		fresh, err := h.staff.ResetPassword(h.ctx, m.ID)
		if err != nil || fresh == old {
			t.Fatal(err)
		}
		if _, _, err := h.users.SignIn(t.Context(), auth.Attempt{Name: "rosa.quispe",
			Password: old}); !errors.Is(err, auth.ErrRefused) {
			t.Errorf("the old one: %v", err)
		}
		if _, who, err := h.users.SignIn(t.Context(), auth.Attempt{Name: "rosa.quispe",
			Password: fresh}); err != nil || !who.MustChange {
			t.Errorf("the new one: %v", err)
		}
	})
}

func TestWhoLostTheirTelephoneIsSignedOutEverywhere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, password := h.add(t, rosa())
		var tokens []string
		for range 2 {
			token, _, err := h.users.SignIn(t.Context(), auth.Attempt{Name: "rosa.quispe", Password: password})
			if err != nil {
				t.Fatal(err)
			}
			tokens = append(tokens, token)
		}
		agent := auth.As(t.Context(), auth.Identity{ID: 5, Role: auth.Agent})
		if err := h.staff.SignOut(agent, m.ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an agent signs a colleague out: %v", err)
		}
		if err := h.staff.SignOut(h.ctx, m.ID); err != nil {
			t.Fatal(err)
		}
		for _, token := range tokens {
			if _, err := h.users.Resume(t.Context(), token); !errors.Is(err, auth.ErrUnsigned) {
				t.Errorf("a session goes on: %v", err)
			}
		}
		_, _, err := h.users.SignIn(t.Context(), auth.Attempt{Name: "rosa.quispe", Password: password})
		if err != nil {
			t.Errorf("the password is theirs still: %v", err)
		}
	})
}

func TestWhatCannotBeIsRefusedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.add(t, rosa())
		for name, c := range map[string]struct {
			change func(*staff.Hire)
			want   error
		}{
			"no name":           {func(h *staff.Hire) { h.Name = " " }, staff.ErrName},
			"a novel of a name": {func(h *staff.Hire) { h.Name = strings.Repeat("ñ", 121) }, staff.ErrName},
			"a strange code":    {func(h *staff.Hire) { h.Code = "G 7" }, staff.ErrCode},
			"a used code":       {func(h *staff.Hire) { h.Code = "rosa.quispe" }, staff.ErrCodeUsed},
			"a used sign-in":    {func(h *staff.Hire) { h.SignIn, h.Code = "ROSA.QUISPE", "x" }, auth.ErrNameTaken},
			"a strange sign-in": {func(h *staff.Hire) { h.SignIn, h.Code = "rosa quispe", "x" }, auth.ErrName},
			"no such role":      {func(h *staff.Hire) { h.Role = "boss" }, auth.ErrRole},
			"the program":       {func(h *staff.Hire) { h.Role = auth.System }, auth.ErrRole},
			"no such team":      {func(h *staff.Hire) { h.Team = "x" }, staff.ErrTeam},
			"no such language":  {func(h *staff.Hire) { h.Language = "fr" }, staff.ErrLanguage},
			"too much work":     {func(h *staff.Hire) { h.Capacity = 100_000 }, staff.ErrCapacity},
			"a weak password":   {func(h *staff.Hire) { h.Password = "12345" }, auth.ErrShort},
			"too many creditors": {func(h *staff.Hire) {
				for i := range 501 {
					h.Creditors = append(h.Creditors, id.ID(i+1))
				}
			}, staff.ErrMany},
		} {
			hire := staff.Hire{SignIn: "pedro", Role: auth.Agent, Profile: staff.Profile{Name: "Pedro"}}
			c.change(&hire)
			if _, _, err := h.staff.Add(h.ctx, hire); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if all, err := h.staff.ListAll(h.ctx); err != nil || len(all) != 2 {
			t.Errorf("%d members, %v", len(all), err)
		}
		if err := h.staff.Keep(h.ctx, 12345, staff.Wanted{}, ""); !errors.Is(err, staff.ErrMissing) {
			t.Errorf("nobody was moved: %v", err)
		}
	})
}

func TestAQueryKnowsWhoseDebtsAMemberSees(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		m, _ := h.add(t, rosa())
		for member, want := range map[id.ID]struct {
			all  bool
			list db.List
		}{h.ana.ID: {true, nil}, m.ID: {false, db.List{11, 12}}, 999: {false, nil}} {
			if err := d.Read(t.Context(), func(tx db.Tx) error {
				all, list, err := staff.SeesTx(tx, member)
				if all != want.all || !slices.Equal(list, want.list) {
					t.Errorf("member %d sees %v %v", member, all, list)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
