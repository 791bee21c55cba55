package intake

import "strings"

// parties finds the columns of guarantors, co-debtors and references on the debtor's own row: "garante
// nombre", "teléfono referencia 2". A column that names a party and something that we do not keep of one
// (its address) stays an attribute, and is never taken for the debtor's.
func (g *guesser) parties() {
	for at, h := range g.header {
		if g.used[at] {
			continue
		}
		role, place, part, is := partyOf(h)
		if !is {
			continue
		}
		if part < 0 {
			if role != referenceRole { // "referencia" alone is as often a payment's reference or a street corner
				g.aside(at)
			}
			continue
		}
		c := partyColumn(role, place, part)
		if g.open(c) {
			g.take(c, at, becauseParty, sure, h)
		} else {
			g.aside(at)
		}
	}
}

const referenceRole = 2 // in partyRoles

// aside keeps a column from being taken for one of the debtor's.
func (g *guesser) aside(at int) {
	name := attributePrefix + g.header[at]
	if _, given := g.m.Columns[name]; !given {
		g.m.Columns[name] = ColumnSource{From: g.header[at]}
	}
	g.used[at] = true
}

// partyOf reads a header that speaks of another party; part is negative when it speaks of something that we
// do not keep.
func partyOf(header string) (role, place, part int, is bool) {
	role, part = -1, -1
	var rest []string
	words := strings.Fields(strings.NewReplacer("co debtor", "codebtor", "co deudor", "codeudor").Replace(
		fold(header)))
	for i, w := range words {
		if n := ordinal(w); n > 0 && i+1 < len(words) && isPartyWord(words[i+1]) {
			place = n
			continue
		}
		switch w {
		case "garante", "garantes", "fiador", "aval", "avalista", "guarantor":
			role = 0
		case "codeudor", "codeudores", "deudor2", "codebtor", "coacreditado":
			role = 1
		case "referencia", "ref", "reference", "referencias":
			role = referenceRole
		case "1", "2", "3":
			place = int(w[0] - '1')
		default:
			rest = append(rest, w)
		}
	}
	if role < 0 {
		return 0, 0, 0, false
	}
	switch squeeze(strings.Join(rest, " ")) {
	case "":
		if role != referenceRole {
			part = 0 // "garante" alone is its name
		}
	case "nombre", "nombrecompleto", "nombreapellido", "nombreapellidos", "razonsocial", "apellidosnombre",
		"personal", "familiar":
		part = 0
	case "conyuge", "conyugeo": // "cónyuge o codeudor"; the spouse of a guarantor is somebody else
		if role == 1 {
			part = 0
		}
	case "cedula", "ruc", "nit", "dni", "rfc", "rut", "ci", "identificacion", "documento", "cedularuc",
		"identificacionnro", "nroid",
		"nroidentificacion", "nrocedula", "nrodocumento", "cc":
		part = 1
	case "telefono", "celular", "movil", "nrotelefono", "nrocelular", "telefonocelular", "mobile", "telefonos":
		part = 2
	}
	if part < 0 && role == referenceRole && len(rest) > 0 &&
		!strings.Contains(strings.Join(rest, " "), "direccion") {
		return 0, 0, 0, false // "referencia de pago", "punto de referencia": not a person
	}
	return role, place, part, true
}

// ordinal is the place that a word names before whom it counts, as in "nombre del segundo garante". The
// second name of a guarantor is not the name of a second one, so the order of the words decides.
func ordinal(word string) int {
	switch word {
	case "segundo", "segunda", "second":
		return 1
	case "tercer", "tercero", "tercera", "third":
		return 2
	}
	return 0
}

func isPartyWord(word string) bool {
	switch word {
	case "garante", "fiador", "aval", "avalista", "guarantor", "codeudor", "codebtor", "coacreditado",
		"referencia", "reference":
		return true
	}
	return false
}
