package main

import (
	"cmp"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"zombiezen.com/go/sqlite"

	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/text"
)

// usageError ends with exitUsage and shows how the command is written; its text is for the person.
type usageError struct{ text string }

func (u usageError) Error() string { return u.text }

// misuse is a usageError by its sentence: the command was written wrongly.
type misuse struct{ says *fault.Error }

func (m misuse) Error() string { return m.says.Error() }

func misused(key string, args ...any) error { return misuse{fault.New(fault.Invalid, key, args...)} }

// oneOf holds a word to those that are known.
func oneOf(word string, allowed ...string) error {
	if slices.Contains(allowed, word) {
		return nil
	}
	return misused("command.one_of", word, strings.Join(allowed, ", "))
}

// trouble keeps a command that is written as it should be from being done: a sentence, and the code that the
// program ends with.
type trouble struct {
	says *fault.Error
	code int
}

func (t trouble) Error() string { return t.says.Error() }

// Unwrap gives the sentence.
func (t trouble) Unwrap() error { return t.says }

// wrongly is trouble with what the person has named: a file that is not there, an answer that cannot be.
func wrongly(key string, args ...any) error {
	return trouble{fault.New(fault.Invalid, key, args...), exitUsage}
}

// failing is trouble with the machine or the database, which nobody has written wrongly.
func failing(key string, args ...any) error {
	return trouble{fault.New(fault.Internal, key, args...), exitFault}
}

// troubled says what the disk, the network or the database refuses in words; what it does not know it gives
// back as it is.
func (k *call) troubled(err error) error {
	if _, known := errors.AsType[trouble](err); known {
		return err
	}
	if f, is := errors.AsType[*fault.Error](err); is && f.Kind != fault.Internal {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return failing("command.disk_full")
	}
	if strings.HasPrefix(k.database(), "postgres") {
		if key := postgresKey(err); key != "" {
			where, name, user := placeOfDatabase(k.database())
			if key == "command.db.address" {
				return wrongly(key)
			}
			return failing(key, where, name, user)
		}
	} else if key := sqliteKey(err); key != "" {
		return failing(key, db.FileOf(k.database()))
	}
	if path, is := errors.AsType[*fs.PathError](err); is {
		return failing("command.file", path.Path, reasonOf(path.Err))
	}
	if link, is := errors.AsType[*os.LinkError](err); is {
		return failing("command.file", link.New, reasonOf(link.Err))
	}
	return err
}

// sqliteKey is the sentence for what SQLite refuses.
func sqliteKey(err error) string {
	switch sqlite.ErrCode(err).ToPrimary() { //nolint:exhaustive // every other result is our own mistake
	case sqlite.ResultNotADB:
		return "command.db.no_database"
	case sqlite.ResultCantOpen:
		return "command.db.cannot_open"
	case sqlite.ResultReadOnly, sqlite.ResultPerm, sqlite.ResultAuth:
		return "command.db.read_only"
	case sqlite.ResultFull:
		return "command.disk_full"
	case sqlite.ResultIOErr:
		return "command.db.disk"
	case sqlite.ResultCorrupt:
		return "command.db.damaged"
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return "command.db.busy"
	}
	return ""
}

// postgresKey is the sentence for what PostgreSQL, or the way to it, refuses. The first argument of each is
// where it is, the second the database, the third the user; the password is nowhere.
func postgresKey(err error) string {
	state := interface{ SQLState() string }(nil)
	if errors.As(err, &state) {
		switch state.SQLState() { // PostgreSQL, appendix A
		case "28P01", "28000":
			return "command.db.refused"
		case "3D000":
			return "command.db.missing"
		case "42501":
			return "command.db.forbidden"
		case "42P01":
			return "command.db.behind"
		case "53100":
			return "command.db.full"
		case "53300", "57P03":
			return "command.db.crowded"
		case "57P01", "57P02":
			return "command.db.lost"
		}
		return ""
	}
	name, way := (*net.DNSError)(nil), (net.Error)(nil)
	switch {
	case errors.As(err, &name):
		return "command.db.no_host"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "command.db.nobody"
	case errors.As(err, &way):
		return "command.db.unreachable"
	case strings.Contains(err.Error(), "cannot parse `"):
		return "command.db.address"
	case strings.Contains(err.Error(), "failed to connect to `"):
		return "command.db.unreachable"
	}
	return ""
}

// placeOfDatabase gives what may be told of the address of a database.
func placeOfDatabase(dsn string) (where, name, user string) {
	u, err := url.Parse(dsn)
	if err != nil {
		return "PostgreSQL", "", ""
	}
	q := u.Query()
	where = cmp.Or(u.Hostname(), q.Get("host"), os.Getenv("PGHOST"), "localhost")
	if !strings.HasPrefix(where, "/") { // else it is the folder of a socket
		where = net.JoinHostPort(where, cmp.Or(u.Port(), q.Get("port"), os.Getenv("PGPORT"), "5432"))
	}
	user = cmp.Or(u.User.Username(), q.Get("user"), os.Getenv("PGUSER"), os.Getenv("USER"))
	return where, cmp.Or(strings.Trim(u.Path, "/"), q.Get("dbname"), os.Getenv("PGDATABASE"), user), user
}

// reasonOf says why the system refuses a file.
func reasonOf(err error) text.Key {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return "command.reason.missing"
	case errors.Is(err, fs.ErrPermission):
		return "command.reason.forbidden"
	case errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrExist):
		return "command.reason.folder"
	case errors.Is(err, syscall.EROFS):
		return "command.reason.read_only"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "command.reason.full"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "command.reason.long"
	}
	return "command.reason.other"
}

// unwritable says why a file that was named cannot be written.
func unwritable(name string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return failing("command.disk_full")
	}
	return wrongly("command.unwritable", name, reasonOf(err))
}

// unreadable says why a file that was named cannot be read.
func unreadable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return wrongly("command.no_file", name)
	}
	return wrongly("command.unreadable", name, reasonOf(err))
}

// canWrite holds files that are written at the end of long work to be such as can be: nobody wants to hear
// then that they cannot.
func canWrite(names ...string) error {
	for _, name := range names {
		if name == "" {
			continue
		}
		if isFolder(name) {
			return wrongly("command.unwritable", name, text.Key("command.reason.folder"))
		}
		f, err := os.CreateTemp(filepath.Dir(name), ".aldia-*")
		if err != nil {
			return unwritable(name, err)
		}
		closeQuietly(f)
		_ = os.Remove(f.Name())
	}
	return nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
