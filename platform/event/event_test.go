package event_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/event"
	"aldia/platform/id"
)

const received event.Name = "payment.received"

type payment struct {
	Amount int64 `json:"amount"`
}

var errVendor = errors.New("the vendor is out for lunch")

func newBus(t *testing.T, d *db.DB) *event.Bus {
	t.Helper()
	return event.NewBus(d, func(_ context.Context, e event.Event, subscriber string, err error) {
		if !errors.Is(err, errVendor) && !strings.Contains(err.Error(), "panicked") {
			t.Errorf("%s to %s: %v", e.Name, subscriber, err)
		}
	})
}

func publish(t *testing.T, d *db.DB, b *event.Bus, key id.ID, amount int64) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx db.Tx) error {
		return b.PublishTx(tx, event.Event{Name: received, Key: key, Body: payment{amount}})
	}); err != nil {
		t.Fatal(err)
	}
}

func deliver(t *testing.T, b *event.Bus) int {
	t.Helper()
	n, err := b.Deliver(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func counts(t *testing.T, d *db.DB) (waiting, dead int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		waiting, dead, err = event.CountTx(tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return waiting, dead
}

func TestAPromiseHearsThePaymentInTheSameTransaction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBus(t, d)
		var heard []string
		b.On(received, "promise", func(_ db.Tx, e event.Event) error {
			p, err := event.Body[payment](e)
			if p.Amount != 50 || e.Key != 7 || e.ID == 0 || !e.At.Equal(dbtest.Start()) {
				t.Errorf("got %+v", e)
			}
			heard = append(heard, "promise")
			return err
		})
		b.On(received, "worklist", func(db.Tx, event.Event) error {
			heard = append(heard, "worklist")
			return nil
		})
		publish(t, d, b, 7, 50)
		if !slices.Equal(heard, []string{"promise", "worklist"}) {
			t.Errorf("heard %v", heard)
		}
		if waiting, _ := counts(t, d); waiting != 0 {
			t.Errorf("%d rows written though nobody listens later", waiting)
		}
	})
}

func TestWhatIsTakenBackIsHeardByNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBus(t, d)
		b.After(received, "thanks", func(context.Context, event.Event) error {
			t.Error("thanked for a payment that is not there")
			return nil
		})
		b.On(received, "promise", func(db.Tx, event.Event) error { return errVendor })
		err := d.Write(t.Context(), func(tx db.Tx) error { return b.PublishTx(tx, event.Event{Name: received}) })
		if !errors.Is(err, errVendor) {
			t.Fatalf("the listener's error was lost: %v", err)
		}
		if n := deliver(t, b); n != 0 {
			t.Errorf("%d delivered", n)
		}
	})
}

func TestALaterListenerHearsEachEventOfAPersonInOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBus(t, d)
		var heard []int64
		fails := 2
		b.After(received, "thanks", func(_ context.Context, e event.Event) error {
			p, err := event.Body[payment](e)
			if e.Key == 7 && fails > 0 {
				fails--
				return errVendor
			}
			heard = append(heard, p.Amount)
			return err
		})
		publish(t, d, b, 7, 1)
		publish(t, d, b, 7, 2)
		publish(t, d, b, 8, 3) // another person does not wait
		if n := deliver(t, b); n != 1 || !slices.Equal(heard, []int64{3}) {
			t.Fatalf("%d delivered, heard %v", n, heard)
		}
		deliver(t, b) // too early: the first waits for its second try, and the second for the first
		dbtest.Clock(t, d).Advance(2 * time.Second)
		deliver(t, b)
		dbtest.Clock(t, d).Advance(4 * time.Second)
		if n := deliver(t, b); n != 2 || !slices.Equal(heard, []int64{3, 1, 2}) {
			t.Fatalf("%d delivered, heard %v", n, heard)
		}
		if waiting, dead := counts(t, d); waiting+dead != 0 {
			t.Errorf("%d wait and %d are dead", waiting, dead)
		}
	})
}

func TestWhatCannotBeDeliveredIsSetAsideAndSeen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBus(t, d)
		broken := true
		var heard []int64
		b.After(received, "thanks", func(_ context.Context, e event.Event) error {
			if p, _ := event.Body[payment](e); p.Amount != 1 || !broken {
				heard = append(heard, p.Amount)
				return nil
			}
			panic("no template")
		})
		publish(t, d, b, 7, 1)
		publish(t, d, b, 7, 2)
		for range 18 {
			deliver(t, b)
			dbtest.Clock(t, d).Advance(25 * time.Minute)
		}
		deliver(t, b)
		if !slices.Equal(heard, []int64{2}) {
			t.Errorf("the dead one stands in the way: heard %v", heard)
		}
		var dead []event.Dead
		if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
			dead, err = event.DeadTx(tx, 10)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(dead) != 1 || dead[0].Subscriber != "thanks" || dead[0].Key != 7 || dead[0].Attempts != 18 ||
			!strings.Contains(dead[0].Error, "no template") || dead[0].Body != `{"amount":1}` {
			t.Fatalf("seen: %+v", dead)
		}
		broken = false
		if err := b.Retry(t.Context(), dead[0].ID); err != nil {
			t.Fatal(err)
		}
		if n := deliver(t, b); n != 1 || !slices.Equal(heard, []int64{2, 1}) {
			t.Errorf("after it was mended: %d delivered, heard %v", n, heard)
		}
		if err := b.Retry(t.Context(), dead[0].ID); !errors.Is(err, event.ErrNotDead) {
			t.Errorf("retried twice: %v", err)
		}
	})
}

func TestAnotherProcessTakesOverFromOneThatDied(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stuck, released := make(chan struct{}), make(chan struct{})
		dying, heir := newBus(t, d), newBus(t, d)
		dying.After(received, "thanks", func(context.Context, event.Event) error {
			close(stuck)
			<-released
			return nil
		})
		heard := 0
		heir.After(received, "thanks", func(context.Context, event.Event) error {
			heard++
			return nil
		})
		publish(t, d, dying, 7, 1)
		publish(t, d, dying, 7, 2)
		var wg sync.WaitGroup
		ctx, cancel := context.WithCancel(t.Context())
		wg.Go(func() { _, _ = dying.Deliver(ctx) })
		<-stuck
		if n := deliver(t, heir); n != 0 {
			t.Errorf("%d taken from a process that lives", n)
		}
		dbtest.Clock(t, d).Advance(61 * time.Second)
		if n := deliver(t, heir); n != 2 || heard != 2 {
			t.Errorf("%d delivered, %d heard", n, heard)
		}
		cancel()
		close(released)
		wg.Wait()
		if waiting, dead := counts(t, d); waiting+dead != 0 {
			t.Errorf("%d wait and %d are dead", waiting, dead)
		}
	})
}

func TestManyWorkersOfTwoProcessesDeliverEachOnceAndInOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const people, each = 12, 10
		var mu sync.Mutex
		heard, total, done := map[id.ID][]int64{}, 0, make(chan struct{})
		listen := func(_ context.Context, e event.Event) error {
			p, err := event.Body[payment](e)
			mu.Lock()
			defer mu.Unlock()
			heard[e.Key] = append(heard[e.Key], p.Amount)
			if total++; total == people*each {
				close(done)
			}
			return err
		}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		var one *event.Bus
		for range 2 {
			b := newBus(t, d)
			b.After(received, "thanks", listen)
			wg.Go(func() { b.Run(ctx, 3) })
			one = b
		}
		for i := range each {
			for p := range people {
				publish(t, d, one, id.ID(p+1), int64(i))
			}
		}
		<-done
		cancel()
		wg.Wait()
		for p, amounts := range heard {
			if len(amounts) != each || !slices.IsSorted(amounts) {
				t.Errorf("person %d: heard %v", p, amounts)
			}
		}
		if waiting, dead := counts(t, d); waiting+dead != 0 {
			t.Errorf("%d wait and %d are dead", waiting, dead)
		}
	})
}

func TestThePlanCanBePrinted(t *testing.T) {
	t.Parallel()
	b := event.NewBus(nil, nil)
	b.On("promise.broken", "treatment", nil)
	b.After(received, "thanks", nil)
	b.On(received, "promise", nil)
	want := []event.Subscription{{received, "thanks", true}, {received, "promise", false}, {"promise.broken",
		"treatment", false}}
	if got := b.Subscriptions(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if err := b.PublishTx(nil, event.Event{Name: "nobody.cares"}); err != nil {
		t.Error(err)
	}
	if _, err := event.Body[payment](event.Event{Body: "text"}); err == nil {
		t.Error("a text was taken for a payment")
	}
}
