package worklist

import (
	"slices"
	"strconv"
	"strings"

	"aldia/domain/strategy"
	"aldia/domain/treatment"
	"aldia/platform/id"
)

// A list has one line for each person. Whose creditors are all asked for stands there with their case as a
// whole; of who owes others too, whom the reader may not see or did not ask for, the line is the share of the
// creditor that leads among those asked for, and nothing tells of the rest. Who is looked for is found also
// where all that was owed to those asked for is paid: they ring to ask. Of who still owes others, the line
// then tells of the debts that are paid, and its share is that creditor's identity below zero.

// lineSQL reads a line: x is the share, if the line is one, and v its row of the worklist, where that
// is not w. The promises that a case counts are those to everybody: where one was made to a creditor whom the
// reader may not see, those to the others are counted instead.
const lineSQL = `SELECT c.person_id, k.key, p.name, p.id_number, coalesce(x.creditor_id, c.creditor_id),
		coalesce(x.stage, c.stage), coalesce(x.step, c.step), coalesce(x.bucket, c.bucket),
		coalesce(x.oldest_due_on, c.oldest_due_on), coalesce(x.currency, c.currency),
		coalesce(x.past_due, c.past_due), coalesce(x.balance, c.balance), coalesce(x.accounts, c.accounts),
		coalesce(nullif(x.hold, ''), c.hold),
		CASE WHEN coalesce(x.hold, '') <> '' THEN x.hold_until_on ELSE c.hold_until_on END, c.assigned_id,
		COALESCE((SELECT s.name FROM staff AS s WHERE s.id = c.assigned_id), ''),
		CASE WHEN k.share = 0 OR w.creditor_id = k.share THEN w.state ELSE v.state END,
		CASE WHEN k.share = 0 OR w.creditor_id = k.share THEN w.priority ELSE v.priority END,
		CASE WHEN k.share = 0 OR w.creditor_id = k.share THEN w.ready_at ELSE v.ready_at END, w.locked_by,
		COALESCE((SELECT s.name FROM staff AS s WHERE s.id = w.locked_by), ''),
		CASE WHEN c.broken = 0 OR NOT EXISTS (SELECT 1 FROM promise AS m
			WHERE m.person_id = c.person_id AND NOT (m.creditor_id IN ?list)) THEN c.broken
		ELSE (SELECT count(*) FROM promise AS m
			WHERE m.person_id = c.person_id AND m.state = 'broken' AND m.creditor_id IN ?list) END,
		CASE WHEN c.further = 0 THEN 0 ELSE (SELECT count(*) - 1 FROM casefile_creditor AS y
			WHERE y.person_id = c.person_id AND y.creditor_id IN ?list) END, k.share
	`

// foreign says of a case c that the person owes a creditor who was not asked for.
const foreign = `EXISTS (SELECT 1 FROM casefile_creditor AS y WHERE y.person_id = c.person_id
	AND NOT (y.creditor_id IN ?list))`

// whole finds the persons whose creditors are all asked for, as nearly everybody's one is.
func (q *query) whole(o order) (sql string, args []any) {
	from := `casefile AS c`
	if q.work {
		from += ` JOIN work AS w ON w.person_id = c.person_id`
	}
	return q.keys(o, `CAST(0 AS BIGINT)`, from, `(c.further = 0 OR NOT `+foreign+`)`),
		append(slices.Clip(q.args), q.creditors)
}

// parts finds those who owe others too, each by the first of their creditors that are asked for.
func (q *query) parts(o order) (sql string, args []any) {
	from := `(SELECT x.person_id, x.creditor_id, x.turn, x.stage, x.step, x.bucket, x.oldest_due_on, x.currency,
			x.past_due, x.balance, x.accounts, coalesce(nullif(x.hold, ''), f.hold) AS hold, f.assigned_id
		FROM casefile_creditor AS x JOIN casefile AS f ON f.person_id = x.person_id) AS c`
	if q.work {
		from += ` JOIN (SELECT person_id, creditor_id, state, priority FROM work_further
			UNION ALL SELECT person_id, creditor_id, state, priority FROM work
			WHERE person_id IN (SELECT person_id FROM casefile_creditor)) AS w
			ON w.person_id = c.person_id AND w.creditor_id = c.creditor_id`
	}
	return q.keys(o, `c.creditor_id`, from, foreign+` AND NOT EXISTS (SELECT 1 FROM casefile_creditor AS y
		WHERE y.person_id = c.person_id AND y.turn < c.turn AND y.creditor_id IN ?list)`),
		append(slices.Clip(q.args), q.creditors, q.creditors)
}

// paid finds those who owe nothing more to the creditors that were asked for and still owe others.
func (q *query) paid(o order) (sql string, args []any) {
	const from = `(SELECT f.person_id, f.assigned_id, (SELECT min(a.creditor_id) FROM account AS a
			WHERE a.person_id = f.person_id AND a.creditor_id IN ?list AND a.state <> 'undone') AS creditor_id,
			CAST(0 AS BIGINT) AS accounts, 'extinction' AS stage, '' AS step, '' AS bucket, '' AS currency,
			CAST(0 AS BIGINT) AS oldest_due_on, CAST(0 AS BIGINT) AS past_due, '' AS hold,
			f.creditor_id AS leads FROM casefile AS f) AS c`
	return q.keys(o, `-c.creditor_id`, from, `NOT (c.leads IN ?list) AND NOT EXISTS (SELECT 1
		FROM casefile_creditor AS y WHERE y.person_id = c.person_id AND y.creditor_id IN ?list)`),
		slices.Concat([]any{q.creditors}, q.args, []any{q.creditors, q.creditors})
}

// paidUp is the line of who has paid all that its reader may see of what they owed to a creditor: nothing in
// it tells of what is owed to others, but what the person asked for themselves and who works with them.
func (l *Line) paidUp(creditor id.ID) {
	hold := l.Hold
	if treatment.OfDebts(treatment.Hold(hold)) {
		hold = ""
	}
	*l = Line{
		PersonID: l.PersonID, Name: l.Name, IDNumber: l.IDNumber, CreditorID: creditor,
		Stage: string(strategy.Extinction), Broken: l.Broken, Hold: hold, AssignedID: l.AssignedID,
		AssignedName: l.AssignedName, LockedBy: l.LockedBy, LockedName: l.LockedName,
	}
}

// keys is the statement that finds the persons of a page and what they are sorted by.
func (q *query) keys(o order, share, from, also string) string {
	if q.person {
		from += ` JOIN person AS p ON p.id = c.person_id`
	}
	sorted := o.by
	if o.down {
		sorted += ` DESC`
	}
	return `SELECT c.person_id AS person_id, ` + share + ` AS share, ` + o.by + ` AS key FROM ` + from + `
		WHERE ` + strings.Join(q.where, ` AND `) + ` AND ` + also + `
		ORDER BY ` + sorted + `, c.person_id LIMIT ` + strconv.Itoa(q.size+1)
}
