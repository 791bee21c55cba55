package party

// Ecuador. Cédula: ten digits, province, third digit, Luhn (Registro Civil, Ley Orgánica de Gestión de la
// Identidad y Datos Civiles). RUC: thirteen digits, the kind of taxpayer in the third, modulo 11 for
// companies and public bodies (SRI, "Estructura del RUC", Reglamento a la Ley del RUC). The SRI has said
// since 2022 that RUCs of new companies are given out of sequence and need not satisfy modulo 11, while
// older validators still demand it: 1793221293001 is a real one. So a company's RUC with a wrong digit is
// doubtful, not invalid.
const (
	ecProvinces = 24 // 01 to 24 (Instituto Nacional de Estadística y Censos, División Político Administrativa)
	ecAbroad    = 30 // registered at a consulate
	ecForeign   = 50 // given to foreigners by the SRI

	ecCompanyWeights = "432765432" // third digit 9; check digit is the tenth
	ecPublicWeights  = "32765432"  // third digit 6; check digit is the ninth
)

func ecuador(d *digits, typ string) finding {
	if !d.numeric() {
		return invalid(typ, whyShape)
	}
	switch len(d.n) {
	case 9, 12: // provinces 01 to 09 lose their zero in a spreadsheet
		return ecRestored(d, typ)
	case 10:
		f := ecCedula(d.n)
		if typ == "ruc" && f.state == IDValid {
			return doubtful("cedula", f.kind, whyOtherType)
		}
		return f
	case 13:
		f := ecRUC(d.n)
		if typ == "cedula" && f.state == IDValid {
			return doubtful("ruc", f.kind, whyOtherType)
		}
		return f
	}
	return invalid(typ, whyLength)
}

func ecRestored(d *digits, typ string) finding {
	short := len(d.n)
	d.pad(short + 1)
	f := ecuador(d, typ)
	if f.state == IDValid {
		return doubtful(f.typ, f.kind, whyZero)
	}
	if f.state == IDDoubtful {
		return f
	}
	d.n = d.n[1:]
	return invalid(f.typ, whyLength)
}

func ecPlace(n []byte) bool {
	p := two(n, 0)
	return p >= 1 && p <= ecProvinces || p == ecAbroad || p == ecForeign
}

func ecCedula(n []byte) finding {
	// The third digit was below 6 until the provinces of Guayas and Pichincha ran out of numbers; 6 is
	// given since.
	if !ecPlace(n) || n[2] > '6' {
		return invalid("cedula", whyPart)
	}
	return judged(luhn(n[:10]), "cedula", Natural)
}

func ecRUC(n []byte) finding {
	if !ecPlace(n) || n[2] == '7' || n[2] == '8' || number(n[10:]) == 0 {
		return invalid("ruc", whyPart)
	}
	switch n[2] {
	case '9':
		if elevenFrom(weighted(n, ecCompanyWeights)) == int(n[9]-'0') {
			return valid("ruc", Legal)
		}
		return doubtful("ruc", Legal, whyDigitOld)
	case '6':
		if elevenFrom(weighted(n, ecPublicWeights)) == int(n[8]-'0') && number(n[9:]) != 0 {
			return valid("ruc", Legal)
		}
		return judged(luhn(n[:10]), "ruc", Natural)
	}
	return judged(luhn(n[:10]), "ruc", Natural)
}

// elevenFrom is the usual check digit of modulo 11: 11 − remainder, where 11 is written 0. Ten has no digit.
func elevenFrom(sum int) int { return (11 - sum%11) % 11 }

// ecCedulaInside is the cédula of a natural person's RUC, "" for any other number.
func ecCedulaInside(number string) string {
	if len(number) == 13 && number[2] <= '6' && luhn([]byte(number[:10])) {
		return number[:10]
	}
	return ""
}
