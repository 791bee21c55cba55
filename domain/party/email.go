package party

import (
	"bytes"
	"strings"
)

const (
	// maxEmails bounds the addresses of one cell.
	maxEmails = 10
	// RFC 5321 section 4.5.3.1 and RFC 3696 erratum 1690.
	maxEmail     = 254
	maxMailbox   = 64
	maxHostLabel = 63
)

// Email is one address read from a cell.
type Email struct {
	Value string // trimmed, the domain in small letters; the text when unreadable
	State string // ReadValid or ReadUnreadable
}

// Emails reads all addresses of a cell, parted by | / ; , or blanks, and adds them to out, each once. What
// is no address is kept as text; the usual ways of saying "none" add nothing.
func Emails(cell []byte, out []Email) []Email {
	first := len(out)
	cell = bytes.TrimSpace(cell)
	if len(cell) == 0 || saysNone(cell) {
		return out
	}
	if bytes.IndexByte(cell, '@') < 0 {
		return addEmail(out, first, unreadableEmail(cell))
	}
	for len(cell) > 0 && len(out)-first < maxEmails {
		var piece []byte
		piece, cell = nextAddress(cell)
		if piece = bytes.Trim(piece, " <>()[]\"'.:"); len(piece) == 0 || saysNone(piece) {
			continue
		}
		if bytes.IndexByte(piece, '@') < 0 && cellHasAddress(out[first:], cell) {
			continue // a word beside the address: "correo", a name, "y"
		}
		out = addEmail(out, first, readEmail(piece))
	}
	return out
}

func cellHasAddress(before []Email, after []byte) bool {
	if bytes.IndexByte(after, '@') >= 0 {
		return true
	}
	for _, e := range before {
		if e.State == ReadValid {
			return true
		}
	}
	return false
}

func nextAddress(cell []byte) (piece, rest []byte) {
	if i := bytes.IndexAny(cell, "|/;, \t\r\n"); i >= 0 {
		return cell[:i], cell[i+1:]
	}
	return cell, nil
}

func addEmail(out []Email, first int, e Email) []Email {
	if e.Value == "" { // nothing but broken text
		return out
	}
	for _, had := range out[first:] {
		if had.Value == e.Value {
			return out
		}
	}
	return append(out, e)
}

func unreadableEmail(piece []byte) Email {
	return Email{Value: unreadable(piece).Value, State: ReadUnreadable}
}

func readEmail(piece []byte) Email {
	at := bytes.LastIndexByte(piece, '@')
	if len(piece) > maxEmail || at < 1 || !goodMailbox(piece[:at]) || !goodHost(piece[at+1:]) {
		return unreadableEmail(piece)
	}
	var room [maxEmail]byte
	b := append(room[:0], piece...)
	for i := at + 1; i < len(b); i++ {
		if b[i] >= 'A' && b[i] <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return Email{Value: string(b), State: ReadValid}
}

// goodMailbox takes the unquoted mailboxes of RFC 5322 (dot-atom), which are all that people have.
func goodMailbox(s []byte) bool {
	if len(s) > maxMailbox || s[0] == '.' || s[len(s)-1] == '.' {
		return false
	}
	for i, c := range s {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c >= 0x80:
		case c == '.':
			if s[i+1] == '.' {
				return false
			}
		case strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) < 0:
			return false
		}
	}
	return true
}

// goodHost takes a domain of at least two labels (RFC 1123) whose last is no number.
func goodHost(s []byte) bool {
	labels, start := 0, 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != '.' {
			c := s[i]
			if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c < 0x80 {
				return false
			}
			continue
		}
		label := s[start:i]
		if len(label) == 0 || len(label) > maxHostLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		labels, start = labels+1, i+1
		if i == len(s) && (len(label) < 2 || allDigits(label)) {
			return false
		}
	}
	return labels >= 2
}
