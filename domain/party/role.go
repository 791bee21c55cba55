package party

// Role is what a person is to a debt.
type Role string

// The roles, each with what it means in law. Which of them may be contacted, and how, is the country pack's
// to say.
const (
	// Debtor owes the whole and is asked first.
	Debtor Role = "debtor"
	// Codebtor (codeudor, deudor solidario) owes the whole as the debtor does: the creditor may ask either
	// (EC Código Civil art. 1527; CO art. 1568; MX Código Civil Federal art. 1987; CL art. 1511).
	Codebtor Role = "codebtor"
	// Guarantor (garante, fiador, aval) answers when the debtor does not. A fiador may ask that the
	// debtor's goods be taken first unless that benefit was waived; an aval may not (EC Código Civil art.
	// 2238; CO art. 2361; PE art. 1868).
	Guarantor Role = "guarantor"
	// Reference owes nothing and was named only to vouch for or to find the debtor. Nothing may be said of
	// the debt, and in several countries a reference may not be called at all (CO Ley 2300 de 2023, art.
	// 4).
	Reference Role = "reference"
)

// Answers says how far somebody of a role answers for the debt.
type Answers string

// How far.
const (
	AnswersWhole   Answers = "whole"   // for all of it, at once
	AnswersAfter   Answers = "after"   // for all of it, once the debtor fails
	AnswersNothing Answers = "nothing" // for none of it
)

// Answers says how far the role answers for the debt.
func (r Role) Answers() Answers {
	switch r {
	case Debtor, Codebtor:
		return AnswersWhole
	case Guarantor:
		return AnswersAfter
	case Reference:
	}
	return AnswersNothing
}

// MayHear says whether the debt may be spoken of with somebody of the role at all.
func (r Role) MayHear() bool { return r.Answers() != AnswersNothing }
