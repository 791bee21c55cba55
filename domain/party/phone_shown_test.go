package party

import "testing"

func TestANumberIsWrittenAsPeopleDialIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ value, country, want string }{
		{"+593991234567", "EC", "099 123 4567"}, {"+593991234567", "PE", "+593 99 123 4567"},
		{"+51912345678", "PE", "912 345 678"}, {"+573001234567", "CO", "300 1234567"}, {"no tiene", "EC",
			"no tiene"},
	} {
		if got := ShownPhone(c.value, c.country); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.value, c.country, got, c.want)
		}
	}
}
