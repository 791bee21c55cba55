package contact_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/law"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/platform/auth"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/event"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	ana, luis   = id.ID(1), id.ID(2)
	banco, coop = id.ID(10), id.ID(11)
	maria, jose = id.ID(100), id.ID(101)
	phone       = id.ID(500) // María's
	silent      = id.ID(501) // María's too, on which she asked not to be called
	joses       = id.ID(502)
)

// desk is the contacts of a small department, with notes of what the rest of the house was told.
type desk struct {
	*contact.Contacts
	trees *contact.Trees
	gate  *law.Gate
	t     *testing.T
	db    *db.DB
	clock *clock.Fake
	heard []contact.Recorded
	fail  error // what a listener says
	marks bool  // what is said is put down at the gate
}

// open starts at ten in the morning of Monday, 2 March 2026, in Guayaquil.
func open(t *testing.T, d *db.DB) *desk {
	t.Helper()
	c, ok := d.Clock().(*clock.Fake)
	if !ok {
		t.Fatal("the clock of the test does not stand still")
	}
	c.Set(time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	k := &desk{t: t, db: d, clock: c, trees: contact.NewTrees(d)}
	bus := event.NewBus(d, func(_ context.Context, e event.Event, who string, err error) {
		t.Errorf("%s to %s: %v", e.Name, who, err)
	})
	bus.On(contact.NameRecorded, "test", func(tx db.Tx, e event.Event) error {
		r, err := event.Body[contact.Recorded](e)
		if err == nil {
			k.heard = append(k.heard, r)
			err = k.fail
		}
		for _, m := range contact.MarksOf(r, nil) {
			if !k.marks || err != nil {
				break
			}
			_, err = k.gate.HearTx(tx, m)
		}
		return err
	})
	k.gate = law.NewGate(d, bus, (&law.Packs{}).OfTx, contact.AskPast)
	k.Contacts = contact.NewContacts(d, k.trees, bus, party.NewPersons(d), k.gate)
	k.do(`INSERT INTO staff (id, code, name, team_id, language, capacity, all_creditors, active, created_at)
		VALUES (1, 'ana', 'Ana Mora', 0, 'es', 0, 0, 1, 0), (2, 'luis', 'Luis Paz', 0, 'es', 0, 0, 1, 0)`)
	for _, c := range []struct {
		creditor                id.ID
		country, currency, zone string
	}{{banco, "EC", "USD", "America/Guayaquil"}, {coop, "CL", "CLP", "America/Santiago"}} {
		k.do(`INSERT INTO creditor (id, code, name, country, currency, timezone, figures, gone, basis, buckets,
			mapping, payments, created_at, changed_at)
			VALUES (?, ?, '', ?, ?, ?, 'creditor', 'asked', 360, '', '', '', 0, 0)`,
			c.creditor, fmt.Sprint("c", c.creditor), c.country, c.currency, c.zone)
	}
	for _, p := range []id.ID{maria, jose} {
		k.do(`INSERT INTO person (id, kind, name, name_key, name_hash, country, id_type,
			id_number, id_state, city, region, zone, into_id, created_at, changed_at)
			VALUES (?, 'natural', 'María', 'MARIA', 0, 'EC', '', '', '', '', '', '', 0, 0, 0)`, p)
	}
	for _, p := range []struct {
		point, person id.ID
		state         party.PointState
	}{{phone, maria, party.Unverified}, {silent, maria, party.OptedOut}, {joses, jose, party.Unverified}} {
		k.telephone(p.point, p.person, p.state)
	}
	return k
}

// telephone gives a person a telephone whose number ends like its identity.
func (k *desk) telephone(point, person id.ID, state party.PointState) {
	k.t.Helper()
	persons, why := party.NewPersons(k.db), party.Cause{At: k.clock.Now(), Reason: "test"}
	err := k.db.Write(k.t.Context(), func(tx db.Tx) error {
		number := fmt.Sprint("0991234", int64(point))
		p, err := persons.AddPointTx(tx, person, party.PointPhone, number, "EC", why)
		if err == nil && state != party.Unverified {
			_, err = persons.MarkTx(tx, p.ID, state, why)
		}
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	k.do(`UPDATE contact_point SET id = ? WHERE value = ?`, point, fmt.Sprint("+593991234", int64(point)))
}

// owes says what María owes the bank.
func (k *desk) owes(balance money.Amount) {
	k.t.Helper()
	k.do(`INSERT INTO standing (account_id, person_id, creditor_id, portfolio_id, currency, bucket, stage,
		oldest_due_on, past_due, balance, since_on)
		VALUES (1, ?, ?, 0, 'USD', '1-30', 'collection', 0, 5000, ?, 0)`, maria, banco, balance)
}

// states gives what is known of a person's telephones, by number.
func (k *desk) states(person id.ID) string {
	k.t.Helper()
	var points []party.ContactPoint
	if err := k.db.Read(k.t.Context(), func(tx db.Tx) (err error) {
		points, err = party.PointsTx(tx, person)
		return err
	}); err != nil {
		k.t.Fatal(err)
	}
	var all []string
	for _, p := range points {
		all = append(all, p.Value+" "+string(p.State))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func (k *desk) do(sql string, args ...any) {
	k.t.Helper()
	err := k.db.Write(k.t.Context(), func(tx db.Tx) error { _, err := tx.Exec(sql, args...); return err })
	if err != nil {
		k.t.Fatal(err)
	}
}

func as(ctx context.Context, who id.ID, role auth.Role) context.Context {
	return auth.As(ctx, auth.Identity{ID: who, Role: role})
}

// record lets Ana record a result.
func (k *desk) record(r contact.Result) (contact.Recorded, error) {
	k.t.Helper()
	return k.Keep(as(k.t.Context(), ana, auth.Agent), r)
}

func (k *desk) must(r contact.Result) contact.Recorded {
	k.t.Helper()
	done, err := k.record(r)
	if err != nil {
		k.t.Fatalf("%s: %v", r.Leaf, err)
	}
	return done
}

func call(leaf string) contact.Result {
	return contact.Result{PersonID: maria, CreditorID: banco, Channel: "voice", ContactPointID: phone,
		Leaf: leaf}
}

func promised(amount money.Amount, on calendar.Day) contact.Result {
	r := call("debtor/promise")
	r.Amount, r.PromisedOn = money.Money{Amount: amount}, on
	return r
}

func (k *desk) count(sql string, args ...any) (n int64) {
	k.t.Helper()
	err := k.db.Read(k.t.Context(), func(tx db.Tx) (err error) { n, err = db.Int(tx, sql, args...); return err })
	if err != nil {
		k.t.Fatal(err)
	}
	return n
}

func TestAResultSaysWhenToCallAgainAndMarksTheTelephone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		done := k.must(call("nobody/no_answer"))
		if got := done.AgainAt.Sub(k.clock.Now()); got != 3*time.Hour || done.Rests() {
			t.Errorf("no answer: again in %v, rests %v", got, done.Rests())
		}
		k.must(call("third/wrong_number/unknown"))
		found := call("third/not_there/other_number")
		found.NewPhone = " 099 123 4567 "
		k.must(found)
		onSilent := call("nobody/out_of_service") // what she asked for stands, whatever is heard on the line
		onSilent.ContactPointID = silent
		k.must(onSilent)
		const want = "+593991234500 wrong, +593991234501 opted_out, +593991234567 unverified"
		if got := k.states(maria); got != want {
			t.Errorf("María's telephones: %s", got)
		}
		if len(k.heard) != 4 || k.heard[1].Kind != contact.WrongNumber || k.heard[1].UserID != ana {
			t.Errorf("the house heard %+v", k.heard)
		}
		const book = `SELECT count(*) FROM audit_entry WHERE what = 'contact.recorded' AND person = ?`
		if n := k.count(book, maria); n != 4 {
			t.Errorf("%d entries in the book, want 4", n)
		}
	})
}

func TestAPromiseRestsUntilItsDayAndTheTolerance(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		done := k.must(promised(8050, calendar.Of(2026, 3, 10)))
		morning := time.Date(2026, 3, 13, 13, 0, 0, 0, time.UTC) // eight in Guayaquil
		if done.Hold != contact.HoldPromise || done.HoldUntilOn != calendar.Of(2026, 3, 12) ||
			!done.AgainAt.Equal(morning) {
			t.Errorf("it rests for %q until %s, again at %v", done.Hold, done.HoldUntilOn.Text(), done.AgainAt)
		}
		if done.Amount != 8050 || done.Currency != "USD" || done.Kind != contact.Promise {
			t.Errorf("promised %d %s, %s", done.Amount, done.Currency, done.Kind)
		}
	})
}

func TestWhatCannotBeIsRefusedAndNothingIsKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.owes(20000)
		today := calendar.Of(2026, 3, 2)
		with := func(leaf string, change func(*contact.Result)) contact.Result {
			r := call(leaf)
			change(&r)
			return r
		}
		none := func(*contact.Result) {}
		for _, c := range []struct {
			says   string
			result contact.Result
			want   *fault.Error
		}{
			{"a promise of nothing", promised(0, today), contact.ErrAmount},
			{"a promise of less than nothing", promised(-500, today), contact.ErrAmount},
			{"a telephone number typed as a sum", promised(991234567, today), contact.ErrOverDebt},
			{"more than there is", promised(contact.MaxPromise+1, today), contact.ErrTooMuch},
			{"a promise without a day", promised(500, 0), contact.ErrDay},
			{"a promise for yesterday", promised(500, today-1), contact.ErrDayPast},
			{"a promise for the day after a quarter", promised(500, today+91), contact.ErrDayFar},
			{"a call back at no time", call("debtor/callback"), contact.ErrTime},
			{"a call back an hour ago", with("debtor/callback", func(r *contact.Result) {
				r.CallbackAt = k.clock.Now().Add(-time.Hour)
			}), contact.ErrTimePast},
			{"a call back in half a year", with("debtor/callback", func(r *contact.Result) {
				r.CallbackAt = k.clock.Now().AddDate(0, 6, 0)
			}), contact.ErrTimeFar},
			{"another number, but which", with("third/not_there/other_number", none), contact.ErrPhone},
			{"a dispute in no words", with("debtor/disputes/wrong_amount", none), contact.ErrNote},
			{"a refusal without its reason", call("debtor/wont_pay"), contact.ErrReason},
			{"a wrong number, but which", with("third/wrong_number", func(r *contact.Result) {
				r.ContactPointID = 0
			}), contact.ErrPoint},
			{"a telephone of somebody else", with("nobody/busy", func(r *contact.Result) {
				r.ContactPointID = joses
			}), contact.ErrForeign},
			{"a number that nobody could call", with("nobody/busy", func(r *contact.Result) {
				r.NewPhone = "call me"
			}), party.ErrPointText},
			{"a result that is not in the tree", call("debtor/joy"), contact.ErrLeaf},
			{"a channel of another century", with("nobody/busy", func(r *contact.Result) {
				r.Channel = "telegraph"
			}), contact.ErrChannel},
			{"with whom?", with("nobody/busy", func(r *contact.Result) { r.Party = "neighbour" }), contact.ErrParty},
			{"a note as long as a novel", with("nobody/busy", func(r *contact.Result) {
				r.Note = strings.Repeat("é", contact.MaxNote+1)
			}), contact.ErrNoteLong},
			{"a person we do not know", with("nobody/busy", func(r *contact.Result) {
				r.PersonID = 9
			}), contact.ErrPerson},
			{"a creditor we do not know", with("nobody/busy", func(r *contact.Result) {
				r.CreditorID = 9
			}), contact.ErrCreditor},
		} {
			if _, err := k.record(c.result); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", c.says, err)
			}
		}
		if _, err := k.Keep(t.Context(), call("nobody/busy")); fault.KindOf(err) != fault.Unsigned {
			t.Errorf("nobody is signed in: %v", err)
		}
		if n := k.count(`SELECT count(*) FROM contact`); n != 0 || len(k.heard) > 0 {
			t.Errorf("%d contacts were kept, %d heard of", n, len(k.heard))
		}
	})
}

func TestAPromiseIsHeldToWhatIsOwedToItsCreditor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		today := calendar.Of(2026, 3, 2)
		k.must(promised(991234567, today)) // nobody has looked at the debt yet
		k.owes(20000)
		for _, c := range []struct {
			says     string
			creditor id.ID
			amount   money.Money
			want     error
		}{
			{"all of it", banco, money.Money{Amount: 20000, Currency: "USD"}, nil},
			{"with room for interest and rounding up", banco, money.Money{Amount: 25000, Currency: "USD"}, nil},
			{"a quarter more, and a cent", banco, money.Money{Amount: 25001, Currency: "USD"}, contact.ErrOverDebt},
			{"in a currency in which nothing is owed", banco, money.Money{Amount: 500, Currency: "PEN"},
				contact.ErrNotOwed},
			{"to a creditor to whom nothing is owed", coop, money.Money{Amount: 500, Currency: "CLP"},
				contact.ErrNotOwed},
		} {
			r := promised(0, today+90)
			r.CreditorID, r.Amount = c.creditor, c.amount
			if _, err := k.record(r); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.says, err, c.want)
			}
		}
	})
}

func TestASumTypedBeforeAnotherResultWasChosenPromisesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		r := promised(8050, calendar.Of(2026, 3, 10))
		r.Leaf = "nobody/busy"
		if done := k.must(r); done.Amount != 0 || done.Currency != "" || done.PromisedOn != calendar.NoDay {
			t.Errorf("it promises %+v", done)
		}
	})
}

func TestADoubleClickRecordsOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		r := promised(8050, calendar.Of(2026, 3, 2))
		r.Key = "click-1"
		first := k.must(r)
		// The browser tries again when its network is back: the promised day has passed by then.
		k.clock.Advance(48 * time.Hour)
		if again := k.must(r); again.ContactID != first.ContactID || again.HoldUntilOn != first.HoldUntilOn ||
			!again.At.Equal(first.At) {
			t.Errorf("the second answer is %+v, the first was %+v", again, first)
		}
		other := call("nobody/busy")
		other.Key = "click-1"
		if _, err := k.record(other); !errors.Is(err, contact.ErrKeyReused) {
			t.Errorf("another result with the same key: %v", err)
		}
		if _, err := k.Keep(as(t.Context(), luis, auth.Agent), other); err != nil {
			t.Errorf("the same key of somebody else: %v", err)
		}
		if n := k.count(`SELECT count(*) FROM contact WHERE user_id = ?`, ana); n != 1 {
			t.Errorf("%d contacts, want 1", n)
		}
	})
}

func TestManyClicksAtOnceRecordOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		r := call("nobody/no_answer")
		r.Key = "impatient"
		answers := make([]contact.Recorded, 10)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() {
				var err error
				if answers[i], err = k.Keep(as(context.Background(), ana, auth.Agent), r); err != nil {
					t.Errorf("click %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		for i := range answers {
			if answers[i].ContactID != answers[0].ContactID {
				t.Errorf("click %d was answered with another contact", i)
			}
		}
		if n := k.count(`SELECT count(*) FROM contact`); n != 1 {
			t.Errorf("%d contacts, want 1", n)
		}
	})
}

func TestWhatAListenerRefusesIsNotRecorded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.fail = errors.New("the promise cannot be kept")
		if _, err := k.record(promised(8050, calendar.Of(2026, 3, 10))); !errors.Is(err, k.fail) {
			t.Errorf("recorded: %v", err)
		}
		if n := k.count(`SELECT (SELECT count(*) FROM contact) + (SELECT count(*) FROM audit_entry)`); n != 0 {
			t.Errorf("%d rows are left behind", n)
		}
	})
}

func TestTheHistoryOfAPersonIsPagedNewestFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		for range 5 {
			k.clock.Advance(time.Minute)
			k.must(call("nobody/no_answer"))
		}
		last := k.must(promised(8050, calendar.Of(2026, 3, 10)))
		other := call("nobody/busy")
		other.PersonID, other.ContactPointID = jose, joses
		k.must(other)
		var seen []contact.Contact
		var before id.ID
		for pages := 1; ; pages++ {
			page, more, err := k.History(t.Context(), maria, before, 4)
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, page...)
			if !more {
				if pages != 2 {
					t.Errorf("%d pages, want 2", pages)
				}
				break
			}
			before = page[len(page)-1].ContactID
		}
		if len(seen) != 6 || seen[0].ContactID != last.ContactID || seen[0].UserName != "Ana Mora" {
			t.Fatalf("%d contacts, the newest %+v", len(seen), seen[0])
		}
		if got := seen[0].What.In("es"); got != "Contacto con el titular · Promete pagar" {
			t.Errorf("it is described as %q", got)
		}
	})
}

func TestContactsFollowAPersonWhoTurnsOutToBeAnother(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.must(call("nobody/no_answer"))
		if err := d.Write(t.Context(), func(tx db.Tx) error { return k.MoveTx(tx, maria, jose) }); err != nil {
			t.Fatal(err)
		}
		for person, want := range map[id.ID]int{maria: 0, jose: 1} {
			page, _, err := k.History(t.Context(), person, 0, 0)
			if err != nil || len(page) != want {
				t.Errorf("person %d has %d contacts, want %d (%v)", person, len(page), want, err)
			}
		}
	})
}

func TestTheFiguresOfADay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		today := calendar.Of(2026, 3, 2)
		k.must(call("nobody/no_answer"))
		k.must(call("third/message_left"))
		k.must(promised(8050, today+3))
		long := promised(1950, today+4)
		long.StartedAt = k.clock.Now().Add(-90 * time.Second)
		k.must(long)
		pesos := promised(50_000, today+4)
		pesos.CreditorID = coop
		k.must(pesos)
		// Half past ten at night in Quito is still the same day.
		k.clock.Set(time.Date(2026, 3, 3, 3, 30, 0, 0, time.UTC))
		if _, err := k.Keep(as(t.Context(), luis, auth.Agent), call("nobody/busy")); err != nil {
			t.Fatal(err)
		}
		all, err := k.Figures(t.Context(), today, today, []id.ID{banco, coop})
		if err != nil || len(all) != 2 {
			t.Fatalf("%+v, %v", all, err)
		}
		a := all[0]
		if a.UserID != ana || a.Attempts != 5 || a.Reached != 4 || a.Right != 3 || a.Promises != 3 ||
			a.Seconds != 90 {
			t.Errorf("Ana: %+v", a)
		}
		if a.Promised["USD"] != 10_000 || a.Promised["CLP"] != 50_000 || len(a.Promised) != 2 {
			t.Errorf("Ana's promises: %v", a.Promised)
		}
		only, err := k.Figures(t.Context(), today, today, []id.ID{coop})
		if err != nil || len(only) != 1 || only[0].Attempts != 1 {
			t.Errorf("of the co-operative: %+v, %v", only, err)
		}
		// Who may see no creditor is told of nobody's work.
		figures, err := k.Figures(t.Context(), today, today, nil)
		if err != nil || len(figures) > 0 {
			t.Errorf("figures of no creditor: %+v, %v", figures, err)
		}
		latest, err := k.Latest(t.Context(), today, nil)
		if err != nil || len(latest) > 0 {
			t.Errorf("latest of no creditor: %v, %v", latest, err)
		}
		if latest, err = k.Latest(t.Context(), today, []id.ID{coop}); err != nil || len(latest) != 1 {
			t.Errorf("latest of the co-operative: %v, %v", latest, err)
		}
	})
}

func TestACreditorHasATreeOfItsOwnInVersions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		boss := as(t.Context(), 9, auth.Manager)
		own := strings.Replace(contact.DefaultText(), "No contesta,", "Nadie contesta,", 1)
		agent := as(t.Context(), ana, auth.Agent)
		if _, err := k.trees.Save(agent, banco, own); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an agent changes the tree: %v", err)
		}
		if _, err := k.trees.Save(boss, banco, "contacts: 3"); !errors.Is(err, contact.ErrTreeMissing) {
			t.Errorf("a tree that is none: %v", err)
		}
		first, err := k.trees.Save(boss, banco, own)
		if err != nil || first.Version != 1 {
			t.Fatalf("version %d, %v", first.Version, err)
		}
		k.must(call("nobody/no_answer"))
		silent := strings.Replace(own, "ask_reason: true", "ask_reason: false", 1)
		second, err := k.trees.Save(boss, banco, silent)
		if err != nil || second.Version != 2 {
			t.Fatalf("version %d, %v", second.Version, err)
		}
		k.must(call("debtor/wont_pay")) // the reason is not asked any more
		if _, err := k.record(call("debtor/wont_pay/no_money")); !errors.Is(err, contact.ErrNoReason) {
			t.Errorf("a reason where it may not be asked: %v", err)
		}
		page, _, err := k.History(t.Context(), maria, 0, 0)
		if err != nil || len(page) != 2 || page[1].TreeID != first.ID || page[0].TreeID != second.ID {
			t.Fatalf("%+v, %v", page, err)
		}
		if got := page[1].What.In("es"); got != "Sin contacto · Nadie contesta" {
			t.Errorf("the older one is described as %q", got)
		}
		others, err := k.trees.For(t.Context(), coop)
		if err != nil || others.ID != 0 || !others.AskReason {
			t.Errorf("the co-operative has tree %d, %v", others.ID, err)
		}
	})
}
