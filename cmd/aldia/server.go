package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"aldia/domain/contact"
	"aldia/domain/portfolio"
	"aldia/domain/report"
	"aldia/domain/staff"
	"aldia/domain/treatment"
	"aldia/platform/auth"
	"aldia/platform/config"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/fault"
	"aldia/platform/job"
	"aldia/platform/live"
	"aldia/platform/log"
	"aldia/platform/metric"
	"aldia/platform/text"
	"aldia/web/admin"
	"aldia/web/asset"
	"aldia/web/desk"
	reportscreen "aldia/web/report"
	"aldia/web/supervisor"
	"aldia/web/ui"
	"aldia/words"
)

// The paths of the server itself.
const (
	streamPath = "/vivo"
	signInPath = "/entrar"
	changePath = "/clave"
	// floorTopic is what tabs of the floor listen to: somebody took a case, let go of one, or recorded a result.
	floorTopic = "floor"
	// jobsTopic is what tabs of the administration listen to; the event is named job and says which one moved.
	jobsTopic = "jobs"
	jobEvent  = "job"
)

// server is the program with the web in front of it and its work behind it.
type server struct {
	*program
	config  config.Config
	log     *slog.Logger
	words   *text.Catalog
	users   *auth.Users
	staff   *staff.Staff
	hub     *live.Hub
	door    *auth.Door
	site    *ui.Site
	metrics *metric.Metrics
	health  *metric.Health
	admin   *admin.Parts
	relay   func(ctx context.Context)
}

// newServer builds the server on a database. Nothing runs yet: see serveOn and work.
func newServer(d *db.DB, c config.Config, l *slog.Logger) (*server, error) {
	s := &server{config: c, log: l}
	var err error
	if s.program, err = wire(d, s.undelivered); err != nil {
		return nil, err
	}
	if s.words, err = words.Load(); err != nil {
		return nil, err
	}
	s.users = auth.NewUsers(d, auth.Options{
		Life: time.Duration(c.SessionHours) * time.Hour, Idle: time.Duration(c.IdleMinutes) * time.Minute,
	})
	s.staff = staff.New(d, s.users, s.bus)
	s.intakes.Opened = s.staff.OpenedTx
	s.hub = live.NewHub(d.IDs().New().Text("hub_"))
	s.relay = s.hub.Share(d, l)
	s.jobs = job.NewRunner(d, job.Options{Log: l, Announce: s.announce}) // instead of that of a command
	s.metrics = metric.New(version, d.Clock())
	s.health = metric.NewHealth(func(name string, err error) {
		l.Warn("not ready", "check", name, "error",
			err)
	},
		metric.Check{Name: "database", Do: s.answers})
	s.site = &ui.Site{Words: s.words, Clock: d.Clock(), Log: l, Zone: time.UTC}
	s.door = &auth.Door{Users: s.users, PublicURL: c.PublicURL, TrustProxy: c.TrustProxy, Refuse: refuse}
	s.measure()
	s.treatments.Unasked = s.unasked
	s.bus.On(contact.NameRecorded, "floor", func(tx db.Tx, _ event.Event) error {
		s.hub.PublishTx(tx, floorTopic, floorTopic, "")
		return nil
	})
	s.bus.On(staff.Disabled, "worklist", s.left)
	s.admin = s.adminRoom()
	s.admin.Work()
	s.duties()
	return s, nil
}

// undelivered tells the log of an event that a listener could not take.
func (s *server) undelivered(ctx context.Context, e event.Event, subscriber string, err error) {
	s.log.ErrorContext(ctx, "event not delivered", "event", string(e.Name), "subscriber", subscriber, "error",
		err)
}

// unasked tells the log of decisions that could not go by the law. Who is about to contact one of the persons
// is told by the gate.
func (s *server) unasked(u treatment.Unasked) {
	s.log.Warn("the law could not be asked", "cases", u.Cases, "error", u.Text)
}

// announce tells the tabs that look at a job how far it has come.
func (s *server) announce(j job.Status) {
	if err := s.hub.Publish(jobsTopic, jobEvent, j.ID.Text("job_")); err != nil {
		s.log.Warn("job not announced", "error", err)
	}
}

func (s *server) moved() {
	if err := s.hub.Publish(floorTopic, floorTopic, ""); err != nil {
		s.log.Warn("floor not announced", "error", err)
	}
}

// left lets go of what somebody held who may no longer sign in. It reads its own transaction's change, so it
// waits for it to be durable.
func (s *server) left(tx db.Tx, e event.Event) error {
	gone := e.Key
	tx.AfterCommit(func() {
		ctx := auth.As(context.Background(), auth.Program())
		if err := s.worklists.ReleaseAll(ctx, gone); err != nil {
			s.log.ErrorContext(ctx, "cases of who left not released", "error", err)
		}
	})
	return nil
}

// answers says whether the database does.
func (s *server) answers(ctx context.Context) error {
	return s.db.Read(ctx, func(tx db.Tx) error {
		_, err := db.Int(tx, `SELECT 1`)
		return err
	})
}

// handler is the whole web, ready to be served.
func (s *server) handler() (http.Handler, error) {
	screens := http.NewServeMux()
	s.rooms(screens)
	screens.HandleFunc("/", ui.NoPage)
	screens.Handle("GET "+streamPath, s.hub.Handler(s.topics, ui.Fail))
	guarded, err := s.door.SameOrigin(s.door.Recognise(s.introduce(s.metrics.HTTP(screens))))
	if err != nil {
		return nil, err
	}
	all := http.NewServeMux()
	all.Handle("GET /healthz", s.health.Live())
	all.Handle("GET /readyz", s.health.Ready())
	all.Handle("GET /metrics", s.site.Handler(s.door.Recognise(s.figures())))
	all.Handle(asset.Prefix, asset.Handler())
	all.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, asset.URL("favicon.svg"), http.StatusMovedPermanently)
	})
	all.Handle("/", s.site.Handler(guarded))
	broken := s.site.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ui.Fail(w, r, fault.New(fault.Internal, "fault.internal.text"))
	}))
	return log.Requests(s.log, s.db.Clock(), s.db.IDs(), broken)(all), nil
}

// rooms adds the screens of every part of the web.
func (s *server) rooms(mux *http.ServeMux) {
	s.desk().Routes(mux)
	s.admin.Routes(mux)
	s.floor().Routes(mux)
	s.reports().Routes(mux)
}

func (s *server) reports() *reportscreen.Parts {
	return &reportscreen.Parts{DB: s.db, Door: s.door, Reports: report.NewReports(s.db), Sees: sees,
		File: reportSink, Gate: s.gate, Evidence: writeEvidence}
}

func (s *server) floor() *supervisor.Parts {
	return &supervisor.Parts{
		DB: s.db, Door: s.door, Worklists: s.worklists, Contacts: s.contacts, Sees: sees, Moved: s.moved,
	}
}

func (s *server) desk() *desk.Parts {
	return &desk.Parts{
		DB: s.db, Users: s.users, Door: s.door, Persons: s.persons, Treatments: s.treatments,
		Worklists: s.worklists,
		Contacts:  s.contacts, Trees: s.trees, Promises: s.promises, Sees: sees, Moved: s.moved,
		Speak: s.staff.Speak, Gate: s.gate,
	}
}

// seenKey keeps the creditors that the person of a request may see.
type seenKey struct{}

// sees gives the creditors that the person of a request may see: nobody sees none.
func sees(ctx context.Context) []portfolio.Creditor {
	seen, _ := ctx.Value(seenKey{}).([]portfolio.Creditor)
	return seen
}
