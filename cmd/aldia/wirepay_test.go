package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/domain/payment"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// errPower is what ends a transaction at its end.
var errPower = errors.New("the power went")

// leave takes the place of a call to the debtor of an account.
func (h *house) leave(account string) law.Permit {
	h.t.Helper()
	agent := auth.As(h.t.Context(), auth.Identity{ID: 71, Role: auth.Agent})
	p, d, err := h.s.gate.Reserve(agent, law.Proposal{PersonID: id.ID(h.count(
		`SELECT person_id FROM account WHERE number = ?`, account)), CreditorID: h.creditor("ANDINA"),
		Channel: law.Voice})
	if err != nil || !p.Valid() {
		h.t.Fatalf("no leave to call the debtor of %s: %v %+v", account, err, d.Blocked)
	}
	return p
}

// state is what became of a permit, and why.
func stateIn(t *testing.T, tx db.Tx, p law.Permit) (state string) {
	t.Helper()
	if _, err := db.One(tx, func(r db.Row) error {
		state = strings.TrimSpace(r.Text(0) + " " + r.Text(1))
		return nil
	}, `SELECT state, why FROM permit WHERE id = ?`, p.ID()); err != nil {
		t.Fatal(err)
	}
	return state
}

func (h *house) stateOf(p law.Permit) (state string) {
	h.t.Helper()
	if err := h.s.db.Read(h.t.Context(), func(tx db.Tx) error {
		state = stateIn(h.t, tx, p)
		return nil
	}); err != nil {
		h.t.Fatal(err)
	}
	return state
}

// A payment that comes by a file takes every place of who has paid back, whoever holds it, before the file is
// done; the places of whom it does not name stay.
func TestAFileOfPaymentsTakesBackTheLeaveToCallWhoHasPaid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := openHouseOn(t, d)
		hers, his := h.leave("ANDINA-0"), h.leave("ANDINA-1")
		today := calendar.On(h.clock.Now(), time.FixedZone("Quito", -5*3600))
		file := strings.NewReader("cuenta;fecha pago;monto;recibo\nANDINA-0;" + today.Text() + ";50,00;R1\n")
		done, err := h.s.intakes.Import(auth.As(t.Context(), auth.Program()),
			intake.File{Name: "pagos.csv", Size: file.Size(), ReaderAt: file},
			intake.Options{Kind: intake.Payments, Creditor: "ANDINA", AsOf: today})
		if err != nil || len(done) != 1 || h.count(`SELECT count(*) FROM payment`) != 1 {
			t.Fatalf("the file is not taken in: %v %+v", err, done)
		}
		if is := h.stateOf(hers); is != "cancelled paid" {
			t.Errorf("the leave to call who has paid is %s", is)
		}
		if is := h.stateOf(his); is != "open" {
			t.Errorf("the leave to call who has not paid is %s", is)
		}
		err = d.Write(t.Context(), func(tx db.Tx) error { return h.s.gate.SpendTx(tx, hers, law.TwoWay, 77) })
		if !errors.Is(err, law.ErrSpent) {
			t.Errorf("it can still be used: %v", err)
		}
	})
}

// It is one change: where the payment is there, the leave is not; where the one is undone so is the other.
func TestTheLeaveIsTakenBackInTheTransactionOfThePayment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := openHouseOn(t, d)
		permit, within := h.leave("ANDINA-0"), ""
		err := d.Write(t.Context(), func(tx db.Tx) error {
			_, err := h.s.payments.ReceiveTx(tx, 901, h.creditor("ANDINA"), []payment.Incoming{{
				Account: "ANDINA-0", AccountKey: intake.KeyOfAccount("ANDINA", "ANDINA-0"),
				PaidOn: calendar.On(h.clock.Now(), time.UTC), Amount: 5000, Currency: "USD", Reference: "R9",
			}})
			if err != nil {
				return err
			}
			within = stateIn(t, tx, permit)
			return errPower
		})
		if !errors.Is(err, errPower) || within != "cancelled paid" {
			t.Errorf("within the transaction of the payment the leave is %s: %v", within, err)
		}
		if is := h.stateOf(permit); is != "open" {
			t.Errorf("the payment is not there, and the leave is %s", is)
		}
		if n := h.count(`SELECT count(*) FROM payment`); n != 0 {
			t.Errorf("%d payments are there", n)
		}
	})
}
