package party

// The Dominican Republic, Guatemala and El Salvador.

const (
	doRNCWeights = "79865432"      // RNC (DGII)
	svNewWeights = "2765432765432" // NIT (Ministerio de Hacienda), serials above 100
	svLastOld    = 100             // serials up to here follow the older rule
	gtDepts      = 22              // departments of Guatemala, in the DPI (RENAP)
)

// dominican: cédula of eleven digits with Luhn (Junta Central Electoral), RNC of nine with modulo 11
// (DGII). The JCE has issued cédulas, above all in the old municipal series, whose digit does not match,
// and the tax register holds hundreds of them; nothing in the number tells them from a slip of the pen. So
// a wrong digit is doubtful, never invalid: a real person must not be turned away.
func dominican(d *digits, typ string) finding {
	if !d.numeric() {
		return invalid(typ, whyShape)
	}
	switch len(d.n) {
	case 11:
		state := valid("cedula", Natural)
		if !luhn(d.n) {
			state = doubtful("cedula", Natural, whyDigitOld)
		}
		if typ == "rnc" {
			state.state, state.why = IDDoubtful, whyOtherType
		}
		return state
	case 9:
		right := (10-weighted(d.n, doRNCWeights)%11)%9+1 == int(d.n[8]-'0')
		if typ == "cedula" {
			if right {
				return doubtful("rnc", Legal, whyOtherType)
			}
			return invalid("cedula", whyLength)
		}
		return judged(right, "rnc", Legal)
	}
	return invalid(typ, whyLength)
}

// guatemala: NIT with a check sign (SAT); DPI, also called CUI, with a check digit and the municipality
// (RENAP).
func guatemala(d *digits, typ string) finding {
	n := len(d.n)
	if string(d.n) == "CF" { // "consumidor final"
		return invalid("nit", whyNobody)
	}
	if n == 13 && typ != "nit" && d.numeric() {
		if dept := two(d.n, 9); dept < 1 || dept > gtDepts || two(d.n, 11) == 0 {
			return invalid("dpi", whyPart)
		}
		sum := 0
		for i := range 8 {
			sum += int(d.n[i]-'0') * (i + 2)
		}
		return judged(sum%11 == int(d.n[8]-'0'), "dpi", Natural)
	}
	if typ == "dpi" || n < 2 || n > 12 {
		return invalid(typ, whyLength)
	}
	if !allDigits(d.n[:n-1]) {
		return invalid("nit", whyShape)
	}
	sign := byte('K')
	if v := elevenFrom(rising(d.n[:n-1], 99)); v < 10 {
		sign = byte('0' + v)
	}
	if d.n[n-1] != 'K' && !allDigits(d.n[n-1:]) {
		return invalid("nit", whyShape)
	}
	return judged(d.n[n-1] == sign, "nit", "")
}

// salvador: DUI of nine digits (RNPN), which is also a person's NIT since 2021, and the older NIT of
// fourteen.
func salvador(d *digits, typ string) finding {
	if !d.numeric() {
		return invalid(typ, whyShape)
	}
	switch n := len(d.n); {
	case n == 14 && typ != "dui":
		return svNIT(d.n)
	case n == 13 && typ != "dui", n == 8 && typ != "nit":
		d.pad(n + 1)
		if f := salvador(d, typ); f.state == IDValid {
			return doubtful(f.typ, f.kind, whyZero)
		}
		d.n = d.n[1:]
	case n == 9:
		return judged((10-rising(d.n[:8], 9)%10)%10 == int(d.n[8]-'0'), "dui", Natural)
	}
	return invalid(typ, whyLength)
}

// svNIT knows two rules, by the serial number, and that published accounts disagree where the older one
// ends and on what the newer one writes for a remainder of zero. A number that satisfies one account alone
// is doubtful.
func svNIT(n []byte) finding {
	if n[0] != '0' && n[0] != '1' && n[0] != '9' {
		return invalid("nit", whyPart)
	}
	last, serial := int(n[13]-'0'), number(n[10:13])
	older := rising(n[:13], 14) % 11 % 10
	r := weighted(n, svNewWeights) % 11
	newer, newerAlone := (11-r)%11%10, (11-r)%10
	first, second := newer, newerAlone
	if serial <= svLastOld {
		first = older
	}
	if serial == svLastOld {
		second = older
	}
	switch {
	case first == last && second == last:
		return valid("nit", "")
	case first == last || second == last:
		return doubtful("nit", "", whyRules)
	}
	return invalid("nit", whyDigit)
}
