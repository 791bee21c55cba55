package law_test

import (
	"slices"
	"testing"
	"time"

	"aldia/domain/law"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/id"
)

// known sets down what is known of María.
func (g *porch) known(sql string, args ...any) {
	g.t.Helper()
	err := g.db.Write(g.t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	})
	if err != nil {
		g.t.Fatal(err)
	}
}

func (g *porch) phone(number, state string) {
	g.t.Helper()
	g.known(
		`INSERT INTO contact_point (id, person_id, merged_from, kind, value, code, shown, line, state, source,
		creditor_id, rank, created_at, changed_at)
		VALUES (?, ?, 0, 'phone', ?, 0, ?, 'mobile', ?, 'file', 0, 0, 0, 0)`,
		g.db.IDs().New(),
		maria,
		number,
		number,
		state,
	)
}

// decide asks for a call at an hour of Guayaquil on Monday, 2 March 2026.
func (g *porch) decide(creditor id.ID, hour int, channel law.Channel) law.Decision {
	g.t.Helper()
	p := call(creditor)
	p.Channel, p.At = channel, time.Date(2026, 3, 2, hour+5, 0, 0, 0, time.UTC)
	d, err := g.Ask(g.as(ana, auth.Agent), p)
	if err != nil {
		g.t.Fatal(err)
	}
	return d
}

func TestItMustBeTheRightHourInEveryPlaceThatIsKnown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := stand(t, d)
		if v := g.decide(banco, 19, law.Voice); !v.Allowed ||
			!slices.Equal(v.Zones, []string{"America/Guayaquil"}) {
			t.Errorf("seven at night in Guayaquil: %+v", v)
		}
		g.phone("+34612345678", "wrong")
		g.phone("+593991234567", "valid")
		if v := g.decide(banco, 19, law.Voice); !v.Allowed {
			t.Errorf("a number that is not hers, and a mobile one that says nothing: %+v", v)
		}
		g.phone("+34612345679", "unverified")
		if v := g.decide(banco, 19, law.Voice); v.Allowed || !slices.Contains(v.Zones, "Europe/Madrid") {
			t.Errorf("one in the morning in Madrid: %+v", v)
		}
		if v := g.decide(banco, 8, law.Voice); !v.Allowed {
			t.Errorf("eight in Guayaquil, two in the afternoon in Madrid: %+v", v)
		}
		g.known(`UPDATE person SET region = 'Galápagos' WHERE id = ?`, maria)
		v := g.decide(banco, 7, law.Voice)
		if v.Allowed || !slices.Equal(v.Zones, []string{"Pacific/Galapagos", "Europe/Madrid"}) {
			t.Errorf("six in the Galápagos: %+v", v)
		}
	})
}

func TestWhatIsOwedAndByWhomSaysWhichRulesThereAre(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := stand(t, d)
		g.known(`UPDATE creditor SET country = 'CO', timezone = 'America/Bogota' WHERE id = ?`, banco)
		if _, err := g.Mark(g.as(ana, auth.Agent), law.Mark{
			PersonID: maria, Kind: law.Consents, Channel: law.Visit, Proof: "carta",
		}); err != nil {
			t.Fatal(err)
		}
		if v := g.decide(banco, 11, law.Visit); v.Allowed || !blockedBy(v, "co.contact.visit") ||
			v.Blocked[0].Basis != law.OfLaw {
			t.Errorf("a visit to a consumer: %+v", v)
		}
		g.known(`UPDATE account SET product = 'Microcrédito' WHERE id = ?`, accountOf(maria, banco))
		if v := g.decide(banco, 11, law.Visit); !v.Allowed {
			t.Errorf("a visit for microcredit, with consent: %+v", v)
		}
		if v := g.decide(banco, 11, law.Visit); v.Packs[0].Segment != "micro" {
			t.Errorf("it is not kept for what kind of credit it was taken: %+v", v.Packs)
		}
		g.known(`INSERT INTO portfolio (id, creditor_id, code, name, figures, gone, segment, created_at)
			VALUES (61, ?, 'C', 'C', '', '', 'consumer', 0)`, banco)
		g.known(`UPDATE account SET portfolio_id = 61 WHERE id = ?`, accountOf(maria, banco))
		if v := g.decide(banco, 11, law.Visit); v.Allowed || v.Packs[0].Segment != "consumer" {
			t.Errorf("the portfolio is of consumer credit, whatever the product is called: %+v", v)
		}
		g.known(`UPDATE portfolio SET segment = 'agro' WHERE id = 61`)
		if v := g.decide(banco, 11, law.Visit); !v.Allowed {
			t.Errorf("a visit for farm credit, with consent: %+v", v)
		}
		g.known(`UPDATE portfolio SET segment = 'commercial' WHERE id = 61`)
		if v := g.decide(banco, 11, law.Visit); v.Allowed || v.Blocked[0].Basis != law.OfLaw {
			t.Errorf("a person who owes a commercial credit is a consumer to the law: %+v", v)
		}
		g.known(`UPDATE account SET product = 'Factura' WHERE id = ?`, accountOf(maria, banco))
		g.known(`UPDATE person SET kind = 'legal' WHERE id = ?`, maria)
		v := g.decide(banco, 11, law.Visit)
		if v.Allowed || !blockedBy(v, "co.contact.visit") || v.Blocked[0].Basis != law.OfPolicy {
			t.Errorf("a visit to a company, by our choice: %+v", v)
		}
		if v.Packs[0].Segment != law.Business {
			t.Errorf("a commercial credit of a company is taken for %s", v.Packs[0].Segment)
		}
	})
}

func TestACatastropheGoesOnAfterItIsOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := stand(t, d)
		m, err := g.Mark(g.as(ana, auth.Agent), law.Mark{PersonID: maria, Kind: law.Catastrophe})
		if err != nil {
			t.Fatal(err)
		}
		counted := func() bool {
			_, is := g.decide(coop, 11, law.Voice).Counts["cl.contact.catastrophe"]
			return is
		}
		if !counted() {
			t.Error("a state of catastrophe: the calls of the month are not counted")
		}
		if err := g.EndMark(g.as(ana, auth.Agent), m.ID, "terminó"); err != nil {
			t.Fatal(err)
		}
		if !counted() {
			t.Error("it is over, and its sixty days begin")
		}
		for _, in := range g.marks() {
			if in.Kind == law.Catastrophe && in.Forbids() {
				t.Error("a catastrophe forbids nothing by itself")
			}
		}
	})
}

func (g *porch) marks() []law.Mark {
	g.t.Helper()
	all, err := g.Marks(g.t.Context(), maria)
	if err != nil {
		g.t.Fatal(err)
	}
	return all
}
