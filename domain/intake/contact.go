package intake

import (
	"cmp"
	"strings"

	"aldia/domain/party"
	"aldia/domain/portfolio"
)

// Why a row of a file of contacts is refused.
const (
	whyNobody     = "intake.row.nobody"
	whyWhich      = "intake.row.which_helper"
	whyNoHelper   = "intake.row.no_helper"
	warnPointSays = "intake.row.point_state"
)

// toldOf makes of a row what the party package hears. The city belongs to the address.
func toldOf(row *Row, creditor *portfolio.Creditor, file string) (party.Told, []refusedRow) {
	t := party.Told{
		Country: countryOf(row, creditor), Phones: row.Phones, Emails: row.Emails,
		Why: cmp.Or(row.Note, file),
	}
	if row.Address != "" {
		parts := []string{row.Address}
		for _, more := range []string{row.City, row.Region} {
			if more != "" && !strings.Contains(fold(row.Address), fold(more)) {
				parts = append(parts, more)
			}
		}
		t.Address = strings.Join(parts, ", ")
	}
	state, known := readPointState(row.Status)
	if !known {
		return t, []refusedRow{{int64(row.Line), "warned", Refusal{
			Column: colStatus.name(), Field: colStatus.name(), Value: row.Status, Key: warnPointSays,
		}, ""}}
	}
	t.State = state
	return t, nil
}

// readPointState reads what a file says of a telephone or an address. An empty word says nothing.
func readPointState(s string) (party.PointState, bool) {
	switch fold(s) {
	case "":
		return "", true
	case "valid", "valido", "valida", "verified", "verificado", "verificada", "bueno", "buena", "ok", "good",
		"correcto", "correcta", "confirmado", "confirmada", "contactado", "activo", "activa", "vigente",
		"localizado":
		return party.Verified, true
	case "wrong", "equivocado", "equivocada", "numero equivocado", "incorrecto", "incorrecta", "errado",
		"errada", "erroneo", "erronea", "malo", "mala", "no corresponde", "no es", "no pertenece",
		"wrong number":
		return party.Wrong, true
	case "unreachable", "fuera de servicio", "no existe", "desconectado", "desconectada", "suspendido",
		"suspendida", "inactivo", "inactiva", "cortado", "rebotado", "rebota", "rebotada", "inubicable",
		"ilocalizado", "se mudo", "cambio de domicilio", "out of service", "disconnected", "bounced",
		"dado de baja":
		return party.Unreachable, true
	case "third party", "tercero", "de un tercero", "terceros", "familiar", "conocido",
		"contacto de un tercero":
		return party.ThirdParty, true
	case "opted out", "opt out", "no contactar", "no llamar", "no escribir", "no molestar", "bloqueado",
		"no autoriza", "no autorizado", "excluido", "do not call", "do not contact":
		return party.OptedOut, true
	case "replaced", "reemplazado", "reemplazada", "anterior", "antiguo", "antigua", "desactualizado":
		return party.Replaced, true
	case "unverified", "sin verificar", "no verificado", "por verificar", "nuevo", "nueva", "new":
		return party.Unverified, true
	}
	return "", false
}

// tellSynonyms are names that mean something else in a file of contacts than in one of debts.
var tellSynonyms = []synonym{
	{colStatus, sure, "estado contacto, estado telefono, estado numero, estado dato, estado correo, " +
		"estado direccion, estatus, situacion, resultado verificacion, contact state, point state, status"},
	{colStatus, sure - 1, "state, estado"},
	{colNote, sure, "fuente, source, origen, procedencia, proveedor, fuente dato, observacion, observaciones, " +
		"nota, note, comentario"},
}
