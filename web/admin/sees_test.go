package admin_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aldia/domain/intake"
	"aldia/domain/portfolio"
	"aldia/platform/auth"
	"aldia/platform/id"
)

// bind lets somebody see the debts to some creditors only.
func (h *house) bind(name string, creditors ...id.ID) {
	h.t.Helper()
	m, err := h.staff.Find(h.program(), name)
	if err == nil {
		err = h.staff.AssignCreditors(h.program(), m.ID, false, creditors)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestWhoIsBoundToSomeCreditorsSeesNothingOfTheOthers(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	h.post("admin", "/admin/cierre", url.Values{"day": {"2026-11-21"}}).sees("2 personas con 2 cuentas")
	address := h.creditor()
	all, err := h.parts.Portfolios.Creditors(h.program())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/admin/acreedores", address} {
		h.get("manager", path).is(http.StatusOK).sees("ANDINA")
	}
	h.get("manager", "/admin/cierre").sees("2 personas con 2 cuentas")

	h.bind("manager", all[0].ID)
	h.get("manager", "/admin/acreedores").sees("ANDINA")
	h.get("manager", address).is(http.StatusOK)
	h.get("manager", "/admin/cierre").sees("2 cuentas de sus acreedores").seesNot("2 personas")

	h.bind("manager")
	h.get("manager", "/admin/acreedores").seesNot("ANDINA")
	h.get("manager", address).is(http.StatusNotFound)
	for _, part := range []string{"", "/tramos", "/lectura"} {
		h.post("manager", address+part, url.Values{"until": {"15"}, "name": {"Otra"}}).is(http.StatusNotFound)
	}
	h.get("manager", "/admin/cierre").sees("0 cuentas de sus acreedores").seesNot("2 personas", "2 cuentas")
	if after, err := h.parts.Portfolios.Creditors(h.program()); err != nil || after[0] != all[0] {
		t.Errorf("%+v, %v; want %+v", after, err, all[0])
	}

	// The list of who works is for those who manage users, and they say themselves what each may see.
	for _, role := range auth.Roles() {
		if role != auth.Admin {
			h.get(string(role), "/admin/usuarios").is(http.StatusForbidden)
		}
	}
	h.bind("admin")
	h.get("admin", "/admin/acreedores").sees("ANDINA")
	h.get("admin", "/admin/acreedores/"+all[0].ID.Text(portfolio.CreditorPrefix)).is(http.StatusOK)
}

// load publishes a file of a creditor.
func (h *house) load(creditor, rows string) {
	h.t.Helper()
	text := "account;person;person_name;phones;due_on;principal\n" + rows
	if _, err := h.parts.Intakes.Import(h.program(),
		intake.File{Name: creditor + ".csv", Size: int64(len(text)), ReaderAt: strings.NewReader(text)},
		intake.Options{Kind: intake.Portfolio, Creditor: creditor, Country: "EC"}); err != nil {
		h.t.Fatal(err)
	}
}

// twoCreditors have eleven pairs that may be one person, and one person more whom both know.
func (h *house) twoCreditors() {
	h.t.Helper()
	var andina strings.Builder
	for n := range 10 {
		for twin := range 2 {
			fmt.Fprintf(&andina, "A-%d-%d;P%d-%d;Rosa Quishpe %c;09912345%02d;2026-10-05;10\n", n, twin, n, twin,
				'A'+n, n)
		}
	}
	h.load("ANDINA", andina.String())
	h.load("SUR", "S-1;Q1;Inés Tituaña Cruz;0987654321;2026-10-05;10\n"+
		"S-2;Q2;Cruz Tituaña Inés;0987654321;2026-10-05;10\n"+
		"S-3;Q3;Rosa Quishpe A;0991234500;2026-10-05;10\n")
	h.post("admin", "/admin/duplicados/buscar", nil)
}

// pairs leafs through the pairs that somebody is shown.
func (h *house) pairs(role string) (found []string, text string) {
	h.t.Helper()
	pair := regexp.MustCompile(`"/admin/duplicados/(dup_[a-z0-9]+)"`)
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`)
	for path := "/admin/duplicados"; path != ""; {
		p := h.get(role, path).is(http.StatusOK)
		here := pair.FindAllStringSubmatch(p.body, -1)
		if len(here) > 8 {
			h.t.Errorf("a page of %d pairs", len(here))
		}
		for _, one := range here {
			found = append(found, one[1])
		}
		text += p.body
		path = ""
		if more := next.FindStringSubmatch(p.body); more != nil {
			path = html.UnescapeString(more[1])
		}
	}
	return found, text
}

func TestCutsAndPairsOfOtherCreditorsAreNotShown(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.twoCreditors()
	all, err := h.parts.Portfolios.Creditors(h.program())
	if err != nil {
		t.Fatal(err)
	}
	every, _ := h.pairs("manager")
	if len(every) != 13 { // the one whom both know is like each of two
		t.Errorf("%d pairs", len(every))
	}
	h.get("manager", "/admin/cortes").sees("ANDINA.csv", "SUR.csv")

	h.bind("manager", all[slices.IndexFunc(all, func(c portfolio.Creditor) bool { return c.Code == "SUR" })].ID)
	seen, text := h.pairs("manager")
	if len(seen) != 1 || !strings.Contains(text, "Inés") || strings.Contains(text, "Quishpe") {
		t.Errorf("who sees SUR alone is shown %d pairs", len(seen))
	}
	for _, one := range every {
		if !slices.Contains(seen, one) {
			h.post("manager", "/admin/duplicados/"+one, url.Values{"decision": {"different"}}).
				is(http.StatusNotFound)
		}
	}
	h.post("manager", "/admin/duplicados/"+seen[0], url.Values{"decision": {"different"}}).is(http.StatusOK)
	h.get("manager", "/admin/cortes").sees("SUR.csv").seesNot("ANDINA")
	if p := h.get("manager", "/admin/cortes/nuevo").is(http.StatusOK); !strings.Contains(p.body, `"SUR"`) ||
		strings.Contains(p.body, `"ANDINA"`) {
		t.Error("the creditors that a file may be of are not those that one sees")
	}
	cuts, err := h.parts.Intakes.Cuts(h.program(), 10)
	if err != nil || len(cuts) != 2 {
		t.Fatal(cuts, err)
	}
	for _, c := range cuts {
		want := map[string]int{"SUR": http.StatusOK, "ANDINA": http.StatusNotFound}[c.Answer.Creditor]
		address := "/admin/cortes/" + c.ID.Text(intake.CutPrefix)
		for _, part := range []string{"", "/diferencias", "/archivo"} {
			h.get("manager", address+part).is(want)
		}
		if want == http.StatusNotFound {
			h.post("manager", address+"/deshacer", url.Values{"why": {"no es mío"}}).is(want)
		}
	}
}

func TestAManagerWhoIsBoundSeesTheCreditorTheyOpen(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	h.get("manager", "/admin/cortes")
	h.bind("manager")
	fields := first("2026-11-20")
	fields["new_code"] = "COSTA"
	p := h.upload("manager", "costa.csv", sent, fields)
	address := "/admin/cortes/" + h.cutOf(p).Text(intake.CutPrefix)
	h.post("manager", address+"/columnas", rightColumns()).sees("¿Publicar este corte?")
	h.post("manager", address+"/publicar", nil).is(http.StatusOK).sees("El corte se publicó.")
	h.get("manager", "/admin/acreedores").sees("COSTA").seesNot("ANDINA")
	h.get("manager", "/admin/cortes").sees("costa.csv")
	h.get("admin", "/admin/auditoria?que=staff.").sees("Cambió equipo o acreedores")
}
