package party

// Mexico. RFC: letters of the name, date, homoclave with a check sign (SAT, Anexo 1-A of the Resolución
// Miscelánea Fiscal, ficha 39/CFF; the algorithm in "Instructivo para la conformación de la clave del RFC",
// 1982). Registers hold many RFCs whose last sign does not follow it, and one of the two libraries we
// compare with does not look at it: a wrong sign is doubtful. CURP: eighteen signs and a check digit
// (RENAPO, DOF 18-10-2021; sex X since 2023).
const (
	rfcSigns  = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ \xd1"
	curpSigns = "0123456789ABCDEFGHIJKLMN\xd1OPQRSTUVWXYZ"
	// mxStates are the two letters of the place of birth in a CURP: the 32 entities and NE, born abroad.
	mxStates = "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC " +
		"MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE CX "

	mxPublic  = "XAXX010101000" // sales to the general public
	mxForeign = "XEXX010101000" // foreigners without an RFC
)

func mexico(d *digits, typ string) finding {
	n := len(d.n)
	switch {
	case n == 18 && typ != "rfc", typ == "curp":
		return curp(d.n)
	case n == 10, n == 12, n == 13:
		return rfc(d.n)
	}
	return invalid("rfc", whyLength)
}

func rfc(n []byte) finding {
	letters, kind := 4, Natural
	if len(n) == 12 {
		letters, kind = 3, Legal
	}
	if !rfcShape(n, letters) {
		return invalid("rfc", whyShape)
	}
	if !realDate(n[letters:]) {
		return invalid("rfc", whyPart)
	}
	if s := string(n); s == mxPublic || s == mxForeign {
		return invalid("rfc", whyNobody)
	}
	if len(n) == 10 {
		return unchecked("rfc", kind, whyHomoclave)
	}
	last := n[len(n)-1]
	if last != 'A' && (last < '0' || last > '9') {
		return invalid("rfc", whyPart)
	}
	if rfcSign(n[:len(n)-1]) == last && homoclave(n[len(n)-3], n[len(n)-2]) {
		return valid("rfc", kind)
	}
	return doubtful("rfc", kind, whyDigitOld)
}

func rfcShape(n []byte, letters int) bool {
	for i, c := range n {
		switch {
		case i < letters:
			if c < 'A' && c != '&' || c > 'Z' && c != enye {
				return false
			}
		case i < letters+6:
			if c < '0' || c > '9' {
				return false
			}
		case c == '&' || c == enye:
			return false
		}
	}
	return true
}

// homoclave says whether the two signs can come out of the SAT's table: the quotient and the remainder of a
// number below 1000 by 34, written 1 to 9 and A to Z, without zero. Registers hold some that cannot.
func homoclave(first, second byte) bool {
	return first != '0' && first <= 'V' && second != '0'
}

// rfcSign is the sign after the eleven or twelve others; a company's have a blank in front to make twelve.
func rfcSign(n []byte) byte {
	sum, weight := 0, len(n)+1
	if len(n) == 11 {
		sum = 37 * 13 // the blank
	}
	for _, c := range n {
		sum += signValue(rfcSigns, c) * weight
		weight--
	}
	switch r := sum % 11; r {
	case 0:
		return '0'
	case 1:
		return 'A'
	default:
		return byte('0' + 11 - r)
	}
}

func signValue(signs string, c byte) int {
	for i := range len(signs) {
		if signs[i] == c {
			return i
		}
	}
	return 0
}

func curp(n []byte) finding {
	if len(n) != 18 {
		return invalid("curp", whyLength)
	}
	if !rfcShape(n[:10], 4) || !allDigits(n[17:]) {
		return invalid("curp", whyShape)
	}
	for _, c := range n[10:16] {
		if c < 'A' || c > 'Z' && c != enye {
			return invalid("curp", whyShape)
		}
	}
	if !realDate(n[4:]) || n[10] != 'H' && n[10] != 'M' && n[10] != 'X' || !mxState(n[11], n[12]) {
		return invalid("curp", whyPart)
	}
	sum := 0
	for i, c := range n[:17] {
		sum += signValue(curpSigns, c) * (18 - i)
	}
	return judged((10-sum%10)%10 == int(n[17]-'0'), "curp", Natural)
}

func mxState(a, b byte) bool {
	for i := 0; i+1 < len(mxStates); i += 3 {
		if mxStates[i] == a && mxStates[i+1] == b {
			return true
		}
	}
	return false
}
