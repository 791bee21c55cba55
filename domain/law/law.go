// Package law is what the law of a country says of collecting, as data: a pack for each country, in text
// files that a person can read, with the source of each rule and how far that source was verified. Check
// answers whether a contact may happen, which rules are against it, and from when on it may; it is pure, so
// that the desk, the close, a simulation and a test all ask the same question. A rule that rests on nothing
// but our own prudence is marked as policy and never shown as law.
package law

import (
	"slices"
	"strings"

	"aldia/platform/fault"
)

// Channel is the way to reach a person.
type Channel string

// The channels.
const (
	Voice    Channel = "voice"
	SMS      Channel = "sms"
	WhatsApp Channel = "whatsapp"
	Email    Channel = "email"
	Letter   Channel = "letter"
	Visit    Channel = "visit"
	Chat     Channel = "chat"
)

// Channels are all channels.
func Channels() []Channel { return []Channel{Voice, SMS, WhatsApp, Email, Letter, Visit, Chat} }

// Party is what the contacted person is to the debt.
type Party string

// The parties.
const (
	Debtor    Party = "debtor"
	Codebtor  Party = "codebtor"
	Guarantor Party = "guarantor"
	Reference Party = "reference"
	Relative  Party = "relative"
	Employer  Party = "employer"
	Other     Party = "other"
)

// Parties are all parties.
func Parties() []Party {
	return []Party{Debtor, Codebtor, Guarantor, Reference, Relative, Employer, Other}
}

// Purpose is why a person is contacted.
type Purpose string

// The purposes. Only some of them are collecting.
const (
	Collection    Purpose = "collection"
	Reminder      Purpose = "reminder"      // before the due day
	Confirmation  Purpose = "confirmation"  // of a payment, an agreement, an appointment
	Transactional Purpose = "transactional" // what the service itself needs
	FraudAlert    Purpose = "fraud_alert"
	Requested     Purpose = "requested" // information they asked for; no agreed call to collect
	Location      Purpose = "location"  // where the person can be reached; nothing is said of a debt
)

// Purposes are all purposes.
func Purposes() []Purpose {
	return []Purpose{Collection, Reminder, Confirmation, Transactional, FraudAlert, Requested, Location}
}

// Result is how an attempt ended.
type Result string

// The results.
const (
	TwoWay       Result = "two_way"   // both spoke, or wrote
	Connected    Result = "connected" // somebody answered
	Voicemail    Result = "voicemail"
	Unanswered   Result = "unanswered"
	Busy         Result = "busy"
	NotInService Result = "not_in_service"
	Sent         Result = "sent"
	Delivered    Result = "delivered"
	Read         Result = "read"
	Bounced      Result = "bounced"
	WrongNumber  Result = "wrong_number"
)

// Results are all results.
func Results() []Result {
	return []Result{
		TwoWay, Connected, Voicemail, Unanswered, Busy, NotInService, Sent, Delivered, Read, Bounced, WrongNumber,
	}
}

// Errors of what is asked.
var (
	ErrPack    = fault.New(fault.Missing, "law.no_pack").On("pack")
	ErrUnknown = fault.New(fault.Invalid, "law.unknown")
	ErrOption  = fault.New(fault.Invalid, "law.option").On("options")
)

// known holds a value to a closed set.
func known[T ~string](field string, value T, all []T) error {
	if slices.Contains(all, value) {
		return nil
	}
	return ErrUnknown.With(field, string(value), list(all)).On(field)
}

func list[T ~string](all []T) string {
	text := ""
	var textSb112 strings.Builder
	for i, v := range all {
		if i > 0 {
			textSb112.WriteString(", ")
		}
		textSb112.WriteString(string(v))
	}
	text += textSb112.String()
	return text
}
