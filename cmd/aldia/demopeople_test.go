package main

import (
	"math/rand/v2"
	"testing"

	"aldia/domain/party"
	"aldia/example/demo"
)

func TestInventedPeopleHaveDocumentsAndTelephonesThatAreRight(t *testing.T) {
	t.Parallel()
	lists, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, country := range lists.Known() {
		people, err := lists.People(country, 7)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 2000 {
			person := people.Natural()
			if i%5 == 0 {
				person = people.Legal()
			}
			v := party.Check(country, person.IDType, person.IDNumber)
			// A Colombian cédula has no digit to check.
			if v.State != party.IDValid && (country != "CO" || v.State != party.IDUnchecked) || v.Kind != person.Kind {
				t.Fatalf("%s %s of %s: %+v", person.IDType, person.IDNumber, person.Name(), v)
			}
			for _, number := range []string{person.Mobile, person.Fixed} {
				if number == "" {
					continue
				}
				phones := party.Phones([]byte(number), country, nil)
				if len(phones) != 1 || phones[0].State != party.ReadValid {
					t.Fatalf("%s %s of %s: %+v", country, number, person.City, phones)
				}
			}
			if mails := party.Emails([]byte(person.Email), nil); len(mails) != 1 || mails[0].State != party.ReadValid {
				t.Fatalf("%s of %s: %+v", person.Email, person.Name(), mails)
			}
		}
	}
}

func TestTheSameSeedInventsTheSamePeople(t *testing.T) {
	t.Parallel()
	lists, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	one, _ := lists.People("EC", 3)
	two, _ := lists.People("EC", 3)
	other, _ := lists.People("EC", 4)
	differ := false
	for range 200 {
		a, b := one.Natural(), two.Natural()
		if a != b {
			t.Fatalf("%+v and %+v", a, b)
		}
		differ = differ || other.Natural() != a
	}
	if !differ {
		t.Error("another seed invents the same people")
	}
}

func TestAClerksSlipDoesNotPassForTheRightNumber(t *testing.T) {
	t.Parallel()
	lists, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	people, _ := lists.People("EC", 5)
	r := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		person := people.Natural()
		for _, wrong := range []string{demo.Slip(r, person.IDNumber), demo.Swap(person.IDNumber)} {
			v := party.Check("EC", "cedula", wrong)
			if wrong != person.IDNumber && v.State == party.IDValid && v.Number == person.IDNumber {
				t.Fatalf("%s for %s passes: %+v", wrong, person.IDNumber, v)
			}
		}
	}
}
