package admin

import (
	"testing"

	"aldia/domain/party"
	"aldia/web/ui"
	"aldia/words"
)

func TestWhoMayBeOneIsShownAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := &ui.View{Text: catalog.For("es").In("EC")}
	if got := placeWords(v, &party.Person{City: "Quito", Country: "EC"}); got != "Quito, Ecuador" {
		t.Errorf("the place reads %q", got)
	}
	phone := party.ContactPoint{Kind: party.PointPhone, Value: "+593979704319", Shown: "+593979704319"}
	if got := pointWords(&phone, "EC"); got != "097 970 4319" {
		t.Errorf("the telephone reads %q", got)
	}
}
