package season_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/example/demo"
	"aldia/platform/db"
	"aldia/platform/id"
)

// book is what a creditor sends: accounts that change from cut to cut, some of them by mistake.
type book struct {
	code, figures, gone string
	creditor            id.ID
	random              *rand.Rand
	rows                []*row
	people              []demo.Person
	lines               []string // of all payments so far
	told                int      // how many of them the last file ended with
	made                int
	latest              calendar.Day // of the cut in force
}

type row struct {
	account, item string
	person        int
	due           calendar.Day
	principal     money.Amount
	interest      money.Amount
	rate          int
	missing       bool // from the next file
	written       bool // off, and so not for us
}

func newBook(t *testing.T, code, figures, gone string, seed uint64) *book {
	t.Helper()
	lists, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	// The same seed of people for both creditors: who owes to both is one person.
	people, err := lists.People("EC", 5)
	if err != nil {
		t.Fatal(err)
	}
	b := &book{code: code, figures: figures, gone: gone, random: rand.New(rand.NewPCG(seed, 3))}
	for range persons {
		b.people = append(b.people, people.Natural())
	}
	return b
}

// grow adds an account of one to three instalments.
func (b *book) grow(on calendar.Day) {
	b.made++
	account, person := fmt.Sprintf("%s-%05d", b.code, b.made), b.random.IntN(len(b.people))
	due, rate := on+20-calendar.Day(b.random.IntN(250)), 8+b.random.IntN(10)
	for n := range 1 + b.random.IntN(3) {
		b.rows = append(b.rows, &row{
			account: account, item: fmt.Sprint(n + 1), person: person, due: due + calendar.Day(30*n),
			principal: money.Amount(500 + b.random.IntN(90_000)),
			interest:  money.Amount(b.random.IntN(900)), rate: rate,
		})
	}
}

// change is what happens at the creditor's between two cuts.
func (b *book) change(on calendar.Day, first bool) {
	count := 2 + b.random.IntN(4)
	if first {
		count = 110
	}
	for range count {
		b.grow(on)
	}
	for _, r := range b.rows {
		switch n := b.random.IntN(100); {
		case n < 4:
			r.missing = !r.missing
		case n < 5:
			r.written = !r.written
		case n < 14:
			r.principal -= r.principal / money.Amount(2+b.random.IntN(5))
		case n < 16:
			r.principal += 1234
		case n < 18:
			b.setRate(r.account, 8+b.random.IntN(10))
		case n < 19:
			r.due += calendar.Day(b.random.IntN(60) - 30)
		}
	}
}

// setRate gives all rows of an account another rate: it is the contract's.
func (b *book) setRate(account string, rate int) {
	for _, r := range b.rows {
		if r.account == account {
			r.rate = rate
		}
	}
}

// file is the cut, with rows that cannot be read among the good ones.
func (b *book) file(on calendar.Day) (f intake.File, rows int64) {
	var w strings.Builder
	w.WriteString("account;item;currency;person;person_name;id_number;due_on;principal;interest;" +
		"moratory_rate_annual;status;phones;role\n")
	for n, r := range b.rows {
		if r.missing {
			continue
		}
		p := &b.people[r.person]
		status := "vigente"
		if r.written {
			status = "castigada"
		}
		rows++
		fmt.Fprintf(&w, "%s;%s;USD;%s-%d;%s;%s;%s;%s;%s;%d;%s;%s;deudor\n", r.account, r.item, b.code, r.person,
			p.Name(), p.IDNumber, r.due.Text(), r.principal.Text("USD"), r.interest.Text("USD"), r.rate, status,
			p.Mobile)
		switch {
		case n%37 == 5: // no day
			rows++
			fmt.Fprintf(&w, "%s-x%d;1;USD;p;Nadie;;ayer;10;0;10;vigente;;deudor\n", b.code, n)
		case n%41 == 7: // the same row once more
			rows++
			fmt.Fprintf(&w, "%s;%s;USD;%s-%d;%s;%s;%s;1;0;10;vigente;;deudor\n", r.account, r.item, b.code, r.person,
				p.Name(), p.IDNumber, r.due.Text())
		case n%43 == 9: // a guarantor
			rows++
			g := &b.people[(r.person+7)%len(b.people)]
			fmt.Fprintf(&w, "%s;%s;USD;%s-g%d;%s;%s;%s;1;0;10;vigente;%s;garante\n", r.account, r.item, b.code,
				r.person, g.Name(), g.IDNumber, r.due.Text(), g.Mobile)
		}
	}
	return fileOf(b.code+on.Text()+".csv", w.String()), rows
}

func fileOf(name, text string) intake.File {
	return intake.File{Name: name, Size: int64(len(text)), ReaderAt: bytes.NewReader([]byte(text))}
}

// reading is how all files of the creditor are written.
func (b *book) reading() string {
	return "creditor: " + b.code + "\ncountry: EC\ncurrency: USD\n" +
		"file: {delimiter: \";\", decimal: \".\", date: Y-M-D}\n"
}

func (b *book) mapping() []byte {
	return fmt.Appendf(nil, "%sportfolio: general\nfigures: %s\ngone: %s\nonly: status != \"castigada\"\n",
		b.reading(), b.figures, b.gone)
}

// payments is a file that repeats some of what it said before, and speaks of strangers.
func (b *book) payments(on calendar.Day) (f intake.File, rows int64) {
	header := "account;paid_on;amount;currency;reference;way\n"
	repeated := b.told
	for range 4 + b.random.IntN(10) {
		r := b.rows[b.random.IntN(len(b.rows))]
		amount := money.Amount(100 + b.random.IntN(30_000))
		reference := fmt.Sprintf("R%07d", 1000+len(b.lines)*17)
		if b.random.IntN(5) == 0 {
			reference = "" // cash at the counter
		}
		paidOn := on - calendar.Day(b.random.IntN(6))
		line := fmt.Sprintf("%s;%s;%s;USD;%s;transfer", r.account, paidOn.Text(), amount.Text("USD"), reference)
		switch b.random.IntN(25) {
		case 0:
			line = fmt.Sprintf("nadie-%d;%s;12.50;USD;X%d;cash", len(b.lines), on.Text(), len(b.lines))
		case 1:
			line = fmt.Sprintf("%s;%s;mucho;USD;Y%d;cash", r.account, on.Text(), len(b.lines))
		}
		b.lines = append(b.lines, line)
	}
	b.told = len(b.lines)
	from := max(0, repeated-b.random.IntN(6))
	if b.random.IntN(6) == 0 {
		from = 0 // the whole story once more
	}
	text := header + strings.Join(b.lines[from:], "\n") + "\n"
	return fileOf("pagos"+b.code+on.Text()+".csv", text), int64(len(b.lines) - from)
}

// honour puts into the next payments file what some have promised to pay that day: strangers to their word
// would leave it to chance whether any promise is ever kept.
func (s *season) honour(b *book, on calendar.Day) {
	s.rows(func(r db.Row) {
		b.lines = append(b.lines, fmt.Sprintf("%s;%s;%s;USD;P%07d;transfer", r.Text(0), on.Text(),
			money.Amount(r.Int(1)).Text("USD"), 1000+len(b.lines)*17))
	}, `SELECT min(a.number), p.amount - p.paid FROM promise AS p
		JOIN creditor AS c ON c.id = p.creditor_id AND c.code = ?
		JOIN account AS a ON a.person_id = p.person_id AND a.creditor_id = p.creditor_id AND a.state = 'open'
		WHERE p.state = 'open' AND p.due_on = ? AND p.amount > p.paid AND p.id % 2 = 0
		GROUP BY p.id, p.amount, p.paid ORDER BY p.id`, b.code, on)
}

// pay loads a payments file; now and then it is taken back and loaded again.
func (s *season) pay(b *book, on calendar.Day) {
	file, rows := b.payments(on)
	o := intake.Options{Kind: intake.Payments, Creditor: b.code, AsOf: on, Mapping: []byte(b.reading())}
	before := s.balances(on)
	cut := s.load(file, o)
	c := cut.Answer.Counts
	if c.Rows != rows || c.Rows != c.Accepted+c.Duplicate+c.Unmatched+c.Refused+c.Left {
		s.Errorf("%d payments in the file: %+v", rows, c)
	}
	s.seen["payments"] += c.Accepted
	s.seen["duplicates"] += c.Duplicate
	s.seen["unmatched"] += c.Unmatched
	s.seen["refused payments"] += c.Refused
	if !s.oddIn(9) {
		return
	}
	_, err := s.intakes.Undo(s.ctx(), cut.ID)
	s.must(err, "undo payments")
	if after := s.balances(on); after != before {
		s.Errorf("a payments file taken back leaves\n%s", difference(before, after))
	}
	s.seen["payments undone"]++
	again := s.load(file, o)
	if again.Answer.Accepted < c.Accepted {
		s.Errorf("loaded again, %d payments are accepted instead of %d", again.Answer.Accepted, c.Accepted)
	}
}

// cut loads a creditor's file; now and then it is taken back, and nothing is left of it.
func (s *season) cut(b *book, on calendar.Day, n int) {
	b.change(on, n == 0)
	file, rows := b.file(on)
	o := intake.Options{Kind: intake.Portfolio, Creditor: b.code, AsOf: on, Mapping: b.mapping()}
	if n > 3 && s.oddIn(4) {
		o.AsOf = on - 1 // it comes late, for a day that is closed already
	}
	if b.latest > o.AsOf {
		o.AsOf = on
	}
	before := s.balances(on)
	cut := s.load(file, o)
	c := cut.Answer.Counts
	if c.Rows != rows || c.Rows != c.Accepted+c.Refused+c.Left {
		s.Errorf("%d rows in the file: %+v", rows, c)
	}
	if b.creditor == 0 {
		b.creditor = s.creditor(b.code)
	}
	s.seen["rows refused"] += c.Refused
	s.seen["rows left"] += c.Left
	s.seen["gone"] += c.Gone
	if n > 0 && s.oddIn(3) {
		_, err := s.intakes.Undo(s.ctx(), cut.ID)
		s.must(err, "undo a cut")
		if after := s.balances(on); after != before {
			s.Errorf("a cut taken back leaves\n%s", difference(before, after))
		}
		s.seen["cuts undone"]++
		if s.oddIn(2) {
			return
		}
		s.load(file, o)
	}
	b.latest = o.AsOf
}

func (s *season) load(f intake.File, o intake.Options) intake.Cut {
	s.Helper()
	cuts, err := s.intakes.Import(s.ctx(), f, o)
	s.must(err, "import "+f.Name)
	if len(cuts) != 1 {
		s.Fatalf("%s became %d cuts", f.Name, len(cuts))
	}
	return cuts[0]
}

func (s *season) creditor(code string) (creditor id.ID) {
	err := s.db.Read(s.ctx(), func(tx db.Tx) error {
		c, _, err := portfolio.CreditorByCode(tx, code)
		creditor = c.ID
		return err
	})
	s.must(err, "creditor")
	return creditor
}
