package payment

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"

	"aldia/platform/id"
)

// Same is what makes a payment the same one, as text and as a 64-bit hash of it. It is the creditor's
// reference; where there is none, or it is only a word such as "efectivo", it is account, day, amount and
// way. Payments that are the same without a reference may be two real ones, such as two instalments paid at
// the counter on one day: they are told apart by their position in the file, and a cumulative file that
// repeats both repeats two.
//
// The hash is kept in the database: a change here makes every payment a stranger to the next file.
func Same(creditor id.ID, in *Incoming) (text string, key int64, byReference bool) {
	var b strings.Builder
	reference := cleanReference(in.Reference)
	// A reference that is all there is to find the account by is that account's, not the payment's.
	if byReference = identifies(reference) && (in.Account != "" || in.IDNumber != ""); byReference {
		b.WriteString("r|" + reference)
	} else {
		b.WriteString(strings.Join([]string{
			"a", in.Account, letters(in.IDNumber), reference, in.PaidOn.Text(),
			strconv.FormatInt(int64(in.Amount), 10), string(in.Currency), in.Way, in.Item,
		}, "|"))
	}
	if in.Amount < 0 && byReference {
		b.WriteString("|-") // money taken back goes by the reference of the payment that it takes back
	}
	text = b.String()
	h := fnv.New64a()
	_, _ = h.Write(strconv.AppendInt(nil, int64(creditor), 10)) // a hash never fails
	_, _ = h.Write([]byte{'|'})
	_, _ = h.Write([]byte(text))
	return text, int64(stir(h.Sum64())), byReference
}

// stir makes all bits of the hash depend on all of the text.
func stir(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// cleanReference is a reference in capitals with its inner spaces as one: files differ in both from day to
// day.
func cleanReference(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), " ")) }

// letters are the letters and digits of a number: "17.123.456-k" and "17123456K" are one.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

// identifies says whether a reference can stand for one payment: it is not what people write where they
// have none.
func identifies(reference string) bool {
	word := letters(reference)
	if strings.Trim(word, "0") == "" {
		return false
	}
	switch word {
	case "NA", "ND", "SN", "SR", "NULL", "NONE", "NAN", "X", "NO", "NINGUNO", "NINGUNA", "SINREFERENCIA",
		"SINNUMERO", "EFECTIVO", "CASH", "PAGO", "PAGOS", "ABONO", "DEPOSITO", "DEPÓSITO", "TRANSFERENCIA",
		"VENTANILLA", "CAJA", "TARJETA", "CHEQUE", "DEBITO", "DÉBITO", "PAYMENT", "DEPOSIT", "TRANSFER":
		return false
	}
	return true
}
