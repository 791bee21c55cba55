package admin

import (
	"context"
	"slices"

	"aldia/domain/debt"
	"aldia/domain/intake"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// sight is whose debts a person may see.
type sight struct {
	every     bool
	creditors db.List
	who       id.ID
	known     []portfolio.Creditor
}

// sees gives whose debts the person who acts may see. Who manages the users sees all: they say what others
// see, and the first of them works before there is anybody else.
func (p *Parts) sees(ctx context.Context) (s sight, err error) {
	who := auth.Who(ctx)
	err = p.DB.Read(ctx, func(tx db.Tx) error {
		s = sight{who: who.ID}
		if s.known, err = portfolio.CreditorsIn(tx); err != nil {
			return err
		}
		if who.May(auth.UserManage) {
			s.every = true
			return nil
		}
		s.every, s.creditors, err = staff.SeesTx(tx, who.ID)
		return err
	})
	return s, err
}

func (s *sight) of(creditor id.ID) bool {
	return s.every || slices.Contains(s.creditors, int64(creditor))
}

// cut says whether a cut may be seen, and whose it is, as far as that creditor is known. A file of a creditor
// who is still to be opened is seen by who brought it.
func (s *sight) cut(c *intake.Cut) (creditor portfolio.Creditor, seen bool) {
	at := slices.IndexFunc(s.known, func(k portfolio.Creditor) bool {
		return k.ID == c.CreditorID || c.CreditorID == 0 && k.Code == c.Answer.Creditor
	})
	if at < 0 {
		return creditor, s.every || c.StagedBy == s.who
	}
	return s.known[at], s.of(s.known[at].ID)
}

// pairs leaves those pairs whose two persons may both be seen: each owes to a creditor whom one sees, or
// answers for such a debt. Of two who were made one, the one that is left has the debts of both.
func (s *sight) pairs(tx db.Tx, all []party.Pair) ([]party.Pair, error) {
	if s.every || len(all) == 0 {
		return all, nil
	}
	var persons db.List
	for i := range all {
		persons = append(persons, int64(all[i].A), int64(all[i].B))
	}
	seen := map[id.ID]bool{}
	if err := debt.PersonsOf(tx, persons, s.creditors, func(person id.ID) { seen[person] = true }); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(one party.Pair) bool {
		return !seen[one.A] || !seen[one.B] && one.State != party.DuplicateSame
	}), nil
}

// lookedAt is how many entries one page looks at before it asks the person to go on.
const lookedAt = 1000

// book is a list of which a person may not see everything, the newest first.
type book[T any] struct {
	read func(before id.ID, n int) ([]T, error)
	keep func([]T) ([]T, error) // what may be seen
	id   func(*T) id.ID
}

// page gathers what fits on a page from an entry on, and says where the next one goes on; none after the
// last.
func (b book[T]) page(before id.ID, fits int) (page []T, from id.ID, err error) {
	for looked := 0; looked < lookedAt; {
		some, err := b.read(before, fits+1)
		if err != nil {
			return nil, 0, err
		}
		n := len(some)
		if n > 0 {
			before = b.id(&some[n-1])
		}
		if some, err = b.keep(some); err != nil {
			return nil, 0, err
		}
		if page = append(page, some...); len(page) > fits {
			return page[:fits], b.id(&page[fits-1]), nil
		}
		if n <= fits {
			return page, 0, nil
		}
		looked += n
	}
	return page, before, nil
}
