// Package admin is the administrator's screens: the cuts that creditors send, from the file to the
// published cut; the creditors, the users, the pairs that may be one person, the day's close, what the
// program does by itself, and the book of who did what. Each screen is one page at its own address, each
// change a form that goes through the use-case of its noun; what takes long is a job whose bar moves on the
// screen.
package admin

import (
	"context"
	"io"
	"net/http"
	"time"

	"aldia/domain/contact"
	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/domain/treatment"
	"aldia/platform/auth"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/platform/job"
	"aldia/platform/text"
	"aldia/web/ui"
)

// Parts is what the screens stand on.
type Parts struct {
	DB         *db.DB
	Door       *auth.Door
	Intakes    *intake.Intakes
	Treatments *treatment.Treatments
	Portfolios *portfolio.Portfolios
	Trees      *contact.Trees // of results, by which the book says what was recorded
	Persons    *party.Persons
	Staff      *staff.Staff
	Law        *law.Owns
	Blobs      *blob.Blobs
	Jobs       *job.Runner
	// Refused writes the refused rows of a cut as a file that can be mended and loaded again.
	Refused func(ctx context.Context, w io.Writer, words text.Language, cut intake.Cut) error
	// Figures reads a file of published figures of a country.
	Figures func(file intake.File, country string, words text.Language) (Figures, error)
	// Patience is how long a request waits for the job that it has asked for, so that a small file needs no
	// bar. Zero does not wait.
	Patience time.Duration
}

// Work registers the jobs that the screens put down, with whoever does them.
func (p *Parts) Work() {
	p.Intakes.Work(p.Jobs)
	p.Treatments.Work(p.Jobs)
	p.Persons.Work(p.Jobs)
	p.workAudit()
}

// Routes adds the screens to a mux.
func (p *Parts) Routes(mux *http.ServeMux) {
	add := func(pattern string, may auth.Permission, page handler) {
		mux.Handle(pattern, p.Door.Require(may)(page))
	}
	mux.Handle("GET /admin", p.Door.SignedIn(handler(p.area)))
	p.cutRoutes(add)
	formRoutes(add)
	p.lawRoutes(add)
	add("GET /admin/acreedores", auth.CreditorManage, p.creditors)
	add("GET /admin/acreedores/{creditor}", auth.CreditorManage, p.creditor)
	add("POST /admin/acreedores/{creditor}", auth.CreditorManage, p.changeCreditor)
	add("POST /admin/acreedores/{creditor}/tramos", auth.CreditorManage, p.changeBuckets)
	add("POST /admin/acreedores/{creditor}/lectura", auth.CreditorManage, p.changeMapping)
	add("GET /admin/acreedores/{creditor}/carteras/{portfolio}", auth.CreditorManage, p.portfolio)
	add("POST /admin/acreedores/{creditor}/carteras/{portfolio}", auth.CreditorManage, p.changePortfolio)
	add("GET /admin/usuarios", auth.UserManage, p.users)
	add("POST /admin/usuarios", auth.UserManage, p.addUser)
	add("GET /admin/usuarios/nuevo", auth.UserManage, p.newUser)
	add("GET /admin/usuarios/{user}", auth.UserManage, p.user)
	add("POST /admin/usuarios/{user}", auth.UserManage, p.changeUser)
	add("POST /admin/usuarios/{user}/{act}", auth.UserManage, p.actOnUser)
	add("POST /admin/equipos", auth.UserManage, p.openTeam)
	add("GET /admin/duplicados", auth.CutPublish, p.duplicates)
	add("POST /admin/duplicados/buscar", auth.CutPublish, p.findDuplicates)
	add("POST /admin/duplicados/{pair}", auth.CutPublish, p.decideDuplicate)
	add("GET /admin/cierre", auth.CloseRun, p.closings)
	add("GET /admin/cierre/avance", auth.CloseRun, p.closeProgress)
	add("POST /admin/cierre", auth.CloseRun, p.closeDay)
	add("GET /admin/auditoria", auth.AuditSee, p.audit)
	add("POST /admin/auditoria/verificar", auth.AuditSee, p.verifyAudit)
	add("GET /admin/procesos", auth.JobManage, p.jobs)
	add("POST /admin/procesos/{job}/{act}", auth.JobManage, p.actOnJob)
}

func (p *Parts) cutRoutes(add func(string, auth.Permission, handler)) {
	add("GET /admin/cortes", auth.CutPublish, p.cuts)
	add("GET /admin/cortes/nuevo", auth.CutPublish, p.newCut)
	add("POST /admin/cortes", auth.CutPublish, p.upload)
	add("GET /admin/cortes/{cut}", auth.CutPublish, p.cut)
	add("GET /admin/cortes/{cut}/columnas", auth.CutPublish, p.columns)
	add("POST /admin/cortes/{cut}/columnas", auth.CutPublish, p.chooseColumns)
	add("POST /admin/cortes/{cut}/releer", auth.CutPublish, p.readAfresh)
	add("POST /admin/cortes/{cut}/clase", auth.CutPublish, p.switchKind)
	add("POST /admin/cortes/{cut}/dia", auth.CutPublish, p.redate)
	add("GET /admin/cortes/{cut}/avance", auth.CutPublish, p.cutProgress)
	add("POST /admin/cortes/{cut}/acreedor", auth.CutPublish, p.openCreditor)
	add("POST /admin/cortes/{cut}/publicar", auth.CutPublish, p.publish)
	add("POST /admin/cortes/{cut}/deshacer", auth.CutPublish, p.undo)
	add("POST /admin/cortes/{cut}/descartar", auth.CutPublish, p.discard)
	add("GET /admin/cortes/{cut}/rechazadas.csv", auth.CutPublish, p.refusedFile)
	add("GET /admin/cortes/{cut}/archivo", auth.CutPublish, p.file)
	add("GET /admin/cortes/{cut}/diferencias", auth.CutPublish, p.differences)
}

// area leads to the first screen of the administration that the person may open.
func (p *Parts) area(w http.ResponseWriter, r *http.Request) error {
	v := ui.Of(r)
	switch {
	case v.Allows(string(auth.CutPublish)):
		ui.Redirect(w, r, "/admin/cortes")
	case v.Allows(string(auth.AuditSee)):
		ui.Redirect(w, r, "/admin/auditoria")
	case v.Allows(string(auth.LawSee)):
		ui.Redirect(w, r, "/admin/leyes")
	default:
		return auth.ErrForbidden
	}
	return nil
}

// handler is a screen; what it gives back as an error is told in words.
type handler func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP answers the request.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := h(w, r); err != nil {
		ui.Fail(w, r, daysInWords(ui.Of(r), intake.InWords(err)))
	}
}

// done tells on the next page what was done.
func done(w http.ResponseWriter, r *http.Request, key string, args ...any) {
	ui.Later(w, r, ui.Good, ui.Of(r).Say("admin.done."+key, args...))
}

// idOf reads an identity of an address; what is none is missing.
func idOf(r *http.Request, name, prefix string, missing error) (id.ID, error) {
	found, err := id.Parse(prefix, r.PathValue(name))
	if err != nil {
		return 0, missing
	}
	return found, nil
}

// lastJob gives the latest job of a kind and key.
func (p *Parts) lastJob(ctx context.Context, kind, key string) (s job.Status, found bool, err error) {
	err = p.DB.Read(ctx, func(tx db.Tx) error {
		s, found, err = job.LastTx(tx, kind, key)
		return err
	})
	return s, found, err
}

// await waits a moment for a job to end.
func (p *Parts) await(ctx context.Context, wanted id.ID) {
	if p.Patience <= 0 {
		return
	}
	const look = 40 * time.Millisecond
	end := time.NewTimer(p.Patience)
	tick := time.NewTicker(look)
	defer end.Stop()
	defer tick.Stop()
	for {
		var s job.Status
		err := p.DB.Read(ctx, func(tx db.Tx) (err error) {
			s, err = job.GetTx(tx, wanted)
			return err
		})
		if err != nil || !s.Open() {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-end.C:
			return
		case <-tick.C:
		}
	}
}
