package intake

import (
	"aldia/domain/debt"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/id"
)

// otherMoney refuses a row in another currency than its account has: euros added up with dollars are a
// balance that nobody owes. An account of which every cut was taken back takes the currency it comes with.
func (l *loader) otherMoney(p *planned) (why Refusal, other bool) {
	at := p.account
	if p.item < 0 {
		if at = l.live.accountAt.find(p.row.AccountKey, l.live.accountKey); at < 0 {
			return why, false
		}
	}
	a := l.live.accounts.at(at)
	is := l.live.currencies[a.currency]
	if is == p.row.Currency {
		a.flags = a.flags.with(held, true)
		return why, false
	}
	if !a.flags.has(held) {
		a.currency, p.revalue = l.live.currency(p.row.Currency), true
		a.flags = a.flags.with(held, true)
		return why, false
	}
	return otherCurrency(p.row, is), true
}

const whyOtherCurrency = "cut.row.other_currency"

func otherCurrency(row *Row, is money.Currency) Refusal {
	return Refusal{
		Column: colCurrency.name(), Field: colCurrency.name(), Value: string(row.Currency), Key: whyOtherCurrency,
		Args: []any{row.Account, string(is)},
	}
}

// moneyOf gives the currency that the account of a row is held in, when it is another than the row's.
func (l *loader) moneyOf(row *Row) (is money.Currency, other bool) {
	at := l.live.accountAt.find(row.AccountKey, l.live.accountKey)
	if at < 0 {
		return "", false
	}
	a := l.live.accounts.at(at)
	is = l.live.currencies[a.currency]
	return is, is != row.Currency && a.flags.has(held)
}

// revalue gives the accounts that come again in another currency that currency.
func revalue(tx db.Tx, plan []planned) error {
	wanted := map[money.Currency][]id.ID{}
	for i := range plan {
		if plan[i].revalue {
			wanted[plan[i].row.Currency] = append(wanted[plan[i].row.Currency], plan[i].accountID)
		}
	}
	for currency, accounts := range wanted {
		if err := debt.RevalueTx(tx, accounts, currency); err != nil {
			return err
		}
	}
	return nil
}
