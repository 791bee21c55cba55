package party

const (
	usDigits   = 9
	usEINCut   = 2   // an EIN is written 12-3456789
	usNoArea   = 666 // never given (Social Security Administration), like 000
	usITINArea = 900 // from here on it is no social security number but an ITIN (IRS)
)

// unitedStates: social security number, ITIN and EIN, all of nine digits and none with a check digit. What
// tells them apart is what the file calls them, where the dash stands, and a 9 in front. A bare number is
// most likely a social security number, and says of nobody whether they are a person or a company.
func unitedStates(d *digits, typ string) finding {
	named := typ != ""
	if !named {
		typ = "ssn"
		if d.cuts == 1 && d.groups[0] == usEINCut {
			typ = "ein"
		}
	}
	if !d.numeric() {
		return invalid(typ, whyShape)
	}
	n := len(d.n)
	if n > usDigits || n < usDigits-2 {
		return invalid(typ, whyLength)
	}
	if n < usDigits {
		d.pad(usDigits)
	}
	f := usNumber(d, typ, named)
	if n < usDigits && f.state == IDUnchecked {
		f.state, f.why = IDDoubtful, whyZero
	}
	return f
}

func usNumber(d *digits, typ string, named bool) finding {
	if typ == "ein" {
		return unchecked("ein", Legal, whyNoDigit)
	}
	area := int(d.n[0]-'0')*100 + two(d.n, 1)
	switch group, serial := two(d.n, 3), two(d.n, 5)*100+two(d.n, 7); {
	case area >= usITINArea && typ == "ssn" && named:
		return doubtful("itin", Natural, whyOtherType)
	case area >= usITINArea:
		return unchecked("itin", Natural, whyNoDigit)
	case typ == "itin", area == 0, area == usNoArea, group == 0, serial == 0:
		return invalid(typ, whyPart)
	case !named && d.cuts == 0:
		return unchecked("ssn", "", whyNoDigit)
	}
	return unchecked("ssn", Natural, whyNoDigit)
}
