package law_test

import (
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"aldia/domain/law"
)

// A pack is written by people: a limit that is misspelt is told with its line and what was most likely meant,
// and never passes for no limit.
func TestAMisspeltFieldOfAPackIsToldWithItsLineAndWhatWasMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, was, is, says string }{
		{"contact.toml", "blocked_days =", "bloked_days =", `rule.bloked_days": did you mean "blocked_days"`},
		{"contact.toml", "cap = { max =", "cap = { mx =", `rule.cap.mx": did you mean "max"`},
		{"contact.toml", "\nverification =", "\nverifcation =", `rule.verifcation": did you mean "verification"`},
		{"pack.toml", "currency =", "curency =", `curency": did you mean "currency"`},
		{"pack.toml", "values =", "vaules =", `option.vaules": did you mean "values"`},
		{"contact.toml", "only_parties =", "whatever =", `nothing is called "rule.whatever"`},
	} {
		files := fstest.MapFS{}
		err := fs.WalkDir(os.DirFS("pack/ec"), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile("pack/ec/" + name)
			files["ec/"+name] = &fstest.MapFile{Data: raw}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		whole := string(files["ec/"+c.file].Data)
		before, _, found := strings.Cut(whole, c.was)
		if !found {
			t.Fatalf("%s has no %q", c.file, c.was)
		}
		line := 1 + strings.Count(before+c.was, "\n")
		files["ec/"+c.file].Data = []byte(strings.Replace(whole, c.was, c.is, 1))
		_, err = law.Parse(files, "ec")
		if err == nil {
			t.Errorf("%s: it passes", c.is)
			continue
		}
		at := "ec/" + c.file + ":" + strconv.Itoa(line) + ":"
		if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), at) {
			t.Errorf("%s: expected line %d of %v", c.is, line, err)
		}
	}
}
