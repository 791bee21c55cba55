package intake

import (
	"aldia/domain/calendar"
	"aldia/domain/money"
)

// Row reads a line of a portfolio or contacts file into a Row, which is whole only when the verdict is
// Taken: then every required column is there and right. A line of somebody who is not the debtor needs no
// sums and days of its own.
func (r *Reader) Row(line int, cells [][]byte, into *Row) Outcome {
	verdict, on := r.begin(cells)
	if !on {
		return r.outcome(verdict)
	}
	v := &r.v
	if r.isBare(colAccount, colItem, colIDNumber) && isTotal(cells) ||
		r.isTotalFor(cells, colIDNumber, colPersonName) {
		r.refused = r.refused[:0]
		r.warned = append(r.warned[:0], Refusal{Column: r.headerOf(colAccount), Field: colAccount.name(),
			Key: warnTotal})
		return r.outcome(Left)
	}
	switch {
	case r.kind == Contacts:
		r.requireContact()
	case v.text[colRole] == RoleDebtor:
		r.require(colAccount, colPerson, colPersonName, colCurrency, colDueOn, colPrincipal)
	default:
		r.require(colAccount, colPerson, colPersonName)
	}
	into.Attributes = r.readAttributes(cells)
	if len(r.refused) > 0 {
		return r.outcome(Rejected)
	}
	into.Line = line
	v.row(into)
	into.HasInterest, into.HasMoratory, into.HasFees = r.speaks.interest, r.speaks.moratory, r.speaks.fees
	into.Parties = into.Parties[:0]
	for _, slot := range r.parties {
		r.addParty(into, slot)
	}
	if r.kind == Portfolio { // a row of contacts is refused for it
		r.lookAtContacts(into)
		r.lookAtOpening(into)
		r.lookAtConsents(into)
	}
	into.AccountKey = KeyOfAccount(into.Creditor, into.Account)
	into.Key = KeyOfItem(into.Creditor, into.Account, into.Item)
	if into.IDNumber != "" {
		into.PersonKey = KeyOfID(into.Country, into.IDNumber)
	} else {
		into.PersonKey = KeyOfPerson(into.Creditor, into.Person)
	}
	into.Digest = v.digest(r.columns, into.Attributes)
	return r.outcome(Taken)
}

// lookAtOpening warns of a debt that began after the day of its file. It is in: what is owed is owed, and
// the day is as often the slip of a year.
func (r *Reader) lookAtOpening(into *Row) {
	if r.asOf == calendar.NoDay || into.OpenedOn <= r.asOf {
		return
	}
	r.warned = append(r.warned, Refusal{
		Column: r.headerOf(colOpenedOn), Field: colOpenedOn.name(), Value: into.OpenedOn.Text(), Key: warnOpened,
		Args: []any{r.asOf},
	})
}

func (r *Reader) addParty(into *Row, slot int) {
	first := colParty + column(slot*partyParts)
	p := Party{Role: partyRoles[slot/partyPlaces], Name: r.v.text[first], IDNumber: r.v.text[first+1],
		Phones: r.v.text[first+2]}
	if p.Name != "" || p.IDNumber != "" || p.Phones != "" {
		into.Parties = append(into.Parties, p)
	}
}

func (r *Reader) requireContact() {
	if r.isBare(colAccount, colIDNumber, colPerson) {
		r.refused = append(r.refused, Refusal{Column: r.headerOf(colPerson), Field: colPerson.name(),
			Key: whyNoMatch})
	}
	if r.isBare(colPhones, colEmails, colAddress, colLat) {
		r.refused = append(r.refused, Refusal{Column: r.headerOf(colPhones), Field: colPhones.name(),
			Key: whyNoContact})
	}
}

// Payment reads a line of a payments file, which is whole only when the verdict is Taken.
func (r *Reader) Payment(line int, cells [][]byte, into *PaymentRow) Outcome {
	verdict, on := r.begin(cells)
	if !on {
		return r.outcome(verdict)
	}
	v := &r.v
	nobody := r.isBare(colAccount, colIDNumber, colReference)
	if nobody && isTotal(cells) || r.isTotalFor(cells, colIDNumber, colReference, colPaidOn) {
		r.refused = r.refused[:0]
		r.warned = append(r.warned[:0], Refusal{Column: r.headerOf(colAmount), Field: colAmount.name(),
			Key: warnTotal})
		return r.outcome(Left)
	}
	if nobody {
		r.refused = append(r.refused, Refusal{Column: r.headerOf(colAccount), Field: colAccount.name(),
			Key: whyNoMatch})
	}
	r.require(colPaidOn, colAmount, colCurrency)
	if len(r.refused) > 0 {
		return r.outcome(Rejected)
	}
	*into = PaymentRow{
		Line: line, Creditor: v.text[colCreditor], Account: v.text[colAccount], IDType: v.text[colIDType],
		IDNumber: v.text[colIDNumber], Reference: v.text[colReference], Item: v.text[colItem],
		PaidOn: calendar.Day(v.number[colPaidOn]), Amount: v.amount(colAmount),
		Currency: money.Currency(v.text[colCurrency]),
		Way:      v.text[colWay], Note: v.text[colNote], HasReference: v.has[colReference],
		NamesAnAccount: v.has[colAccount],
	}
	into.Digest = v.digest(r.columns, nil)
	if into.Account != "" {
		into.AccountKey = KeyOfAccount(into.Creditor, into.Account)
	}
	h := newHash().text(into.Creditor)
	if into.HasReference {
		h = h.text("reference").text(into.Reference)
	} else {
		h = h.text("line").text(into.Account).compact(into.IDNumber)
		h = h.number(int64(into.PaidOn)).number(int64(into.Amount)).text(into.Way)
	}
	into.Key = h.sum()
	return r.outcome(Taken)
}

// AheadOf warns of a payment that is dated after the day of its file. Whether its day has come at all, and it
// can be taken in, is for the payments to say: of one that they refuse nothing is to be warned.
func AheadOf(asOf calendar.Day, row *PaymentRow) (warning Refusal, ahead bool) {
	if asOf == calendar.NoDay || row.PaidOn <= asOf {
		return Refusal{}, false
	}
	return Refusal{
		Column: colPaidOn.name(), Field: colPaidOn.name(), Value: row.PaidOn.Text(), Key: warnAhead,
		Args: []any{asOf},
	}, true
}

func (r *Reader) stepOf(c column) *step {
	for i := range r.steps {
		if r.steps[i].column == c {
			return &r.steps[i]
		}
	}
	return nil
}
