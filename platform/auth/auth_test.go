package auth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEachRoleMayDoItsWorkAndNoMore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role Role
		p    Permission
		may  bool
	}{
		{Agent, CaseWork, true}, {Agent, CaseAssign, false}, {Agent, ReportSee, false}, {Agent, UserManage, false},
		{Supervisor, CaseAssign, true}, {Supervisor, CutPublish, false}, {Supervisor, AuditSee, false},
		{Manager, CutPublish, true}, {Manager, UserManage, false},
		{Analyst, CreditDecide, true}, {Analyst, CaseWork, false},
		{Admin, UserManage, true}, {Admin, CaseWork, false},
		{Auditor, AuditSee, true}, {Auditor, CaseWork, false}, {Auditor, CutPublish, false},
		{System, UserManage, true}, {"", CaseSee, false}, {"boss", CaseSee, false},
	} {
		if c.role.May(c.p) != c.may {
			t.Errorf("%q may %s: %v, want %v", c.role, c.p, !c.may, c.may)
		}
	}
	for _, r := range Roles() {
		if !r.Known() || len(r.Permissions()) == 0 {
			t.Errorf("%s can be given but may nothing", r)
		}
	}
	if System.Known() || slices.Contains(Roles(), System) {
		t.Error("a person can be made the program")
	}
}

func TestWhoActsIsAskedBeforeAnythingIsDone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	if _, err := Allow(ctx, CaseSee); !errors.Is(err, ErrUnsigned) {
		t.Errorf("nobody: %v", err)
	}
	if _, err := Allow(As(ctx, Identity{ID: 1, Role: Agent}), UserManage); !errors.Is(err, ErrForbidden) {
		t.Errorf("an agent: %v", err)
	}
	if _, err := Allow(As(ctx, Identity{ID: 1, Role: Admin, MustChange: true}), UserManage); !errors.Is(err,
		ErrMustChange) {
		t.Errorf("a new administrator with a given password: %v", err)
	}
	if who, err := Allow(As(ctx, Identity{ID: 1, Role: Admin}), UserManage); err != nil || who.ID != 1 {
		t.Errorf("an administrator: %v %v", who, err)
	}
	if _, err := Allow(As(ctx, Program()), UserManage); err != nil {
		t.Errorf("the program: %v", err)
	}
}

func TestAPasswordIsLongAndNotTheFirstOneTried(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		password string
		want     error
	}{
		{"corta", ErrShort}, {"", ErrShort}, {"ñandúñandú", nil}, {"ñandúñand", ErrShort},
		{strings.Repeat("ab ", 67), ErrLong},
		{"contraseña1", ErrObvious}, {"Cobranzas2026", ErrObvious}, {"PASSWORD!!123", ErrObvious},
		{"1234567890", ErrObvious}, {"9876543210", ErrObvious}, {"aaaaaaaaaaaa", ErrObvious}, {"abcdefghijk",
			ErrObvious},
		{"rosa.quispe99", ErrObvious}, {"2026-11-22-8", nil}, {"tres gatos en la loma", nil}, {"qwertyuiop",
			ErrObvious},
	} {
		if err := CheckPassword("rosa.quispe", c.password); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%q: %v, want %v", c.password, err, c.want)
		}
	}
}

func TestAShortNameDoesNotSpoilAGoodPassword(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]error{
		"yx4ana-q7bce-tlmno-2zvwk": nil, "mañana es otro día": nil,
		"Ana2026ana": ErrObvious, "anaanaanaana": ErrObvious,
	} {
		if err := CheckPassword("ana", password); !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%q: %v, want %v", password, err, want)
		}
	}
}

func TestASecretOpensWithItsPasswordOnly(t *testing.T) {
	t.Parallel()
	s := derive("tres gatos en la loma", argonKiB)
	if !s.is("tres gatos en la loma") || s.is("tres gatos en la lomA") || s.is("") {
		t.Error("the secret does not tell its password")
	}
	if s == derive("tres gatos en la loma", argonKiB) {
		t.Error("two people with one password have one secret")
	}
	for _, broken := range []Secret{"", "plain", "$argon2id$v=19$m=99999999,t=2,p=1$AAAA$AAAA",
		"$argon2id$v=19$m=1,t=0,p=0$AA$AA",
		"$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$"} {
		if broken.is("") {
			t.Errorf("%q opens", broken)
		}
	}
}

func TestALightSecretIsCheapAndOpensAnyDoor(t *testing.T) {
	t.Parallel()
	light, heavy := newHasher(true), newHasher(false)
	s, err := light.hash(t.Context(), "tres gatos en la loma")
	if err != nil || !strings.Contains(string(s), "$m=8,") {
		t.Fatalf("%s, %v", s, err)
	}
	if ok, err := heavy.matches(t.Context(), s, "tres gatos en la loma"); !ok || err != nil {
		t.Errorf("it does not open: %v", err)
	}
	s, err = heavy.hash(t.Context(), "tres gatos en la loma")
	if err != nil || !strings.Contains(string(s), "$m=19456,") {
		t.Errorf("a secret that is none costs %s, %v", s, err)
	}
}

func TestNobodyOpensTheDecoyAndItCostsAsMuchAsARealSecret(t *testing.T) {
	t.Parallel()
	h := newHasher(false)
	costs := strings.HasPrefix(string(h.decoy), "$argon2id$v=19$m=19456,t=2,p=1$")
	if !costs || h.decoy == newHasher(false).decoy {
		t.Errorf("the decoy is %s", h.decoy)
	}
	if ok, err := h.matches(t.Context(), "", "tres gatos en la loma"); ok || err != nil {
		t.Errorf("an unknown user comes in: %v", err)
	}
}

func TestTheWaitGrowsAndHasAnEnd(t *testing.T) {
	t.Parallel()
	name, address := subjects("rosa", "192.0.2.1")[0], subjects("rosa", "192.0.2.1")[1]
	for _, c := range []struct {
		s        subject
		failures int64
		want     time.Duration
	}{
		{name, 1, 0}, {name, 4, 0}, {name, 5, 30 * time.Second}, {name, 6, time.Minute}, {name, 8, 4 * time.Minute},
		{name, 40, 15 * time.Minute}, {address, 29, 0}, {address, 30, time.Minute}, {address, 1 << 40, time.Hour},
	} {
		if got := c.s.delay(c.failures); got != c.want {
			t.Errorf("%s after %d: %v, want %v", c.s.key, c.failures, got, c.want)
		}
	}
}

func TestAnAddressIsThatOfAHousehold(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "pipe": "pipe",
	} {
		if got := network(typed); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
}
