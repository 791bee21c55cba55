package main

import (
	"aldia/domain/intake"
	"aldia/platform/text"
	"aldia/web/admin"
)

// readFigures reads and judges a file of figures for the screen, as the command does.
func (p *program) readFigures(file intake.File, country string, say text.Language) (admin.Figures, error) {
	read := figureFile{judge: p.owns.Judge(), country: country, seen: remarks{all: true}, say: say}
	err := read.rows(file)
	return admin.Figures{Good: read.figures, Refused: read.seen.refused, Rows: read.count}, err
}
