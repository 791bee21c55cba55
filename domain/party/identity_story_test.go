package party

import "testing"

func TestNumbersAsTheyReallyStandInFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says, country, kind, given          string
		number, typ, person, state, because string
	}{
		{"a cédula", "EC", "cédula", "171430710-3", "1714307103", "cedula", Natural, IDValid, ""},
		{"a cédula without its zero", "EC", "CI", "602910945",
			"0602910945", "cedula", Natural, IDDoubtful, whyZero},
		{"a RUC under the heading cédula", "EC", "Cédula", "1792060346001",
			"1792060346001", "ruc", Legal, IDDoubtful,
			whyOtherType},
		{"a RUC of a person", "EC", "", "1714307103001", "1714307103001", "ruc", Natural, IDValid, ""},
		{"a public body", "EC", "RUC", "1760001550001", "1760001550001", "ruc", Legal, IDValid, ""},
		{"a company of the new series", "EC", "RUC", "1793221293001",
			"1793221293001", "ruc", Legal, IDDoubtful, whyDigitOld},
		{"a final consumer", "EC", "", "9999999999999", "9999999999999", "ruc", "", IDInvalid, whyNobody},
		{"a slip of the pen", "EC", "", "1714307104", "1714307104", "cedula", "", IDInvalid, whyDigit},
		{"a passport", "EC", "Pasaporte", "ab 12345", "AB12345", "passport", Natural, IDUnchecked, whyOtherPlace},
		{"a cédula of Colombia", "CO", "C.C.", "1.118.534.248",
			"1118534248", "cc", Natural, IDUnchecked, whyNoDigit},
		{"a NIT", "CO", "NIT", "900.226.483-1", "9002264831", "nit", Legal, IDValid, ""},
		{"a NIT without its digit is the same company", "CO", "NIT", "900226483", "9002264831", "nit", Legal,
			IDUnchecked, whyNoDigit},
		{"a NIT under the heading CC", "CO", "CC", "9002264831",
			"9002264831", "nit", Legal, IDDoubtful, whyOtherType},
		{"a DNI", "PE", "DNI", "10117410", "10117410", "dni", Natural, IDUnchecked, whyNoDigit},
		{"a DNI with its check digit is the same person", "PE", "DNI", "10812543-3",
			"10812543", "dni", Natural, IDValid, ""},
		{"an RFC of a person", "MX", "RFC", "zut a770215lk0", "ZUTA770215LK0", "rfc", Natural, IDValid, ""},
		{"the general public", "MX", "RFC", "XAXX010101000", "XAXX010101000", "rfc", "", IDInvalid, whyNobody},
		{"an RFC without homoclave", "MX", "", "ZUTA770215",
			"ZUTA770215", "rfc", Natural, IDUnchecked, whyHomoclave},
		{"a CURP", "MX", "", "BOXW310820HNERXN09", "BOXW310820HNERXN09", "curp", Natural, IDValid, ""},
		{"a RUT with dots", "CL", "RUT", "12.531.909-2", "125319092", "rut", Natural, IDValid, ""},
		{"a RUT filled up with zeros", "CL", "RUT", "0012531909-2", "125319092", "rut", Natural, IDValid, ""},
		{"a cédula of Costa Rica", "CR", "Física", "1-54-1024",
			"100541024", "fisica", Natural, IDUnchecked, whyNoDigit},
		{"a company of Costa Rica", "CR", "", "3-101-015462",
			"3101015462", "juridica", Legal, IDUnchecked, whyNoDigit},
		{"a country without rules", "ES", "NIF", "12345678-z", "12345678Z", "", "", IDUnchecked, whyNoCountry},
		{"nothing", "EC", "", " ", "", "", "", IDInvalid, whyEmpty},
	} {
		v := Check(c.country, c.kind, c.given)
		want := Verdict{c.number, c.typ, c.person, c.state, c.because}
		if v != want {
			t.Errorf("%s: %q is %+v, want %+v", c.says, c.given, v, want)
		}
	}
}

func TestANumberThatNamesNobodyIdentifiesNobody(t *testing.T) {
	t.Parallel()
	for _, number := range []string{"9999999999999", "0000000000", "", "1714307104"} {
		if Check("EC", "", number).Identifies() {
			t.Errorf("%q must not join two creditors' customers", number)
		}
	}
	if Check("MX", "RFC", "ZUTA770215").Identifies() {
		t.Error("namesakes of one birthday share an RFC without homoclave")
	}
	if !Check("EC", "", "1714307103").Identifies() {
		t.Error("a good cédula names one person")
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("EC", "ruc", "1793221293001")
	f.Add("MX", "", "ÑAÑ&770215LK0")
	f.Fuzz(func(t *testing.T, country, kind, number string) {
		once := Check(country, kind, number)
		again := Check(country, once.Type, once.Number)
		changed := again.Number != once.Number || again.State == IDInvalid && again.Type == once.Type
		if once.State == IDValid && changed {
			t.Fatalf("%s %q: %+v, and its normal form: %+v", country, number, once, again)
		}
	})
}
