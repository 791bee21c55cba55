package main

import (
	"net/url"
	"strings"
	"testing"

	"aldia/platform/db"
)

func TestAnyNumberOnACaseFindsTheCase(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	boss := h.enter("manager")
	// José's number is out of service, which makes it no less his.
	err := h.s.db.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(`UPDATE contact_point SET state = 'unreachable' WHERE value = '+593991234501'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ typed, finds string }{
		{"0991234500", "Rosa Quishpe ANDINA"},
		{"+593 99 123 4501", "José Ñáñez ANDINA"},
		{"1234501", "José Ñáñez ANDINA"},
		{"0991234599", "Rosa Quishpe ANDINA"}, // Elena Paz's, her reference
		{"9123456799", "Rosa Quishpe LIMA"},   // as the file has it, a digit too long for Peru
		{"3456702", "Segundo Chiluisa LIMA"},
		{"Elena Paz ANDINA", "Rosa Quishpe ANDINA"},
	} {
		list := boss.reads("/casos?q=" + url.QueryEscape(c.typed))
		shows(t, list, c.finds)
		n := 0
		for _, name := range []string{"Quishpe", "Ñáñez", "Chiluisa"} {
			n += strings.Count(list, name)
		}
		if n != 1 {
			t.Errorf("%s finds %d cases", c.typed, n)
		}
	}
	pedro := h.enter("pedro")
	if list := pedro.reads("/casos?q=0991234599"); strings.Contains(list, "ANDINA") {
		t.Error("Pedro finds the case of a creditor that he may not see by the number of its reference")
	}
}
