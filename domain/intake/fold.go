package intake

import (
	"strings"
	"unicode"
)

// fold writes a name as two people who mean the same would: small letters, no accents, blanks for every
// other sign, and a blank where capitals or digits begin a word (InvoiceDate, telefono2).
func fold(s string) string {
	var b strings.Builder
	before := ' '
	for _, r := range s {
		switch {
		case unicode.IsUpper(r) && unicode.IsLower(before):
			b.WriteByte(' ')
		case unicode.IsDigit(r) && unicode.IsLetter(before):
			b.WriteByte(' ')
		}
		before = r
		switch r = unicode.ToLower(r); {
		case r == '°' || r == 'º' || r == '#':
			b.WriteString(" nro ")
		case r == '%':
			b.WriteString(" porcentaje ")
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		default:
			b.WriteString(unaccented(r))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func unaccented(r rune) string {
	switch r {
	case 'á', 'à', 'ä', 'â', 'ã', 'ª':
		return "a"
	case 'é', 'è', 'ë', 'ê':
		return "e"
	case 'í', 'ì', 'ï', 'î':
		return "i"
	case 'ó', 'ò', 'ö', 'ô', 'õ':
		return "o"
	case 'ú', 'ù', 'ü', 'û':
		return "u"
	case 'ñ':
		return "n"
	case 'ç':
		return "c"
	case 0x301, 0x303, 0x308: // accents that stand apart from their letter, as files from a Mac have them
		return ""
	}
	if unicode.IsLetter(r) {
		return string(r)
	}
	return " "
}

// fillers say nothing in the name of a column.
func filler(word string) bool {
	switch word {
	case "de", "del", "la", "el", "los", "las", "y", "o", "en", "a", "al", "por", "para", "su", "of", "the", "s":
		return true
	}
	return false
}

// squeeze gives the letters of a folded name without blanks, fillers, plurals, and the many ways to shorten a
// word. The word for "number" goes in front: factura nro is nro factura.
func squeeze(folded string) string {
	var b strings.Builder
	number := ""
	for w := range strings.FieldsSeq(folded) {
		if filler(w) {
			continue
		}
		if len(w) > 4 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-1]
		}
		if w = whole(w); w == "nro" {
			number = w
			continue
		}
		b.WriteString(w)
	}
	return number + b.String()
}

// whole gives the word that a shortened or English one stands for.
func whole(w string) string {
	for _, s := range [...]struct{ word, ways string }{
		{"nro", " n no num numero nr number "},
		{"fecha", " fec fch date f "},
		{"telefono", " tel telf tlf fono phone "},
		{"identificacion", " ident identif "},
		{"codigo", " cod code "},
		{"direccion", " dir direc address "},
		{"nombre", " nom name "},
		{"cuenta", " cta account "},
		{"vencimiento", " vto vcto venc vcmto vencim due "},
		{"interes", " int intere interese interest "},
		{"capital", " cap principal "},
		{"saldo", " sdo balance "},
		{"cliente", " cli customer client "},
		{"gasto", " gto gtos "},
		{"documento", " doc docto "},
		{"valor", " vlr vr "},
		{"monto", " mto "},
		{"vencido", " vcdo vencida "},
	} {
		if strings.Contains(s.ways, " "+w+" ") {
			return s.word
		}
	}
	return w
}

// dense gives the letters of a folded name without blanks, as in FECHADEVENCIMIENTO.
func dense(folded string) string { return strings.ReplaceAll(folded, " ", "") }
