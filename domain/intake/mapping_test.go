package intake

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"aldia/platform/fault"
)

const wholeMapping = `
creditor: cooperativa
creditor_name: Cooperativa Ayni
portfolio: consumo
currency: USD
country: Ecuador
file:
  delimiter: ";"
  encoding: windows-1252
  skip_lines: 3
  date: DD/MM/AAAA
  decimal: coma
  sheet: Cartera
columns:
  account: Nro. Operación
  product: {const: Crédito de consumo}
  person_name: {join: [Nombres, Apellidos]}
  phones: {join: [Teléfono, "Celular: propio"], with: "|"}
  status:
    from: ESTADO
    value: {V: vigente, 1: vencido, "": sin estado, "*": otro}
  principal: {from: Saldo, floor: 0, decimal: "."}
  rate_annual: {from: Tasa, unit: fraction}
  due_on: {from: Vence, date: excel}
  x.Agencia: {from: Agencia, type: text}
  x.Clave interna: {from: Clave, skip: true}
only: Agencia != "99"
key: name
figures: ours
gone: asked
`

func TestAMappingSaysWhatItSays(t *testing.T) {
	t.Parallel()
	m, err := ParseMapping([]byte(wholeMapping))
	if err != nil {
		t.Fatal(err)
	}
	three := 3
	want := Mapping{
		Creditor: "cooperativa", Name: "Cooperativa Ayni", Portfolio: "consumo", Currency: "USD", Country: "EC",
		File: FileStyle{Delimiter: ";", Encoding: "windows-1252", SkipLines: &three, Date: "D/M/Y", Decimal: ",",
			Sheet: "Cartera"},
		Columns: map[string]ColumnSource{
			"account": {From: "Nro. Operación"}, "product": {Const: "Crédito de consumo"},
			"person_name": {Join: []string{"Nombres", "Apellidos"}},
			"phones":      {Join: []string{"Teléfono", "Celular: propio"}, With: "|"},
			"status": {From: "ESTADO", Value: map[string]string{"V": "vigente", "1": "vencido", "": "sin estado",
				"*": "otro"}},
			"principal":   {From: "Saldo", Floor: "0", Decimal: "."},
			"rate_annual": {From: "Tasa", Unit: UnitFraction}, "due_on": {From: "Vence", Date: "excel"},
			"x.Agencia": {From: "Agencia", Type: TypeText}, "x.Clave interna": {From: "Clave", Skip: true},
		},
		Only: `Agencia != "99"`, Key: KeyName, Figures: "ours", Gone: "asked",
	}
	if !reflect.DeepEqual(m, want) {
		t.Errorf("got  %+v\nwant %+v", m, want)
	}
	again, err := ParseMapping(m.YAML())
	if err != nil {
		t.Fatalf("%v in\n%s", err, m.YAML())
	}
	if !reflect.DeepEqual(again, m) {
		t.Errorf("written and read again it is\n%+v\nby\n%s", again, m.YAML())
	}
}

func TestAnEmptyMappingLeavesEverythingOpen(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "# nothing yet\n", "---\n", "{}"} {
		m, err := ParseMapping([]byte(text))
		if err != nil || len(m.Columns) != 0 || len(m.YAML()) != 0 {
			t.Errorf("%q gives %+v, %v", text, m, err)
		}
	}
}

func TestASlipInAMappingIsFoundWithItsLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want *fault.Error
		args []any
	}{
		{"creditor: a\ncurency: USD", ErrMappingKeyNot, []any{2, "curency", "currency"}},
		{"colour: red", ErrMappingKey, []any{1, "colour"}},
		{"columns:\n  account: A\n  pricipal: B", ErrMappingKeyNot, []any{3, "pricipal", "principal"}},
		{"columns:\n  cédula: A", ErrMappingKeyNot, []any{2, "cédula", "id_number"}},
		{"columns:\n  fecha de pago: A", ErrMappingKeyNot, []any{2, "fecha de pago", "due_on"}},
		{"columns:\n  zzz: A", ErrMappingKey, []any{2, "zzz"}},
		{"columns:\n  account: {form: A}", ErrMappingKeyNot, []any{2, "form", "from"}},
		{"file:\n  skip: 2", ErrMappingKey, []any{2, "skip"}},
		{"file:\n  skip_lines: two", ErrMappingValue, []any{2, "skip_lines", "two", "0, 1, 2…"}},
		{"columns:\n  account: A\n  account: B", ErrMappingTwice, []any{3, "account"}},
		{"columns:\n  account: {from: A, const: B}", ErrMappingSource, []any{2, "account"}},
		{"columns:\n  account: {}", ErrMappingSource, []any{2, "account"}},
		{"columns: [a, b]", ErrMappingShape, []any{1, "columns"}},
		{"creditor: [a]", ErrMappingShape, []any{1, "creditor"}},
		{"just a text", ErrMappingShape, []any{1, "creditor"}},
		{"a: b: c", ErrMapping, []any{1}},
		{"currency: DOGE", ErrMappingValue, []any{1, "currency", "DOGE", "USD, COP, PEN, MXN, CLP, CRC…"}},
		{"key: cedula", ErrMappingValue, []any{1, "key", "cedula", "person, id_number, account, name"}},
		{"columns:\n  due_on: {from: A, floor: 0}", ErrMappingValue, []any{2, "floor", "0", "0"}},
		{"a: &x [1]\nb: *x", ErrMappingKey, []any{1, "a"}},
	} {
		_, err := ParseMapping([]byte(c.text))
		var f *fault.Error
		if !errors.As(err, &f) || !errors.Is(f, c.want) || !slices.Equal(f.Args, c.args) {
			t.Errorf("%q: %v, want %s %v", c.text, err, c.want.Key, c.args)
		}
	}
}

func TestAMappingAsLongAsABookIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := ParseMapping(make([]byte, maxMapping+1)); !errors.Is(err, ErrMappingLarge) {
		t.Error(err)
	}
}

func TestWhatWasGuessedCanBeKept(t *testing.T) {
	t.Parallel()
	header, rows := table(`
Cédula|Nombre: completo|# Operación|Saldo|Vence|Saldo "real"|yes|Observación
1712345678|MARIA PEREZ|000123|1.234,56|22/11/2026|5|1|{a: b}`)
	m, _, _ := Guess(Portfolio, header, rows, false, Mapping{Country: "EC"})
	kept, err := ParseMapping(m.YAML())
	if err != nil {
		t.Fatalf("%v\n%s", err, m.YAML())
	}
	if !reflect.DeepEqual(kept, m) {
		t.Errorf("kept as\n%+v\nguessed\n%+v\nby\n%s", kept, m, m.YAML())
	}
	again, guessed, faults := Guess(Portfolio, header, rows, false, kept)
	if !reflect.DeepEqual(again, kept) || len(faults) > 0 {
		t.Errorf("with the kept mapping there is still something guessed: %+v %v", guessed, faults)
	}
}
