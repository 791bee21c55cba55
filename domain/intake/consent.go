package intake

import (
	"strconv"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Consent is leave to contact a person by a channel, as a creditor's file says it: «whatsapp 15/01/2026
// contrato 4417», several with | between them. The day and the proof may be missing, the channel may not: no
// law takes a consent to everything.
type Consent struct {
	Channel law.Channel
	GivenOn calendar.Day // NoDay: the file does not say
	Proof   string
}

// What is warned of in the column of consents: the row is in, without that consent.
const (
	warnConsent      = "intake.row.consent"
	warnConsentAhead = "intake.row.consent_ahead"
	warnConsentAll   = "intake.row.consent_all"
	warnConsentMany  = "intake.row.consent_many"
)

// channelWords are how files call the channels, folded, the longer before those that begin like them.
var channelWords = [...]struct {
	channel law.Channel
	words   string
}{
	{law.SMS, "mensaje de texto, mensajes de texto, texto, sms, mensaje, mensajes, text message, text"},
	{law.Voice, "llamada telefonica, llamadas telefonicas, llamada, llamadas, telefono, telefonica, " +
		"celular, voz, voice, phone, call, calls"},
	{law.WhatsApp, "whatsapp, whats app, whats, wsp, wa"},
	{law.Email, "correo electronico, correo, correos, email, e mail, mail"},
	{law.Letter, "carta, cartas, correspondencia, letter, letters"},
	{law.Visit, "visita domiciliaria, visita, visitas, visit, visits"},
	{law.Chat, "chat"},
}

// lookAtConsents reads what a row says of consents, and warns of what it cannot be.
func (r *Reader) lookAtConsents(into *Row) {
	into.Allowed = nil
	if !r.v.has[colConsents] {
		return
	}
	s, text := r.stepOf(colConsents), r.v.text[colConsents]
	fresh := r.isNewText(2, text)
	parts := func(c rune) bool { return c == '|' || c == ';' || c == '\n' }
	for entry := range strings.FieldsFuncSeq(text, parts) {
		all, why := readConsents(strings.TrimSpace(entry), s.order)
		for _, c := range all {
			if why == "" && r.asOf != calendar.NoDay && c.GivenOn > r.asOf {
				why = warnConsentAhead
			}
		}
		switch {
		case why == "":
			into.Allowed = append(into.Allowed, all...)
		case fresh:
			r.warnOf(colConsents, strings.TrimSpace(entry), why)
		}
	}
}

// readConsents reads one entry: a channel with its day and proof, or several channels with commas between
// them. A no is none, and no refusal either: who never agreed has not forbidden anything.
func readConsents(entry string, o order) (all []Consent, why string) {
	switch word := fold(entry); word {
	case "", "no", "ninguno", "ninguna", "none", "0", "n", "false":
		return nil, ""
	case "si", "s", "yes", "y", "true", "1", "x", "todos", "todas", "all":
		return nil, warnConsentAll
	}
	if c, ok := readConsent(entry, o); ok {
		return []Consent{c}, ""
	}
	for part := range strings.SplitSeq(entry, ",") {
		c, ok := readConsent(strings.TrimSpace(part), o)
		if !ok {
			return nil, warnConsent
		}
		all = append(all, c)
	}
	return all, ""
}

// readConsent reads the channel in front, then a day if one follows; the rest is the proof. An entry that
// goes on with a comma and another channel is a list.
func readConsent(entry string, o order) (c Consent, ok bool) {
	channel, rest := channelOf(entry)
	if channel == "" {
		return c, false
	}
	c.Channel = channel
	rest = between(rest)
	first, behind, _ := strings.Cut(rest, " ")
	first = strings.TrimRight(first, ":,;")
	if day, wrong := readDay([]byte(first), o, false); wrong == "" && day != calendar.NoDay && first != "" {
		c.GivenOn, rest = day, between(behind)
	}
	for part := range strings.SplitSeq(rest, ",") {
		if other, _ := channelOf(strings.TrimSpace(part)); other != "" {
			return c, false
		}
	}
	c.Proof = rest
	return c, true
}

func between(text string) string { return strings.Trim(text, " \t:,-–/=@()") }

// channelOf reads the channel with which a text begins, and gives what comes after it.
func channelOf(text string) (law.Channel, string) {
	words := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" \t:,/=@()-–", c) })
	for n := min(3, len(words)); n > 0; n-- {
		name := fold(strings.Join(words[:n], " "))
		for _, c := range channelWords {
			for way := range strings.SplitSeq(c.words, ", ") {
				if name != way {
					continue
				}
				at := 0
				for _, w := range words[:n] {
					at += strings.Index(text[at:], w) + len(w)
				}
				return c.channel, text[at:]
			}
		}
	}
	return "", ""
}

// consents sets down what the rows of a chunk say of consents, as marks by which the gate goes. A row that
// names one for which there is no room is in, and warned of.
func (l *loader) consents(tx db.Tx, c *chunk, persons *found) (int64, error) {
	if l.Gate == nil {
		return 0, nil
	}
	var all []law.Brought
	var rows []*Row // of each
	of := func(row *Row, person id.ID) {
		for _, consent := range row.Allowed {
			all, rows = append(all, l.brought(row.Line, consent, person)), append(rows, row)
		}
	}
	for i := range c.plan {
		of(c.plan[i].row, persons.debtors[i])
	}
	for i := range c.parties {
		of(c.parties[i].row, persons.helpers[i])
	}
	if len(all) == 0 {
		return 0, nil
	}
	set, left, err := l.Gate.ConsentsTx(tx, all)
	if err != nil || len(left) == 0 {
		return set, err
	}
	var warned []refusedRow
	for _, i := range left {
		if n := len(warned); n > 0 && warned[n-1].line == int64(rows[i].Line) {
			continue
		}
		value := cutText([]byte(rows[i].Consents), maxRefusedValue)
		warned = append(warned, refusedRow{line: int64(rows[i].Line), grade: "warned", reason: Refusal{
			Column: colConsents.name(), Field: colConsents.name(), Value: string(value),
			Key: warnConsentMany, Args: []any{law.MostMarks},
		}})
	}
	tx.AfterCommit(func() { l.unconsented += int64(len(warned)) })
	return set, addRefusals(tx, l.cut.ID, warned)
}

// unconsentedTx counts the rows of a cut that were warned of for that before its load was interrupted.
func unconsentedTx(tx db.Tx, cut id.ID) (n int64, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		n = r.Int(0)
		return nil
	}, `SELECT COUNT(*) FROM cut_refusal WHERE cut_id = ? AND grade = 'warned' AND reason LIKE ?`,
		cut, `{"key":"`+warnConsentMany+`"%`)
	return n, err
}

// brought is a consent of a row. One that says no proof is proved by the file and its line.
func (l *loader) brought(line int, c Consent, person id.ID) law.Brought {
	b := law.Brought{Undated: c.GivenOn == calendar.NoDay, Mark: law.Mark{
		PersonID: person, Channel: c.Channel, Proof: c.Proof, CutID: l.cut.ID, ByUser: l.cut.PublishedBy,
	}}
	if b.Undated {
		c.GivenOn = l.cut.AsOfOn
	}
	if b.Proof == "" {
		b.Proof = l.cut.FileName + ":" + strconv.Itoa(line)
	}
	b.From = c.GivenOn.Start(l.creditor.Place())
	return b
}
