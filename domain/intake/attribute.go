package intake

import (
	"strings"
	"unicode/utf8"

	"aldia/domain/calendar"
	"aldia/platform/text"
)

// Limits of what we keep of columns that we do not know.
const (
	maxAttributes    = 200 // columns; the widest extract of a bank that we met has 187
	maxAttributeText = 300 // bytes of one value
	maxAttributeSize = 8 << 10
)

// attributes keeps every column that is nobody's yet, with the type that its values have. A type is only
// given when the whole sample agrees, and zeros in front or many digits make a code of a number.
func (g *guesser) attributes() {
	for _, name := range g.m.names() {
		s := g.m.Columns[name]
		if isAttribute(name) && s.Type == "" && !s.Skip {
			s.Type = TypeText
			if i := headAt(g.header, s.From); i >= 0 && s.From != "" {
				s.Type = g.profiles[i].attributeType(g.header[i])
			}
			g.m.Columns[name] = s
		}
	}
	if g.kind != Portfolio {
		return
	}
	for at, h := range g.header {
		if g.used[at] || g.profiles[at].filled == 0 && strings.HasPrefix(h, "#") {
			continue
		}
		name := attributePrefix + h
		if _, given := g.m.Columns[name]; given {
			continue
		}
		t := g.profiles[at].attributeType(h)
		g.m.Columns[name] = ColumnSource{From: h, Type: t}
		g.say(name, h, becauseAttribute, likely, text.Key("intake.type."+t))
	}
}

func (p *profile) attributeType(header string) string {
	if p.filled == 0 {
		return TypeText
	}
	switch {
	case p.days == p.filled && p.dense < p.filled, p.days == p.filled && strings.Contains(fold(header), "fecha"):
		return TypeDay
	case p.flags == p.filled && p.binary < p.filled && p.yes > 0 && p.yes < p.flags:
		return TypeYesNo
	case p.numbers == p.filled && p.codes == 0 && !isCodeName(header):
		return TypeNumber
	}
	return TypeText
}

// isCodeName holds for columns whose digits name something, so that no one adds them up.
func isCodeName(header string) bool {
	for w := range strings.FieldsSeq(fold(header)) {
		switch w {
		case "codigo", "cod", "code", "id", "telefono", "tel", "celular", "fax", "cedula", "ruc", "nit", "dni",
			"rfc", "rut", "nro", "numero",
			"zona", "ruta", "agencia", "oficina", "sucursal":
			return true
		}
	}
	return false
}

// attribute is a column that we do not know, as a Reader keeps it.
type attribute struct {
	step
	kind string
	key  []byte // "name": in JSON, with the colon
}

// attributesOf compiles the attributes of a mapping, by name, so that the text of the same values is always
// the same.
func (c *compiler) attributes() []attribute {
	var out []attribute
	for _, name := range c.m.names() {
		s := c.m.Columns[name]
		if !isAttribute(name) || s.Skip {
			continue
		}
		st, ok := c.step(noColumn, name, s)
		if !ok || len(out) == maxAttributes {
			continue
		}
		key := appendJSON(nil, []byte(name[len(attributePrefix):]))
		out = append(out, attribute{step: st, kind: s.Type, key: append(key, ':')})
	}
	return out
}

// readAttributes writes the attributes of a row as a JSON object. A value that is not of its column's type
// is left out and warned of, so that a rule that compares numbers never meets a text.
func (r *Reader) readAttributes(cells [][]byte) []byte {
	if len(r.attributes) == 0 {
		return nil
	}
	out := r.object[:0]
	out = append(out, '{')
	for i := range r.attributes {
		a := &r.attributes[i]
		b := r.raw(&a.step, cells)
		if isBlank(b) {
			continue
		}
		before := len(out)
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, a.key...)
		var ok bool
		if out, ok = r.appendAttribute(out, a, b); !ok {
			out = out[:before]
			r.warn(&a.step, b, warnAttribute, text.Key("intake.type."+a.kind))
		}
		if len(out) > maxAttributeSize {
			out = out[:before]
			r.warn(&a.step, b, warnAttributes, maxAttributeSize)
			break
		}
	}
	out = append(out, '}')
	r.object = out
	if len(r.object) == 2 {
		return nil
	}
	return r.keepBytes(r.object)
}

func (r *Reader) appendAttribute(out []byte, a *attribute, b []byte) ([]byte, bool) {
	switch a.kind {
	case TypeNumber:
		n, why := a.number(b)
		if why != "" {
			return out, false
		}
		return n.appendPlain(out), true
	case TypeDay:
		day, why := readDay(b, a.order, a.serial)
		if why != "" || day == calendar.NoDay {
			return out, false
		}
		return append(appendDay(append(out, '"'), day), '"'), true
	case TypeYesNo:
		yes, ok := readFlag(b)
		if !ok {
			return out, false
		}
		if yes {
			return append(out, "true"...), true
		}
		return append(out, "false"...), true
	}
	return appendJSON(out, cutText(b, maxAttributeText)), true
}

func appendDay(dst []byte, d calendar.Day) []byte {
	y, m, day := d.Date()
	return append(dst, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-',
		byte('0'+day/10), byte('0'+day%10))
}

// appendJSON writes a text as JSON does. Control characters go, as they do everywhere else in a row.
func appendJSON(dst, s []byte) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7f && c != '"' && c != '\\' {
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(s[i:])
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n' || c == '\t' || c == '\r':
			dst = append(dst, ' ')
		case r >= 0xa0:
			dst = utf8.AppendRune(dst, r)
		}
		i += n
	}
	return append(dst, '"')
}
