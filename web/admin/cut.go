package admin

import (
	"context"
	"net/http"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/portfolio"
	"aldia/domain/treatment"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/job"
	"aldia/web/ui"
)

// refusedShown is how many refused rows stand on the page; the file has them all.
const refusedShown = 25

// errWhy asks for the reason of an undo.
var errWhy = fault.New(fault.Invalid, "admin.cut.why_missing").On("why")

// errNothing refuses a file that brings nothing of its creditor, or is older than what is in force.
var errNothing = fault.New(fault.Conflict, "admin.review.nothing_text")

// cutView is a cut with all that its page shows.
type cutView struct {
	cut     intake.Cut
	around  intake.Around
	same    intake.Cut // the import that brought this very file before, and of which it would change nothing
	against intake.Compared
	known   []portfolio.Creditor
	asked   opening    // of the creditor, when it is new
	job     job.Status // the one that runs, or else the last one of the cut's state
	hasJob  bool
	refused []intake.Refused
	names   map[id.ID]string // of who staged, published and undid it
	wrong   mistake
	buckets []string     // of the creditor, from best to worst
	closed  calendar.Day // the last day closed
}

func (c *cutView) running() bool { return c.hasJob && c.job.Open() }

// mayPublish says whether publishing would do anything: a file without a row that can be read would only
// make every account go, and one of an earlier day is refused.
func (c *cutView) mayPublish() bool {
	a := &c.cut.Answer
	older := c.around.Before.ID != 0 && c.around.Before.AsOfOn > c.cut.AsOfOn
	return a.Rows-a.Left > a.Refused && !older && c.same.ID == 0
}

// mayUndo says whether the cut can be taken back now; stoodOn, that a later one has to be before it.
func (c *cutView) mayUndo() bool {
	return c.cut.State == intake.Published && !c.running() && c.around.Last.ID == 0
}

func (c *cutView) stoodOn() bool {
	held := c.cut.State == intake.Published || c.cut.State == intake.Replaced
	return held && !c.running() && c.around.Last.ID != 0
}

// jobsOf gives the kinds of job that a cut of a state may have open, the likeliest first.
func jobsOf(s intake.CutState) []string {
	switch s {
	case intake.Publishing:
		return []string{intake.JobPublish}
	case intake.Published, intake.Undoing:
		return []string{intake.JobUndo, intake.JobPublish}
	case intake.Staged, intake.Previewed:
		return []string{intake.JobPublish, intake.JobPreview}
	case intake.Replaced, intake.Undone, intake.Failed:
	}
	return nil
}

func (p *Parts) look(ctx context.Context, c intake.Cut) (s cutView, err error) {
	s.cut = c
	if s.around, err = p.Intakes.Around(ctx, &c); err != nil {
		return s, err
	}
	if s.same, err = p.sameAs(ctx, &c, &s.around); err != nil {
		return s, err
	}
	if s.against, err = p.Intakes.Compared(ctx, &c); err != nil {
		return s, err
	}
	for _, kind := range jobsOf(c.State) {
		found, has, err := p.lastJob(ctx, kind, c.ID.Text(intake.CutPrefix))
		if err != nil {
			return s, err
		}
		if has && (!s.hasJob || found.Open() && !s.job.Open() || found.ID > s.job.ID && !s.job.Open()) {
			s.job, s.hasJob = found, true
		}
	}
	err = p.Intakes.Refusals(ctx, c.ID, func(r intake.Refused) error {
		if len(s.refused) == refusedShown {
			return db.ErrStop
		}
		s.refused = append(s.refused, r)
		return nil
	})
	if err != nil {
		return s, err
	}
	if s.buckets, err = bucketCodes(s.around.Creditor.Buckets); err != nil {
		return s, err
	}
	s.asked = openingOf(&s.around.Creditor, &intake.Mapping{Creditor: c.Answer.Creditor})
	if s.known, err = p.Portfolios.Creditors(ctx); err != nil {
		return s, err
	}
	if s.names, err = p.namesOf(ctx); err != nil {
		return s, err
	}
	err = p.DB.Read(ctx, func(tx db.Tx) error {
		s.closed, err = treatment.LastClosed(tx)
		return err
	})
	return s, err
}

// sameAs finds the import that brought the file of a cut before, when publishing it again would change
// nothing.
func (p *Parts) sameAs(
	ctx context.Context, c *intake.Cut, around *intake.Around,
) (same intake.Cut, err error) {
	if c.State != intake.Previewed || !c.Answer.Idle(c.Kind) {
		return same, nil
	}
	before, found, err := p.Intakes.SameFile(ctx, c)
	if err != nil || !found || c.Kind == intake.Portfolio && around.Before.AsOfOn != c.AsOfOn {
		return same, err
	}
	return before, nil
}

// waits says whether the day of a published cut is still to be closed: until then nobody of it is in a
// worklist.
func (c *cutView) waits() bool {
	inForce := c.cut.Kind == intake.Portfolio && c.cut.State == intake.Published && !c.running()
	return inForce && c.closed < c.cut.AsOfOn
}

func reviewTitle(c *cutView) string {
	if c.cut.Kind == intake.Payments {
		return "admin.review.title_payments"
	}
	return "admin.review.title"
}

// refusedSub says how many of the rows are shown. Only those that were refused can be fetched as a file.
func refusedSub(v *ui.View, c *cutView) string {
	switch n := int64(len(c.refused)); {
	case c.cut.Answer.Refused > 0 && n == refusedShown:
		return v.Say("admin.refused.sub", n)
	case n == refusedShown:
		return v.Say("admin.refused.sub_warned", n)
	}
	return ""
}

// late says whether the cut comes after its day was closed.
func (c *cutView) late() bool { return c.cut.Kind == intake.Portfolio && c.closed > c.cut.AsOfOn }

// cut is the page of one cut: its bar while something runs, its review before it is published, and what
// came of it ever after, also when a later one has replaced it.
func (p *Parts) cut(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	s, err := p.look(r.Context(), c)
	if err != nil {
		return err
	}
	if c.State == intake.Staged && !s.hasJob {
		ui.Redirect(w, r, cutHref(c.ID)+"/columnas")
		return nil
	}
	ui.Show(w, r, s.page(ui.Of(r)))
	return nil
}

func (c *cutView) page(v *ui.View) ui.Page {
	title := v.Say("admin.cut.title_of", kindWords(v, c.cut.Kind), creditorWords(v, &c.cut, c.known))
	page := ui.Page{
		Title: title, Sub: v.Say("admin.cut.sub", v.LongDay(c.cut.AsOfOn), c.cut.FileName),
		Back: &ui.Link{Href: "/admin/cortes", Label: v.Say("admin.cuts.title")}, Head: cutBadge(v, &c.cut),
		Body: cutPage(c),
	}
	return page
}

// cutProgress is the bar alone. When nothing runs any more the whole page is shown again.
func (p *Parts) cutProgress(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	s, err := p.look(r.Context(), c)
	if err != nil {
		return err
	}
	if !s.running() || ui.Target(r) == "" {
		tellEnd(w, r, s.job, s.hasJob)
		ui.Redirect(w, r, cutHref(c.ID))
		return nil
	}
	ui.Render(w, r, s.bar(ui.Of(r)))
	return nil
}

// tellEnd tells on the next page that a job has done what it was asked for.
func tellEnd(w http.ResponseWriter, r *http.Request, s job.Status, found bool) {
	switch {
	case !found || s.State != job.Done:
	case s.Kind == intake.JobPublish:
		done(w, r, "published")
	case s.Kind == intake.JobUndo:
		done(w, r, "undone")
	}
}

func (c *cutView) bar(v *ui.View) ui.Progress {
	label := v.Say("admin.bar.reading")
	switch c.job.Kind {
	case intake.JobPublish:
		label = v.Say("admin.bar.publishing")
	case intake.JobUndo:
		label = v.Say("admin.bar.undoing")
	}
	return bar(v, c.job, label, cutHref(c.cut.ID)+"/avance", true)
}

// publish puts the publishing down, or goes on with one that stopped.
func (p *Parts) publish(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	if c.State != intake.Previewed && c.State != intake.Publishing {
		return intake.ErrCutState.With(string(c.State))
	}
	s, err := p.look(r.Context(), c)
	if err != nil {
		return err
	}
	if s.same.ID != 0 {
		return intake.ErrSameFile.With(s.same.FileName, ui.Of(r).Day(s.same.AsOfOn))
	}
	if c.State == intake.Previewed && !s.mayPublish() {
		return errNothing.With(creditorWords(ui.Of(r), &c, s.known))
	}
	return p.ask(w, r, c.ID, intake.JobPublish, "")
}

// undo takes a published cut back, for a reason that stays in the book.
func (p *Parts) undo(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	if c.State != intake.Published && c.State != intake.Undoing {
		return intake.ErrCutState.With(string(c.State))
	}
	why := trimmed(r, "why")
	if why == "" {
		s, err := p.look(r.Context(), c)
		if err != nil {
			return err
		}
		s.wrong = told(ui.Of(r), errWhy)
		ui.Mend(w, r, s.page(ui.Of(r)))
		return nil
	}
	return p.ask(w, r, c.ID, intake.JobUndo, why)
}

func (p *Parts) ask(w http.ResponseWriter, r *http.Request, cut id.ID, kind, why string) error {
	var asked id.ID
	err := p.DB.Write(r.Context(), func(tx db.Tx) (err error) {
		asked, err = p.Intakes.AskTx(r.Context(), tx, p.Jobs, kind, cut, why)
		return err
	})
	if err != nil {
		return err
	}
	p.await(r.Context(), asked)
	s, found, err := p.lastJob(r.Context(), kind, cut.Text(intake.CutPrefix))
	if err != nil {
		return err
	}
	tellEnd(w, r, s, found)
	ui.Redirect(w, r, cutHref(cut))
	return nil
}

// discard throws a file away that was not published.
func (p *Parts) discard(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	if err := p.Intakes.Discard(r.Context(), c.ID); err != nil {
		return err
	}
	done(w, r, "discarded", c.FileName)
	ui.Redirect(w, r, "/admin/cortes")
	return nil
}
