package admin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// till takes whatever is paid: what becomes of it is not this screen's.
type till struct{}

func (till) Receive(
	_ db.Tx, _ *intake.Cut, _ portfolio.Creditor, rows []intake.PaymentRow,
) (intake.PaymentCounts, error) {
	sum := map[string]int64{}
	for i := range rows {
		sum[string(rows[i].Currency)] += int64(rows[i].Amount)
	}
	return intake.PaymentCounts{Accepted: int64(len(rows)), Amount: sum}, nil
}

func (till) Undo(db.Tx, id.ID) error { return nil }

// takes loads a file in one go.
func (h *house) takes(name, text string, o intake.Options) {
	h.t.Helper()
	o.Creditor, o.Country = "ANDINA", "EC"
	file := intake.File{Name: name, Size: int64(len(text)), ReaderAt: strings.NewReader(text)}
	if _, err := h.parts.Intakes.Import(h.program(), file, o); err != nil {
		h.t.Fatal(err)
	}
}

func TestTheListOfCutsNamesTheirCreditorsAndWhatTheirMoneyIs(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.parts.Intakes.Payer = till{}
	h.takes("cartera.csv", "account;person;person_name;due_on;principal\nA1;1;Rosa;2026-10-05;120.50\n",
		intake.Options{Kind: intake.Portfolio, AsOf: calendar.Of(2026, 11, 19)})
	h.takes("pagos.csv", "operación;fecha de pago;monto;referencia\nA1;2026-11-19;20,50;T-1\n",
		intake.Options{Kind: intake.Payments, AsOf: calendar.Of(2026, 11, 20)})
	if err := h.parts.DB.Write(h.program(), func(tx db.Tx) error {
		c, _, err := portfolio.CreditorByCode(tx, "ANDINA")
		if err != nil {
			return err
		}
		c.Name = "Cooperativa Andina"
		return h.parts.Portfolios.SaveTx(tx, c)
	}); err != nil {
		t.Fatal(err)
	}
	all := h.get("admin", "/admin/cortes").is(http.StatusOK).
		sees("Cooperativa Andina", "Importe", "120,50", "Saldo", "20,50", "Pagado").seesNot("ANDINA")
	h.get("admin", "/admin/cortes?tipo=portfolio").sees("Saldo", "120,50").seesNot("Importe", "Pagado")
	h.get("admin", "/admin/cortes?tipo=payments").sees("Pagado", "20,50", "Ya estaban", "Sin cuenta conocida").
		seesNot("Importe", "Saldo", "Cambiadas")
	all.sees("1 pago")
	_, rest, _ := strings.Cut(all.body, `href="/admin/cortes/imp_`)
	one, _, _ := strings.Cut(rest, `"`)
	h.get("admin", "/admin/cortes/imp_"+one).sees("Pagos de Cooperativa Andina")
}

func TestAColumnThatIsNotOursIsSaidToBeKeptAndARefusedRowSaysItsLine(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.upload("admin", "cartera.csv", strings.ReplaceAll(sent, "Ciudad", "Zulú"), first("2026-11-20"))
	p.is(http.StatusOK).sees("se guarda como dato", "No es una columna nuestra")
	if _, row, _ := strings.Cut(p.reads(), "Zulú"); strings.Contains(row[:min(len(row), 2000)], "80 % seguro") {
		t.Error("it is said how sure it is that a column is none of ours")
	}
	review := h.post("admin", "/admin/cortes/"+h.cutOf(p).Text(intake.CutPrefix)+"/columnas",
		chosenColumns("account", "id_number", "person_name", "phones", "due_on", "principal", "x"))
	review.is(http.StatusOK).sees("Esa fecha no existe en el calendario.")
	if !lineOfRow.MatchString(review.body) {
		t.Error("a refused row does not say that its number is a line")
	}
}

// lineOfRow is the first cell of a refused row: the title of its card on a phone.
var lineOfRow = regexp.MustCompile(
	`<th scope="row"[^>]*>\s*<span class="hand-only">Línea </span>\s*(<span[^>]*>)?4<`)
