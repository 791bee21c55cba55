package admin_test

import (
	"go/ast"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"aldia/words"
)

// TestEveryFieldOfTheBookHasWords reads the source for the fields of whatever is put into the detail of an
// entry, and asks for the words of each: an auditor is shown no name of the program's own.
func TestEveryFieldOfTheBookHasWords(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := readSource(t)
	said := s.details()
	if len(said) < 30 || !slices.Contains(said, "promised_on") || !slices.Contains(said, "all_creditors") ||
		!slices.Contains(said, "as_of") || !slices.Contains(said, "mapping_bytes") {
		t.Errorf("only %d fields were found: the search is broken: %v", len(said), said)
	}
	for _, field := range said {
		for _, language := range []string{"es", "en"} {
			if !catalog.For(language).Has("audit.field." + field) {
				t.Errorf("%s is put into the book, and %s has no words for it (audit.field.%s)", field, language, field)
			}
		}
	}
}

// details are the fields of everything that is given to the detail of an entry.
func (s *source) details() (all []string) {
	for _, f := range s.functions {
		ast.Inspect(f.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				for _, e := range n.Elts {
					pair, is := e.(*ast.KeyValueExpr)
					if is && f.typeOf(n.Type) == "audit.Entry" && nameOf(pair.Key) == "Detail" {
						all = append(all, s.fieldsOf(pair.Value, f)...)
					}
				}
			case *ast.AssignStmt:
				for i, to := range n.Lhs {
					made, is := n.Rhs[min(i, len(n.Rhs)-1)].(*ast.CompositeLit)
					if is && nameOf(to) == "Detail" {
						all = append(all, s.fieldsOf(made, f)...)
					}
				}
			}
			return true
		})
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// fieldsOf are the names under which the parts of a value are written as JSON. What is neither a map or a
// struct written on the spot nor comes from one cannot be looked into, and fails the test.
func (s *source) fieldsOf(e ast.Expr, f function) (all []string) {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return s.fieldsOfLiteral(e, f)
	case *ast.UnaryExpr:
		return s.fieldsOf(e.X, f)
	case *ast.Ident:
		if e.Name == "nil" {
			return nil
		}
		if at := f.parameter(e.Name); at >= 0 {
			return s.fieldsHanded(f, at)
		}
		if all = s.fieldsPut(e.Name, f); len(all) > 0 {
			return all
		}
	case *ast.CallExpr:
		switch name := nameOf(e.Fun); name {
		case "append":
			for _, one := range e.Args[1:] {
				all = append(all, s.fieldsOf(one, f)...)
			}
			return all
		case "Marshal", "RawMessage":
			return s.fieldsOf(e.Args[0], f)
		default:
			return s.fieldsGiven(name, f)
		}
	case *ast.SelectorExpr, *ast.BasicLit, *ast.StarExpr: // a single value
		return nil
	}
	s.t.Errorf("%s.%s: it cannot be told what stands in the detail there", f.in, f.Name.Name)
	return nil
}

func (s *source) fieldsOfLiteral(e *ast.CompositeLit, f function) (all []string) {
	if m, is := e.Type.(*ast.MapType); is {
		_, open := m.Value.(*ast.Ident) // map[string]string, or any
		for _, one := range e.Elts {
			pair := one.(*ast.KeyValueExpr)
			name, written := literal(pair.Key)
			if !written || !open {
				s.t.Errorf("%s.%s: a field of the book whose name is not written there", f.in, f.Name.Name)
			}
			all = append(all, name)
			if call, is := pair.Value.(*ast.CallExpr); is && len(call.Args) == 0 && nameOf(call.Fun) == "told" {
				all = append(all, s.fieldsGiven("told", f)...)
			}
		}
		return all
	}
	return s.tags(e.Type, f.in)
}

// tags are the JSON names of a struct and of the structs of its package within it.
func (s *source) tags(e ast.Expr, in string) (all []string) {
	switch e := e.(type) {
	case *ast.StarExpr:
		return s.tags(e.X, in)
	case *ast.ArrayType:
		return s.tags(e.Elt, in)
	case *ast.Ident:
		if kept := s.types[in+"."+e.Name]; kept != nil {
			return s.tags(kept, in)
		}
	case *ast.StructType:
		for _, field := range e.Fields.List {
			if field.Tag != nil {
				tag, _ := strconv.Unquote(field.Tag.Value)
				name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
				all = append(all, name)
			}
			all = append(all, s.tags(field.Type, in)...)
		}
	}
	return all
}

// fieldsHanded are the fields of what the callers of a function give as one of its arguments.
func (s *source) fieldsHanded(to function, at int) (all []string) {
	for _, f := range s.functions {
		if f.in != to.in {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if is && nameOf(call.Fun) == to.Name.Name && len(call.Args) == to.Type.Params.NumFields() {
				all = append(all, s.fieldsOf(call.Args[at], f)...)
			}
			return true
		})
	}
	return all
}

// fieldsPut are the fields of what a variable of a function is given, or is declared as.
func (s *source) fieldsPut(name string, f function) (all []string) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, to := range n.Lhs {
				if nameOf(to) == name {
					all = append(all, s.fieldsOf(n.Rhs[min(i, len(n.Rhs)-1)], f)...)
				}
				if part, is := to.(*ast.IndexExpr); is && nameOf(part.X) == name {
					field, written := literal(part.Index)
					if !written {
						s.t.Errorf("%s.%s: a field of the book whose name is not written there", f.in, f.Name.Name)
					}
					all = append(all, field)
				}
			}
		case *ast.RangeStmt:
			if n.Value != nil && nameOf(n.Value) == name {
				all = append(all, s.fieldsOf(n.X, f)...)
			}
		case *ast.ValueSpec:
			for _, one := range n.Names {
				if one.Name == name && n.Type != nil {
					all = append(all, s.tags(n.Type, f.in)...)
				}
			}
		}
		return true
	})
	return all
}

// fieldsGiven are the fields of what a function of the package gives back.
func (s *source) fieldsGiven(name string, from function) (all []string) {
	for _, f := range s.functions {
		if f.in != from.in || f.Name.Name != name {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if back, is := n.(*ast.ReturnStmt); is && len(back.Results) > 0 {
				all = append(all, s.fieldsOf(back.Results[0], f)...)
			}
			return true
		})
	}
	return all
}
