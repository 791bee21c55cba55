package house

import (
	"cmp"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aldia/domain/law"
)

// lawTable says by which test each rule of the packs is proved. Its cells of the reference and of tests are
// kept by hand as far as they are true; `make law-coverage` writes all else.
const lawTable = "docs/law-coverage.md"

var (
	ruleName    = regexp.MustCompile(`\b(?:any|ec|cr|mx|co|pe|cl|us)(?:\.[a-z_]+)+\b`)
	exampleName = regexp.MustCompile(`\b(?:EC|CR|MX|CO|PE|CL|US|K)-[A-Z]?\d\d\b`)
	lawRow      = regexp.MustCompile("^\\| (.+) \\| `?([a-z_.]+|—)`? \\| (.+) \\| (.+) \\|$")
)

// lawLine is a row of the table.
type lawLine struct {
	reference string // rows of the reference, and its examples
	rule      string // none of a pack: "—"
	ships     string // "law, secondary"
	tests     []string
}

// proved are the tests that name a rule or an example, in the order of the tree.
type proved map[string][]string

func testsOfLaw(h *house) (by proved, tests map[string]bool) {
	by, tests = proved{}, map[string]bool{}
	for _, f := range h.files {
		if !f.test || f.tree == nil || f.folder == "." {
			continue
		}
		for _, d := range f.tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Test") {
				continue
			}
			from := fn.Pos()
			if fn.Doc != nil {
				from = fn.Doc.Pos()
			}
			first, last := h.set.Position(from).Line, h.set.Position(fn.End()).Line
			text := strings.Join(f.lines[first-1:last], "\n")
			tests[fn.Name.Name] = true
			for _, name := range slices.Concat(ruleName.FindAllString(text, -1), exampleName.FindAllString(text, -1)) {
				if !slices.Contains(by[name], fn.Name.Name) {
					by[name] = append(by[name], fn.Name.Name)
				}
			}
		}
	}
	return by, tests
}

// shipped are the rules of a pack, and on what each rests: a rule of two readings rests on two things.
func shipped(t *testing.T, code string) map[string]string {
	t.Helper()
	load := law.Load
	if code == law.AnyCode {
		load = law.LoadAny
	}
	p, err := load(code)
	if err != nil {
		t.Fatal(err)
	}
	ships := map[string]string{}
	add := func(h *law.Head) {
		is := string(h.Basis) + ", " + string(h.Verification)
		if !strings.HasPrefix(h.ID, strings.ToLower(code)+".") || strings.Contains(ships[h.ID], is) {
			return
		}
		ships[h.ID] = strings.Trim(ships[h.ID]+"; "+is, "; ")
	}
	for i := range p.Contacts {
		add(&p.Contacts[i].Head)
	}
	for i := range p.Conduct {
		add(&p.Conduct[i].Head)
	}
	m := &p.Money
	heads(m.Fees, add, func(r *law.FeeRule) *law.Head { return &r.Head })
	heads(m.Ceilings, add, func(r *law.CeilingRule) *law.Head { return &r.Head })
	heads(m.Surcharges, add, func(r *law.SurchargeRule) *law.Head { return &r.Head })
	heads(m.Orders, add, func(r *law.OrderRule) *law.Head { return &r.Head })
	heads(m.Several, add, func(r *law.SeveralRule) *law.Head { return &r.Head })
	heads(m.Deadlines, add, func(r *law.DeadlineRule) *law.Head { return &r.Head })
	heads(m.Terms, add, func(r *law.TermRule) *law.Head { return &r.Head })
	heads(m.Notices, add, func(r *law.NoticeRule) *law.Head { return &r.Head })
	heads(m.Classes, add, func(r *law.ClassRule) *law.Head { return &r.Head })
	heads(m.Accelerations, add, func(r *law.AccelerationRule) *law.Head { return &r.Head })
	return ships
}

func heads[R any](rules []R, add func(*law.Head), head func(*R) *law.Head) {
	for i := range rules {
		add(head(&rules[i]))
	}
}

func readLawTable(t *testing.T) (intro string, lines []lawLine) {
	t.Helper()
	text, err := os.ReadFile(lawTable)
	if err != nil {
		t.Fatal(err)
	}
	intro, _, _ = strings.Cut(string(text), "\n## ")
	for line := range strings.SplitSeq(string(text), "\n") {
		if m := lawRow.FindStringSubmatch(line); len(m) > 0 && m[1] != "Reference" {
			lines = append(lines, lawLine{m[1], m[2], m[3], strings.Split(m[4], ", ")})
		}
	}
	return intro, lines
}

// needs are the names that the tests of a line must have between them: its rule and its examples.
func (l *lawLine) needs() []string {
	names := exampleName.FindAllString(l.reference, -1)
	if l.rule != "—" {
		names = append(names, l.rule)
	}
	return names
}

// mend gives a line the tests it has that still prove something, and for what these leave out the first
// that does.
func (l *lawLine) mend(by proved) {
	kept := l.tests[:0:0]
	for _, name := range l.needs() {
		if !slices.ContainsFunc(l.tests, func(test string) bool { return slices.Contains(by[name], test) }) &&
			len(by[name]) > 0 {
			l.tests = append(l.tests, by[name][0])
		}
	}
	for _, test := range l.tests {
		proves := func(name string) bool { return slices.Contains(by[name], test) }
		if slices.ContainsFunc(l.needs(), proves) && !slices.Contains(kept, test) {
			kept = append(kept, test)
		}
	}
	l.tests = kept
}

// lawParts are the parts of the table: each pack, what we do everywhere, and what no pack rules.
func lawParts() []string { return append(law.Codes(), law.AnyCode, "") }

func lawPart(rule string) string {
	if part, _, is := strings.Cut(rule, "."); is && part == law.AnyCode {
		return part
	} else if is {
		return strings.ToUpper(part)
	}
	return ""
}

func writeLawTable(t *testing.T, intro string, lines []lawLine, by proved) {
	t.Helper()
	var b strings.Builder
	b.WriteString(intro)
	for _, part := range lawParts() {
		of := slices.DeleteFunc(slices.Clone(lines), func(l lawLine) bool { return lawPart(l.rule) != part })
		if part != "" {
			ships := shipped(t, part)
			for i := range of {
				of[i].ships = ships[of[i].rule]
			}
			of = slices.DeleteFunc(of, func(l lawLine) bool { return l.ships == "" })
			for _, rule := range slices.Sorted(maps.Keys(ships)) {
				if !slices.ContainsFunc(of, func(l lawLine) bool { return l.rule == rule }) {
					of = append(of, lawLine{"?", rule, ships[rule], nil})
				}
			}
		}
		slices.SortStableFunc(of, func(x, y lawLine) int { return cmp.Compare(x.rule, y.rule) })
		title := map[string]string{"": "Measures", law.AnyCode: "Everywhere"}
		fmt.Fprintf(&b, "\n## %s\n\n| Reference | Rule | Ships as | Proved by |\n|---|---|---|---|\n",
			cmp.Or(title[part], part))
		for i := range of {
			of[i].mend(by)
			rule := "`" + of[i].rule + "`"
			if part == "" {
				rule = of[i].rule
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", of[i].reference, rule, of[i].ships,
				cmp.Or(strings.Join(of[i].tests, ", "), "?"))
		}
	}
	if err := os.WriteFile(lawTable, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestEveryRuleOfThePacksIsProvedByATest(t *testing.T) {
	t.Parallel()
	by, tests := testsOfLaw(survey(t, os.DirFS("."), exceptions))
	intro, lines := readLawTable(t)
	if os.Getenv("ALDIA_TEST_WRITE") != "" {
		writeLawTable(t, intro, lines, by)
		_, lines = readLawTable(t)
	}
	has := map[string]bool{}
	for _, l := range lines {
		if l.rule != "—" && has[l.rule] {
			t.Errorf("%s: %s has two rows", lawTable, l.rule)
		}
		has[l.rule] = true
		for _, test := range l.tests {
			if !tests[test] {
				t.Errorf("%s: %s is proved by %q, and there is no such test", lawTable, l.rule, test)
			}
		}
		for _, name := range l.needs() {
			if !slices.ContainsFunc(l.tests, func(test string) bool { return slices.Contains(by[name], test) }) {
				t.Errorf("%s: none of %v speaks of %s", lawTable, l.tests, name)
			}
		}
	}
	rules := map[string]string{}
	for _, code := range append(law.Codes(), law.AnyCode) {
		maps.Copy(rules, shipped(t, code))
	}
	for _, l := range lines {
		if l.rule != "—" && rules[l.rule] != l.ships {
			t.Errorf("%s: %s ships as %q, not as %q", lawTable, l.rule, rules[l.rule], l.ships)
		}
	}
	for rule := range rules {
		if !has[rule] {
			t.Errorf("%s has no row for %s: add its test, then make law-coverage", lawTable, rule)
		}
	}
}

// reference reads what the packs are held to. It lies beside the project, not in it.
func reference(t *testing.T) string {
	t.Helper()
	shared := cmp.Or(os.Getenv("ALDIA_SHARED"), filepath.Join("..", "shared"))
	text, err := os.ReadFile(filepath.Join(shared, "reference", "regulation.md"))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the reference is missing: %v", err)
		}
		t.Skipf("the reference is missing: %v", err)
	}
	return string(text)
}

func TestTheTableOfTheLawIsThatOfTheReference(t *testing.T) {
	t.Parallel()
	text := reference(t)
	_, lines := readLawTable(t)
	var all []string
	for _, l := range lines {
		all = append(all, exampleName.FindAllString(l.reference, -1)...)
		if err := l.against(text); err != nil {
			t.Errorf("%s: %s: %v", lawTable, l.rule, err)
		}
	}
	for _, row := range regexp.MustCompile(`(?m)^\| (\S+) \|`).FindAllStringSubmatch(text, -1) {
		if example := exampleName.FindString(row[1]); example == row[1] && !slices.Contains(all, example) {
			t.Errorf("%s names no test of the example %s", lawTable, example)
		}
	}
}

// against holds a line to the reference: each row of it that is named is there, and a rule is no better
// founded than one of them.
func (l *lawLine) against(text string) error {
	var marks string
	for cell := range strings.SplitSeq(l.reference, "; ") {
		switch {
		case cell == "ours":
			continue
		case exampleName.MatchString(cell):
			for _, example := range exampleName.FindAllString(cell, -1) {
				if !strings.Contains(text, "\n| "+example+" |") {
					return fmt.Errorf("the reference has no example %s", example)
				}
			}
			continue
		}
		mark, found := markOf(text, lawPart(l.rule), cell)
		if !found {
			return fmt.Errorf("the reference has no %q", cell)
		}
		marks += mark
	}
	for want, ok := range map[string]bool{
		"official":  strings.Contains(marks, "V-off"),
		"secondary": strings.Contains(marks, "V-off") || strings.Contains(marks, "V-2nd"),
	} {
		if strings.Contains(l.ships, ", "+want) && !ok {
			return fmt.Errorf("it ships as %s, and the reference marks it %q", l.ships, marks)
		}
	}
	return nil
}

// markOf is what the reference says of how far a row, or a section ("§9.3"), was verified.
func markOf(text, part, cell string) (mark string, found bool) {
	if number, is := strings.CutPrefix(cell, "§"); is {
		_, section, found := strings.Cut(text, "\n"+strings.Repeat("#", 2+strings.Count(number, "."))+" "+number)
		section, _, _ = strings.Cut(section, "\n## ")
		section, _, _ = strings.Cut(section, "\n### ")
		return section, found
	}
	if _, country, is := strings.Cut(text, " ("+part+")"); is {
		text, _, _ = strings.Cut(country, "\n## ")
	}
	_, row, found := strings.Cut(text, "\n| "+cell+" |")
	row, _, _ = strings.Cut(row, "\n")
	if part == "US" && !strings.Contains(row, "V-2nd") && !strings.Contains(row, "MEM") {
		row += "V-off" // "all rows V-off unless marked"
	}
	return row, found
}
