package table

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"testing"
)

// repeating gives a text over and over.
type repeating struct {
	text string
	at   int
}

func endlessReader(text string) io.Reader { return &repeating{text: text} }

func (r *repeating) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		k := copy(p[n:], r.text[r.at:])
		n, r.at = n+k, (r.at+k)%len(r.text)
	}
	return n, nil
}

func packedFrom(t *testing.T, r io.Reader, level int) []byte {
	t.Helper()
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, level)
	if err == nil {
		_, err = io.Copy(z, r)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bombBook is a workbook whose sheet is 200 MiB of blanks.
func bombBook(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range []struct {
		name string
		text io.Reader
	}{
		{"xl/workbook.xml", bytes.NewReader([]byte(bareBook))},
		{"xl/_rels/workbook.xml.rels", bytes.NewReader([]byte(bareRels))},
		{"xl/worksheets/sheet7.xml", io.LimitReader(endlessReader(" "), 200<<20)},
	} {
		w, err := z.Create(p.name)
		if err == nil {
			_, err = io.Copy(w, p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
