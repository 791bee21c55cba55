package auth_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

const good = "tres gatos en la loma"

func add(t *testing.T, d *db.DB, u *auth.Users, name string, role auth.Role) id.ID {
	t.Helper()
	secret, err := u.Secret(t.Context(), name, good)
	if err != nil {
		t.Fatal(err)
	}
	var user id.ID
	if err := d.Write(t.Context(), func(tx db.Tx) error {
		user, err = u.AddTx(tx, auth.Program(), auth.New{Name: name, Secret: secret, Role: role})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return user
}

func signIn(t *testing.T, u *auth.Users, name, password string) (token string, who auth.Identity, err error) {
	t.Helper()
	return u.SignIn(t.Context(), auth.Attempt{Name: name, Password: password, Address: "192.0.2.1"})
}

func mustSignIn(t *testing.T, u *auth.Users, name string) string {
	t.Helper()
	token, _, err := signIn(t, u, name, good)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func count(t *testing.T, d *db.DB, what string) (n int) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx db.Tx) error {
		return audit.EachTx(tx, audit.Filter{What: what}, func(audit.Record) error {
			n++
			return nil
		})
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRosaSignsInWorksAndGoesHome(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := auth.NewUsers(d, auth.Options{})
		if somebody, err := u.Any(t.Context()); somebody || err != nil {
			t.Fatalf("a fresh database has users: %v", err)
		}
		rosa := add(t, d, u, "Rosa.Quispe", auth.Agent)
		token, who, err := signIn(t, u, " rosa.QUISPE ", good)
		if err != nil || who.ID != rosa || who.Role != auth.Agent || who.Name != "rosa.quispe" {
			t.Fatalf("got %+v, %v", who, err)
		}
		dbtest.Clock(t, d).Advance(20 * time.Minute)
		if again, err := u.Resume(t.Context(), token); err != nil || again.ID != rosa {
			t.Fatalf("her next click: %+v, %v", again, err)
		}
		dbtest.Clock(t, d).Advance(20 * time.Minute)
		if _, err := u.Resume(t.Context(), token); err != nil {
			t.Fatalf("her click kept the session awake, but: %v", err)
		}
		if err := u.SignOut(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if _, err := u.Resume(t.Context(), token); !errors.Is(err, auth.ErrUnsigned) {
			t.Fatalf("after she went home the token gives %v", err)
		}
		if err := u.SignOut(t.Context(), token); err != nil {
			t.Fatalf("signing out twice: %v", err)
		}
		if n := count(t, d, "auth.signed_in"); n != 1 {
			t.Errorf("%d sign-ins in the book", n)
		}
	})
}

func TestASessionEndsBySilenceAndByAge(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := auth.NewUsers(d, auth.Options{Life: 2 * time.Hour, Idle: 30 * time.Minute})
		add(t, d, u, "rosa", auth.Agent)
		silent := mustSignIn(t, u, "rosa")
		dbtest.Clock(t, d).Advance(31 * time.Minute)
		if _, err := u.Resume(t.Context(), silent); !errors.Is(err, auth.ErrUnsigned) {
			t.Fatalf("after half an hour of silence: %v", err)
		}
		busy := mustSignIn(t, u, "rosa")
		for range 5 {
			dbtest.Clock(t, d).Advance(23 * time.Minute)
			if _, err := u.Resume(t.Context(), busy); err != nil {
				t.Fatal(err)
			}
		}
		dbtest.Clock(t, d).Advance(6 * time.Minute)
		if _, err := u.Resume(t.Context(), busy); !errors.Is(err, auth.ErrUnsigned) {
			t.Fatalf("after two hours, however busy: %v", err)
		}
		if err := u.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnUnknownNameAWrongPasswordAndADisabledUserHearTheSame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := auth.NewUsers(d, auth.Options{})
		add(t, d, u, "rosa", auth.Agent)
		gone := add(t, d, u, "pedro", auth.Agent)
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			return u.SetActiveTx(tx, auth.Program(), gone, false, "renunció")
		}); err != nil {
			t.Fatal(err)
		}
		for _, c := range [][2]string{{"rosa", "otra cosa larga"}, {"nadie", good}, {"pedro", good},
			{"no such name", good}, {"", ""}} {
			if _, who, err := signIn(t, u, c[0], c[1]); !errors.Is(err, auth.ErrRefused) || !who.Nobody() {
				t.Errorf("%v: %+v, %v", c, who, err)
			}
		}
		if n := count(t, d, "auth.refused"); n != 5 {
			t.Errorf("%d refusals in the book, want 5", n)
		}
	})
}

func TestWhoGuessesWaitsLongerEachTimeWhetherTheNameExistsOrNot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := auth.NewUsers(d, auth.Options{})
		add(t, d, u, "rosa", auth.Agent)
		for _, name := range []string{"rosa", "nadie"} {
			for i := range 5 {
				if _, _, err := signIn(t, u, name, "adivinanza 12"); !errors.Is(err, auth.ErrRefused) {
					t.Fatalf("%s, guess %d: %v", name, i+1, err)
				}
			}
			if _, _, err := signIn(t, u, name, good); !errors.Is(err, auth.ErrLocked) {
				t.Fatalf("%s, after five guesses: %v", name, err)
			}
		}
		if n := count(t, d, "auth.locked"); n != 2 {
			t.Errorf("%d lock-outs in the book, want 2", n)
		}
		dbtest.Clock(t, d).Advance(31 * time.Second)
		if _, _, err := signIn(t, u, "rosa", "adivinanza 13"); !errors.Is(err, auth.ErrRefused) {
			t.Fatalf("one more guess: %v", err)
		}
		dbtest.Clock(t, d).Advance(31 * time.Second)
		if _, _, err := signIn(t, u, "rosa", good); !errors.Is(err, auth.ErrLocked) {
			t.Fatalf("the wait did not grow: %v", err)
		}
		dbtest.Clock(t, d).Advance(30 * time.Second)
		mustSignIn(t, u, "rosa")
		if _, _, err := signIn(t, u, "rosa", "adivinanza 14"); !errors.Is(err, auth.ErrRefused) {
			t.Fatalf("her success did not wipe the slate: %v", err)
		}
	})
}

func TestAnAddressThatTriesManyNamesIsShutOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := auth.NewUsers(d, auth.Options{})
		add(t, d, u, "rosa", auth.Agent)
		// All at once: a guess counts before it is looked at.
		var wg sync.WaitGroup
		var looked atomic.Int64
		for i := range 60 {
			wg.Go(func() {
				_, _, err := u.SignIn(t.Context(), auth.Attempt{Name: fmt.Sprint("nombre", i), Password: "x",
					Address: "198.51.100.9"})
				if errors.Is(err, auth.ErrRefused) {
					looked.Add(1)
				} else if !errors.Is(err, auth.ErrLocked) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if looked.Load() != 30 {
			t.Errorf("%d guesses were looked at, want 30", looked.Load())
		}
		mustSignIn(t, u, "rosa") // from another address
		_, _, err := u.SignIn(t.Context(), auth.Attempt{Name: "rosa", Password: good, Address: "198.51.100.9"})
		if !errors.Is(err, auth.ErrLocked) {
			t.Errorf("from the shut out address: %v", err)
		}
	})
}

func TestAGivenPasswordIsChangedFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := auth.NewUsers(d, auth.Options{})
		rosa := add(t, d, u, "rosa", auth.Admin)
		old := mustSignIn(t, u, "rosa")
		secret, err := u.Secret(t.Context(), "rosa", "la clave de otro")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			return u.ResetTx(tx, auth.Program(), rosa,
				secret)
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := u.Resume(t.Context(), old); !errors.Is(err, auth.ErrUnsigned) {
			t.Fatalf("her old session: %v", err)
		}
		token, who, err := signIn(t, u, "rosa", "la clave de otro")
		if err != nil || !who.MustChange || who.May(auth.UserManage) {
			t.Fatalf("got %+v, %v", who, err)
		}
		ctx := auth.As(context.Background(), who)
		for _, c := range []struct {
			was, wanted string
			err         error
		}{
			{"la clave de otro", "corta", auth.ErrShort}, {"la clave de otro", "la clave de otro", auth.ErrSame},
			{"no es esta clave", "cinco perros negros", auth.ErrWrong},
		} {
			if err := u.ChangePassword(ctx, c.was, c.wanted); !errors.Is(err, c.err) {
				t.Errorf("%q to %q: %v", c.was, c.wanted, err)
			}
		}
		elsewhere, _, err := signIn(t, u, "rosa", "la clave de otro")
		if err != nil {
			t.Fatal(err)
		}
		if err := u.ChangePassword(ctx, "la clave de otro", "cinco perros negros"); err != nil {
			t.Fatal(err)
		}
		if who, err := u.Resume(t.Context(), token); err != nil || !who.May(auth.UserManage) {
			t.Errorf("this session goes on: %+v, %v", who, err)
		}
		if _, err := u.Resume(t.Context(), elsewhere); !errors.Is(err, auth.ErrUnsigned) {
			t.Errorf("the other session ends: %v", err)
		}
	})
}

func TestARoleChangesAtOnceAndTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := auth.NewUsers(d, auth.Options{})
		ana, rosa := add(t, d, u, "ana", auth.Admin), add(t, d, u, "rosa", auth.Agent)
		token := mustSignIn(t, u, "rosa")
		do := func(f func(db.Tx) error) error { return d.Write(t.Context(), f) }
		role := func(user id.ID, r auth.Role) error {
			return do(func(tx db.Tx) error { return u.SetRoleTx(tx, auth.Identity{ID: ana}, user, r, "ascenso") })
		}
		active := func(user id.ID, yes bool) error {
			return do(func(tx db.Tx) error { return u.SetActiveTx(tx, auth.Identity{ID: ana}, user, yes, "") })
		}
		if err := role(rosa, auth.Supervisor); err != nil {
			t.Fatal(err)
		}
		if who, err := u.Resume(t.Context(), token); err != nil || who.Role != auth.Supervisor {
			t.Errorf("her next click: %+v, %v", who, err)
		}
		if err := role(ana, auth.Agent); !errors.Is(err, auth.ErrLastAdmin) {
			t.Errorf("the last administrator gave up the role: %v", err)
		}
		if err := active(ana, false); !errors.Is(err, auth.ErrLastAdmin) {
			t.Errorf("the last administrator was disabled: %v", err)
		}
		if err := role(rosa, auth.System); !errors.Is(err, auth.ErrRole) {
			t.Errorf("rosa became the program: %v", err)
		}
		if err := role(12345, auth.Agent); !errors.Is(err, auth.ErrNoUser) {
			t.Errorf("nobody's role: %v", err)
		}
		if err := active(rosa, false); err != nil {
			t.Fatal(err)
		}
		if _, err := u.Resume(t.Context(), token); !errors.Is(err, auth.ErrUnsigned) {
			t.Errorf("disabled, her next click: %v", err)
		}
		if n := count(t, d, "user.role_changed"); n != 1 {
			t.Errorf("%d changes of role in the book, want 1", n)
		}
	})
}

func TestANameIsTakenOnceAndLooksLikeAName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		u := auth.NewUsers(d, auth.Options{})
		add(t, d, u, "rosa", auth.Agent)
		for name, want := range map[string]error{"ROSA": auth.ErrNameTaken, "r": auth.ErrName,
			"rosa quispe": auth.ErrName,
			"<script>":    auth.ErrName, "rosa@banco.ec": nil} {
			err := d.Write(t.Context(), func(tx db.Tx) error {
				_, err := u.AddTx(tx, auth.Program(), auth.New{Name: name, Secret: "x", Role: auth.Agent})
				return err
			})
			if !errors.Is(err, want) || want == nil && err != nil {
				t.Errorf("%q: %v, want %v", name, err, want)
			}
		}
	})
}
