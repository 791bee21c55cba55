package party

import (
	"slices"
	"strings"
)

// Verdicts of an identity number. A doubtful number is a warning and never a refusal: two authorities, or
// two ages of the same register, disagree on it. An unchecked one has the right shape and no digit that
// could be checked.
const (
	IDValid     = "valid"
	IDDoubtful  = "doubtful"
	IDInvalid   = "invalid"
	IDUnchecked = "unchecked"
)

// Why a number is not simply valid, as keys of the words that people read.
const (
	whyEmpty      = "party.id.empty"       // nothing was given
	whyLength     = "party.id.length"      // too short or too long
	whyShape      = "party.id.shape"       // letters where digits belong, or the other way round
	whyPart       = "party.id.part"        // a province, date, prefix or class that does not exist
	whyDigit      = "party.id.digit"       // the check digit does not match
	whyDigitOld   = "party.id.digit_old"   // it does not match, but the register is known to hold such numbers
	whyRules      = "party.id.rules"       // two published rules disagree on the check digit
	whyZero       = "party.id.zero"        // a spreadsheet ate the zero in front; it was put back
	whyOtherType  = "party.id.other_type"  // not the document that was named, but a good one of another type
	whyNobody     = "party.id.nobody"      // a number that stands for nobody, such as 9999999999999
	whyNoDigit    = "party.id.no_digit"    // shape is right, there is nothing to check
	whyNoCountry  = "party.id.no_country"  // we have no rules for the country or the type
	whyHomoclave  = "party.id.homoclave"   // an RFC without its homoclave
	whyOtherPlace = "party.id.other_place" // a passport or a foreign document
)

// maxIDLength is the longest number we look at: the longest real one (CURP) has 18 signs.
const maxIDLength = 40

// Verdict is what the rules of a country say of one number.
type Verdict struct {
	Number string // compact normal form: no separators, capitals, the zeros in front that belong to it
	Type   string // the document: cedula, ruc, nit, dni, rfc …; see the country's file. "" when we cannot tell
	Kind   string // Natural or Legal if the number says so, else ""
	State  string // IDValid, IDDoubtful, IDInvalid or IDUnchecked
	Why    string // key of the reason, "" when valid
}

// Identifies says whether the number may stand for one person across creditors. An invalid one may not: the
// same "0000000001" is typed for different people everywhere. An RFC without its homoclave may not either,
// since namesakes of one birthday share it.
func (v Verdict) Identifies() bool {
	return v.Number != "" && v.State != IDInvalid && v.Why != whyHomoclave
}

// finding is a country's judgement before the number is written out.
type finding struct {
	typ, kind, state, why string
}

func valid(typ, kind string) finding          { return finding{typ, kind, IDValid, ""} }
func invalid(typ, why string) finding         { return finding{typ, "", IDInvalid, why} }
func unchecked(typ, kind, why string) finding { return finding{typ, kind, IDUnchecked, why} }
func doubtful(typ, kind, why string) finding  { return finding{typ, kind, IDDoubtful, why} }

// judged is valid when the digit is right, else invalid because of it.
func judged(right bool, typ, kind string) finding {
	if right {
		return valid(typ, kind)
	}
	return invalid(typ, whyDigit)
}

// digits is a number under examination. Rules may change it, as when a lost zero is put back.
type digits struct {
	n []byte // compact, capitals; Ñ is the single byte enye
	// groups holds where the separators stood, for the two countries that write groups without their zeros.
	groups [4]int
	cuts   int
	room   [maxIDLength + 8]byte
}

// enye stands for Ñ inside a number under examination, so that every sign is one byte.
const enye = 0xD1

// Check judges an identity or tax number. Country is ISO 3166 alpha-2. Kind is the document as the file
// calls it ("cédula", "RUC", "CC", "dni"), in any case; when it is empty or not known it is guessed from
// the shape. A number of a country without rules comes back compact and unchecked.
func Check(country, kind, number string) Verdict {
	var d digits
	if !d.read(country, number) {
		return Verdict{Number: strings.TrimSpace(number), State: IDInvalid, Why: whyLength}
	}
	if len(d.n) == 0 {
		return Verdict{State: IDInvalid, Why: whyEmpty}
	}
	typ := typeOf(country, kind)
	f := d.judge(country, typ)
	if d.repeated() {
		f = invalid(f.typ, whyNobody)
	}
	return Verdict{Number: d.write(number), Type: f.typ, Kind: f.kind, State: f.state, Why: f.why}
}

func (d *digits) judge(country, typ string) finding {
	if typ == "passport" || typ == "other" {
		return unchecked(typ, Natural, whyOtherPlace)
	}
	switch country {
	case "EC":
		return ecuador(d, typ)
	case "CO":
		return colombia(d, typ)
	case "PE":
		return peru(d, typ)
	case "MX":
		return mexico(d, typ)
	case "CL":
		return chile(d, typ)
	case "CR":
		return costaRica(d, typ)
	case "DO":
		return dominican(d, typ)
	case "GT":
		return guatemala(d, typ)
	case "SV":
		return salvador(d, typ)
	case "AR":
		return argentina(d, typ)
	case "BR":
		return brazil(d, typ)
	case "UY":
		return uruguay(d, typ)
	case "PY":
		return paraguay(d, typ)
	case "VE":
		return venezuela(d, typ)
	case "US":
		return unitedStates(d, typ)
	case "BO", "HN", "NI", "PA":
		return shapeOnly(d, typ)
	}
	return unchecked(typ, "", whyNoCountry)
}

// read makes the compact form: letters and digits in capitals, nothing else. A country code in front of
// digits goes.
func (d *digits) read(country, number string) bool {
	n := d.room[:0]
	for i := 0; i < len(number); i++ {
		c := number[i]
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c == '&' && country == "MX":
			n = append(n, c)
		case c >= 'a' && c <= 'z':
			n = append(n, c-'a'+'A')
		case c == 0xC3 && i+1 < len(number) && (number[i+1] == 0x91 || number[i+1] == 0xB1):
			n, i = append(n, enye), i+1
		default:
			d.cut(len(n))
		}
		if len(n) > maxIDLength {
			return false
		}
	}
	if len(n) > 6 && len(country) == 2 && country != "MX" && n[0] == country[0] && n[1] == country[1] &&
		n[2] >= '0' && n[2] <= '9' {
		n = n[2:]
		for i := range d.cuts {
			d.groups[i] = max(0, d.groups[i]-2)
		}
	}
	d.n = n
	return true
}

func (d *digits) cut(at int) {
	if at == 0 || d.cuts == len(d.groups) || d.cuts > 0 && d.groups[d.cuts-1] == at {
		return
	}
	d.groups[d.cuts] = at
	d.cuts++
}

// write gives the number back as text, without making a new string when it was compact already.
func (d *digits) write(number string) string {
	if string(d.n) == number {
		return number
	}
	for i, c := range d.n {
		if c == enye {
			return string(d.n[:i]) + "Ñ" + strings.ReplaceAll(string(d.n[i+1:]), "\xd1", "Ñ")
		}
	}
	return string(d.n)
}

// pad puts lost zeros back in front until the number has width signs.
func (d *digits) pad(width int) {
	missing := width - len(d.n)
	var b [maxIDLength]byte
	n := append(b[:0], "0000000000000000"[:missing]...)
	n = append(n, d.n...)
	d.n = append(d.room[:0], n...)
}

func (d *digits) numeric() bool { return allDigits(d.n) }

func allDigits(n []byte) bool {
	for _, c := range n {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(n) > 0
}

// repeated holds for 0000000000 and 9999999999999: the tax offices' "final consumer" and the clerks'
// "unknown".
func (d *digits) repeated() bool {
	if len(d.n) < 6 {
		return false
	}
	for _, c := range d.n[1:] {
		if c != d.n[0] {
			return false
		}
	}
	return true
}

// two reads the two digits at i as a number; the caller knows that they are digits.
func two(n []byte, i int) int { return int(n[i]-'0')*10 + int(n[i+1]-'0') }

// number reads the first signs as a whole number.
func number(n []byte) int {
	v := 0
	for _, c := range n {
		v = v*10 + int(c-'0')
	}
	return v
}

// weighted sums digit × weight from the left; weights are the digits of a text such as "432765432".
func weighted(n []byte, weights string) int {
	sum := 0
	for i := range len(weights) {
		sum += int(n[i]-'0') * int(weights[i]-'0')
	}
	return sum
}

// rising sums digit × weight from the right, with the weights 2, 3, … and back to 2 after last.
func rising(n []byte, last int) int {
	sum, w := 0, 2
	for _, c := range slices.Backward(n) {
		sum += int(c-'0') * w
		if w++; w > last {
			w = 2
		}
	}
	return sum
}

// luhn holds when the number passes ISO/IEC 7812-1 annex B, which the cédulas of EC and DO use.
func luhn(n []byte) bool {
	sum := 0
	for i := range n {
		v := int(n[len(n)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// realDate says whether yymmdd is a day in the 1900s or the 2000s.
func realDate(n []byte) bool {
	if !allDigits(n[:6]) {
		return false
	}
	month, day := two(n, 2), two(n, 4)
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	// February 29 is let pass in years divisible by four: 1900 is the one that is wrong, and nobody alive
	// was born then.
	last := [12]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && two(n, 0)%4 == 0 {
		last = 29
	}
	return day <= last
}
