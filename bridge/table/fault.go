package table

import (
	"errors"
	"io"
	"io/fs"

	"aldia/platform/fault"
)

// The limits. A creditor's file is read in memory that does not grow with the file.
const (
	headBytes     = 256 << 10 // what is looked at to guess; a header must end within it
	bufferBytes   = 256 << 10 // what is read at a time; it grows up to one row of maxLineBytes
	maxLineBytes  = 1 << 20   // no honest row comes near; a broken file may be one line of gigabytes
	maxQuoteLines = 100       // lines within one quoted cell; beyond it the quote was never closed
	maxColumns    = 512       // bank extracts have up to some 200 columns
	maxNameBytes  = 200       // the name of a column; longer is prose
	maxSheets     = 64        // sheets looked at in one workbook

	bombFloor   = 100 << 20 // below this a compressed file is harmless however well it packs
	bombRatio   = 250       // portfolios pack 5 to 40 times; deflate's worst is 1,032
	maxUnpacked = 16 << 30  // of a .gz
	maxWorkbook = 4 << 30   // of an .xlsx, which holds at most 1,048,576 rows a sheet; real ones reach 1 GiB

	maxDirectoryBytes = 4 << 20 // the list of files in a .xlsx: some dozen entries, never thousands
	maxStrings        = 16 << 20
	stringsInMemory   = 4 << 20 // shared texts of a workbook beyond this go to a temporary file
	maxErrorText      = 4 << 10 // what is kept of the text of a refused row
)

// What makes a whole file unreadable. The first argument of each sentence is the file's name.
var (
	ErrEmpty      = fault.New(fault.Invalid, "table.empty")
	ErrNoTable    = fault.New(fault.Invalid, "table.no_table")
	ErrNoHeader   = fault.New(fault.Invalid, "table.no_header")
	ErrBinary     = fault.New(fault.Invalid, "table.binary")
	ErrPDF        = fault.New(fault.Invalid, "table.pdf")
	ErrImage      = fault.New(fault.Invalid, "table.image")
	ErrOldExcel   = fault.New(fault.Invalid, "table.old_excel")
	ErrOtherSheet = fault.New(fault.Invalid, "table.other_sheet") // .ods, .xlsb
	ErrEncrypted  = fault.New(fault.Invalid, "table.encrypted")
	ErrArchive    = fault.New(fault.Invalid, "table.archive")
	ErrDamaged    = fault.New(fault.Invalid, "table.damaged")
	ErrBomb       = fault.New(fault.Limit, "table.bomb")
	ErrLongLine   = fault.New(fault.Limit, "table.long_line")
	ErrWide       = fault.New(fault.Limit, "table.wide")
	ErrLongName   = fault.New(fault.Limit, "table.long_name")
	ErrNoSheet    = fault.New(fault.Invalid, "table.no_sheet")  // {0} the sheet asked for, {1} those there are
	ErrEncoding   = fault.New(fault.Invalid, "table.encoding")  // {0} the encoding asked for
	ErrDelimiter  = fault.New(fault.Invalid, "table.delimiter") // {0} the delimiter asked for
)

// What makes one row unreadable.
var (
	ErrRowLong   = fault.New(fault.Invalid, "table.row_long")   // {0} cells found, {1} columns of the header
	ErrRowBefore = fault.New(fault.Invalid, "table.row_before") // {0} the value found left of the first column
	ErrRowQuote  = fault.New(fault.Invalid, "table.row_quote")
	ErrRowBytes  = fault.New(fault.Invalid, "table.row_bytes")
	ErrRowWide   = fault.New(fault.Limit, "table.row_wide") // {0} the most columns there may be
)

// RowError is a row that cannot be read as the header says. Reading goes on with the next row.
type RowError struct {
	Line  int    // where it stands: the line of a text file, the row of a sheet
	Text  string // what stands there, as UTF-8, cut at 4 KiB
	Fault *fault.Error
}

// Error is for logs.
func (e *RowError) Error() string { return "table: " + e.Fault.Error() }

// Unwrap gives the fault.
func (e *RowError) Unwrap() error { return e.Fault }

// named fills in the file's name where a fault of the whole file does not say it yet, and makes a fault of
// what a decompressor or parser found wrong. io.EOF and errors of a row pass as they are.
func named(err error, name string) error {
	var row *RowError
	if err == nil || errors.Is(err, io.EOF) || errors.As(err, &row) {
		return err
	}
	if _, ours := errors.AsType[*fs.PathError](err); ours {
		return err // our disk failed, not the file
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		return ErrDamaged.With(name).Because(err)
	}
	if len(f.Args) == 0 {
		return f.With(name)
	}
	return f
}
