package built

import (
	"slices"
	"strings"
	"testing"
)

func TestTheProgramIsMadeOfItsCodeWordsSchemaAndLaws(t *testing.T) {
	t.Parallel()
	all, err := Sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"/cmd/aldia", "/cmd/aldia/wire.go", "/domain/treatment/close.go", "/words/es/cut.toml",
		"/migration/0020_portfolio.sql", "/domain/law/pack/ec/pack.toml", "/go.mod",
	} {
		if !slices.ContainsFunc(all, func(name string) bool { return strings.HasSuffix(name, want) }) {
			t.Errorf("%s is not among the %d that the program is made of", want, len(all))
		}
	}
}
