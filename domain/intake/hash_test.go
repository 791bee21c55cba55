package intake

import "testing"

// These stand in databases: when this test fails, every account of every customer would come in as new.
func TestTheHashesOfYesterdayAreThoseOfToday(t *testing.T) {
	t.Parallel()
	for got, want := range map[int64]int64{
		KeyOfAccount("coop", "C-1"):            1519362854561892169,
		KeyOfItem("coop", "C-1", "3"):          -6715870644967805648,
		KeyOfID("EC", "1712345678"):            3187425187101427759,
		KeyOfPerson("coop", "María Ñáñez 123"): -4421178285962842499,
	} {
		if got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
}

func TestTwoThingsHaveTwoKeys(t *testing.T) {
	t.Parallel()
	seen := map[int64]string{}
	note := func(what string, key int64) {
		if other, twice := seen[key]; twice {
			t.Errorf("%s and %s have one key", what, other)
		}
		seen[key] = what
	}
	note("a, 123", KeyOfAccount("a", "123"))
	note("a1, 23", KeyOfAccount("a1", "23"))
	note("a123", KeyOfAccount("a123", ""))
	note("12345678, 9", KeyOfAccount("12345678", "9"))
	note("123456789", KeyOfAccount("123456789", ""))
	note("a, 123, no item", KeyOfItem("a", "123", ""))
	note("a, 12, 3", KeyOfItem("a", "12", "3"))
	note("person", KeyOfPerson("EC", "123"))
	note("id", KeyOfID("EC", "123"))
	for i := range 200_000 {
		digits := string([]byte{byte('0' + i/100000), byte('0' + i/10000%10), byte('0' + i/1000%10),
			byte('0' + i/100%10), byte('0' + i/10%10),
			byte('0' + i%10)})
		note(digits, KeyOfAccount("banco", digits))
	}
	if KeyOfID("CL", "12.345.678-k") != KeyOfID("CL", "12345678K") {
		t.Error("points and capitals make another person")
	}
}
