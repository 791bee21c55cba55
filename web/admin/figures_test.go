package admin_test

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"

	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/platform/text"
	"aldia/web/admin"
)

// threeFigures is what a file of figures reads as in these tests: two that are good, and a row that is not.
func (h *house) threeFigures(file intake.File, _ string, _ text.Language) (f admin.Figures, err error) {
	content, err := io.ReadAll(io.NewSectionReader(file, 0, file.Size))
	if err != nil {
		return f, err
	}
	if !bytes.HasPrefix(content, []byte("pais;")) {
		return f, law.ErrFigureColumns.With("pais")
	}
	judge := h.parts.Law.Judge()
	for i, value := range []string{string(content[len("pais;"):]), "ayer"} {
		f.Rows++
		good, no := judge.Judge(&law.FigureRow{
			Line: i + 2, Country: "EC", Name: "SBU", From: "2026-01-01", Value: value, Source: "Acuerdo 1",
		})
		if no == nil {
			f.Good = append(f.Good, good)
			continue
		}
		f.Refused = append(f.Refused, intake.Refused{
			Line: int64(no.Line), Grade: "refused", Column: "valor", Value: no.Value, Key: no.Key, Args: no.Args,
		})
	}
	return f, nil
}

func (h *house) sendFigures(user, content string) page {
	h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "sbu.csv")
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		h.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, "/admin/leyes/EC/cifras", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return h.follow(user, h.send(user, r))
}

func TestFiguresAreUploadedLookedAtLoadedAndTakenBack(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.parts.Figures = h.threeFigures
	h.get("admin", "/admin/leyes/EC").is(http.StatusOK).sees("Cargar cifras")
	h.get("auditor", "/admin/leyes/EC").is(http.StatusOK).seesNot("Cargar cifras")
	h.get("auditor", "/admin/leyes/EC/cifras").is(http.StatusForbidden)
	h.sendFigures("admin", "otra cosa").is(http.StatusUnprocessableEntity).sees("faltan columnas: pais")

	p := h.sendFigures("admin", "pais;482").is(http.StatusOK).sees("1 valor nuevo, 0 corregidos", "482",
		"1 fila no se puede leer", "ayer", "EC · SBU")
	h.get("admin", "/admin/leyes/EC").seesNot("Acuerdo 1") // nothing has changed yet
	keep := regexp.MustCompile(`action="(/admin/leyes/EC/cifras/fil_[^"]+)"`).FindStringSubmatch(p.body)
	if keep == nil {
		t.Fatalf("nothing keeps the figures on:\n%s", p.reads())
	}
	h.post("admin", keep[1], nil).is(http.StatusOK).sees("Se cargaron 1 valor nuevo", "sbu.csv", "Deshacer")
	h.get("admin", "/admin/leyes/EC").sees("482", "Acuerdo 1")
	h.get("admin", "/admin/auditoria").is(http.StatusOK).sees("sbu.csv")

	h.sendFigures("admin", "pais;500").sees("0 valores nuevos, 1 corregido", "482", "500")
	h.sendFigures("admin", "pais;482").sees("Todo está ya así")
	loads, err := h.parts.Law.Loads(h.program(), "EC", 5)
	if err != nil || len(loads) != 1 {
		t.Fatalf("%d loads, %v", len(loads), err)
	}
	h.post("admin", "/admin/leyes/EC/cifras/deshacer", url.Values{"load": {loads[0].ID.Text(law.LoadPrefix)}}).
		is(http.StatusOK).sees("Se deshizo la carga de sbu.csv", "deshecha")
	h.get("admin", "/admin/leyes/EC").seesNot("Acuerdo 1")
	h.post("admin", "/admin/leyes/EC/cifras/deshacer", url.Values{"load": {"x"}}).is(http.StatusNotFound)
	h.get("admin", "/admin/leyes/EC/cifras/fil_x").is(http.StatusNotFound)
}
