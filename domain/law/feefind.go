package law

import "math/big"

// indexDecimals are those that a sum in an index is shown with. The sum in money is found from the exact one.
const indexDecimals = 2

// cell finds the sum of a table for a case, or nothing.
func (r *FeeRule) cell(c *feeCase) *Cell {
	for i := range r.Cells {
		cell := &r.Cells[i]
		if c.overdue.Cmp(cell.From.rat) < 0 || cell.Below.given() && c.overdue.Cmp(cell.Below.rat) >= 0 {
			continue
		}
		if c.Days == nil || *c.Days >= cell.Day && (cell.ToDay == 0 || *c.Days <= cell.ToDay) {
			return cell
		}
	}
	return nil
}

// answer says what the rule gives for a case; a table that has no sum for it leaves it to the next rule.
func (r *FeeRule) answer(p *Pack, c *feeCase) (a FeeAnswer, found bool) {
	a = FeeAnswer{Currency: c.currency, Regulated: r.How != "contract", Ground: p.ground(&r.Head, c.Language)}
	if a.Reason = r.barred(c); a.Reason == "" {
		a.Missing = r.unknown(c)
	}
	if a.Missing != "" {
		a.Reason = "missing_parameter"
	}
	if a.Reason != "" {
		r.write(&a, c, new(big.Rat))
		return a, true
	}
	fee := r.find(c)
	switch {
	case fee == nil && r.How == "table":
		return a, false
	case fee == nil:
		a.Reason = "not_agreed"
		fee = new(big.Rat)
	}
	if r.UsefulDays > 0 {
		switch {
		case c.UsefulAction == nil:
			a.Assumes = append(a.Assumes, "useful_action")
		case !*c.UsefulAction:
			a.Reason = "no_useful_action"
			fee = less(fee, r.Useless.or(0))
		}
	}
	if fee.Sign() < 0 {
		fee = new(big.Rat)
	}
	r.write(&a, c, r.bounded(&a, c, fee))
	return a, true
}

// barred says why there is no fee at all.
func (r *FeeRule) barred(c *feeCase) string {
	denied := c.Evidence != nil && !*c.Evidence || c.expense != nil && c.expense.Sign() == 0
	silent := c.Evidence == nil && c.expense == nil
	switch {
	case r.How == "nothing":
		return "forbidden"
	case r.FromDay > 0 && *c.Days < r.FromDay:
		return "not_yet"
	case r.Evidence != "" && denied, r.Evidence == "shown" && silent:
		return "no_evidence"
	case r.Once != "" && c.Charged:
		return "already_charged"
	case r.NotWithMoratory && c.MoratoryInterest:
		return "with_moratory_interest"
	}
	return ""
}

// unknown is the parameter without which the rule says nothing.
func (r *FeeRule) unknown(c *feeCase) string {
	switch {
	case r.Unit != "" && c.worth[r.Unit] == nil:
		return r.Unit
	case r.MostIn != "" && r.MostIn != string(c.currency) && c.worth[r.MostIn] == nil:
		return r.MostIn
	}
	return ""
}

// find gives the fee in the rule's unit, exactly; nil where the rule has none for the case.
func (r *FeeRule) find(c *feeCase) *big.Rat {
	switch r.How {
	case "marginal":
		return r.marginal(c)
	case "table":
		if cell := r.cell(c); cell != nil {
			return cell.Fee.rat
		}
	case "share":
		most := r.Most.rat
		if r.MostIn != string(c.currency) {
			most = times(most, c.worth[r.MostIn])
		}
		return least(percent(r.Percent.rat, c.overdue), most)
	case "lesser":
		missed := c.missed
		if missed == nil {
			missed = c.overdue
		}
		return least(c.agreed, missed, c.registered)
	case "contract":
		return c.agreed
	}
	return nil
}

func (r *FeeRule) marginal(c *feeCase) *big.Rat {
	owed, fee, from := c.overdue, new(big.Rat), new(big.Rat)
	if c.index == "" && r.Unit != "" {
		owed = over(owed, c.worth[r.Unit])
	}
	for _, b := range r.Brackets {
		upTo := owed
		if b.To.given() {
			upTo = least(owed, b.To.rat)
		}
		fee = plus(fee, percent(b.Percent.rat, less(upTo, from)))
		if from = upTo; upTo == owed {
			break
		}
	}
	return fee
}

// bounded holds the fee to what was agreed and to what was really spent, which are given in money.
func (r *FeeRule) bounded(a *FeeAnswer, c *feeCase, fee *big.Rat) *big.Rat {
	unit := big.NewRat(1, 1)
	if r.Unit != "" {
		unit = c.worth[r.Unit]
	}
	bound := func(by *big.Rat, reason string) {
		if by != nil && over(by, unit).Cmp(fee) < 0 {
			fee, a.Reason = over(by, unit), reason
		}
	}
	bound(c.agreed, "agreed")
	if r.Evidence != "" {
		bound(c.expense, "expense")
		if c.Evidence == nil && c.expense == nil {
			a.Assumes = append(a.Assumes, "evidence")
		}
	}
	return fee
}

// write puts a fee, in the rule's unit, into the answer: rounded for showing, and in money from the exact
// sum.
func (r *FeeRule) write(a *FeeAnswer, c *feeCase, fee *big.Rat) {
	amount := fee
	if r.Unit == "" {
		a.Unit, a.Fee = string(c.currency), sum(fee, c.currency)
	} else {
		a.Unit, a.Fee = r.Unit, rounded(fee, indexDecimals)
		if worth := c.worth[r.Unit]; worth != nil {
			amount = times(fee, worth)
		}
	}
	a.Amount = sum(amount, c.currency)
	net, _ := new(big.Rat).SetString(a.Amount)
	a.Tax = sum(percent(r.Tax.or(0), net), c.currency)
	tax, _ := new(big.Rat).SetString(a.Tax)
	a.Total = sum(plus(net, tax), c.currency)
}
