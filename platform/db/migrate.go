package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"aldia/migration"
)

// step is one file of the schema.
type migrationStep struct {
	number int64
	name   string
	sql    string
}

// Migrate brings the schema up to date. Steps only go forward and only add, so that the program of
// yesterday still runs on the schema of today. Each step is one transaction; a second process waits and
// finds nothing left to do.
func (d *DB) Migrate(ctx context.Context) error {
	steps, err := migrationSteps(migration.Files, d.Engine())
	if err != nil {
		return err
	}
	err = d.Write(ctx, func(tx Tx) error {
		_, err := tx.Exec(`CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL,
			applied_at BIGINT NOT NULL)`)
		return err
	})
	if err != nil &&
		!strings.Contains(err.Error(), "23505") { // two processes made the same table at once: it is there
		return fmt.Errorf("db: migrate: %w", err)
	}
	for _, s := range steps {
		if err := d.apply(ctx, s); err != nil {
			return fmt.Errorf("db: migrate %s: %w", s.name, err)
		}
	}
	return nil
}

func (d *DB) apply(ctx context.Context, s migrationStep) error {
	return d.Write(ctx, func(tx Tx) error {
		if tx.Engine() == Postgres {
			if _, err := tx.Exec(`LOCK TABLE migration IN EXCLUSIVE MODE`); err != nil {
				return err
			}
		}
		done, err := Int(tx, `SELECT count(*) FROM migration WHERE number = ?`, s.number)
		if err != nil || done > 0 {
			return err
		}
		for _, statement := range statements(s.sql) {
			if _, err := tx.Exec(spell(statement, tx.Engine())); err != nil {
				return err
			}
		}
		_, err = tx.Exec(
			`INSERT INTO migration (number, name, applied_at) VALUES (?, ?, ?)`,
			s.number,
			s.name,
			d.Now(),
		)
		return err
	})
}

// Behind gives the names of the schema's steps that this database lacks.
func (d *DB) Behind(ctx context.Context) ([]string, error) {
	steps, err := migrationSteps(migration.Files, d.Engine())
	if err != nil {
		return nil, err
	}
	have := map[int64]bool{}
	err = d.Read(ctx, func(tx Tx) error {
		return tx.Query(func(r Row) error {
			have[r.Int(0)] = true
			return nil
		}, `SELECT number FROM migration`)
	})
	if err != nil && !strings.Contains(err.Error(), "migration") {
		return nil, err
	}
	var missing []string
	for _, s := range steps {
		if !have[s.number] {
			missing = append(missing, s.name)
		}
	}
	return missing, nil
}

// migrationSteps reads the files of the schema for one engine: NNNN_name.sql, or NNNN_name.sqlite.sql beside
// NNNN_name.postgres.sql.
func migrationSteps(files fs.FS, engine Engine) ([]migrationStep, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var steps []migrationStep
	for _, name := range names {
		parts := strings.Split(name, ".")
		if len(parts) == 3 && Engine(parts[1]) != engine {
			continue
		}
		digits, _, _ := strings.Cut(parts[0], "_")
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return nil, errors.New("db: the schema file " + name + " has no number")
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, migrationStep{number: number, name: parts[0], sql: string(text)})
	}
	for i := 1; i < len(steps); i++ {
		if steps[i].number == steps[i-1].number {
			return nil, fmt.Errorf("db: two schema files have the number %d", steps[i].number)
		}
	}
	return steps, nil
}

// statements splits a schema file at the semicolons that end a line; comments are left out.
func statements(text string) []string {
	var out []string
	var b strings.Builder
	for line := range strings.Lines(text) {
		if code, _, _ := strings.Cut(line, "--"); strings.TrimSpace(code) != "" {
			b.WriteString(strings.TrimRight(code, " \r\n") + "\n")
			if strings.HasSuffix(strings.TrimSpace(code), ";") {
				out = append(out, strings.TrimSuffix(strings.TrimSpace(b.String()), ";"))
				b.Reset()
			}
		}
	}
	if strings.TrimSpace(b.String()) != "" {
		out = append(out, b.String())
	}
	return out
}

// spell writes a statement of the schema as the engine wants it. SQLite keys its tables by INTEGER PRIMARY
// KEY alone without a second index; PostgreSQL calls a blob BYTEA and packs a table that is often updated
// less tightly.
func spell(statement string, engine Engine) string {
	if engine == SQLite {
		statement = strings.ReplaceAll(statement, "BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")
		return fillfactor.ReplaceAllString(statement, "")
	}
	return blobType.ReplaceAllString(statement, "BYTEA")
}

var (
	fillfactor = regexp.MustCompile(`\s+WITH \(fillfactor\s*=\s*\d+\)`)
	blobType   = regexp.MustCompile(`\bBLOB\b`)
)
