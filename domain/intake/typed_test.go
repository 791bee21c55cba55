package intake

import (
	"errors"
	"testing"

	"aldia/domain/portfolio"
)

func TestACodeThatIsTypedIsHeldToTheRuleAndOneOfAFileIsNot(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, o *office) {
		rows := file("A1;;p1;Uno;2026-01-10;10;0;0;x")
		for _, set := range []func(*Options){
			func(s *Options) { s.Creditor = "Banco Ñandú" }, func(s *Options) { s.Portfolio = "de consumo" },
		} {
			if _, err := o.loads(rows, monday(), set); !errors.Is(err, portfolio.ErrCodeShape) {
				t.Errorf("it is answered with %v", err)
			}
		}
		if n := o.cutCount(t); n != 0 {
			t.Errorf("%d cuts were made", n)
		}

		// What came in a file is there, and works from then on, typed too.
		const head = "creditor;portfolio;account;person;person_name;due_on;principal\n"
		theirs := head + "Banco Ñandú;de consumo;A1;p1;Uno;2026-01-10;10\n"
		o.load(t, theirs, monday(), func(s *Options) { s.Creditor = "" })
		o.load(t, file("A2;;p2;Dos;2026-01-10;10;0;0;x"), monday()+1, func(s *Options) {
			s.Creditor, s.Portfolio, s.Afresh = "Banco Ñandú", "de consumo", true
		})
	})
}
