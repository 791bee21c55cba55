package main

import (
	"bytes"
	"fmt"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/money"
)

// demoReceipt is a line of a payments file.
type demoReceipt struct {
	on        calendar.Day
	account   string
	document  string // where the cashier typed no account
	amount    money.Amount
	way       string
	reference string
	note      string
}

// demoWays are how people pay, each as often as it is met.
var demoWays = [...]string{
	"Transferencia", "Transferencia", "Transferencia", "Ventanilla", "Ventanilla", "Efectivo", "Depósito",
	"Tarjeta", "Cobrador",
	"Botón de pagos",
}

// pay lets the customer pay an account: the oldest instalment first, and of it interest before principal.
// It gives what the account took; the rest stays in the customer's pocket.
func (b *demoBook) pay(l *demoLoan, on calendar.Day, amount money.Amount) money.Amount {
	left := amount
	for i := range l.dues {
		d := &l.dues[i]
		if left == 0 {
			break
		}
		if d.on < on && b.kind == "lender" {
			b.age(l, d, on)
		}
		for _, part := range []*money.Amount{&d.fees, &d.moratory, &d.interest, &d.principal} {
			take := min(left, *part)
			*part -= take
			left -= take
		}
	}
	return amount - left
}

// receipt is the line that the cashier or the bank writes of a payment.
func (b *demoBook) receipt(l *demoLoan, on calendar.Day, amount money.Amount) demoReceipt {
	b.receipts++
	line := demoReceipt{
		on: on, account: l.number, amount: amount, way: pickOf(b.random, demoWays[:]),
		reference: fmt.Sprintf("R%02d%07d", b.random.IntN(90)+10, 400_000+b.receipts*13),
	}
	if b.kind == "lender" && oddIn(b.random, 15) {
		line.account, line.document = "", l.customer.IDNumber
	}
	return line
}

// ownPayments are those that customers make of themselves on a day.
func (b *demoBook) ownPayments(on calendar.Day) (lines []demoReceipt) {
	for _, l := range b.loans {
		if l.openedOn > on || l.recalledOn != calendar.NoDay && l.recalledOn <= on {
			continue
		}
		for i := range l.dues {
			d := &l.dues[i]
			if d.paysOn != on || d.owed() == 0 {
				continue
			}
			if b.kind == "lender" {
				b.age(l, d, on)
			}
			amount := d.owed()
			if l.customer.habit == demoStrapped && oddIn(b.random, 3) { // half now, half in a week
				amount, d.paysOn = (amount+1)/2, min(on+7, b.last)
			}
			if paid := b.pay(l, on, amount); paid > 0 {
				lines = append(lines, b.receipt(l, on, paid))
			}
		}
	}
	return lines
}

// paymentsFile is the file of some days' payments; the first of its lines were in the file before.
func (b *demoBook) paymentsFile(lines []demoReceipt, day calendar.Day) (intake.File, error) {
	repeated := b.sent[max(0, len(b.sent)-2):]
	b.sent = lines
	var w strings.Builder
	delimiter := ";"
	if b.kind == "lender" {
		delimiter = ","
	}
	row := func(cells ...string) { w.WriteString(strings.Join(cells, delimiter) + "\r\n") }
	row("Fecha de pago", "Nro. crédito", "Cédula o RUC", "Valor pagado", "Forma de pago", "Referencia",
		"Observación")
	for _, group := range [][]demoReceipt{repeated, lines} {
		for i := range group {
			r := &group[i]
			amount := r.amount.Format(b.currency, b.country)
			if b.kind == "lender" {
				amount = r.amount.Text(b.currency)
			}
			row(clerkDay(r.on), r.account, r.document, amount, r.way, r.reference, r.note)
		}
	}
	if oddIn(b.random, 6) { // somebody else's money
		reference := fmt.Sprintf("D%08d", b.random.IntN(100_000_000))
		row(clerkDay(day), "CR-9999-000001", "", "25", "Depósito", reference, "depositante no identificado")
	}
	text, err := windows(w.String())
	name := "pagos_" + b.Code + "_" + strings.ReplaceAll(day.Text(), "-", "") + ".csv"
	return intake.File{Name: name, Size: int64(len(text)), ReaderAt: bytes.NewReader(text)}, err
}

// paymentsMapping says how that file reads.
func (b *demoBook) paymentsMapping() []byte {
	decimal := ","
	if b.kind == "lender" {
		decimal = "."
	}
	return fmt.Appendf(nil, `creditor: %s
country: %s
file: {decimal: %q, date: D/M/Y}
columns:
  paid_on: Fecha de pago
  account: Nro. crédito
  id_number: Cédula o RUC
  amount: Valor pagado
  way: Forma de pago
  reference: Referencia
  note: Observación
`, b.Code, b.country, decimal)
}

// owedPastDue is what a customer owes this creditor that has fallen due.
func (c *demoCustomer) owedPastDue(on calendar.Day) (sum money.Amount) {
	for _, l := range c.loans {
		for i := range l.dues {
			if l.dues[i].on < on {
				sum += l.dues[i].owed()
			}
		}
	}
	return sum
}

// payDebts lets a customer pay an amount over all their accounts, the most overdue first.
func (b *demoBook) payDebts(c *demoCustomer, on calendar.Day, amount money.Amount) (lines []demoReceipt) {
	for _, l := range c.loans {
		if amount == 0 || l.recalledOn != calendar.NoDay && l.recalledOn <= on || l.openedOn > on {
			continue
		}
		if paid := b.pay(l, on, amount); paid > 0 {
			amount -= paid
			lines = append(lines, b.receipt(l, on, paid))
		}
	}
	return lines
}

// nextDue is the first that the customer will owe.
func (c *demoCustomer) nextDue(on calendar.Day) money.Amount {
	for _, l := range c.loans {
		for i := range l.dues {
			if d := &l.dues[i]; d.on >= on && d.owed() > 0 {
				return d.owed()
			}
		}
	}
	return 0
}
