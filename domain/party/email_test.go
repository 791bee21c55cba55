package party

import (
	"fmt"
	"net/mail"
	"testing"
)

func TestACellOfAddressesAsClerksFillIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says, cell string
		want       []Email
	}{
		{"one, shouted", "JUAN.PEREZ@GMAIL.COM", []Email{{"JUAN.PEREZ@gmail.com", ReadValid}}},
		{"two", "a@b.ec; c@d.com.co", []Email{{"a@b.ec", ReadValid}, {"c@d.com.co", ReadValid}}},
		{"the same twice", "a@b.ec|a@B.EC", []Email{{"a@b.ec", ReadValid}}},
		{"with a name", "Juan Pérez <juan@perez.ec>", []Email{{"juan@perez.ec", ReadValid}}},
		{"with a dot at its end", "juan@perez.ec.", []Email{{"juan@perez.ec", ReadValid}}},
		{"no domain", "juan@gmail", []Email{{"juan@gmail", ReadUnreadable}}},
		{"two dots", "juan..p@gmail.com", []Email{{"juan..p@gmail.com", ReadUnreadable}}},
		{"none", "no tiene", nil},
		{"a note", "pedir a la hija", []Email{{"pedir a la hija", ReadUnreadable}}},
		{"nothing", " ", nil},
	} {
		if got := Emails([]byte(c.cell), nil); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %q: got %v, want %v", c.says, c.cell, got, c.want)
		}
	}
}

func FuzzEmails(f *testing.F) {
	f.Add([]byte("Juan <juan@perez.ec>; x@y"))
	f.Fuzz(func(t *testing.T, cell []byte) {
		for _, e := range Emails(cell, nil) {
			if e.State != ReadValid {
				continue
			}
			for _, c := range []byte(e.Value) {
				if c >= 0x80 {
					return // net/mail wants other text to be valid UTF-8; we leave it to the mail server
				}
			}
			if _, err := mail.ParseAddress(e.Value); err != nil {
				t.Fatalf("%q gave %q, which nobody can write to: %v", cell, e.Value, err)
			}
		}
	})
}
