package admin

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"path"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/platform/blob"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/web/ui"
)

const (
	// FiguresMedia tells a file of figures that is being looked at from every other file that is kept.
	FiguresMedia = "application/x-aldia-figures"
	// maxFigures is what a file of the most rows that are taken comes to, with room.
	maxFigures = 16 << 20
	// changesShown is how many changes of a file are listed; the load brings them all.
	changesShown = 100
	loadsShown   = 10
)

// Figures is a file of published figures as it was read: those that can be kept, and the rows that cannot.
type Figures struct {
	Good    []law.Published
	Refused []intake.Refused
	Rows    int
}

// figuresView is the page of the figures of a country: the upload, and what a file that was uploaded would
// change.
type figuresView struct {
	country string
	loads   []law.FigureLoad
	names   map[id.ID]string
	wrong   mistake
	file    blob.Blob // that is looked at; its ID is none before one is uploaded
	read    Figures
	load    law.FigureLoad
	changes []law.FigureChange
}

func figuresHref(country string) string { return lawHref(country) + "/cifras" }

// figures is where the figures that authorities publish are uploaded and taken back.
func (p *Parts) figures(w http.ResponseWriter, r *http.Request) error {
	return p.showFigures(w, r, &figuresView{}, nil)
}

func (p *Parts) showFigures(w http.ResponseWriter, r *http.Request, f *figuresView, wrong error) error {
	v := ui.Of(r)
	l, err := p.lawOf(r)
	if err != nil {
		return err
	}
	f.country, f.names, f.wrong = l.Pack.Code, l.names, told(v, wrong)
	if f.loads, err = p.Law.Loads(r.Context(), f.country, loadsShown); err != nil {
		return err
	}
	page := ui.Page{
		Title: v.Say("figures.title_of", l.Pack.Name.In(v.Text.Code())), Sub: v.Say("figures.sub"),
		Back: &ui.Link{Href: lawHref(f.country), Label: v.Say("lawscreen.title_of", l.Pack.Name.In(v.Text.Code()))},
		Body: figuresPage(f),
	}
	if wrong != nil {
		ui.Mend(w, r, page)
		return nil
	}
	ui.Show(w, r, page)
	return nil
}

// uploadFigures keeps a file of figures to be looked at. What is no table, or has no such columns, is said at
// once and not kept.
func (p *Parts) uploadFigures(w http.ResponseWriter, r *http.Request) error {
	ui.AllowBody(w, r, maxFigures+formMargin)
	country := strings.ToUpper(r.PathValue("country"))
	file, head, err := r.FormFile("file")
	if err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return p.showFigures(w, r, &figuresView{}, errTooLarge.With(ui.Of(r).Bytes(maxFigures)))
		}
		return p.showFigures(w, r, &figuresView{}, errNoFile)
	}
	defer func() { _ = file.Close() }()
	name := path.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
	sent := intake.File{Name: name, Size: head.Size, ReaderAt: file}
	if _, err := p.Figures(sent, country, ui.Of(r).Text); err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.showFigures(w, r, &figuresView{}, err)
	}
	kept, err := p.Blobs.Put(r.Context(), blob.New{Name: name, Media: FiguresMedia, Limit: maxFigures}, file)
	if err != nil {
		return err
	}
	ui.Redirect(w, r, figuresHref(country)+"/"+kept.ID.Text(blob.Prefix))
	return nil
}

// sentFigures reads a file that was uploaded.
func (p *Parts) sentFigures(ctx context.Context, r *http.Request) (f figuresView, err error) {
	at, err := idOf(r, "file", blob.Prefix, blob.ErrMissing)
	if err != nil {
		return f, err
	}
	if f.file, err = p.Blobs.Stat(ctx, at); err != nil {
		return f, err
	}
	if f.file.Media != FiguresMedia {
		return f, blob.ErrMissing
	}
	kept, err := p.Blobs.Get(ctx, at)
	if err != nil {
		return f, err
	}
	f.read, err = p.Figures(intake.File{Name: f.file.Name, Size: f.file.Size, ReaderAt: kept},
		strings.ToUpper(r.PathValue("country")), ui.Of(r).Text)
	return f, cmp.Or(err, kept.Close())
}

// lookAtFigures shows what a file would change, and which of its rows cannot be read.
func (p *Parts) lookAtFigures(w http.ResponseWriter, r *http.Request) error {
	f, err := p.sentFigures(r.Context(), r)
	if err != nil {
		return err
	}
	if f.load, f.changes, err = p.Law.Compare(r.Context(), f.read.Good); err != nil {
		return err
	}
	return p.showFigures(w, r, &f, nil)
}

// loadFigures keeps the figures of a file that was looked at.
func (p *Parts) loadFigures(w http.ResponseWriter, r *http.Request) error {
	f, err := p.sentFigures(r.Context(), r)
	if err != nil {
		return err
	}
	l, err := p.Law.Load(r.Context(), f.file.Name, f.read.Good, false)
	if err != nil {
		return err
	}
	if err := p.Blobs.Delete(r.Context(), f.file.ID); err != nil {
		return err
	}
	done(w, r, "figures_loaded", l.New, l.Changed)
	ui.Redirect(w, r, figuresHref(r.PathValue("country")))
	return nil
}

// undoFigures takes a load back.
func (p *Parts) undoFigures(w http.ResponseWriter, r *http.Request) error {
	load, err := id.Parse(law.LoadPrefix, trimmed(r, "load"))
	if err != nil {
		return law.ErrNoLoad
	}
	l, _, err := p.Law.Unload(r.Context(), load)
	if err != nil {
		return err
	}
	done(w, r, "figures_undone", l.File)
	ui.Redirect(w, r, figuresHref(r.PathValue("country")))
	return nil
}

// changeTable lists what a file would change.
func (f *figuresView) changeTable(v *ui.View) ui.Table {
	t := ui.Table{
		Caption: v.Say("figures.changes"), Bare: true, Dense: true, Columns: []ui.Column{
			{Label: v.Say("lawscreen.figure")}, {Label: v.Say("lawscreen.days")},
			{Label: v.Say("figures.was"), Kind: ui.Figures}, {Label: v.Say("figures.is"), Kind: ui.Figures},
			{Label: v.Say("lawscreen.source")},
		}, Empty: ui.Empty{Icon: "done", Title: v.Say("figures.nothing")},
	}
	for i := range f.changes[:min(len(f.changes), changesShown)] {
		c := &f.changes[i]
		name := c.Country + " · " + c.Name
		if c.Segment != "" {
			name += " · " + c.Segment
		}
		was := ui.Muted(v.Say("figures.fresh"))
		if c.Was != "" {
			was = ui.Text(v.About(c.Country).Text.Decimal(string(c.Was)))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			ui.Text(name), ui.Text(spanWords(v, c.From, c.Until)), was,
			ui.Text(figureWords(v, &c.Published)), ui.Text(c.Source),
		}})
	}
	return t
}

// loadTable lists the latest loads, each with what takes it back.
func (f *figuresView) loadTable(v *ui.View) ui.Table {
	t := ui.Table{
		Caption: v.Say("figures.loads"), Bare: true, Columns: []ui.Column{
			{Label: v.Say("figures.file")}, {Label: v.Say("lawscreen.by")}, {Label: v.Say("lawscreen.changed")},
			{Label: v.Say("figures.back")},
		}, Empty: ui.Empty{Title: v.Say("figures.no_loads")},
	}
	for i := range f.loads {
		l := &f.loads[i]
		t.Rows = append(t.Rows, ui.Row{Dim: l.Undone, Cells: []templ.Component{
			ui.Two(l.File, l.ID.Text(law.LoadPrefix)), ui.Two(nameOf(v, f.names, l.By), v.Instant(l.At)),
			ui.Text(v.Say("figures.brought", l.New, l.Changed)), unload(f.country, l),
		}})
	}
	return t
}
