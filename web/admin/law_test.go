package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"aldia/platform/auth"
)

// TestTheLawOfACountryIsReadAndItsPolicyIsNeverCalledLaw: rules, questions, figures, terms and holidays.
func TestTheLawOfACountryIsReadAndItsPolicyIsNeverCalledLaw(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.get("auditor", "/admin/leyes/EC").is(http.StatusOK).sees(
		"Solo de lunes a viernes, de 07:00 a 20:00",
		"Lun–vie 07:00–20:00",
		"Ley según notas publicadas",
		"¿en total o por cada canal?",
		"Una gestión al día por cada canal",
		"falta la de hoy",
		"La acción ejecutiva prescribe",
		"5 años",
		"Feriados de 2026",
		"La empresa no ha cambiado nada.",
	)
	h.get("auditor", "/admin/leyes/EC?anio=2027").sees("Feriados de 2027")
	h.get("supervisor", "/admin/leyes/CR").sees("criterio nuestro", "Criterio sin norma verificada")
	h.get("supervisor", "/admin/leyes/CR/regla?clave=cr.contact.hours").is(http.StatusOK).
		sees("Criterio", "sin norma verificada").seesNot("Rige desde el día que diga")
	h.get("manager", "/admin/leyes/AR").is(http.StatusNotFound)
	h.get("manager", "/admin/leyes/EC/regla?clave=ec.luna").is(http.StatusNotFound)
	for _, role := range []auth.Role{auth.Agent, auth.Analyst} {
		h.get(string(role), "/admin/leyes/EC").is(http.StatusForbidden)
	}
	for _, country := range []string{"EC", "CR", "MX", "CO", "PE", "CL", "US"} {
		h.get("admin", "/admin/leyes/"+country).is(http.StatusOK).seesNot("lawscreen.", "{0}")
	}
}

const ecHours = "/admin/leyes/EC/regla?clave=ec.contact.hours"

func hoursOf(span string) url.Values {
	form := url.Values{"clave": {"ec.contact.hours"}, "why": {"así lo pide el banco"}}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri"} {
		form.Set("hours_"+day, span)
	}
	return form
}

// TestARuleOfLawIsTightenedAndNotLoosened: the refusal names the rule, keeps what was typed, and the book
// tells who, why and which version.
func TestARuleOfLawIsTightenedAndNotLoosened(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.get(
		"manager",
		ecHours,
	).is(
		http.StatusOK,
	).sees(
		"Es norma: se puede hacer más estricta, no aflojar",
		"Lunes",
	)
	h.post("manager", "/admin/leyes/EC/regla", hoursOf("07:00-22:00")).is(http.StatusUnprocessableEntity).
		sees("La regla ec.contact.hours es norma (Ley Orgánica de Defensa del Consumidor", "así lo pide el banco")
	h.post("manager", "/admin/leyes/EC/regla", hoursOf("siete")).is(http.StatusUnprocessableEntity).
		sees("Escriba desde qué hora hasta qué hora del mismo día")
	h.post("manager", "/admin/leyes/EC/regla", hoursOf("18:00-09:00")).is(http.StatusUnprocessableEntity).
		sees("Escriba desde qué hora hasta qué hora del mismo día", "así lo pide el banco")
	h.post("manager", "/admin/leyes/EC/regla", hoursOf("")).is(http.StatusUnprocessableEntity).
		sees("al menos un día con horas")
	h.post("manager", "/admin/leyes/EC/regla", hoursOf("07:00-20:00")).is(http.StatusUnprocessableEntity).
		sees("No hay nada que ajustar")
	h.post("manager", "/admin/leyes/EC/regla", hoursOf("9 – 18:00")).is(http.StatusOK).
		sees("Los cambios se guardaron.", "Lun–vie 09:00–18:00", "así lo pide el banco", "2026.11 + propia 1")
	h.get("auditor", "/admin/leyes/EC").sees("Lun–vie 09:00–18:00", "propia 1")
	h.get("auditor", "/admin/auditoria?que=law.").sees("Ajustó una regla", "así lo pide el banco", "propia 1",
		"lun–vie 09:00–18:00").seesNot(`"`, "{")

	back := url.Values{"clave": {"ec.contact.hours"}, "why": {"ya no hace falta"}}
	h.post("supervisor", "/admin/leyes/EC/volver", back).is(http.StatusForbidden)
	h.post("auditor", "/admin/leyes/EC/regla", hoursOf("10:00-12:00")).is(http.StatusForbidden)
	h.post("manager", "/admin/leyes/EC/volver", url.Values{"clave": {"ec.contact.hours"}}).
		is(http.StatusUnprocessableEntity).sees("Escriba el motivo")
	h.post("manager", "/admin/leyes/EC/volver", back).is(http.StatusOK).
		sees("Vuelve a como está en el paquete", "ya no hace falta", "propia 2")
}

// TestEveryKindOfRuleHasItsFormAndPolicyMayBeLoosened walks over all rules of all countries.
func TestEveryKindOfRuleHasItsFormAndPolicyMayBeLoosened(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, c := range []struct {
		country, key string
		form         url.Values
		code         int
		sees         string
	}{
		{"PE", "pe.contact.attempts", url.Values{"max": {"5"}, "counts": {"attempt"}}, 200, "Máximo 5 en el día"},
		{"PE", "pe.contact.attempts", url.Values{"max": {"cinco"}, "counts": {"attempt"}}, 422,
			"un número de 1 a"},
		{"PE", "pe.contact.frequency", url.Values{"off": {"1"}}, 200, "No se aplica"},
		{"EC", "ec.contact.days", url.Values{"blocked_days": {"sun"}}, 422, "es norma"},
		{"CL", "cl.contact.days", url.Values{"blocked_days": {"sat", "sun", "holiday"}}, 200, "sábado, domingo"},
		{"CL", "cl.contact.gap@cl.gap=hours_48", url.Values{"gap_hours": {"72"}, "counts": {"attempt"}}, 200,
			"72 horas entre dos"},
		{"US", "us.contact.after_talk", url.Values{"days": {"9"}}, 200, "9 días sin contacto"},
		{"US", "us.contact.calls", url.Values{"max": {"7"}, "counts": {"placed"}, "unopened": {"1"}}, 200,
			"aunque la persona pida otra cosa"},
		{"CO", "co.contact.channel", url.Values{"days": {"365"}}, 200, "de no más de 365 días"},
		{"CO", "co.contact.visit", url.Values{}, 200, "Prohibido"},
		{"CO", "co.contact.parties", url.Values{"only_parties": {"debtor"}}, 200, "Solo deudor"},
		{"CO", "any.minor", url.Values{"stop_on": {"minor", "ceased"}}, 200, "menor de edad"},
		{"EC", "ec.contact.caller", url.Values{"caller": {"registered"}}, 200, "está registrado"},
		{"CO", "co.contact.week", url.Values{"counts": {"attempt"}}, 200, "cuentan los intentos"},
		{"CO", "co.week", url.Values{"reading": {"iso_week"}}, 200, "La semana del calendario"},
		{"CO", "co.week", url.Values{"reading": {"lunar"}}, 422, "lunar"},
		{"CO", "co.contact.days", url.Values{
			"blocked_days": {"sat", "sun", "holiday"}, "from": {"2020-01-01"},
		}, 422, "Un ajuste rige desde hoy"},
	} {
		c.form.Set("clave", c.key)
		c.form.Set("why", "prueba")
		h.post("admin", "/admin/leyes/"+c.country+"/regla", c.form).is(c.code).sees(c.sees)
	}
	h.get("auditor", "/admin/leyes/CO").sees("Un solo canal", "La semana del calendario", "propia")
}

// TestAMadeUpCaseIsJudgedByTheSameRules: with what the company set, and by the law alone.
func TestAMadeUpCaseIsJudgedByTheSameRules(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.get(
		"supervisor",
		"/admin/leyes/EC/probar",
	).is(
		http.StatusOK,
	).sees(
		"El caso",
	).seesNot(
		"No se puede contactar",
	)
	const friday = "/admin/leyes/EC/probar?canal=voice&parte=debtor&motivo=collection&dia=2026-11-20&hora="
	h.get("supervisor", friday+"18:30").sees("Se puede contactar: 20 nov 2026, 18:30", "Ese mismo")
	h.get("supervisor", friday+"20:30").sees("No se puede contactar", "ec.contact.hours", "23 nov 2026, 07:00")
	h.get("supervisor", friday+"10:00&cuando1=2026-11-20T08:00&canal1=voice&resultado1=unanswered").
		sees(
			"No se puede contactar",
			"Una sola gestión de cobro al día",
			"Contactos contados por ec.contact.frequency",
		)
	h.get("supervisor", friday+"10:00&hecho=deceased").sees("La persona falleció", "El tiempo no lo arregla")
	h.get("supervisor", friday+"10:00&hecho=told_hour").sees("any.hours_told", "20 nov 2026, 11:00")
	h.get("supervisor", friday+"10:00&hecho=told_place").sees("any.place_told", "El tiempo no lo arregla")
	h.get("supervisor", friday+"10:00&hecho=employer_forbids").sees("any.employer")
	h.get("supervisor", friday+"10:00&quien=hidden").sees("ec.contact.caller", "Número que llama")
	h.get("supervisor", friday+"10:00&quien=shown").sees("Se puede contactar: 20 nov 2026, 10:00")
	const chile = "/admin/leyes/CL/probar?canal=voice&dia=2026-11-20&hora=10:00&canal1=voice&canal2=voice" +
		"&resultado1=unanswered&resultado2=unanswered&cuando1=2026-11-03T10:00&cuando2=2026-11-11T10:00"
	h.get("supervisor", chile).sees("Se puede contactar", "estado de catástrofe").seesNot("Número que llama")
	h.get("supervisor", chile+"&hecho=catastrophe").sees("cl.contact.catastrophe")
	const mexico = "/admin/leyes/MX/probar?canal=voice&dia=2026-11-20&hora=10:00"
	h.get("supervisor", mexico+"&quien=unregistered").sees("mx.contact.caller")
	h.get("supervisor", mexico+"&parte=reference&hecho=elderly").sees("mx.contact.elderly")
	h.get("supervisor", friday+"mediodia").sees("Escriba la hora como 18:30.")
	h.get("supervisor", friday+"10:00&cuando1=2026-11-20").sees("Al contacto anterior 1 le falta el día")
	h.get("supervisor", friday+"10:00&canal1=paloma").sees("Se puede contactar")
	h.post("manager", "/admin/leyes/EC/regla", hoursOf("09:00-18:00")).is(http.StatusOK)
	h.get("supervisor", friday+"18:30").sees("Se puede contactar") // before the setting
	const later = "/admin/leyes/EC/probar?canal=voice&parte=debtor&motivo=collection&dia=2027-03-10&hora=18:30"
	h.get("supervisor", later).sees("No se puede contactar", "Ajuste de la empresa", "propia 1")
	h.get("supervisor", later+"&solo_ley=1").sees("Se puede contactar")
}
