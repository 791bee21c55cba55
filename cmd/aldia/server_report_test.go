package main

import (
	"strings"
	"testing"
)

func TestAnAccountIsWrittenAlikeInEveryListAndReport(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	boss, pedro := h.enter("manager"), h.enter("pedro") // Pedro sees LIMA alone, in Peru
	for _, c := range []struct{ at, shown, never string }{
		{"/informes/aging", "Total 3 USD 3.781,50", "USD 3,781.50"},
		{"/informes/aging", "Total 3 PEN 3,781.50", "PEN 3.781,50"},
		{"/informes/aging?acreedor=LIMA", "Total 3 PEN 3,781.50", "3.781,50"},
		{"/informes/aging?acreedor=ANDINA", "Total 3 USD 3.781,50", "3,781.50"},
		{"/informes/worklist", "Total 3 PEN 3,781.50", "PEN 3.781,50"},
		{"/informes/worklist?acreedor=LIMA", "Total 3 PEN 3,781.50", "3.781,50"},
		{"/casos?acreedor=LIMA", "PEN 1,260.50", "1.260,50"},
		{"/casos", "PEN 1,260.50", "PEN 1.260,50"},
		{"/casos", "USD 1.260,50", "USD 1,260.50"},
		{"/piso/repartir", "PEN 1,260.50", "PEN 1.260,50"},
		{"/hoy", "PEN 3,781.50 en 3 cuentas; el 100.0 %", "PEN 3.781,50"},
		{"/hoy", "USD 3.781,50 en 3 cuentas; el 100,0 %", "USD 3,781.50"},
	} {
		page := boss.reads(c.at)
		shows(t, page, c.shown)
		if strings.Contains(page, c.never) {
			t.Errorf("%s writes a sum in the manner of another country: %s", c.at, c.never)
		}
	}
	at := h.caseOf("Rosa Quishpe LIMA")
	for name, v := range map[string]*visitor{"who sees two countries": boss, "who sees one": pedro} {
		for _, place := range []string{"/casos", at} {
			page := v.reads(place)
			shows(t, page, "1,260.50")
			if strings.Contains(page, "PEN 1.260,50") {
				t.Errorf("%s reads the account in another manner at %s", name, place)
			}
		}
	}
}

func TestALongReportIsPaged(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	boss := h.enter("manager")
	whole := boss.reads("/informes/worklist")
	shows(t, whole, "Rosa Quishpe ANDINA")
	if strings.Contains(whole, "Anterior") {
		t.Error("six rows need no pages")
	}
	beyond := boss.reads("/informes/worklist?fila=50")
	shows(t, beyond, "Anterior", "Total 3 PEN 3,781.50")
	for _, wrong := range []string{"-50", "mucho", "99999999999999999999"} {
		shows(t, boss.reads("/informes/worklist?fila="+wrong), "Rosa Quishpe ANDINA")
	}
}
