package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/platform/id"
	"aldia/platform/text"
)

// importParameters loads the figures that authorities publish (UF, IBC, SBU) from a table.
func importParameters(ctx context.Context, k *call, f importFlags) error {
	for flag, given := range map[string]string{
		"--map": f.mapFile, "--write-map": f.writeMap, "--creditor": f.creditor, "--portfolio": f.portfolio,
		"--as-of": f.asOf,
	} {
		if given != "" {
			return wrongly("import.parameter.option", flag)
		}
	}
	if err := k.canWriteBeside(f); err != nil {
		return err
	}
	file, done, err := k.openFile(ctx, k.args[1])
	if err != nil {
		return err
	}
	defer done()
	d, err := k.open(ctx)
	if err != nil {
		return err
	}
	startedAt := time.Now()
	owns := law.NewOwns(d)
	read := figureFile{judge: owns.Judge(), country: f.country, seen: remarks{all: f.errors != ""}, say: k.say}
	if err := read.rows(file); err != nil {
		return err
	}
	l, err := owns.Load(ctx, file.Name, read.figures, f.dryRun)
	if err != nil {
		return err
	}
	if err := k.writeErrors(f.errors, file, nil, read.seen.refused); err != nil {
		return err
	}
	k.tellRemarks(&read.seen)
	k.tell("import.parameter.done", read.count, l.New, l.Changed, l.Unchanged, read.refused)
	answer := map[string]any{
		"rows": read.count, "accepted": len(read.figures), "refused": read.refused, "new": l.New,
		"changed": l.Changed, "unchanged": l.Unchanged, "import": "", "seconds": round(time.Since(startedAt)),
	}
	switch {
	case f.dryRun:
		answer["dry_run"] = true
		k.tell("import.dry_run")
	case l.ID == 0:
		k.tell("import.parameter.nothing")
	default:
		answer["import"] = l.ID.Text(law.LoadPrefix)
		k.tell("import.parameter.loaded", l.ID.Text(law.LoadPrefix))
	}
	if err := k.answer(answer); err != nil {
		return err
	}
	if read.refused > 0 {
		return errRefused
	}
	return nil
}

// figureFile is what a file of figures came to.
type figureFile struct {
	judge          *law.FigureJudge
	country        string // of a file that names none
	say            text.Language
	figures        []law.Published
	seen           remarks
	count, refused int
}

// rows reads and judges the rows of a file.
func (f *figureFile) rows(file intake.File) error {
	t, err := openTable(file.ReaderAt, file.Size, file.Name, intake.FileStyle{})
	if err != nil {
		return err
	}
	defer closeQuietly(t)
	header := t.Header()
	at, err := law.FigureColumns(header, f.country != "")
	if err != nil {
		return err
	}
	for {
		line, cells, err := t.Next()
		var bad *intake.BadRow
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			f.count, f.refused = f.count+1, f.refused+1
			f.seen.note(
				intake.Refused{Line: int64(bad.Line), Grade: "refused", Key: bad.Fault.Key, Args: bad.Fault.Args},
			)
			continue
		case err != nil:
			return err
		}
		if f.count++; f.count > law.MostFigures {
			return law.ErrFigureMany
		}
		cell := func(c law.FigureColumn) string {
			if i, there := at[c]; there && i < len(cells) {
				return strings.TrimSpace(string(cells[i]))
			}
			return ""
		}
		figure, no := f.judge.Judge(&law.FigureRow{
			Line: line, Country: cmp.Or(cell(law.FigureCountry), f.country), Name: cell(law.FigureName),
			Segment: cell(law.FigureSegment), From: cell(law.FigureFrom), To: cell(law.FigureTo),
			Value: cell(law.FigureValue), Source: cell(law.FigureSource), Typed: t.Typed(),
		})
		if no == nil {
			f.figures = append(f.figures, figure)
			continue
		}
		f.refused++
		column := f.say.Say("lawown.column." + no.Column)
		if i, there := at[law.FigureColumn(no.Column)]; there {
			column = header[i]
		}
		f.seen.note(intake.Refused{
			Line: int64(no.Line), Grade: "refused", Column: column, Value: no.Value, Key: no.Key, Args: no.Args,
		})
	}
}

// undoParameters takes a load of figures back.
func undoParameters(ctx context.Context, k *call) error {
	load, err := id.Parse(law.LoadPrefix, k.args[1])
	if err != nil {
		return misused("import.no_id", k.args[1])
	}
	if err := k.there(); err != nil {
		return err
	}
	d, err := k.open(ctx)
	if err != nil {
		return err
	}
	l, again, err := law.NewOwns(d).Unload(ctx, load)
	if err != nil {
		return err
	}
	said := map[bool]string{false: "import.undone", true: "import.undone_before"}[again]
	k.tell(said, l.ID.Text(law.LoadPrefix), l.File)
	return k.answer(map[string]any{"import": l.ID.Text(law.LoadPrefix), "state": "undone", "again": again})
}
