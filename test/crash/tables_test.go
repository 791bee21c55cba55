package crash

// query is what a database says of a table; kinds has i for a number and t for a text.
type query struct{ kinds, sql string }

const (
	ofAccount = ` JOIN account a ON a.id = x.account_id `
	ofItem    = ` JOIN item i ON i.id = x.item_id JOIN account a ON a.id = i.account_id `
	ofPerson  = ` JOIN person_key k ON k.person_id = x.person_id AND k.creditor_id <> 0 `
)

// tables are those of the trade. Identities are left out, and stand in other words: the number of an
// account, the creditor's number of a person.
var tables = map[string]query{
	"creditor":        {"tttttt", `SELECT code, country, currency, figures, gone, mapping FROM creditor`},
	"portfolio":       {"tt", `SELECT code, name FROM portfolio`},
	"cut":             {"tii", `SELECT DISTINCT kind, as_of_on, 1 FROM cut WHERE state = 'published'`},
	"cut, unfinished": {"ti", `SELECT 'publishing', count(*) FROM cut WHERE state IN ('publishing', 'undoing')`},
	"person": {"ttttttt", `SELECT k.value, x.kind, x.name, x.country, x.id_number, x.city, x.zone FROM person x
		JOIN person_key k ON k.person_id = x.id`},
	"person_find": {"it", `SELECT x.code, k.value FROM person_find x` + ofPerson},
	"contact_point": {"tttttti", `SELECT k.value, x.kind, x.value, x.shown, x.line, x.state, x.rank
	FROM contact_point x` + ofPerson},
	"account": {"tttttiiittti", `SELECT x.number, k.value, p.code, x.product, x.currency, x.opened_on, x.rate,
		x.moratory_rate, x.state, x.attributes, x.sector, x.disputed FROM account x
		JOIN portfolio p ON p.id = x.portfolio_id` + ofPerson},
	"item": {"ttiiiiiiittiiii", `SELECT a.number, x.number, x.due_on, x.original, x.principal, x.interest,
		x.moratory, x.fees,
		x.digest, x.state, x.figures, x.accrued_on, x.interest_carry, x.moratory_carry, x.entry_count
		FROM item x` + ofAccount},
	"entry": {"ttiitiiii", `SELECT a.number, i.number, x.n, x.on_day, x.kind, x.principal, x.interest,
		x.moratory, x.fees
		FROM entry x` + ofItem},
	"account_party": {"ttt", `SELECT a.number, k.value, x.role FROM account_party x` + ofAccount + ofPerson},
	"rate_change": {"tiii", `SELECT a.number, x.until_on, x.rate, x.moratory_rate
	FROM rate_change x` + ofAccount},
	"cut_change": {"tttiiii", `SELECT a.number, i.number, x.kind, x.expected, x.brought, x.paid, c.as_of_on
		FROM cut_change x JOIN cut c ON c.id = x.cut_id` + ofItem},
	"cut_refusal": {"iittt", `SELECT c.as_of_on, x.line, x.grade, x.column_name, x.value FROM cut_refusal x
		JOIN cut c ON c.id = x.cut_id WHERE c.state = 'published'`},
	"standing": {"ttttiiii", `SELECT a.number, x.currency, x.bucket, x.stage, x.oldest_due_on, x.past_due,
		x.balance, x.since_on
		FROM standing x` + ofAccount},
	"bucket_move": {"tittiii", `SELECT a.number, x.on_day, x.from_bucket, x.to_bucket, x.from_on, x.past_due,
		x.balance
		FROM bucket_move x` + ofAccount},
	"casefile": {"tttttiiiitiiii", `SELECT k.value, a.number, x.stage, x.step, x.bucket, x.oldest_due_on,
		x.past_due, x.balance,
		x.accounts, x.hold, x.hold_until_on, x.broken, x.version, x.decided_on
		FROM casefile x` + ofAccount + ofPerson},
	"work": {"tiiit", `SELECT k.value, x.state, x.priority, x.ready_at, x.step FROM work x` + ofPerson},
	"aging_figure": {"ittiiii", `SELECT on_day, currency, bucket, accounts, persons, past_due, balance
	FROM aging_figure`},
	"movement_figure": {"itttiii", `SELECT on_day, currency, from_bucket, to_bucket,
		CAST(sum(accounts) AS BIGINT), CAST(sum(was) AS BIGINT), CAST(sum(balance) AS BIGINT) FROM movement_figure
		GROUP BY on_day, currency, from_bucket, to_bucket
		HAVING sum(accounts) <> 0 OR sum(was) <> 0 OR sum(balance) <> 0`},
	"close_day":    {"it", `SELECT on_day, state FROM close_day`},
	"close_shard":  {"ti", `SELECT 'left', count(*) FROM close_shard`},
	"person_fresh": {"ti", `SELECT 'left', count(*) FROM person_fresh`},
}
