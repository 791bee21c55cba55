package intake

import "testing"

func TestAPersonOrACompanyIsKnownHoweverItIsSpelled(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ written, want string }{
		{"natural", Natural},
		{"NATURAL", Natural},
		{"Persona Natural", Natural},
		{"P. NATURAL", Natural},
		{"PN", Natural},
		{"Física", Natural},
		{"FÍSICA", Natural},
		{"PERSONA FÍSICA", Natural},
		{"PF", Natural},
		{"P.F.", Natural},
		{"PFAE", Natural},
		{"JURÍDICA", Legal},
		{"Jurídica", Legal},
		{"JURIDICA", Legal},
		{"Persona Jurídica", Legal},
		{"PERSONA JURÍDICA", Legal},
		{"PERSONA_JURIDICA", Legal},
		{"P.J.", Legal},
		{"pj", Legal},
		{"JURI\u0301DICA", Legal}, // as files from a Mac have it
		{"MORAL", Legal},
		{"Persona Moral", Legal},
		{"PM", Legal},
		{"EMPRESA", Legal},
		{"COMPAÑÍA", Legal},
		{"legal", Legal},
		{"ovni", ""},
		{"", ""},
	} {
		if got, ok := readPersonKind([]byte(tc.written)); got != tc.want || ok != (tc.want != "") {
			t.Errorf("%q is %q, %v; want %q", tc.written, got, ok, tc.want)
		}
	}
}
