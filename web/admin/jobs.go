package admin

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/treatment"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/job"
	"aldia/web/ui"
)

const (
	jobPrefix = "job_"
	// jobsShown is what has happened lately; what was done is in the book.
	jobsShown = 100
)

// jobs shows what the program does by itself, and what people asked of it.
func (p *Parts) jobs(w http.ResponseWriter, r *http.Request) error {
	v := ui.Of(r)
	state := job.State(r.URL.Query().Get("estado"))
	f := job.Filter{State: state, Limit: jobsShown}
	every := r.URL.Query().Get("ver") == "todos"
	if !every { // what runs by the clock would push everything else off the page
		f.Without = p.Jobs.Routine()
	}
	var all []job.Status
	err := p.DB.Read(r.Context(), func(tx db.Tx) (err error) {
		all, err = job.ListTx(tx, f)
		return err
	})
	if err != nil {
		return err
	}
	names, err := p.namesOf(r.Context())
	if err != nil {
		return err
	}
	files, err := p.filesOf(r.Context(), all)
	if err != nil {
		return err
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say("admin.jobs.title"), Sub: v.Say("admin.jobs.sub"),
		Body: jobsPage(state, every, jobTable(v, state, all, names, files)),
	})
	return nil
}

func jobTable(v *ui.View, state job.State, all []job.Status, names, files map[id.ID]string) ui.Table {
	t := ui.Table{
		Folds:   true,
		Caption: v.Say("admin.jobs.title"), Bare: true, Dense: true,
		Columns: []ui.Column{
			{
				Label: v.Say("admin.jobs.kind"),
			}, {Label: v.Say("admin.cut.state")}, {Label: v.Say("admin.jobs.by"), Spare: true},
			{Label: v.Say("admin.jobs.since")}, {Label: v.Say("admin.jobs.attempts"), Kind: ui.Figures},
			{Label: v.Say("admin.jobs.trouble")}, {Label: v.Say("admin.jobs.acts"), Kind: ui.Actions, Hidden: true},
		},
		Empty: ui.Empty{Icon: "job", Title: v.Say("admin.jobs.none"), Text: v.Say("admin.jobs.none_text")},
	}
	if state != "" {
		t.Empty.Text = v.Say("admin.jobs.none_such")
	}
	for i := range all {
		s := &all[i]
		problem := ""
		if s.Error != "" {
			problem = trouble(v, *s)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			jobName(v, s, files), jobBadge(v, s), ui.Text(nameOf(v, names, s.ByUser)),
			ui.Ago(s.CreatedAt), ui.Number(s.Attempts), ui.Text(problem), jobActs(s),
		}})
	}
	return t
}

// jobName says what a job does, and with what: the file of a cut, the day that is closed. The identity, by
// which the doctor names it too, stands with what failed.
func jobName(v *ui.View, s *job.Status, files map[id.ID]string) templ.Component {
	var with []string
	if file := files[cutOfJob(s)]; file != "" {
		with = append(with, file)
	}
	var asked treatment.CloseJob
	if s.Kind == treatment.JobClose && json.Unmarshal(s.Args, &asked) == nil && asked.Day != calendar.NoDay {
		with = append(with, v.Day(asked.Day))
	}
	if s.State == job.Failed {
		with = append(with, s.ID.Text(jobPrefix))
	}
	if len(with) == 0 {
		return ui.Text(jobWords(v, s.Kind))
	}
	return ui.Two(jobWords(v, s.Kind), strings.Join(with, " · "))
}

// cutOfJob gives the cut that a job is about, or none.
func cutOfJob(s *job.Status) id.ID {
	var asked intake.CutJob
	if !strings.HasPrefix(s.Kind, "cut.") || json.Unmarshal(s.Args, &asked) != nil {
		return 0
	}
	return asked.Cut
}

// filesOf names the files of the cuts that jobs are about.
func (p *Parts) filesOf(ctx context.Context, all []job.Status) (map[id.ID]string, error) {
	files := map[id.ID]string{}
	for i := range all {
		cut := cutOfJob(&all[i])
		if cut == 0 || files[cut] != "" {
			continue
		}
		found, err := p.Intakes.Cut(ctx, cut)
		if err != nil && fault.KindOf(err) == fault.Internal {
			return nil, err
		}
		files[cut] = found.FileName
	}
	return files, nil
}

func jobWords(v *ui.View, kind string) string {
	if key := "admin.job." + strings.ReplaceAll(kind, ".", "_"); v.Text.Has(key) {
		return v.Say(key)
	}
	return kind
}

func jobBadge(v *ui.View, s *job.Status) ui.Badge {
	b := ui.Badge{Text: v.Say("job.state." + string(s.State))}
	switch s.State {
	case job.Done:
		b.Tone = ui.Good
	case job.Failed:
		b.Tone = ui.Bad
	case job.Running:
		b.Tone = ui.Accent
	case job.Waiting, job.Cancelled:
	}
	return b
}

// actOnJob cancels what is open, or gives what failed a new life.
func (p *Parts) actOnJob(w http.ResponseWriter, r *http.Request) error {
	wanted, err := idOf(r, "job", jobPrefix, job.ErrMissing)
	if err != nil {
		return err
	}
	told := "retried"
	switch r.PathValue("act") {
	case "cancelar":
		told, err = "cancelled", p.Jobs.Cancel(r.Context(), wanted)
	case "repetir":
		err = p.Jobs.Retry(r.Context(), wanted)
	default:
		return errAct
	}
	if err == nil {
		err = p.noteJob(r, wanted, "job."+told)
	}
	if err != nil {
		return err
	}
	done(w, r, told)
	ui.Redirect(w, r, "/admin/procesos")
	return nil
}

func (p *Parts) noteJob(r *http.Request, wanted id.ID, what string) error {
	return p.DB.Write(r.Context(), func(tx db.Tx) error {
		s, err := job.GetTx(tx, wanted)
		if err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{
			At: p.DB.Now(), ByUser: auth.Who(r.Context()).ID, What: what, On: "job", OnID: wanted,
			Detail: map[string]string{"kind": s.Kind},
		})
	})
}
