package party

// The common shapes of the six countries whose files we load most, without the library: it reads some
// 70,000 numbers a second, and a portfolio of a million accounts has three million. The ranges are those of
// the national plans (EC: Plan Técnico Fundamental de Numeración, ARCOTEL; CO: CRC Resolución 5826/2019 and
// 6.033; PE: PTFN, MTC; MX: Plan Nacional de Numeración, IFT 2019; CL: Subtel; CR: SUTEL RCS-590-2009) as
// far as the library agrees; a range that we leave out is only slower. The test holds every answer against
// the library.

// Prefixes of national numbers, each with a blank after it. They are searched, not matched by patterns: the
// longest plan is Mexico's, whose area codes have a small table of their own.
const (
	ecMobile = "939 958 959 978 979 960 961 962 963 966 967 968 969 980 981 982 983 984 985 986 987 " +
		"988 989 990 991 992 993 994 995 996 997 998 999 "
	coMobile = "300 301 302 303 304 305 310 311 312 313 314 315 316 317 318 319 320 321 322 323 350 351 370 "
	peFixed  = "41 42 52 53 56 61 62 63 64 65 66 67 72 74 76 82 83 84 10 11 12 13 14 15 16 17 18 "
	crMobile = "50 57 60 61 62 63 64 70 71 72 73 83 84 85 86 87 88 89 "
	clFixed  = "22 32 33 34 35 41 43 42 45 51 53 55 57 58 61 63 64 65 67 71 72 73 75 81 82 83 84 85 86 87 88 89 "
	clMobile = "92 94 95 98 "
	// clMobile3 are the further ranges of Chile's mobiles that are whole.
	clMobile3 = "930 931 932 933 934 935 937 938 939 960 961 962 963 964 965 966 967 968 971 972 973 974 " +
		"975 976 977 978 979 990 993 994 995 996 997 998 999 "
)

// mxAreas holds the second and third digit of Mexico's area codes by the first, from 2 to 9 (IFT, Plan
// Nacional de Numeración); * is any digit: 33, 55, 56 and 81 are whole areas of two digits.
var mxAreas = [8]string{
	// 2
	"2* 31 32 33 35 36 37 38 41 43 44 45 46 47 48 49 71 72 73 74 75 76 78 79 81 82 83 84 85 87 88 94 " +
		"96 97 ",
	// 3
	"11 12 13 14 15 16 17 19 21 22 23 24 25 26 27 28 29 3* 41 42 43 44 45 46 47 48 49 51 52 53 54 55 " +
		"56 57 58 59 71 72 73 74 75 76 77 78 81 82 83 84 85 86 87 88 89 91 92 93 94 95 ",
	// 4
	"11 12 13 14 15 17 18 19 21 22 23 24 25 26 27 28 29 31 32 33 34 35 36 37 38 4* 5* 61 62 63 64 65 " +
		"66 67 68 69 71 72 73 74 75 76 77 78 79 81 82 83 85 86 87 88 89 92 93 94 95 96 98 99 ",
	// 5
	"5* 6* 88 91 92 93 94 95 96 97 99 ",
	// 6
	"12 13 14 15 16 18 21 22 23 24 25 26 27 28 29 31 32 33 34 35 36 37 38 39 41 42 43 44 45 46 47 48 " +
		"49 51 52 53 56 57 58 59 60 61 62 63 64 65 67 68 69 71 72 73 74 75 76 77 86 87 94 95 96 97 98 ",
	// 7
	"11 12 13 14 15 16 17 18 19 2* 31 32 33 34 35 36 37 38 39 41 42 43 44 45 46 47 48 49 51 53 54 55 " +
		"56 57 58 59 61 62 63 64 65 66 67 68 69 7* 81 82 83 84 85 86 89 91 97 ",
	// 8
	"1* 21 23 24 25 26 28 29 31 32 33 34 35 36 41 42 44 45 46 61 62 64 66 67 68 69 70 71 72 73 77 78 " +
		"91 92 94 97 99 ",
	// 9
	"13 14 16 17 18 19 21 22 23 24 32 33 34 36 37 38 51 53 54 58 6* 71 72 81 82 83 84 85 86 87 88 9* ",
}

// quickPhone reads digits that are a whole number of one of the six countries, national or with the country
// code.
func quickPhone(digits []byte, plus bool, country string) (Phone, bool) {
	q, ok := quickly(digits, plus, country)
	if !ok {
		return Phone{}, false
	}
	return e164(q.code, q.national, q.line), true
}

// quick is a number of the tables, not written down yet: whether it is one is asked of every row of a file,
// and needs no memory.
type quick struct {
	code     string
	national []byte
	line     string
}

func quickly(digits []byte, plus bool, country string) (quick, bool) {
	if plus {
		return quickAbroad(digits)
	}
	if national, ok := quickNational(digits, country); ok {
		return national, true
	}
	code := callingCode(country)
	if code == "" {
		return quick{}, false
	}
	rest := digits
	if len(rest) > 2 && rest[0] == '0' && rest[1] == '0' {
		return quickAbroad(rest[2:])
	}
	if len(rest) > len(code) && string(rest[:len(code)]) == code {
		return quickFull(rest[len(code):], code, country)
	}
	return quick{}, false
}

func quickAbroad(digits []byte) (quick, bool) {
	for _, country := range [...]string{"EC", "CO", "PE", "MX", "CL", "CR"} {
		code := callingCode(country)
		if len(digits) > len(code) && string(digits[:len(code)]) == code {
			return quickFull(digits[len(code):], code, country)
		}
	}
	return quick{}, false
}

// quickFull reads what follows a country code: a national number without a prefix for calls inside the
// country, save the 1 that Mexico asked for in front of mobiles until 2019 (IFT, numbering plan of 2018),
// which files still hold.
func quickFull(national []byte, code, country string) (quick, bool) {
	if country == "MX" && len(national) == 11 && national[0] == '1' {
		national = national[1:]
	}
	if line := planLine(national, country); line != "" {
		return quick{code, national, line}, true
	}
	return quick{}, false
}

func quickNational(digits []byte, country string) (quick, bool) {
	n := digits
	switch country {
	case "EC", "PE":
		if len(n) > 0 && n[0] == '0' {
			n = n[1:]
		}
	case "MX":
		// Until 2019 one dialled 01 before a distant number and 044 or 045 before a mobile (IFT).
		switch {
		case len(n) == 12 && n[0] == '0' && n[1] == '1':
			n = n[2:]
		case len(n) == 13 && n[0] == '0' && n[1] == '4' && (n[2] == '4' || n[2] == '5'):
			n = n[3:]
		}
	}
	if line := planLine(n, country); line != "" {
		return quick{callingCode(country), n, line}, true
	}
	return quick{}, false
}

func e164(code string, national []byte, line string) Phone {
	var room [16]byte
	b := append(room[:0], '+')
	b = append(b, code...)
	b = append(b, national...)
	return Phone{Value: string(b), Line: line, State: ReadValid}
}

func callingCode(country string) string {
	switch country {
	case "EC":
		return "593"
	case "CO":
		return "57"
	case "PE":
		return "51"
	case "MX":
		return "52"
	case "CL":
		return "56"
	case "CR":
		return "506"
	}
	return ""
}

// planLine is the kind of line of a national number, "" when the tables do not have it.
func planLine(n []byte, country string) string {
	switch country {
	case "EC":
		return ecLine(n)
	case "CO":
		return coLine(n)
	case "PE":
		if len(n) == 9 && n[0] == '9' {
			return LineMobile
		}
		if len(n) == 8 && listed(peFixed, n[:2]) {
			return LineFixed
		}
	case "MX":
		if len(n) == 10 && mxArea(n) {
			return LineUnknown
		}
	case "CL":
		return clLine(n)
	case "CR":
		return crLine(n)
	}
	return ""
}

func ecLine(n []byte) string {
	if len(n) == 9 && n[0] == '9' && listed(ecMobile, n[:3]) {
		return LineMobile
	}
	if len(n) == 8 && n[0] >= '2' && n[0] <= '7' && n[1] >= '2' && n[1] <= '7' {
		return LineFixed
	}
	return ""
}

func clLine(n []byte) string {
	switch {
	case len(n) != 9:
	case listed(clMobile, n[:2]), listed(clMobile3, n[:3]):
		return LineMobile
	case listed(clFixed, n[:2]):
		return LineFixed
	}
	return ""
}

func crLine(n []byte) string {
	switch {
	case len(n) != 8:
	case listed(crMobile, n[:2]):
		return LineMobile
	case n[0] == '2' && n[1] != '3' && n[1] < '8' && (n[1] != '1' || n[2] != '0'):
		return LineFixed
	}
	return ""
}

func coLine(n []byte) string {
	if len(n) != 10 {
		return ""
	}
	switch {
	case n[0] != '3':
	case listed(coMobile, n[:3]), n[1] == '2' && n[2] == '4' && n[3] != '0',
		n[1] == '3' && n[2] == '3' && n[3] != '3':
		return LineMobile
	}
	if n[0] == '6' && n[1] == '0' && n[2] >= '1' && n[2] <= '8' && n[2] != '3' {
		if n[3] >= '2' || n[3] == '1' && (n[2] == '1' || n[2] == '8') {
			return LineFixed
		}
	}
	return ""
}

func listed(list string, prefix []byte) bool {
	width := len(prefix)
	for i := 0; i+width < len(list); i += width + 1 {
		if list[i] == prefix[0] && list[i+1] == prefix[1] && (width == 2 || list[i+2] == prefix[2]) {
			return true
		}
	}
	return false
}

func mxArea(n []byte) bool {
	if n[0] < '2' || n[0] > '9' {
		return false
	}
	areas := mxAreas[n[0]-'2']
	for i := 0; i+1 < len(areas); i += 3 {
		if areas[i] == n[1] && (areas[i+1] == n[2] || areas[i+1] == '*') {
			return true
		}
	}
	return false
}
