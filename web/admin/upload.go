package admin

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/portfolio"
	"aldia/platform/blob"
	"aldia/platform/fault"
	"aldia/web/ui"
)

const (
	// maxField is what a field beside the file may hold: a code or a day.
	maxField = 200
	// maxParts is more than the form has.
	maxParts = 32
	// formMargin is the room for the form around the file.
	formMargin = 1 << 20
)

// Faults of what is uploaded.
var (
	errNoFile   = fault.New(fault.Invalid, "admin.upload.no_file").On("file")
	errDay      = fault.New(fault.Invalid, "admin.upload.day").On("day")
	errAhead    = fault.New(fault.Invalid, "admin.upload.ahead").On("day")
	errCode     = fault.New(fault.Invalid, "admin.upload.code_wrong").On("new_code")
	errCountry  = fault.New(fault.Invalid, "admin.upload.country_wrong").On("country")
	errForm     = fault.New(fault.Invalid, "admin.upload.form")
	errTooLarge = fault.New(fault.Limit, "admin.upload.too_large").On("file")
)

// Choices of the creditor beside those that are known.
const (
	creditorOfFile = "*"
	creditorNew    = "+"
)

// upload is what the first step of the wizard asks for.
type upload struct {
	kind                                       intake.Kind
	creditor, newCode, country, portfolio, day string
	asOf                                       calendar.Day
	file                                       *os.File
	name                                       string
	size                                       int64
}

func (u *upload) close() {
	if u.file != nil {
		_ = u.file.Close()
		_ = os.Remove(u.file.Name())
	}
}

// newCut is the first step: which file, whose, of which day.
func (p *Parts) newCut(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	u := &upload{kind: intake.Portfolio, creditor: q.Get("acreedor"), day: ui.Of(r).Today.Text()}
	if k := intake.Kind(q.Get("tipo")); k == intake.Payments {
		u.kind = k
	}
	return p.showUpload(w, r, u, nil)
}

func (p *Parts) showUpload(w http.ResponseWriter, r *http.Request, u *upload, wrong error) error {
	v := ui.Of(r)
	s, err := p.sees(r.Context())
	if err != nil {
		return err
	}
	all := slices.DeleteFunc(s.known, func(c portfolio.Creditor) bool { return !s.of(c.ID) })
	if u.creditor == "" {
		u.creditor = creditorOfFile
		if len(all) == 1 {
			u.creditor = all[0].Code
		}
	}
	page := ui.Page{
		Title: v.Say("admin.cut.new_title"), Sub: v.Say("admin.upload.sub"),
		Back: &ui.Link{
			Href:  "/admin/cortes",
			Label: v.Say("admin.cuts.title"),
		}, Body: uploadPage(u, all, told(v, wrong)),
	}
	if wrong != nil {
		ui.Mend(w, r, page)
		return nil
	}
	ui.Show(w, r, page)
	return nil
}

// upload takes the file in. It goes to the local disk as it comes, and from there into the database, so
// that a gibibyte needs no more memory than a page.
func (p *Parts) upload(w http.ResponseWriter, r *http.Request) error {
	ui.AllowBody(w, r, blob.MaxSize+formMargin)
	u, err := readUpload(r)
	defer u.close()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = errTooLarge.With(ui.Of(r).Bytes(blob.MaxSize))
	}
	if err == nil {
		err = u.settle(ui.Of(r).Today)
	}
	if err == nil {
		var c intake.Cut
		c, err = p.Intakes.Draft(
			r.Context(),
			intake.File{Name: u.name, Size: u.size, ReaderAt: u.file},
			u.options(),
		)
		if err == nil {
			ui.Redirect(w, r, cutHref(c.ID)+"/columnas")
			return nil
		}
	}
	if fault.KindOf(err) == fault.Internal {
		return err
	}
	return p.showUpload(w, r, u, err)
}

func (u *upload) options() intake.Options {
	o := intake.Options{
		Kind: u.kind, Portfolio: u.portfolio, Country: u.country, AsOf: u.asOf,
	}
	switch u.creditor {
	case creditorOfFile:
	case creditorNew:
		o.Creditor = u.newCode
	default:
		o.Creditor, o.Country = u.creditor, "" // what is known of the creditor stands
	}
	return o
}

// settle checks what was typed.
func (u *upload) settle(today calendar.Day) (err error) {
	if u.file == nil || u.name == "" {
		return errNoFile
	}
	if u.kind != intake.Portfolio && u.kind != intake.Payments {
		return errForm
	}
	if u.asOf, err = calendar.ParseDay(u.day); err != nil {
		return errDay
	}
	if u.asOf > today {
		return errAhead
	}
	if u.creditor != creditorNew {
		return nil
	}
	_, err = portfolio.NewCode(u.newCode)
	if f, is := errors.AsType[*fault.Error](err); is && errors.Is(err, portfolio.ErrCodeShape) {
		return f.On("new_code")
	} else if err != nil {
		return errCode
	}
	if u.country == "" {
		return errCountry
	}
	return nil
}

// readUpload reads the form part by part, in whatever order the browser sends it.
func readUpload(r *http.Request) (*upload, error) {
	u := &upload{kind: intake.Portfolio}
	parts, err := r.MultipartReader()
	if err != nil {
		return u, errForm.Because(err)
	}
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			return u, broken(err)
		}
		if part.FormName() == "file" {
			err = u.keep(part)
		} else {
			err = u.field(part)
		}
		if err != nil {
			return u, broken(err)
		}
	}
	return u, errForm
}

// broken tells an upload that was cut off or is no form from a disk of ours that is full.
func broken(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return errForm.Because(err)
}

func (u *upload) keep(part *multipart.Part) (err error) {
	if u.file != nil {
		return errForm
	}
	// A browser on Windows of old sends the whole path.
	u.name = path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
	if part.FileName() == "" {
		u.name = ""
	}
	if u.file, err = os.CreateTemp("", "aldia-upload-"); err != nil {
		return err
	}
	u.size, err = io.Copy(u.file, part)
	return err
}

func (u *upload) field(part *multipart.Part) error {
	text, err := io.ReadAll(io.LimitReader(part, maxField+1))
	if err != nil {
		return err
	}
	if len(text) > maxField {
		return errForm
	}
	value := strings.TrimSpace(string(text))
	switch part.FormName() {
	case "kind":
		u.kind = intake.Kind(value)
	case "creditor":
		u.creditor = value
	case "new_code":
		u.newCode = value
	case "country":
		u.country = strings.ToUpper(value)
	case "portfolio":
		u.portfolio = value
	case "day":
		u.day = value
	}
	return nil
}
