package party

// Colombia. The cédula de ciudadanía has no check digit (Registraduría Nacional). The NIT is the number and
// a digit, modulo 11 with prime weights (DIAN, Orden Administrativa 4 de 1989). A person's NIT is the
// cédula and its digit.
const (
	coShortestNIT = 8
	coLongestNIT  = 16
)

// coWeights are the weights from the right, check digit left out: 3, 7, 13 … (DIAN, Orden Administrativa 4
// de 1989).
var coWeights = [...]int{3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71}

func colombia(d *digits, typ string) finding {
	if !d.numeric() {
		if typ == "" || typ == "ce" || typ == "ppt" {
			return unchecked(typ, Natural, whyOtherPlace)
		}
		return invalid(typ, whyShape)
	}
	n := len(d.n)
	switch typ {
	case "nit":
		return coNIT(d)
	case "ce", "ppt":
		return coShape(n >= 3 && n <= 10, typ)
	case "ti":
		return coShape(n == 10 || n == 11, typ)
	case "cc":
		if (n == 9 || n == 10) && coCompany(d.n) && coNIT(d).state != IDInvalid {
			return doubtful("nit", Legal, whyOtherType)
		}
		return coShape(n >= 3 && n <= 10, typ)
	}
	if d.cuts > 0 && d.groups[d.cuts-1] == n-1 || (n == 9 || n == 10) && coCompany(d.n) {
		return coNIT(d)
	}
	return coShape(n >= 3 && n <= 11, "cc")
}

func coShape(fits bool, typ string) finding {
	if fits {
		return unchecked(typ, Natural, whyNoDigit)
	}
	return invalid(typ, whyLength)
}

// coCompany holds for numbers of legal persons, which begin with 8 or 9; no cédula of nine or ten digits
// does.
func coCompany(n []byte) bool { return n[0] == '8' || n[0] == '9' }

func coNIT(d *digits) finding {
	n := len(d.n)
	if n < coShortestNIT || n > coLongestNIT {
		return invalid("nit", whyLength)
	}
	kind := Natural
	if coCompany(d.n) && (n == 9 || n == 10) {
		kind = Legal
	}
	if coDigit(d.n[:n-1]) == d.n[n-1] {
		return valid("nit", kind)
	}
	if d.cuts > 0 && d.groups[d.cuts-1] == n-1 {
		return invalid("nit", whyDigit)
	}
	// Many files leave the check digit out. It is put back, so that both spellings are one person.
	if n == 9 && kind == Legal {
		d.n = append(d.n, coDigit(d.n))
		return unchecked("nit", Legal, whyNoDigit)
	}
	if n == 10 && d.n[0] == '1' {
		return unchecked("cc", Natural, whyNoDigit)
	}
	return invalid("nit", whyDigit)
}

func coDigit(n []byte) byte {
	sum := 0
	for i := range n {
		sum += int(n[len(n)-1-i]-'0') * coWeights[i]
	}
	r := sum % 11
	if r > 1 {
		r = 11 - r
	}
	return byte('0' + r)
}
