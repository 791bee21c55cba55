package intake

import (
	"slices"
	"strings"

	"aldia/platform/fault"
)

// maxOnlyDepth bounds how deep parentheses may nest.
const maxOnlyDepth = 50

// onlyParser reads a condition from left to right, one token ahead.
type onlyParser struct {
	left   string // what is not read yet, behind token
	token  string // "" at the end
	header []string
	depth  int
	err    *fault.Error
}

func (p *onlyParser) fail(err *fault.Error) node {
	if p.err == nil {
		p.err = err
	}
	p.token, p.left = "", ""
	return node{kindAnswer, func(*scope) (result, *undecided) { return result{}, nil }}
}

// near is what stands where reading stopped.
func (p *onlyParser) near() string {
	rest := strings.TrimSpace(p.token + p.left)
	if rest == "" {
		return "…"
	}
	return string(cutText([]byte(rest), 40))
}

// next reads the next token: a name, a number, a quoted text, an operator.
func (p *onlyParser) next() {
	p.left = strings.TrimLeft(p.left, " \t\r\n")
	n := 0
	switch {
	case p.left == "":
	case isNameByte(p.left[0]):
		for n < len(p.left) && (isNameByte(p.left[n]) || p.left[n] == '.' && isDigitByte(p.left[0])) {
			n++
		}
	case p.left[0] == '"' || p.left[0] == '\'':
		for n = 1; n < len(p.left) && p.left[n] != p.left[0]; n++ {
			if p.left[n] == '\\' {
				n++
			}
		}
		n = min(n+1, len(p.left))
	case len(p.left) > 1 && slices.Contains([]string{"==", "!=", "<=", ">=", "&&", "||"}, p.left[:2]):
		n = 2
	default:
		n = 1
	}
	p.token, p.left = p.left[:n], p.left[n:]
}

func isNameByte(c byte) bool {
	return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || isDigitByte(c)
}

func isDigitByte(c byte) bool { return c >= '0' && c <= '9' }

// took goes on when the next token is this one.
func (p *onlyParser) took(token string) bool {
	if p.token != token || p.err != nil {
		return false
	}
	p.next()
	return true
}

func (p *onlyParser) want(token string) {
	if !p.took(token) {
		p.fail(ErrOnly.With(p.near()))
	}
}

// choice is test ? yes : no, the loosest binding of all.
func (p *onlyParser) choice() node {
	if p.depth++; p.depth > maxOnlyDepth {
		return p.fail(ErrOnly.With(p.near()))
	}
	defer func() { p.depth-- }()
	test := p.anyOf()
	if !p.took("?") {
		return test
	}
	yes := p.choice()
	p.want(":")
	no := p.choice()
	if test.kind != kindAnswer || yes.kind != no.kind {
		return p.fail(ErrOnlyTypes.With("?:"))
	}
	return choose(test, yes, no)
}

func (p *onlyParser) anyOf() node {
	a := p.allOf()
	for p.took("||") {
		b := p.allOf()
		if a.kind != kindAnswer || b.kind != kindAnswer {
			return p.fail(ErrOnlyTypes.With("||"))
		}
		a = either(a, b)
	}
	return a
}

func (p *onlyParser) allOf() node {
	a := p.comparison()
	for p.took("&&") {
		b := p.comparison()
		if a.kind != kindAnswer || b.kind != kindAnswer {
			return p.fail(ErrOnlyTypes.With("&&"))
		}
		a = both(a, b)
	}
	return a
}

func (p *onlyParser) comparison() node {
	a := p.sum()
	for {
		op := p.token
		switch op {
		case "==", "!=", "<", "<=", ">", ">=":
			p.next()
			out, ok := compare(op, a, p.sum())
			if !ok {
				return p.fail(ErrOnlyTypes.With(op))
			}
			a = out
		case "in":
			p.next()
			p.want("[")
			out, ok := among(a, p.list("]"))
			if !ok {
				return p.fail(ErrOnlyTypes.With(op))
			}
			a = out
		default:
			return a
		}
	}
}

func (p *onlyParser) list(end string) []node {
	var out []node
	for p.err == nil && !p.took(end) {
		if len(out) > 0 {
			p.want(",")
		}
		out = append(out, p.choice())
	}
	return out
}

func (p *onlyParser) sum() node {
	a := p.unary()
	for p.token == "+" || p.token == "-" {
		op := p.token
		p.next()
		out, ok := add(op, a, p.unary())
		if !ok {
			return p.fail(ErrOnlyTypes.With(op))
		}
		a = out
	}
	return a
}

func (p *onlyParser) unary() node {
	if p.depth++; p.depth > maxOnlyDepth {
		return p.fail(ErrOnly.With(p.near()))
	}
	defer func() { p.depth-- }()
	switch {
	case p.took("!"):
		a := p.unary()
		if a.kind != kindAnswer {
			return p.fail(ErrOnlyTypes.With("!"))
		}
		return not(a)
	case p.took("-"):
		out, ok := add("-", constant(kindNumber, result{}), p.unary())
		if !ok {
			return p.fail(ErrOnlyTypes.With("-"))
		}
		return out
	}
	a := p.primary()
	for p.took(".") {
		a = p.method(a)
	}
	return a
}

func (p *onlyParser) method(a node) node {
	name := p.token
	p.next()
	p.want("(")
	if name == "matches" && a.kind == kindText {
		pattern, ok := quotedText(p.token)
		out, right := matching(a, pattern)
		if !ok || !right {
			return p.fail(ErrOnly.With(p.near()))
		}
		p.next()
		p.want(")")
		return out
	}
	out, ok := call(name, append([]node{a}, p.list(")")...))
	if !ok {
		return p.fail(ErrOnlyTypes.With(name))
	}
	return out
}

func (p *onlyParser) primary() node {
	token := p.token
	switch {
	case p.took("("):
		a := p.choice()
		p.want(")")
		return a
	case token == "":
		return p.fail(ErrOnly.With("…"))
	case token[0] == '"' || token[0] == '\'':
		s, ok := quotedText(token)
		if !ok {
			return p.fail(ErrOnly.With(p.near()))
		}
		p.next()
		return constant(kindText, result{text: []byte(s)})
	case isDigitByte(token[0]):
		v, ok := literalNumber(token)
		if !ok {
			return p.fail(ErrOnly.With(p.near()))
		}
		p.next()
		return constant(kindNumber, result{n: v})
	case !isNameByte(token[0]):
		return p.fail(ErrOnly.With(p.near()))
	}
	p.next()
	return p.named(token)
}

func (p *onlyParser) named(name string) node {
	switch name {
	case "true", "false":
		n := int64(0)
		if name == "true" {
			n = 1
		}
		return constant(kindAnswer, result{n: n})
	case "as_of":
		return asOfNode()
	case "row":
		p.want("[")
		header, ok := quotedText(p.token)
		if !ok {
			return p.fail(ErrOnly.With(p.near()))
		}
		p.next()
		p.want("]")
		at := headAt(p.header, header)
		if at < 0 {
			return p.fail(ErrOnlyName.With(header, strings.Join(p.header, ", ")))
		}
		return cellNode(at)
	}
	if p.took("(") {
		out, ok := call(name, p.list(")"))
		if !ok {
			return p.fail(ErrOnlyTypes.With(name))
		}
		return out
	}
	at := slices.IndexFunc(p.header, func(h string) bool { return identifier(h) == name })
	if at < 0 {
		return p.fail(ErrOnlyName.With(name, strings.Join(p.header, ", ")))
	}
	return cellNode(at)
}
