package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"aldia/platform/db"
)

func backupCommand() command { return command{name: "backup", run: runBackup} }

func restoreCommand() command { return command{name: "restore", run: runRestore} }

// runBackup copies the database into a new file.
func runBackup(ctx context.Context, k *call) error {
	if err := k.parse(1, 1); err != nil {
		return err
	}
	file := k.args[0]
	if _, err := os.Stat(file); err == nil {
		return wrongly("backup.exists", file)
	}
	if err := canWrite(file); err != nil {
		return err
	}
	startedAt := time.Now()
	if err := k.there(); err != nil {
		return err
	}
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
	k.tell("backup.made", file, info.Size())
	return k.answer(map[string]any{
		"file": file, "bytes": info.Size(), "engine": string(d.Engine()), "seconds": round(time.Since(startedAt)),
	})
}

// runRestore puts a copy in the place of the database.
func runRestore(ctx context.Context, k *call) error {
	force := false
	k.flags.BoolVar(&force, "force", false, "")
	if err := k.parse(1, 1); err != nil {
		return err
	}
	file, dsn := k.args[0], k.database()
	if _, err := os.Stat(file); err != nil {
		return unreadable(file, err)
	}
	startedAt := time.Now()
	var err error
	if strings.HasPrefix(dsn, "sqlite:") {
		err = restoreFile(ctx, file, db.FileOf(dsn), force)
	} else {
		err = k.undump(ctx, file, force)
	}
	if err != nil {
		return err
	}
	k.tell("backup.restored", file)
	return k.answer(map[string]any{"file": file, "seconds": round(time.Since(startedAt))})
}

func restoreFile(ctx context.Context, file, target string, force bool) error {
	err := db.Restore(ctx, file, target, force)
	switch {
	case errors.Is(err, os.ErrExist):
		return wrongly("backup.there", target)
	case errors.Is(err, db.ErrInUse):
		return wrongly("backup.in_use", target)
	case errors.Is(err, db.ErrNoBackup):
		return wrongly("backup.no_backup", file)
	}
	return err
}

// tool finds a program of PostgreSQL. It must not be older than the server, which it says itself.
func tool(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", failing("backup.no_tool", name)
	}
	return path, nil
}

// connection gives the address of a database without its password, and the environment that holds it:
// everybody on the machine can read the arguments of a process.
func connection(dsn string) (address string, env []string, err error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return "", nil, misused("command.bad_db", "postgres")
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
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return failing("backup.tool_failed", name)
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
	var tables int64
	if err := d.Read(ctx, func(tx db.Tx) (err error) {
		tables, err = db.Int(tx, `SELECT count(*) FROM information_schema.tables
			WHERE table_schema = current_schema()`)
		return err
	}); err != nil {
		return err
	}
	if tables > 0 && !force {
		where, name, _ := placeOfDatabase(k.database())
		return wrongly("backup.full", where, name, tables)
	}
	args := []string{"--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"}
	if force {
		args = append(args, "--clean", "--if-exists")
	}
	return postgres(ctx, "pg_restore", k.database(), append(args, file)...)
}
