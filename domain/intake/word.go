package intake

import (
	"strings"

	"aldia/domain/money"
)

// currencyMark reads what stands beside an amount, in small letters without blanks: "" for a sign such as $
// that many currencies share.
func currencyMark(b []byte) (money.Currency, bool) {
	switch string(b) {
	case "$", "l", "l.", "lps", "lps.", "pesos", "peso", "m.n.", "mn", "$m.n.", "$mn":
		return "", true
	case "us$", "u$s", "$us", "usd$", "$usd", "u$d", "us", "dolares", "dólares", "dólar", "dolar", "dls", "dlls":
		return "USD", true
	case "€", "euros", "euro":
		return "EUR", true
	case "₡", "¢", "colones", "colon", "colón":
		return "CRC", true
	case "s/", "s/.", "soles", "sol", "nuevossoles":
		return "PEN", true
	case "rd$":
		return "DOP", true
	case "bs", "bs.", "$b", "bolivianos":
		return "BOB", true
	case "q", "q.", "quetzales":
		return "GTQ", true
	case "c$":
		return "NIO", true
	case "r$", "reais":
		return "BRL", true
	case "₲", "gs", "gs.", "guaranies", "guaraníes":
		return "PYG", true
	case "cop$", "col$", "$cop":
		return "COP", true
	case "mx$", "mxn$", "$mxn":
		return "MXN", true
	case "clp$", "$clp":
		return "CLP", true
	case "nt$", "ntd":
		return "TWD", true
	}
	if len(b) != 3 {
		return "", false
	}
	c := money.Currency(strings.ToUpper(string(b)))
	return c, c.Known()
}

// readCurrency reads a cell that names a currency. A word that several countries share (pesos, $, moneda
// nacional) is the currency of the country; a currency that we cannot keep is not read.
func readCurrency(b []byte, country string) (money.Currency, bool) {
	if len(b) == 3 {
		switch string(b) { // the plain path, without a copy
		case "USD":
			return "USD", true
		case "COP":
			return "COP", true
		case "PEN":
			return "PEN", true
		case "MXN":
			return "MXN", true
		case "CLP":
			return "CLP", true
		case "CRC":
			return "CRC", true
		}
	}
	word := strings.ReplaceAll(strings.ToLower(string(b)), " ", "")
	if c, ok := currencyMark([]byte(word)); ok && c != "" {
		return c, true
	}
	switch word {
	case "$", "pesos", "peso", "mn", "m.n.", "monedanacional", "nacional", "local", "monedalocal", "ml":
		c := money.CurrencyOf(country)
		return c, c != ""
	case "me", "m.e.", "monedaextranjera":
		return "USD", true
	case "pesoscolombianos", "pesocolombiano":
		return "COP", true
	case "pesosmexicanos", "pesomexicano":
		return "MXN", true
	case "pesoschilenos", "pesochileno":
		return "CLP", true
	}
	return "", false
}

// readCountry gives the ISO 3166 code of a country that is named in Spanish, English or by its code.
func readCountry(b []byte) (string, bool) {
	switch word := strings.ToLower(string(b)); word {
	case "ec", "ecu", "ecuador":
		return "EC", true
	case "co", "col", "colombia":
		return "CO", true
	case "pe", "per", "perú", "peru":
		return "PE", true
	case "mx", "mex", "méxico", "mexico", "méjico":
		return "MX", true
	case "cl", "chl", "chile":
		return "CL", true
	case "cr", "cri", "costa rica":
		return "CR", true
	case "bo", "bol", "bolivia":
		return "BO", true
	case "gt", "gtm", "guatemala":
		return "GT", true
	case "hn", "hnd", "honduras":
		return "HN", true
	case "ni", "nic", "nicaragua":
		return "NI", true
	case "sv", "slv", "el salvador":
		return "SV", true
	case "pa", "pan", "panamá", "panama":
		return "PA", true
	case "do", "dom", "república dominicana", "republica dominicana", "rep. dominicana":
		return "DO", true
	case "ar", "arg", "argentina":
		return "AR", true
	case "br", "bra", "brasil", "brazil":
		return "BR", true
	case "uy", "ury", "uruguay":
		return "UY", true
	case "py", "pry", "paraguay":
		return "PY", true
	case "ve", "ven", "venezuela":
		return "VE", true
	case "us", "usa", "eua", "ee.uu.", "eeuu", "ee. uu.", "estados unidos", "united states":
		return "US", true
	case "es", "esp", "españa", "spain":
		return "ES", true
	case "pr", "puerto rico":
		return "PR", true
	case "tw", "taiwan", "taiwán":
		return "TW", true
	}
	if len(b) == 2 && b[0] >= 'A' && b[0] <= 'Z' && b[1] >= 'A' && b[1] <= 'Z' {
		return string(b), true
	}
	return "", false
}

// maxWord is longer than any word of the lists below.
const maxWord = 40

func readFlag(b []byte) (yes, ok bool) {
	var room [maxWord]byte
	if len(b) > maxWord {
		return false, false
	}
	switch string(lower(room[:], b)) {
	case "sí", "si", "sÍ", "s", "yes", "y", "true", "t", "verdadero", "v", "1", "x":
		return true, true
	case "no", "n", "false", "falso", "f", "0":
		return false, true
	}
	return false, false
}

func readRole(b []byte) (string, bool) {
	var room [maxWord]byte
	if len(b) > maxWord {
		return "", false
	}
	switch string(lower(room[:], b)) {
	case RoleDebtor, "deudor", "deudora", "titular", "deudor principal", "principal", "cliente", "socio", "d",
		"t":
		return RoleDebtor, true
	case RoleCodebtor, "codeudor", "codeudora", "co-deudor", "deudor solidario", "solidario", "co-debtor",
		"coacreditado",
		"cotitular":
		return RoleCodebtor, true
	case RoleGuarantor, "garante", "fiador", "fiadora", "aval", "avalista", "garante solidario", "guarantor 1",
		"obligado solidario":
		return RoleGuarantor, true
	case RoleReference, "referencia", "referencia personal", "referencia familiar", "referencia laboral",
		"referencia comercial":
		return RoleReference, true
	}
	return "", false
}

// The kinds of person.
const (
	Natural = "natural"
	Legal   = "legal"
)

func readPersonKind(b []byte) (string, bool) {
	var room [maxWord]byte
	if len(b) > maxWord {
		return "", false
	}
	switch string(lower(room[:], b)) {
	case Natural, "persona natural", "n", "pn", "física", "fisica", "persona física", "persona fisica", "pf",
		"f", "individual",
		"individuo", "person":
		return Natural, true
	case Legal, "jurídica", "juridica", "persona jurídica", "persona juridica", "j", "pj", "moral",
		"persona moral", "pm", "m",
		"empresa", "compañía", "sociedad", "company", "jurídico", "juridico", "l":
		return Legal, true
	}
	return "", false
}

// The ways of paying.
const (
	WayTransfer = "transfer"
	WayCash     = "cash"
	WayCard     = "card"
	WayCheque   = "cheque"
	WayDebit    = "debit"
	WayGateway  = "gateway"
	WayField    = "field"
)

func readWay(b []byte) (string, bool) {
	word := fold(string(b[:min(len(b), maxWord)]))
	switch word {
	case WayTransfer, WayCash, WayCard, WayCheque, WayDebit, WayGateway, WayField:
		return word, true
	case "check":
		return WayCheque, true
	}
	for _, w := range [...]struct{ holds, way string }{
		{"transf", WayTransfer}, {"spei", WayTransfer}, {"sinpe", WayTransfer}, {"interbanc", WayTransfer},
		{"wire", WayTransfer},
		{"domicilia", WayDebit}, {"debito auto", WayDebit}, {"debito en cuenta", WayDebit},
		{"debito a cuenta", WayDebit},
		{"descuento", WayDebit}, {"rol de pagos", WayDebit},
		{"tarjeta", WayCard}, {"tc", WayCard}, {"visa", WayCard}, {"mastercard", WayCard},
		{"cheque", WayCheque}, {"chq", WayCheque},
		{"pse", WayGateway}, {"pasarela", WayGateway}, {"boton", WayGateway}, {"link", WayGateway},
		{"webpay", WayGateway},
		{"payphone", WayGateway}, {"en linea", WayGateway}, {"online", WayGateway},
		{"cobrador", WayField}, {"domicilio", WayField}, {"terreno", WayField}, {"campo", WayField},
		{"efectivo", WayCash}, {"ventanilla", WayCash}, {"caja", WayCash}, {"deposito", WayCash},
		{"corresponsal", WayCash},
		{"contado", WayCash}, {"debito", WayDebit},
	} {
		if strings.HasPrefix(word, w.holds) || strings.Contains(word, " "+w.holds) {
			return w.way, true
		}
	}
	return "", false
}
