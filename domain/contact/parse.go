package contact

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"aldia/platform/fault"
)

// Limits of a tree: an agent must find the leaf in seconds, and a tree is read on every result.
const (
	maxTree   = 256 << 10
	maxLeaves = 1000
	maxLabel  = 120
	maxCode   = 40
)

// What can be wrong with the text of a tree. Every sentence begins with the line and the column.
var (
	ErrTreeLong    = fault.New(fault.Limit, "contact.tree.too_long").On("tree")
	ErrTreeYAML    = fault.New(fault.Invalid, "contact.tree.not_yaml").On("tree")
	ErrTreeShape   = fault.New(fault.Invalid, "contact.tree.wrong_shape").On("tree")
	ErrTreeKey     = fault.New(fault.Invalid, "contact.tree.unknown_key").On("tree")
	ErrTreeTwice   = fault.New(fault.Invalid, "contact.tree.twice").On("tree")
	ErrTreeMissing = fault.New(fault.Invalid, "contact.tree.missing").On("tree")
	ErrTreeCode    = fault.New(fault.Invalid, "contact.tree.bad_code").On("tree")
	ErrTreeWord    = fault.New(fault.Invalid, "contact.tree.unknown_word").On("tree")
	ErrTreeHold    = fault.New(fault.Invalid, "contact.tree.hold_without_day").On("tree")
	ErrTreePromise = fault.New(fault.Invalid, "contact.tree.promise_without_ask").On("tree")
	ErrTreeMany    = fault.New(fault.Limit, "contact.tree.too_many").On("tree")
)

var codeShape = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// ParseTree reads a tree as YAML. What is wrong is told with its line and column, the first mistake first.
func ParseTree(body string) (*Tree, error) {
	if len(body) > maxTree {
		return nil, ErrTreeLong.With(maxTree / 1024)
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(body), &document); err != nil {
		return nil, ErrTreeYAML.With(lineOf(err), 1, strings.TrimPrefix(err.Error(), "yaml: ")).Because(err)
	}
	if len(document.Content) != 1 {
		return nil, ErrTreeShape.With(1, 1, "map")
	}
	p := &parser{sets: map[string][]rawReason{}}
	t := p.tree(document.Content[0])
	if p.err != nil {
		return nil, p.err
	}
	return t, nil
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

func lineOf(err error) int {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n
		}
	}
	return 1
}

// parser walks the nodes and keeps the first mistake; after it every step does nothing.
type parser struct {
	err    error
	sets   map[string][]rawReason
	leaves int
}

// rawReason is a reason of a set, before it is known under which result it stands.
type rawReason struct {
	Reason
	fields fields
}

func (p *parser) fail(at *yaml.Node, f *fault.Error, args ...any) {
	if p.err == nil {
		p.err = f.With(append([]any{at.Line, at.Column}, args...)...)
	}
}

// fields is a mapping, read once.
type fields struct {
	node *yaml.Node
	at   map[string]*yaml.Node
}

func (p *parser) fields(n *yaml.Node, known ...string) fields {
	f := fields{node: n, at: map[string]*yaml.Node{}}
	if n.Kind != yaml.MappingNode {
		p.fail(n, ErrTreeShape, "map")
		return f
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case !slices.Contains(known, key.Value):
			p.fail(key, ErrTreeKey, key.Value, strings.Join(known, ", "))
		case f.at[key.Value] != nil:
			p.fail(key, ErrTreeTwice, key.Value)
		}
		f.at[key.Value] = n.Content[i+1]
	}
	return f
}

func (p *parser) need(f fields, key string) (*yaml.Node, bool) {
	n := f.at[key]
	if n == nil {
		p.fail(f.node, ErrTreeMissing, key)
	}
	return n, n != nil
}

func (p *parser) list(n *yaml.Node) []*yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		p.fail(n, ErrTreeShape, "list")
		return nil
	}
	return n.Content
}

func (p *parser) text(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	s := strings.TrimSpace(n.Value)
	if n.Kind != yaml.ScalarNode || s == "" || utf8.RuneCountInString(s) > maxLabel {
		p.fail(n, ErrTreeShape, "text")
	}
	return s
}

func (p *parser) word(n *yaml.Node, known ...string) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode || !slices.Contains(known, n.Value) {
		p.fail(n, ErrTreeWord, n.Value, strings.Join(known, ", "))
	}
	return n.Value
}

func (p *parser) flag(n *yaml.Node, otherwise bool) bool {
	if n == nil {
		return otherwise
	}
	return p.word(n, "true", "false") == "true"
}

func (p *parser) number(n *yaml.Node, most int) int {
	if n == nil {
		return 0
	}
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || v < 0 || v > most {
		p.fail(n, ErrTreeWord, n.Value, "0–"+strconv.Itoa(most))
	}
	return v
}

// code reads the code of a level, which is unique among its neighbours.
func (p *parser) code(f fields, taken map[string]bool) string {
	n, found := p.need(f, "code")
	if !found {
		return ""
	}
	switch {
	case n.Kind != yaml.ScalarNode || len(n.Value) > maxCode || !codeShape.MatchString(n.Value):
		p.fail(n, ErrTreeCode, n.Value)
	case taken[n.Value]:
		p.fail(n, ErrTreeTwice, n.Value)
	}
	taken[n.Value] = true
	return n.Value
}

func (p *parser) label(f fields) Label {
	es, _ := p.need(f, "es")
	en, _ := p.need(f, "en")
	return Label{ES: p.text(es), EN: p.text(en)}
}
