package party

// Argentina, Uruguay, Paraguay, Brazil, Venezuela and Bolivia: the countries without a pack of contact law
// of our own yet, whose people stand in the files of neighbouring creditors.

const (
	arWeights     = "5432765432"  // CUIT/CUIL (ARCA, Resolución General 10/1997)
	uyCIWeights   = "2987634"     // cédula de identidad (Dirección Nacional de Identificación Civil)
	uyRUTWeights  = "43298765432" // RUT (DGI, Resolución on the Registro Único Tributario)
	uyLastPrefix  = 21            // 22 is given since; the older of our two libraries refuses it
	uyNewPrefix   = 22
	pyFirstLegal  = 80_000_000 // RUC of legal persons (SET, Resolución General on the RUC)
	veRIFWeights  = "32765432" // RIF (SENIAT)
	veRIFSigns    = "00987654321"
	brFirst       = "543298765432"  // CNPJ (Receita Federal, IN RFB 2.119/2022; letters since IN RFB 2.229/2024)
	brSecond      = "6543298765432" // the second digit counts the first in
	shortestShape = 4
	longestShape  = 18
)

func argentina(d *digits, typ string) finding {
	n := len(d.n)
	if !d.numeric() {
		return invalid(typ, whyShape)
	}
	if n == 11 && typ != "dni" {
		kind := Natural
		switch two(d.n, 0) {
		case 20, 23, 24, 27:
		case 30, 33, 34, 50, 51, 55:
			kind = Legal
		default:
			return invalid("cuit", whyPart)
		}
		v := elevenFrom(weighted(d.n, arWeights))
		if v == 10 {
			v = 9
		}
		return judged(v == int(d.n[10]-'0'), "cuit", kind)
	}
	if typ != "cuit" && (n == 7 || n == 8) {
		return unchecked("dni", Natural, whyNoDigit)
	}
	return invalid(typ, whyLength)
}

func uruguay(d *digits, typ string) finding {
	n := len(d.n)
	if !d.numeric() {
		return invalid(typ, whyShape)
	}
	if typ != "cedula" && n == 12 {
		return uyRUT(d.n)
	}
	if typ == "rut" || typ == "ruc" || n < 7 || n > 8 {
		return invalid(typ, whyLength)
	}
	if n == 7 {
		d.pad(8)
	}
	return judged((10-weighted(d.n, uyCIWeights)%10)%10 == int(d.n[7]-'0'), "cedula", Natural)
}

func uyRUT(n []byte) finding {
	prefix := two(n, 0)
	if prefix < 1 || prefix > uyNewPrefix || number(n[2:8]) == 0 || number(n[8:11]) != 1 {
		return invalid("rut", whyPart)
	}
	f := judged(elevenFrom(weighted(n, uyRUTWeights)) == int(n[11]-'0'), "rut", Legal)
	if prefix > uyLastPrefix && f.state == IDValid {
		return doubtful("rut", Legal, whyRules)
	}
	return f
}

func paraguay(d *digits, typ string) finding {
	n := len(d.n)
	if !d.numeric() {
		return invalid(typ, whyShape)
	}
	if typ == "cedula" || typ == "" && n <= 7 && d.cuts == 0 {
		if n < 4 || n > 8 {
			return invalid("cedula", whyLength)
		}
		return unchecked("cedula", Natural, whyNoDigit)
	}
	if n < 4 || n > 9 {
		return invalid("ruc", whyLength)
	}
	kind := Natural
	if number(d.n[:n-1]) >= pyFirstLegal {
		kind = Legal
	}
	r, last := rising(d.n[:n-1], 11)%11, int(d.n[n-1]-'0')
	if r == 0 {
		// 11 − 0 has no digit. The SET writes 0; a widely used rule takes the last digit of 11.
		if last <= 1 {
			return doubtful("ruc", kind, whyRules)
		}
		return invalid("ruc", whyDigit)
	}
	return judged((11-r)%10 == last, "ruc", kind)
}

func brazil(d *digits, typ string) finding {
	n := len(d.n)
	switch {
	case n == 11 && typ != "cnpj" && d.numeric():
		first := brDigit(rising(d.n[:9], 10))
		second := brDigit(rising(d.n[:10], 11))
		return judged(first == int(d.n[9]-'0') && second == int(d.n[10]-'0'), "cpf", Natural)
	case n == 14 && typ != "cpf" && allDigits(d.n[12:]):
		// A letter counts as its ASCII code less 48, which is what weighted does with a digit.
		first := brDigit(weighted(d.n, brFirst))
		second := brDigit(weighted(d.n, brSecond))
		return judged(first == int(d.n[12]-'0') && second == int(d.n[13]-'0'), "cnpj", Legal)
	case n == 11 || n == 14:
		return invalid(typ, whyShape)
	}
	return invalid(typ, whyLength)
}

func brDigit(sum int) int {
	if r := sum % 11; r > 1 {
		return 11 - r
	}
	return 0
}

func venezuela(d *digits, typ string) finding {
	n := len(d.n)
	if n == 10 && typ != "cedula" {
		var letter int
		kind := Natural
		switch d.n[0] {
		case 'V':
			letter = 4
		case 'E':
			letter = 8
		case 'J', 'C':
			letter, kind = 12, Legal
		case 'P':
			letter = 16
		case 'G':
			letter, kind = 20, Legal
		default:
			return invalid("rif", whyPart)
		}
		if !allDigits(d.n[1:]) {
			return invalid("rif", whyShape)
		}
		r := (letter + weighted(d.n[1:], veRIFWeights)) % 11
		return judged(veRIFSigns[r] == d.n[9], "rif", kind)
	}
	rest := d.n
	if rest[0] == 'V' || rest[0] == 'E' {
		rest = rest[1:]
	}
	if typ == "rif" || len(rest) < 4 || len(rest) > 9 {
		return invalid(typ, whyLength)
	}
	if !allDigits(rest) {
		return invalid("cedula", whyShape)
	}
	return unchecked("cedula", Natural, whyNoDigit)
}

// shapeOnly serves countries whose numbers we keep and do not judge: Bolivia, Honduras, Nicaragua, Panama.
func shapeOnly(d *digits, typ string) finding {
	if len(d.n) < shortestShape || len(d.n) > longestShape {
		return invalid(typ, whyLength)
	}
	return unchecked(typ, "", whyNoDigit)
}
