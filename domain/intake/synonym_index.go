package intake

import "strings"

// named is a column that a name may mean.
type named struct {
	column column
	weight int
	part   bool // the name says more than we know
}

// nameIndex finds columns by what people call them. It is made anew for each file: some eight hundred names,
// a fraction of a millisecond, and nothing global.
type nameIndex struct {
	names map[string][]named
	words [][]string // of the names of two words and more, for headers that say a little more
	means []named
}

func newNames(k Kind) *nameIndex {
	x := &nameIndex{names: map[string][]named{}}
	for c := range noColumn {
		if specOf(c).in&k.mask() != 0 {
			x.add(named{column: c, weight: ours}, c.name())
		}
	}
	switch k {
	case Payments:
		x.addAll(paymentSynonyms, "")
		x.addAll(portfolioSynonyms, sharedSynonyms[k])
	case Contacts:
		x.addAll(portfolioSynonyms, sharedSynonyms[k])
		x.addAll(tellSynonyms, "")
		x.addAll(contactSynonyms, "")
	case Portfolio:
		x.addAll(portfolioSynonyms, "")
		x.addAll(contactSynonyms, "")
	}
	return x
}

func (x *nameIndex) addAll(list []synonym, only string) {
	for _, s := range list {
		if only != "" && !strings.Contains(only, " "+s.column.name()+" ") {
			continue
		}
		for i, name := range strings.Split(s.names, ", ") {
			// Earlier names of a line are the clearer ones; three names weigh one hundredth.
			x.add(named{column: s.column, weight: s.weight - min(i/3, 10)}, name)
		}
	}
}

func (x *nameIndex) add(n named, name string) {
	folded := fold(name)
	keys := []string{squeeze(folded)}
	if d := dense(folded); d != keys[0] {
		keys = append(keys, d)
	}
	for _, key := range keys {
		known := false
		for _, other := range x.names[key] {
			known = known || other.column == n.column
		}
		if !known {
			x.names[key] = append(x.names[key], n)
		}
	}
	var words []string
	for w := range strings.FieldsSeq(folded) {
		if s := squeeze(w); s != "" {
			words = append(words, s)
		}
	}
	if len(words) > 1 {
		x.words, x.means = append(x.words, words), append(x.means, n)
	}
}

// find gives the columns that a header may mean: by its name, by its name without a unit (saldo capital
// USD), by all words of a longer name and one more (fecha vencimiento operación).
func (x *nameIndex) find(header string) []named {
	folded := fold(header)
	for _, try := range [...]string{folded, unitless(folded)} {
		for _, key := range [...]string{squeeze(try), dense(try), strings.ReplaceAll(dense(try), "de", "")} {
			if found := x.names[key]; len(found) > 0 && key != "" {
				return found
			}
		}
	}
	var have []string
	for w := range strings.FieldsSeq(unitless(folded)) {
		if s := squeeze(w); s != "" {
			have = append(have, s)
		}
	}
	var out []named
	for i, words := range x.words {
		if len(have) == len(words)+1 && x.means[i].weight > weak && holds(have, words) && !isPast(folded) {
			out = append(out, named{x.means[i].column, x.means[i].weight - 35, true})
		}
	}
	return out
}

// isPast holds for a header that speaks of what has been: fecha último pago is no due date.
func isPast(folded string) bool {
	for w := range strings.FieldsSeq(folded) {
		switch w {
		case "ultimo", "ultima", "last", "anterior", "promesa", "compromiso", "gestion", "maximo", "maxima",
			"promedio":
			return true
		}
	}
	return false
}

func holds(have, words []string) bool {
	for _, w := range words {
		found := false
		for _, h := range have {
			found = found || h == w
		}
		if !found {
			return false
		}
	}
	return true
}

// unitless cuts the unit that a header may end with: saldo (US$), tasa %, monto en soles.
func unitless(folded string) string {
	words := strings.Fields(folded)
	for len(words) > 1 {
		switch words[len(words)-1] {
		case "usd", "us", "cop", "pen", "mxn", "clp", "crc", "soles", "dolares", "pesos", "colones", "mn",
			"porcentaje", "en", "s",
			"moneda", "nacional", "actual", "mm", "aaaa", "dd", "yyyy":
			words = words[:len(words)-1]
		default:
			return strings.Join(words, " ")
		}
	}
	return strings.Join(words, " ")
}
