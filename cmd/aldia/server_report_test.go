package main

import (
	"strings"
	"testing"
)

func TestAReportHasOneMannerAndATotalForEachCurrency(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	boss := h.enter("manager")
	for _, c := range []struct{ at, shown, never string }{
		{"/informes/aging", "Total 3 USD 3.781,50", "3,781.50"},
		{"/informes/aging", "Total 3 PEN 3.781,50", "3,781.50"},
		{"/informes/aging?acreedor=LIMA", "Total 3 PEN 3,781.50", "3.781,50"},
		{"/informes/aging?acreedor=ANDINA", "Total 3 USD 3.781,50", "3,781.50"},
		{"/informes/worklist", "Total 3 PEN 3.781,50", "3,781.50"},
		{"/informes/worklist?acreedor=LIMA", "Total 3 PEN 3,781.50", "3.781,50"},
		{"/casos?acreedor=LIMA", "PEN 1,260.50", "1.260,50"},
		{"/casos", "PEN 1.260,50", "1,260.50"},
	} {
		page := boss.reads(c.at)
		shows(t, page, c.shown)
		if strings.Contains(page, c.never) {
			t.Errorf("%s writes sums in two manners: %s", c.at, c.never)
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
	shows(t, beyond, "Anterior", "Total 3 PEN 3.781,50")
	for _, wrong := range []string{"-50", "mucho", "99999999999999999999"} {
		shows(t, boss.reads("/informes/worklist?fila="+wrong), "Rosa Quishpe ANDINA")
	}
}
