package party_test

import (
	"testing"

	"aldia/domain/party"
)

// The numbers are made up, or are those that the authority itself never gives.
func TestADocumentOfTheUnitedStatesIsToldByItsName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ called, typed, number, is, kind, state string }{
		{"SSN", "219-09-9999", "219099999", "ssn", party.Natural, party.IDUnchecked},
		{"seguro social", "219099999", "219099999", "ssn", party.Natural, party.IDUnchecked},
		{"", "219-09-9999", "219099999", "ssn", party.Natural, party.IDUnchecked},
		{"", "219099999", "219099999", "ssn", "", party.IDUnchecked},
		{"SSN", "666-12-3456", "666123456", "ssn", "", party.IDInvalid},
		{"SSN", "219-00-9999", "219009999", "ssn", "", party.IDInvalid},
		{"SSN", "219-09-0000", "219090000", "ssn", "", party.IDInvalid},
		{"SSN", "9099999", "009099999", "ssn", party.Natural, party.IDDoubtful},
		{"SSN", "21909999", "021909999", "ssn", party.Natural, party.IDDoubtful},
		{"SSN", "219-09", "21909", "ssn", "", party.IDInvalid},
		{"SSN", "21909999A", "21909999A", "ssn", "", party.IDInvalid},
		{"SSN", "912-70-1234", "912701234", "itin", party.Natural, party.IDDoubtful},
		{"ITIN", "912-70-1234", "912701234", "itin", party.Natural, party.IDUnchecked},
		{"ITIN", "219-09-9999", "219099999", "itin", "", party.IDInvalid},
		{"EIN", "12-3456789", "123456789", "ein", party.Legal, party.IDUnchecked},
		{"", "12-3456789", "123456789", "ein", party.Legal, party.IDUnchecked},
		{"passport", "A1234567", "A1234567", "passport", party.Natural, party.IDUnchecked},
	} {
		v := party.Check("US", c.called, c.typed)
		if v.Number != c.number || v.Type != c.is || v.Kind != c.kind || v.State != c.state {
			t.Errorf("%q %q: %+v", c.called, c.typed, v)
		}
	}
}
