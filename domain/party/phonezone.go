package party

import "github.com/nyaruka/phonenumbers"

// ZoneOfPhone is the time zone of the place that a number belongs to, in E.164; empty where it may be of
// several, as most mobile numbers of a large country are, or of none that is known.
func ZoneOfPhone(number string) string {
	if number == "" || number[0] != '+' {
		return ""
	}
	zones, err := phonenumbers.GetTimezonesForPrefix(number)
	if err != nil || len(zones) != 1 || zones[0] == phonenumbers.UNKNOWN_TIMEZONE {
		return ""
	}
	return zones[0]
}
