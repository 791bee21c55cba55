package portfolio

import (
	"context"
	"slices"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// Segment is what kind of credit a portfolio holds: laws on collecting ask for it. Empty is not set: then the
// name of each debt's product says it, or nothing does.
type Segment string

// The segments. Whether a debt is a company's follows from who owes it and is none of them.
const (
	Consumer    Segment = "consumer"
	Card        Segment = "card"
	Mortgage    Segment = "mortgage"
	Micro       Segment = "micro"
	Small       Segment = "small"
	Farm        Segment = "agro"
	Development Segment = "fomento"
	Retail      Segment = "retail" // what a shop sold on credit
	Commercial  Segment = "commercial"
	Medium      Segment = "medium"
	Large       Segment = "large"
	Corporate   Segment = "corporate"
)

// Segments are all that a portfolio may hold.
func Segments() []Segment {
	return []Segment{Consumer, Card, Retail, Mortgage, Micro, Small, Medium, Large, Corporate, Commercial, Farm,
		Development}
}

// Faults of a portfolio's setting.
var (
	ErrSegment     = fault.New(fault.Invalid, "portfolio.segment_unknown").On("segment")
	ErrNoPortfolio = fault.New(fault.Missing, "portfolio.no_portfolio")
)

// OneIn reads a portfolio of a creditor.
func OneIn(tx db.Tx, creditor, portfolio id.ID) (Portfolio, error) {
	all, err := PortfoliosIn(tx, creditor)
	if err != nil {
		return Portfolio{}, err
	}
	at := slices.IndexFunc(all, func(p Portfolio) bool { return p.ID == portfolio })
	if at < 0 {
		return Portfolio{}, ErrNoPortfolio
	}
	return all[at], nil
}

// SetSegment says what kind of credit a portfolio holds, and writes it into the book. What asks for it from
// then on goes by it: the next contact of whoever owes a debt of the portfolio is judged so.
func (p *Portfolios) SetSegment(ctx context.Context, creditor, portfolio id.ID, s Segment, why string) error {
	by, err := auth.Allow(ctx, auth.CreditorManage)
	if err != nil {
		return err
	}
	if s != "" && !slices.Contains(Segments(), s) {
		return ErrSegment.With(string(s))
	}
	return p.db.Write(ctx, func(tx db.Tx) error {
		was, err := OneIn(tx, creditor, portfolio)
		if err != nil || was.Segment == s {
			return err
		}
		if err := saveSegment(tx, portfolio, s); err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{
			At: p.db.Now(), ByUser: by.ID, What: "creditor.portfolio_changed", On: "creditor", OnID: creditor,
			Why: why,
			Detail: map[string]any{"portfolio": was.Code, "was": map[string]any{"segment": was.Segment},
				"is": map[string]any{"segment": s}},
		})
	})
}
