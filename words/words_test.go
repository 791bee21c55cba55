package words_test

import (
	"testing"

	"aldia/words"
)

func TestEveryLanguageSaysTheSameThings(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range catalog.Check() {
		t.Error(wrong)
	}
}
