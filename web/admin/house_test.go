package admin_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"aldia/domain/contact"
	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/domain/strategy"
	"aldia/domain/treatment"
	"aldia/platform/auth"
	"aldia/platform/blob"
	"aldia/platform/clock"
	"aldia/platform/db"
	"aldia/platform/event"
	"aldia/platform/id"
	"aldia/platform/job"
	"aldia/platform/text"
	"aldia/web/admin"
	"aldia/web/ui"
	"aldia/words"
)

// password is everybody's in these tests.
const password = "tres gatos en la loma"

// house is the administrator's screens over a real database, with somebody of each role.
type house struct {
	t       *testing.T
	db      *db.DB
	clock   *clock.Fake
	handler http.Handler
	parts   *admin.Parts
	users   *auth.Users
	staff   *staff.Staff
	cookies map[string]*http.Cookie
}

func open(t *testing.T) *house {
	t.Helper()
	c := clock.NewFake(time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC))
	d, err := db.Open(
		t.Context(),
		"sqlite:"+filepath.Join(t.TempDir(), "aldia.db"),
		db.Options{Clock: c, Relaxed: true},
	)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	failed := func(_ context.Context, _ event.Event, _ string, err error) { t.Error(err) }
	s, err := strategy.Default()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{
		t:       t,
		db:      d,
		clock:   c,
		users:   auth.NewUsers(d, auth.Options{}),
		cookies: map[string]*http.Cookie{},
	}
	h.staff = staff.New(d, h.users, event.NewBus(d, failed))
	door := &auth.Door{Users: h.users, Refuse: ui.Fail}
	blobs, portfolios, persons := blob.NewBlobs(d, t.TempDir()), portfolio.NewPortfolios(d), party.NewPersons(d)
	h.parts = &admin.Parts{
		DB: d, Door: door, Portfolios: portfolios, Persons: persons, Staff: h.staff, Blobs: blobs,
		Trees:      contact.NewTrees(d),
		Law:        law.NewOwns(d),
		Intakes:    intake.NewIntakes(d, openCSV, blobs, portfolios, persons),
		Treatments: treatment.NewTreatments(d, s, func(db.Tx, []treatment.Place) error { return nil }),
		Jobs:       job.NewRunner(d, job.Options{}),
		Refused: func(_ context.Context, w io.Writer, _ text.Language, c intake.Cut) error {
			_, err := io.WriteString(w, "rechazadas de "+c.FileName)
			return err
		},
		Patience: time.Minute,
	}
	h.parts.Intakes.Opened = h.staff.OpenedTx
	h.parts.Work()
	h.work()
	catalog, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	h.parts.Routes(mux)
	site := &ui.Site{Words: catalog, Clock: c, Country: "EC", Zone: time.FixedZone("Quito", -5*3600)}
	h.handler = site.Handler(door.Recognise(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, v := auth.Who(r.Context()), ui.Of(r)
		v.User = ui.User{Name: who.Name, Role: string(who.Role)}
		v.May = func(p string) bool { return who.May(auth.Permission(p)) }
		v.Speak("es")
		ui.Remind(w, r)
		mux.ServeHTTP(w, r)
	})))
	return h
}

func (h *house) program() context.Context { return auth.As(h.t.Context(), auth.Program()) }

func (h *house) hire(name string, role auth.Role) {
	h.t.Helper()
	_, _, err := h.staff.Add(h.program(), staff.Hire{
		SignIn: name, Password: password, Keep: true, Role: role, AllCreditors: true,
		Profile: staff.Profile{Name: name},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	token, _, err := h.users.SignIn(h.t.Context(), auth.Attempt{Name: name, Password: password})
	if err != nil {
		h.t.Fatal(err)
	}
	h.cookies[name] = &http.Cookie{Name: "aldia", Value: token}
}

// page is what came back.
type page struct {
	t      *testing.T
	status int
	goes   string // where it sends the person
	body   string
	header http.Header
	cookie []*http.Cookie
}

func (h *house) send(user string, r *http.Request, more ...*http.Cookie) page {
	h.t.Helper()
	if h.cookies[user] == nil {
		h.hire(user, auth.Role(user)) // whoever is called as a role has it
	}
	r.AddCookie(h.cookies[user])
	for _, c := range more {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return page{h.t, w.Code, w.Header().Get("Location"), w.Body.String(), w.Header(), w.Result().Cookies()}
}

func (h *house) get(user, path string) page {
	h.t.Helper()
	return h.send(user, httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, path, nil))
}

// post sends a form and, as a browser does, goes where it is sent.
func (h *house) post(user, path string, fields url.Values) page {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.follow(user, h.send(user, r))
}

func (h *house) follow(user string, p page) page {
	h.t.Helper()
	if p.status != http.StatusSeeOther {
		return p
	}
	next := h.send(user, httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, p.goes, nil), p.cookie...)
	if next.goes == "" {
		next.goes = p.goes
	}
	return next
}

// work does what the screens put down, until the test ends.
func (h *house) work() {
	ctx, stop := context.WithCancel(auth.As(context.Background(), auth.Program()))
	ended := make(chan struct{})
	go func() {
		h.parts.Jobs.Run(ctx, 1)
		close(ended)
	}()
	h.t.Cleanup(func() {
		stop()
		<-ended
	})
}

// upload sends a file through the first step.
func (h *house) upload(user, name, content string, fields map[string]string) page {
	h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for field, value := range fields {
		if err := w.WriteField(field, value); err != nil {
			h.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		h.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, "/admin/cortes", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return h.follow(user, h.send(user, r))
}

var (
	tags   = regexp.MustCompile(`(?s)<(script|style|option)[^>]*>.*?</(script|style|option)>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// reads gives what can be read on the page.
func (p page) reads() string {
	return spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(p.body, " ")), " ")
}

func (p page) sees(texts ...string) page {
	p.t.Helper()
	for _, want := range texts {
		if !strings.Contains(p.reads(), want) {
			p.t.Errorf("status %d: the page does not say %q:\n%s", p.status, want, p.main())
		}
	}
	return p
}

func (p page) seesNot(texts ...string) page {
	p.t.Helper()
	for _, wrong := range texts {
		if strings.Contains(p.reads(), wrong) {
			p.t.Errorf("the page says %q", wrong)
		}
	}
	return p
}

func (p page) is(status int) page {
	p.t.Helper()
	if p.status != status {
		p.t.Errorf("the status is %d, want %d:\n%s", p.status, status, p.main())
	}
	return p
}

// main is the part of the page that is its own.
func (p page) main() string {
	_, after, _ := strings.Cut(p.body, "<main")
	p.body = after
	text := []rune(p.reads())
	return string(text[:min(len(text), 1500)])
}

// openCSV is the simplest opener: files with semicolons, in UTF-8, the header after so many lines as are to
// be skipped, else in the first line that has more than one cell.
func openCSV(file io.ReaderAt, size int64, name string, style intake.FileStyle) (intake.Table, error) {
	r := csv.NewReader(io.NewSectionReader(file, 0, size))
	r.Comma, r.FieldsPerRecord = ';', -1
	var titles []string
	for skipped := 0; ; skipped++ {
		header, err := r.Read()
		if err != nil {
			return nil, intake.ErrNoRows.With(name)
		}
		if style.SkipLines == nil && len(header) > 1 || style.SkipLines != nil && skipped >= *style.SkipLines {
			return &csvTable{r, header, style, skipped, titles}, nil
		}
		titles = append(titles, strings.Join(header, " "))
	}
}

type csvTable struct {
	*csv.Reader
	header  []string
	style   intake.FileStyle
	skipped int
	titles  []string
}

func (t *csvTable) Header() []string { return t.header }
func (t *csvTable) Typed() bool      { return false }
func (t *csvTable) Titles() []string { return t.titles }
func (t *csvTable) Read() int64      { return t.InputOffset() }
func (t *csvTable) Close() error     { return nil }

func (t *csvTable) Style() intake.FileStyle {
	return intake.FileStyle{Delimiter: ";", Encoding: "utf-8", SkipLines: &t.skipped}
}

func (t *csvTable) Next() (int, [][]byte, error) {
	record, err := t.Reader.Read()
	if err != nil {
		return 0, nil, err
	}
	line, _ := t.FieldPos(0)
	cells := make([][]byte, len(record))
	for i, c := range record {
		cells[i] = []byte(c)
	}
	return line, cells, nil
}

// cutOf finds the cut that a page stands at.
func (h *house) cutOf(p page) id.ID {
	h.t.Helper()
	path, _, _ := strings.Cut(strings.TrimPrefix(p.goes, "/admin/cortes/"), "/")
	path, _, _ = strings.Cut(path, "?")
	cut, err := id.Parse(intake.CutPrefix, path)
	if err != nil {
		h.t.Fatalf("%q names no cut: %v", p.goes, err)
	}
	return cut
}
