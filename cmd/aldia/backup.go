package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"aldia/platform/db"
)

func backupCommand() command {
	return command{
		name: "backup", usage: "ARCHIVO",
		help: "copia entera de la base de datos, mientras todos siguen trabajando", run: runBackup,
	}
}

func restoreCommand() command {
	return command{
		name: "restore", usage: "ARCHIVO [--force]", help: "pone una copia en el lugar de la base de datos",
		run: runRestore,
	}
}

// runBackup copies the database into a new file.
func runBackup(ctx context.Context, k *call) error {
	if err := k.parse(1, 1); err != nil {
		return err
	}
	file := k.args[0]
	if _, err := os.Stat(file); err == nil {
		return usageError{fmt.Sprintf("%s ya existe: elija otro nombre", file)}
	}
	if dsn := k.database(); strings.HasPrefix(dsn, "sqlite:") {
		// A name that is wrong must not be answered with a copy of a new, empty database.
		if _, err := os.Stat(sqliteFile(dsn)); err != nil {
			return usageError{fmt.Sprintf("no hay base de datos en %s", sqliteFile(dsn))}
		}
	}
	startedAt := time.Now()
	d, err := k.openRaw(ctx)
	if err != nil {
		return err
	}
	if d.Engine() == db.SQLite {
		err = d.Backup(ctx, file)
	} else {
		err = k.dump(ctx, file)
	}
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	k.tellf("copia en %s: %d bytes", file, info.Size())
	return k.answer(map[string]any{
		"file": file, "bytes": info.Size(), "engine": string(d.Engine()), "seconds": round(time.Since(startedAt)),
	})
}

// database is the database that the flags name, else the settings.
func (k *call) database() string {
	if k.dsn != "" {
		return k.dsn
	}
	return k.config.DB
}

// sqliteFile is the file that a DSN names.
func sqliteFile(dsn string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(dsn, "sqlite:"), "?")
	return strings.TrimPrefix(name, "file:")
}

// runRestore puts a copy in the place of the database.
func runRestore(ctx context.Context, k *call) error {
	force := false
	k.flags.BoolVar(&force, "force", false, "reemplazar la base de datos que ya hay")
	if err := k.parse(1, 1); err != nil {
		return err
	}
	file, dsn := k.args[0], k.database()
	if _, err := os.Stat(file); err != nil {
		return usageError{fmt.Sprintf("no se puede leer %s: %v", file, err)}
	}
	startedAt := time.Now()
	var err error
	if strings.HasPrefix(dsn, "sqlite:") {
		err = restoreFile(ctx, file, sqliteFile(dsn), force)
	} else {
		err = k.undump(ctx, file, force)
	}
	if err != nil {
		return err
	}
	k.tellf("restaurado desde %s; compruébelo con: aldia doctor", file)
	return k.answer(map[string]any{"file": file, "seconds": round(time.Since(startedAt))})
}

func restoreFile(ctx context.Context, file, target string, force bool) error {
	err := db.Restore(ctx, file, target, force)
	switch {
	case errors.Is(err, os.ErrExist):
		return usageError{fmt.Sprintf("%s ya existe; para reemplazarla: --force", target)}
	case errors.Is(err, db.ErrInUse):
		return usageError{fmt.Sprintf("%s está en uso: pare antes aldia serve o aldia work", target)}
	case errors.Is(err, db.ErrNoBackup):
		return usageError{fmt.Sprintf("%s no es una copia entera de una base de datos de AlDía", file)}
	}
	return err
}

// tool finds a program of PostgreSQL. It must not be older than the server, which it says itself.
func tool(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", usageError{
			fmt.Sprintf("hace falta %s, que viene con PostgreSQL (en Debian: apt install postgresql-client)", name),
		}
	}
	return path, nil
}

// connection gives the address of a database without its password, and the environment that holds it:
// everybody on the machine can read the arguments of a process.
func connection(dsn string) (address string, env []string, err error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return "", nil, usageError{"--db: la dirección de PostgreSQL no se entiende"}
	}
	env = os.Environ()
	if password, has := u.User.Password(); has {
		env = append(env, "PGPASSWORD="+password)
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	for key := range q {
		if strings.HasPrefix(key, "pool_") { // ours, unknown to PostgreSQL's programs
			q.Del(key)
		}
	}
	u.RawQuery = q.Encode()
	return u.String(), env, nil
}

func postgres(ctx context.Context, name, dsn string, args ...string) error {
	path, err := tool(name)
	if err != nil {
		return err
	}
	address, env, err := connection(dsn)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, path, append(args, "--dbname="+address)...)
	cmd.Env, cmd.Stderr = env, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// dump lets pg_dump write the copy, in its own packed format. A copy that was begun and not finished is
// taken away.
func (k *call) dump(ctx context.Context, file string) error {
	begun := file + ".part"
	err := postgres(
		ctx,
		"pg_dump",
		k.database(),
		"--format=custom",
		"--no-owner",
		"--no-privileges",
		"--file="+begun,
	)
	if err == nil {
		err = os.Rename(begun, file)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(begun))
	}
	return nil
}

// undump lets pg_restore read the copy, all of it or nothing.
func (k *call) undump(ctx context.Context, file string, force bool) error {
	d, err := k.openRaw(ctx)
	if err != nil {
		return err
	}
	missing, err := d.Behind(ctx)
	if err != nil {
		return err
	}
	var tables int64
	if err := d.Read(ctx, func(tx db.Tx) (err error) {
		tables, err = db.Int(tx, `SELECT count(*) FROM information_schema.tables
			WHERE table_schema = current_schema()`)
		return err
	}); err != nil {
		return err
	}
	if tables > 0 && !force {
		return usageError{
			fmt.Sprintf(
				"esa base de datos ya tiene %d tablas (faltan %d pasos del esquema); para reemplazarlas: --force",
				tables,
				len(missing),
			),
		}
	}
	args := []string{"--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"}
	if force {
		args = append(args, "--clean", "--if-exists")
	}
	return postgres(ctx, "pg_restore", k.database(), append(args, file)...)
}
