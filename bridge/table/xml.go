package table

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// markup is a scanner for the XML of workbooks: tags, attributes and text in one pass over a buffer,
// without allocation, some ten times as fast as encoding/xml. It knows the five entities of XML and numeric
// ones and refuses a DOCTYPE, so no text can grow beyond its file. Prefixes of namespaces are dropped: some
// programs write <x:row>.
type markup struct {
	from io.Reader
	buf  []byte
	pos  int
	end  int
	done bool

	name    []byte // of the last tag, without prefix
	attrs   []byte
	content []byte // of the last text, entities and all
	literal bool   // content is CDATA, where & is a letter
	pending bool   // <a/> was given as opening, its closing comes next
}

func newMarkup(r io.Reader) *markup { return &markup{from: r, buf: make([]byte, 64<<10)} }

// token is what the scanner stands on.
type token int

const (
	opening token = iota
	closing
	content
)

// next gives the next token; name, attrs and content are valid until the call after. It ends with io.EOF.
func (m *markup) next() (token, error) {
	if m.pending {
		m.pending = false
		return closing, nil
	}
	for {
		if m.pos == m.end {
			if err := m.more(); err != nil {
				return 0, err
			}
			continue
		}
		if m.buf[m.pos] != '<' {
			i, err := m.find("<", 0)
			if errors.Is(err, io.EOF) {
				i = m.end - m.pos
			} else if err != nil {
				return 0, err
			}
			m.content, m.literal = m.buf[m.pos:m.pos+i], false
			m.pos += i
			return content, nil
		}
		kind, skipped, err := m.tag()
		if err != nil || !skipped {
			return kind, broken(err)
		}
	}
}

// broken turns the end of the file within a tag into damage, so that nobody takes it for the end of the
// rows.
func broken(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// tag reads what starts with '<'. Comments and instructions are skipped.
func (m *markup) tag() (kind token, skipped bool, err error) {
	for m.end-m.pos < len("<![CDATA[") && !m.done {
		if err := m.more(); err != nil && !errors.Is(err, io.EOF) {
			return 0, false, err
		}
	}
	rest := m.buf[m.pos:m.end]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		return 0, true, m.discard("-->", 4)
	case bytes.HasPrefix(rest, []byte("<?")):
		return 0, true, m.discard("?>", 2)
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		i, err := m.find("]]>", 9)
		if err != nil {
			return 0, false, err
		}
		m.content, m.literal = m.buf[m.pos+9:m.pos+i], true
		m.pos += i + 3
		return content, false, nil
	case bytes.HasPrefix(rest, []byte("<!")):
		return 0, false, ErrDamaged
	}
	i, err := m.tagEnd()
	if err != nil {
		return 0, false, err
	}
	inner := m.buf[m.pos+1 : m.pos+i]
	m.pos += i + 1
	kind = opening
	if len(inner) > 0 && inner[0] == '/' {
		kind, inner = closing, inner[1:]
	} else if n := len(inner); n > 0 && inner[n-1] == '/' {
		m.pending, inner = true, inner[:n-1]
	}
	space := 0
	for space < len(inner) && inner[space] > ' ' {
		space++
	}
	m.name, m.attrs = local(inner[:space]), inner[space:]
	return kind, false, nil
}

// tagEnd finds the '>' that closes the tag at pos; one inside an attribute's quotes does not.
func (m *markup) tagEnd() (int, error) {
	i, quote := 1, byte(0)
	for {
		for ; m.pos+i < m.end; i++ {
			b := m.buf[m.pos+i]
			switch {
			case quote != 0:
				if b == quote {
					quote = 0
				}
			case b == '"' || b == '\'':
				quote = b
			case b == '>':
				return i, nil
			}
		}
		if err := m.more(); err != nil {
			return 0, err
		}
	}
}

// find gives where a mark stands, counted from pos, looking from an offset on; it reads on until it is in
// the buffer.
func (m *markup) find(what string, from int) (int, error) {
	for {
		if from <= m.end-m.pos {
			if i := bytes.Index(m.buf[m.pos+from:m.end], []byte(what)); i >= 0 {
				return from + i, nil
			}
			from = max(from, m.end-m.pos-len(what)+1)
		}
		if err := m.more(); err != nil {
			return 0, err
		}
	}
}

func (m *markup) discard(what string, from int) error {
	i, err := m.find(what, from)
	if err == nil {
		m.pos += i + len(what)
	}
	return err
}

// more reads behind what is left. It gives io.EOF when nothing more comes.
func (m *markup) more() error {
	if m.done {
		return io.EOF
	}
	if m.pos > 0 {
		copy(m.buf, m.buf[m.pos:m.end])
		m.end -= m.pos
		m.pos = 0
	}
	if m.end == len(m.buf) {
		if len(m.buf) >= maxLineBytes {
			return ErrLongLine
		}
		bigger := make([]byte, 2*len(m.buf))
		copy(bigger, m.buf)
		m.buf = bigger
	}
	n, err := io.ReadAtLeast(m.from, m.buf[m.end:], 1)
	m.end += n
	if errors.Is(err, io.EOF) {
		m.done = true
	}
	return err
}

// attr gives the value of an attribute, whatever its prefix, with its entities as they stand; nil when it
// is not there.
func (m *markup) attr(name string) []byte {
	rest := m.attrs
	for {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return nil
		}
		key := local(trimmed(rest[:eq]))
		rest = trimmed(rest[eq+1:])
		if len(rest) < 2 {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return rest[1 : 1+end]
		}
		rest = rest[end+2:]
	}
}

// trimmed cuts the blanks of XML from both ends.
func trimmed(b []byte) []byte {
	for len(b) > 0 && b[0] <= ' ' {
		b = b[1:]
	}
	for len(b) > 0 && b[len(b)-1] <= ' ' {
		b = b[:len(b)-1]
	}
	return b
}

func (m *markup) is(name string) bool { return string(m.name) == name }

func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// text adds the last text to dst, entities resolved.
func (m *markup) text(dst []byte) []byte {
	if m.literal {
		return append(dst, m.content...)
	}
	return appendText(dst, m.content)
}

// appendText resolves the entities of XML and the _x000D_ with which Excel writes control characters.
func appendText(dst, text []byte) []byte {
	for {
		i := 0
		for i < len(text) && text[i] != '&' && text[i] != '_' {
			i++
		}
		if i == len(text) {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		text = text[i:]
		if r, n := entity(text); n > 0 {
			dst = utf8.AppendRune(dst, r)
			text = text[n:]
			continue
		}
		dst = append(dst, text[0])
		text = text[1:]
	}
}

// entity reads the entity that text starts with and its length, or 0 when it is none.
func entity(text []byte) (rune, int) {
	if text[0] == '_' {
		if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
			return 0, 0
		}
		v, err := strconv.ParseUint(string(text[2:6]), 16, 16)
		if err != nil || v == 0 {
			return 0, 0
		}
		return rune(v), 7
	}
	end := bytes.IndexByte(text[:min(len(text), 12)], ';')
	if end < 0 {
		return 0, 0
	}
	switch name := string(text[1:end]); {
	case name == "amp":
		return '&', end + 1
	case name == "lt":
		return '<', end + 1
	case name == "gt":
		return '>', end + 1
	case name == "quot":
		return '"', end + 1
	case name == "apos":
		return '\'', end + 1
	case len(name) > 1 && name[0] == '#':
		digits, radix := name[1:], 10
		if digits[0] == 'x' || digits[0] == 'X' {
			digits, radix = digits[1:], 16
		}
		v, err := strconv.ParseUint(digits, radix, 21)
		if err != nil || v == 0 {
			return 0, 0
		}
		return rune(v), end + 1
	}
	return 0, 0
}
