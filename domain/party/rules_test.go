package party

import (
	"errors"
	"testing"

	"aldia/platform/fault"
)

func TestHowAContactPointMayChange(t *testing.T) {
	t.Parallel()
	agent := Cause{ByUser: 7, Reason: "contestó"}
	dialer := Cause{Reason: "fuera de servicio"}
	call := Cause{Contact: 3}
	consent := Cause{ByUser: 7, Reason: "pidió que la llamen", Consent: true}
	for _, c := range []struct {
		says     string
		from, to PointState
		cause    Cause
		want     error
	}{
		{"reached there", Unverified, Verified, agent, nil},
		{"the dialer hears that it is dead", Unverified, Unreachable, dialer, nil},
		{"a call tells that it is a neighbour's", Verified, ThirdParty, call, nil},
		{"the neighbour lends the telephone", ThirdParty, Verified, call, nil},
		{"a program does not know better", Wrong, Verified, dialer, ErrPointMove},
		{"somebody who says why does", Wrong, Verified, agent, nil},
		{"alive again", Unreachable, Unverified, dialer, nil},
		{"what was verified is not unlearnt", Verified, Unverified, agent, ErrPointMove},
		{"nothing happens without a reason", Unverified, Wrong, Cause{ByUser: 7}, ErrPointReason},
		{"an opt-out", Verified, OptedOut, call, nil},
		{"an opt-out is not lifted by answering", OptedOut, Verified, call, ErrPointConsent},
		{"nor by knowing that it is wrong", OptedOut, Wrong, agent, ErrPointConsent},
		{"only by consent", OptedOut, Verified, consent, nil},
		{"consent says nothing else", OptedOut, Wrong, consent, ErrPointMove},
		{"no such state", Verified, "gone", agent, ErrPointState},
	} {
		changed, err := c.from.Move(c.to, &c.cause)
		if !errors.Is(err, c.want) && (err != nil || c.want != nil) || changed != (c.want == nil) {
			t.Errorf("%s: %v, %v; want %v", c.says, changed, err, c.want)
		}
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Errorf("%s: a person cannot read %v", c.says, err)
		}
	}
	if changed, err := Wrong.Move(Wrong, &Cause{}); changed || err != nil {
		t.Error("to say again what is known is no change and no mistake")
	}
}

func TestWhatAContactPointCanBeUsedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		point  ContactPoint
		usable bool
	}{
		{ContactPoint{Kind: PointPhone, Line: LineMobile, State: Unverified}, true},
		{ContactPoint{Kind: PointPhone, Line: LineFixed, State: Verified}, true},
		{ContactPoint{Kind: PointPhone, Line: LineUnknown, State: Verified}, true},
		{ContactPoint{Kind: PointPhone, Line: lineUnreadable, State: Unverified}, false},
		{ContactPoint{Kind: PointPhone, Line: LineMobile, State: ThirdParty}, false},
		{ContactPoint{Kind: PointPhone, Line: LineMobile, State: OptedOut}, false},
		{ContactPoint{Kind: PointEmail, State: Unverified}, true},
	} {
		if c.point.Usable() != c.usable {
			t.Errorf("%+v: usable %v", c.point, c.point.Usable())
		}
	}
}

func TestWhatTheRolesMean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role    Role
		answers Answers
		hear    bool
	}{
		{Debtor, AnswersWhole, true}, {Codebtor, AnswersWhole, true}, {Guarantor, AnswersAfter, true},
		{Reference, AnswersNothing, false}, {"vecino", AnswersNothing, false},
	} {
		if c.role.Answers() != c.answers || c.role.MayHear() != c.hear {
			t.Errorf("%s answers for %s, may hear %v", c.role, c.role.Answers(), c.role.MayHear())
		}
	}
}

func TestNamesAsTheyAreShownAndCompared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, shown, key string }{
		{"GUAMÁN PEÑA ROSA", "Guamán Peña Rosa", "GUAMAN PEN~A ROSA"},
		{"JUAN DE LA CRUZ Y DEL POZO", "Juan de la Cruz y del Pozo", "JUAN DE LA CRUZ Y DEL POZO"},
		{"DE LA TORRE ANA", "De la Torre Ana", "DE LA TORRE ANA"},
		{"Rosa DiCaprio McKay", "Rosa DiCaprio McKay", "ROSA DICAPRIO MCKAY"},
		{"ana  vera ", "Ana Vera", "ANA VERA"},
		{"COMERCIAL ANDINA S.A.", "Comercial Andina S.A.", "COMERCIAL ANDINA SA"},
		{"FERRETERÍA BKM CÍA. LTDA.", "Ferretería BKM Cía. Ltda.", "FERRETERIA BKM CIA LTDA"},
		{"O'HIGGINS, BERNARDO", "O'Higgins, Bernardo", "OHIGGINS BERNARDO"},
		{"MARÍA-JOSÉ ÑAÑEZ", "María-José Ñañez", "MARIA JOSE N~AN~EZ"},
		{"Mun\u0303oz", "Mun\u0303oz", "MUN~OZ"},
		{"", "", ""},
	} {
		if got := ShownName(c.given); got != c.shown {
			t.Errorf("%q is shown as %q, want %q", c.given, got, c.shown)
		}
		if got := NameKey(c.given); got != c.key {
			t.Errorf("%q is compared as %q, want %q", c.given, got, c.key)
		}
	}
	if a, b, c := NameKey("NUZ"), NameKey("ÑAÑEZ"), NameKey("OBANDO"); a >= b || b >= c {
		t.Errorf("Ñ sorts between N and O: %q %q %q", a, b, c)
	}
	for name, legal := range map[string]bool{
		"Comercial Andina S.A.": true, "Ferretería BKM Cía. Ltda.": true, "Banco del Pacífico": true,
		"Rosa Guamán": false,
		"Cv Torres":   false, "Industrias Vera C.A.": true, "Casa Vera": false,
	} {
		if LooksLegal(name) != legal {
			t.Errorf("%q is a company: %v", name, !legal)
		}
	}
}

func TestWordsKeepTheirOrderAsNumbers(t *testing.T) {
	t.Parallel()
	low, high := prefixCode([]byte("MUN"))
	for word, inside := range map[string]bool{
		"MUN": true, "MUN~OZ": true, "MUNIVE": true, "MUNZZZZZZZZZZZZ": true, "MUM": false, "MUO": false,
		"MU": false,
	} {
		if c := wordCode([]byte(word)); (c >= low && c <= high) != inside || c <= 0 {
			t.Errorf("%s begins with MUN: %v", word, !inside)
		}
	}
}

func TestWhatMakesTwoPersonsAlike(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says string
		a, b Traits
		want Likeness
	}{
		{"one digit", Traits{"ANA VERA", "EC", "cedula", "1714307103"}, Traits{"VERA ANA", "EC", "cedula",
			"1714307108"}, LikeNumber},
		{"two changed places", Traits{"ANA VERA", "EC", "cedula", "1714307103"}, Traits{"ANA VERA", "EC",
			"cedula", "1714301703"},
			LikeNumber},
		{"but another name", Traits{"ANA VERA", "EC", "cedula", "1714307103"}, Traits{"LUZ VERA", "EC", "cedula",
			"1714307108"}, ""},
		{"but two digits", Traits{"ANA VERA", "EC", "cedula", "1714307103"}, Traits{"ANA VERA", "EC", "cedula",
			"1814307108"}, ""},
		{"a name alone", Traits{"ANA VERA", "EC", "cedula", "1714307103"}, Traits{"ANA VERA", "EC", "cedula",
			"0602910945"}, ""},
		{"a name and no document", Traits{"ANA VERA", "EC", "", ""}, Traits{"ANA VERA", "EC", "", ""}, ""},
		{"another country", Traits{"ANA VERA", "EC", "cedula", "1714307103"}, Traits{"ANA VERA", "CO", "cedula",
			"1714307108"}, ""},
		{"cédula in RUC", Traits{"ANA VERA", "EC", "cedula", "1714307103"}, Traits{"FERRETERIA ANITA", "EC",
			"ruc", "1714307103001"},
			LikeDocument},
		{"DNI in RUC", Traits{"ANA VERA", "PE", "ruc", "10101174102"}, Traits{"ANA VERA", "PE", "dni",
			"10117410"}, LikeDocument},
		{"cédula in NIT", Traits{"ANA", "CO", "nit", "11185342480"}, Traits{"ANA", "CO", "cc", "1118534248"},
			LikeDocument},
		{"RFC and CURP of one birthday", Traits{"LUZ BO", "MX", "rfc", "BOXW310820XX1"},
			Traits{"LUZ BO", "MX", "curp", "BOXW310820HNERXN09"}, LikeBirth},
	} {
		for _, pair := range [][2]Traits{{c.a, c.b}, {c.b, c.a}} {
			if got, alike := AlikeByDocument(&pair[0], &pair[1]); got != c.want && alike || alike != (c.want != "") {
				t.Errorf("%s: %q, %v", c.says, got, alike)
			}
		}
	}
}

func TestTheHoursOfAPersonAreThoseOfTheirPlace(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"EC", "Pichincha", "America/Guayaquil"}, {"EC", "Galápagos", "Pacific/Galapagos"}, {"CO", "",
			"America/Bogota"},
		{"MX", "Baja California", "America/Tijuana"}, {"MX", "Jalisco", "America/Mexico_City"},
		{"CL", "Magallanes", "America/Punta_Arenas"}, {"BR", "AM", "America/Manaus"}, {"XX", "", ""},
	} {
		if got := ZoneOf(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestNumbersThatFollowEachOtherLieBesideEachOther(t *testing.T) {
	t.Parallel()
	a, b := ownHash(1, "C-0000041"), ownHash(1, "C-0000042")
	if b != a+1 {
		t.Errorf("%d and %d", a, b)
	}
	seen := map[int64]string{}
	for _, k := range []string{"7", "07", "007", "C7", "C-7", "", "1714307103", "2714307103", "X"} {
		h := ownHash(1, k)
		if other, met := seen[h]; met || h < 0 {
			t.Errorf("%q meets %q", k, other)
		}
		seen[h] = k
	}
	if ownHash(1, "C-1") == ownHash(2, "C-1") {
		t.Error("the numbers of two creditors are apart")
	}
}
