package party

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

var quickCountries = []string{"EC", "CO", "PE", "MX", "CL", "CR"}

func TestTheQuickWayReadsEveryNumberAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, country := range quickCountries {
		read, good := 0, 0
		code := callingCode(country)
		check := func(text string) {
			var room [maxDigits]byte
			digits, plus, plain := phoneDigits(room[:0], []byte(text))
			if !plain {
				t.Fatalf("%q is not plain digits", text)
			}
			quick, quickly := quickPhone(digits, plus, country)
			slow, ok := slowPhone([]byte(text), country)
			if ok {
				good++
			}
			if !quickly {
				return
			}
			read++
			if !ok || slow.Value != quick.Value || slow.Line != quick.Line {
				t.Errorf("%s %q: quickly %v, the library %v %v", country, text, quick, slow, ok)
			}
		}
		for prefix := range 10_000 {
			for _, length := range []int{8, 9, 10} {
				tail := fmt.Sprintf("%06d", random.IntN(1_000_000))
				national := (fmt.Sprintf("%04d", prefix) + tail)[:length]
				switch prefix % 4 {
				case 0:
					check(national)
				case 1:
					check("+" + code + national)
				case 2:
					check(code + national)
				case 3:
					if country == "EC" || country == "PE" {
						check("0" + national)
					} else {
						check(national)
					}
				}
			}
		}
		if read*100 < good*65 {
			t.Errorf("%s: only %d of %d good numbers are read quickly", country, read, good)
		}
		t.Logf("%s: %d of %d good numbers read quickly", country, read, good)
	}
}

func TestNumbersOfMexicoInTheirOlderDressAreRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"+52 1 55 1234 5678", "521 5512345678", "044 55 1234 5678", "01 55 1234 5678", "5512345678",
	} {
		got := Phones([]byte(text), "MX", nil)
		if len(got) != 1 || got[0].Value != "+525512345678" || got[0].State != ReadValid {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestACellOfPhonesAsClerksFillIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says, country, cell string
		want                []Phone
	}{
		{"one mobile", "EC", "0991234567", []Phone{{"+593991234567", LineMobile, ReadValid}}},
		{"without its zero", "EC", "991234567", []Phone{{"+593991234567", LineMobile, ReadValid}}},
		{"a number of a spreadsheet", "EC", "991234567.0", []Phone{{"+593991234567", LineMobile, ReadValid}}},
		{"mobile and landline", "EC", "(02) 234-5678 / 099 123 4567",
			[]Phone{{"+59322345678", LineFixed, ReadValid}, {"+593991234567", LineMobile, ReadValid}}},
		{"the same twice", "EC", "0991234567|+593 99 123 4567", []Phone{{"+593991234567", LineMobile, ReadValid}}},
		{"two with a word between", "CO", "3101234567 y 6012345678",
			[]Phone{{"+573101234567", LineMobile, ReadValid}, {"+576012345678", LineFixed, ReadValid}}},
		{"two with only a blank", "PE", "987654321 01 4567890",
			[]Phone{{"+51987654321", LineMobile, ReadValid}, {"+5114567890", LineFixed, ReadValid}}},
		{"two with a dash", "CL", "972345678 - 221234567",
			[]Phone{{"+56972345678", LineMobile, ReadValid}, {"+56221234567", LineFixed, ReadValid}}},
		{"a foreigner's", "EC", "+573101234567", []Phone{{"+573101234567", LineMobile, ReadValid}}},
		{"with its name in front", "EC", "CEL: 0991234567", []Phone{{"+593991234567", LineMobile, ReadValid}}},
		{"a country without a quick way", "AR", "011 4123-4567", []Phone{{"+541141234567", LineFixed, ReadValid}}},
		{"Chile tells by the first digit", "CL",
			"+56 9 7212 3456", []Phone{{"+56972123456", LineMobile, ReadValid}}},
		{"none, said in words", "EC", "NO TIENE", nil},
		{"none, said in signs", "EC", "S/N", nil},
		{"none, in zeros", "EC", "0000000000", nil},
		{"a note is kept", "EC", "preguntar en la tienda",
			[]Phone{{"preguntar en la tienda", LineUnknown, ReadUnreadable}}},
		{"half a number is kept", "EC", "0991234567/12345",
			[]Phone{{"+593991234567", LineMobile, ReadValid}, {"12345", LineUnknown, ReadUnreadable}}},
		{"nothing", "EC", "  ", nil},
		{"nines are nobody's", "EC", "9999999999", []Phone{{"9999999999", LineUnknown, ReadUnreadable}}},
	} {
		got := Phones([]byte(c.cell), c.country, nil)
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %q: got %v, want %v", c.says, c.cell, got, c.want)
		}
	}
}

func TestACellWithoutEndGivesABoundedNumberOfPhones(t *testing.T) {
	t.Parallel()
	var cell []byte
	for i := range 5_000 {
		cell = fmt.Appendf(cell, "099%07d|", i)
	}
	if got := Phones(cell, "EC", nil); len(got) != maxPhones {
		t.Fatalf("%d phones, want %d", len(got), maxPhones)
	}
}

func FuzzPhones(f *testing.F) {
	f.Add([]byte("0991234567 y 022345678"), "EC")
	f.Add([]byte("+52 1 (55) 1234-5678 ext 9"), "MX")
	f.Fuzz(func(t *testing.T, cell []byte, country string) {
		for _, p := range Phones(cell, country, nil) {
			n, err := phonenumbers.Parse(p.Value, "")
			if p.Value == "" || p.State == ReadValid && (err != nil || !phonenumbers.IsPossibleNumber(n)) {
				t.Fatalf("%q gave %v", cell, p)
			}
		}
	})
}

func BenchmarkPhones(b *testing.B) {
	cell, out := []byte("0991234567|022345678"), make([]Phone, 0, 4)
	b.ReportAllocs()
	for b.Loop() {
		out = Phones(cell, "EC", out[:0])
	}
}

func BenchmarkCheck(b *testing.B) {
	all := vectors(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		v := &all[i]
		Check(v.country, v.kind, v.input)
		if i++; i == len(all) {
			i = 0
		}
	}
}
