package desk

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"aldia/domain/party"

	"github.com/a-h/templ"

	"aldia/domain/contact"
	"aldia/platform/id"
	"aldia/web/ui"
)

const (
	// historyShown is how many contacts stand on one page of the history: those of the last weeks.
	historyShown = 20
	// historyID is the region of the page that paging replaces.
	historyID = "history"
	// byBefore names in the address the contact before which the page begins.
	byBefore = "antes"
)

// history is a page of what was tried and said, the newest first.
type history struct {
	Contacts []contact.Contact
	Before   id.ID // what the page begins before; none is the newest page
	Next     id.ID // what the page behind this one begins before; none is the last page
}

func beforeOf(r *http.Request) id.ID {
	before, err := id.Parse(contact.Prefix, r.URL.Query().Get(byBefore))
	if err != nil {
		return 0 // what nobody wrote is the newest page
	}
	return before
}

// readHistory reads a page of the contacts, and which was the latest of all.
func (p *Parts) readHistory(ctx context.Context, f *file, before id.ID) error {
	page, more, err := p.Contacts.History(ctx, f.Person.ID, before, historyShown)
	if err != nil {
		return err
	}
	f.History = history{Before: before}
	if more {
		f.History.Next = page[len(page)-1].ContactID
	}
	f.History.Contacts = slices.DeleteFunc(page, func(c contact.Contact) bool { return !f.seesContact(&c) })
	latest := f.History.Contacts
	if before != 0 {
		if latest, _, err = p.Contacts.History(ctx, f.Person.ID, 0, historyShown); err != nil {
			return err
		}
		latest = slices.DeleteFunc(latest, func(c contact.Contact) bool { return !f.seesContact(&c) })
	}
	if len(latest) > 0 {
		f.Last = &latest[0]
	}
	return nil
}

// seesContact says whether the reader may see any of the creditors that a contact was about.
func (f *file) seesContact(c *contact.Contact) bool {
	return f.sees(c.CreditorID) || slices.ContainsFunc(c.Creditors, f.sees)
}

// aboutWords names the debts that a contact was about, where it was not about all of them.
func (f *file) aboutWords(v *ui.View, c *contact.Contact) string {
	if len(c.Debts) == 0 || len(c.Debts) >= len(f.choices()) {
		return ""
	}
	var numbers []string
	for i := range f.Accounts {
		if slices.Contains(c.Debts, f.Accounts[i].ID) {
			numbers = append(numbers, f.Accounts[i].Number)
		}
	}
	if len(numbers) == 0 {
		return ""
	}
	return " · " + v.Say("desk.about", strings.Join(numbers, ", "))
}

// turnHistory turns to another page of the history without loading the case anew: what is being typed stays.
func (f *file) turnHistory(before id.ID) templ.Attributes {
	return templ.Attributes{
		"hx-get":    f.historyHref(before),
		"hx-target": "#" + historyID,
		"hx-swap":   "outerHTML",
		"hx-boost":  "false",
	}
}

// historyHref is the address of the case with its history from before a contact on.
func (f *file) historyHref(before id.ID) string {
	if before == 0 {
		return caseHref(f.Person.ID)
	}
	return caseHref(f.Person.ID) + "?" + byBefore + "=" + before.Text(contact.Prefix)
}

// evidenceHref is where the record of the person's contacts is taken away.
func (f *file) evidenceHref(as string) string {
	return "/expedientes/" + f.Person.ID.Text(party.Prefix) + "?como=" + as
}
