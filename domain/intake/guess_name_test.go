package intake

import "testing"

func TestAColumnCalledCustomerIsTheNameWhateverPeopleAreCalled(t *testing.T) {
	t.Parallel()
	read := func(header []string, rows ...[]string) Mapping {
		m, _, _ := Guess(Portfolio, header, rows, false, Mapping{Creditor: "banco", Country: "EC",
			Currency: "USD"})
		return m
	}
	for _, name := range []string{"cliente", "Cliente", "CLIENTES", "Deudor", "Socio", "Customer",
		"Acreditado"} {
		for what, values := range map[string][2]string{
			"one word":        {"Rosa", "Luis"},
			"two words":       {"Rosa Quishpe", "Luis Andrade"},
			"initials":        {"P J", "R Q"},
			"dotted initials": {"P.J.", "R. Q."},
			"a name and one":  {"Rosa", "Luis Andrade"},
			"surnames first":  {"QUISHPE TOAPANTA, ROSA", "ANDRADE, LUIS"},
			"companies":       {"ACME", "Ferretería 24 Horas S.A."},
			"signs in them":   {"Peña & Hijos", "O'Higgins-Ñandú"},
			"short":           {"Li", "Wu"},
		} {
			m := read([]string{"operación", name, "cédula", "vence", "saldo capital"},
				[]string{"CR-1", values[0], "1714307103", "2026-01-10", "10.00"},
				[]string{"CR-2", values[1], "0926687856", "2026-01-11", "20.00"})
			if from := m.Columns["person_name"].From; from != name {
				t.Errorf("%s, %s: the name is read from %q, the code from %q", name, what, from,
					m.Columns["person"].From)
			}
		}
	}
}

func TestAColumnCalledCustomerIsTheCodeWhereItCannotBeTheName(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		header       []string
		row          []string
		name, person string
	}{
		"numbers": {[]string{"cliente", "nombre"}, []string{"1001", "Rosa Quishpe"}, "nombre", "cliente"},
		"lettered codes": {[]string{"cliente", "nombre"}, []string{"CL-001", "Rosa Quishpe"}, "nombre",
			"cliente"},
		"a word as a code": {[]string{"cliente", "nombre"}, []string{"RQUISHPE", "Rosa Quishpe"}, "nombre",
			"cliente"},
		"two weak names": {[]string{"cliente", "deudor"}, []string{"RQUISHPE", "Rosa Quishpe"}, "deudor",
			"cliente"},
		"the other way": {[]string{"deudor", "cliente"}, []string{"C1", "Rosa Quishpe"}, "cliente", "deudor"},
		"codes with words": {[]string{"cliente", "razón social"}, []string{"CLI 00123", "ACME"}, "razón social",
			"cliente"},
		"initials as name": {[]string{"código cliente", "nombre"}, []string{"7", "P J"}, "nombre",
			"código cliente"},
	} {
		header := append([]string{"operación", "vence", "saldo capital"}, c.header...)
		row := append([]string{"CR-1", "2026-01-10", "10.00"}, c.row...)
		m, _, _ := Guess(Portfolio, header, [][]string{row}, false,
			Mapping{Creditor: "banco", Country: "EC", Currency: "USD"})
		if name, person := m.Columns["person_name"].From, m.Columns["person"].From; name != c.name ||
			person != c.person {
			t.Errorf("%s: the name is read from %q and the code from %q, want %q and %q", what, name, person,
				c.name, c.person)
		}
	}
}
