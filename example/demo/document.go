package demo

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// The check digits follow the rules that domain/party checks, written from their sources a second time: the
// tests hold one against the other.

// cedulaEC is an Ecuadorian cédula: province, a third digit below six, Luhn.
func cedulaEC(r *rand.Rand, province int) string {
	n := fmt.Sprintf("%02d%d%06d", province, r.IntN(6), r.IntN(1_000_000))
	sum := 0
	for i := range n {
		v := int(n[i] - '0')
		if i%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return n + strconv.Itoa((10-sum%10)%10)
}

// rucEC is the RUC of an Ecuadorian company: third digit 9, modulo 11 over nine digits.
func rucEC(r *rand.Rand, province int) string {
	for {
		n := fmt.Sprintf("%02d9%06d", province, r.IntN(1_000_000))
		check := (11 - weigh(n, "432765432")%11) % 11
		if check < 10 {
			return n + strconv.Itoa(check) + "001"
		}
	}
}

// dniPE is a Peruvian DNI with the sign that stands on the card.
func dniPE(r *rand.Rand) string {
	n := fmt.Sprintf("%08d", 1_000_000+r.IntN(79_000_000))
	return n + "-" + string("65432110987"[weigh(n, "32765432")%11])
}

// rucPE is a Peruvian RUC: 20 and eight digits for a company, 10 and the DNI for a person.
func rucPE(body string) string {
	check := (11 - weigh(body, "5432765432")%11) % 10
	return body + strconv.Itoa(check)
}

// nitCO is the NIT of a Colombian company, with its digit behind a dash.
func nitCO(r *rand.Rand) string {
	n := fmt.Sprintf("9%08d", r.IntN(100_000_000))
	weights := [...]int{3, 7, 13, 17, 19, 23, 29, 37, 41}
	sum := 0
	for i := range n {
		sum += int(n[len(n)-1-i]-'0') * weights[i]
	}
	check := sum % 11
	if check > 1 {
		check = 11 - check
	}
	return n + "-" + strconv.Itoa(check)
}

// rutCL is a Chilean RUT, of a person below fifty million and of a company above.
func rutCL(r *rand.Rand, legal bool) string {
	n := 5_000_000 + r.IntN(20_000_000)
	if legal {
		n = 76_000_000 + r.IntN(2_000_000)
	}
	sum, weight := 0, 2
	for v := n; v > 0; v /= 10 {
		sum += v % 10 * weight
		if weight++; weight > 7 {
			weight = 2
		}
	}
	sign := [...]string{"0", "K", "9", "8", "7", "6", "5", "4", "3", "2", "1"}[sum%11]
	return strconv.Itoa(n) + "-" + sign
}

func weigh(n, weights string) int {
	sum := 0
	for i := range weights {
		sum += int(n[i]-'0') * int(weights[i]-'0')
	}
	return sum
}

// document gives a person of a country the number of their document.
func document(r *rand.Rand, country string, province int, legal bool) string {
	switch {
	case country == "EC" && legal:
		return rucEC(r, province)
	case country == "EC":
		return cedulaEC(r, province)
	case country == "PE" && legal:
		return rucPE(fmt.Sprintf("20%08d", r.IntN(100_000_000)))
	case country == "PE":
		return dniPE(r)
	case country == "CO" && legal:
		return nitCO(r)
	case country == "CO":
		return strconv.Itoa(1_000_000_000 + r.IntN(190_000_000))
	}
	return rutCL(r, legal)
}

// Slip writes a document as a tired clerk does: one digit wrong, so that the check digit no longer fits, or
// the zero in front eaten by a spreadsheet.
func Slip(r *rand.Rand, number string) string {
	if strings.HasPrefix(number, "0") && r.IntN(2) == 0 {
		return number[1:]
	}
	at := len(number)/2 - r.IntN(2)
	digit := (int(number[at]-'0') + 1 + r.IntN(8)) % 10
	return number[:at] + strconv.Itoa(digit) + number[at+1:]
}

// Swap writes a document with two neighbouring digits in each other's place, the commonest slip of all.
func Swap(number string) string {
	for i := len(number) / 2; i > 0; i-- {
		a, b := number[i-1], number[i]
		if a != b && a != '-' && b != '-' {
			return number[:i-1] + string([]byte{b, a}) + number[i+1:]
		}
	}
	return number
}
