package intake

import (
	"slices"
	"strings"
	"testing"

	"aldia/words"
)

// heldIn are two values as each column holds them; what is not named here holds words.
func heldIn(c column) (first, second string) {
	switch s := specOf(c); {
	case s.sort == sortAmount, s.sort == sortRate:
		return "10.50", "20.75"
	case s.sort == sortDay:
		return "25/10/2025", "26/11/2025"
	case s.sort == sortDays:
		return "10", "35"
	case s.sort == sortFlag:
		return "no", "si"
	case s.sort == sortCurrency:
		return "USD", "USD"
	case s.sort == sortCountry:
		return "EC", "CO"
	case s.sort == sortPlace:
		return "-0.18", "-0.21"
	case s.sort == sortRole:
		return "deudor", "garante"
	case s.sort == sortPersonKind:
		return "natural", "juridica"
	case c == colEmails:
		return "a@b.ec", "c@d.ec"
	case c == colStatus:
		return "vigente", "vencido"
	case c == colAccount:
		return "CR-77", "CR-78"
	case c == colIDNumber, strings.HasSuffix(s.name, "id_number"):
		return "1714307103", "1710034065"
	case strings.HasSuffix(s.name, "phones"):
		return "0991234567", "0987654321"
	case c == colItem, c == colPerson, c == colReference:
		return "1", "2"
	}
	return "Rosa Quishpe", "Luis Paz"
}

// Somebody who writes a file by the words of our screens, or sends back what we exported, is understood.
func TestTheWordsOfOurOwnScreensAreKnownAsHeaders(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"es", "en"} {
		say := catalog.For(language)
		for _, k := range []Kind{Portfolio, Payments, Contacts} {
			var header []string
			rows := [][]string{nil, nil}
			for _, c := range k.columns() {
				first, second := heldIn(c)
				if k == Contacts && c == colStatus {
					first, second = "confirmado", "equivocado"
				}
				header = append(header, say.Say("intake.column."+c.name()))
				rows[0], rows[1] = append(rows[0], first), append(rows[1], second)
			}
			m, _, faults := Guess(k, header, rows, false, Mapping{Country: "EC"})
			if len(faults) > 0 {
				t.Errorf("%s, %s: %v", language, k, faults)
			}
			for i, c := range k.columns() {
				if !readsFrom(m.Columns[c.name()], header[i]) {
					t.Errorf("%s, %s: %q is %q, not %s (which is %q)", language, k, header[i], m.first(header[i]),
						c.name(), sourceOf(m, c.name()))
				}
			}
		}
	}
}

// demoFiles are those of the demonstration, which every visitor may load: the retailer's export and the
// lender's workbook. What is none of ours is kept by its own name.
var demoFiles = []struct {
	who, country, text string
	typed              bool
	want               map[string]string
	kept               string
}{
	{
		who: "the retailer", country: "EC", text: `
Cartera|Cód. cliente|Tipo persona|Cédula o RUC|Cliente|Nro. crédito|Cuota o factura|Producto|Fecha emisión|\
Vence|Valor cuota|Saldo|Tasa mora|Celular|Teléfono|Correo|Dirección|Ciudad|Provincia|Latitud|Longitud|\
Actividad|Garante|Cédula garante|Teléfono garante|Referencia|Teléfono referencia|Sucursal|Vendedor|Cupo|\
Empleador|Línea de materiales
directo|101|NATURAL|1714307103|Quishpe Rosa|CR-1|1|Crédito|15/01/2026|15/02/2026|50,00|50,00|18,45|\
0991234567||a@b.ec|Av. 1|Quito|Pichincha|-0,18|-78,4|comercio|Luis Paz|1710034065|0981234567|Eva|022|Norte|\
Ana Mora|1.200,00|Textiles Sur|Hierro y cemento
directo|101|NATURAL|1714307103|Quishpe Rosa|CR-1|2|Crédito|15/01/2026|15/03/2026|50,00|50,00|18,45|\
0991234567||a@b.ec|Av. 1|Quito|Pichincha|-0,18|-78,4|comercio|Luis Paz|1710034065|0981234567|Eva|022|Norte|\
Ana Mora|1.200,00|Textiles Sur|Pinturas`,
		want: map[string]string{
			"portfolio": "Cartera", "person": "Cód. cliente", "person_kind": "Tipo persona",
			"id_number": "Cédula o RUC", "person_name": "Cliente", "account": "Nro. crédito",
			"item": "Cuota o factura", "product": "Producto", "opened_on": "Fecha emisión", "due_on": "Vence",
			"original": "Valor cuota", "principal": "Saldo", "moratory_rate_annual": "Tasa mora",
			"phones": "Celular + Teléfono", "emails": "Correo", "address": "Dirección", "city": "Ciudad",
			"region": "Provincia", "lat": "Latitud", "lon": "Longitud", "sector": "Actividad",
			"guarantor_name": "Garante", "guarantor_id_number": "Cédula garante",
			"guarantor_phones": "Teléfono garante", "reference_phones": "Teléfono referencia",
		},
		kept: "Cupo, Empleador, Línea de materiales, Referencia, Sucursal, Vendedor",
	},
	{
		who: "the lender", country: "PE", typed: true, text: `
Línea|N° socio|Tipo|DNI / RUC|Socio|Pagaré|N° cuota|Producto|Desembolso|Vencimiento|Monto cuota|Capital|\
Interés compensatorio|Interés moratorio|Gastos|TEA|Tasa moratoria|En reclamo|Teléfonos|Correo|Domicilio|\
Distrito|Departamento|Garantía|Valor garantía|Aval|DNI aval|Teléfono aval|Cónyuge o codeudor|DNI codeudor|\
Teléfono codeudor|Agencia|Asesor|Score|Centro de trabajo|Destino
micro|2001|Natural|41234567|Rosa Quispe|PG-1|1|Microcrédito|2026-01-15|2026-02-15|150.00|120.50|20.10|3.20|\
5.00|34.49|10.5|No|912345678|a@b.pe|Jr. Puno 1|Lima|Lima|Prenda|500.00|Luis Paz|41234568|912345679|\
Ana Paz|41234569|912345670|Centro|Eva Ríos|640|Mercado Central|Capital de trabajo
micro|2001|Natural|41234567|Rosa Quispe|PG-1|2|Microcrédito|2026-01-15|2026-03-15|150.00|121.50|19.10|0.00|\
0.00|34.49|10.5|No|912345678|a@b.pe|Jr. Puno 1|Lima|Lima|Prenda|500.00|Luis Paz|41234568|912345679|\
Ana Paz|41234569|912345670|Centro|Eva Ríos|640|Mercado Central|Capital de trabajo
consumo|2002|Jurídica|20123456789|Textil Sur SAC|PG-2|1|Consumo|2026-02-01|2026-03-01|90.00|80.00|10.00|\
1.10|0.00|41.92|12|Sí|912345671|c@d.pe|Av. Grau 2|Cusco|Cusco||0.00|||||||Sur|Eva Ríos|512||Consumo`,
		want: map[string]string{
			"person": "N° socio", "person_kind": "Tipo", "id_number": "DNI / RUC", "person_name": "Socio",
			"account": "Pagaré",
			"item":    "N° cuota", "product": "Producto", "opened_on": "Desembolso", "due_on": "Vencimiento",
			"original": "Monto cuota", "principal": "Capital", "interest": "Interés compensatorio",
			"moratory_interest": "Interés moratorio", "fees": "Gastos", "rate_annual": "TEA",
			"moratory_rate_annual": "Tasa moratoria", "disputed": "En reclamo", "phones": "Teléfonos",
			"emails": "Correo", "address": "Domicilio", "region": "Departamento", "city": "Distrito",
			"guarantee_kind": "Garantía", "guarantee_value": "Valor garantía", "guarantor_name": "Aval",
			"guarantor_id_number": "DNI aval", "guarantor_phones": "Teléfono aval",
			"codebtor_name": "Cónyuge o codeudor", "codebtor_id_number": "DNI codeudor",
			"codebtor_phones": "Teléfono codeudor",
		},
		kept: "Agencia, Asesor, Centro de trabajo, Destino, Línea, Score",
	},
}

func TestTheFilesOfTheDemonstrationAreUnderstood(t *testing.T) {
	t.Parallel()
	for _, c := range demoFiles {
		header, rows := table(c.text)
		m, _, faults := Guess(Portfolio, header, rows, c.typed, Mapping{Country: c.country})
		if len(faults) > 0 {
			t.Error(c.who, faults)
		}
		for ours, theirs := range c.want {
			if got := sourceOf(m, ours); got != theirs {
				t.Errorf("%s: %s comes from %q, want %q", c.who, ours, got, theirs)
			}
		}
		var kept []string
		for _, name := range m.names() {
			if _, wanted := c.want[name]; wanted {
				continue
			}
			if !isAttribute(name) {
				t.Errorf("%s: %s comes from %q", c.who, name, sourceOf(m, name))
				continue
			}
			kept = append(kept, name[len(attributePrefix):])
		}
		if got := strings.Join(kept, ", "); got != c.kept {
			t.Errorf("%s: kept by their names are %s, want %s", c.who, got, c.kept)
		}
	}
}

func TestWhatTellsTheRowsOfAnAccountApartIsProposedAsTheItem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ what, text, want string }{
		{"a column that nobody knows", "Crédito|Cliente|Zona|Zulú|Vence|Saldo\n" +
			"C1|Rosa|N|1|15/01/2026|50,00\nC1|Rosa|N|2|15/02/2026|50,00\nC2|Luis|S|1|15/01/2026|9,00", "Zulú"},
		{"not the number of the row", "Fila|Crédito|Cliente|Vence|Saldo\n" +
			"1|C1|Rosa|15/01/2026|50,00\n2|C1|Rosa|15/02/2026|50,00\n3|C2|Luis|15/01/2026|9,00", ""},
		{"not where each account stands once", "Crédito|Cliente|Zulú|Vence|Saldo\n" +
			"C1|Rosa|1|15/01/2026|50,00\nC2|Luis|7|15/02/2026|50,00", ""},
		{"not what some rows share", "Crédito|Cliente|Zona|Vence|Saldo\n" +
			"C1|Rosa|N|15/01/2026|50,00\nC1|Rosa|N|15/02/2026|50,00\nC2|Luis|S|15/01/2026|9,00", ""},
	} {
		header, rows := table(c.text)
		m, guessed, _ := Guess(Portfolio, header, rows, false, Mapping{Country: "EC"})
		if got := sourceOf(m, "item"); got != c.want {
			t.Errorf("%s: the item comes from %q, want %q", c.what, got, c.want)
		}
		if c.want == "" {
			continue
		}
		if !slices.ContainsFunc(guessed, func(g Guessed) bool {
			return g.Column == "item" && g.Why == becauseTellsApart && g.Confidence < Doubtful
		}) {
			t.Errorf("%s: nobody is asked to look: %+v", c.what, guessed)
		}
	}
}
