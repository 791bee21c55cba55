package intake

import (
	"bytes"

	"aldia/domain/calendar"
	"aldia/platform/fault"
)

// A condition is the `only` of a mapping: which lines of a file are for us. It is written in the part of CEL
// (the Common Expression Language) that such conditions need, over the file's own columns as texts:
//
//	day(InvoiceDate) <= as_of && (SettledDate == "" || day(SettledDate) > as_of)
//	row["Saldo total"] != "" && number(row["Saldo total"]) > 0 && !(ESTADO in ["CASTIGADO", "JUDICIAL"])
//
// A column goes by its header where that is a name, with _ for every other sign and no accents
// (Fecha_de_pago), or as row["Fecha de pago"]. There are == != < <= > >= && || ! in + - ?: and parentheses;
// day(text) and number(text), which read as the rest of the file does; size(text), and on texts contains,
// startsWith, endsWith and matches; as_of is the day of the cut. Days move by whole numbers, and the
// difference of two days is one. Numbers are exact to six decimals, not floats.
//
// A type that does not fit is found before the first line. What can only be found on a line, such as a day()
// of no date, refuses that line, unless && or || make it irrelevant, as in CEL.
type condition struct {
	answer node
	scope  scope
}

// scope is what a condition sees of a line.
type scope struct {
	cells [][]byte
	asOf  calendar.Day
	point decimalSign
	order order
	typed bool
}

// kind is the type of a part of a condition.
type kind uint8

const (
	kindText kind = iota
	kindNumber
	kindDay
	kindAnswer
)

// onlyUnit is one, as conditions keep numbers.
const onlyUnit = 1_000_000

// result is what a part of a condition comes to: text, or a number in millionths, a day, 0 or 1.
type result struct {
	text []byte
	n    int64
}

// undecided is why a condition has no answer on a line.
type undecided struct{ value, why string }

// node is a part of a condition that is ready to be asked. An undecided result has no meaning.
type node struct {
	kind kind
	ask  func(*scope) (result, *undecided)
}

// compileOnly reads a condition for a file with this header.
func compileOnly(text string, header []string, s scope) (*condition, *fault.Error) {
	if len(text) > maxOnly {
		return nil, ErrMappingLarge.With(maxOnly)
	}
	p := onlyParser{left: text, header: header}
	p.next()
	n := p.choice()
	if p.err == nil && p.token != "" {
		p.fail(ErrOnly.With(p.near()))
	}
	if p.err == nil && n.kind != kindAnswer {
		p.fail(ErrOnlyNoAnswer)
	}
	if p.err != nil {
		return nil, p.err
	}
	return &condition{answer: n, scope: s}, nil
}

// holds asks the condition of a line.
func (c *condition) holds(cells [][]byte) (bool, *undecided) {
	c.scope.cells = cells
	r, un := c.answer.ask(&c.scope)
	return r.n != 0, un
}

func answer(yes bool) (result, *undecided) {
	if yes {
		return result{n: 1}, nil
	}
	return result{}, nil
}

// both and either follow CEL: one side that decides makes the other's lack of an answer irrelevant.
func both(a, b node) node {
	return node{kindAnswer, func(s *scope) (result, *undecided) {
		x, un := a.ask(s)
		if un == nil && x.n == 0 {
			return x, nil
		}
		y, un2 := b.ask(s)
		if un2 == nil && y.n == 0 || un == nil {
			return y, un2
		}
		return result{}, un
	}}
}

func either(a, b node) node {
	return node{kindAnswer, func(s *scope) (result, *undecided) {
		x, un := a.ask(s)
		if un == nil && x.n != 0 {
			return x, nil
		}
		y, un2 := b.ask(s)
		if un2 == nil && y.n != 0 || un == nil {
			return y, un2
		}
		return result{}, un
	}}
}

func not(a node) node {
	return node{kindAnswer, func(s *scope) (result, *undecided) {
		x, un := a.ask(s)
		return result{n: 1 - x.n}, un
	}}
}

func choose(test, yes, no node) node {
	return node{yes.kind, func(s *scope) (result, *undecided) {
		x, un := test.ask(s)
		if un != nil {
			return x, un
		}
		if x.n != 0 {
			return yes.ask(s)
		}
		return no.ask(s)
	}}
}

// compare knows all six comparisons; answers can only be equal or not.
func compare(op string, a, b node) (node, bool) {
	if a.kind != b.kind || a.kind == kindAnswer && op != "==" && op != "!=" {
		return node{}, false
	}
	return node{kindAnswer, func(s *scope) (result, *undecided) {
		x, un := a.ask(s)
		if un != nil {
			return x, un
		}
		y, un := b.ask(s)
		if un != nil {
			return y, un
		}
		c := 0
		switch {
		case a.kind == kindText:
			c = bytes.Compare(x.text, y.text)
		case x.n < y.n:
			c = -1
		case x.n > y.n:
			c = 1
		}
		return answer(op == "==" && c == 0 || op == "!=" && c != 0 || op == "<" && c < 0 || op == "<=" && c <= 0 ||
			op == ">" && c > 0 || op == ">=" && c >= 0)
	}}, true
}

// add knows number ± number, day ± number and day − day.
func add(op string, a, b node) (node, bool) {
	if a.kind == kindText || a.kind == kindAnswer || b.kind == kindText || b.kind == kindAnswer {
		return node{}, false
	}
	days := a.kind == kindDay && b.kind == kindDay
	if days && op == "+" || a.kind == kindNumber && b.kind == kindDay {
		return node{}, false
	}
	out := a.kind
	if days {
		out = kindNumber
	}
	return node{out, func(s *scope) (result, *undecided) {
		x, un := a.ask(s)
		if un != nil {
			return x, un
		}
		y, un := b.ask(s)
		if un != nil {
			return y, un
		}
		if a.kind == kindDay && b.kind == kindNumber {
			y.n /= onlyUnit
		}
		if op == "-" {
			y.n = -y.n
		}
		x.n += y.n
		if days {
			x.n *= onlyUnit
		}
		return result{n: x.n}, nil
	}}, true
}

func among(a node, list []node) (node, bool) {
	tests := make([]node, len(list))
	for i, l := range list {
		same, ok := compare("==", a, l)
		if !ok {
			return node{}, false
		}
		tests[i] = same
	}
	return node{kindAnswer, func(s *scope) (result, *undecided) {
		for _, t := range tests {
			if x, un := t.ask(s); un != nil || x.n != 0 {
				return x, un
			}
		}
		return result{}, nil
	}}, true
}

func cellNode(at int) node {
	return node{kindText, func(s *scope) (result, *undecided) {
		if at >= len(s.cells) {
			return result{}, nil
		}
		return result{text: trim(s.cells[at])}, nil
	}}
}

func constant(k kind, r result) node {
	return node{k, func(*scope) (result, *undecided) { return r, nil }}
}

func asOfNode() node {
	return node{kindDay, func(s *scope) (result, *undecided) { return result{n: int64(s.asOf)}, nil }}
}
