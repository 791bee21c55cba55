package main

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"aldia/bridge/table"
	"aldia/domain/calendar"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/id"
)

// about stands in the zip, so that who opens it in ten years knows what it holds.
const about = `AlDía: todas las tablas de la base de datos, un archivo CSV por tabla.

CSV: UTF-8, separado por comas, con encabezado; un texto entre comillas puede llevar saltos de línea.
Números: enteros. El dinero está en unidades menores de la moneda de la fila o de su cuenta (USD 12,50 es 1250).
Las tasas anuales están en cienmillonésimas: 16 % es 16000000.
Columnas que terminan en _on, on_day: días, AAAA-MM-DD. Vacío: ninguno.
Columnas que terminan en _at, at: instantes, RFC 3339 en UTC. Vacío: ninguno.
Identidades: números; 0 es «ninguna». Datos binarios: Base64.
Los archivos que enviaron los acreedores están en archivos/, con la identidad de la tabla blob delante del nombre.
No se exportan las contraseñas, ni las sesiones, ni los intentos de entrada.
Todo es de un mismo instante.

AlDía: every table of the database, one CSV file each. Money is in minor units; columns ending in _on are days,
in _at instants; identities are numbers, 0 is none; bytes are Base64. The creditors' files stand in archivos/.
Passwords, sessions and failed sign-ins are left out. Everything is of one instant.
`

func exportCommand() command { return command{name: "export", run: runExport} }

// secret says what never leaves: it would let somebody sign in, or stands elsewhere in the zip.
func secret(tableName, column string) bool {
	switch tableName {
	case "auth_session", "auth_failure", "blob_chunk":
		return true
	}
	return tableName == "auth_user" && column == "password"
}

// runExport writes everything that the database holds into one file.
func runExport(ctx context.Context, k *call) error {
	name, bare := "", false
	k.flags.StringVar(&name, "o", "aldia-export.zip", "")
	k.flags.BoolVar(&bare, "no-files", false, "")
	if err := k.parse(0, 0); err != nil {
		return err
	}
	if name == "-" && k.asJSON {
		return misused("export.both")
	}
	if isFolder(name) {
		return wrongly("command.is_folder", name)
	}
	startedAt := time.Now()
	if err := k.there(); err != nil {
		return err
	}
	d, err := k.openRaw(ctx)
	if err != nil {
		return err
	}
	out, done, err := create(name)
	if err != nil {
		return err
	}
	e := &export{zip: zip.NewWriter(out), rows: map[string]int64{}}
	err = e.write(ctx, d, !bare)
	if err = done(errors.Join(err, e.zip.Close())); err != nil {
		return err
	}
	total := int64(0)
	for _, n := range e.rows {
		total += n
	}
	k.tell("export.done", len(e.rows), total, e.files, name)
	return k.answer(map[string]any{
		"file": name, "tables": e.rows, "rows": total, "files": e.files, "seconds": round(time.Since(startedAt)),
	})
}

// create opens the file to be written beside its place; done puts it there when all is well, and takes it
// away when something went wrong.
func create(name string) (w io.Writer, done func(error) error, err error) {
	if name == "-" {
		b := bufio.NewWriter(os.Stdout)
		return b, func(err error) error { return errors.Join(err, b.Flush()) }, nil
	}
	f, err := os.OpenFile(name+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, unwritable(name, err)
	}
	return f, func(err error) error {
		if err = errors.Join(err, f.Close()); err == nil {
			err = os.Rename(f.Name(), name)
		}
		if err != nil {
			return errors.Join(err, os.RemoveAll(f.Name()))
		}
		return nil
	}, nil
}

// export is a zip being written.
type export struct {
	zip   *zip.Writer
	rows  map[string]int64
	files int64
}

func (e *export) write(ctx context.Context, d *db.DB, files bool) error {
	w, err := e.zip.Create("LEAME.txt")
	if err == nil {
		_, err = io.WriteString(w, about)
	}
	if err != nil {
		return err
	}
	type kept struct {
		id   id.ID
		name string
	}
	var all []kept
	err = d.Read(ctx, func(tx db.Tx) error {
		tables, err := db.TablesIn(tx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			if err := e.table(tx, t); err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
		}
		if !files {
			return nil
		}
		return tx.Query(func(r db.Row) error {
			all = append(all, kept{id.ID(r.Int(0)), r.Text(1)})
			return nil
		}, `SELECT id, name FROM blob WHERE ready = 1 ORDER BY id`)
	})
	if err != nil {
		return err
	}
	blobs := blob.NewBlobs(d, "")
	for _, f := range all {
		w, err := e.zip.Create("archivos/" + f.id.Text(blob.Prefix) + "-" + path.Base(f.name))
		if err == nil {
			_, err = blobs.Copy(ctx, f.id, w)
		}
		if err != nil {
			return err
		}
		e.files++
	}
	return nil
}

// table writes one table, row by row.
func (e *export) table(tx db.Tx, t db.Table) error {
	t.Columns = slices.DeleteFunc(t.Columns, func(c db.Column) bool { return secret(t.Name, c.Name) })
	if len(t.Columns) == 0 {
		return nil
	}
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	file, err := e.zip.Create(t.Name + ".csv")
	if err != nil {
		return err
	}
	w := table.NewCSVWriter(file, table.CSVOptions{Delimiter: ','})
	if err := w.Strings(names...); err != nil {
		return err
	}
	e.rows[t.Name] = 0
	cells := make([]string, len(t.Columns))
	err = tx.Query(func(r db.Row) error {
		e.rows[t.Name]++
		for i, c := range t.Columns {
			cells[i] = cell(r, i, c)
		}
		return w.Strings(cells...)
	}, `SELECT `+strings.Join(names, ", ")+` FROM `+t.Name)
	return errors.Join(err, w.Flush())
}

func cell(r db.Row, at int, c db.Column) string {
	switch c.Kind {
	case db.Words:
		return r.Text(at)
	case db.Binary:
		return base64.StdEncoding.EncodeToString(r.Bytes(at))
	case db.Whole:
	}
	n := r.Int(at)
	switch {
	case c.Name == "at" || strings.HasSuffix(c.Name, "_at"):
		if n == 0 {
			return ""
		}
		return db.Time(n).UTC().Format(time.RFC3339Nano)
	case c.Name == "on_day" || strings.HasSuffix(c.Name, "_on"):
		if n == 0 {
			return ""
		}
		return calendar.Day(n).Text()
	}
	return strconv.FormatInt(n, 10)
}
