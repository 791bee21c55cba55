package main

import (
	"strings"
	"testing"
)

func TestAFilterThatNobodyHasIsSaidAndTheListIsShownWithoutIt(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	boss := h.enter("supervisor")
	for address, said := range map[string]string{
		"/casos?tramo=1-31":                 "«1-31» no es ningún valor de «Tramo de mora»",
		"/casos?acreedor=NADA":              "«NADA» no es ningún valor de «Acreedor»",
		"/casos?etapa=x&tramo=1-30":         "«x» no es ningún valor de «Etapa»",
		"/casos?agente=stf_zzz":             "«stf_zzz» no es ningún valor de «A cargo de»",
		"/casos?orden=raro":                 "«raro» no es ningún valor de «Orden»",
		"/casos?acreedor=ANDINA&minimo=abc": "No se entiende el valor.",
		"/piso/repartir?agente=x":           "«x» no es ningún valor de «A cargo de»",
		"/piso/repartir?tramo=1-31":         "«1-31» no es ningún valor de «Tramo de mora»",
		"/informes/worklist?gestor=nadie":   "«nadie» no es ningún valor de",
		"/informes/aging?acreedor=NADA":     "«NADA» no es ningún valor de «Acreedor»",
	} {
		page := boss.reads(address)
		if !strings.Contains(page, said) {
			t.Errorf("%s does not say %q", address, said)
		}
		if !strings.Contains(page, "1 a 30 días") || !strings.Contains(page, "ANDINA") &&
			!strings.Contains(page, "Rosa Quishpe") {
			t.Errorf("%s shows no list", address)
		}
	}
	if page := boss.reads("/casos?etapa=x&tramo=1-30"); !strings.Contains(page, "Tramo de mora: 1 a 30 días") ||
		strings.Contains(page, "Etapa: x") {
		t.Error("the filter that is known is not the one in force")
	}
}

func TestNothingIsGivenOutByAFilterThatNobodyHas(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	boss := h.enter("supervisor")
	w := boss.post("/piso/repartir", "filtro_tramo", "1-31", "all", "1", "to", "nadie")
	if w.Code < 400 || !strings.Contains(w.Body.String(), "no se repartió nada") {
		t.Errorf("%d %s", w.Code, w.Body.String())
	}
}
