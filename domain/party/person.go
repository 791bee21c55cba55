// Package party is who owes and how to reach them: persons, the documents that name them, their contact
// points and what became of each, the roles they have in a debt, and the pairs that may be one person. A
// person is one over all debts and creditors; it is found by a document whose number can stand for one
// person, else by the creditor's own key, and never by a name alone. A contact point is never deleted: it
// changes its state, and its history says why.
package party

// Kinds of person.
const (
	Natural = "natural"
	Legal   = "legal"
)
