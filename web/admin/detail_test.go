package admin

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"aldia/platform/audit"
	"aldia/platform/id"
	"aldia/web/ui"
	"aldia/words"
)

// The one team, creditor, member and debtors of these stories.
const (
	north  = 11
	andina = 22
	rosa   = 33
	diego  = 44
)

func speaks(t *testing.T, language string) *teller {
	t.Helper()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := &ui.View{Text: catalog.For(language).In("EC"), Zone: time.UTC}
	return &teller{
		v: v, teams: map[id.ID]string{north: "Equipo Norte"}, creditors: map[id.ID]string{andina: "Crédito Andino"},
		users: map[id.ID]string{rosa: "Rosa Quishpe"}, people: map[id.ID]string{diego: "Diego Loor"},
		files: map[id.ID]string{},
	}
}

// written puts the lines of a detail under each other: "field: before → after", or "field: value".
func written(facts []fact) string {
	lines := make([]string, len(facts))
	for i, f := range facts {
		if lines[i] = f.field + ": " + f.is; f.changed && f.was != "" {
			lines[i] = f.field + ": " + f.was + " → " + f.is
		}
	}
	return strings.Join(lines, "\n")
}

func TestTheDetailOfAnEntryIsToldInWords(t *testing.T) {
	t.Parallel()
	tell(t, []story{
		{"a role", "user.role_changed", "user", `{"from":"agent","to":"supervisor"}`,
			"Rol: Gestión de cobranza → Supervisión", "Role: Agent → Supervisor"},
		{"a member who moves to a team and sees less", "staff.moved", "staff",
			`{"was":{"member":33,"role":"agent","team":0,"active":true,"all_creditors":true},
			"is":{"member":33,"role":"agent","team":11,"active":true,"all_creditors":false,"creditors":[22]}}`,
			"Equipo: Sin equipo → Equipo Norte\nVe a todos los acreedores: Sí → No\n" +
				"Acreedores que puede ver: Crédito Andino",
			"Team: No team → Equipo Norte\nSees all creditors: Yes → No\nCreditors they may see: Crédito Andino"},
		{"a language", "staff.edited", "staff", `{"language":"en","was":"es"}`, "Idioma: Español → Inglés",
			"Language: Spanish → English"},
		{"the rules of a creditor", "creditor.changed", "creditor",
			`{"was":{"name":"Andina","gone":"paid","mapping_bytes":0,"basis":360,"buckets":""},
			"is":{"name":"Andina","gone":"asked","mapping_bytes":2100,"basis":365,
			"buckets":""}}`,
			"Si una cuenta ya no viene en el corte: Pagada → Por preguntar\n" +
				"Días del año para intereses: 360 → 365\n" +
				"Lectura del archivo de cartera: todavía ninguna → guardada (2\u00a0KB)",
			"When an account is missing from the cut: Paid → To be asked\nDays in a year for interest: 360 → 365\n" +
				"Reading of the portfolio file: none yet → kept (2\u00a0KB)"},
		{"a promise over the telephone", "contact.recorded", "contact",
			`{"creditor":22,"leaf":"debtor/promise/illness","amount":12345,"currency":"USD",
			"promised_on":"2026-11-30","hold":"promise"}`,
			"Acreedor: Crédito Andino\nResultado: Contacto con el titular · Promete pagar · " +
				"Enfermedad o calamidad en la familia\n" +
				"Valor prometido: USD\u00a0123,45\nDía prometido: 30 nov 2026\n" +
				"En reposo porque: tiene una promesa de pago",
			"Creditor: Crédito Andino\nResult: Spoke with the debtor · Promises to pay · " +
				"Illness or misfortune in the family\n" +
				"Amount promised: USD\u00a0123,45\nDay promised: 30 Nov 2026\n" +
				"At rest because: has promised to pay"},
		{"a pair that is one", "duplicate.decided", "duplicate",
			`{"state":"same","was":"open","other":"` + id.ID(diego).Text("per_") + `"}`,
			"La otra persona: Diego Loor\nDecisión: por decidir → es la misma persona",
			"The other person: Diego Loor\nDecision: to be decided → one person"},
		{"a lock at the door", "auth.locked", "sign-in", `{"subject":"name:lucia","failures":6,"seconds":60}`,
			"Se bloqueó: el usuario «lucia»\nIntentos fallidos: 6\nBloqueo de: 1 min",
			"Locked: the user “lucia”\nFailed attempts: 6\nLocked for: 1 min"},
		{"a seal", audit.Sealed, "audit", `[{"lane":5,"seq":1234,"sha256":"ab12"}]`,
			"Cadena 5: hasta el asiento 1.234, huella ab12", "Chain 5: up to entry 1.234, fingerprint ab12"},
		{"what nobody has words for yet", "moon.landed", "moon",
			`{"landing_site":"sea","crew":["Ana","Luis"],"craft":{"legs":4,"as_of":"2026-11-30"},"whole":true}`,
			"Craft · Día del corte: 30 nov 2026\nCraft · Legs: 4\nCrew: Ana y Luis\nLanding site: sea\nWhole: Sí",
			"Craft · Day of the cut: 30 Nov 2026\nCraft · Legs: 4\nCrew: Ana and Luis\nLanding site: sea\nWhole: Yes"},
		{"an identity to its last digit", "moon.landed", "moon", `{"of":891685542297604108}`,
			"Of: 891685542297604108", "Of: 891685542297604108"},
	})
}

func TestWhatWasAgreedMarkedAndPaidIsToldInWords(t *testing.T) {
	t.Parallel()
	tell(t, []story{
		{"a call that was agreed", "contact.recorded", "contact",
			`{"creditor":22,"leaf":"debtor/promise/illness","call_at":"2026-11-30T15:30:00Z"}`,
			"Acreedor: Crédito Andino\nResultado: Contacto con el titular · Promete pagar · " +
				"Enfermedad o calamidad en la familia\nLlamada acordada: 30 nov 2026, 15:30",
			"Creditor: Crédito Andino\nResult: Spoke with the debtor · Promises to pay · " +
				"Illness or misfortune in the family\nCall agreed for: 30 Nov 2026, 15:30"},
		{"a telephone that is wrong", "contact_point.marked", "contact_point",
			`{"state":"wrong","was":"unverified","point":"…4567"}`,
			"Dato: …4567\nEstado: sin verificar → equivocado", "Contact: …4567\nState: not verified → wrong"},
		{"a file of payments", "payments.received", "cut",
			`{"file":"pagos.csv","rows":5,"accepted":3,"refused":0,"duplicate":1,"unmatched":1,
			"amounts":{"USD":12050,"COP":900000}}`,
			"Archivo: pagos.csv\nImporte: COP\u00a09.000,00 · USD\u00a0120,50\nFilas: 5\nFilas aceptadas: 3\n" +
				"Pagos repetidos: 1\nPagos sin cuenta: 1\nFilas rechazadas: 0",
			"File: pagos.csv\nAmount: COP\u00a09.000,00 · USD\u00a0120,50\nRows: 5\nRows accepted: 3\n" +
				"Repeated payments: 1\nPayments without an account: 1\nRows refused: 0"},
	})
}

// story is an entry of the book, and how it is to be told.
type story struct{ name, what, on, detail, es, en string }

func tell(t *testing.T, stories []story) {
	t.Helper()
	for _, story := range stories {
		for language, want := range map[string]string{"es": story.es, "en": story.en} {
			e := audit.Record{Entry: audit.Entry{
				What: story.what, On: story.on, Detail: json.RawMessage(story.detail),
			}}
			if got := written(speaks(t, language).factsOf(&e)); got != want {
				t.Errorf("%s in %s:\n%s\nwant\n%s", story.name, language, got, want)
			}
		}
	}
}

func TestNoDetailEverShowsBraces(t *testing.T) {
	t.Parallel()
	for _, detail := range []string{
		`{}`, `[]`, `null`, `7`, `"solo"`, `{"a":{"b":{"c":[{"d":1},{"d":[2,3]}]}}}`,
		`{"was":{"a":{"b":1}},"is":{"a":{"b":2}}}`,
		`{"was":1,"is":{"role":["agent"]}}`, `[[1,{"x":2}],null]`,
		`{"creditors":"all","team":"x","amount":{}}`, `{"broken`,
		`{"count":3,"first":44,"last":45,"sha256":"ab","about":{"why":"x"}}`,
	} {
		e := audit.Record{Entry: audit.Entry{What: "moon.landed", On: "staff", Detail: json.RawMessage(detail)}}
		facts := speaks(t, "es").factsOf(&e)
		text := written(facts)
		if json.Valid([]byte(detail)) && strings.ContainsAny(text, `{}[]"`) {
			t.Errorf("%s is told as %q", detail, text)
		}
		if slices.ContainsFunc(facts, func(f fact) bool { return f.field == "" }) {
			t.Errorf("%s: a line without a name: %q", detail, fmt.Sprint(facts))
		}
	}
}
