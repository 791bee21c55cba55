package party

import "github.com/nyaruka/phonenumbers"

// ShownPhone writes a number in E.164 as people of a country dial it: "099 123 4567" at home, "+51 912 345
// 678"
// for one of abroad. What is no such number stays as it is.
func ShownPhone(value, country string) string {
	number, err := phonenumbers.Parse(value, "")
	if err != nil {
		return value
	}
	if int(number.GetCountryCode()) == phonenumbers.GetCountryCodeForRegion(country) {
		return phonenumbers.Format(number, phonenumbers.NATIONAL)
	}
	return phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
}
