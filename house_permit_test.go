package house

import (
	"go/ast"
	"slices"
	"strings"
)

// makers are the files that may make a permit: the gate, and what reads back one that the gate made.
var makers = []string{"domain/law/permits.go", "domain/law/store.go"}

// reaching are how the functions are called that reach a person. In a room that reaches people, or that
// records what was said to them, each such function takes a permit.
var reaching = []string{"Send", "Dial", "Call", "Visit", "Record"}

// checkPermits keeps the one gate to a contact: nobody but the gate makes a permit, and who reaches a person
// has one.
func (h *house) checkPermits(f *file) {
	if f.test {
		return
	}
	ast.Inspect(f.tree, func(n ast.Node) bool {
		made, ok := n.(*ast.CompositeLit)
		if !ok || !isPermit(f, made.Type) || slices.Contains(makers, f.path) {
			return true
		}
		if f.folder != "domain/law" || len(made.Elts) > 0 {
			h.breachf("permit", f.path, h.place(made), "a permit is made by law.Gate alone: ask it")
		}
		return true
	})
	if !reaches(f.folder) {
		return
	}
	for _, d := range f.tree.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || !slices.Contains(reaching, strings.TrimSuffix(fn.Name.Name, "Tx")) {
			continue
		}
		if !slices.ContainsFunc(fn.Type.Params.List, func(p *ast.Field) bool { return isPermit(f, p.Type) }) {
			h.breachf("permit", f.folder+"."+fn.Name.Name, h.place(fn),
				"%s reaches a person: it takes a law.Permit", fn.Name.Name)
		}
	}
}

// reaches says whether the people of a room are reached from it.
func reaches(folder string) bool {
	part, name := room(folder)
	return part == "channel" || part == "domain" && slices.Contains([]string{"contact", "visit"}, name)
}

func isPermit(f *file, e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.SelectorExpr:
		of, ok := x.X.(*ast.Ident)
		return ok && of.Name == "law" && x.Sel.Name == "Permit"
	case *ast.Ident:
		return f.folder == "domain/law" && x.Name == "Permit"
	}
	return false
}
