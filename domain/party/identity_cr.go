package party

// Costa Rica has no check digits. Cédula de persona física: province, volume and entry, nine digits, often
// written with groups that have lost their zeros (Tribunal Supremo de Elecciones). Cédula jurídica: ten
// digits, class and type (Registro Nacional, "Clases y tipos de personas jurídicas"). DIMEX: eleven or
// twelve digits that begin with 1 (Dirección General de Migración y Extranjería). So a number here is never
// more than unchecked.

func costaRica(d *digits, typ string) finding {
	if !d.numeric() {
		return invalid(typ, whyShape)
	}
	n := len(d.n)
	switch {
	case typ == "juridica":
		return crLegal(d.n)
	case typ == "dimex":
		return crForeigner(d.n)
	case typ == "fisica", n <= 9, n == 10 && d.n[0] == '0', n == 10 && d.cuts == 2 && d.groups[0] == 2:
		return crNatural(d)
	case n == 10:
		return crLegal(d.n)
	}
	return crForeigner(d.n)
}

func crNatural(d *digits) finding {
	if d.cuts == 2 {
		d.crFill()
	}
	if len(d.n) == 10 && d.n[0] == '0' {
		d.n = d.n[1:]
	}
	if len(d.n) == 10 {
		return invalid("fisica", whyPart)
	}
	if len(d.n) != 9 {
		return invalid("fisica", whyLength)
	}
	if d.n[0] == '0' {
		return invalid("fisica", whyPart)
	}
	return unchecked("fisica", Natural, whyNoDigit)
}

// crFill gives volume and entry their zeros back: 1-54-1024 is 1-0054-1024.
func (d *digits) crFill() {
	a, b := d.groups[0], d.groups[1]
	if a > 2 || b-a > 4 || len(d.n)-b > 4 || len(d.n) == b {
		return
	}
	var room [10]byte
	full := append(room[:0], "0000000000"...)
	copy(full[2-a:], d.n[:a])
	copy(full[6-(b-a):], d.n[a:b])
	copy(full[10-(len(d.n)-b):], d.n[b:])
	d.n = append(d.room[:0], full...)
}

func crLegal(n []byte) finding {
	if len(n) != 10 {
		return invalid("juridica", whyLength)
	}
	class, kind := n[0], number(n[1:4])
	known := false
	switch class {
	case '2': // the State: powers, ministries and their organs
		known = kind == 100 || kind == 200 || kind == 300 || kind == 400
	case '3': // 002–014 associations, co-operatives, foundations …; 101–110 companies
		known = kind >= 2 && kind <= 14 || kind >= 101 && kind <= 110
	case '4': // autonomous institutions
		known = kind == 0
	case '5': // state companies and special bodies
		known = kind == 1
	}
	if !known {
		return invalid("juridica", whyPart)
	}
	return unchecked("juridica", Legal, whyNoDigit)
}

func crForeigner(n []byte) finding {
	if len(n) != 11 && len(n) != 12 {
		return invalid("dimex", whyLength)
	}
	if n[0] != '1' {
		return invalid("dimex", whyPart)
	}
	return unchecked("dimex", Natural, whyNoDigit)
}
