package admin_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"aldia/words"
)

// TestEverythingThatIsDoneHasWords reads the source for the kinds of job that are registered, for what is
// written into the book of who did what, and for the events that are told, and asks for the words of each:
// a clerk is shown no name of the program's own.
func TestEverythingThatIsDoneHasWords(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := readSource(t)
	silent := map[string]bool{
		"cut.preview_asked": true,
	} // who only looks changes nothing, and the book is not told
	check := func(area string, names []string, least int) {
		t.Helper()
		if len(names) < least {
			t.Errorf("only %d names of admin.%s were found: the search is broken", len(names), area)
		}
		for _, name := range names {
			key := "admin." + area + "." + strings.ReplaceAll(name, ".", "_")
			for _, language := range []string{"es", "en"} {
				if !silent[name] && !catalog.For(language).Has(key) {
					t.Errorf("%s is done, and %s has no words for it (%s)", name, language, key)
				}
			}
		}
	}
	check("job", s.given("job", "Kind", "Name"), 10)
	told := s.given("audit", "Entry", "What")
	check("what", told, 35)
	check("what", s.events, 8)
	book := open(t).get("auditor", "/admin/auditoria").body
	for _, name := range told {
		area, _, _ := strings.Cut(name, ".")
		offered := regexp.MustCompile(`value="([a-z_]+\.,)*` + area + `\.[,"]`)
		if !offered.MatchString(book) || !catalog.For("es").Has("admin.area."+area) {
			t.Errorf("%s can be read in the book, and not be looked for: admin.area.%s", name, area)
		}
	}
}

// source is the program as its authors wrote it, without tests.
type source struct {
	t         *testing.T
	functions []function
	constants map[string]string // by package and name
	asked     map[string]bool   // what is being looked for, so that who calls themselves ends
	events    []string
	types     map[string]ast.Expr // by package and name
}

type function struct {
	*ast.FuncDecl
	in string // the package
}

func readSource(t *testing.T) *source {
	t.Helper()
	s := &source{
		t: t, constants: map[string]string{}, asked: map[string]bool{}, types: map[string]ast.Expr{},
	}
	for _, folder := range []string{"platform", "domain", "bridge", "web", "cmd"} {
		err := filepath.WalkDir(
			filepath.Join("..", "..", folder),
			func(name string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") ||
					strings.HasSuffix(name, "_templ.go") {
					return err
				}
				file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
				if err == nil {
					s.read(file)
				}
				return err
			},
		)
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *source) read(file *ast.File) {
	for _, d := range file.Decls {
		if f, is := d.(*ast.FuncDecl); is && f.Body != nil {
			s.functions = append(s.functions, function{f, file.Name.Name})
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if kind, is := n.(*ast.TypeSpec); is {
			s.types[file.Name.Name+"."+kind.Name.Name] = kind.Type
		}
		v, is := n.(*ast.ValueSpec)
		for i := 0; is && i < len(v.Values); i++ {
			text, written := literal(v.Values[i])
			if !written {
				continue
			}
			s.constants[file.Name.Name+"."+v.Names[i].Name] = text
			if kind, named := v.Type.(*ast.SelectorExpr); named && kind.Sel.Name == "Name" &&
				nameOf(kind.X) == "event" {
				s.events = append(s.events, text)
			}
		}
		return true
	})
}

// given collects what a field of a struct is given wherever one is made.
func (s *source) given(in, kind, field string) (all []string) {
	for _, f := range s.functions {
		ast.Inspect(f.Body, func(n ast.Node) bool {
			made, is := n.(*ast.CompositeLit)
			if !is || f.typeOf(made.Type) != in+"."+kind {
				return true
			}
			for _, e := range made.Elts {
				if pair, is := e.(*ast.KeyValueExpr); is && nameOf(pair.Key) == field {
					all = append(all, s.values(pair.Value, f)...)
				}
			}
			return true
		})
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// typeOf names a type with its package.
func (f function) typeOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return f.in + "." + e.Name
	case *ast.SelectorExpr:
		return nameOf(e.X) + "." + e.Sel.Name
	}
	return ""
}

// values are the texts that an expression may be: a literal, a constant, a sum or a conversion of these, what
// was put into a variable of the function, or what callers hand in.
func (s *source) values(e ast.Expr, f function) []string {
	if text, written := literal(e); written {
		return []string{text}
	}
	if text, constant := s.constants[f.typeOf(e)]; constant {
		return []string{text}
	}
	return s.found(e, f)
}

func (s *source) found(e ast.Expr, f function) []string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		var all []string
		for _, a := range s.values(e.X, f) {
			for _, b := range s.values(e.Y, f) {
				all = append(all, a+b)
			}
		}
		return all
	case *ast.CallExpr:
		switch nameOf(e.Fun) {
		case "string":
			return s.values(e.Args[0], f)
		case "Text": // read back from the database
			return nil
		}
	case *ast.Ident:
		if at := f.parameter(e.Name); at >= 0 {
			return s.handed(f, at)
		}
		if all := s.put(e.Name, f); len(all) > 0 {
			return all
		}
	}
	s.t.Errorf("%s.%s: it cannot be told what is done there: name it by a constant", f.in, f.Name.Name)
	return nil
}

// put are the texts that a variable of a function is given.
func (s *source) put(name string, f function) (all []string) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		a, is := n.(*ast.AssignStmt)
		for i := 0; is && len(a.Lhs) == len(a.Rhs) && i < len(a.Lhs); i++ {
			if nameOf(a.Lhs[i]) == name {
				all = append(all, s.values(a.Rhs[i], f)...)
			}
		}
		return true
	})
	return all
}

// handed are the texts that the callers of a function give as one of its arguments.
func (s *source) handed(to function, at int) (all []string) {
	looked := to.in + "." + to.Name.Name + strconv.Itoa(at)
	if s.asked[looked] {
		return nil
	}
	s.asked[looked] = true
	defer delete(s.asked, looked)
	for _, f := range s.functions {
		if f.in != to.in && !to.Name.IsExported() {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if is && nameOf(call.Fun) == to.Name.Name && len(call.Args) == to.Type.Params.NumFields() {
				all = append(all, s.values(call.Args[at], f)...)
			}
			return true
		})
	}
	return all
}

func (f function) parameter(name string) int {
	at := 0
	for _, field := range f.Type.Params.List {
		for _, n := range field.Names {
			if n.Name == name {
				return at
			}
			at++
		}
	}
	return -1
}

func literal(e ast.Expr) (string, bool) {
	l, is := e.(*ast.BasicLit)
	if !is || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
