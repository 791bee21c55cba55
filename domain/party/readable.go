package party

import "bytes"

// UnreadablePhone gives the first piece of a cell that is no telephone number and is kept as the text that it
// is. It is asked of every row of a file: numbers of the plans that we know by heart are told without the
// library, and of those of other countries only the length is looked at.
func UnreadablePhone(cell []byte, country string) (piece string, bad bool) {
	cell = bytes.TrimSpace(cell)
	if len(cell) == 0 || quicklyRead(cell, country) || saysNone(cell) {
		return "", false
	}
	if !hasDigit(cell) {
		p := unreadable(cell)
		return p.Value, p.Value != ""
	}
	for n := 0; len(cell) > 0 && n < maxPhones; n++ {
		var part []byte
		part, cell = nextPiece(cell)
		if len(part) == 0 || quicklyRead(part, country) || saysNone(part) {
			continue
		}
		for _, p := range readPiece(part, country, nil, 0) {
			if p.State == ReadUnreadable {
				return p.Value, true
			}
		}
	}
	return "", false
}

// quicklyRead says that a piece surely is a number, as far as that is known without the library.
func quicklyRead(piece []byte, country string) bool {
	var room [maxDigits]byte
	digits, plus, plain := phoneDigits(room[:0], piece)
	if !plain {
		return false
	}
	if _, ok := quickly(digits, plus, country); ok {
		return true
	}
	return callingCode(country) == "" && len(digits) >= minDigits && len(digits) < maxDigits && !allSame(digits)
}

// UnreadableEmail gives the first piece of a cell that is no e-mail address and is kept as the text that it
// is.
func UnreadableEmail(cell []byte) (piece string, bad bool) {
	cell = bytes.TrimSpace(cell)
	if at := bytes.LastIndexByte(cell, '@'); at > 0 && len(cell) <= maxEmail && goodMailbox(cell[:at]) &&
		goodHost(cell[at+1:]) {
		return "", false
	}
	for _, e := range Emails(cell, nil) {
		if e.State == ReadUnreadable {
			return e.Value, true
		}
	}
	return "", false
}
