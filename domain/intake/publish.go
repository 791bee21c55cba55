package intake

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// chunkRows is how many rows are written at once: enough to make statements rare, few enough that an agent waits for
	// some tens of milliseconds at most.
	chunkRows = 2000
	// maxRefusals is how many refused rows a cut may have; with more the mapping is wrong, not the rows.
	maxRefusals = 100_000
	// noPortfolio is the code of the portfolio of rows that name none.
	noPortfolio = "general"
)

// loader takes one file of one creditor through the comparison with what we have, and writes it when it publishes.
type loader struct {
	*Intakes
	cut        Cut
	creditor   portfolio.Creditor
	buckets    delinquency.Buckets
	portfolios map[string]*portfolio.Portfolio
	scope      map[id.ID]bool
	codes      []string // of the portfolios that the file speaks of
	lastCode   string
	live       *live
	before     Cut  // the published cut that this one stands on
	dry        bool // a preview: nothing is written
	refused    []refusedRow
	progress   func(done, total int64)
	startedAt  time.Time
	only       string // the creditor of the cut: rows of others belong to theirs
}

// batch is some rows of the file, read ahead of their writing.
type batch struct {
	rows    []Row
	refused []refusedRow
	left    int64
	count   int64
	last    int64 // line
	read    int64 // bytes
	err     error
}

// load reads the whole file through. For rows up to the cut's line everything is done already; they are only seen again.
func (l *loader) load(ctx context.Context, file *reading) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	free := make(chan *batch, 3)
	for range cap(free) {
		free <- &batch{rows: make([]Row, 0, chunkRows)}
	}
	full := make(chan *batch, 1)
	go file.batches(ctx, free, full)
	for b := range full {
		if b.err != nil {
			return b.err
		}
		if err := l.chunk(ctx, b); err != nil {
			return err
		}
		if l.progress != nil {
			l.progress(b.read, file.size)
		}
		select {
		case free <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// batches reads ahead, chunk by chunk, until the file ends.
func (r *reading) batches(ctx context.Context, free <-chan *batch, full chan<- *batch) {
	defer close(full)
	for {
		var b *batch
		select {
		case b = <-free:
		case <-ctx.Done():
			return
		}
		more := r.fill(b)
		select {
		case full <- b:
		case <-ctx.Done():
			return
		}
		if !more {
			return
		}
	}
}

// fill takes the next rows of the file; it says false at the end.
func (r *reading) fill(b *batch) bool {
	b.rows, b.refused, b.left, b.count, b.err = b.rows[:0], b.refused[:0], 0, 0, nil
	for len(b.rows) < chunkRows && b.count < 10*chunkRows {
		line, cells, err := r.table.Next()
		b.read = r.table.Read()
		var bad *BadRow
		switch {
		case errors.Is(err, io.EOF):
			return false
		case errors.As(err, &bad):
			b.count++
			b.last = int64(bad.Line)
			b.refused = append(b.refused, refusedRow{
				int64(bad.Line), "refused", Refusal{Key: bad.Fault.Key, Args: bad.Fault.Args}, bad.Text,
			})
			continue
		case err != nil:
			b.err = err
			return false
		}
		b.count++
		b.last = int64(line)
		b.rows = b.rows[:len(b.rows)+1]
		outcome := r.rows.Row(line, cells, &b.rows[len(b.rows)-1])
		if outcome.Verdict != Taken {
			b.rows = b.rows[:len(b.rows)-1]
		}
		if outcome.Verdict == Left {
			b.left++
			continue
		}
		for _, reason := range outcome.Refused {
			b.refused = append(b.refused, refusedRow{int64(line), "refused", reason, ""})
		}
		for _, reason := range outcome.Warned {
			b.refused = append(b.refused, refusedRow{int64(line), "warned", reason, ""})
		}
	}
	return true
}

// planned is a row that brings something: a new item, or a changed one.
type planned struct {
	row     *Row
	item    int32 // position among the live items
	account int32
	opens   bool // the account is new too
	fresh   bool // the item is new
	who     party.Incoming
}

// chunk compares some rows with what we have and writes what they bring.
func (l *loader) chunk(ctx context.Context, b *batch) error {
	l.pick(b)
	done := b.last <= l.cut.Line // an earlier run has written them
	counts := Counts{Left: b.left, Rows: b.count}
	refused := b.refused
	var plan []planned
	var parties []partyRow
	for i := range b.rows {
		row := &b.rows[i]
		p, verdict, reason := l.compareRow(row)
		switch verdict {
		case rowNew, rowChanged:
			plan = append(plan, p)
			if verdict == rowNew {
				counts.New++
			} else {
				counts.Changed++
			}
		case rowSame:
			counts.Unchanged++
		case rowParty:
			parties = append(parties, partyRow{row, p.who})
		case rowRefused:
			refused = append(refused, refusedRow{int64(row.Line), "refused", reason, ""})
			continue
		}
		if p.row != nil && verdict != rowSame {
			refused = warnOf(refused, row, &p.who)
		}
	}
	counts.tell(refused)
	counts.Accepted = counts.Rows - counts.Refused - counts.Left
	if done {
		return nil
	}
	if l.cut.Answer.Refused+counts.Refused > maxRefusals {
		return ErrRefusals.With(l.cut.Answer.Refused + counts.Refused)
	}
	l.cut.Answer.Counts.add(counts)
	l.cut.RowCount = l.cut.Answer.Rows
	if l.dry {
		l.refused = append(l.refused, refused[:min(len(refused), maxShown-min(len(l.refused), maxShown))]...)
		return nil
	}
	if len(plan) == 0 && len(refused) == 0 && len(parties) == 0 {
		return nil // nothing to write, and so nothing to note: it would be found the same again
	}
	return l.write(ctx, b, plan, parties, refused)
}

// pick leaves out the rows of other creditors: each has a cut of its own.
func (l *loader) pick(b *batch) {
	kept := b.rows[:0]
	for i := range b.rows {
		if b.rows[i].Creditor == l.only || b.rows[i].Creditor == "" {
			kept = append(kept, b.rows[i])
		} else {
			b.count--
		}
	}
	b.rows = kept
}

// tell counts the rows that were refused or warned of, each row once.
func (c *Counts) tell(rows []refusedRow) {
	last := map[string]int64{}
	for _, r := range rows {
		if last[r.grade] == r.line {
			continue
		}
		last[r.grade] = r.line
		if r.grade == "refused" {
			c.Refused++
		} else {
			c.Warned++
		}
	}
}

func (c *Counts) add(d Counts) {
	c.Rows += d.Rows
	c.Accepted += d.Accepted
	c.Refused += d.Refused
	c.Warned += d.Warned
	c.Left += d.Left
	c.New += d.New
	c.Changed += d.Changed
	c.Unchanged += d.Unchanged
	c.Gone += d.Gone
	c.Duplicate += d.Duplicate
	c.Unmatched += d.Unmatched
}

type rowVerdict int

const (
	rowSame rowVerdict = iota
	rowNew
	rowChanged
	rowParty
	rowRefused
)

// partyRow is a row of somebody who is not the debtor.
type partyRow struct {
	row *Row
	who party.Incoming
}

// compareRow finds what we have for a row, and notes that the cut has it.
func (l *loader) compareRow(row *Row) (planned, rowVerdict, Refusal) {
	p := planned{row: row, item: l.live.itemAt.find(row.Key, l.live.itemKey)}
	helps := row.Role != "" && row.Role != RoleDebtor
	owed := parts(row).Total()
	same := false
	if !helps && p.item >= 0 {
		item := &l.live.items[p.item]
		if item.seen {
			return p, rowRefused, Refusal{Column: "account", Value: row.Account, Key: "cut.row.repeated"}
		}
		p.account = item.account
		same = item.digest == row.Digest && (item.open || owed <= 0) && (item.owed < 0 || item.owed == owed) &&
			!l.live.accounts[p.account].asked
	}
	if !same {
		p.who = incoming(row, &l.creditor)
		if err := p.who.Prepare(l.creditor.ID); err != nil {
			return p, rowRefused, refusalOf(err, row.Person)
		}
	}
	switch {
	case helps && l.live.accountAt.find(row.AccountKey, l.live.accountKey) < 0:
		return p, rowRefused, Refusal{Column: "account", Value: row.Account, Key: "cut.row.party_alone"}
	case helps:
		return p, rowParty, Refusal{}
	}
	verdict := rowSame
	if p.item < 0 {
		verdict = rowNew
		l.open(&p)
	} else if !same {
		verdict = rowChanged
	}
	item := &l.live.items[p.item]
	item.digest, item.open, item.seen, item.owed = row.Digest, true, true, owed
	a := &l.live.accounts[p.account]
	a.items++
	a.owe(&a.is, &a.isDue, owed, row.DueOn)
	l.noteScope(row.Portfolio)
	return p, verdict, Refusal{}
}

// open makes room for an item that is new, and for its account when that is new too.
func (l *loader) open(p *planned) {
	p.fresh = true
	p.account = l.live.accountAt.find(p.row.AccountKey, l.live.accountKey)
	if p.opens = p.account < 0; p.opens {
		p.account = l.live.account(p.row.AccountKey)
		l.live.accounts[p.account].fresh = true
		l.live.accounts[p.account].currency = l.live.currency(p.row.Currency)
	}
	p.item = l.live.add(liveItem{key: p.row.Key, digest: p.row.Digest, account: p.account, open: true})
}

// noteScope remembers the portfolios that the file speaks of, also where it brings nothing new.
func (l *loader) noteScope(code string) {
	if code == "" {
		code = noPortfolio
	}
	if code == l.lastCode {
		return
	}
	l.lastCode = code
	if p := l.portfolios[code]; p != nil {
		l.remember(p)
	}
}

// portfolioOf gives the portfolio of a row, opened when it is new.
func (l *loader) portfolioOf(tx db.Tx, code string) (*portfolio.Portfolio, error) {
	if code == "" {
		code = noPortfolio
	}
	if p := l.portfolios[code]; p != nil && p.ID != 0 {
		l.remember(p)
		return p, nil
	}
	p, created, err := l.portfolioBook.OpenPortfolioTx(tx, l.creditor.ID, code)
	if err != nil {
		return nil, err
	}
	if created && !slices.Contains(l.cut.Answer.Created, code) {
		l.cut.Answer.Created = append(l.cut.Answer.Created, code)
	}
	tx.AfterCommit(func() { l.portfolios[code] = &p })
	l.remember(&p)
	return &p, nil
}

func (l *loader) remember(p *portfolio.Portfolio) {
	if !l.scope[p.ID] {
		l.scope[p.ID] = true
		l.codes = append(l.codes, p.Code)
	}
}

// figures is the sum of the cut by currency.
func (l *loader) figures() map[money.Currency]money.Amount {
	sums := map[money.Currency]money.Amount{}
	for i := range l.live.accounts {
		a := &l.live.accounts[i]
		if a.items > 0 {
			sums[l.live.currencies[a.currency]] += a.is
		}
	}
	return sums
}

// inScope says whether the file speaks of an account: it has it, or it has others of its portfolio.
func (l *loader) inScope(a *liveAccount) bool { return a.items > 0 || l.scope[a.portfolio] }

// diff compares the whole file with what there was.
func (l *loader) diff() Diff {
	was := l.before.AsOfOn
	if was == calendar.NoDay {
		was = l.cut.AsOfOn
	}
	return l.live.compare(was, l.cut.AsOfOn, l.buckets, l.inScope)
}

func (l *loader) scopeText() string {
	slices.Sort(l.codes)
	text, err := json.Marshal(l.codes)
	if err != nil {
		return "[]"
	}
	return string(text)
}
