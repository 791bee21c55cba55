// Package delinquency is how late an account is: its days past due, the bucket it stands in, and the
// history of its moves. Days past due are the day minus the oldest due day that is not paid; the due day is
// day zero. They are worked out and never kept, so an account whose bucket does not change costs nothing
// from one day to the next.
package delinquency

import (
	"encoding/json"
	"strconv"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Bucket is a range of days past due with a name: From and To are both in it; To below From means without
// end.
type Bucket struct {
	Code string `json:"code"`
	From int    `json:"from"`
	To   int    `json:"to"`
}

// Buckets are a creditor's ranges, in order and without a gap; the first holds what is not overdue.
type Buckets []Bucket

// Current is the code of the bucket of what is not overdue.
const Current = "current"

// maxBuckets is far above any ageing report and keeps a mistake from making a table of thousands of columns.
const maxBuckets = 40

// Default are the ranges of a creditor that has none of its own.
func Default() Buckets {
	return Buckets{
		{Current, -1 << 30, 0}, {"1-30", 1, 30}, {"31-60", 31, 60}, {"61-90", 61, 90}, {"91-120", 91, 120},
		{"121-180", 121, 180}, {"181-360", 181, 360}, {"361+", 361, -1 << 30},
	}
}

// ErrBuckets is given for ranges that overlap, leave a gap, have a name twice or do not start at what is not
// overdue.
var ErrBuckets = fault.New(fault.Invalid, "delinquency.buckets", "")

// ParseBuckets reads a creditor's own ranges from JSON, and gives the default for nothing.
func ParseBuckets(text string) (Buckets, error) {
	if text == "" {
		return Default(), nil
	}
	var b Buckets
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		return nil, ErrBuckets.Because(err)
	}
	if len(b) < 2 || len(b) > maxBuckets || b[0].To != 0 {
		return nil, ErrBuckets
	}
	for i := 1; i < len(b); i++ {
		last := i == len(b)-1
		ends := b[i].To >= b[i].From
		if b[i].From != b[i-1].To+1 || b[i].Code == "" || ends == last || b.Position(b[i].Code) != i {
			return nil, ErrBuckets.With(b[i].Code)
		}
	}
	return b, nil
}

// Until makes buckets from the last day of each: Until(30, 60) is current, 1-30, 31-60, 61+.
func Until(days ...int) Buckets {
	b := Buckets{{Current, -1 << 30, 0}}
	from := 1
	for _, d := range days {
		b = append(b, Bucket{strconv.Itoa(from) + "-" + strconv.Itoa(d), from, d})
		from = d + 1
	}
	return append(b, Bucket{strconv.Itoa(from) + "+", from, -1 << 30})
}

// Of gives the position of the bucket that holds a number of days past due.
func (b Buckets) Of(days int) int {
	for i := len(b) - 1; i > 0; i-- {
		if days >= b[i].From {
			return i
		}
	}
	return 0
}

// Position gives the place of a bucket by its code, or -1 for one that is no longer in use.
func (b Buckets) Position(code string) int {
	for i := range b {
		if b[i].Code == code {
			return i
		}
	}
	return -1
}

// DaysPastDue counts from the oldest due day that is not paid; zero when nothing is overdue or nothing is
// owed.
func DaysPastDue(oldestDueOn, day calendar.Day) int {
	if oldestDueOn == calendar.NoDay || day <= oldestDueOn {
		return 0
	}
	return int(day - oldestDueOn)
}

// Standing is where an account stands.
type Standing struct {
	AccountID   id.ID
	PersonID    id.ID
	CreditorID  id.ID
	PortfolioID id.ID
	Currency    money.Currency
	Bucket      string
	Stage       string
	OldestDueOn calendar.Day
	PastDue     money.Amount
	Balance     money.Amount
	SinceOn     calendar.Day
}

// Out is the bucket of an account that owes nothing or is no longer ours: it has left the book.
const Out = ""

// Stand works out where an account stands on a day from its items. The stage is the strategy's to fill in.
func Stand(a *debt.Account, items []debt.Item, day calendar.Day, b Buckets) Standing {
	s := Standing{
		AccountID: a.ID, PersonID: a.PersonID, CreditorID: a.CreditorID, PortfolioID: a.PortfolioID,
		Currency: a.Currency, SinceOn: day,
	}
	if a.State != debt.Open && a.State != debt.Asked {
		return s
	}
	for i := range items {
		if !items[i].IsOwed() {
			continue
		}
		owed := items[i].Owed.Total()
		s.Balance += owed
		if items[i].DueOn < day {
			s.PastDue += owed
		}
		if s.OldestDueOn == calendar.NoDay || items[i].DueOn < s.OldestDueOn {
			s.OldestDueOn = items[i].DueOn
		}
	}
	if s.Balance > 0 {
		s.Bucket = b[b.Of(DaysPastDue(s.OldestDueOn, day))].Code
	}
	return s
}

// Move is an account's step from one bucket to another on a day.
type Move struct {
	AccountID  id.ID
	PersonID   id.ID
	CreditorID id.ID
	Currency   money.Currency
	OnDay      calendar.Day
	From, To   string
	FromOn     calendar.Day // when it had entered the bucket it leaves
	PastDue    money.Amount
	Balance    money.Amount // what moves: the balance after, or what it was for an account that leaves the book
	Was        money.Amount // the balance before
}

// Compare gives the standing to keep and, when the bucket changed, the move.
func Compare(before, now Standing, day calendar.Day) (Standing, Move, bool) {
	if before.Bucket == now.Bucket {
		if before.SinceOn != calendar.NoDay {
			now.SinceOn = before.SinceOn
		}
		return now, Move{}, false
	}
	m := Move{
		AccountID: now.AccountID, PersonID: now.PersonID, CreditorID: now.CreditorID, Currency: now.Currency,
		OnDay: day, From: before.Bucket, To: now.Bucket, FromOn: before.SinceOn, PastDue: now.PastDue,
		Balance: now.Balance, Was: before.Balance,
	}
	if now.Bucket == Out {
		m.PastDue, m.Balance = before.PastDue, before.Balance
	}
	return now, m, true
}
