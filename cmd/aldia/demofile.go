package main

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"aldia/bridge/table"
	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/example/demo"
)

// The files of the invented creditors look like those of real ones: an old system writes titles above the
// header, semicolons, a decimal comma, Windows-1252 and a line of totals; a core banking system writes a
// workbook.

// showsAhead is how far ahead a file shows what falls due.
const showsAhead = 45

// inFile says whether a creditor's file of a day has an account.
func (l *demoLoan) inFile(asOf calendar.Day) bool {
	return l.openedOn <= asOf && (l.recalledOn == calendar.NoDay || l.recalledOn > asOf)
}

// inFile says whether it has an instalment.
func (d *demoDue) inFile(asOf calendar.Day) bool { return d.owed() > 0 && d.on <= asOf+showsAhead }

// file is the cut of a day.
func (b *demoBook) file(asOf calendar.Day) (intake.File, error) {
	var text []byte
	var err error
	name := "cartera_" + strings.ReplaceAll(asOf.Text(), "-", "")
	if b.kind == "retail" {
		name += ".csv"
		text, err = b.csv(asOf)
	} else {
		name += ".xlsx"
		text, err = b.workbook(asOf)
	}
	return intake.File{Name: name, Size: int64(len(text)), ReaderAt: bytes.NewReader(text)}, err
}

// windows writes text as an old system does.
func windows(text string) ([]byte, error) {
	return encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder()).Bytes([]byte(text))
}

// clerkDay is a day as people write it: 15/11/2026.
func clerkDay(d calendar.Day) string {
	if d == calendar.NoDay {
		return ""
	}
	y, m, day := d.Date()
	return fmt.Sprintf("%02d/%02d/%d", day, m, y)
}

// demoBroken are rows that somebody began to type and never mended: they are refused in every file.
var demoBroken = [...]string{
	"credito-directo;999901;NATURAL;1712345678;SIN FECHA PEÑA;CR-;1;Crédito directo;;pendiente;50,00;" +
		"50,00;18,45",
	"credito-directo;999902;NATURAL;;SIN SALDO MINDA;CR-;1;Crédito directo;;15/01/2026;50,00;s/v;18,45",
	"credito-directo;999903;NATURAL;0912345675;;CR-;1;Crédito directo;;15/01/2026;80,00;80,00;18,45",
}

// csv is the retailer's export.
func (b *demoBook) csv(asOf calendar.Day) ([]byte, error) {
	var w strings.Builder
	title := strings.ToUpper(b.Name)
	fmt.Fprintf(&w, "%s;;;;\r\nREPORTE DE CARTERA AL %s;;;;\r\n;;;;\r\n", title, clerkDay(asOf))
	w.WriteString("Cartera;Cód. cliente;Tipo persona;Cédula o RUC;Cliente;Nro. crédito;Cuota o factura;" +
		"Producto;Fecha emisión;Vence;Valor cuota;Saldo;Tasa mora;Celular;Teléfono;Correo;Dirección;Ciudad;" +
		"Provincia;Latitud;Longitud;Actividad;Garante;Cédula garante;Teléfono garante;Referencia;" +
		"Teléfono referencia;Sucursal;Vendedor;Cupo;Empleador;Línea de materiales\r\n")
	total := money.Amount(0)
	for _, l := range b.sorted() {
		if !l.inFile(asOf) {
			continue
		}
		for i := range l.dues {
			if d := &l.dues[i]; d.inFile(asOf) {
				total += d.principal
				b.csvRow(&w, l, d)
			}
		}
	}
	for n, broken := range demoBroken {
		w.WriteString(
			strings.Replace(broken, "CR-", fmt.Sprintf("CR-%s-00000%d", asOf.Text()[:4], n+1), 1) + "\r\n",
		)
	}
	fmt.Fprintf(&w, "TOTAL GENERAL;;;;;;;;;;;%s;;;;;;;;;;;;;;;;;;;;\r\n", total.Format(b.currency, b.country))
	return windows(w.String())
}

func (b *demoBook) csvRow(w *strings.Builder, l *demoLoan, d *demoDue) {
	c := l.customer
	kind := "NATURAL"
	if c.Kind == demo.Legal {
		kind = "JURIDICA"
	}
	guarantor, reference := helperCells(l.guarantor), helperCells(l.reference)
	cells := []string{
		l.portfolio, c.code, kind, c.IDNumber, c.ListName(), l.number, d.number, l.product, clerkDay(l.openedOn),
		clerkDay(d.on),
		d.amount.Format(b.currency, b.country), d.principal.Format(b.currency, b.country),
		strings.ReplaceAll(l.moratory.Text(), ".", ","), c.phones, "", c.Email, c.Address, c.City, c.Region,
		c.Lat, c.Lon, c.Sector,
		guarantor[0], guarantor[1], guarantor[2], reference[0], reference[2], l.branch, l.seller,
		l.limit.Format(b.currency, b.country), c.Employer, l.extra,
	}
	for i, cell := range cells {
		if i > 0 {
			w.WriteByte(';')
		}
		if strings.ContainsAny(cell, ";\"") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		w.WriteString(cell)
	}
	w.WriteString("\r\n")
}

// helperCells are name, document and telephone of who stands beside a debtor.
func helperCells(p *demo.Person) [3]string {
	if p == nil {
		return [3]string{}
	}
	return [3]string{p.Name(), p.IDNumber, p.Mobile}
}

// workbookColumns are those of the lender's workbook.
var workbookColumns = [...]string{
	"Línea", "N° socio", "Tipo", "País del documento", "DNI / RUC", "Socio", "Pagaré", "N° cuota", "Producto",
	"Desembolso", "Vencimiento", "Monto cuota",
	"Capital", "Interés compensatorio", "Interés moratorio", "Gastos", "TEA", "Tasa moratoria", "En reclamo",
	"Teléfonos",
	"Correo", "Domicilio", "Distrito", "Departamento", "Garantía", "Valor garantía", "Aval", "DNI aval",
	"Teléfono aval",
	"Cónyuge o codeudor", "DNI codeudor", "Teléfono codeudor", "Agencia", "Asesor", "Score",
	"Centro de trabajo", "Destino",
}

// workbook is the lender's export.
func (b *demoBook) workbook(asOf calendar.Day) ([]byte, error) {
	var out bytes.Buffer
	title := "Cartera vigente y vencida al " + clerkDay(asOf)
	sheet := table.Sheet{Name: "Cartera", Titles: []string{b.Name, title}}
	for _, name := range &workbookColumns {
		sheet.Columns = append(sheet.Columns, table.Column{Name: name})
	}
	w := table.NewXLSXWriter(&out, sheet)
	for _, l := range b.sorted() {
		if !l.inFile(asOf) {
			continue
		}
		for i := range l.dues {
			d := &l.dues[i]
			if !d.inFile(asOf) {
				continue
			}
			b.age(l, d, asOf)
			if err := w.Write(b.workbookRow(l, d)...); err != nil {
				return nil, err
			}
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

func (b *demoBook) workbookRow(l *demoLoan, d *demoDue) []table.Cell {
	c := l.customer
	kind, claim := "Natural", "No"
	if c.Kind == demo.Legal {
		kind = "Jurídica"
	}
	if l.disputed {
		claim = "Sí"
	}
	from := b.country
	if c.from != "" {
		from = c.from
	}
	guarantor, codebtor := helperCells(l.guarantor), helperCells(l.codebtor)
	amount := func(a money.Amount) table.Cell { return table.Money(a, b.currency) }
	return []table.Cell{
		table.Text(l.portfolio), table.Text(c.code), table.Text(kind), table.Text(from), table.Text(c.IDNumber),
		table.Text(c.Name()), table.Text(l.number),
		table.Text(d.number), table.Text(l.product), table.Day(l.openedOn), table.Day(d.on), amount(d.amount),
		amount(d.principal), amount(d.interest), amount(d.moratory), amount(d.fees), table.Text(l.rate.Text()),
		table.Text(l.moratory.Text()), table.Text(claim), table.Text(c.phones), table.Text(c.Email),
		table.Text(c.Address), table.Text(c.City),
		table.Text(c.Region), table.Text(l.collateral), amount(l.worth), table.Text(guarantor[0]),
		table.Text(guarantor[1]),
		table.Text(guarantor[2]), table.Text(codebtor[0]), table.Text(codebtor[1]), table.Text(codebtor[2]),
		table.Text(l.branch),
		table.Text(l.seller), table.Int(int64(l.score)), table.Text(c.Employer), table.Text(l.extra),
	}
}

// age brings the interest that the lender charges on an overdue instalment up to a day.
func (b *demoBook) age(l *demoLoan, d *demoDue, day calendar.Day) {
	if day <= d.accruedOn || d.owed() == 0 {
		return
	}
	more, carry := money.Accrue(d.carry, d.principal, l.moratory, money.Basis360, int(day-d.accruedOn))
	d.moratory, d.carry, d.accruedOn = d.moratory+more, carry, day
	if day > d.on+60 && d.fees == 0 && b.kind == "lender" {
		d.fees = b.amount(500) // what a notary's letter costs
	}
}
