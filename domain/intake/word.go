package intake

import (
	"slices"
	"strings"

	"aldia/domain/money"
)

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
	if c, ok := money.Mark([]byte(word)); ok && c != "" {
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

// countries are the countries that files name, by code and by name, in small letters.
var countries = map[string]string{
	"ec": "EC", "ecu": "EC", "ecuador": "EC",
	"co": "CO", "col": "CO", "colombia": "CO",
	"pe": "PE", "per": "PE", "perú": "PE", "peru": "PE",
	"mx": "MX", "mex": "MX", "méxico": "MX", "mexico": "MX", "méjico": "MX",
	"cl": "CL", "chl": "CL", "chile": "CL",
	"cr": "CR", "cri": "CR", "costa rica": "CR",
	"bo": "BO", "bol": "BO", "bolivia": "BO",
	"gt": "GT", "gtm": "GT", "guatemala": "GT",
	"hn": "HN", "hnd": "HN", "honduras": "HN",
	"ni": "NI", "nic": "NI", "nicaragua": "NI",
	"sv": "SV", "slv": "SV", "el salvador": "SV",
	"pa": "PA", "pan": "PA", "panamá": "PA", "panama": "PA",
	"do": "DO", "dom": "DO", "república dominicana": "DO", "republica dominicana": "DO", "rep. dominicana": "DO",
	"ar": "AR", "arg": "AR", "argentina": "AR",
	"br": "BR", "bra": "BR", "brasil": "BR", "brazil": "BR",
	"uy": "UY", "ury": "UY", "uruguay": "UY",
	"py": "PY", "pry": "PY", "paraguay": "PY",
	"ve": "VE", "ven": "VE", "venezuela": "VE",
	"us": "US", "usa": "US", "eua": "US", "ee.uu.": "US", "eeuu": "US", "ee. uu.": "US", "estados unidos": "US",
	"united states": "US",
	"es":            "ES", "esp": "ES", "españa": "ES", "spain": "ES",
	"pr": "PR", "puerto rico": "PR",
	"tw": "TW", "taiwan": "TW", "taiwán": "TW",
}

// readCountry gives the ISO 3166 code of a country that is named in Spanish, English or by its code.
func readCountry(b []byte) (string, bool) {
	if code, ok := countries[strings.ToLower(string(b))]; ok {
		return code, true
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

// readPersonKind reads whether somebody is a person or a company, as the countries name them: natural and
// jurídica, in Mexico física and moral, whole or shortened, whatever the capitals, accents and signs.
func readPersonKind(b []byte) (string, bool) {
	var room [maxWord]byte
	if len(b) > maxWord {
		return "", false
	}
	low := lower(room[:], b)
	if slices.ContainsFunc(low, func(c byte) bool { return (c < 'a' || c > 'z') && c != ' ' }) {
		low = []byte(fold(string(b)))
	}
	switch string(low) {
	case Natural, "n", "f", "individual", "individuo", "person", "persona", "natural person",
		"persona individual", "persona natural", "pers natural", "p natural", "pn", "p n", "nat", "fisica",
		"fisico", "persona fisica", "pers fisica", "p fisica", "pf", "p f", "fis", "pfae",
		"fisica con actividad empresarial":
		return Natural, true
	case Legal, "j", "l", "m", "persona legal", "legal person", "company", "corporate", "corporativo",
		"business", "juridica", "juridico", "persona juridica", "pers juridica", "p juridica", "pj", "p j",
		"jur", "moral", "persona moral", "pers moral", "p moral", "pm", "p m", "empresa", "empresas",
		"compania", "sociedad", "organizacion", "institucion", "entidad":
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
