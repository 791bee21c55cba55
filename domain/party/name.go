package party

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName bounds a name in bytes: the longest registered company names stay well below.
const maxName = 300

// plainLetter is a letter in capitals without its accent, a digit or & as it is, and a blank for anything
// else. Ñ becomes N here; NameKey marks it so that it still sorts after N.
func plainLetter(r rune) byte {
	switch {
	case r >= 'a' && r <= 'z':
		return byte(r) - 'a' + 'A'
	case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '&':
		return byte(r)
	case r < 0x80:
		return ' '
	}
	switch r {
	case 'Á', 'À', 'Â', 'Ã', 'Ä', 'Å', 'á', 'à', 'â', 'ã', 'ä', 'å', 'ª':
		return 'A'
	case 'É', 'È', 'Ê', 'Ë', 'é', 'è', 'ê', 'ë':
		return 'E'
	case 'Í', 'Ì', 'Î', 'Ï', 'í', 'ì', 'î', 'ï':
		return 'I'
	case 'Ó', 'Ò', 'Ô', 'Õ', 'Ö', 'ó', 'ò', 'ô', 'õ', 'ö', 'º', 'ø', 'Ø':
		return 'O'
	case 'Ú', 'Ù', 'Û', 'Ü', 'ú', 'ù', 'û', 'ü':
		return 'U'
	case 'Ñ', 'ñ':
		return 'N'
	case 'Ç', 'ç':
		return 'C'
	case 'Ý', 'ý', 'ÿ':
		return 'Y'
	}
	return ' '
}

// NameKey is the form of a name that is compared and sorted by: capitals without accents, words parted by
// one blank, no dots or dashes. Ñ is written "N~", which sorts after every other N, as the Spanish alphabet
// does.
func NameKey(name string) string {
	var room [maxName]byte
	return string(appendKey(room[:0], name))
}

func appendKey(to []byte, name string) []byte {
	for _, r := range name {
		if len(to) >= maxName-1 {
			break
		}
		// An abbreviation's dots and an apostrophe join, so that S.A. is SA and D'Angelo one word.
		if r == '.' || r == '\'' || r == '’' || r == '´' || r == '`' || r == 0x0301 || r == 0x0308 {
			continue
		}
		if r == 0x0303 && len(to) > 0 && to[len(to)-1] == 'N' { // a tilde written apart
			to = append(to, '~')
			continue
		}
		c := plainLetter(r)
		if c == ' ' && (len(to) == 0 || to[len(to)-1] == ' ') {
			continue
		}
		to = append(to, c)
		if r == 'Ñ' || r == 'ñ' {
			to = append(to, '~')
		}
	}
	for len(to) > 0 && to[len(to)-1] == ' ' {
		to = to[:len(to)-1]
	}
	return to
}

// ShownName is the name as people read it. A file's ALL CAPS (or all small) becomes proper case; a name in
// mixed case is somebody's care and stays. Blanks are tidied in both.
func ShownName(name string) string {
	name = tidy(name)
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName], "")
	}
	upper, lower := false, false
	for _, r := range name {
		upper = upper || unicode.IsUpper(r)
		lower = lower || unicode.IsLower(r)
	}
	if upper == lower {
		return name
	}
	out := make([]byte, 0, len(name)+4)
	for i, rest := 0, name; rest != ""; i++ {
		word, tail, more := strings.Cut(rest, " ")
		out = appendWord(out, word, i == 0)
		if rest = tail; more {
			out = append(out, ' ')
		}
	}
	return string(out)
}

// appendWord writes one word of a name in proper case: particles small, company forms and initials in
// capitals.
func appendWord(out []byte, word string, first bool) []byte {
	var room [24]byte
	key := room[:0]
	if len(word) <= len(room)/2 {
		key = appendKey(key, word)
	}
	switch string(key) {
	case "DE", "DEL", "LA", "LAS", "LOS", "Y", "E", "DA", "DO", "DOS", "VON", "VAN", "EN":
		if !first {
			return append(out, strings.ToLower(word)...)
		}
	case "SA", "SAS", "SRL", "CA", "SC", "SCC", "SPA", "SAA", "SAC", "EIRL", "EP", "CV", "RL",
		"SAPI", "II", "III", "IV":
		if !first {
			return append(out, strings.ToUpper(word)...)
		}
	}
	if len(key) > 1 && len(key) <= 5 && !hasVowel(key) {
		return append(out, strings.ToUpper(word)...)
	}
	start := true
	for _, r := range word {
		if start {
			r = unicode.ToUpper(r)
		} else {
			r = unicode.ToLower(r)
		}
		out = utf8.AppendRune(out, r)
		start = !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return out
}

func hasVowel(key []byte) bool {
	for _, c := range key {
		switch c {
		case 'A', 'E', 'I', 'O', 'U', 'Y':
			return true
		}
	}
	return false
}

// tidy trims a text and leaves one blank between words, without making a new one when it was tidy already.
func tidy(s string) string {
	tidied := len(s) == 0 || s[0] > ' ' && s[len(s)-1] > ' ' && s[0] < 0x80 && s[len(s)-1] < 0x80
	for i := 0; tidied && i < len(s); i++ {
		if s[i] < ' ' || s[i] == ' ' && s[i+1] == ' ' || s[i] == 0xC2 {
			tidied = false
		}
	}
	if tidied {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// LooksLegal guesses from a name whether it is a company's, for files that do not say.
func LooksLegal(name string) bool {
	var room [maxName]byte
	return keyLooksLegal(appendKey(room[:0], name))
}

func keyLooksLegal(key []byte) bool {
	for start := 0; start < len(key); {
		end := start
		for end < len(key) && key[end] != ' ' {
			end++
		}
		switch string(key[start:end]) {
		case "SA", "SAS", "SRL", "LTDA", "CIA", "SAC", "SAA", "EIRL", "SPA", "COMPANIA", "COOPERATIVA",
			"ASOCIACION", "FUNDACION", "CORPORACION", "BANCO", "MUNICIPALIDAD",
			"MUNICIPIO", "UNIVERSIDAD", "SAPI", "SCC":
			return true
		case "CA", "CV", "EP", "INC", "LLC", "RL":
			if end == len(key) && start > 0 {
				return true
			}
		}
		start = end + 1
	}
	return false
}

// Words of a name as whole numbers that keep their order: ten signs of six bits. All words that begin with
// "MUN" lie between prefixCode("MUN") and its end, so a search by the beginning of a word is a search in a
// range of an index.
const (
	codedSigns = 10
	signBits   = 6
	// namedWords is how many words of a name can be searched by: more than any person's has.
	namedWords = 8
)

// wordCode is the number of a word in capitals; the marks of Ñ are left out, so that MUNOZ finds MUÑOZ.
func wordCode(word []byte) int64 {
	low, _ := prefixCode(word)
	return low
}

// prefixCode is the range of all words that begin with these signs, both ends included.
func prefixCode(word []byte) (low, high int64) {
	n := 0
	for _, c := range word {
		var v int64
		switch {
		case c >= '0' && c <= '9':
			v = int64(c-'0') + 1
		case c >= 'A' && c <= 'Z':
			v = int64(c-'A') + 11
		case c == '&':
			v = 37
		default:
			continue
		}
		if n == codedSigns {
			break
		}
		low = low<<signBits | v
		n++
	}
	free := uint(signBits * (codedSigns - n))
	low <<= free
	return low, low | (1<<free - 1)
}

// appendNameCodes adds the words of a person's name that can be searched by, particles and company forms
// left out.
func appendNameCodes(to []findRow, p *Person) []findRow {
	first := len(to)
	for word := range strings.SplitSeq(p.NameKey, " ") {
		if skipped([]byte(word)) {
			continue
		}
		if len(to)-first == namedWords {
			break
		}
		row := findRow{wordCode([]byte(word)), p.ID}
		if !slices.Contains(to[first:], row) {
			to = append(to, row)
		}
	}
	return to
}

func skipped(word []byte) bool {
	switch string(word) {
	case "DE", "DEL", "LA", "LAS", "LOS", "EL", "Y", "E", "SA", "SAS", "SRL", "CIA",
		"LTDA", "CA", "CV", "DA", "DOS":
		return true
	}
	return len(word) < 2
}
