package dbtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// startWithin is how long a cluster may take to answer: ten times what a busy machine of two cores was seen
	// to need.
	startWithin = 60 * time.Second
	// oldestMajor is the oldest PostgreSQL that the product promises to run on.
	oldestMajor = 15
	// scratch is where clusters stand: a folder that the user postgres can enter, whatever TMPDIR says, and
	// whose name is short, since the path of a socket may have some hundred letters only.
	scratch = "/tmp"
	// socketMode lets the tests' own user reach a socket that belongs to the user postgres.
	socketMode = 0o755
)

// install is what a person reads when PostgreSQL is not there. It is a failure and never a skip: a change
// that was tried on one engine alone has not been tried.
const install = "PostgreSQL 15 or newer is needed for the tests and was not found: " +
	"run script/install as root, or apt-get install postgresql-15 (macOS: brew install postgresql@15)"

// cluster is the PostgreSQL of one test process. It costs about half a second, keeps nothing safe from a
// crash, and listens on a socket in its own folder, so that packages tested side by side never meet.
type cluster struct {
	folder    string
	held      io.Closer // the end of the pipe that keeps the cluster alive: only the process's end closes it
	databases atomic.Int64
	mu        sync.Mutex
	templates map[string]func() error // the name of a template → builds it, the first time
}

// theCluster is started by the first test that asks and ends with the process.
var theCluster = sync.OnceValues(startCluster)

// Postgres gives a test an empty database of its own, which is dropped when the test ends.
func Postgres(t testing.TB) (dsn string) {
	t.Helper()
	return running(t).fresh(t, "template0")
}

// PostgresFrom gives a test a copy of a template, which is dropped when the test ends. The first test of the
// process that names the template builds it; a copy costs tens of milliseconds whatever the number of
// migrations. When build returns it must have closed its connections, or PostgreSQL refuses to copy.
func PostgresFrom(t testing.TB, name string, build func(dsn string) error) (dsn string) {
	t.Helper()
	c := running(t)
	if err := c.template(name, build)(); err != nil {
		t.Fatalf("dbtest: build the template %s: %v", name, err)
	}
	return c.fresh(t, name)
}

// template gives what builds a template, once; whoever comes while it is being built waits for it.
func (c *cluster) template(name string, build func(dsn string) error) func() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	once, found := c.templates[name]
	if !found {
		once = sync.OnceValue(func() error {
			if err := c.command("CREATE DATABASE " + quote(name) + " TEMPLATE template0"); err != nil {
				return err
			}
			return build(c.dsn(name))
		})
		c.templates[name] = once
	}
	return once
}

func running(t testing.TB) *cluster {
	t.Helper()
	c, err := theCluster()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *cluster) fresh(t testing.TB, from string) string {
	t.Helper()
	name := "test_" + strconv.FormatInt(c.databases.Add(1), 10)
	copied := "CREATE DATABASE " + quote(name) + " TEMPLATE " + quote(from) + " STRATEGY file_copy"
	if err := c.command(copied); err != nil {
		t.Fatalf("dbtest: make a database: %v", err)
	}
	t.Cleanup(func() {
		if err := c.command("DROP DATABASE " + quote(name) + " WITH (FORCE)"); err != nil {
			t.Errorf("dbtest: drop a database: %v", err)
		}
	})
	return c.dsn(name)
}

// dsn is the address of a database of the cluster. The folder of the socket stands in the query, because a
// path cannot be a host name.
func (c *cluster) dsn(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {c.folder}, "user": {"postgres"}}.Encode()
}

func (c *cluster) command(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.dsn("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

// supervise runs PostgreSQL ($1/postgres on $2) for as long as somebody holds the other end of its standard
// input. The kernel closes that end when the test process ends in whatever way, a panic or kill -9 included,
// and nothing is left.
const supervise = `trap '' INT TERM HUP
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses='' -c fsync=off -c full_page_writes=off \
  -c synchronous_commit=off -c max_connections=300 -c shared_buffers=64MB -c autovacuum=off -c jit=off \
  -c timezone=UTC -c log_min_messages=fatal </dev/null >"$2/log" 2>&1 &
cat >/dev/null
kill -QUIT $!
wait $!
rm -rf "$2"`

func startCluster() (*cluster, error) {
	bin, version, err := findPostgres()
	if err != nil {
		return nil, err
	}
	who, err := runAs()
	if err != nil {
		return nil, err
	}
	seed, err := seedOf(bin, version, who)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(scratch, "aldia-pg-")
	if err == nil {
		err = errors.Join(os.Chmod(folder, socketMode), who.own(folder))
	}
	if err != nil {
		return nil, fmt.Errorf("dbtest: make a folder for PostgreSQL: %w", err)
	}
	// cp keeps owners and modes, which postgres insists on.
	if err := who.run("cp", "-a", seed, filepath.Join(folder, "data")); err != nil {
		return nil, err
	}
	sh := who.command("sh", "-c", supervise, "dbtest", bin, folder)
	held, err := sh.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := sh.Start(); err != nil {
		return nil, fmt.Errorf("dbtest: start PostgreSQL: %w", err)
	}
	c := &cluster{folder: folder, held: held, templates: map[string]func() error{}}
	if err := c.await(); err != nil {
		return nil, err
	}
	return c, nil
}

// await asks until the cluster answers: PostgreSQL has no other sign that works on every platform.
func (c *cluster) await() error {
	deadline := time.After(startWithin)
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		err := c.command("SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-deadline:
			said, _ := os.ReadFile(filepath.Join(c.folder, "log"))
			return fmt.Errorf("dbtest: PostgreSQL did not start: %w\n%s", err, said)
		}
	}
}

// findPostgres looks where Debian, Homebrew and a PATH keep the newest server, and refuses one that is too
// old.
func findPostgres() (bin, version string, err error) {
	var places []string
	if initdb, err := exec.LookPath("initdb"); err == nil {
		places = append(places, filepath.Dir(initdb))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
	} {
		found, _ := filepath.Glob(pattern)
		places = append(places, found...)
	}
	for _, place := range places {
		out, err := exec.Command(filepath.Join(place, "postgres"), "--version").Output()
		words := strings.Fields(string(out)) // "postgres (PostgreSQL) 15.18 (Debian …)"
		if err != nil || len(words) < 3 {
			continue
		}
		whole, _, _ := strings.Cut(words[2], ".")
		if major, err := strconv.Atoi(whole); err == nil && major >= oldestMajor {
			return place, string(out), nil
		}
	}
	return "", "", errors.New(install)
}

// owner is the user that PostgreSQL runs as. It refuses to be root, so for root that is the package's user
// postgres.
type owner struct {
	uid, gid int
	other    bool
}

func runAs() (owner, error) {
	if os.Getuid() != 0 {
		return owner{uid: os.Getuid(), gid: os.Getgid()}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return owner{}, fmt.Errorf("%s (%w)", install, err)
	}
	uid, errU := strconv.Atoi(u.Uid)
	gid, errG := strconv.Atoi(u.Gid)
	return owner{uid: uid, gid: gid, other: true}, errors.Join(errU, errG)
}

func (o owner) own(path string) error {
	if !o.other {
		return nil
	}
	return os.Chown(path, o.uid, o.gid)
}

// command runs in a group of its own, so that Ctrl-C at the terminal reaches the tests and not the cluster,
// which then ends in order because they have.
func (o owner) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if o.other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)}
	}
	return cmd
}

func (o owner) run(name string, args ...string) error {
	out, err := o.command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("dbtest: %s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

// seedOf gives a freshly initialised data folder, made once on a machine for a version of PostgreSQL and
// copied ever after: initdb takes two seconds, a copy a tenth of that.
func seedOf(bin, version string, who owner) (string, error) {
	h := sha256.New()
	_, _ = io.WriteString(h, bin+version+strconv.Itoa(who.uid))
	seed := filepath.Join(scratch, fmt.Sprintf("aldia-pg-seed-%x", h.Sum(nil)[:6]))
	if found, err := os.Stat(seed); err == nil {
		// A folder of somebody else in a place that all may write to is not ours to run.
		if s, ok := found.Sys().(*syscall.Stat_t); !ok || int(s.Uid) != who.uid {
			return "", fmt.Errorf("dbtest: %s belongs to another user: remove it", seed)
		}
		return seed, nil
	}
	making, err := os.MkdirTemp(scratch, "aldia-pg-making-")
	if err != nil {
		return "", fmt.Errorf("dbtest: make a folder for initdb: %w", err)
	}
	if err := who.own(making); err != nil {
		return "", err
	}
	err = who.run(filepath.Join(bin, "initdb"), "--pgdata="+making, "--no-sync", "--auth=trust",
		"--username=postgres", "--encoding=UTF8", "--locale=C", "--wal-segsize=1")
	if err != nil {
		return "", err
	}
	// Of several packages that begin at once one wins the name, and the others take what it made.
	if err := os.Rename(making, seed); err != nil {
		_ = os.RemoveAll(making)
		if _, lost := os.Stat(seed); lost != nil {
			return "", fmt.Errorf("dbtest: keep the new cluster: %w", err)
		}
	}
	return seed, nil
}
