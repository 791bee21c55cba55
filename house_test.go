// Package house holds the walls of the house: this test fails when an import, a folder, a file, a name or a
// table breaks a rule of ARCHITECTURE.md. A wall is moved by a decision record; an exception is one line
// below.
package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// The walls. What is generated stands outside them.
const (
	wallLines     = 400
	wallTestLines = 600
	wallFunction  = 70
	wallColumns   = 110
)

// exceptions are "rule: where" and why. One that is no longer needed fails too.
var exceptions = map[string]string{
	"column: cmd/aldia/export.go":             "the note beside the files is for people, a paragraph a line",
	"column: test/browser/cut_test.go":        "a creditor's file has the lines it has",
	"variable: cmd/aldia.built":               "a test process builds the program once",
	"variable: cmd/aldia.version":             "the linker writes the version of a release here",
	"variable: platform/db/dbtest.theCluster": "a test process has one PostgreSQL, however many tests it runs",
	"variable: test/browser.program":          "the program is built once for all tests of whole screens",
	"variable: web/asset.bundle":              "made once of the embedded files, with their hashes",

	"function: domain/treatment.TestWhatKeepsACaseAtRest": "" +
		"one table of cases, read from top to bottom",

	"function: test/browser.TestACutGoesFromTheFileToThePublishedPortfolioByKeyboardAlone": "" +
		"one story, step by step",
}

// arrows say what a part of the house may import beside itself. A test may import words too.
var arrows = map[string][]string{
	"cmd":       {"web", "channel", "bridge", "domain", "platform", "words", "migration", "example"},
	"web":       {"domain", "platform"},
	"channel":   {"domain", "platform"},
	"bridge":    {"domain", "platform"},
	"domain":    {"platform"},
	"platform":  {"migration"}, // platform/db alone, to bring the schema up to date
	"words":     {"platform"},
	"migration": {},
	"example":   {},
	"test":      {"cmd", "web", "channel", "bridge", "domain", "platform", "words", "migration", "example"},
}

// apart are the parts whose rooms do not see each other, but for those that all of them share.
var apart = map[string][]string{"web": {"ui", "asset"}, "channel": {"channeltest"}, "bridge": {}}

// shelves are the nouns of domain from the lowest up. A noun imports those of lower shelves: downwards it
// calls, upwards it announces. Only money and calendar may know each other, one way.
var shelves = [][]string{
	{"money", "calendar"},
	{"party", "portfolio", "staff"},
	{"debt"},
	{"delinquency", "payment", "law"},
	{"contact"},
	{"promise", "arrangement", "dispute", "visit", "legal", "agency", "score", "credit", "intake"},
	{"strategy"},
	{"treatment"},
	{"worklist", "report"},
}

// moneyRooms hold no float: a cent must not be lost.
var moneyRooms = []string{"money", "debt", "payment", "promise", "arrangement"}

// forbidden are names that say nothing of the trade. A kind of person may be a Manager; a kind of code may
// not.
var forbidden = []string{
	"util", "utils", "common", "helper", "helpers", "manager", "base", "data", "info", "impl", "model", "models",
}

func TestTheHouseKeepsItsRules(t *testing.T) {
	t.Parallel()
	h := survey(t, os.DirFS("."), exceptions)
	h.check()
	for _, breach := range h.breaches {
		t.Error(breach)
	}
	for e := range exceptions {
		if !h.used[e] {
			t.Errorf("house_test.go: nothing needs the exception %q any more: remove it", e)
		}
	}
}

// file is one file of the tree, as read.
type file struct {
	path, folder    string
	test, generated bool
	lines           []string
	tree            *ast.File // only when it is Go
}

// house is the tree and what was found against the rules.
type house struct {
	set        *token.FileSet
	files      []*file
	folders    map[string]bool
	plan       string // ARCHITECTURE.md
	exceptions map[string]string
	used       map[string]bool
	breaches   []string
}

func survey(t *testing.T, tree fs.FS, exceptions map[string]string) *house {
	t.Helper()
	h := &house{
		set: token.NewFileSet(), exceptions: exceptions, used: map[string]bool{}, folders: map[string]bool{},
	}
	if plan, err := fs.ReadFile(tree, "ARCHITECTURE.md"); err == nil {
		h.plan = string(plan)
	}
	err := fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); p != "." && (name[0] == '.' || name == "testdata" || p == "bin" || p == "release") {
				return fs.SkipDir
			}
			h.folders[p] = true
			return nil
		}
		return h.read(tree, p)
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) read(tree fs.FS, p string) error {
	kind := path.Ext(p)
	if kind != ".go" && kind != ".templ" && kind != ".sql" {
		return nil
	}
	text, err := fs.ReadFile(tree, p)
	if err != nil {
		return err
	}
	f := &file{
		path: p, folder: path.Dir(p), lines: strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"),
		test: strings.HasSuffix(p, "_test.go"), generated: strings.HasSuffix(p, "_templ.go"),
	}
	if kind == ".go" {
		if f.tree, err = parser.ParseFile(h.set, p, text, parser.ParseComments); err != nil {
			return err
		}
	}
	h.files = append(h.files, f)
	return nil
}

// breachf notes that a rule is broken at a place; what names the thing and, with the rule, its exception.
func (h *house) breachf(rule, what, place, format string, args ...any) {
	key := rule + ": " + what
	if _, excepted := h.exceptions[key]; excepted {
		h.used[key] = true
		return
	}
	h.breaches = append(h.breaches, fmt.Sprintf("%s: %s: %s", place, rule, fmt.Sprintf(format, args...)))
}

func (h *house) place(n ast.Node) string {
	at := h.set.Position(n.Pos())
	return at.Filename + ":" + strconv.Itoa(at.Line)
}

// breaches are small houses, each with one thing wrong, and the words that say so.
var breaches = []struct{ path, text, says string }{
	{"domain/debt/a.go", `import "aldia/web/desk"`, "domain/debt imports web/desk: domain may import"},
	{"domain/debt/a.go", `import "aldia/domain/payment"`, "debt stands on shelf 2 and payment on 3"},
	{"domain/promise/a.go", `import "aldia/domain/dispute"`, "promise stands on shelf 5 and dispute on 5"},
	{"domain/debt/a.go", `import "aldia/words"`, "domain/debt imports words"},
	{"platform/job/a.go", `import "aldia/domain/debt"`, "platform/job imports domain/debt"},
	{"platform/job/a.go", `import "aldia/migration"`, "the schema is platform/db's affair"},
	{"web/desk/a.go", `import "aldia/bridge/table"`, "web/desk imports bridge/table"},
	{"web/desk/a.go", `import "aldia/web/admin"`, "the rooms of web do not see each other"},
	{"domain/wallet/a.go", ``, "wallet has no shelf"},
	{"domain/debt/a.go", strings.Repeat("//\n", wallLines), "lines, the wall is 400"},
	{"domain/debt/a.go", "// " + strings.Repeat("é", wallColumns), "wider than 110: line 3"},
	{"domain/debt/a.go", "func f() {" + strings.Repeat("\n", wallFunction) + "}", "f has 71 lines"},
	{"domain/debt/debt_util.go", ``, `"util" says nothing`},
	{"platform/common/a.go", ``, `"common" says nothing`},
	{"domain/debt/a.go", `type DebtManager struct{}`, `type DebtManager: "manager" says nothing`},
	{"domain/debt/a.go", `func init() {}`, "nothing happens by being imported"},
	{"domain/debt/a.go", `var count int`, "count is no error, embedded file or table"},
	{"domain/debt/a.go", "var t = map[int]int{}\nfunc f() { t[1] = 2 }", "t is a table, and something"},
	{"domain/debt/a.go", "import \"time\"\nfunc f() { _ = time.Now() }", "time.Now: ask the clock"},
	{"domain/debt/a.go", "const q = `SELECT * FROM account`", "SELECT * changes with the table"},
	{"domain/debt/a.go", `func f() (*int, error) { return nil, nil }`, "say what is missing"},
	{"domain/debt/a.go", `func f() { _ = func() (*int, error) { return nil, nil } }`, "say what is missing"},
	{"domain/debt/a.go", `type cents float64`, "float64 near money"},
	{"domain/debt/a_test.go", `func TestOne(t *testing.T) {}`, "TestOne does not call t.Parallel"},
	{"domain/debt/a.go", "const q = `INSERT INTO person (id) VALUES (?)`", "person: writer: written by"},
	{"domain/debt/a.go", "const q = `UPDATE person AS p SET id = 1`", "person: writer: written by domain/debt"},
	{"domain/debt/a.go", `func f(tx x) { tx.Insert("person", nil, 1, nil) }`, "table person: writer"},
	{"domain/debt/a.go", `func f() { _ = law.Permit{} }`, "a permit is made by law.Gate alone"},
	{"domain/law/dial.go", `func f() { _ = Permit{id: 1} }`, "a permit is made by law.Gate alone"},
	{"domain/contact/a.go", `func RecordTx(tx x, r y) {}`, "RecordTx reaches a person: it takes a law.Permit"},
	{"domain/visit/a.go", `func Visit() {}`, "Visit reaches a person: it takes a law.Permit"},
}

func TestEveryRuleSeesItsBreach(t *testing.T) {
	t.Parallel()
	const party = "// Package party is who owes.\npackage party\n\nconst q = `DELETE FROM person`\n"
	for _, b := range breaches {
		tree := fstest.MapFS{
			"ARCHITECTURE.md":       {Data: []byte("`domain/party` `" + path.Dir(b.path) + "`")},
			"domain/party/store.go": {Data: []byte(party)},
			b.path:                  {Data: []byte("// Package p is a room.\npackage p\n" + b.text + "\n")},
		}
		h := survey(t, tree, nil)
		h.check()
		if len(h.breaches) != 1 || !strings.Contains(h.breaches[0], b.says) {
			t.Errorf("%s with %.60q: got %q, want one breach that says %q", b.path, b.text, h.breaches, b.says)
		}
	}
}

func TestARoomHasACommentAndALineInTheMap(t *testing.T) {
	t.Parallel()
	h := survey(t, fstest.MapFS{"domain/debt/debt.go": {Data: []byte("package debt\n")}}, nil)
	h.check()
	if len(h.breaches) != 2 {
		t.Errorf("an unknown room without a comment gave %q, want two breaches", h.breaches)
	}
}

func TestTheMapNamesNoRoomThatIsGone(t *testing.T) {
	t.Parallel()
	plan := "| `domain/debt` | what is owed |\n| `domain/gone` | nothing |\n"
	h := survey(t, fstest.MapFS{
		"ARCHITECTURE.md":     {Data: []byte(plan)},
		"domain/debt/debt.go": {Data: []byte("// Package debt is what is owed.\npackage debt\n")},
	}, nil)
	h.check()
	if len(h.breaches) != 1 || !strings.Contains(h.breaches[0], "`domain/gone` has a line and no folder") {
		t.Errorf("a map with a room that is gone gave %q", h.breaches)
	}
}

func TestWhatTheRulesLetPass(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{
		"ARCHITECTURE.md":     {Data: []byte("`domain/debt`")},
		"domain/debt/debt.go": {Data: []byte(blameless)},
	}
	h := survey(t, tree, map[string]string{"variable: domain/debt.count": "an exception with its reason"})
	h.check()
	if len(h.breaches) != 0 || !h.used["variable: domain/debt.count"] {
		t.Errorf("a blameless room gave %q; exceptions used: %v", h.breaches, h.used)
	}
}

const blameless = "// Package debt is what is owed.\npackage debt\n" + `
import (
	"errors"

	"aldia/domain/money"
	"aldia/platform/db"
)

var ErrClosed = errors.New("debt: closed")

var orders = map[string]int{"interest": 1}

var count int

const q = "SELECT count(*) FROM account"

func list() ([]int, error) { return nil, nil }

func f(orders map[string]int) { orders["own"] = 1 }
`
