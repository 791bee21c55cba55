package table

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"
)

// workbook is an open .xlsx.
type workbook struct {
	zip      *zip.Reader
	shelf    *shelf
	styles   []style
	from1904 bool
	sheets   []sheetPart
}

// sheetPart is one sheet that is not hidden.
type sheetPart struct {
	name string
	part *zip.File
}

// openWorkbook opens a .xlsx, also one inside a .gz, and chooses the sheet: the one asked for, else the one
// whose table is largest, as the sheets of instructions and pivots around it are narrow or uneven.
func (t *Table) openWorkbook(o Options) error {
	file, size := t.source.file, t.source.size
	if t.found.Compressed {
		r, err := t.source.plain(0, true)
		if err != nil {
			return err
		}
		f, n, err := spool(r, maxWorkbook)
		if err != nil {
			return err
		}
		t.closers = append(t.closers, func() error { return discard(f) })
		file, size = f, n
	}
	t.read = func() int64 { return 0 }
	if err := checkDirectory(file, size); err != nil {
		return err
	}
	z, err := zip.NewReader(file, size)
	if err != nil {
		return err
	}
	w := &workbook{zip: z, shelf: &shelf{}}
	t.closers = append(t.closers, func() error { return w.shelf.close() })
	if err := w.load(size); err != nil {
		return err
	}
	for _, s := range w.sheets {
		t.found.Sheets = append(t.found.Sheets, s.name)
	}
	chosen, l, err := w.choose(o)
	if err != nil {
		return err
	}
	f, err := w.open(chosen)
	if err != nil {
		return err
	}
	t.found.Kind, t.found.Typed, t.found.Sheet = XLSX, true, chosen.name
	t.closers = append(t.closers, f.close)
	t.read = func() int64 { return f.progress(t.source.size) }
	t.feed = f
	return t.begin(l)
}

// checkDirectory refuses an archive whose list of files would not fit in memory, before that list is read.
func checkDirectory(file io.ReaderAt, size int64) error {
	const recordBytes, longestNote = 22, 1 << 16
	tail := make([]byte, min(size, recordBytes+longestNote))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < recordBytes {
		return ErrDamaged
	}
	if binary.LittleEndian.Uint16(tail[i+10:]) == 0xffff ||
		binary.LittleEndian.Uint32(tail[i+12:]) > maxDirectoryBytes {
		return ErrBomb
	}
	return nil
}

func (w *workbook) load(packed int64) error {
	var out uint64
	for _, f := range w.zip.File {
		out += f.UncompressedSize64
		if out > maxWorkbook || out > bombFloor && out > bombRatio*uint64(packed) {
			return ErrBomb
		}
	}
	if w.part("xl/workbook.xml") == nil {
		return w.foreign()
	}
	if err := w.index(); err != nil {
		return err
	}
	if p := w.part("xl/styles.xml"); p != nil {
		err := each(p, func(r io.Reader) (err error) { w.styles, err = stylesOf(r); return err })
		if err != nil {
			return err
		}
	}
	if p := w.part("xl/sharedStrings.xml"); p != nil {
		return each(p, w.shelf.fill)
	}
	return nil
}

// foreign tells which archive this is that is no .xlsx.
func (w *workbook) foreign() error {
	if w.part("xl/workbook.bin") != nil || w.part("content.xml") != nil {
		return ErrOtherSheet
	}
	for _, f := range w.zip.File {
		if strings.HasPrefix(f.Name, "word/") || strings.HasPrefix(f.Name, "ppt/") {
			return ErrBinary
		}
	}
	return ErrArchive
}

func (w *workbook) part(name string) *zip.File {
	for _, f := range w.zip.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			return f
		}
	}
	return nil
}

// each opens a part for one pass.
func each(p *zip.File, read func(io.Reader) error) error {
	r, err := p.Open()
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // it was only read
	return read(r)
}

// index reads the list of sheets and where each one's part is.
func (w *workbook) index() error {
	targets := map[string]string{}
	if p := w.part("xl/_rels/workbook.xml.rels"); p != nil {
		err := each(p, func(r io.Reader) error {
			return walk(r, func(m *markup) {
				if m.is("Relationship") && len(targets) < 1000 {
					targets[string(m.attr("Id"))] = string(appendText(nil, m.attr("Target")))
				}
			})
		})
		if err != nil {
			return err
		}
	}
	err := each(w.part("xl/workbook.xml"), func(r io.Reader) error {
		return walk(r, func(m *markup) {
			switch {
			case m.is("workbookPr"):
				v := string(m.attr("date1904"))
				w.from1904 = v == "1" || v == "true"
			case m.is("sheet") && len(w.sheets) < maxSheets && !bytes.HasSuffix(bytes.ToLower(m.attr("state")),
				[]byte("hidden")):
				target := targets[string(m.attr("id"))]
				if !strings.HasPrefix(target, "/") {
					target = path.Join("xl", target)
				}
				if p := w.part(strings.TrimPrefix(target, "/")); p != nil && strings.Contains(target, "sheet") {
					w.sheets = append(w.sheets, sheetPart{string(appendText(nil, m.attr("name"))), p})
				}
			}
		})
	})
	if err == nil && len(w.sheets) == 0 {
		return ErrNoTable
	}
	return err
}

func walk(r io.Reader, opened func(*markup)) error {
	m := newMarkup(r)
	for {
		kind, err := m.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if kind == opening {
			opened(m)
		}
	}
}

// choose finds the sheet to read and where its table stands.
func (w *workbook) choose(o Options) (sheetPart, layout, error) {
	best, at, rows := layout{header: -1}, -1, 0
	var names []string
	for i, s := range w.sheets {
		names = append(names, s.name)
		if o.Sheet != "" && !strings.EqualFold(strings.TrimSpace(o.Sheet), strings.TrimSpace(s.name)) {
			continue
		}
		sample, err := w.sample(s)
		if err != nil {
			return sheetPart{}, best, err
		}
		rows = max(rows, len(sample))
		l := arrange(sample)
		if o.SkipGiven {
			l = given(sample, o.SkipLines)
		}
		if at < 0 || l.larger(best) {
			best, at = l, i
		}
	}
	switch {
	case at < 0:
		return sheetPart{}, best, ErrNoSheet.With(o.Sheet, strings.Join(names, ", "))
	case rows == 0:
		return sheetPart{}, best, ErrEmpty
	case best.header < 0 && rows >= 3:
		return sheetPart{}, best, ErrNoHeader
	case best.header < 0:
		return sheetPart{}, best, ErrNoTable
	}
	return w.sheets[at], best, nil
}

// larger compares the tables of two sheets by the cells that the sample shows.
func (l layout) larger(than layout) bool {
	if (l.header >= 0) != (than.header >= 0) {
		return l.header >= 0
	}
	return l.width*l.share*(l.rows+1) > than.width*than.share*(than.rows+1)
}

func (w *workbook) sample(s sheetPart) ([]sampled, error) {
	f, err := w.open(s)
	if err != nil {
		return nil, err
	}
	rows, err := sampleOf(f)
	if e := f.close(); err == nil {
		err = e
	}
	return rows, err
}
