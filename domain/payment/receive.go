package payment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/platform/db"
	"aldia/platform/id"
)

// receiving is one chunk of lines on their way in.
type receiving struct {
	*Payments
	tx       db.Tx
	cut      id.ID
	creditor id.ID
	rows     []Incoming
	results  []Result
	found    []target
	fresh    []*Payment // new ones
	known    []*Payment // that were kept before and change
	apply    []*Payment // of both, with somebody to apply them to
}

// target is what a line was found to be for.
type target struct {
	account, person id.ID
	currency        string // of the account, to say why a payment in another one is refused
	wrong           bool   // the account is in another currency
}

// ReceiveTx takes lines of a creditor's file in: each is applied, kept as unmatched, recognised as a
// payment we have, or refused. The results are in the order of the lines. It joins the transaction of the
// import that cut is the identity of; another import of the same lines finds only duplicates.
func (p *Payments) ReceiveTx(tx db.Tx, cut, creditor id.ID, rows []Incoming) ([]Result, error) {
	if len(rows) > MaxRows {
		return nil, ErrTooMany.With(MaxRows)
	}
	r := &receiving{
		Payments: p, tx: tx, cut: cut, creditor: creditor, rows: rows, results: make([]Result, len(rows)),
		found: make([]target, len(rows)),
	}
	for i := range rows {
		if why := rows[i].check(); why != nil {
			r.results[i] = Result{Outcome: WasRefused, Why: why}
		}
	}
	for _, step := range []func() error{r.findAccounts, r.findPersons, r.sort, r.carry} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("payment: receive: %w", err)
		}
	}
	return r.results, nil
}

// findAccounts finds the accounts that lines name.
func (r *receiving) findAccounts() error {
	at := map[int64][]int{}
	var keys db.List
	for i := range r.rows {
		in := &r.rows[i]
		if r.results[i].Outcome != "" || in.named() == "" || in.AccountKey == 0 {
			continue
		}
		if at[in.AccountKey] == nil {
			keys = append(keys, in.AccountKey)
		}
		at[in.AccountKey] = append(at[in.AccountKey], i)
	}
	if len(keys) == 0 {
		return nil
	}
	return debt.AccountsByKey(r.tx, r.creditor, keys, func(a *debt.Account) error {
		for _, i := range at[a.Key] {
			if a.State != debt.Undone && a.Number == r.rows[i].named() {
				r.found[i] = target{a.ID, a.PersonID, string(a.Currency), a.Currency != r.rows[i].Currency}
			}
		}
		return nil
	})
}

// findPersons finds the persons of the lines that name nobody's account but a document.
func (r *receiving) findPersons() error {
	if r.Persons == nil {
		return nil
	}
	var lines []int
	var documents []Document
	for i := range r.rows {
		if in := &r.rows[i]; r.results[i].Outcome == "" && in.Account == "" && in.IDNumber != "" {
			lines = append(lines, i)
			documents = append(documents, Document{Type: in.IDType, Number: in.IDNumber})
		}
	}
	if len(lines) == 0 {
		return nil
	}
	country, err := countryOf(r.tx, r.creditor)
	if err != nil {
		return err
	}
	for n := range documents {
		documents[n].Country = country
	}
	persons, err := r.Persons(r.tx, r.creditor, documents)
	if err != nil {
		return err
	}
	for n, i := range lines {
		r.found[i].person = persons[n]
	}
	return nil
}

// sort tells new payments from those that we have.
func (r *receiving) sort() error {
	keys, seen := db.List{}, map[int64]bool{}
	type same struct {
		text        string
		key         int64
		byReference bool
	}
	all := make([]same, len(r.rows))
	for i := range r.rows {
		if r.results[i].Outcome != "" {
			continue
		}
		text, key, byReference := Same(r.creditor, &r.rows[i])
		all[i] = same{text, key, byReference}
		if !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	old, err := read(r.tx, `key IN ?list AND state <> 'undone' ORDER BY position`, keys)
	if err != nil {
		return err
	}
	have := map[string][]*Payment{}
	for _, p := range old {
		if p.CreditorID == r.creditor {
			have[p.Same] = append(have[p.Same], p)
		}
	}
	next, noted := r.db.IDs().Block(len(r.rows)), map[id.ID]bool{}
	for i := range r.rows {
		if r.results[i].Outcome != "" {
			continue
		}
		text := all[i].text
		if p := r.again(have[text], all[i].byReference); p != nil {
			r.results[i] = Result{Outcome: WasDuplicate, PaymentID: p.ID, PersonID: p.PersonID}
			r.note(p, i, noted, all[i].byReference)
			continue
		}
		p := r.payment(i)
		p.ID, next = next, next.Next()
		p.Same, p.Key, p.Position = text, all[i].key, 1
		if n := len(have[text]); n > 0 {
			p.Position = have[text][n-1].Position + 1
		}
		r.aim(p, i)
		if r.results[i].Outcome == WasRefused {
			continue
		}
		have[text] = append(have[text], p)
		r.fresh = append(r.fresh, p)
		noted[p.ID] = true
		r.results[i].PaymentID = p.ID
	}
	return nil
}

// again gives the payment that a line repeats, or none for a new one. Without a reference it is the first
// of the same text that this file has not had yet.
func (r *receiving) again(have []*Payment, byReference bool) *Payment {
	for _, p := range have {
		if byReference || p.SeenCutID != r.cut {
			p.SeenCutID = r.cut // with a reference it is not written, since nobody asks
			return p
		}
	}
	return nil
}

// note keeps that the file has had a payment. One that had waited for its account is applied once that is
// there.
func (r *receiving) note(p *Payment, line int, noted map[id.ID]bool, byReference bool) {
	if noted[p.ID] || byReference && p.State != Unmatched {
		return
	}
	noted[p.ID] = true
	r.known = append(r.known, p)
	if p.State == Unmatched {
		if f := r.found[line]; !f.wrong {
			r.match(p, f)
		}
		r.results[line].PersonID = p.PersonID
	}
}

func (r *receiving) payment(line int) *Payment {
	in := &r.rows[line]
	return &Payment{
		CutID: r.cut, SeenCutID: r.cut, CreditorID: r.creditor, PaidOn: in.PaidOn, Amount: in.Amount,
		Currency: in.Currency, Account: in.Account, AccountKey: in.AccountKey, IDType: in.IDType,
		IDNumber: in.IDNumber, Way: in.Way, Reference: in.Reference, Item: in.Item, Note: in.Note, State: Unmatched,
		ReceivedAt: r.db.Now(),
	}
}

// aim gives a new payment the account or person it was found to be for.
func (r *receiving) aim(p *Payment, line int) {
	f := r.found[line]
	if f.wrong {
		r.results[line] = Result{
			Outcome: WasRefused, Why: ErrCurrency.With(string(p.Currency), f.currency).On("currency"),
		}
		return
	}
	r.match(p, f)
	r.results[line].Outcome = WasUnmatched
	r.results[line].PersonID = p.PersonID
}

// match gives a payment to what was found. Money that is taken back waits for a person to say which payment
// it was.
func (r *receiving) match(p *Payment, f target) {
	p.PersonID, p.AccountID, p.Spread = f.person, f.account, f.account == 0 && f.person != 0
	if p.PersonID != 0 && p.Amount > 0 {
		r.apply = append(r.apply, p)
	}
}

// carry applies what can be applied and writes everything.
func (r *receiving) carry() error {
	w := &writing{Payments: r.Payments, tx: r.tx, creditor: r.creditor, fresh: r.fresh, known: r.known}
	if err := w.take(nil, r.apply); err != nil {
		return err
	}
	at := map[id.ID]*Payment{}
	for _, p := range r.fresh {
		at[p.ID] = p
	}
	for i := range r.results {
		p := at[r.results[i].PaymentID]
		if p == nil || r.results[i].Outcome == WasDuplicate {
			continue
		}
		switch p.State {
		case Applied:
			r.results[i].Outcome = WasApplied
		case Partly:
			r.results[i].Outcome, r.results[i].Left = WasPartly, p.Left()
		case Unmatched, Undone:
			r.results[i].PersonID = p.PersonID
		}
	}
	return nil
}

// earliest gives by person the first day of some payments.
func earliest(payments []*Payment) (first map[id.ID]calendar.Day, persons db.List) {
	first = map[id.ID]calendar.Day{}
	for _, p := range payments {
		if day, ok := first[p.PersonID]; !ok || p.PaidOn < day {
			first[p.PersonID] = p.PaidOn
		}
	}
	for _, person := range slices.Sorted(maps.Keys(first)) {
		persons = append(persons, int64(person))
	}
	return first, persons
}

func sortPayments(payments []*Payment) {
	slices.SortStableFunc(payments, func(a, b *Payment) int {
		return cmp.Or(cmp.Compare(a.PaidOn, b.PaidOn), cmp.Compare(a.ID, b.ID))
	})
}
