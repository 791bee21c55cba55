package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// chunkRows is how many rows are written at once while people work: enough to make statements rare, few
	// enough that an agent waits for some tens of milliseconds at most.
	chunkRows = 2000
	// postgresRows is how many there, where writing holds nobody up: each chunk is a dozen round trips.
	postgresRows = 4000
	// sittingRows is how many rows one transaction takes while nobody else works, chunk after chunk: enough that
	// the pages of the indexes are written a few times only, and little enough for the writer's page cache.
	sittingRows = 60_000
	// ahead is how many chunks are on their way between reading and writing.
	ahead = 5
	// maxRefusals is how many refused rows a cut may have; with more the mapping is wrong, not the rows.
	maxRefusals = 100_000
	// noPortfolio is the code of the portfolio of rows that name none.
	noPortfolio = "general"
)

// loader takes one file of one creditor through the comparison with what we have, and writes it when it
// publishes. Three goroutines share the work: one reads rows, one compares them, one writes; each field
// belongs to one of them.
type loader struct {
	*Intakes
	creditor  portfolio.Creditor
	buckets   delinquency.Buckets
	before    Cut  // the published cut that this one stands on
	dry       bool // a preview: nothing is written
	part      bool // a mended file of refused rows: it says nothing of the accounts that it does not have
	startedAt time.Time
	begun     int64 // rows up to this line were written by an earlier run
	progress  func(done, total int64)
	lacks     lacking

	// Of the comparison.
	cut     Cut
	live    *live
	codes   []string // of the portfolios that the file speaks of
	latest  string   // the code that was noted last
	refused []refusedRow
	warned  int   // of them
	blind   int64 // rows of which not even the account can be told
	barred  []barred
	// repeated are rows that were refused for something else, and repeat one that is in too.
	repeated []refusedRow

	// Of the writing.
	portfolios map[string]*portfolio.Portfolio
	created    []string
	saved      int64 // line
	consented  int64
	// unconsented are rows warned of because the person can have no more marks.
	unconsented int64
	differing   int64

	scope map[id.ID]bool // known once all is read
}

// batch is some rows of the file, read ahead of their writing.
type batch struct {
	rows    []Row
	refused []refusedRow
	left    int64
	count   int64
	last    int64     // line
	read    int64     // bytes
	plan    []planned // room for what the rows bring, used again with the batch
	spared  []int64   // keys of accounts whose rows were refused
	blind   int64     // rows of which not even the account can be told
	barred  []barred  // rows that were refused before they were compared
}

// load reads the whole file through. For rows up to the cut's line everything is done already; they are
// only seen again.
func (l *loader) load(ctx context.Context, file *reading) error {
	early, roles := int64(0), newDebtorRows()
	tellsRoles := file.rows.fills(colRole)
	kept := map[string]int64{}
	err := l.run(ctx, file, func(b *batch) {
		if tellsRoles {
			taken := roles.split(b, false)
			early += taken
			b.count -= taken
		}
		l.keep(b.rows, kept)
	})
	if err == nil && early > 0 {
		l.progress = nil // it has shown the whole file
		err = l.loadEarly(ctx, file)
	}
	l.tellRepeats()
	l.spareStrangers(&file.rows.strangers)
	l.settleScope()
	if len(kept) > 0 {
		l.cut.Answer.Kept = kept
	}
	return err
}

// run takes a file through reading, comparing and writing. Each batch is prepared before it is compared.
func (l *loader) run(ctx context.Context, file *reading, prepare func(*batch)) error {
	group, ctx := errgroup.WithContext(ctx)
	free, full, ready := make(chan *batch, ahead), make(chan *batch, 1), make(chan *chunk, 1)
	for range ahead {
		free <- &batch{rows: make([]Row, 0, chunkRows)}
	}
	var unread error // of the file: what was read before is written all the same
	group.Go(func() error {
		defer close(full)
		unread = file.batches(ctx, rowsAtOnce(l.db.Engine()), free, full)
		return nil
	})
	group.Go(func() error {
		defer close(ready)
		for b := range full {
			prepare(b)
			c, brings, err := l.compareBatch(b)
			if err != nil {
				return err
			}
			if l.progress != nil {
				l.progress(b.read, file.size)
			}
			if !brings {
				free <- b // there is always room: the batches are as many as it holds
				continue
			}
			if err := hand(ctx, ready, c); err != nil {
				return err
			}
		}
		return nil
	})
	manned := ready
	if l.db.Engine() == db.Postgres {
		manned = make(chan *chunk, 1)
		more := make(chan struct{}, 1)
		group.Go(func() error {
			defer close(manned)
			defer close(more)
			return l.people(ctx, ready, manned, more)
		})
		group.Go(func() error { // beside, on a connection of its own: nobody waits for it
			for range more {
				if err := l.partyBook.IndexMany(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		for c := range manned {
			if err := l.write(ctx, c, manned, func(c *chunk) { free <- c.batch }); err != nil {
				return err
			}
			if l.db.Engine() == db.Postgres {
				continue // whoever finds the persons enters them
			}
			if err := l.partyBook.IndexMany(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return cmp.Or(group.Wait(), unread)
}

func rowsAtOnce(e db.Engine) int {
	if e == db.Postgres {
		return postgresRows
	}
	return chunkRows
}

// hand gives v on, unless the work has ended.
func hand[T any](ctx context.Context, to chan<- T, v T) error {
	select {
	case to <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// figures is the sum of the cut by currency.
func (l *loader) figures() map[money.Currency]money.Amount {
	sums := map[money.Currency]money.Amount{}
	for _, a := range l.live.accounts.all {
		if a.items > 0 {
			sums[l.live.currencies[a.currency]] += a.is
		}
	}
	return sums
}

// inScope says whether the file speaks of an account: it has it, or it has others of its portfolio.
func (l *loader) inScope(a *liveAccount) bool {
	return a.items > 0 || !l.part && l.scope[l.live.portfolios[a.portfolio]]
}

// isNews says whether the file says anything of an account: one that the creditor was asked about already and
// that is missing again is as it was.
func (l *loader) isNews(a *liveAccount) bool {
	return l.inScope(a) &&
		(a.items > 0 || !a.flags.has(asked) || l.goneAs(l.live.portfolios[a.portfolio]) != portfolio.GoneAsked)
}

// diff compares the whole file with what there was.
func (l *loader) diff() Diff {
	was := l.before.AsOfOn
	if was == calendar.NoDay {
		was = l.cut.AsOfOn
	}
	l.keepSpared()
	return l.live.compare(was, l.cut.AsOfOn, l.buckets, l.isNews, l.staysOpen)
}

func (l *loader) scopeText() string {
	slices.Sort(l.codes)
	text, err := json.Marshal(l.codes)
	if err != nil {
		return "[]"
	}
	return string(text)
}
