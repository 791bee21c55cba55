package intake

import (
	"slices"
	"strings"
	"testing"

	"aldia/domain/party"
	"aldia/platform/db"
)

// points lists how people can be reached.
func (o *office) points(t testing.TB) (all []string) {
	t.Helper()
	if err := o.db.Read(o.ctx, func(tx db.Tx) error {
		all = nil
		return tx.Query(func(r db.Row) error {
			all = append(all, r.Text(0)+" "+r.Text(1)+" "+r.Text(2)+" "+r.Text(3))
			return nil
		}, `SELECT n.name, c.kind, c.value, c.state FROM contact_point c JOIN person n ON n.id = c.person_id
			ORDER BY 1, 2, 3`)
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

const contactBook = "role;account;person;person_name;id_number;phones;due_on;principal\n" +
	"deudor;A1;p1;Ana;1714307103;0991234567;2026-01-10;10\ndeudor;A2;p2;Beto;;0987654321;2026-01-10;20\n" +
	"garante;A1;p3;Gloria;;;;\ncodeudor;A2;p4;Dario;;;;\ncodeudor;A2;p5;Elsa;;;;\n"

const contactFile = "cedula;codigo cliente;cuenta;rol;telefono;correo;direccion;ciudad;" +
	"estado;fuente;color\n" +
	"1714307103;;;;0991234567|022345678;ana@correo.ec;" +
	"Av. Amazonas 123;Quito;;buró;rojo\n" +
	";p2;;;0987654321;;;;equivocado;central;rojo\n" +
	";;A2;;0961112223;;;;fuera de servicio;central;rojo\n" +
	";;A1;garante;0955556667;;;;;central;rojo\n" +
	";;A2;codeudor;0955556668;;;;;central;rojo\n" + // which of the two?
	";;A9;;0955556669;;;;;central;rojo\n" +
	"1714307103;;;;no sabe;;;;;central;rojo\n" +
	";p2;;;0987654321;;;;rarísimo;central;rojo\n"

func TestAFileOfContactsAddsWaysToReachPeopleAndSaysWhichAreNoGood(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, contactBook, monday())
		before := o.points(t)
		as := Options{Kind: Contacts, Creditor: "banco", AsOf: monday()}
		take := func(text string) Cut {
			t.Helper()
			cuts, err := o.Import(o.ctx, File{"contactos.csv", int64(len(text)), strings.NewReader(text)}, as)
			if err != nil || len(cuts) != 1 || cuts[0].State != Published {
				t.Fatalf("%+v, %v", cuts, err)
			}
			return cuts[0]
		}
		seen, err := o.Try(
			o.ctx,
			File{"contactos.csv", int64(len(contactFile)), strings.NewReader(contactFile)},
			as,
		)
		if err != nil || len(seen) != 1 || !slices.Equal(o.points(t), before) {
			t.Fatalf("a dry run: %+v, %v, %q", seen, err, o.points(t))
		}
		want := Counts{Rows: 8, Accepted: 5, Refused: 3, Warned: 1, New: 5, Changed: 1, Unchanged: 2, Unmatched: 2}
		counts(t, "what it would do", seen[0].Cut, want)
		c := take(contactFile)
		counts(t, "what it did", c, want)
		after := []string{
			"Ana address Av. Amazonas 123, Quito unverified", "Ana email ana@correo.ec unverified",
			"Ana phone +59322345678 unverified", "Ana phone +593991234567 unverified",
			"Beto phone +593961112223 unreachable", "Beto phone +593987654321 wrong",
			"Gloria phone +593955556667 unverified",
		}
		if got := o.points(t); !slices.Equal(got, after) {
			t.Errorf("the contacts are\n%s", strings.Join(got, "\n"))
		}
		var why []string
		for _, r := range o.refusals(t, c.ID) {
			why = append(why, r.Grade+" "+r.Key)
		}
		if !slices.Equal(why, []string{
			"refused " + whyWhich, "refused " + whyNobody, "refused party.point.unreadable",
			"warned " + warnPointSays,
		}) {
			t.Errorf("refused: %q", why)
		}
		counts(t, "again", take(contactFile),
			Counts{Rows: 8, Accepted: 5, Refused: 3, Warned: 1, Unchanged: 8, Unmatched: 2})
		if got := o.points(t); !slices.Equal(got, after) {
			t.Errorf("again the contacts are\n%s", strings.Join(got, "\n"))
		}
		o.undo(t, c)
		for i, point := range after {
			if !slices.Contains(before, point) {
				after[i] = strings.NewReplacer("unverified", "replaced", "unreachable", "replaced", " wrong",
					" unverified").Replace(point)
			}
		}
		if got := o.points(t); !slices.Equal(got, after) {
			t.Errorf("taken back the contacts are\n%s", strings.Join(got, "\n"))
		}
	})
}

func TestAFileOfContactsDoesNotTalkSomebodyIntoBeingCalled(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		o.load(t, contactBook, monday())
		mark := func(to party.PointState) {
			t.Helper()
			if err := o.db.Write(o.ctx, func(tx db.Tx) error {
				var point int64
				if err := tx.Query(func(r db.Row) error {
					point = r.Int(0)
					return nil
				}, `SELECT id FROM contact_point WHERE value = '+593991234567'`); err != nil {
					return err
				}
				_, err := tx.Exec(`UPDATE contact_point SET state = ? WHERE id = ?`, to, point)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		mark(party.OptedOut)
		const text = "cedula;telefono;estado\n1714307103;0991234567;valido\n"
		cuts, err := o.Import(o.ctx, File{"c.csv", int64(len(text)), strings.NewReader(text)},
			Options{Kind: Contacts, Creditor: "banco", AsOf: monday()})
		if err != nil {
			t.Fatal(err)
		}
		if r := o.refusals(t, cuts[0].ID); len(r) != 1 || r[0].Key != party.ErrPointConsent.Key {
			t.Errorf("refused: %+v", r)
		}
		if got := o.points(t); !slices.Contains(got, "Ana phone +593991234567 opted_out") {
			t.Errorf("the contacts are %q", got)
		}
	})
}

func TestAStateIsHowATelephoneStandsOrWhereSomebodyLives(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, value, want string }{
		{"Estado", "Equivocado", "status"},
		{"Estado", "Jalisco", "region"},
		{"state", "out of service", "status"},
		{"state", "California", "region"},
		{"Situación", "fuera de servicio", "status"},
		{"Fuente", "buró de crédito", "note"},
	} {
		m, _, _ := Guess(Contacts, []string{"Cédula", "Teléfono", c.header},
			[][]string{{"1714307103", "0991234567", c.value}}, false, Mapping{Country: "MX"})
		if m.Columns[c.want].From != c.header {
			t.Errorf("%s with %q is not read as %s: %+v", c.header, c.value, c.want, m.Columns)
		}
	}
}
