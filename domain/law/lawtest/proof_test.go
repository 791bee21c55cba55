package lawtest_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"aldia/domain/law"
	"aldia/domain/law/lawtest"
)

// quick is how many contacts of each pack the ordinary tests propose; `make proof` proposes a million.
const quick = 40_000

func TestMain(m *testing.M) {
	flag.Int("contacts", quick, "how many contacts of each pack are proposed")
	os.Exit(m.Run())
}

// wanted is how many contacts of each pack are proposed.
func wanted(t *testing.T) int {
	t.Helper()
	n, ok := flag.Lookup("contacts").Value.(flag.Getter).Get().(int)
	if !ok || n < 1 {
		t.Fatal("-contacts is a number")
	}
	return n
}

func packOf(t *testing.T, code string) *law.Pack {
	t.Helper()
	p, err := law.Load(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// proof holds the gate against the texts of one country, and counts.
type proof struct {
	pack *law.Pack
	text *lawtest.Text
	tally
}

// tally is what a proof has seen.
type tally struct {
	proposed, allowed, refused int
	healed                     int // refusals that name the moment from which on it is allowed
	rules                      map[string]int
}

func newProof(p *law.Pack) *proof {
	return &proof{p, lawtest.Of(p), tally{rules: map[string]int{}}}
}

// hold holds the gate's answer to one contact against the texts: the same rules forbid it, no more and no
// fewer; from the moment that it names on nothing does, and a minute earlier something does.
func (p *proof) hold(a *law.Ask) (allowed bool, err error) {
	v, err := p.pack.Check(a)
	if err != nil {
		return false, err
	}
	ids := make([]string, 0, len(v.Blocked))
	for _, r := range v.Blocked {
		ids = append(ids, r.ID)
		p.rules[r.ID]++
	}
	slices.Sort(ids)
	if want := p.text.Against(a, a.At); !slices.Equal(slices.Compact(ids), want) {
		return false, fmt.Errorf("blocked by %v; the texts say %v", ids, want)
	}
	p.proposed++
	if v.Allowed {
		p.allowed++
		return true, nil
	}
	p.refused++
	return false, p.next(a, v.NextAt)
}

func (p *proof) next(a *law.Ask, next time.Time) error {
	if next.IsZero() { // then no hour of the next weeks may be free
		for at := a.At; at.Before(a.At.AddDate(0, 0, 21)); at = at.Add(7 * time.Hour) {
			if len(p.text.Against(a, at)) == 0 {
				return fmt.Errorf("never allowed, it says, and %s is", at)
			}
		}
		return nil
	}
	p.healed++
	if against := p.text.Against(a, next); len(against) > 0 {
		return fmt.Errorf("next at %s is forbidden by %v", next, against)
	}
	if len(p.text.Against(a, next.Add(-time.Minute))) == 0 {
		return fmt.Errorf("a minute before %s is allowed already", next)
	}
	return nil
}

// Half of the contacts are with people of whom anything may be true, and half with people who live through a
// year in which what was allowed happens.
func TestTheGateAllowsNothingThatTheTextsForbidAndForbidsNothingElse(t *testing.T) {
	t.Parallel()
	for n, code := range law.Codes() {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			p, contacts, begun := newProof(packOf(t, code)), wanted(t), time.Now()
			r := rand.New(rand.NewPCG(7, uint64(n)))
			for p.proposed < contacts/2 {
				if a := lawtest.Chance(r, p.pack); p.failed(t, a) {
					return
				}
			}
			for p.proposed < contacts {
				if !p.live(t, r, contacts) {
					return
				}
			}
			p.everyRuleSpoke(t)
			t.Logf("| %s | %d | %d | %d | %d | 0 | %.0f s |", code, p.proposed, p.allowed, p.refused, p.healed,
				time.Since(begun).Seconds())
		})
	}
}

// failed holds one contact and says what is wrong.
func (p *proof) failed(t *testing.T, a *law.Ask) bool {
	t.Helper()
	_, err := p.hold(a)
	if err != nil {
		t.Errorf("contact %d, %+v: %v", p.proposed, *a, err)
	}
	return err != nil
}

// everyRuleSpoke fails where a rule of the pack was never against anything: then nothing was proved of it.
func (p *proof) everyRuleSpoke(t *testing.T) {
	t.Helper()
	for i := range p.pack.Contacts {
		r := &p.pack.Contacts[i]
		if !r.Dormant && p.rules[r.ID] == 0 {
			t.Errorf("%s was against nothing in %d contacts", r.ID, p.proposed)
		}
	}
}

// live lets a person live through a year: what the gate allows happens, and counts from then on.
func (p *proof) live(t *testing.T, r *rand.Rand, contacts int) bool {
	t.Helper()
	someone := *lawtest.Chance(r, p.pack)
	someone.Party, someone.History = law.Debtor, nil
	someone.Facts = law.Facts{Catastrophe: someone.Facts.Catastrophe}
	someone.Person.Asked, someone.Person.RefuseAll = nil, false
	pace, talks, called := 1+r.IntN(60), r.IntN(3) > 0, r.IntN(3) == 0
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, p.pack.Place())
	for at.Year() == 2026 && p.proposed < contacts {
		at = at.Add(time.Duration(1+r.IntN(60)*pace) * time.Minute)
		a := someone
		a.At, a.Channel = at, law.Channels()[r.IntN(7)]
		a.Content, a.Caller, a.Point = lawtest.Written(r), lawtest.Calling(r), lawtest.Point(r)
		if called {
			a.Channel = law.Voice
		}
		if r.IntN(3) > 0 { // most who call, call in the day
			l := at.In(p.pack.Place())
			a.At = time.Date(l.Year(), l.Month(), l.Day(), 7+r.IntN(14), r.IntN(60), 0, 0, p.pack.Place())
			if a.At.Before(at) {
				a.At = a.At.AddDate(0, 0, 1)
			}
			at = a.At
		}
		allowed, err := p.hold(&a)
		if err != nil {
			t.Errorf("contact %d, %+v: %v", p.proposed, a, err)
			return false
		}
		if allowed {
			e := law.Event{At: at, Channel: a.Channel, Debts: a.Debts, Result: law.Unanswered}
			if talks {
				e.Result = law.Results()[r.IntN(len(law.Results()))]
			}
			someone.History = append(someone.History, e)
		}
		happens(r, &someone, at)
	}
	return true
}

// happens is what the person does meanwhile: they call us, and agree on an hour.
// What is long past is forgotten.
func happens(r *rand.Rand, a *law.Ask, at time.Time) {
	if r.IntN(40) == 0 {
		a.History = append(a.History, law.Event{At: at.Add(time.Minute), Channel: law.Channels()[r.IntN(7)],
			Result: law.TwoWay, Debts: a.Debts, Person: true})
		a.Person.Asked = []law.Asking{lawtest.Wish(r, at.Add(time.Minute))}
	}
	for len(a.History) > 0 && at.Sub(a.History[0].At) > 40*24*time.Hour {
		a.History = a.History[1:]
	}
}

func FuzzTheGateAndTheTextsAgree(f *testing.F) {
	for n := range law.Codes() {
		f.Add(uint64(1), uint8(n))
	}
	f.Fuzz(func(t *testing.T, seed uint64, n uint8) {
		p := newProof(packOf(t, law.Codes()[int(n)%len(law.Codes())]))
		p.failed(t, lawtest.Chance(rand.New(rand.NewPCG(seed, seed)), p.pack))
	})
}
