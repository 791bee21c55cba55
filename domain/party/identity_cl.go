package party

// Chile. RUT, which is also the RUN of a person: up to eight digits and a check sign, modulo 11 with
// weights 2 to 7 (Registro Civil; SII, Resolución Exenta on the RUT). Numbers from 50 million up are legal
// persons.
const clFirstLegal = 50_000_000

func chile(d *digits, _ string) finding {
	n := len(d.n)
	for n > 7 && d.n[0] == '0' { // fixed-width files fill up with zeros
		d.n, n = d.n[1:], n-1
	}
	if n < 7 || n > 9 {
		return invalid("rut", whyLength)
	}
	if !allDigits(d.n[:n-1]) {
		return invalid("rut", whyShape)
	}
	kind := Natural
	if number(d.n[:n-1]) >= clFirstLegal {
		kind = Legal
	}
	return judged(clSign(d.n[:n-1]) == d.n[n-1], "rut", kind)
}

func clSign(n []byte) byte {
	switch v := elevenFrom(rising(n, 7)); v {
	case 10:
		return 'K'
	default:
		return byte('0' + v)
	}
}
