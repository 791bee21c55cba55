package text

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// maxArguments bounds the arguments of one sentence: a person cannot follow more, and one digit names each.
const maxArguments = 10

// A sentence is a text cut at its placeholders.
type sentence []part

// A part is plain text, or the place of an argument, or a word that goes with the number in an argument.
type part struct {
	plain     string
	argument  int // -1 for plain text
	one, many string
}

var errPlaceholder = errors.New("a placeholder is {0} or {0|one|many}")

// compile cuts a text at {0} and {0|one|many}. A brace that is followed by no digit is a plain brace.
func compile(s string) (sentence, error) {
	var out sentence
	for s != "" {
		open := placeholder(s)
		if open < 0 {
			return append(out, part{plain: s, argument: -1}), nil
		}
		if open > 0 {
			out = append(out, part{plain: s[:open], argument: -1})
		}
		inner, rest, closed := strings.Cut(s[open+1:], "}")
		if !closed {
			return nil, errPlaceholder
		}
		if strings.Contains(inner, "{") { // its first closing brace would end the outer one: shown raw
			return nil, errPlaceholder
		}
		fields := strings.Split(inner, "|")
		n, err := strconv.Atoi(fields[0])
		if err != nil || n >= maxArguments {
			return nil, errPlaceholder
		}
		switch len(fields) {
		case 1:
			out = append(out, part{argument: n})
		case 3:
			out = append(out, part{argument: n, one: fields[1], many: fields[2]})
		default:
			return nil, errPlaceholder
		}
		s = rest
	}
	return out, nil
}

func placeholder(s string) int {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '{' && s[i+1] >= '0' && s[i+1] <= '9' {
			return i
		}
	}
	return -1
}

// arguments lists which arguments the sentence shows. One that only chooses a word does not count: English
// may need a plural where Spanish needs none.
func (s sentence) arguments() []int {
	shown := map[int]bool{}
	for _, p := range s {
		if p.argument >= 0 && p.one == "" && p.many == "" {
			shown[p.argument] = true
		}
	}
	list := make([]int, 0, len(shown))
	for n := range shown {
		list = append(list, n)
	}
	sort.Ints(list)
	return list
}

// fill puts the arguments in. One that was not given leaves its placeholder standing, to be seen.
func (s sentence) fill(l Language, args []any) string {
	if len(s) == 1 && s[0].argument < 0 {
		return s[0].plain
	}
	var b strings.Builder
	for _, p := range s {
		switch {
		case p.argument < 0:
			b.WriteString(afterStop(&b, p.plain))
		case p.argument >= len(args):
			b.WriteString("{" + strconv.Itoa(p.argument) + "}")
		case p.one != "" || p.many != "":
			if n, ok := whole(args[p.argument]); ok && (n == 1 || n == -1) {
				b.WriteString(p.one)
			} else {
				b.WriteString(p.many)
			}
		default:
			b.WriteString(l.write(args[p.argument]))
		}
	}
	return b.String()
}

// afterStop is what follows an argument: a name that ends with a stop, as that of a company does, brings
// the stop of its sentence with it.
func afterStop(b *strings.Builder, plain string) string {
	if b.Len() > 0 && strings.HasSuffix(b.String(), ".") && strings.HasPrefix(plain, ".") &&
		!strings.HasPrefix(plain, "..") {
		return plain[1:]
	}
	return plain
}

// dated is a calendar day, as package calendar of the domain gives it.
type dated interface {
	Date() (year, month, day int)
}

func (l Language) write(v any) string {
	if d, ok := v.(dated); ok {
		return l.Day(d)
	}
	switch v := v.(type) {
	case string:
		return v
	case Key:
		return l.Say(string(v))
	case fmt.Stringer:
		return v.String()
	case error:
		return l.Fault(v)
	}
	if n, ok := whole(v); ok {
		return l.Number(n)
	}
	return fmt.Sprint(v)
}

func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case int32:
		return int64(v), true
	case uint32:
		return int64(v), true
	case uint8:
		return int64(v), true
	}
	return 0, false
}
