package law_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/law"
)

// manner is a rule of how one collects: what it must say, as the reference has it, piece by piece.
type manner struct {
	id      string
	duty    law.Duty
	policy  bool // of ours, or disputed, or known from memory alone: never law
	from    calendar.Day
	channel law.Channel // the only one that it speaks of
	actor   string      // the only one
	en, es  string      // "one thing|another"
}

// words are all that a rule says in a language.
func words(r *law.ConductRule, of func(law.Said) string) string {
	said := of(r.Says) + "\n" + of(r.Reads)
	for _, h := range r.Holds {
		said += "\n" + of(h)
	}
	return strings.ToLower(said)
}

func english(s law.Said) string { return s.EN }
func spanish(s law.Said) string { return s.ES }

func (m *manner) check(t *testing.T, p *law.Pack) {
	t.Helper()
	of := func(a law.ConductAsk) *law.ConductRule {
		rules, err := p.ConductOf(&a)
		if err != nil {
			t.Fatal(err)
		}
		if at := slices.IndexFunc(rules, func(r *law.ConductRule) bool { return r.ID == m.id }); at >= 0 {
			return rules[at]
		}
		return nil
	}
	later := calendar.Of(2027, 1, 4) // all of it is in force
	r := of(law.ConductAsk{On: later, Channel: m.channel, Actor: m.actor})
	if r == nil {
		t.Errorf("%s: nobody is told of it", m.id)
		return
	}
	if r.Duty != m.duty || r.Law() == m.policy {
		t.Errorf("%s is %q, law: %t", m.id, r.Duty, r.Law())
	}
	for text, want := range map[string]string{words(r, english): m.en, words(r, spanish): m.es} {
		for piece := range strings.SplitSeq(want, "|") {
			if !strings.Contains(text, piece) {
				t.Errorf("%s does not say %q: %s", m.id, piece, text)
			}
		}
	}
	if m.from != calendar.NoDay &&
		(of(law.ConductAsk{On: m.from}) == nil || of(law.ConductAsk{On: m.from - 1}) != nil) {
		t.Errorf("%s is not from %s on", m.id, m.from.Text())
	}
	for _, c := range law.Channels() {
		is := of(law.ConductAsk{On: later, Channel: c}) != nil
		if is != (m.channel == "" || c == m.channel) {
			t.Errorf("%s is for %s: %t", m.id, c, is)
		}
	}
	for _, a := range law.Actors() {
		is := of(law.ConductAsk{On: later, Channel: m.channel, Actor: a}) != nil
		if is != (m.actor == "" || a == m.actor) {
			t.Errorf("%s is for %s: %t", m.id, a, is)
		}
	}
}

// holdTo holds all the rules of conduct of a pack to what the reference says: no more of them, and no fewer.
func holdTo(t *testing.T, code string, manners []manner) {
	t.Helper()
	p := pack(t, code)
	for i := range manners {
		manners[i].check(t, p)
	}
	for i := range p.Conduct {
		id := p.Conduct[i].ID
		if !slices.ContainsFunc(manners, func(m manner) bool { return m.id == id }) && !strings.HasPrefix(id,
			"any.") {
			t.Errorf("%s is in the pack and the reference has no such thing", id)
		}
	}
}

func TestInEcuadorOneCollectsAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	reform := calendar.Of(2022, 2, 11)
	holdTo(t, "EC", []manner{
		{id: "ec.conduct.treat", duty: law.DoNot, from: reform,
			en: "ridicule|defamation|threats|harassment|insistent repetition",
			es: "ridiculiza|difama|amenaza|acosa|insiste"},
		{id: "ec.conduct.third", duty: law.DoNot, from: reform,
			en: "no messages are left with others|learn of the default",
			es: "no se dejan recados con terceros|otros sepan de la mora"},
		{id: "ec.conduct.penalty", duty: law.Penalty, from: reform,
			en: "1 to 10 basic salaries|double if repeated|collector and creditor",
			es: "1 a 10 salarios básicos|doble si se repite|quien cobra y el acreedor"},
	})
}

func TestInCostaRicaOneCollectsAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	holdTo(t, "CR", []manner{
		{id: "cr.conduct.cards", duty: law.DoNot, en: "on a card|harassed|intimidated",
			es: "una tarjeta|acosa|intimida"},
		{id: "cr.conduct.expense", duty: law.Register, en: "every charge|evidenced expense",
			es: "todo cargo|gasto comprobado"},
		{id: "cr.conduct.pending", duty: law.Register, policy: true, en: "bill|pending", es: "proyecto de ley"},
	})
	if r := pack(t, "CR").Conduct[2]; !strings.Contains(r.Source, "23.237") {
		t.Errorf("the bill that is pending is 23.237: %s", r.Source)
	}
}

func TestInMexicoOneCollectsAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	rules := calendar.Of(2015, 1, 6)
	holdTo(t, "MX", []manner{
		{id: "mx.conduct.first", duty: law.SayFirst, from: rules,
			en: "name of the agency, and yours|address and telephone|the entity|contract or operation|" +
				"the sum owed|the date on which it was worked out|conditions to settle|where complaints are made",
			es: "nombre del despacho y el suyo|domicilio y teléfono|la entidad|contrato u operación|" +
				"monto del adeudo|" +
				"la fecha en que se calculó|condiciones para liquidarlo|dónde se presentan las quejas"},
		{id: "mx.conduct.money", duty: law.TakeMoney, from: rules, actor: "agency",
			en: "an agency receives no payments|one pays the entity alone",
			es: "el despacho no recibe pagos|se paga solo a la entidad"},
		{id: "mx.conduct.agreement", duty: law.Agree, from: rules,
			en: "in writing|breakdown|settles all of it or a part|the account of the entity",
			es: "por escrito|desglose|liquida todo (finiquito) o una parte|la cuenta de la entidad"},
		{id: "mx.conduct.treat", duty: law.DoNot, from: rules,
			en: "debtor|family|workmates|threatened|offended|not dealt with through others",
			es: "deudor|familia|compañeros|amenaza|ofende|no se trata la deuda con terceros"},
		{id: "mx.conduct.papers", duty: law.DoNot, from: rules,
			en: "no papers that look judicial|no names that look like an authority's",
			es: "ni documentos que parezcan judiciales|ni nombres que parezcan de una autoridad"},
		{id: "mx.conduct.public", duty: law.DoNot, from: rules,
			en: "blacklists|posters|public registers|photos and data in social media",
			es: "listas negras|carteles|registros públicos|fotos o datos en redes"},
		{id: "mx.conduct.number", duty: law.DoNot, from: rules, channel: law.Voice,
			en: "confidential|hidden|private|redeco", es: "confidencial|oculto|privado|redeco"},
		{id: "mx.conduct.redeco", duty: law.Register, from: rules,
			en: "name|tax number|address|telephones of their own|e-mail|persons",
			es: "nombre|rfc|domicilio|teléfonos exclusivos|correo|personas"},
		{id: "mx.conduct.redeco_monthly", duty: law.Register, from: rules, en: "redeco|each month",
			es: "redeco|cada mes"},
	})
}

func TestInColombiaOneCollectsAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	act := calendar.Of(2023, 10, 10)
	holdTo(t, "CO", []manner{
		{id: "co.conduct.reason", duty: law.AskNot, from: act,
			en: "does not ask why it was not paid|may offer alternatives|tells unasked",
			es: "no se pregunta por qué no ha pagado|ofrecer alternativas|cuente por sí misma"},
		{id: "co.conduct.references", duty: law.DoNot, from: act, en: "personal references are not contacted",
			es: "referencias personales no se las contacta"},
		{id: "co.conduct.channels", duty: law.Register, from: act, en: "told beforehand|authorised by the consumer",
			es: "se informan antes|autoriza el consumidor"},
		{id: "co.conduct.report", duty: law.Register, en: "negative report|prior authorisation|notice",
			es: "reporte negativo|autorización previa|aviso"},
		{id: "co.conduct.penalty", duty: law.Penalty, from: act, en: "sfc|sic|ley 1266", es: "sfc|sic|ley 1266"},
	})
}

func TestInPeruOneCollectsAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	holdTo(t, "PE", []manner{
		{id: "pe.conduct.judicial", duty: law.DoNot, en: "look like court notices|debtor or guarantor",
			es: "parezcan notificaciones judiciales|ni al deudor ni al garante"},
		{id: "pe.conduct.posters", duty: law.DoNot, en: "no posters, at home or elsewhere",
			es: "no se ponen carteles, ni en el domicilio ni en otro lugar"},
		{id: "pe.conduct.persons", duty: law.DoNot, en: "nobody with signs or unusual dress|near home or work",
			es: "letreros o ropa llamativa|cerca de la casa o el trabajo"},
		{id: "pe.conduct.lists", duty: law.DoNot, en: "no lists of debtors|in media|without a court order|bureau",
			es: "listas de deudores en medios|sin orden judicial|central de riesgo"},
		{id: "pe.conduct.third", duty: law.DoNot, en: "no papers or calls about the debt to others",
			es: "no se envían documentos ni se llama a terceros"},
		{id: "pe.conduct.penalty", duty: law.Penalty, en: "up to 450 uit", es: "hasta 450 uit"},
	})
}

func TestInChileOneCollectsAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	holdTo(t, "CL", []manner{
		{id: "cl.conduct.principles", duty: law.DoNot,
			en: "proportionate|reasonable|justified|transparent|true|dignity|physical and psychic integrity|" +
				"privacy of the home",
			es: "proporcional|razonable|justificada|transparente|veraz|dignidad|integridad física y psíquica|" +
				"privacidad del hogar"},
		{id: "cl.conduct.judicial", duty: law.DoNot, en: "look judicial|speak of proceedings",
			es: "parezcan judiciales|hablen de un juicio"},
		{id: "cl.conduct.third", duty: law.DoNot, en: "others are not told", es: "a terceros no se les cuenta"},
		{id: "cl.conduct.minors", duty: law.DoNot, policy: true, en: "minors are not contacted",
			es: "no se contacta a menores"},
		{id: "cl.conduct.prefix", duty: law.Register, policy: true, from: calendar.Of(2025, 8, 1),
			channel: law.Voice,
			en:      "600|litigated", es: "600|litigio"},
		{id: "cl.conduct.infraction", duty: law.DoNot, policy: true, en: "more than art. 37 lets|from memory",
			es: "por encima del art. 37|de memoria"},
		{id: "cl.conduct.penalty", duty: law.Penalty, en: "up to 300 utm", es: "hasta 300 utm"},
		{id: "cl.conduct.data", duty: law.Register, from: calendar.Of(2026, 12, 1), en: "20,000 utm|4 % of income",
			es: "20.000 utm|4 % de los ingresos"},
	})
}

func TestInTheUnitedStatesOneCollectsAsRegulationFSays(t *testing.T) {
	t.Parallel()
	from := calendar.Of(2021, 11, 30)
	holdTo(t, "US", []manner{
		{id: "us.conduct.first", duty: law.SayFirst, from: from,
			en: "attempting to collect a debt|any information obtained will be used for that purpose|" +
				"first written one",
			es: "se intenta cobrar una deuda|se averigüe se usará para eso|la primera escrita"},
		{id: "us.conduct.each", duty: law.SayEach, from: from, en: "each later communication|from a debt collector",
			es: "cada comunicación posterior|cobrador de deudas"},
		{id: "us.conduct.language", duty: law.SayEach, from: from,
			en: "language, or languages, of the conversation",
			es: "idioma, o los idiomas, de la conversación"},
		{id: "us.conduct.time_barred", duty: law.DoNot, from: from,
			en: "time-barred debt|neither sues nor threatens",
			es: "prescrita no se demanda ni se amenaza con demandar"},
		{id: "us.conduct.inconvenient", duty: law.DoNot, from: from,
			en: "time or place|inconvenient|answers once by the same medium",
			es: "hora ni en el lugar|no le conviene|una vez por el mismo medio"},
		{id: "us.conduct.employer", duty: law.DoNot, from: from,
			en: "no contact at work where the employer does not",
			es: "no se contacta en el trabajo a quien su empleador no"},
		{id: "us.conduct.envelope", duty: law.DoNot, from: from, channel: law.Letter,
			en: "envelope does not say that a debt", es: "sobre no dice que se cobra"},
		{id: "us.conduct.prosecution", duty: law.DoNot, from: from, en: "no threat of prosecution|postdated",
			es: "no se amenaza con un proceso penal|posfechado"},
		{id: "us.conduct.email_route", duty: law.Register, from: from, channel: law.Email,
			en: "used or consented to|35 days|opt out|public domain",
			es: "usó o autorizó|35 días|negarse|dominio público"},
		{id: "us.conduct.delivery", duty: law.Register, from: from, en: "really arrive|can be kept",
			es: "llegan de verdad|se puede guardar"},
		{id: "us.conduct.state", duty: law.Register, from: from, en: "state law that protects more prevails",
			es: "ley del estado que más protege prevalece"},
		{id: "us.conduct.abandoned", duty: law.Register, policy: true, channel: law.Voice,
			en: "that a person answers|at most 3 %|30 days|each campaign|within 2 seconds|" +
				"15 seconds or four rings|recorded",
			es: "que alguien contesta|a lo sumo el 3 %|30 días|cada campaña|dentro de 2 segundos|" +
				"15 segundos o cuatro|grabado"},
	})
}

// What we ask of ourselves everywhere stands where a country's own rule does not say it better.
func TestEverywhereOneCollectsAsWeAskOfOurselves(t *testing.T) {
	t.Parallel()
	ours := []manner{
		{id: "any.say_first", duty: law.SayFirst, policy: true,
			en: "to who answers for the debt alone|your name and that of the company|the creditor|" +
				"how much is overdue|date",
			es: "solo con quien responde por la deuda|su nombre y el de la empresa|el acreedor|" +
				"cuánto está vencido|fecha"},
		{id: "any.take_money", duty: law.TakeMoney, policy: true, en: "written authority|receipt at once",
			es: "autorización escrita del acreedor|recibo en el acto"},
		{id: "any.treat", duty: law.DoNot, policy: true, en: "no threats, no insults, no deceit|" +
			"nobody else is told",
			es: "no se amenaza, no se insulta, no se engaña|a nadie más se le habla"},
	}
	replaced := []string{"EC any.treat", "MX any.treat", "MX any.say_first", "US any.say_first"}
	for _, code := range law.Codes() {
		p := pack(t, code)
		for i := range ours {
			if !slices.Contains(replaced, code+" "+ours[i].id) {
				ours[i].check(t, p)
			} else if slices.ContainsFunc(p.Conduct, func(r law.ConductRule) bool { return r.ID == ours[i].id }) {
				t.Errorf("%s has its own rule, and %s beside it", code, ours[i].id)
			}
		}
	}
	elsewhere, err := law.LoadAny("GT")
	if err != nil {
		t.Fatal(err)
	}
	for i := range ours {
		ours[i].check(t, elsewhere)
	}
}

// US-21: three abandoned calls of a hundred that a person answered are within us.conduct.abandoned, four are
// not. No dialer of ours counts them yet: what can be held is the share that the rule names.
func TestADialerAbandonsNoMoreCallsThanTheRuleSays(t *testing.T) {
	t.Parallel()
	rules, err := pack(t, "US").ConductOf(&law.ConductAsk{Channel: law.Voice})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(rules, func(r *law.ConductRule) bool { return r.ID == "us.conduct.abandoned" })
	if at < 0 {
		t.Fatal("nobody is told how many calls a dialer may abandon")
	}
	for _, said := range []string{rules[at].Says.ES, rules[at].Says.EN} {
		share := regexp.MustCompile(`(\d+) %`).FindStringSubmatch(said)
		if share == nil {
			t.Fatalf("no share is named: %s", said)
		}
		most, err := strconv.Atoi(share[1])
		for abandoned, within := range map[int]bool{3: true, 4: false} {
			if err != nil || (abandoned*100 <= most*100) != within || !strings.Contains(said, "30 d") {
				t.Errorf("%d of 100: %s", abandoned, said)
			}
		}
	}
}
