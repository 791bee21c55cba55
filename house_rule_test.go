package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// builders make a table that nothing can change afterwards, as a literal does.
var builders = []string{
	"regexp.MustCompile", "strings.NewReplacer", "template.Must", "language.MustParse", "language.NewMatcher",
	"errors.New", "fmt.Errorf", "fault.New",
}

var (
	sqlStar  = regexp.MustCompile(`(?i)\bselect\s+(\w+\.)?\*`)
	sqlWrite = regexp.MustCompile(
		`\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|DELETE\s+FROM|TRUNCATE|REPLACE\s+INTO)\s+(\w+)` +
			`|\bUPDATE\s+(\w+)\s+(?:AS\s+\w+\s+|\w+\s+)?SET\b`)
	planLine     = regexp.MustCompile("(?m)^\\| `([^`.]+)` \\|")
	sqlTemporary = regexp.MustCompile(`\bCREATE\s+TEMP(?:ORARY)?\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)`)
)

func (h *house) check() {
	for _, f := range h.files {
		h.checkSize(f)
		h.checkFileName(f)
		if f.tree == nil || f.generated {
			continue
		}
		h.checkImports(f)
		h.checkDeclarations(f)
		h.checkPermits(f)
		ast.Inspect(f.tree, func(n ast.Node) bool { h.checkNode(f, n); return true })
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				h.checkNothing(fn.Type, fn.Body)
			}
		}
	}
	h.checkFolders()
	h.checkMap()
	h.checkVariables()
	h.checkWriters()
}

func (h *house) checkSize(f *file) {
	wall := wallLines
	if f.test {
		wall = wallTestLines
	}
	if n := len(f.lines); n > wall && !f.generated {
		h.breachf("file", f.path, f.path, "%d lines, the wall is %d: split it by sub-noun", n, wall)
	}
	if f.tree == nil || f.generated {
		return
	}
	var wide []string
	for i, line := range f.lines {
		if utf8.RuneCountInString(line) > wallColumns {
			wide = append(wide, strconv.Itoa(i+1))
		}
	}
	if len(wide) > 0 {
		at := f.path + ":" + wide[0]
		h.breachf("column", f.path, at, "wider than %d: line %s", wallColumns, strings.Join(wide, ", "))
	}
}

func (h *house) checkFileName(f *file) {
	name := strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))
	for word := range strings.SplitSeq(name, "_") {
		if slices.Contains(forbidden, word) {
			h.breachf("name", f.path, f.path, "%q says nothing: name the file after what it holds", word)
		}
	}
}

// room splits "domain/law/pack" into the part, domain, and the room in it, law.
func room(folder string) (part, name string) {
	part, rest, _ := strings.Cut(folder, "/")
	name, _, _ = strings.Cut(rest, "/")
	return part, name
}

func shelfOf(noun string) int {
	return slices.IndexFunc(shelves, func(s []string) bool { return slices.Contains(s, noun) })
}

func (h *house) checkImports(f *file) {
	from, own := room(f.folder)
	for _, imported := range f.tree.Imports {
		whole, err := strconv.Unquote(imported.Path.Value)
		folder, ours := strings.CutPrefix(whole, "aldia/")
		if err != nil || !ours || from == "." {
			continue
		}
		to, name := room(folder)
		say := func(why string) {
			h.breachf("arrow", f.path+" → "+folder, h.place(imported), "%s imports %s: %s", f.folder, folder, why)
		}
		switch {
		case to == "words" && f.test, from == "test":
		case from != to && !slices.Contains(arrows[from], to):
			say(from + " may import " + strings.Join(append([]string{from}, arrows[from]...), ", ") + " only")
		case to == "migration" && from == "platform" && own != "db":
			say("the schema is platform/db's affair")
		case from == "domain" && to == "domain" && own != name:
			if why := shelved(own, name); why != "" {
				say(why)
			}
		case from == to && own != name && apart[from] != nil && !slices.Contains(apart[from], name):
			say("the rooms of " + from + " do not see each other")
		}
	}
}

// shelved says why one noun may not import another, or nothing when it may.
func shelved(own, other string) string {
	upper, lower := shelfOf(own), shelfOf(other)
	switch {
	case upper < 0:
		return own + " has no shelf: give it one in house_test.go and ARCHITECTURE.md"
	case lower < 0:
		return other + " has no shelf: give it one in house_test.go and ARCHITECTURE.md"
	case upper == 0 && lower == 0, lower < upper:
		return ""
	}
	return fmt.Sprintf("%s stands on shelf %d and %s on %d; call downwards, announce an event upwards",
		own, upper, other, lower)
}

func (h *house) checkDeclarations(f *file) {
	for _, d := range f.tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if name == "init" && d.Recv == nil {
				h.breachf("init", f.path, h.place(d), "nothing happens by being imported: build it in cmd/aldia/wire.go")
			}
			first, last := h.set.Position(d.Pos()).Line, h.set.Position(d.End()).Line
			if n := last - first + 1; n > wallFunction {
				h.breachf("function", f.folder+"."+name, h.place(d),
					"%s has %d lines, the wall is %d", name, n, wallFunction)
			}
			if f.test && strings.HasPrefix(name, "Test") && name != "TestMain" && d.Recv == nil && !standsAlone(d) {
				h.breachf("parallel", f.folder+"."+name, h.place(d), "%s does not call t.Parallel", name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if ty, ok := s.(*ast.TypeSpec); ok {
					h.checkTypeName(f, ty)
				}
			}
		}
	}
}

// alone are the calls of a test that is parallel, or that cannot be: it changes or measures the whole
// process.
var alone = []string{
	"Parallel", "Setenv", "Chdir", "AllocsPerRun", "ReadMemStats", "SetGCPercent", "SetMemoryLimit",
}

func standsAlone(d *ast.FuncDecl) (found bool) {
	ast.Inspect(d, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			found = found || slices.Contains(alone, s.Sel.Name)
		}
		return !found
	})
	return found
}

func (h *house) checkTypeName(f *file, ty *ast.TypeSpec) {
	name := ty.Name.Name
	last := strings.LastIndexFunc(name, unicode.IsUpper)
	if word := strings.ToLower(name[max(last, 0):]); slices.Contains(forbidden, word) {
		h.breachf("name", f.folder+"."+name, h.place(ty), "type %s: %q says nothing of the trade", name, word)
	}
}

// checkNode looks at what may stand anywhere in a file.
func (h *house) checkNode(f *file, n ast.Node) {
	part, own := room(f.folder)
	switch n := n.(type) {
	case *ast.SelectorExpr:
		x, ok := n.X.(*ast.Ident)
		if ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, n.Sel.Name) &&
			!f.test && part != "cmd" && part != "test" && f.folder != "platform/clock" {
			h.breachf("clock", f.path, h.place(n), "time.%s: ask the clock that was handed in", n.Sel.Name)
		}
	case *ast.Ident:
		if part == "domain" && slices.Contains(moneyRooms, own) && (n.Name == "float64" || n.Name == "float32") {
			h.breachf("float", f.path, h.place(n), "%s near money: count minor units", n.Name)
		}
	case *ast.BasicLit:
		if n.Kind == token.STRING && !strings.HasPrefix(f.path, "house_") && sqlStar.MatchString(n.Value) {
			h.breachf("star", f.path, h.place(n), "SELECT * changes with the table: name the columns")
		}
	case *ast.FuncLit:
		h.checkNothing(n.Type, n.Body)
	}
}

// checkNothing finds a function that gives nothing and no error, which its callers take for something. An
// empty list is something.
func (h *house) checkNothing(of *ast.FuncType, body *ast.BlockStmt) {
	if of.Results == nil || body == nil {
		return
	}
	var lists []bool
	for _, r := range of.Results.List {
		list := false
		switch r.Type.(type) {
		case *ast.ArrayType, *ast.MapType:
			list = true
		}
		lists = append(lists, slices.Repeat([]bool{list}, max(1, len(r.Names)))...)
	}
	ast.Inspect(body, func(n ast.Node) bool {
		ret, ok := n.(*ast.ReturnStmt)
		if ok && len(ret.Results) == 2 && !slices.ContainsFunc(ret.Results, isSomething) && !lists[0] {
			at := h.place(ret)
			h.breachf("nothing", at, at, "return nil, nil: say what is missing with an error or a bool")
		}
		_, inner := n.(*ast.FuncLit)
		return !inner
	})
}

func isSomething(e ast.Expr) bool {
	x, ok := e.(*ast.Ident)
	return !ok || x.Name != "nil"
}

// checkFolders asks of every folder with Go in it a package comment, a line in ARCHITECTURE.md, and a name.
func (h *house) checkFolders() {
	documented, order := map[string]bool{}, []string{}
	for _, f := range h.files {
		if f.tree == nil {
			continue
		}
		if _, seen := documented[f.folder]; !seen {
			order = append(order, f.folder)
		}
		documented[f.folder] = documented[f.folder] || f.tree.Doc != nil
	}
	for _, folder := range order {
		if !documented[folder] {
			h.breachf("comment", folder, folder, "no file says what the package is for: write a package comment")
		}
		if folder != "." && !strings.Contains(h.plan, "`"+folder+"`") {
			h.breachf("plan", folder, folder, "ARCHITECTURE.md has no line for `%s`", folder)
		}
		for word := range strings.SplitSeq(folder, "/") {
			if slices.Contains(forbidden, word) {
				h.breachf("name", folder, folder, "%q says nothing: name the folder after a noun of the trade", word)
			}
		}
		if part, noun := room(folder); part == "domain" && noun != "" && shelfOf(noun) < 0 {
			h.breachf("arrow", folder, folder, "%s", shelved(noun, noun))
		}
	}
}

// checkMap finds the rooms that ARCHITECTURE.md has a line for and the house has not.
func (h *house) checkMap() {
	for _, m := range planLine.FindAllStringSubmatch(h.plan, -1) {
		if folder := m[1]; !h.folders[folder] {
			h.breachf("plan", folder, "ARCHITECTURE.md", "`%s` has a line and no folder", folder)
		}
	}
}

// checkVariables lets a package keep errors, embedded files, and tables that it never changes.
func (h *house) checkVariables() {
	changed := map[string]bool{}
	for _, f := range h.files {
		if f.tree == nil || f.generated {
			continue
		}
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				for _, name := range changedBy(fn) {
					changed[f.folder+"."+name] = true
				}
			}
		}
	}
	for _, f := range h.files {
		if f.tree == nil || f.generated {
			continue
		}
		for _, d := range f.tree.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				if v, ok := s.(*ast.ValueSpec); ok {
					h.checkVariable(f, g, v, changed)
				}
			}
		}
	}
}

func (h *house) checkVariable(f *file, g *ast.GenDecl, v *ast.ValueSpec, changed map[string]bool) {
	embedded := false
	for _, doc := range []*ast.CommentGroup{g.Doc, v.Doc} {
		embedded = embedded || doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
			return strings.HasPrefix(c.Text, "//go:embed")
		})
	}
	for i, name := range v.Names {
		key := f.folder + "." + name.Name
		fixed := embedded || i < len(v.Values) && fixedTable(v.Values[i])
		switch {
		case name.Name == "_":
		case !fixed:
			h.breachf("variable", key, h.place(name), "%s is no error, embedded file or table: hand it in", name.Name)
		case changed[key]:
			h.breachf("variable", key, h.place(name), "%s is a table, and something changes it", name.Name)
		}
	}
}

// changedBy gives the names that a function assigns to and did not declare.
func changedBy(fn *ast.FuncDecl) (names []string) {
	own := map[string]bool{}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if name, ok := e.(*ast.Ident); ok && n.Tok == token.DEFINE {
					own[name.Name] = true
				}
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if name, ok := e.(*ast.Ident); ok && n.Tok == token.DEFINE {
					own[name.Name] = true
				}
			}
		}
		return true
	})
	note := func(e ast.Expr) {
		if name := rootOf(e); name != "" && !own[name] {
			names = append(names, name)
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				note(e)
			}
		case *ast.IncDecStmt:
			note(n.X)
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "delete" || f.Name == "clear") && len(n.Args) > 0 {
				note(n.Args[0])
			}
		}
		return true
	})
	return names
}

// rootOf gives table for table[3].name.
func rootOf(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.IndexExpr:
		return rootOf(x.X)
	case *ast.SelectorExpr:
		return rootOf(x.X)
	case *ast.StarExpr:
		return rootOf(x.X)
	}
	return ""
}

func fixedTable(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND && fixedTable(x.X)
	case *ast.CallExpr:
		if s, ok := x.Fun.(*ast.SelectorExpr); ok {
			if p, ok := s.X.(*ast.Ident); ok {
				return slices.Contains(builders, p.Name+"."+s.Sel.Name)
			}
			return fixedTable(s.X) // fault.New(…).On("phone")
		}
	}
	return false
}

// checkWriters finds a table that two packages write.
func (h *house) checkWriters() {
	writers, order := map[string]map[string]string{}, []string{}
	temporary := map[string]bool{}
	for _, f := range h.files {
		if f.tree == nil || f.test || f.generated {
			continue
		}
		write := func(table string, n ast.Node) {
			if writers[table] == nil {
				writers[table] = map[string]string{}
				order = append(order, table)
			}
			if writers[table][f.folder] == "" {
				writers[table][f.folder] = h.place(n)
			}
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				for _, m := range sqlTemporary.FindAllStringSubmatch(n.Value, -1) {
					temporary[m[1]] = true
				}
				for _, m := range sqlWrite.FindAllStringSubmatch(n.Value, -1) {
					write(m[1]+m[2], n)
				}
			case *ast.CallExpr:
				if table, ok := insertedInto(n); ok {
					write(table, n)
				}
			}
			return true
		})
	}
	for _, table := range order {
		if len(writers[table]) < 2 || temporary[table] {
			continue
		}
		var places []string
		for folder, at := range writers[table] {
			places = append(places, folder+" ("+at+")")
		}
		slices.Sort(places)
		h.breachf("writer", table, "table "+table,
			"written by %s; one package writes a table", strings.Join(places, " and "))
	}
}

// insertedInto gives the table of tx.Insert("table", …).
func insertedInto(call *ast.CallExpr) (table string, ok bool) {
	s, isMethod := call.Fun.(*ast.SelectorExpr)
	if !isMethod || s.Sel.Name != "Insert" || len(call.Args) != 4 {
		return "", false
	}
	text, isText := call.Args[0].(*ast.BasicLit)
	if !isText || text.Kind != token.STRING {
		return "", false
	}
	table, err := strconv.Unquote(text.Value)
	return table, err == nil
}
