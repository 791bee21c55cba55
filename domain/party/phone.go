package party

import (
	"bytes"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Kinds of line. A plan that does not tell them apart (Mexico) gives LineUnknown.
const (
	LineMobile  = "mobile"
	LineFixed   = "fixed"
	LineUnknown = "unknown"
)

// Verdicts of a phone number or an e-mail address as it was written.
const (
	ReadValid      = "valid"      // fits the numbering plan of its country
	ReadDoubtful   = "doubtful"   // has the length of a number, but the plan has no such range
	ReadUnreadable = "unreadable" // kept as the text that it is
)

const (
	// maxPhones bounds the numbers of one cell: more than this is a column that was not split.
	maxPhones = 20
	// maxPhoneText bounds a piece that is kept as text.
	maxPhoneText = 120
	// maxDigits is the longest E.164 number (ITU-T E.164, 15 digits) with an exit code in front.
	maxDigits = 20
	minDigits = 7
)

// Phone is one number read from a cell.
type Phone struct {
	Value string // E.164 with its plus, or the text when unreadable
	Line  string // LineMobile, LineFixed or LineUnknown
	State string // ReadValid, ReadDoubtful or ReadUnreadable
}

// Phones reads all numbers of a cell, parted by | / ; , a line end, "y", "e" or "o", and adds them to out,
// each once. Country is where a number without a country code is meant. What cannot be read is kept as
// text; the usual ways of saying "none" (0, N/A, no tiene) add nothing.
func Phones(cell []byte, country string, out []Phone) []Phone {
	first := len(out)
	cell = bytes.TrimSpace(cell)
	if len(cell) == 0 || saysNone(cell) {
		return out
	}
	if !hasDigit(cell) {
		return addPhone(out, first, unreadable(cell))
	}
	for len(cell) > 0 && len(out)-first < maxPhones {
		piece, rest := nextPiece(cell)
		cell = rest
		if len(piece) == 0 || saysNone(piece) {
			continue
		}
		out = readPiece(piece, country, out, first)
	}
	return out
}

// readPiece reads a piece that holds one number, or several that only a blank or a dash keeps apart.
func readPiece(piece []byte, country string, out []Phone, first int) []Phone {
	p, ok := readPhone(piece, country)
	if ok {
		return addPhone(out, first, p)
	}
	if countDigits(piece) >= 2*minDigits {
		if parts, ok := apart(piece, country); ok {
			for _, p := range parts {
				out = addPhone(out, first, p)
			}
			return out
		}
	}
	if p.State == "" {
		p = unreadable(piece)
	}
	return addPhone(out, first, p)
}

// apart cuts a piece at its blanks where both sides are good numbers.
func apart(piece []byte, country string) (parts []Phone, ok bool) {
	for i, c := range piece {
		if c != ' ' && c != '-' {
			continue
		}
		p, good := readPhone(bytes.Trim(piece[:i], " -"), country)
		if !good {
			continue
		}
		rest := bytes.Trim(piece[i:], " -")
		if q, good := readPhone(rest, country); good {
			return []Phone{p, q}, true
		}
		if more, good := apart(rest, country); good {
			return append([]Phone{p}, more...), true
		}
	}
	return nil, false
}

func addPhone(out []Phone, first int, p Phone) []Phone {
	if p.Value == "" { // nothing but broken text
		return out
	}
	for _, had := range out[first:] {
		if had.Value == p.Value {
			return out
		}
	}
	return append(out, p)
}

func unreadable(piece []byte) Phone {
	s := tidy(strings.ToValidUTF8(string(piece), ""))
	if len(s) > maxPhoneText {
		s = strings.ToValidUTF8(s[:maxPhoneText], "")
	}
	return Phone{Value: s, Line: LineUnknown, State: ReadUnreadable}
}

// readPhone reads one number; ok says that it is valid. A number that is no more than possible comes back
// doubtful, one that is none comes back empty.
func readPhone(piece []byte, country string) (p Phone, ok bool) {
	var room [maxDigits]byte
	digits, plus, plain := phoneDigits(room[:0], piece)
	if plain {
		if p, ok := quickPhone(digits, plus, country); ok {
			return p, true
		}
		if len(digits) < minDigits || allSame(digits) {
			return Phone{}, false
		}
	}
	return slowPhone(piece, country)
}

// phoneDigits gathers the digits of a number; plain says that nothing else stood there than the usual marks.
func phoneDigits(to, piece []byte) (digits []byte, plus, plain bool) {
	if n := len(piece); n > 2 && piece[n-1] == '0' && piece[n-2] == '.' && !bytes.ContainsAny(piece[:n-2], ".") {
		piece = piece[:n-2] // a number that a spreadsheet wrote as 991234567.0
	}
	for i, c := range piece {
		switch {
		case c >= '0' && c <= '9':
			if len(to) == maxDigits {
				return to, plus, false
			}
			to = append(to, c)
		case c == '+' && len(to) == 0 && !plus:
			plus = true
		case c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '\'' && i == 0:
		case c == 0xC2 && i+1 < len(piece) && piece[i+1] == 0xA0, c == 0xA0: // a blank that does not break
		default:
			return to, plus, false
		}
	}
	return to, plus, true
}

// slowPhone asks the library, which knows every plan and every manner of writing, at a hundredth of the
// speed.
func slowPhone(piece []byte, country string) (p Phone, ok bool) {
	if countDigits(piece) < minDigits || len(piece) > maxPhoneText {
		return Phone{}, false
	}
	n, err := phonenumbers.Parse(string(piece), country)
	if err != nil {
		return Phone{}, false
	}
	p = Phone{Value: phonenumbers.Format(n, phonenumbers.E164), Line: LineUnknown, State: ReadDoubtful}
	if !phonenumbers.IsValidNumber(n) {
		if phonenumbers.IsPossibleNumberWithReason(n) != phonenumbers.IS_POSSIBLE {
			return Phone{}, false
		}
		return p, false
	}
	p.State = ReadValid
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.MOBILE:
		p.Line = LineMobile
	case phonenumbers.FIXED_LINE:
		p.Line = LineFixed
	case phonenumbers.FIXED_LINE_OR_MOBILE:
		p.Line = lineOf(p.Value)
	default: // toll-free, shared and the like: nobody's line
	}
	return p, true
}

// lineOf tells mobile from fixed where the plan does and the library does not: in Chile a mobile begins
// with 9 (Subtel, Resolución Exenta 6.036/2012, numbers of nine digits).
func lineOf(e164 string) string {
	if len(e164) == 12 && e164[:3] == "+56" {
		if e164[3] == '9' {
			return LineMobile
		}
		return LineFixed
	}
	return LineUnknown
}

// nextPiece cuts at the first separator.
func nextPiece(cell []byte) (piece, rest []byte) {
	for i, c := range cell {
		switch c {
		case '|', '/', ';', ',', '\n', '\r', '\t':
			return bytes.TrimSpace(cell[:i]), cell[i+1:]
		case ' ':
			if i+2 < len(cell) && cell[i+2] == ' ' {
				switch cell[i+1] {
				case 'y', 'Y', 'e', 'E', 'o', 'O':
					return bytes.TrimSpace(cell[:i]), cell[i+3:]
				}
			}
		}
	}
	return bytes.TrimSpace(cell), nil
}

// saysNone holds for the ways in which files say that there is no number or address.
func saysNone(cell []byte) bool {
	if len(cell) > 24 {
		return false
	}
	zero := true
	for _, c := range cell {
		zero = zero && (c == '0' || c == '-' || c == '.' || c == ' ' || c == '_' || c == '*' || c == '#')
	}
	if zero {
		return true
	}
	if hasDigit(cell) {
		return false
	}
	var room [maxName]byte
	switch string(appendKey(room[:0], string(cell))) {
	case "", "N A", "NA", "S N", "SN", "ND", "N D", "NO", "NINGUNO", "NINGUNA", "NO TIENE",
		"NO APLICA", "NULL", "NAN", "NONE", "SIN TELEFONO", "SIN NUMERO", "SIN DATO", "SIN DATOS", "NO REGISTRA",
		"NO DISPONIBLE", "X", "XX", "XXX", "SIN CORREO", "NO POSEE", "VACIO", "A", "S", "N":
		return true
	}
	return false
}

func hasDigit(s []byte) bool {
	for _, c := range s {
		if c >= '0' && c <= '9' {
			return true
		}
	}
	return false
}

func countDigits(s []byte) int {
	n := 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

func allSame(s []byte) bool {
	for _, c := range s {
		if c != s[0] {
			return false
		}
	}
	return true
}
