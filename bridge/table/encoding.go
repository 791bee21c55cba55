package table

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings, as Found.Encoding and Options.Encoding name them.
const (
	UTF8        = "utf-8"
	Windows1252 = "windows-1252"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	IBM850      = "ibm850" // the DOS code page that core banking on old terminals still writes
)

// page turns the bytes of a one-byte encoding into characters; utf8.RuneError stands for a byte that it
// does not have.
type page [256]rune

func pageOf(encoding string) *page {
	m := charmap.Windows1252
	if encoding == IBM850 {
		m = charmap.CodePage850
	}
	p := new(page)
	for i := range p {
		p[i] = m.DecodeByte(byte(i))
	}
	return p
}

// append adds text to dst as UTF-8, and says whether every byte was a character.
func (p *page) append(dst, text []byte) ([]byte, bool) {
	whole := true
	for _, b := range text {
		if b < utf8.RuneSelf {
			dst = append(dst, b)
			continue
		}
		r := p[b]
		whole = whole && r != utf8.RuneError
		dst = utf8.AppendRune(dst, r)
	}
	return dst, whole
}

// encodingNamed reads the name of an encoding as people write it.
func encodingNamed(name string) (string, bool) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "utf-8", "utf8", "utf-8-sig", "ascii", "us-ascii":
		return UTF8, true
	case "windows-1252", "cp1252", "1252", "ansi", "latin1", "latin-1", "iso-8859-1", "iso-8859-15":
		return Windows1252, true
	case "utf-16le", "utf-16", "utf16", "unicode", "ucs-2":
		return UTF16LE, true
	case "utf-16be":
		return UTF16BE, true
	case "ibm850", "cp850", "850", "dos":
		return IBM850, true
	}
	return "", false
}

// mark gives the encoding that a byte order mark tells, and the mark's length.
func mark(head []byte) (encoding string, length int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8, 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, 2
	}
	return "", 0
}

// guessEncoding tells the encoding of a text without a mark, or "" when it is no text. Plain ASCII counts
// as UTF-8: the first accent may come after the head, and a row that is not UTF-8 is read as Windows-1252
// then.
func guessEncoding(head []byte) string {
	if e, ok := wide(head); ok {
		return e
	}
	if !textual(head) {
		return ""
	}
	if utf8.Valid(wholeRunes(head)) {
		return UTF8
	}
	const spanish1252 = "áéíóúñÑüÁÉÍÓÚÜºª°¿"
	old, modern := 0, 0
	dos, windows := pageOf(IBM850), pageOf(Windows1252)
	for _, b := range head {
		if b < utf8.RuneSelf {
			continue
		}
		if strings.ContainsRune(spanish1252, dos[b]) {
			old++
		}
		if strings.ContainsRune(spanish1252, windows[b]) {
			modern++
		}
	}
	if old > 2*modern {
		return IBM850
	}
	return Windows1252
}

// wide recognises UTF-16 by its zeros: text of ours is nearly all Latin, so every other byte is zero.
func wide(head []byte) (string, bool) {
	head = head[:min(len(head), 8<<10)&^1]
	even, odd := 0, 0
	for i := 0; i < len(head); i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs < 2:
		return "", false
	case odd > pairs*6/10 && even < pairs/20+1:
		return UTF16LE, true
	case even > pairs*6/10 && odd < pairs/20+1:
		return UTF16BE, true
	}
	return "", false
}

// textual tells text from the bytes of a program, a picture or a database: no zeros, hardly any control
// characters.
func textual(head []byte) bool {
	controls := 0
	for _, b := range head {
		switch {
		case b == 0:
			return false
		case b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' && b != endOfDOS:
			controls++
		}
	}
	return controls <= strayControls || controls*200 <= len(head)
}

// strayControls may stand in any text: keyboards of old terminals leave some.
const strayControls = 8

// endOfDOS is the Ctrl-Z with which old programs end a text file.
const endOfDOS = 0x1a

// wholeRunes cuts a character that the end of the head has split.
func wholeRunes(head []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(head); i++ {
		b := head[len(head)-i]
		if utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRune(head[len(head)-i:]) {
				return head[:len(head)-i]
			}
			break
		}
	}
	return head
}

// narrow makes UTF-8 of a stream of UTF-16; other encodings keep ASCII in its place and are turned row by
// row.
func narrow(r io.Reader, encoding string) io.Reader {
	switch encoding {
	case UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	}
	return r
}

// mending turns a stream into UTF-8 character by character: what is UTF-8 stays, any other byte is read
// from a page.
type mending struct {
	transform.NopResetter
	page *page
}

// Transform is transform.Transformer.
func (m mending) Transform(dst, src []byte, atEOF bool) (wrote, read int, err error) {
	for read < len(src) {
		r, n := utf8.DecodeRune(src[read:])
		if r == utf8.RuneError && n <= 1 {
			if !atEOF && !utf8.FullRune(src[read:]) {
				return wrote, read, transform.ErrShortSrc
			}
			r, n = m.page[src[read]], 1
		}
		if wrote+utf8.UTFMax > len(dst) {
			return wrote, read, transform.ErrShortDst
		}
		wrote += utf8.EncodeRune(dst[wrote:], r)
		read += n
	}
	return wrote, read, nil
}
