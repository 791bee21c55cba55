package party

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared finds the data that none of us wrote; see shared/README.md.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("ALDIA_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the shared data are missing: %v", err)
		}
		t.Skipf("the shared data are missing: %v", err)
	}
	return path
}

type vector struct {
	country, kind, input, why string
	one, agree                bool // what the first library says, and whether the second says the same
}

func vectors(t testing.TB) []vector {
	t.Helper()
	f, err := os.Open(shared(t, "data", "docnum", "vectors.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	for _, r := range rows[1:] {
		country, kind, _ := strings.Cut(r[0], ".")
		all = append(all, vector{
			country: strings.ToUpper(country), kind: kind, input: r[1], why: r[4],
			one: r[3] == "1", agree: r[7] == "1",
		})
	}
	return all
}

func TestEveryNumberOfTheVectorsIsJudgedAsTheTwoLibrariesDo(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		got := Check(v.country, v.kind, v.input)
		bad := ""
		switch {
		case !v.agree && got.State != IDDoubtful:
			bad = "they disagree"
		case v.agree && v.one && got.State == IDInvalid:
			bad = "both take it"
		case v.agree && !v.one && got.State != IDInvalid:
			// A Dominican cédula with a wrong digit may be a real one: see dominican.
			if v.country == "DO" && v.kind == "cedula" && v.why == "InvalidChecksum" && got.State == IDDoubtful {
				continue
			}
			bad = "both refuse it"
		}
		if bad != "" {
			t.Errorf("%s %s %q: %s, but we say %s (%s)", v.country, v.kind, v.input, bad, got.State, got.Why)
		}
	}
}
