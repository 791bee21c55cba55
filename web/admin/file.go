package admin

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"aldia/domain/intake"
	"aldia/domain/staff"
	"aldia/platform/db"
	"aldia/platform/id"
	"aldia/web/ui"
)

// trimmed gives a field of the form without blanks around it.
func trimmed(r *http.Request, field string) string { return strings.TrimSpace(r.PostFormValue(field)) }

// namesOf gives everybody's name, for pages that tell who did something; that may be read by whoever reads
// the page.
func (p *Parts) namesOf(ctx context.Context) (names map[id.ID]string, err error) {
	err = p.DB.Read(ctx, func(tx db.Tx) error {
		names = map[id.ID]string{}
		all, err := staff.AllTx(tx)
		for i := range all {
			names[all[i].ID] = all[i].Name
		}
		return err
	})
	return names, err
}

func nameOf(v *ui.View, names map[id.ID]string, user id.ID) string {
	switch name := names[user]; {
	case user == 0:
		return v.Say("admin.system")
	case name != "":
		return name
	}
	return user.Text(staff.Prefix)
}

// refusedFile gives the refused rows of a cut, ready to be mended and loaded again.
func (p *Parts) refusedFile(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	if p.Refused == nil {
		return intake.ErrNoCut
	}
	name := strings.TrimSuffix(strings.TrimSuffix(c.FileName, ".gz"), path.Ext(c.FileName))
	attach(w, name+"-"+ui.Of(r).Say("admin.refused.file")+".csv", "text/csv; charset=utf-8")
	return cutShort(p.Refused(r.Context(), w, ui.Of(r).Text, c))
}

// file gives the file of a cut as the creditor sent it.
func (p *Parts) file(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	f, err := p.Blobs.Get(r.Context(), c.BlobID)
	if err != nil {
		return err
	}
	attach(w, c.FileName, "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(f.Blob.Size, 10))
	_, err = io.Copy(w, f)
	return errors.Join(cutShort(err), f.Close())
}

func attach(w http.ResponseWriter, name, kind string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set(
		"Content-Disposition",
		mime.FormatMediaType("attachment", map[string]string{"filename": name}),
	)
}

// cutShort ends a download that has begun: its bytes cannot be taken back, so the connection is broken, and
// the browser tells that the file is not whole.
func cutShort(err error) error {
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// differences lists what a published cut changed, item by item.
func (p *Parts) differences(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	v, q := ui.Of(r), r.URL.Query()
	after, err := strconv.ParseInt(q.Get("tras"), 10, 64)
	if err != nil {
		after = 0
	}
	unexpected := q.Get("solo") != "todas"
	page, more, err := p.Intakes.Differences(r.Context(), c.ID, id.ID(after), unexpected)
	if err != nil {
		return err
	}
	known, err := p.Portfolios.Creditors(r.Context())
	if err != nil {
		return err
	}
	href := cutHref(c.ID) + "/diferencias?solo=" + q.Get("solo")
	pager := ui.Pager{Shown: int64(len(page)), Total: -1}
	if after != 0 {
		pager.First = href
	}
	if more {
		pager.Next = href + "&tras=" + strconv.FormatInt(int64(page[len(page)-1].ItemID), 10)
	}
	ui.Show(w, r, ui.Page{
		Title: v.Say("admin.differences.title"), Wide: true, Sub: v.Say("admin.differences.sub"),
		Back: &ui.Link{Href: cutHref(c.ID), Label: creditorWords(v, &c, known) + " · " + v.Day(c.AsOfOn)},
		Body: differencesPage(&c, differenceTable(v, page), pager, unexpected),
	})
	return nil
}
