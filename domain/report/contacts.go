package report

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/staff"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Attempt is a contact, or the wish for one that the gate refused or that came to nothing, with the gate's
// answer as it was kept then.
type Attempt struct {
	ID         id.ID // of the permit, or of the contact where there was none
	At         time.Time
	PersonID   id.ID
	Name       string
	CreditorID id.ID
	UserID     id.ID // none: the program
	Channel    string
	Party      string
	Purpose    string // empty: it was kept before there was a gate, or the person began it
	PointID    id.ID  // the telephone or address; none: not said
	// State is the permit's, or inbound for what the person began, or before for what was recorded before there
	// was a gate.
	State    string
	Kind     string // what came of it; empty: nothing was recorded
	Asked    bool   // the gate was asked
	Decision law.Decision
	Version  string // of the packs
}

// What an attempt without a permit is.
const (
	Inbound = "inbound"
	Before  = "before"
)

// Permits are the ways in which an attempt may stand with the gate.
func Permits() []string {
	return []string{
		string(law.Spent), string(law.Breach), string(law.Refused), string(law.Open), string(law.Lapsed),
		string(law.Released), string(law.Cancelled), Inbound, Before,
	}
}

// attemptColumns are of a permit p with its person x and, where there is one, its contact c.
const attemptColumns = `p.from_at, p.id, p.person_id, x.name, p.creditor_id, p.user_id, p.channel, p.party,
	p.state, coalesce(c.kind, ''), 1, p.decision, p.pack_version, p.purpose,
	CASE WHEN p.point_id = 0 THEN coalesce(c.contact_point_id, 0) ELSE p.point_id END`

// bareColumns are of a contact c without a permit.
const bareColumns = `c.at, c.id, c.person_id, x.name, c.creditor_id, c.user_id, c.channel, c.party,
	CASE WHEN c.inbound = 1 THEN '` + Inbound + `' ELSE '` + Before + `' END, c.kind, 0, '', '', '',
	c.contact_point_id`

func scanAttempt(r db.Row) (a Attempt, err error) {
	a = Attempt{
		At: db.Time(r.Int(0)), ID: id.ID(r.Int(1)), PersonID: id.ID(r.Int(2)), Name: r.Text(3),
		CreditorID: id.ID(r.Int(4)), UserID: id.ID(r.Int(5)), Channel: r.Text(6), Party: r.Text(7),
		State: r.Text(8), Kind: r.Text(9), Asked: r.Int(10) == 1, Version: r.Text(12),
		Purpose: r.Text(13), PointID: id.ID(r.Int(14)),
	}
	if a.Asked {
		err = json.Unmarshal(r.Bytes(11), &a.Decision)
	}
	return a, err
}

// attempts gives what was done and what was refused within some days, the newest first.
func (a *asking) attempts(each func(*Attempt) error) error {
	place := time.UTC
	if len(a.creditors) > 0 {
		place = a.creditors[0].Place()
	}
	from, past := a.report.From.Start(place), (a.report.To + 1).Start(place)
	of := a.args.Permit
	args := []any{
		from, past, a.list(), a.agent, a.agent, of, of,
		a.report.From, a.report.To, a.list(), a.agent, a.agent, of, inboundOf(of),
	}
	return a.tx.Query(func(r db.Row) error {
		one, err := scanAttempt(r)
		if err != nil {
			return err
		}
		return each(&one)
	}, `SELECT `+attemptColumns+` FROM permit AS p JOIN person AS x ON x.id = p.person_id
		LEFT JOIN contact AS c ON c.id = p.contact_id
		WHERE p.from_at >= ? AND p.from_at < ? AND p.creditor_id IN ?list
			AND (CAST(? AS BIGINT) = 0 OR p.user_id = ?) AND (CAST(? AS TEXT) = '' OR p.state = ?)
		UNION ALL SELECT `+bareColumns+` FROM contact AS c JOIN person AS x ON x.id = c.person_id
		WHERE c.permit_id = 0 AND c.on_day >= ? AND c.on_day <= ? AND c.creditor_id IN ?list
			AND (CAST(? AS BIGINT) = 0 OR c.user_id = ?)
			AND (CAST(? AS TEXT) = '' OR c.inbound = ?)
		ORDER BY 1 DESC, 2 DESC`, args...)
}

// inboundOf is who began the contacts without a permit that are asked for; none of them has a permit's state.
func inboundOf(permit string) int64 {
	switch permit {
	case Inbound:
		return 1
	case Before:
		return 0
	}
	return -1
}

// contacts is every attempt of some days with the gate's answer: what was done under which rules, what was
// refused and from when on it may be, and what happened without leave.
func (a *asking) contacts() error {
	if err := a.span(a.today); err != nil {
		return err
	}
	if of := a.args.Permit; of != "" && !slices.Contains(Permits(), of) {
		return ErrNoPermit.With(of, strings.Join(Permits(), ", ")).On("permit")
	}
	a.columns(Column{Name: "at", Kind: Time}, Column{Name: "local_at", Kind: Time},
		Column{Name: "zone", Kind: Text}, Column{Name: "creditor", Kind: Text},
		Column{Name: "person", Kind: Text}, Column{Name: "name", Kind: Text}, Column{Name: "channel", Kind: Text},
		Column{Name: "party", Kind: Text}, Column{Name: "by", Kind: Text}, Column{Name: "permit", Kind: Text},
		Column{Name: "outcome", Kind: Text}, Column{Name: "basis", Kind: Text}, Column{Name: "rules", Kind: Text},
		Column{Name: "next_at", Kind: Time}, Column{Name: "pack", Kind: Text})
	names, err := a.names()
	if err != nil {
		return err
	}
	creditors, some := a.byID(), false
	err = a.attempts(func(t *Attempt) error {
		some = true
		by := code("program", "report.by_program")
		if t.UserID != 0 {
			by = textCell(cmp.Or(names[t.UserID].code, t.UserID.Text(staff.Prefix)))
		}
		outcome := Cell{}
		if t.Kind != "" {
			outcome = code(t.Kind, "contact.kind."+t.Kind)
		}
		there := t.place(creditors[t.CreditorID].Place())
		return a.row(
			instant(t.At),
			instantIn(t.At, there),
			textCell(there.String()),
			textCell(creditors[t.CreditorID].Code),
			idCell(party.Prefix, t.PersonID),
			textCell(t.Name),
			code(t.Channel, "contact.channel."+t.Channel),
			code(t.Party, "contact.party."+t.Party),
			by,
			code(t.State, "report.permit."+t.State),
			outcome,
			basisOf(&t.Decision),
			rulesOf(&t.Decision),
			allowedAt(t.Decision.NextAt, there),
			textCell(t.Version),
		)
	})
	if err != nil || some {
		return err
	}
	return a.lastContact()
}

// allowedAt is the instant from when on a contact may be, which is an hour of where the person is.
func allowedAt(at time.Time, there *time.Location) Cell {
	c := instant(at)
	c.Zone = there.String()
	return c
}

// place is where the gate took the person to be: the place by which it counted days. Where it was not asked
// it is where the creditor collects.
func (t *Attempt) place(creditor *time.Location) *time.Location {
	if len(t.Decision.Zones) > 0 {
		if there, err := time.LoadLocation(t.Decision.Zones[0]); err == nil {
			return there
		}
	}
	return creditor
}

// lastContact says, of days without any contact, which they are and when the latest contact was: without days
// the report is of today, and an empty one looks as if there were none at all.
func (a *asking) lastContact() error {
	latest, err := db.Int(a.tx, `SELECT coalesce(max(on_day), 0) FROM contact WHERE creditor_id IN ?list`,
		a.list())
	switch {
	case err != nil:
		return err
	case latest == 0:
		a.note("report.contacts.never", a.report.From, a.report.To)
	default:
		a.note("report.contacts.none", a.report.From, a.report.To, calendar.Day(latest))
	}
	return nil
}

// basisOf says what the first rule against a contact rests on: law before policy.
func basisOf(d *law.Decision) Cell {
	first, against := d.First()
	if !against {
		return Cell{}
	}
	return code(string(first.Basis), "lawscreen.basis."+string(first.Basis))
}

// rulesOf names the rules that are against a contact, and says them to people.
func rulesOf(d *law.Decision) Cell {
	ids, es, en := make([]string, 0, 4), make([]string, 0, 4), make([]string, 0, 4)
	for i := range d.Blocked {
		told := &d.Blocked[i]
		ids, es, en = append(ids, told.ID), append(es, told.ES), append(en, told.EN)
	}
	said := law.Said{ES: strings.Join(es, " "), EN: strings.Join(en, " ")}
	return Cell{Text: strings.Join(ids, " "), Said: said}
}
