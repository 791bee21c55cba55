package main

import (
	"strings"
	"testing"

	"aldia/domain/intake"
	"aldia/domain/party"
	"aldia/platform/auth"
	"aldia/platform/config"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/job"
	"aldia/platform/log"
)

func TestPossibleDuplicatesAreLookedForAfterACutWithoutBeingAsked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := auth.As(t.Context(), auth.Program())
		command, err := wire(d, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, creditor := range []string{"ANDINA", "SUR", "NORTE"} {
			text := "account;person;person_name;phones;due_on;principal\n" +
				creditor + "-1;P1;Rosa Elena Guamán Peña;0991234567;2026-01-10;10\n"
			if _, err := command.intakes.Import(ctx,
				intake.File{Name: "corte.csv", Size: int64(len(text)), ReaderAt: strings.NewReader(text)},
				intake.Options{Kind: intake.Portfolio, Creditor: creditor, Country: "EC"}); err != nil {
				t.Fatal(err)
			}
		}
		waiting := int64(0)
		if err := d.Read(ctx, func(tx db.Tx) (err error) {
			waiting, err = db.Int(tx, `SELECT count(*) FROM job WHERE kind = ? AND open = 1`, party.JobDuplicates)
			return err
		}); err != nil || waiting != 1 {
			t.Errorf("%d searches wait after three cuts: %v", waiting, err)
		}
		s, err := newServer(d, config.Default(), log.Silent())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.jobs.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		pairs, err := s.persons.Duplicates(ctx, party.PairFilter{State: party.DuplicateOpen, Limit: 10})
		if err != nil || len(pairs) != 3 {
			t.Errorf("%d pairs of three namesakes with one telephone: %v", len(pairs), err)
		}
		var last job.Status
		if err := d.Read(ctx, func(tx db.Tx) (err error) {
			last, _, err = job.LastTx(tx, party.JobDuplicates, "new")
			return err
		}); err != nil || last.State != job.Done {
			t.Errorf("the search is %s: %s, %v", last.State, last.Error, err)
		}
	})
}
