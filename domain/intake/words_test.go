package intake

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"aldia/words"
)

func TestEveryReasonIsASentenceInBothLanguages(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"intake.type.text", "intake.type.number", "intake.type.day", "intake.type.yesno"}
	for c := range noColumn {
		if c.name() != "" {
			keys = append(keys, "intake.column."+c.name())
		}
	}
	for _, file := range []string{"refusal.go", "guess.go"} {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if s, err := strconv.Unquote(l.Value); err == nil && strings.HasPrefix(s, "intake.") {
					keys = append(keys, s)
				}
			}
			return true
		})
	}
	if len(keys) < 100 {
		t.Fatalf("only %d keys were found", len(keys))
	}
	for _, language := range []string{"es", "en"} {
		say := catalog.For(language)
		for _, key := range keys {
			if s := say.Say(key, "a", "b", "c", "d"); s == key || s == "" || strings.Contains(s, "{") {
				t.Errorf("%s in %s reads %q", key, language, s)
			}
		}
	}
}
