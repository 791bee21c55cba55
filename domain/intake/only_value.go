package intake

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"aldia/domain/calendar"
)

// call makes the functions, and the methods with the text in front as first argument.
func call(name string, args []node) (node, bool) {
	kinds := make([]byte, len(args))
	for i, a := range args {
		kinds[i] = "tnda"[a.kind]
	}
	switch name + " " + string(kinds) {
	case "day t":
		return node{kindDay, func(s *scope) (result, *undecided) {
			x, un := args[0].ask(s)
			if un != nil {
				return x, un
			}
			day, why := readDay(x.text, s.order, s.typed)
			if why == "" && day == calendar.NoDay {
				why = whyDay
			}
			return result{n: int64(day)}, undecidedBy(x.text, why)
		}}, true
	case "number t":
		return node{kindNumber, func(s *scope) (result, *undecided) {
			x, un := args[0].ask(s)
			if un != nil {
				return x, un
			}
			n, why := s.point.read(x.text, s.typed)
			v, over := n.millionths()
			if over && why == "" {
				why = whyAmountLarge
			}
			return result{n: v}, undecidedBy(x.text, why)
		}}, true
	case "size t":
		return node{kindNumber, func(s *scope) (result, *undecided) {
			x, un := args[0].ask(s)
			return result{n: int64(len([]rune(string(x.text)))) * onlyUnit}, un
		}}, true
	case "contains tt":
		return overTexts(args, bytes.Contains), true
	case "startsWith tt":
		return overTexts(args, bytes.HasPrefix), true
	case "endsWith tt":
		return overTexts(args, bytes.HasSuffix), true
	}
	return node{}, false
}

func overTexts(args []node, f func(a, b []byte) bool) node {
	return node{kindAnswer, func(s *scope) (result, *undecided) {
		x, un := args[0].ask(s)
		if un != nil {
			return x, un
		}
		y, un := args[1].ask(s)
		if un != nil {
			return y, un
		}
		return answer(f(x.text, y.text))
	}}
}

// matching is x.matches("…") with a pattern that is known beforehand.
func matching(text node, pattern string) (node, bool) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return node{}, false
	}
	return node{kindAnswer, func(s *scope) (result, *undecided) {
		x, un := text.ask(s)
		if un != nil {
			return x, un
		}
		return answer(re.Match(x.text))
	}}, true
}

func undecidedBy(value []byte, why string) *undecided {
	if why == "" {
		return nil
	}
	return &undecided{string(cutText(value, maxRefusedValue)), why}
}

// millionths gives the number as conditions keep it, cut beyond six decimals.
func (n *number) millionths() (v int64, over bool) {
	v = n.mantissa
	for scale := n.scale; scale < 6; scale++ {
		if v > 1<<62/10 || v < -1<<62/10 {
			return 0, true
		}
		v *= 10
	}
	for scale := n.scale; scale > 6; scale-- {
		v /= 10
	}
	return v, false
}

// literalNumber reads a number of a condition itself, always with a point.
func literalNumber(token string) (int64, bool) {
	n, why := readNumber([]byte(token), '.', false)
	v, over := n.millionths()
	return v, why == "" && !over
}

// identifier is how a header is written in a condition.
func identifier(header string) string {
	var b strings.Builder
	for i, r := range header {
		switch s := unaccentedName(r); {
		case s == "" && i == 0:
			b.WriteByte('_')
		case s == "":
			b.WriteByte('_')
		case s[0] >= '0' && s[0] <= '9' && i == 0:
			b.WriteString("_" + s)
		default:
			b.WriteString(s)
		}
	}
	return b.String()
}

func unaccentedName(r rune) string {
	if r < 0x80 {
		if isNameByte(byte(r)) {
			return string(r)
		}
		return ""
	}
	low := unicode.ToLower(r)
	s := strings.TrimSpace(unaccented(low))
	if len(s) != 1 {
		return ""
	}
	if low != r {
		return strings.ToUpper(s)
	}
	return s
}

func quotedText(token string) (string, bool) {
	if len(token) < 2 {
		return "", false
	}
	if token[0] == '\'' {
		token = `"` + strings.ReplaceAll(token[1:len(token)-1], `"`, `\"`) + `"`
	}
	s, err := strconv.Unquote(token)
	return s, err == nil
}
