package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
)

// drafts keeps a file to be looked at.
func (o *office) drafts(t testing.TB, text string, set func(*Options)) Cut {
	t.Helper()
	as := Options{Kind: Portfolio, Country: "EC", AsOf: monday()}
	set(&as)
	c, err := o.Draft(o.ctx, File{"corte.csv", int64(len(text)), strings.NewReader(text)}, as)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// byHand is a file of two creditors in which nobody can guess the due day by its name.
const byHand = `mandante;operación;cliente;cuándo;saldo capital;celular;teléfono casa;sucursal
norte;A-1;Rosa Quishpe;05/02/2026;100,50;0991234567;022345678;Quito
sur;B-1;José Ñáñez;07/02/2026;200,00;0987654321;;Loja
norte;A-2;Lucía Benavides;09/02/2026;300,00;0991112223;;Quito
`

func TestAFileIsLookedAtColumnByColumnAndMapped(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		c := o.drafts(t, byHand, func(*Options) {})
		s, err := o.Show(o.ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Columns) != 8 || !errors.Is(s.Faults[0], ErrMissing) {
			t.Fatalf("%d columns, faults %v", len(s.Columns), s.Faults)
		}
		account, when, branch := s.Columns[1], s.Columns[3], s.Columns[7]
		if account.Ours[0] != "account" || account.Guess.Confidence < Doubtful || account.Samples[0] != "A-1" {
			t.Errorf("the account reads %+v", account)
		}
		if !when.Attribute() || !branch.Attribute() {
			t.Errorf("what nobody knows is no attribute: %+v %+v", when, branch)
		}
		choice := Choice{File: s.Style, Columns: []string{
			"creditor", "account", "person_name", "due_on", "principal", "phones", "phones", ChooseLeave,
		}}
		if err := o.Choose(o.ctx, c.ID, choice); err != nil {
			t.Fatal(err)
		}
		if s, err = o.Show(o.ctx, c.ID); err != nil || !slices.ContainsFunc(s.Faults, isMissing) {
			t.Fatalf("no person can be told from another, and the faults are %v, %v", s.Faults, err)
		}
		choice.Columns[2] = "person"
		if err := o.Choose(o.ctx, c.ID, choice); err != nil {
			t.Fatal(err)
		}
		s, err = o.Show(o.ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Mapping.Columns["phones"].Join; !slices.Equal(got, []string{"celular", "teléfono casa"}) {
			t.Errorf("the phones are joined of %q", got)
		}
		if !s.Columns[7].Left || s.Columns[3].Ours[0] != "due_on" {
			t.Errorf("the choice was not kept: %+v %+v", s.Columns[7], s.Columns[3])
		}
	})
}

func isMissing(err error) bool { return errors.Is(err, ErrMissing) }

func TestTwoColumnsCannotBeOneThatIsReadFromOne(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		c := o.drafts(t, byHand, func(*Options) {})
		s, err := o.Show(o.ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for ours, want := range map[string]error{"due_on": ErrChosenTwice, "principal": ErrChosenTwice,
			"interest": ErrChosenTwice, "fees": nil} {
			err = o.Choose(o.ctx, c.ID, Choice{File: s.Style, Columns: []string{
				"creditor", "account", "person_name", ours, ours, ChooseKeep, "phones", ChooseLeave,
			}})
			if errors.Is(err, ErrChosenTwice) != (want != nil) {
				t.Errorf("two columns for %s gave %v, want %v", ours, err, want)
			}
		}
	})
}

func TestAmountsThatAMappingJoinsByHandStayJoined(t *testing.T) {
	t.Parallel()
	m := Mapping{Columns: map[string]ColumnSource{"principal": {Join: []string{"capital 2", "capital 1"}}}}
	next, err := m.choose(Portfolio, []string{"capital 1", "capital 2", "capital 3"},
		[]string{"principal", "principal", ChooseKeep})
	if err != nil || !slices.Equal(next.Columns["principal"].Join, []string{"capital 2", "capital 1"}) {
		t.Errorf("to go on as it was: %v, %v", next.Columns["principal"], err)
	}
	_, err = m.choose(Portfolio, []string{"capital 1", "capital 2", "capital 3"},
		[]string{"principal", "principal", "principal"})
	if !errors.Is(err, ErrChosenTwice) {
		t.Errorf("a third one added on the screen: %v", err)
	}
}

// twoCreditors is a file that names both and can be read as it is.
const twoCreditors = `creditor;account;person;person_name;due_on;principal
norte;A-1;P1;Rosa Quishpe;2026-02-05;100.50
sur;B-1;P2;José Ñáñez;2026-02-07;200.00
norte;A-2;P3;Lucía Benavides;2026-02-09;300.00
`

func TestADraftBecomesACutForEachCreditorOnce(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		c := o.drafts(t, twoCreditors, func(*Options) {})
		var first []Cut
		for range 2 { // asked again after a look back at the columns, it gives the same cuts
			cuts, err := o.Settle(o.ctx, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if len(cuts) != 2 || cuts[0].ID != c.ID || cuts[0].Answer.Creditor != "norte" ||
				cuts[1].Answer.Creditor != "sur" {
				t.Fatalf("settled into %+v", cuts)
			}
			if len(first) > 1 && first[1].ID != cuts[1].ID {
				t.Errorf("the second creditor's cut is another one: %d, was %d", cuts[1].ID, first[1].ID)
			}
			first = cuts
		}
		around, err := o.Around(o.ctx, &first[0])
		if err != nil || around.Known || len(around.Siblings) != 1 || around.Siblings[0].ID != first[1].ID {
			t.Errorf("around the first: %+v, %v", around, err)
		}
		if err := o.Discard(o.ctx, first[1].ID); err != nil {
			t.Fatal(err)
		}
		all, err := o.List(o.ctx, CutFilter{Kind: Portfolio})
		if err != nil || len(all) != 1 || all[0].ID != c.ID {
			t.Errorf("after one was thrown away there are %d cuts, %v", len(all), err)
		}
		if _, err := o.Show(o.ctx, c.ID); err != nil {
			t.Errorf("its sibling took the file along: %v", err)
		}
	})
}

func TestACutIsPreviewedPublishedAndUndoneByJobs(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		runner := job.NewRunner(o.db, job.Options{})
		o.Work(runner)
		ask := func(kind string, cut id.ID, why string) job.Status {
			t.Helper()
			err := o.db.Write(o.ctx, func(tx db.Tx) error {
				_, err := o.AskTx(o.ctx, tx, runner, kind, cut, why)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := runner.Drain(o.ctx); err != nil {
				t.Fatal(err)
			}
			var s job.Status
			if err := o.db.Read(o.ctx, func(tx db.Tx) (err error) {
				s, _, err = job.LastTx(tx, kind, cut.Text(CutPrefix))
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return s
		}
		through := func(text string, on calendar.Day) Cut {
			t.Helper()
			c := o.drafts(t, text, func(as *Options) { as.Creditor, as.AsOf = "banco", on })
			if _, err := o.Settle(o.ctx, c.ID); err != nil {
				t.Fatal(err)
			}
			for _, kind := range []string{JobPreview, JobPublish} {
				if s := ask(kind, c.ID, ""); s.State != job.Done {
					t.Fatalf("%s ended %s: %s", kind, s.State, s.Error)
				}
			}
			return c
		}
		one := file("A-1;1;P1;Rosa;2026-02-05;100.50;0;0;x", "A-2;1;P2;José;2026-02-05;50.00;0;0;x",
			"A-3;1;P3;Lucía;nunca;50.00;0;0;x")
		through(one, monday()-7)
		c := through(file("A-1;1;P1;Rosa;2026-02-05;90.50;0;0;x"), monday())
		page, more, err := o.Differences(o.ctx, c.ID, 0, false)
		if err != nil || more || len(page) != 2 {
			t.Fatalf("differences: %+v, %v, %v", page, more, err)
		}
		if page[0].Account != "A-1" || page[0].Was != 10050 || page[0].Brought != 9050 || page[1].Kind != "gone" {
			t.Errorf("differences: %+v", page)
		}
		if s := ask(JobUndo, c.ID, "el archivo equivocado"); s.State != job.Done {
			t.Errorf("undo ended %s: %s", s.State, s.Error)
		}
		if s := ask(JobUndo, c.ID, "otra vez"); s.State != job.Failed {
			t.Errorf("undoing it again ended %s", s.State)
		} else if key, _ := s.Trouble(); key != ErrCutState.Key {
			t.Errorf("what a person can be told of it is %q", key)
		}
	})
}
