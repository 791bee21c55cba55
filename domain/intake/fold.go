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

// squeeze gives the letters of a folded name without blanks, fillers and the many ways to write "number".
func squeeze(folded string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(folded) {
		switch w {
		case "n", "no", "num", "numero", "nr", "nro", "number":
			b.WriteString("nro")
		case "fec", "fch", "fecha", "date", "f":
			b.WriteString("fecha")
		case "tel", "telf", "tlf", "telefono", "fono", "phone":
			b.WriteString("telefono")
		case "ident", "identif", "identificacion", "id":
			if folded == "id" { // alone it numbers rows
				return folded
			}
			b.WriteString("identificacion")
		case "cod", "codigo", "code":
			b.WriteString("codigo")
		case "dir", "direc", "direccion", "address":
			b.WriteString("direccion")
		case "nom", "nombre", "nombres", "name":
			b.WriteString("nombre")
		case "cta", "cuenta", "account":
			b.WriteString("cuenta")
		case "vto", "vcto", "venc", "vcmto", "vencimiento", "vencim", "due":
			b.WriteString("vencimiento")
		case "int", "interes", "intereses", "interest":
			b.WriteString("interes")
		case "cap", "capital", "principal":
			b.WriteString("capital")
		case "sdo", "saldo", "balance":
			b.WriteString("saldo")
		case "cli", "cliente", "customer", "client":
			b.WriteString("cliente")
		default:
			if !filler(w) {
				b.WriteString(w)
			}
		}
	}
	return b.String()
}

// dense gives the letters of a folded name without blanks, as in FECHADEVENCIMIENTO.
func dense(folded string) string { return strings.ReplaceAll(folded, " ", "") }

// distance is how many letters must be changed, added or left out to make b of a, counted no further than
// limit+1.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return min(row[len(b)], limit+1)
}
