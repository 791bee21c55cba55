package intake

import (
	"errors"
	"testing"

	"aldia/domain/calendar"
)

func paymentReader(t *testing.T, text string, m Mapping) (*Reader, [][]string) {
	t.Helper()
	header, rows := table(text)
	m, _, faults := Guess(Payments, header, rows, false, m)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	r, err := Compile(m, header, false, Payments, asOf())
	if err != nil {
		t.Fatal(err)
	}
	return r, rows
}

func TestPaymentsAreReadAsCollectorsSendThem(t *testing.T) {
	t.Parallel()
	r, rows := paymentReader(t, `
Nro. Crédito|Cédula|Fecha de Pago|Valor Pagado|Forma de Pago|Comprobante|Observación
C-1|1712345678|05/11/2026|$ 120,50|Transferencia bancaria|T-991|cuota 3
C-1|1712345678|13/11/2026|1.000,00|EFECTIVO|R-12|
C-2||14/11/2026|(50,00)|Botón de pagos||reverso
C-2||15/12/2026|10,00|Trueque||`, Mapping{Creditor: "coop", Country: "EC"})
	var p [4]PaymentRow
	var o [4]Outcome
	for i := range rows {
		o[i] = r.Payment(i+2, cellsOf(rows[i]), &p[i])
		if o[i].Verdict != Taken {
			t.Fatalf("%+v", o[i])
		}
		if want := map[int]int{3: 1}[i]; len(o[i].Warned) != want {
			t.Errorf("line %d: %+v, want %d warnings", i, o[i].Warned, want)
		}
	}
	if p[0].Account != "C-1" || p[0].IDNumber != "1712345678" || p[0].PaidOn != calendar.Of(2026, 11, 5) ||
		p[0].Amount != 12050 ||
		p[0].Currency != "USD" || p[0].Way != WayTransfer || p[0].Reference != "T-991" || p[0].Note != "cuota 3" ||
		p[0].AccountKey != KeyOfAccount("coop", "C-1") {
		t.Errorf("%+v", p[0])
	}
	if p[1].Amount != 100000 || p[1].Way != WayCash || p[2].Amount != -5000 || p[2].Way != WayGateway ||
		p[3].Way != "" {
		t.Errorf("%+v", p)
	}
}

func TestAPaymentDatedAfterItsFileIsWarnedOf(t *testing.T) {
	t.Parallel()
	day := calendar.Of(2026, 11, 5)
	for on, want := range map[calendar.Day]bool{day - 1: false, day: false, day + 1: true} {
		if w, ahead := AheadOf(day, &PaymentRow{PaidOn: on}); ahead != want || ahead && w.Value != on.Text() {
			t.Errorf("paid on %s in a file of %s: %v, %+v", on.Text(), day.Text(), ahead, w)
		}
	}
	if _, ahead := AheadOf(calendar.NoDay, &PaymentRow{PaidOn: day}); ahead {
		t.Error("nothing is ahead of no day")
	}
}

func TestThePaymentOfALineIsKnownByItsReferenceElseByWhatItSays(t *testing.T) {
	t.Parallel()
	r, rows := paymentReader(t, `
account|paid_on|amount|way|reference
1|2026-11-05|10.00|cash|A
2|2026-11-06|11.00|cash|A
1|2026-11-05|10.00|cash|
1|2026-11-05|10.00|cash|
1|2026-11-05|10.00|transfer|
1|2026-11-06|10.00|cash|`, Mapping{Creditor: "coop", Country: "EC"})
	var p PaymentRow
	var keys []int64
	for i := range rows {
		r.Payment(i, cellsOf(rows[i]), &p)
		keys = append(keys, p.Key)
	}
	if keys[0] != keys[1] {
		t.Error("one reference of one creditor is one payment")
	}
	if keys[2] != keys[3] || keys[2] == keys[0] || keys[4] == keys[2] || keys[5] == keys[2] {
		t.Error("without a reference account, day, amount and way are the key; the position tells two apart")
	}
}

func TestAPaymentThatCannotBeRightIsRefused(t *testing.T) {
	t.Parallel()
	r, rows := paymentReader(t, `
account|paid_on|amount|reference
|2026-11-05|10.00|
1||10.00|
1|2026-02-30|10.00|
1|2026-11-05||
1|2026-11-05|0.00|
1|2026-11-05|diez|
TOTAL|2026-11-05|5.00|`, Mapping{Creditor: "coop", Country: "US"})
	for i, why := range []string{whyNoMatch, whyEmpty, whyDayImpossible, whyEmpty, whyAmountZero, whyAmount} {
		var p PaymentRow
		if o := r.Payment(i, cellsOf(rows[i]), &p); o.Verdict != Rejected || o.Refused[0].Key != why {
			t.Errorf("%v: %+v, want %s", rows[i], o, why)
		}
	}
	r, rows = paymentReader(t, "account|paid_on|amount\n1|2026-11-05|5.00\nTOTAL|| 5.00\nTOTAL|2026-11-05|5.00",
		Mapping{Creditor: "coop", Country: "US"})
	for i, want := range []Verdict{Taken, Left, Taken} {
		var p PaymentRow
		if o := r.Payment(i, cellsOf(rows[i]), &p); o.Verdict != want {
			t.Errorf("%v: %+v", rows[i], o)
		}
	}
	header := []string{"paid_on", "amount"}
	m, _, _ := Guess(Payments, header, nil, false, Mapping{Country: "EC"})
	if _, err := Compile(m, header, false, Payments, asOf()); !errors.Is(err, ErrMatch) {
		t.Error(err)
	}
	header = []string{"reference", "paid_on", "amount"}
	m, _, _ = Guess(Payments, header, nil, false, Mapping{})
	if _, err := Compile(m, header, false, Payments, asOf()); !errors.Is(err, ErrNoCurrency) {
		t.Error(err)
	}
}

func TestContactsNeedSomebodyAndAWayToReachThem(t *testing.T) {
	t.Parallel()
	header, rows := table(`
Cédula|Teléfono|Correo
1712345678|022345678|
1712345678||
|022345678|`)
	m, _, _ := Guess(Contacts, header, rows, false, Mapping{Country: "EC"})
	r, err := Compile(m, header, false, Contacts, asOf())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	if o := r.Row(2, cellsOf(rows[0]), &row); o.Verdict != Taken || row.Phones != "022345678" ||
		row.PersonKey != KeyOfID("EC", "1712345678") {
		t.Errorf("%+v %+v", row, o)
	}
	for i, why := range map[int]string{1: whyNoContact, 2: whyNoMatch} {
		if o := r.Row(i, cellsOf(rows[i]), &row); o.Verdict != Rejected || o.Refused[0].Key != why {
			t.Errorf("%+v, want %s", o, why)
		}
	}
}
