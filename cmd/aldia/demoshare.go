package main

import "aldia/example/demo"

// shareCustomers lets some customers of a creditor be those of another one too: they moved across the
// border, with their document and their telephone, and owe on both sides. Which they are follows from the
// books alone, so that everybody else is who they would have been. Most of them are late, with one or
// with both.
func (b *demoBook) shareCustomers(other *demoBook, n int) {
	var abroad []*demoCustomer
	for i := 0; i < len(other.customers) && len(abroad) < n; i += 3 {
		if c := other.customers[i]; c.movable() && c.habit >= demoForgetful {
			abroad = append(abroad, c)
		}
	}
	taken := 0
	for i := 1; i < len(b.customers) && taken < len(abroad); i += 5 {
		if c := b.customers[i]; c.movable() {
			c.Person, c.habit, c.from = abroad[taken].Person, abroad[taken].habit, other.country
			c.phones = c.Mobile
			taken++
		}
	}
}

// movable says whether a customer is a person with a document and a telephone that is right: nobody of whom
// a clerk has mistyped either.
func (c *demoCustomer) movable() bool {
	return c.Kind == demo.Natural && c.phones == c.Mobile && c.habit != demoUnreachable
}
