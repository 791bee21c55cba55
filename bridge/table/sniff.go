package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"aldia/platform/fault"
)

// The kinds of file that are read.
const (
	CSV  = "csv"
	XLSX = "xlsx"
	HTML = "html"
)

// What a file begins with, whatever its name says.
const (
	magicGzip = "\x1f\x8b"
	magicZip  = "PK\x03\x04"
	magicOLE  = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" // Excel 97-2003, and the wrapping of encrypted workbooks
)

// unreadable tells what a file is that is no table of ours, by its first bytes; nil when it may be one.
func unreadable(head []byte) *fault.Error {
	for _, m := range [...]struct {
		magic string
		is    *fault.Error
	}{
		{"%PDF-", ErrPDF},
		{"\x89PNG\r\n", ErrImage},
		{"\xff\xd8\xff", ErrImage},
		{"GIF8", ErrImage},
		{"II*\x00", ErrImage},
		{"MM\x00*", ErrImage},
		{"BM\x36", ErrImage},
		{"PK\x05\x06", ErrArchive},
		{"Rar!\x1a", ErrArchive},
		{"7z\xbc\xaf\x27\x1c", ErrArchive},
		{"BZh", ErrArchive},
		{"\xfd7zXZ\x00", ErrArchive},
		{"\x28\xb5\x2f\xfd", ErrArchive},
		{"{\\rtf", ErrBinary},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.is
		}
	}
	return nil
}

// structured recognises JSON and XML, whose commas would make tables of nonsense.
func structured(text []byte) bool {
	text = bytes.TrimSpace(text)
	switch {
	case bytes.HasPrefix(text, []byte("<?xml")), bytes.HasPrefix(text, []byte("{")):
		return true
	case bytes.HasPrefix(text, []byte("[")):
		rest := bytes.TrimSpace(text[1:])
		return bytes.HasPrefix(rest, []byte("{")) || bytes.HasPrefix(rest, []byte("["))
	}
	return false
}

// isHTML recognises a web page, and the tables without a page that programs save as .xls.
func isHTML(text []byte) bool {
	text = bytes.ToLower(bytes.TrimSpace(text[:min(len(text), 64<<10)]))
	if !bytes.HasPrefix(text, []byte("<")) {
		return false
	}
	for _, tag := range [...]string{"<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<style"} {
		if bytes.HasPrefix(text, []byte(tag)) {
			return true
		}
	}
	return bytes.Contains(text, []byte("<table"))
}

// oleKind tells an encrypted workbook from an Excel 97-2003 one: both are OLE2 files, the first has a
// stream named EncryptedPackage in its directory (MS-OFFCRYPTO 1.3.2).
func oleKind(file io.ReaderAt, size int64, head []byte) *fault.Error {
	const nameOf = "EncryptedPackage"
	name := make([]byte, 0, 2*len(nameOf))
	for _, c := range []byte(nameOf) {
		name = append(name, c, 0)
	}
	if bytes.Contains(head, name) {
		return ErrEncrypted
	}
	if len(head) < 52 {
		return ErrDamaged
	}
	shift := min(binary.LittleEndian.Uint16(head[30:]), 16)
	directory := (int64(binary.LittleEndian.Uint32(head[48:])) + 1) << shift
	part := make([]byte, max(0, min(16<<10, size-directory)))
	if n, err := file.ReadAt(part, directory); err != nil && !errors.Is(err, io.EOF) ||
		!bytes.Contains(part[:n], name) {
		return ErrOldExcel
	}
	return ErrEncrypted
}

// sepLine reads the "sep=;" that Excel writes and obeys as a first line; it gives 0 when there is none.
func sepLine(head []byte) byte {
	if len(head) < 5 || !bytes.EqualFold(head[:4], []byte("sep=")) {
		return 0
	}
	if len(head) > 5 && head[5] != '\r' && head[5] != '\n' || !delimiting(rune(head[4])) {
		return 0
	}
	return head[4]
}

// delimiting holds for what may part cells: an ASCII sign that is no letter, digit, quote or line end.
func delimiting(r rune) bool {
	switch {
	case r == '\t':
		return true
	case r <= ' ', r > '~', r == '"', r == '\'', r == '=':
		return false
	case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return false
	}
	return true
}
