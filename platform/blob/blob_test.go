package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

const chunk = 256 << 10

// noise cannot be compressed, as a workbook cannot.
func noise(n int) []byte {
	r := rand.NewChaCha8([32]byte{7})
	b := make([]byte, n)
	_, _ = r.Read(b)
	return b
}

func count(t *testing.T, d *db.DB, sql string) (n int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		n, err = db.Int(tx, sql)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAFileComesBackAsItWasGiven(t *testing.T) {
	t.Parallel()
	cut := bytes.Repeat([]byte("0912345678;Rosa Quispe;1250,40\r\n"), 50_000)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		scratch := t.TempDir()
		b := blob.NewBlobs(d, scratch)
		for name, file := range map[string][]byte{
			"empty": {}, "short": []byte("a"), "one chunk": noise(chunk), "one more byte": noise(chunk + 1),
			"five chunks": noise(5 * chunk), "a cut": cut,
		} {
			put, err := b.Put(t.Context(), blob.New{Name: `C:\cortes\` + name + ".csv", Media: "text/csv"},
				iotest.HalfReader(bytes.NewReader(file)))
			if err != nil || put.Size != int64(len(file)) || put.Name != name+".csv" {
				t.Fatalf("%s: %+v, %v", name, put, err)
			}
			f, err := b.Get(t.Context(), put.ID)
			if err != nil || f.Blob != put {
				t.Fatalf("%s: %+v, %v", name, f, err)
			}
			if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, file) {
				t.Errorf("%s: came back different, %v", name, err)
			}
			if len(file) > 100 {
				part := make([]byte, 50)
				if _, err := f.ReadAt(part, int64(len(file)-50)); err != nil || !bytes.Equal(part, file[len(file)-50:]) {
					t.Errorf("%s: its end came back different, %v", name, err)
				}
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
		if left, _ := os.ReadDir(scratch); len(left) > 0 {
			t.Errorf("%d local copies are left", len(left))
		}
		kept := count(t, d, `SELECT CAST(sum(length(body)) AS BIGINT) FROM blob_chunk
			WHERE blob_id = (SELECT id FROM blob WHERE name = 'a cut.csv')`)
		if kept > int64(len(cut))/20 {
			t.Errorf("a cut of %d bytes takes %d", len(cut), kept)
		}
	})
}

func TestWhatIsTooLargeOrBreaksOffLeavesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := blob.NewBlobs(d, t.TempDir())
		endless := io.MultiReader(bytes.NewReader(noise(3*chunk)), iotest.ErrReader(errors.New("the line broke")))
		if _, err := b.Put(t.Context(), blob.New{Name: "x"}, endless); err == nil || !strings.Contains(err.Error(),
			"broke") {
			t.Errorf("broken off: %v", err)
		}
		if _, err := b.Put(t.Context(), blob.New{Name: "x", Limit: 6 * chunk},
			bytes.NewReader(noise(6*chunk+1))); !errors.Is(err, blob.ErrTooLarge) {
			t.Errorf("too large: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		leaving := io.MultiReader(bytes.NewReader(noise(5*chunk)), readerFunc(func([]byte) (int, error) {
			cancel()
			return 0, io.EOF
		}))
		if _, err := b.Put(ctx, blob.New{Name: "x"}, leaving); !errors.Is(err, context.Canceled) {
			t.Errorf("the person left: %v", err)
		}
		if n := count(t, d, `SELECT (SELECT count(*) FROM blob) + (SELECT count(*) FROM blob_chunk)`); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestADamagedFileIsNotGivenOut(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]string{
		"a chunk is lost":  `DELETE FROM blob_chunk WHERE n = 1`,
		"the last is lost": `DELETE FROM blob_chunk WHERE n = 2`,
		"a chunk is another": `UPDATE blob_chunk SET body = (SELECT c.body FROM blob_chunk c WHERE c.n = 0) WHERE
			n = 1`,
		"it says it is other": `UPDATE blob SET sha256 = 'x'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				scratch := t.TempDir()
				b := blob.NewBlobs(d, scratch)
				put, err := b.Put(t.Context(), blob.New{Name: "x"}, bytes.NewReader(noise(3*chunk)))
				if err != nil {
					t.Fatal(err)
				}
				if err := d.Write(t.Context(), func(tx db.Tx) error {
					_, err := tx.Exec(damage)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				if _, err := b.Get(t.Context(), put.ID); err == nil {
					t.Error("it was given out")
				}
				if left, _ := os.ReadDir(scratch); len(left) > 0 {
					t.Errorf("%d local copies are left", len(left))
				}
			})
		})
	}
}

func TestAFileIsForgotten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := blob.NewBlobs(d, t.TempDir())
		put, err := b.Put(t.Context(), blob.New{Name: "x"}, strings.NewReader("hola"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b.Stat(t.Context(), put.ID); err != nil || got != put {
			t.Errorf("got %+v, %v", got, err)
		}
		for range 2 {
			if err := b.Delete(t.Context(), put.ID); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := b.Get(t.Context(), put.ID); !errors.Is(err, blob.ErrMissing) {
			t.Errorf("after it was forgotten: %v", err)
		}
	})
}

// A file that was uploaded to be looked at and then left goes after its time; no other does.
func TestWhatWasLeftIsForgottenAfterItsTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := blob.NewBlobs(d, t.TempDir())
		put := func(media string) {
			t.Helper()
			if _, err := b.Put(t.Context(), blob.New{Name: "x", Media: media}, strings.NewReader("hola")); err != nil {
				t.Fatal(err)
			}
		}
		put("figures")
		put("text/csv")
		dbtest.Clock(t, d).Advance(5 * 24 * time.Hour)
		put("figures")
		dbtest.Clock(t, d).Advance(5 * 24 * time.Hour)
		if err := b.Forget(t.Context(), "figures", 7*24*time.Hour); err != nil {
			t.Fatal(err)
		}
		for media, want := range map[string]int64{"figures": 1, "text/csv": 1} {
			if n := count(t, d, `SELECT count(*) FROM blob WHERE media = '`+media+`'`); n != want {
				t.Errorf("%d of %s are left, want %d", n, media, want)
			}
		}
	})
}

func TestWhatWasNeverFinishedIsSweptAwayAfterADay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := blob.NewBlobs(d, t.TempDir())
		put, err := b.Put(t.Context(), blob.New{Name: "x"}, strings.NewReader("hola"))
		if err != nil {
			t.Fatal(err)
		}
		// As if the process had died before the end was written.
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			_, err := tx.Exec(`UPDATE blob SET ready = 0`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Stat(t.Context(), put.ID); !errors.Is(err, blob.ErrMissing) {
			t.Errorf("half a file was given out: %v", err)
		}
		for _, want := range []int64{1, 0} {
			if err := b.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := count(t, d, `SELECT count(*) FROM blob`); n != want {
				t.Errorf("%d left, want %d", n, want)
			}
			dbtest.Clock(t, d).Advance(25 * time.Hour)
		}
	})
}

func TestANameIsOnlyAName(t *testing.T) {
	t.Parallel()
	d := dbtest.OnSQLite(t)
	b := blob.NewBlobs(d, t.TempDir())
	for given, want := range map[string]string{
		"../../etc/passwd": "passwd", `C:\Users\rosa\corte ñ.xlsx`: "corte ñ.xlsx", "": "file", "/": "file",
		"a\x00b\r\n.csv": "ab.csv", strings.Repeat("é", 300) + ".csv": strings.Repeat("é", 196) + ".csv",
	} {
		put, err := b.Put(t.Context(), blob.New{Name: given}, strings.NewReader(""))
		if err != nil || put.Name != want {
			t.Errorf("%q is kept as %q, %v", given, put.Name, err)
		}
	}
}
