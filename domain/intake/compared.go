package intake

import (
	"context"
	"encoding/json"
	"slices"

	"aldia/domain/portfolio"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Compared is what a cut of debts is compared with: the accounts of the portfolios that its file speaks of.
// Those of others stay as they are, in the file or not.
type Compared struct {
	Portfolios []string         // codes; those that are new are among them
	Unnamed    bool             // nothing says whose portfolio the rows are of: they are of the one for all
	Beside     map[string]int64 // accounts that are owed in other portfolios, by code
}

// Compared tells with what a cut was or is going to be compared. Before its preview it tells nothing.
func (in *Intakes) Compared(ctx context.Context, c *Cut) (p Compared, err error) {
	if c.Kind != Portfolio || c.Scope == "" {
		return p, nil
	}
	if err := json.Unmarshal([]byte(c.Scope), &p.Portfolios); err != nil {
		return p, err
	}
	m, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return p, err
	}
	_, column := m.Columns[colPortfolio.name()]
	p.Unnamed = !column && m.Portfolio == "" && slices.Contains(p.Portfolios, noPortfolio)
	err = in.db.Read(ctx, func(tx db.Tx) error {
		p.Beside, err = beside(tx, c.Answer.Creditor, p.Portfolios)
		return err
	})
	return p, err
}

// beside counts the accounts of a creditor's portfolios of which a file does not speak.
func beside(tx db.Tx, creditor string, portfolios []string) (map[string]int64, error) {
	out := map[string]int64{}
	c, known, err := portfolio.CreditorByCode(tx, creditor)
	if err != nil || !known {
		return out, err
	}
	all, err := portfolio.PortfoliosIn(tx, c.ID)
	if err != nil {
		return out, err
	}
	var others db.List
	codes := map[id.ID]string{}
	for _, p := range all {
		if !slices.Contains(portfolios, p.Code) {
			others, codes[p.ID] = append(others, int64(p.ID)), p.Code
		}
	}
	if len(others) == 0 {
		return out, nil
	}
	err = tx.Query(func(r db.Row) error {
		out[codes[id.ID(r.Int(0))]] = r.Int(1)
		return nil
	}, `SELECT portfolio_id, count(*) FROM account WHERE creditor_id = ? AND portfolio_id IN ?list
		AND state IN ('open', 'asked') GROUP BY portfolio_id`, c.ID, others)
	return out, err
}

// staysOpen says whether an account that the file lacks stays open, to be asked about.
func (l *loader) staysOpen(a *liveAccount) bool {
	return a.flags.has(old) && l.goneAs(l.live.portfolios[a.portfolio]) == portfolio.GoneAsked
}
