package party

// Peru. DNI: eight digits; the card also shows a check sign, a digit on the newer ones and a letter on the
// older ones (RENIEC, "Dígito de verificación del DNI"). One of the two libraries we compare with knows
// digits only, so a letter is doubtful. The sign is no part of the number and is left out of the normal
// form. RUC: eleven digits, the kind of taxpayer in the first two, modulo 11 (SUNAT, Resolución
// 061-97/SUNAT and its annexes).
const (
	peDNIWeights = "32765432"
	peRUCWeights = "5432765432"
	peSigns      = "65432110987" // by remainder of modulo 11
	peOldSigns   = "KJIHGFEDCBA"
)

func peru(d *digits, typ string) finding {
	n := len(d.n)
	switch {
	case n == 11 && d.numeric():
		f := peRUC(d.n)
		if typ == "dni" && f.state == IDValid {
			return doubtful("ruc", f.kind, whyOtherType)
		}
		return f
	case typ == "ruc" && n == 8 && d.numeric():
		return doubtful("dni", Natural, whyOtherType)
	case typ == "ruc":
		return peBad(d, typ, n == 11)
	case typ == "ce":
		if n >= 6 && n <= 12 {
			return unchecked(typ, Natural, whyNoDigit)
		}
		return invalid(typ, whyLength)
	}
	return peDNI(d, typ)
}

func peBad(d *digits, typ string, rightLength bool) finding {
	if rightLength || !d.numeric() {
		return invalid(typ, whyShape)
	}
	return invalid(typ, whyLength)
}

func peDNI(d *digits, typ string) finding {
	switch n := len(d.n); {
	case n == 8 && d.numeric():
		return unchecked("dni", Natural, whyNoDigit)
	case n == 9 && allDigits(d.n[:8]):
		r := weighted(d.n, peDNIWeights) % 11
		last := d.n[8]
		if last != peSigns[r] && last != peOldSigns[r] {
			if typ == "" && d.numeric() { // the carné de extranjería has nine digits too
				return unchecked("ce", Natural, whyNoDigit)
			}
			return invalid("dni", whyDigit)
		}
		d.n = d.n[:8]
		if last == peOldSigns[r] {
			return doubtful("dni", Natural, whyRules)
		}
		return valid("dni", Natural)
	case (n == 6 || n == 7) && d.numeric():
		d.pad(8)
		return doubtful("dni", Natural, whyZero)
	}
	return peBad(d, "dni", false)
}

func peRUC(n []byte) finding {
	kind := Natural
	switch two(n, 0) {
	case 10, 15, 16, 17:
	case 20:
		kind = Legal
	default:
		return invalid("ruc", whyPart)
	}
	return judged((11-weighted(n, peRUCWeights)%11)%10 == int(n[10]-'0'), "ruc", kind)
}

// peDNIInside is the DNI of a natural person's RUC, "" for any other number.
func peDNIInside(number string) string {
	if len(number) == 11 && number[:2] == "10" {
		return number[2:10]
	}
	return ""
}
