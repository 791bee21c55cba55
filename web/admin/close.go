package admin

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/delinquency"
	"aldia/domain/treatment"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/job"
	"aldia/web/ui"
)

// closesShown is a month of closes.
const closesShown = 31

// closeView is the page of the close.
type closeView struct {
	last   calendar.Day
	day    calendar.Day // the one that the form proposes
	all    []treatment.Closed
	job    job.Status
	hasJob bool
	wrong  mistake
	sight  sight
	own    map[calendar.Day]int64 // accounts of the creditors that the person may see, when not all
}

func (c *closeView) running() bool { return c.hasJob && c.job.Open() }

func (p *Parts) lookAtClose(r *http.Request) (c closeView, err error) {
	ctx := r.Context()
	err = p.DB.Read(ctx, func(tx db.Tx) error {
		c.last, err = treatment.LastClosed(tx)
		return err
	})
	if err != nil {
		return c, err
	}
	if c.all, err = p.Treatments.Closings(ctx, closesShown); err != nil {
		return c, err
	}
	if c.sight, err = p.sees(ctx); err != nil {
		return c, err
	}
	if err := p.DB.Read(ctx, c.readOwn); err != nil {
		return c, err
	}
	c.day = ui.Of(r).Today
	c.job, c.hasJob, err = p.lastJob(ctx, treatment.JobClose, treatment.Closing)
	return c, err
}

// readOwn counts the accounts of each close that are of the person's own creditors: what a close did with
// the debts to others is not theirs to know.
func (c *closeView) readOwn(tx db.Tx) error {
	c.own = map[calendar.Day]int64{}
	for i := range c.all {
		if c.sight.every || !c.all[i].Done {
			continue
		}
		aging, err := delinquency.AgingOn(tx, c.all[i].Date)
		if err != nil {
			return err
		}
		for _, a := range aging {
			if c.sight.of(a.CreditorID) {
				c.own[c.all[i].Date] += a.Accounts
			}
		}
	}
	return nil
}

// closings shows the last closed day, what runs, and the history.
func (p *Parts) closings(w http.ResponseWriter, r *http.Request) error {
	c, err := p.lookAtClose(r)
	if err != nil {
		return err
	}
	ui.Show(w, r, c.page(ui.Of(r)))
	return nil
}

func (c *closeView) page(v *ui.View) ui.Page {
	return ui.Page{Title: v.Say("admin.close.title"), Sub: v.Say("admin.close.sub"), Body: closePage(c)}
}

// closeProgress is the bar alone.
func (p *Parts) closeProgress(w http.ResponseWriter, r *http.Request) error {
	c, err := p.lookAtClose(r)
	if err != nil {
		return err
	}
	if !c.running() || ui.Target(r) == "" {
		if c.hasJob && c.job.State == job.Done {
			done(w, r, "closed")
		}
		ui.Redirect(w, r, "/admin/cierre")
		return nil
	}
	ui.Render(w, r, c.bar(ui.Of(r)))
	return nil
}

func (c *closeView) bar(v *ui.View) ui.Progress {
	var args treatment.CloseJob
	label := v.Say("admin.close.running")
	if unmarshal(c.job.Args, &args) {
		label = v.Say("admin.close.running_day", v.Day(args.Day))
	}
	b := bar(v, c.job, label, "/admin/cierre/avance", false)
	if b.Text == "" {
		b.Text = v.Say("admin.close.parts", c.job.Progress.Done, c.job.Progress.Total)
	}
	return b
}

// closeDay puts the close of a day down.
func (p *Parts) closeDay(w http.ResponseWriter, r *http.Request) error {
	v := ui.Of(r)
	day, err := calendar.ParseDay(trimmed(r, "day"))
	if err != nil || day > v.Today {
		err = errAhead
	}
	var asked id.ID
	if err == nil {
		err = p.DB.Write(r.Context(), func(tx db.Tx) (err error) {
			asked, err = p.Treatments.AskTx(r.Context(), tx, p.Jobs, day)
			return err
		})
	}
	if err != nil {
		if k := fault.KindOf(err); k != fault.Invalid && k != fault.Conflict {
			return err
		}
		c, broken := p.lookAtClose(r)
		if broken != nil {
			return broken
		}
		c.wrong, c.day = told(v, onField(err, "day")), day
		ui.Mend(w, r, c.page(v))
		return nil
	}
	p.await(r.Context(), asked)
	if s, found, err := p.lastJob(r.Context(), treatment.JobClose, treatment.Closing); err == nil && found &&
		s.State == job.Done {
		done(w, r, "closed")
	}
	ui.Redirect(w, r, "/admin/cierre")
	return nil
}

func (c *closeView) table(v *ui.View) ui.Table {
	if !c.sight.every {
		return c.ownTable(v)
	}
	t := ui.Table{
		Caption: v.Say("admin.close.history"), Bare: true,
		Columns: []ui.Column{
			{Label: v.Say("admin.close.day")}, {Label: v.Say("admin.cut.state")},
			{
				Label: v.Say("admin.close.cases"),
				Kind:  ui.Figures,
			}, {Label: v.Say("admin.close.accounts"), Kind: ui.Figures},
			{
				Label: v.Say("admin.close.kept"),
				Kind:  ui.Figures,
			}, {Label: v.Say("admin.close.broken"), Kind: ui.Figures},
			{Label: v.Say("admin.close.planned"), Kind: ui.Figures},
			{Label: v.Say("admin.close.took"), Kind: ui.Figures, Spare: true},
		},
		Empty: ui.Empty{Icon: "clock", Title: v.Say("admin.close.none"), Text: v.Say("admin.close.none_text")},
	}
	for i := range c.all {
		d := &c.all[i]
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			ui.Day(d.Date), closeBadge(v, d), ui.Number(d.Cases), ui.Number(d.Accounts), ui.Number(d.Kept),
			ui.Number(d.Broken), ui.Number(planned(d)), ui.Text(seconds(v, d.Seconds)),
		}})
	}
	return t
}

func closeBadge(v *ui.View, c *treatment.Closed) ui.Badge {
	if c.Done {
		return ui.Badge{Text: v.Say("admin.close.state_done"), Tone: ui.Good}
	}
	return ui.Badge{Text: v.Say("admin.close.state_running"), Tone: ui.Accent}
}

// ownTable is the history for who may see some creditors only.
func (c *closeView) ownTable(v *ui.View) ui.Table {
	t := ui.Table{
		Caption: v.Say("admin.close.history"), Bare: true,
		Columns: []ui.Column{
			{Label: v.Say("admin.close.day")}, {Label: v.Say("admin.cut.state")},
			{Label: v.Say("admin.close.accounts"), Kind: ui.Figures},
			{Label: v.Say("admin.close.took"), Kind: ui.Figures, Spare: true},
		},
		Empty: ui.Empty{Icon: "clock", Title: v.Say("admin.close.none"), Text: v.Say("admin.close.none_text")},
	}
	for i := range c.all {
		d := &c.all[i]
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			ui.Day(d.Date), closeBadge(v, d), ui.Number(c.own[d.Date]), ui.Text(seconds(v, d.Seconds)),
		}})
	}
	return t
}

func planned(c *treatment.Closed) (n int64) {
	for _, contacts := range c.Planned {
		n += contacts
	}
	return n
}

func seconds(v *ui.View, s float64) string {
	if s < 1 {
		return v.Say("admin.close.at_once")
	}
	return strconv.FormatInt(int64(s+0.5), 10) + "\u00a0s"
}

// lastDone is the latest close that is done; none where there is none yet.
func (c *closeView) lastDone() *treatment.Closed {
	for i := range c.all {
		if c.all[i].Done {
			return &c.all[i]
		}
	}
	return nil
}

// says is the answer of the last close in a sentence.
func (c *closeView) says(v *ui.View) string {
	a := c.lastDone()
	switch {
	case a == nil:
		return v.Say("admin.close.none_text")
	case !c.sight.every:
		return v.Say("admin.close.says_own", c.own[a.Date])
	}
	return v.Say("admin.close.says", a.Cases, a.Accounts, a.Kept, a.Broken, planned(a))
}

// unasked says of how many cases the last close could not ask the law; nothing where it could of all, or
// where the person may not see them all.
func (c *closeView) unasked(v *ui.View) string {
	a := c.lastDone()
	if a == nil || !c.sight.every || a.Unasked.Cases == 0 {
		return ""
	}
	return v.Say("close.unasked", a.Unasked.Cases, a.Unasked.Reason(v.Text))
}
