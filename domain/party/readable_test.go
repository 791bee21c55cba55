package party

import "testing"

func TestWhatIsNoNumberIsToldFromWhatIsOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ cell, country, bad string }{
		{"0991234567", "EC", ""}, {"", "EC", ""}, {"no tiene", "EC", ""}, {"0", "EC", ""},
		{"0991234567 | 022345678", "EC", ""}, {"+593 99 123 4567", "EC", ""},
		{"12", "EC", "12"}, {"0991234567 / 45", "EC", "45"}, {"llamar a la tía", "EC", "llamar a la tía"},
		{"9999999999", "EC", "9999999999"}, {"991234567.0", "EC", ""},
		{"3101234567", "CO", ""}, {"55", "CO", "55"},
		{"011 4321-5678", "AR", ""}, {"4321", "AR", "4321"}, {"1111111111", "AR", "1111111111"},
	} {
		piece, bad := UnreadablePhone([]byte(c.cell), c.country)
		if piece != c.bad || bad != (c.bad != "") {
			t.Errorf("%q in %s: %q, %v", c.cell, c.country, piece, bad)
		}
		// The screen agrees with the reading, wherever the plan is one that we know by heart.
		kept := ""
		for _, p := range Phones([]byte(c.cell), c.country, nil) {
			if p.State == ReadUnreadable && kept == "" {
				kept = p.Value
			}
		}
		if kept != piece {
			t.Errorf("%q in %s is kept as %q and told as %q", c.cell, c.country, kept, piece)
		}
	}
}

func TestWhatIsNoAddressIsToldFromWhatIsOne(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"uno@x.ec": "", "": "", "no tiene": "", "uno@x.ec; dos@x.ec": "", "correo uno@x.ec": "",
		"dos(at)x": "dos(at)x", "tres@@x.ec": "tres@@x.ec", "uno@x.ec, malo@": "malo@", "solo texto": "solo texto",
	} {
		piece, bad := UnreadableEmail([]byte(cell))
		if piece != want || bad != (want != "") {
			t.Errorf("%q: %q, %v", cell, piece, bad)
		}
	}
}
