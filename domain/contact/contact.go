// Package contact is every attempt to reach a person and every conversation with one, and what came of it.
// A result is a leaf of a tree of three levels, contact, result and reason, which is data: each creditor
// may have its own, in versions. The leaf says what the agent has to ask (a sum and a day for a promise)
// and what follows (call again in two hours, let the case rest, mark the telephone as wrong). Recording a
// result is one transaction; whoever must know hears contact.recorded within it.
//
// A contact is never changed and never deleted: a mistake is mended by recording another. Only whose it is
// can change, when two persons turn out to be one.
package contact

import (
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Prefix of the identities.
const Prefix = "con_"

// Kind is what a leaf means to the rest of the house, whatever a creditor calls it.
type Kind string

// The kinds.
const (
	Paid           Kind = "paid"
	Promise        Kind = "promise"
	Callback       Kind = "callback"
	WontPay        Kind = "wont_pay"
	CannotPay      Kind = "cannot_pay"
	Disputes       Kind = "disputes"
	MessageLeft    Kind = "message_left"
	NotThere       Kind = "not_there"
	WrongNumber    Kind = "wrong_number"
	NoAnswer       Kind = "no_answer"
	Busy           Kind = "busy"
	OutOfService   Kind = "out_of_service"
	Deceased       Kind = "deceased"
	Refuses        Kind = "refuses"
	NoContactAsked Kind = "no_contact_asked"
)

// Kinds are all kinds, in the order of a report.
func Kinds() []Kind {
	return []Kind{Promise, Paid, Callback, CannotPay, WontPay, Disputes, Refuses, NoContactAsked, MessageLeft,
		NotThere, WrongNumber, Deceased, NoAnswer, Busy, OutOfService}
}

// Reached says how far an attempt got. The debtor, or who answers for the debt, is the right party.
type Reached string

// How far an attempt gets.
const (
	Nobody Reached = "nobody"
	Third  Reached = "third"
	Debtor Reached = "debtor"
)

const (
	// MaxPromise is more than anybody promises on the telephone, in the weakest currency we keep. A promise is
	// also held to what is owed to its creditor, where that is known, and a promiseRoom-th more.
	MaxPromise money.Amount = 100_000_000_000_000
	// promiseRoom keeps a slip of the keyboard out of the forecast: a quarter leaves room for the interest and
	// fees of a quarter of a year and for rounding up.
	promiseRoom = 4
	// MaxPromiseDays is how far ahead one may promise: a day farther off than a quarter is a plan, not a
	// promise.
	MaxPromiseDays = 90
	// MaxCallbackDays is how far ahead a call may be agreed.
	MaxCallbackDays = 30
	// MaxNote bounds a note, in letters: a screenful.
	MaxNote = 2000
	// maxKey bounds an idempotency key.
	maxKey = 200
	// longestTalk bounds the time between the opening of a case and its result: what is older was left open.
	longestTalk = 12 * time.Hour
)

// What a person can be told about a result.
var (
	ErrLeaf      = fault.New(fault.Invalid, "contact.no_such_result").On("leaf")
	ErrReason    = fault.New(fault.Invalid, "contact.reason_needed").On("leaf")
	ErrNoReason  = fault.New(fault.Invalid, "contact.reason_not_asked").On("leaf")
	ErrChannel   = fault.New(fault.Invalid, "contact.no_such_channel").On("channel")
	ErrParty     = fault.New(fault.Invalid, "contact.no_such_party").On("party")
	ErrAmount    = fault.New(fault.Invalid, "contact.amount_needed").On("amount")
	ErrTooMuch   = fault.New(fault.Invalid, "contact.amount_too_large").On("amount")
	ErrOverDebt  = fault.New(fault.Invalid, "contact.amount_over_debt").On("amount")
	ErrNotOwed   = fault.New(fault.Invalid, "contact.nothing_owed").On("amount")
	ErrCurrency  = fault.New(fault.Invalid, "contact.no_such_currency").On("currency")
	ErrDay       = fault.New(fault.Invalid, "contact.day_needed").On("promised_on")
	ErrDayPast   = fault.New(fault.Invalid, "contact.day_past").On("promised_on")
	ErrDayFar    = fault.New(fault.Invalid, "contact.day_too_far").On("promised_on")
	ErrTime      = fault.New(fault.Invalid, "contact.time_needed").On("callback_at")
	ErrTimePast  = fault.New(fault.Invalid, "contact.time_past").On("callback_at")
	ErrTimeFar   = fault.New(fault.Invalid, "contact.time_too_far").On("callback_at")
	ErrPhone     = fault.New(fault.Invalid, "contact.phone_needed").On("new_phone")
	ErrPoint     = fault.New(fault.Invalid, "contact.point_needed").On("contact_point")
	ErrNote      = fault.New(fault.Invalid, "contact.note_needed").On("note")
	ErrNoteLong  = fault.New(fault.Limit, "contact.note_too_long").On("note")
	ErrKey       = fault.New(fault.Limit, "contact.key_too_long").On("key")
	ErrKeyReused = fault.New(fault.Conflict, "contact.key_reused").On("key")
	ErrPerson    = fault.New(fault.Missing, "contact.no_such_person").On("person")
	ErrForeign   = fault.New(fault.Invalid, "contact.foreign_point").On("contact_point")
	ErrCreditor  = fault.New(fault.Missing, "contact.no_such_creditor").On("creditor")
)

// Result is what an agent records.
type Result struct {
	PersonID       id.ID
	CreditorID     id.ID
	Debts          []id.ID // the accounts it was about, some of them the creditor's; none: all the creditor's
	Channel        string  // voice | sms | whatsapp | email | letter | visit | chat
	ContactPointID id.ID   // the telephone or address that was tried; none: another way
	Party          string  // whom it was meant for: debtor | codebtor | guarantor | …; empty is the debtor
	Leaf           string  // path in the tree: contact/result/reason
	Note           string
	Amount         money.Money // promised; an empty currency is the creditor's
	PromisedOn     calendar.Day
	CallbackAt     time.Time
	NewPhone       string    // found out in the conversation
	StartedAt      time.Time // when the case was opened for it; zero: now
	Key            string    // idempotency key
}

// Channels are the ways to reach a person.
func Channels() []string {
	return []string{"voice", "sms", "whatsapp", "email", "letter", "visit", "chat"}
}

// Parties are the roles in which a person is spoken to.
func Parties() []string {
	return []string{"debtor", "codebtor", "guarantor", "reference", "relative", "employer", "other"}
}

// settle fills in what may be left out and takes away what the leaf does not ask, so that a sum typed before
// another result was chosen promises nothing.
func (r *Result) settle(l *Leaf, at time.Time, home money.Currency) {
	r.Note, r.NewPhone = clean(r.Note), clean(r.NewPhone)
	if r.Party == "" {
		r.Party = "debtor"
	}
	if r.StartedAt.IsZero() || r.StartedAt.After(at) || at.Sub(r.StartedAt) > longestTalk {
		r.StartedAt = at
	}
	if !l.Asks(AskAmount) {
		r.Amount = money.Money{}
	} else if r.Amount.Currency == "" {
		r.Amount.Currency = home
	}
	if !l.Asks(AskDay) {
		r.PromisedOn = calendar.NoDay
	}
	if !l.Asks(AskTime) {
		r.CallbackAt = time.Time{}
	}
}

// clean takes away what one database keeps and the other refuses.
func clean(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", ""))
}
