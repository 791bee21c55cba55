package admin

import (
	"context"
	"net/http"
	"slices"

	"aldia/domain/party"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
	"aldia/web/ui"
)

const (
	// pairsShown is how many pairs a page has: on a telephone each takes a screen.
	pairsShown = 8
	pairPrefix = "dup_"
)

// pairView is a pair with how each of the two can be reached.
type pairView struct {
	party.Pair
	points [2][]party.ContactPoint
}

// duplicates shows the pairs that may be one person, or those that were decided on.
func (p *Parts) duplicates(w http.ResponseWriter, r *http.Request) error {
	v := ui.Of(r)
	state := party.DuplicateState(r.URL.Query().Get("estado"))
	if state != party.DuplicateSame && state != party.DuplicateDifferent {
		state = party.DuplicateOpen
	}
	before, err := id.Parse(pairPrefix, r.URL.Query().Get("antes"))
	if err != nil {
		before = 0
	}
	found, from, err := p.pairs(r.Context(), state, before)
	if err != nil {
		return err
	}
	here := "/admin/duplicados?estado=" + string(state)
	pager := ui.Pager{Total: -1, Shown: int64(len(found))}
	if before != 0 {
		pager.First = here
	}
	if from != 0 {
		pager.Next = here + "&antes=" + from.Text(pairPrefix)
	}
	pairs := make([]pairView, len(found))
	err = p.DB.Read(r.Context(), func(tx db.Tx) error {
		for i := range found {
			pairs[i].Pair = found[i]
			for side, person := range []id.ID{found[i].A, found[i].B} {
				if pairs[i].points[side], err = party.PointsTx(tx, person); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	names, err := p.namesOf(r.Context())
	if err != nil {
		return err
	}
	last, looked, err := p.lastJob(r.Context(), party.JobDuplicates, party.DuplicatesAll)
	if err != nil {
		return err
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say(
			"admin.duplicates.title",
		), Sub: v.Say("admin.duplicates.sub"), Head: findButton(looked && last.Open()),
		Body: duplicatesPage(state, pairs, names, pager),
	})
	return nil
}

// pairs gives a page of the pairs of which the person may see both, and where the next one goes on.
func (p *Parts) pairs(ctx context.Context, state party.DuplicateState, before id.ID) ([]party.Pair, id.ID,
	error) {
	s, err := p.sees(ctx)
	if err != nil {
		return nil, 0, err
	}
	return book[party.Pair]{
		read: func(before id.ID, n int) ([]party.Pair, error) {
			return p.Persons.Duplicates(ctx, party.PairFilter{State: state, Before: before, Limit: n})
		},
		keep: func(some []party.Pair) ([]party.Pair, error) { return p.seenPairs(ctx, &s, some) },
		id:   func(one *party.Pair) id.ID { return one.ID },
	}.page(before, pairsShown)
}

func (p *Parts) seenPairs(ctx context.Context, s *sight, some []party.Pair) (seen []party.Pair, err error) {
	err = p.DB.Read(ctx, func(tx db.Tx) error {
		seen, err = s.pairs(tx, slices.Clone(some))
		return err
	})
	return seen, err
}

// pairOf gives the pair of a request, when the person may see it.
func (p *Parts) pairOf(r *http.Request) (id.ID, error) {
	pair, err := idOf(r, "pair", pairPrefix, party.ErrDuplicateMissing)
	if err != nil {
		return 0, err
	}
	some, err := p.Persons.Duplicates(r.Context(), party.PairFilter{ID: pair})
	if err != nil {
		return 0, err
	}
	s, err := p.sees(r.Context())
	if err != nil {
		return 0, err
	}
	some, err = p.seenPairs(r.Context(), &s, some)
	if err == nil && len(some) == 0 {
		err = party.ErrDuplicateMissing
	}
	return pair, err
}

// findDuplicates looks for new pairs over everybody.
func (p *Parts) findDuplicates(w http.ResponseWriter, r *http.Request) error {
	asked, _, err := p.Jobs.Enqueue(r.Context(), job.New{
		Kind: party.JobDuplicates, Key: party.DuplicatesAll, ByUser: auth.Who(r.Context()).ID,
	})
	if err != nil {
		return err
	}
	p.await(r.Context(), asked)
	done(w, r, "found")
	ui.Redirect(w, r, "/admin/duplicados")
	return nil
}

// decideDuplicate says whether a pair is one person, or opens it again.
func (p *Parts) decideDuplicate(w http.ResponseWriter, r *http.Request) error {
	pair, err := p.pairOf(r)
	if err != nil {
		return err
	}
	why, told, back := trimmed(r, "why"), "decided", "/admin/duplicados"
	switch r.PostFormValue("decision") {
	case "same":
		err = p.Persons.Decide(r.Context(), pair, true, why)
	case "different":
		err = p.Persons.Decide(r.Context(), pair, false, why)
	case "reopen":
		told = "reopened"
		err = p.Persons.Undo(r.Context(), pair, why)
	default:
		return errForm
	}
	if err != nil {
		return err
	}
	done(w, r, told)
	ui.Redirect(w, r, back)
	return nil
}

// documentWords writes a person's document, or that there is none.
func documentWords(v *ui.View, one *party.Person) string {
	if one.IDNumber == "" {
		return v.Say("admin.duplicates.no_document")
	}
	kind := one.IDType
	if key := "party.id_type." + one.IDType; v.Text.Has(key) {
		kind = v.Say(key)
	}
	return kind + " " + one.IDNumber
}
