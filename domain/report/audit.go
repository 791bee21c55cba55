package report

import (
	"cmp"
	"encoding/json"
	"time"

	"aldia/domain/contact"
	"aldia/domain/debt"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/payment"
	"aldia/domain/portfolio"
	"aldia/domain/promise"
	"aldia/domain/staff"
	"aldia/platform/audit"
	"aldia/platform/id"
)

// audit is the book of who did what, the newest first. It shows what was done to everybody's debts, so it
// is for those who may read the book and not parted by creditor.
func (a *asking) audit() error {
	if err := a.span(a.today); err != nil {
		return err
	}
	a.columns(Column{Name: "at", Kind: Time}, Column{Name: "by", Kind: Text}, Column{Name: "name", Kind: Text},
		Column{Name: "what", Kind: Text}, Column{Name: "on", Kind: Text}, Column{Name: "on_id", Kind: Text},
		Column{Name: "person", Kind: Text}, Column{Name: "why", Kind: Text}, Column{Name: "detail", Kind: Text})
	names, err := a.names()
	if err != nil {
		return err
	}
	place := time.UTC
	if len(a.creditors) > 0 {
		place = a.creditors[0].Place()
	}
	f := audit.Filter{
		Person: a.args.Person, ByUser: a.agent, What: a.args.What, From: a.report.From.Start(place),
		Until: (a.report.To + 1).Start(place),
	}
	return audit.EachTx(a.tx, f, func(r audit.Record) error {
		by := code("program", "report.by_program")
		if r.ByUser != 0 {
			by = textCell(cmp.Or(names[r.ByUser].code, r.ByUser.Text(staff.Prefix)))
		}
		detail, _ := r.Detail.(json.RawMessage)
		return a.row(instant(r.At), by, textCell(names[r.ByUser].name), textCell(r.What), textCell(r.On),
			idCell(prefixOf(r.On), r.OnID), idCell(party.Prefix, r.Person), textCell(r.Why), textCell(string(detail)))
	})
}

func idCell(prefix string, v id.ID) Cell {
	if v == 0 {
		return Cell{}
	}
	return textCell(v.Text(prefix))
}

// prefixOf is the prefix of the identities of a noun, as the outside sees them.
func prefixOf(noun string) string {
	switch noun {
	case "person":
		return party.Prefix
	case "account":
		return debt.AccountPrefix
	case "item":
		return debt.ItemPrefix
	case "creditor":
		return portfolio.CreditorPrefix
	case "portfolio":
		return portfolio.PortfolioPrefix
	case "cut":
		return portfolio.CutPrefix
	case "promise":
		return promise.Prefix
	case "payment":
		return payment.Prefix
	case "contact":
		return contact.Prefix
	case "permit":
		return law.PermitPrefix
	case "mark":
		return law.MarkPrefix
	case "staff", "user":
		return staff.Prefix
	}
	return ""
}
