package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"aldia/domain/law"
	"aldia/platform/db"
	"aldia/platform/event"
)

func TestAConsentIsAChannelWithItsDayAndItsProof(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want string // channel day proof, several with | between
		why        string
	}{
		{"whatsapp 15/01/2026 contrato 4417", "whatsapp 2026-01-15 contrato 4417", ""},
		{"WhatsApp: 2026-01-15: contrato 4417", "whatsapp 2026-01-15 contrato 4417", ""},
		{"correo electrónico (15/01/2026)", "email 2026-01-15 ", ""},
		{"sms", "sms 0 ", ""}, {"Mensaje de texto, llamada", "sms 0 |voice 0 ", ""},
		{"llamadas grabación 88-A, del 3 de mayo", "voice 0 grabación 88-A, del 3 de mayo", ""},
		{"visita: acta firmada", "visit 0 acta firmada", ""},
		{"no", "", ""}, {"", "", ""}, {"ninguno", "", ""},
		{"sí", "", warnConsentAll}, {"X", "", warnConsentAll},
		{"paloma 15/01/2026", "", warnConsent}, {"contrato 4417", "", warnConsent},
		{"sms, paloma", "sms 0 paloma", ""},
	} {
		all, why := readConsents(c.text, orderDMY)
		var got []string
		for _, one := range all {
			day := "0"
			if one.GivenOn != 0 {
				day = one.GivenOn.Text()
			}
			got = append(got, fmt.Sprintf("%s %s %s", one.Channel, day, one.Proof))
		}
		if why != c.why || strings.Join(got, "|") != c.want {
			t.Errorf("%q is %q (%s)", c.text, got, why)
		}
	}
}

// marks lists the consents of everybody: person, channel, day, proof, and whether it was ended.
func (o *office) marks(t testing.TB) (all []string) {
	t.Helper()
	if err := o.db.Read(o.ctx, func(tx db.Tx) error {
		all = nil
		return tx.Query(func(r db.Row) error {
			text := fmt.Sprint(r.Text(0), " ", r.Text(1), " ", db.Time(r.Int(2)).UTC().Format("2006-01-02 15h"), " ",
				r.Text(3))
			if r.Int(4) != 0 {
				text += " ended: " + r.Text(5)
			}
			all = append(all, text)
			return nil
		}, `SELECT p.name, m.channel, m.from_at, m.proof, m.ended_at, m.ended_why FROM person_mark m
			JOIN person p ON p.id = m.person_id WHERE m.kind = 'consent' ORDER BY p.name, m.channel, m.id`)
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheConsentsOfAFileAreMarksOfTheGateAndGoWithItsCut(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.Gate = law.NewGate(o.db, event.NewBus(o.db, nil), law.NewOwns(o.db).PackTx, nil)
		const head = "role;account;item;person;person_name;due_on;principal;consents\n"
		text := head + "deudor;A1;1;p1;Uno;2026-01-10;10;whatsapp 15/01/2026 contrato 1|sms\n" +
			"deudor;A1;2;p1;Uno;2026-02-10;10;whatsapp 15/01/2026 contrato 1|sms\n" +
			"deudor;A2;1;p2;Dos;2026-01-10;7;sí\ndeudor;A3;1;p3;Tres;2026-01-10;7;no\n" +
			"garante;A1;;p4;Cuatro;;;correo 2026-01-20\ndeudor;A5;1;p5;Cinco;2026-01-10;7;sms 15/01/2036\n"
		first := o.load(t, text, monday())
		counts(t, "with consents", first, Counts{Rows: 6, Accepted: 6, New: 5, Warned: 2})
		var why []string
		for _, r := range o.refusals(t, first.ID) {
			why = append(why, fmt.Sprint(r.Line, " ", r.Column, " ", r.Value, " ", r.Key))
		}
		warned := []string{"4 consents sí " + warnConsentAll, "7 consents sms 15/01/2036 " + warnConsentAhead}
		if !slices.Equal(why, warned) {
			t.Errorf("warned of %q", why)
		}
		want := []string{
			"Cuatro email 2026-01-20 05h corte.csv:6", // midnight in Quito
			"Uno sms 2026-03-02 05h corte.csv:2", "Uno whatsapp 2026-01-15 05h contrato 1",
		}
		if got := o.marks(t); !slices.Equal(got, want) || first.Answer.Consents != 3 {
			t.Fatalf("%d: %q", first.Answer.Consents, got)
		}

		// The same again, and rows that changed otherwise, say nothing new; another day is another consent.
		next := o.load(t, strings.NewReplacer("2026-01-10;10", "2026-01-10;12").Replace(text), monday()+1)
		if got := o.marks(t); next.Answer.Changed != 1 || next.Answer.Consents != 0 || !slices.Equal(got, want) {
			t.Errorf("again: %+v, %q", next.Answer, got)
		}
		later := o.load(t, strings.ReplaceAll(text, "whatsapp 15/01", "whatsapp 20/02"), monday()+2)
		if later.Answer.Consents != 1 || len(o.marks(t)) != 4 {
			t.Errorf("of another day: %+v, %q", later.Answer, o.marks(t))
		}

		// What a cut brought goes with it, and what an earlier one had said stands.
		o.undo(t, later)
		want = append(want, "Uno whatsapp 2026-02-20 05h contrato 1 ended: corte.csv")
		if got := o.marks(t); !slices.Equal(got, want) {
			t.Errorf("taken back: %q", got)
		}
		o.undo(t, next)
		o.undo(t, first)
		for _, m := range o.marks(t) {
			if !strings.HasSuffix(m, "ended: corte.csv") {
				t.Errorf("all is taken back, and yet %s", m)
			}
		}
		if back := o.load(t, text, monday()+3); back.Answer.Consents != 3 {
			t.Errorf("come again after that: %+v", back.Answer)
		}
	})
}

// Of Uno two hundred things stand already. What the file says of them is in, without another consent, and is
// warned of where the cut's warnings are; a consent that stands already needs no room, and Dos has some.
func TestAConsentForWhichThereIsNoRoomIsWarnedOf(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.Gate = law.NewGate(o.db, event.NewBus(o.db, nil), law.NewOwns(o.db).PackTx, nil)
		const head = "role;account;item;person;person_name;due_on;principal;autorizaciones\n"
		text := head + "deudor;A1;1;p1;Uno;2026-01-10;10;whatsapp 15/01/2026 contrato 1\n"
		o.load(t, text, monday())
		if err := o.db.Write(o.ctx, func(tx db.Tx) error {
			for i := range law.MostMarks - 1 {
				_, err := tx.Exec(`INSERT INTO person_mark (id, person_id, account_id, kind, channel, from_at,
						until_at, document, proof, contact_id, set_at, by_user, ended_at, ended_by, ended_why)
					SELECT ?, id, 0, 'asked', '', 1, 0, 0, '', 0, 1, 0, 0, 0, '' FROM person WHERE name = 'Uno'`, i+1)
				if err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		text = head +
			"deudor;A1;1;p1;Uno;2026-01-10;11;whatsapp 15/01/2026 contrato 1|sms 16/01/2026|llamada\n" +
			"deudor;A2;1;p2;Dos;2026-01-10;7;sms 16/01/2026 contrato 2\n"
		cut := o.load(t, text, monday()+1)
		counts(t, "no room", cut, Counts{Rows: 2, Accepted: 2, New: 1, Changed: 1, Warned: 1})
		all := o.refusals(t, cut.ID)
		if len(all) != 1 || all[0].Line != 2 || all[0].Column != "autorizaciones" ||
			all[0].Key != warnConsentMany || all[0].Args[0] != int64(law.MostMarks) || cut.Answer.Consents != 1 {
			t.Errorf("%d consents, and warned of %+v", cut.Answer.Consents, all)
		}
		want := []string{"Dos sms 2026-01-16 05h contrato 2", "Uno whatsapp 2026-01-15 05h contrato 1"}
		if got := o.marks(t); !slices.Equal(got, want) {
			t.Errorf("consents %q", got)
		}
		if err := o.db.Read(o.ctx, func(tx db.Tx) error {
			n, err := unconsentedTx(tx, cut.ID)
			if n != 1 {
				t.Errorf("who goes on with it knows of %d", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
