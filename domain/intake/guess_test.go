package intake

import (
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
)

// table takes a file apart that is written with | between cells, the header first; a line that ends with \
// goes on.
func table(text string) (header []string, rows [][]string) {
	for i, line := range strings.Split(strings.TrimSpace(strings.ReplaceAll(text, "\\\n", "")), "\n") {
		cells := strings.Split(line, "|")
		for j := range cells {
			cells[j] = strings.TrimSpace(cells[j])
		}
		if i == 0 {
			header = cells
		} else {
			rows = append(rows, cells)
		}
	}
	return header, rows
}

// sourceOf writes where a column comes from: "Saldo", "Teléfono + Celular", or "".
func sourceOf(m Mapping, name string) string {
	return strings.Join(m.Columns[name].heads(), " + ")
}

// sentFiles are files as creditors of seven countries send them.
var sentFiles = []struct {
	who, country, text string
	want               map[string]string
}{
	{
		"una cooperativa de Ecuador", "EC", `
CÉDULA|Nombre del Socio|Nro. Operación|Saldo Capital|Fecha de Vencimiento|Días de Mora|Interés|\
Interés por Mora|Gastos de Cobranza|Teléfono|Celular|Correo Electrónico|Dirección|Ciudad|Provincia|\
Agencia
1712345678|MARIA PEREZ|000123|1.234,56|22/11/2026|0|12,30|0,00|1,00|022345678|0991234567|mp@x.ec|\
Av. 1|Quito|Pichincha|Norte
0912345678|JUAN LOPEZ|000124|934,10|05/10/2026|48|2,30|1,10|1,00|042345678|0991234568||Calle 2|\
Guayaquil|Guayas|Sur`,
		map[string]string{
			"id_number": "CÉDULA", "person_name": "Nombre del Socio", "account": "Nro. Operación",
			"principal": "Saldo Capital",
			"due_on":    "Fecha de Vencimiento", "days_overdue": "Días de Mora", "interest": "Interés",
			"moratory_interest": "Interés por Mora", "fees": "Gastos de Cobranza", "phones": "Teléfono + Celular",
			"emails": "Correo Electrónico", "address": "Dirección", "city": "Ciudad", "region": "Provincia",
			"x.Agencia": "Agencia",
		},
	},
	{
		"un banco de Colombia, en mayúsculas y con guiones bajos", "CO", `
TIPO_DOCUMENTO|NIT_CC|RAZON_SOCIAL|NUMERO_OBLIGACION|CAPITAL_VENCIDO|FEC_VENCIMIENTO|TASA|TASA_MORA|\
TELEFONO_1|TELEFONO_2|MUNICIPIO|DEPARTAMENTO|ESTADO|PRODUCTO|MONEDA
CC|52123456|ANA GOMEZ|4567-1|1234567|2026-10-05|22,5|30,1|3101234567|6012345678|Bogotá|Cundinamarca|\
VENCIDO|TARJETA|COP
NIT|900123456|LA TIENDA SAS|4567-2|994500|2026-11-30|22,5|30,1|3101234568||Cali|Valle|VIGENTE|LIBRANZA|COP`,
		map[string]string{
			"id_type": "TIPO_DOCUMENTO", "id_number": "NIT_CC", "person_name": "RAZON_SOCIAL",
			"account":   "NUMERO_OBLIGACION",
			"principal": "CAPITAL_VENCIDO", "due_on": "FEC_VENCIMIENTO", "rate_annual": "TASA",
			"moratory_rate_annual": "TASA_MORA",
			"phones":               "TELEFONO_1 + TELEFONO_2", "city": "MUNICIPIO",
			"region": "DEPARTAMENTO", "status": "ESTADO",
			"product": "PRODUCTO", "currency": "MONEDA",
		},
	},
	{
		"un retail del Perú, con nombres en partes", "PE", `
DNI|Apellido Paterno|Apellido Materno|Nombres|Contrato|Nro Cuota|Valor Cuota|Vence|Distrito|Celular|Celular 2
41234567|QUISPE|MAMANI|JOSE LUIS|C-88|1|120.50|15/01/2026|Ate|999888777|
41234567|QUISPE|MAMANI|JOSE LUIS|C-88|2|120.50|15/02/2026|Ate|999888777|999111222`,
		map[string]string{
			"id_number": "DNI", "person_name": "Nombres + Apellido Paterno + Apellido Materno", "account": "Contrato",
			"item": "Nro Cuota", "original": "Valor Cuota", "principal": "Valor Cuota", "due_on": "Vence",
			"city":   "Distrito",
			"phones": "Celular + Celular 2",
		},
	},
	{
		"un distribuidor de México, facturas por cliente", "MX", `
Cliente|Nombre|RFC|Factura|Fecha Factura|Fecha Vence|Importe|Saldo|Estado|Correo
C001|FERRETERIA EL CLAVO SA|FEC010203AB1|F-100|01/09/2026|01/10/2026|12,500.00|10,000.00|Jalisco|a@b.mx
C002|PINTURAS DEL BAJIO|PBA010203AB1|F-101|13/09/2026|13/10/2026|2,500.00|2,500.00|Puebla|c@d.mx`,
		map[string]string{
			"person": "Cliente", "person_name": "Nombre", "id_number": "RFC", "account": "Factura",
			"opened_on": "Fecha Factura",
			"due_on":    "Fecha Vence", "principal": "Saldo", "region": "Estado", "emails": "Correo",
		},
	},
	{
		"una financiera de Chile, sin separar palabras", "CL", `
RUTCLIENTE|NOMBRECLIENTE|NUMEROOPERACION|SALDOINSOLUTO|FECHAVENCIMIENTO|DIASMORA|COMUNA|REGION|GIRO
12.345.678-5|PEDRO SOTO|99|150000|05-11-2026|17|Maipú|Metropolitana|comercio
7.654.321-6|ROSA DIAZ|98|1250000|30-11-2026|0|Talca|Maule|agro`,
		map[string]string{
			"id_number": "RUTCLIENTE", "person_name": "NOMBRECLIENTE", "account": "NUMEROOPERACION",
			"principal": "SALDOINSOLUTO",
			"due_on":    "FECHAVENCIMIENTO", "days_overdue": "DIASMORA", "city": "COMUNA", "region": "REGION",
			"sector": "GIRO",
		},
	},
	{
		"una financiera de Bolivia, todo abreviado", "BO", `
NRO_OPERACION|CI|CLIENTE|COD_CLIENTE|SALDO_K|INT_CORRIENTE|INT_PENAL|CARGOS|DIAS_MORA|FEC_VCTO|FONO|CEL1|\
DIR_DOMICILIO|MONEDA|SALDO_TOTAL
880-1|4567890 LP|CONDORI MAMANI JUAN|7001|1.250,40|12,30|1,10|5,00|12|25/10/2026|22334455|71234567|\
Av. 1|BOB|1.268,80
880-2|5678901 SC|ROJAS PAZ ANA|7002|980,00|9,80|0,00|0,00|0|30/11/2026||79876543|Calle 2|BOB|989,80`,
		map[string]string{
			"account": "NRO_OPERACION", "id_number": "CI", "person_name": "CLIENTE", "person": "COD_CLIENTE",
			"principal": "SALDO_K", "interest": "INT_CORRIENTE", "moratory_interest": "INT_PENAL", "fees": "CARGOS",
			"days_overdue": "DIAS_MORA", "due_on": "FEC_VCTO", "phones": "FONO + CEL1", "address": "DIR_DOMICILIO",
			"currency": "MONEDA", "x.SALDO_TOTAL": "SALDO_TOTAL",
		},
	},
	{
		"una mutual de Costa Rica, el cliente es un nombre", "CR", `
Cliente|Identificación|Crédito|Saldo (₡)|Mora|Garante|Teléfono Garante|Cédula Garante|\
Referencia 1 Nombre|Referencia 1 Teléfono
Luis Solís Vargas|1-1234-0567|2001|1 250 000,50|35|Eva Mora|88881111|1-0999-0888|Iris Rojas|88882222
Ana Rojas Mora|2-0456-0789|2002|950 000,00|0||||Paco Ruiz|`,
		map[string]string{
			"person_name": "Cliente", "id_number": "Identificación", "account": "Crédito", "principal": "Saldo (₡)",
			"days_overdue": "Mora", "guarantor_name": "Garante", "guarantor_phones": "Teléfono Garante",
			"guarantor_id_number": "Cédula Garante", "reference_name": "Referencia 1 Nombre",
			"reference_phones": "Referencia 1 Teléfono", "phones": "",
		},
	},
	{
		"an English export", "US", `
Customer ID|Customer Name|Invoice Number|Invoice Date|Due Date|Amount|Currency|Phone|E-mail
7|ACME LLC|I-1|1/15/2026|2/15/2026|1,200.50|USD|+1 212 555 0100|a@b.com
8|Zed Inc|I-2|1/20/2026|2/20/2026|90.00|USD||z@b.com`,
		map[string]string{
			"person": "Customer ID", "person_name": "Customer Name", "account": "Invoice Number",
			"opened_on": "Invoice Date",
			"due_on":    "Due Date", "principal": "Amount", "currency": "Currency", "phones": "Phone",
			"emails": "E-mail",
		},
	},
}

func TestOneColumnHasManyNames(t *testing.T) {
	t.Parallel()
	names := newNames(Portfolio)
	for want, headers := range map[string]string{
		"id_number": "Nº Cédula;R.U.C.;RUC/CI;N.I.T.;DNI/RUC;Nro Identificación;Identificación del cliente",
		"account": "N° de operación;No. de Crédito;Nro.Prestamo;NumCuenta;NUMERODECUENTA;Loan ID;Account No.;" +
			"# de contrato",
		"person":      "Cod. Cliente;CodCliente;ID Cliente;Código de socio",
		"person_name": "Nombres y Apellidos;Apellidos y Nombres;Nombre/Razón Social;NOMBRECLIENTE;Borrower Name",
		"due_on": "Fecha Vcto;F. Vencimiento;Fec. Vto.;Vcto.;FECHA_VCTO;fechaVencimiento;FECHADEVENCIMIENTO;" +
			"Fecha de Vencimiento de la operación;Vence;Due Date",
		"days_overdue":         "Días Mora;Dias_Mora;DIAS DE ATRASO;# días vencidos;Días en mora;Days Past Due",
		"principal":            "Saldo Cap.;SALDO DE CAPITAL (US$);Total Deuda;Saldo por pagar;Balance",
		"moratory_interest":    "Int. Mora;Interés Moratorio;Intereses de mora;INTERES_MORA",
		"interest":             "Int. Corriente;Intereses;Interés",
		"fees":                 "Gastos Cobranzas;Gtos. Cobranza;Gestión de Cobranza;Honorarios",
		"rate_annual":          "Tasa %;Tasa de Interés (%);TEA;Tasa anual",
		"moratory_rate_annual": "Tasa de Mora;Tasa moratoria (%)",
		"phones":               "Teléfono 1;Telf. Domicilio;Tlf Celular;Celular2;Teléfono (2);MOVIL",
		"emails":               "E-Mail;Correo Electrónico;MAIL",
	} {
		for h := range strings.SplitSeq(headers, ";") {
			found := names.find(withoutOrdinal(h))
			if len(found) == 0 || !slices.ContainsFunc(found, func(n named) bool { return n.column.name() == want }) {
				t.Errorf("%q means %v, want %s", h, found, want)
			}
		}
	}
	for _, h := range []string{"Fecha último pago", "Fecha de nacimiento", "Estado civil", "Edad", "Gestor",
		"Zona", "Cuotas vencidas"} {
		if found := names.find(withoutOrdinal(h)); len(found) > 0 {
			t.Errorf("%q was taken for %s", h, found[0].column.name())
		}
	}
}

func TestHeadersAreReadAsPeopleOfTheTradeWriteThem(t *testing.T) {
	t.Parallel()
	for _, file := range sentFiles {
		header, rows := table(file.text)
		m, guessed, faults := Guess(Portfolio, header, rows, false, Mapping{Creditor: "a", Country: file.country})
		if len(faults) > 0 {
			t.Errorf("%s: %v", file.who, faults)
		}
		for ours, theirs := range file.want {
			if got := sourceOf(m, ours); got != theirs {
				t.Errorf("%s: %s comes from %q, want %q", file.who, ours, got, theirs)
			}
		}
		for name := range m.Columns {
			said := slices.ContainsFunc(guessed, func(g Guessed) bool { return g.Column == name })
			if !said {
				t.Errorf("%s: %s was guessed and not said", file.who, name)
			}
		}
		r, err := Compile(m, header, false, Portfolio, calendar.Of(2026, 11, 22))
		if err != nil {
			t.Errorf("%s: %v", file.who, err)
			continue
		}
		for i, cells := range rows {
			var row Row
			if o := r.Row(i, cellsOf(cells), &row); o.Verdict != Taken || len(o.Warned) > 0 {
				t.Errorf("%s: %+v", file.who, o)
			}
		}
	}
}
