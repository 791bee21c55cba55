package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/platform/auth"
	"aldia/platform/id"
)

// shared loads two further creditors to whom one person owes, three debts in all: a loan and a card to one,
// and goods to the other, in another currency.
func (h *house) shared() {
	h.t.Helper()
	ctx := auth.As(h.t.Context(), auth.Program())
	today := calendar.On(h.clock.Now(), time.FixedZone("Quito", -5*3600))
	due := (today - 40).Text()
	const head = "account;currency;person;person_name;id_type;id_number;due_on;principal;country\n"
	who := ";Carmen Ortiz;cedula;1714307103;" + due + ";"
	for code, rows := range map[string]string{
		"UNO": "PRESTAMO-1;USD;C1" + who + "900.00;EC\nTARJETA-2;USD;C1" + who + "300.00;EC\n",
		"DOS": "FIADO-3;COP;C1" + who + "80000;EC\n",
	} {
		file := strings.NewReader(head + rows)
		if _, err := h.s.intakes.Import(ctx, intake.File{Name: code + ".csv", Size: file.Size(), ReaderAt: file},
			intake.Options{Kind: intake.Portfolio, Creditor: code, Country: "EC", AsOf: today - 1}); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *house) accountOf(number string) id.ID {
	h.t.Helper()
	account := h.count(`SELECT COALESCE(max(id), 0) FROM account WHERE number = ?`, number)
	if account == 0 {
		h.t.Fatalf("no account %s", number)
	}
	return id.ID(account)
}

// about lists the numbers of the debts that the latest contact was about.
func (h *house) about() (n int64) {
	return h.count(`SELECT count(*) FROM contact_debt WHERE contact_id = (SELECT max(id) FROM contact)`)
}

func TestAResultIsAboutAllDebtsUnlessOneSaysWhich(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	h.shared()
	v := h.enter("agent")
	at := h.caseOf("Carmen Ortiz")
	shows(t, v.reads(at), "Deudas de las que se habló (3)", "PRESTAMO-1 · UNO vencido", "FIADO-3 · DOS")

	// Nothing is unticked: all three.
	if w := v.record(at, "nobody", "nobody/no_answer"); w.Code != http.StatusSeeOther || h.about() != 3 {
		t.Errorf("by default: %d, about %d debts", w.Code, h.about())
	}
	loan := h.accountOf("PRESTAMO-1").Text("acc_")
	goods := h.accountOf("FIADO-3").Text("acc_")
	w := v.record(at, "nobody", "nobody/busy", "debts_shown", "1", "debt", loan, "anyway", "1")
	if w.Code != http.StatusSeeOther || h.about() != 1 {
		t.Errorf("about the loan: %d, %d debts", w.Code, h.about())
	}
	shows(t, v.reads(at), "sobre PRESTAMO-1")

	// Of the other creditor alone: the result is told to that creditor.
	w = v.record(at, "nobody", "nobody/busy", "debts_shown", "1", "debt", goods, "anyway", "1")
	if w.Code != http.StatusSeeOther || h.count(`SELECT creditor_id FROM contact WHERE id = (SELECT max(id)
		FROM contact)`) != int64(h.creditor("DOS")) {
		t.Errorf("about the goods: %d\n%s", w.Code, plainText(w.Body.String()))
	}
	day := h.clock.Now().AddDate(0, 0, 5).Format("2006-01-02")
	for _, c := range []struct {
		says, want string
		form       []string
	}{
		{"no debt at all", "Marque al menos una deuda", []string{"nobody", "nobody/busy"}},
		{"pesos on the loan in dollars", "Ninguna de las deudas marcadas está en COP", []string{"debtor",
			"debtor/promise", "debt", loan, "currency", "COP", "amount", "1000", "promised_on", day}},
	} {
		w := v.record(at, c.form[0], c.form[1], append([]string{"debts_shown", "1"}, c.form[2:]...)...)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", c.says, w.Code)
		}
		shows(t, plainText(w.Body.String()), c.want)
	}
	w = v.record(at, "debtor", "debtor/promise", "currency", "COP", "amount", "80.000", "promised_on", day,
		"anyway", "1")
	if w.Code != http.StatusSeeOther || h.count(`SELECT count(*) FROM promise WHERE currency = 'COP'
		AND creditor_id = ?`, h.creditor("DOS")) != 1 {
		t.Errorf("a promise in pesos: %d\n%s", w.Code, plainText(w.Body.String()))
	}
}

func TestAnAgentSaysNothingOfDebtsThatTheyMayNotSee(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	h.shared()
	h.hire("marta", auth.Agent, "Marta Una", false, h.creditor("UNO"))
	v, at := h.enter("marta"), h.caseOf("Carmen Ortiz")
	page := v.reads(at)
	shows(t, page, "Deudas de las que se habló (2)")
	if strings.Contains(page, "FIADO-3") {
		t.Error("the form names a debt of a creditor that she may not see")
	}
	if w := v.record(at, "nobody", "nobody/busy", "debts_shown", "1", "debt",
		h.accountOf("FIADO-3").Text("acc_")); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("about a debt that she may not see: %d", w.Code)
	}
	if w := v.record(at, "nobody", "nobody/busy"); w.Code != http.StatusSeeOther || h.about() != 2 {
		t.Errorf("by default: %d, about %d debts", w.Code, h.about())
	}
}

func TestTheHistoryOfACaseIsPaged(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("agent")
	at := h.caseOf("Rosa Quishpe ANDINA")
	for i := range 45 {
		note := "gestión número " + id.ID(i+1).Text("") + "."
		w := v.record(at, "nobody", "nobody/no_answer", "note", note, "anyway", "1")
		if w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
	}
	seen, address := 0, at
	for pages := 1; ; pages++ {
		page := v.get(address, "HX-Request", "true", "HX-Target", "section#history").Body.String()
		if strings.Contains(page, "<html") || strings.Contains(page, "data-tree") {
			t.Fatal("turning the page of the history answers with more than the history")
		}
		seen += strings.Count(page, "gestión número")
		if pages > 1 && !strings.Contains(page, "Ver las más recientes") {
			t.Errorf("page %d does not lead back", pages)
		}
		_, after, more := strings.Cut(page, `hx-get="`+at+`?antes=`)
		if !more {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
		before, _, _ := strings.Cut(after, `"`)
		address = at + "?antes=" + before
	}
	if seen != 45 {
		t.Errorf("%d of 45 contacts were shown", seen)
	}
	shows(
		t,
		v.reads(address),
		"¡Me preparo!",
		"Ver las más recientes",
	) // at its own address, with all of the case
	shows(t, v.reads(at+"?antes=nada"), "Ver anteriores")
}
