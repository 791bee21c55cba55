package main

import (
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/contact"
	"aldia/domain/party"
)

// demoSought is what comes of looking for somebody who has no telephone that works, each as often as it is
// met: others who know them are asked, and somebody goes by.
var demoSought = [...]struct {
	odds          int
	channel, leaf string
}{
	{35, "voice", "third/not_there/other_number"},
	{20, "voice", "third/message_left/family"},
	{10, "voice", "third/refuses"},
	{15, "visit", "third/not_there/moved"},
	{10, "visit", "third/message_left/family"},
	{10, "visit", "nobody/no_answer"},
}

// seek looks for somebody: by way of who answers for the debt, of the reference, of a relative, or at the
// address.
func (c *demoCompany) seek(s *demoScene, on calendar.Day) contact.Result {
	c.told(s.file.PersonID).soughtOn = on
	n, found := c.random.IntN(100), demoSought[0]
	for _, found = range demoSought {
		if n -= found.odds; n < 0 {
			break
		}
	}
	if found.channel == "visit" && s.house == nil { // nobody goes by where nobody knows of a house
		found = demoSought[1]
	}
	r := contact.Result{Channel: found.channel, Leaf: found.leaf}
	if r.Channel == "visit" {
		r.ContactPointID = s.house.ID
	} else {
		r.Party = beside(s.owner.customer)
	}
	if strings.HasSuffix(r.Leaf, "other_number") {
		r.NewPhone = s.owner.book.people.MobileNumber()
	}
	c.write(&r, s)
	return r
}

// beside is who may know where somebody is.
func beside(customer *demoCustomer) string {
	for _, l := range customer.loans {
		switch {
		case l.codebtor != nil:
			return string(party.Codebtor)
		case l.guarantor != nil:
			return string(party.Guarantor)
		case l.reference != nil:
			return string(party.Reference)
		}
	}
	return "relative"
}
