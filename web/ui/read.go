package ui

import (
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/fault"
)

// Faults of what is typed into a field. Who reads a field names it: ErrSum.On("amount").
var (
	ErrSum = fault.New(fault.Invalid, "ui.field.sum")
	ErrDay = fault.New(fault.Invalid, "ui.field.day")
)

// ReadSum reads a sum as a person types it into a MoneyInput: "1.250,40", "1250.4", "1,250.40" or "300".
// Where both signs stand, the last one is the decimal; one sign alone is the decimal when fewer than three
// digits follow it, and else what the country makes of it, so that "1.250" is a thousand in Quito and too
// exact a sum in Lima.
func (v *View) ReadSum(typed string, c money.Currency) (money.Amount, error) {
	typed = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(strings.TrimSpace(typed))
	typed = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(typed), string(c)), "$"))
	group, point := v.signs(typed)
	whole, fraction, parted := strings.Cut(typed, point)
	if point == "" {
		whole, fraction, parted = typed, "", false
	}
	if decimals, known := c.Decimals(); !grouped(whole, group) || known && len(fraction) > decimals {
		return 0, ErrSum
	}
	plain := strings.ReplaceAll(whole, group, "")
	if parted {
		plain += "." + fraction
	}
	amount, err := money.Parse(plain, c)
	if err != nil {
		return 0, ErrSum.Because(err)
	}
	return amount, nil
}

// signs finds which sign parts thousands in what was typed, and which stands before decimals, or "".
func (v *View) signs(typed string) (group, point string) {
	dot, comma := strings.LastIndex(typed, "."), strings.LastIndex(typed, ",")
	switch {
	case dot >= 0 && comma > dot:
		return ".", ","
	case comma >= 0 && dot > comma:
		return ",", "."
	case dot < 0 && comma < 0:
		return ",", ""
	}
	sign, other, at := ".", ",", dot
	if comma >= 0 {
		sign, other, at = ",", ".", comma
	}
	switch follows := len(typed) - at - 1; {
	case strings.Count(typed, sign) > 1:
		return sign, ""
	case follows < 3 || money.Amount(0).Format("USD", v.Text.Manner()) == "0"+sign+"00":
		return other, sign
	}
	return sign, ""
}

// grouped holds for digits that are parted into threes, or not parted at all.
func grouped(whole, group string) bool {
	parts := strings.Split(strings.TrimLeft(whole, "+-−"), group)
	for i, part := range parts {
		if len(parts) > 1 && (len(part) > 3 || i > 0 && len(part) != 3 || part == "") {
			return false
		}
	}
	return true
}

// ReadDay reads the day of a DayInput. An empty field is calendar.NoDay.
func ReadDay(typed string) (calendar.Day, error) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return calendar.NoDay, nil
	}
	d, err := calendar.ParseDay(typed)
	if err != nil {
		return calendar.NoDay, ErrDay.Because(err)
	}
	return d, nil
}
