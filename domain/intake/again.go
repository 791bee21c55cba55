package intake

import (
	"bytes"
	"context"

	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// ErrSameFile is given for a file that was loaded before and would change nothing: {0} the import that
// brought it, {1} the day of its cut.
var ErrSameFile = fault.New(fault.Conflict, "cut.same_file")

// Known says of a file of payments that we have all of them: not one is counted again.
func (a *Answer) Known(k Kind) bool { return k == Payments && a.Duplicate > 0 && a.Idle(k) }

// Idle says whether a cut of a kind leaves everything as it was.
func (a *Answer) Idle(k Kind) bool {
	if k == Payments {
		return a.Accepted+a.Unmatched == 0
	}
	return a.New+a.Changed+a.Missing() == 0
}

// again looks whether a file is one that was loaded before, for the same day and read in the same way, and
// whether it would still change nothing. Then no cut is made of it: one that stands on the first would only
// keep that from being taken back. What is given are the earlier cuts, one for each creditor of the file,
// with the counts of this reading.
func (in *Intakes) again(
	ctx context.Context, f File, o Options, p *plan,
) (cuts []Cut, is bool, err error) {
	begun, err := in.begun(ctx, p)
	if err != nil || len(begun) > 0 { // one that was interrupted is gone on with
		return nil, false, err
	}
	befores := make([]Cut, len(p.creditors))
	for i, code := range p.creditors {
		c := p.cut(code, in.db.Now(), 0)
		before, found, err := in.SameFile(ctx, &c)
		if err != nil || !found || before.State != Published {
			return nil, false, err
		}
		if o.Kind == Portfolio && before.AsOfOn != c.AsOfOn {
			return nil, false, nil
		}
		if (o.Afresh || len(o.Mapping) > 0) && !sameReading(before.Mapping, c.Mapping) {
			return nil, false, nil // the reading itself is what is to be kept
		}
		befores[i] = before
	}
	tried, err := in.try(ctx, f, o, p)
	if err != nil {
		return nil, false, err
	}
	for i := range tried {
		c := befores[i]
		if c.Answer = tried[i].Cut.Answer; !c.Answer.Idle(o.Kind) {
			return nil, false, nil
		}
		c.Again = true
		cuts = append(cuts, c)
	}
	return cuts, true, nil
}

// begun gives the cuts of a file that were interrupted while they were published.
func (in *Intakes) begun(ctx context.Context, p *plan) (begun []Cut, err error) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		begun, err = listCuts(tx, `file_digest = ? AND kind = ? AND as_of_on = ? AND state = 'publishing'`,
			p.digest, p.kind, p.asOf)
		return err
	})
	return begun, err
}

// sameReading compares two mappings by what they say, whatever they are written like.
func sameReading(a, b string) bool {
	m, wrong := ParseMapping([]byte(a))
	n, wrongToo := ParseMapping([]byte(b))
	return wrong == nil && wrongToo == nil && bytes.Equal(m.YAML(), n.YAML())
}

// laterOn gives the cut that has to be taken back before another can be: the last of those that stand on it.
func laterOn(tx db.Tx, c *Cut) (last Cut, found bool, err error) {
	seen := map[id.ID]bool{c.ID: true}
	for at := c.ID; ; {
		all, err := listCuts(tx, `creditor_id = ? AND replaces_id = ?
			AND state IN ('published', 'publishing', 'replaced', 'undoing') ORDER BY id DESC LIMIT 1`,
			c.CreditorID, at)
		if err != nil || len(all) == 0 || seen[all[0].ID] {
			return last, found, err
		}
		last, found, at = all[0], true, all[0].ID
		seen[at] = true
	}
}

// notLatest names the cut that stands in the way of an undo.
func notLatest(last *Cut) error {
	return ErrNotLatest.With(last.FileName, last.AsOfOn.Text(), last.ID.Text(CutPrefix))
}
