package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/debt"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

// markPrefix of the identities in the page.
const markPrefix = "mrk_"

var (
	errMarkDebt  = fault.New(fault.Invalid, "desk.marks.no_debt").On("account")
	errMarkDay   = fault.New(fault.Invalid, "desk.marks.no_day").On("on")
	errMarkPoint = fault.New(fault.Invalid, "desk.no_way").On("point")
)

// marks is what stands for or against contacting the person, and what the reader may do about it.
type marks struct {
	Standing []law.Mark
	Sets     bool // the reader may set one down
	Leads    bool // and end, or order, what forbids contacts
	// The form, as it comes back with what is wrong.
	Kind, Channel, Account, Proof string
	On                            string // the day on which it was given, or told
	Days, FromHour, ToHour, Point string // that are to be left alone
	Errors                        map[string]string
}

// may says whether the reader may end a mark.
func (m *marks) may(one *law.Mark) bool { return m.Leads || m.Sets && !one.Forbids() }

// kinds are what can be set down by hand; when to call is agreed by a result.
func (m *marks) kinds() []law.MarkKind {
	return slices.DeleteFunc(law.MarkKinds(), func(k law.MarkKind) bool {
		return k == law.Asked || k == law.StopOrder && !m.Leads
	})
}

// readMarks gathers what stands now: what is of a debt that the reader may not see is left out.
func (p *Parts) readMarks(ctx context.Context, f *file) error {
	who := auth.Who(ctx)
	f.Marks = marks{Sets: who.May(auth.CaseWork), Leads: who.May(auth.CaseAssign)}
	all, err := p.Gate.Marks(ctx, f.Person.ID)
	for _, m := range all {
		if m.Stands(f.Now) && (m.AccountID == 0 || f.account(m.AccountID) != nil) {
			f.Marks.Standing = append(f.Marks.Standing, m)
		}
	}
	return err
}

func (f *file) account(account id.ID) *account {
	for i := range f.Accounts {
		if f.Accounts[i].ID == account {
			return &f.Accounts[i]
		}
	}
	return nil
}

// mark sets down what the agent was told or has read: a consent with its proof, a lawsuit, a claim.
func (p *Parts) mark(w http.ResponseWriter, r *http.Request) {
	f, err := p.open(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	form := &f.Marks
	form.Kind, form.Channel = r.FormValue("kind"), r.FormValue("channel")
	form.Account, form.Proof, form.On = r.FormValue("account"), r.FormValue("proof"), r.FormValue("on")
	form.Days, form.FromHour, form.ToHour = r.FormValue("days"), r.FormValue("from"), r.FormValue("to")
	form.Point = r.FormValue("point")
	set, err := f.toMark(ui.Of(r).Zone)
	if err == nil {
		err = p.DB.Write(r.Context(), func(tx db.Tx) error {
			for _, m := range set {
				if _, err := p.Gate.MarkTx(r.Context(), tx, m); err != nil {
					return err
				}
			}
			return nil
		})
	}
	told, mends := errors.AsType[*fault.Error](err)
	switch {
	case err == nil:
		p.marked(w, r, &f, "desk.marks.set")
	case mends && (told.Kind == fault.Invalid || told.Kind == fault.Limit):
		v := ui.Of(r)
		form.Errors = map[string]string{told.Field: v.Text.Fault(err)}
		ui.Mend(w, r, caseScreen(v, &f, fresh(&f, p.DB.IDs().New())))
	default:
		ui.Fail(w, r, err)
	}
}

// marked shows the case again, and says what was done.
func (p *Parts) marked(w http.ResponseWriter, r *http.Request, f *file, done string) {
	ui.Later(w, r, ui.Note, ui.Of(r).Say(done))
	ui.Redirect(w, r, caseHref(f.Person.ID))
}

// toMark are the marks that the form asks for. A claim about no debt in particular is about each of those
// that the reader sees. Days are those of the reader.
func (f *file) toMark(zone *time.Location) ([]law.Mark, error) {
	m := law.Mark{PersonID: f.Person.ID, Kind: law.MarkKind(f.Marks.Kind), Channel: law.Channel(f.Marks.Channel),
		Proof: f.Marks.Proof}
	if m.Kind != law.Consents && m.Kind != law.OptOut && !m.Avoids() {
		m.Channel = ""
	}
	if !slices.Contains(f.Marks.kinds(), m.Kind) {
		return nil, law.ErrMarkKind.With(f.Marks.Kind, "")
	}
	on, err := ui.ReadDay(f.Marks.On)
	switch today := calendar.On(f.Now, zone); {
	case err != nil || on > today:
		return nil, errMarkDay
	case on != calendar.NoDay && on < today:
		m.From = on.Start(zone)
	}
	if m.Avoids() {
		return f.toAvoid(m)
	}
	if m.Kind != law.Disputed {
		return []law.Mark{m}, nil
	}
	var all []law.Mark
	for i := range f.Accounts {
		account := f.Accounts[i].ID
		if f.Marks.Account == "" || f.Marks.Account == account.Text(debt.AccountPrefix) {
			m.AccountID = account
			all = append(all, m)
		}
	}
	if len(all) == 0 {
		return nil, errMarkDebt
	}
	return all, nil
}

// toAvoid are the marks for hours and a contact point that are to be left alone.
func (f *file) toAvoid(m law.Mark) (all []law.Mark, err error) {
	if f.Marks.Point != "" {
		m.PointID, err = id.Parse(pointPrefix, f.Marks.Point)
		theirs := func(c party.ContactPoint) bool { return c.ID == m.PointID }
		if err != nil || !slices.ContainsFunc(f.Points, theirs) {
			return nil, errMarkPoint
		}
	}
	hours, err := f.Marks.hoursTold()
	for _, h := range hours {
		m.Hours = h
		all = append(all, m)
	}
	return all, err
}

// unmark says that something does not stand any more, and why.
func (p *Parts) unmark(w http.ResponseWriter, r *http.Request) {
	f, err := p.open(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	mark, err := id.Parse(markPrefix, r.FormValue("mark"))
	if err != nil || !slices.ContainsFunc(f.Marks.Standing, func(m law.Mark) bool { return m.ID == mark }) {
		ui.Fail(w, r, law.ErrMark)
		return
	}
	if err := p.Gate.EndMark(r.Context(), mark, r.FormValue("why")); err != nil {
		ui.Fail(w, r, err)
		return
	}
	p.marked(w, r, &f, "desk.marks.ended")
}

// markWords is one that stands, in words: what, by which channel, of which debt.
func markWords(v *ui.View, f *file, m *law.Mark) string {
	said := v.Say("law.mark." + string(m.Kind))
	if m.Channel != "" {
		said = v.Say("desk.marks.by", said, v.Say("contact.channel."+string(m.Channel)))
	}
	if a := f.account(m.AccountID); a != nil {
		said = v.Say("desk.marks.of", said, a.Number)
	}
	if avoid := avoidWords(v, f, m); avoid != "" {
		said = v.Say("desk.marks.by", said, avoid)
	}
	return said
}

// markSince is since when, until when and on what it rests.
func markSince(v *ui.View, m *law.Mark) string {
	parts := []string{v.Say("desk.marks.since", dayOf(v, m.From))}
	if !m.Until.IsZero() {
		parts = append(parts, v.Say("desk.marks.until", dayOf(v, m.Until)))
	}
	if m.Proof != "" && m.ContactID == 0 {
		parts = append(parts, m.Proof)
	}
	if m.ContactID != 0 {
		parts = append(parts, v.Say("desk.marks.told"))
	}
	return strings.Join(parts, " · ")
}

// dayOf is when a mark began or ends, as the reader has it: where it was said of a day, the day alone.
func dayOf(v *ui.View, at time.Time) string {
	if on := calendar.On(at, v.Zone); at.Equal(on.Start(v.Zone)) {
		return v.Text.Day(on)
	}
	return v.Text.Instant(at, v.Zone)
}
