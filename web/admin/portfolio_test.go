package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Which law protects a debt may hang on the kind of credit: who says so is named in the book, with why.
func TestTheSegmentOfAPortfolioIsSetWithAReason(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.published("cartera.csv", sent, "2026-11-20")
	page := h.get("manager", h.creditor()).sees("como diga el producto")
	m := regexp.MustCompile(`href="(/admin/acreedores/[^"]+/carteras/[^"]+)"`).FindStringSubmatch(page.body)
	if m == nil {
		t.Fatal("no portfolio can be chosen")
	}
	form := h.get("manager", m[1]).sees("¿Qué clase de crédito es?")
	for _, kind := range []string{"microcrédito", "vivienda (hipotecario)", "como diga el producto"} {
		if !strings.Contains(form.body, kind) {
			t.Errorf("%s cannot be chosen", kind)
		}
	}
	farm := url.Values{"segment": {"agro"}}
	h.post("manager", m[1], farm).is(http.StatusUnprocessableEntity).sees("Diga por qué")
	farm.Set("why", "línea de crédito agropecuario")
	h.post("manager", m[1], farm).sees("Los cambios se guardaron.", "agropecuario")
	h.get("admin", "/admin/auditoria?que=creditor.").sees("Cambió una cartera", "línea de crédito agropecuario",
		"Cartera", "Clase de crédito como diga el producto agropecuario")
	farm.Set("segment", "barcos")
	h.post("manager", m[1], farm).is(http.StatusUnprocessableEntity).
		sees("No hay una clase de crédito «barcos».")
	h.get("agent", m[1]).is(http.StatusForbidden)
	h.get("manager", m[1]+"x").is(http.StatusNotFound)
}
