package table

import (
	"strconv"
	"strings"
)

// The parts of a workbook around its sheets (ECMA-376), as few as Excel and LibreOffice open without a
// word.
const (
	prolog        = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespace     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
	office        = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	contentTypes  = "http://schemas.openxmlformats.org/package/2006/content-types"
	mediaType     = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// The cell formats of styleSheet, by their place in cellXfs. Built-in number formats are used, since Excel
// shows those as the person's own country writes them: 3 is #,##0, 4 is #,##0.00, 10 is 0.00%, 14 the short
// date.
const (
	styleHeader  = 3
	styleInt     = 4
	styleMoney   = 5
	stylePercent = 6
	styleDay     = 7
)

const styleSheet = prolog + `<styleSheet xmlns="` + namespace + `">` +
	`<fonts count="4">` +
	`<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>` +
	`<font><b/><sz val="14"/><name val="Calibri"/><family val="2"/></font>` +
	`<font><sz val="11"/><color rgb="FF595959"/><name val="Calibri"/><family val="2"/></font>` +
	`<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>` +
	`</fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill ` +
	`patternType="gray125"/></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF2"/><bgColor indexed="64"/></patternFill>` +
	`</fill></fills>` +
	`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
	`<border><left/><right/><top/><bottom style="thin"><color rgb="FF8C9AA8"/></bottom><diagonal/></border>` +
	`</borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="8">` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
	`<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
	`<xf numFmtId="0" fontId="3" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" ` +
	`applyBorder="1"/>` +
	`<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`</cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>` +
	`</styleSheet>`

// frame gives the name and text of each part that the sheets need around them.
func (x *XLSXWriter) frame() [][2]string {
	var types, sheets, targets strings.Builder
	for i := 1; i <= x.sheets; i++ {
		n, name := strconv.Itoa(i), x.sheet.Name
		if i > 1 {
			name += " " + n
		}
		types.WriteString(`<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="` + mediaType +
			`worksheet+xml"/>`)
		sheets.WriteString(`<sheet name="` + strings.ReplaceAll(string(appendEscaped(nil, name)), `"`, "&quot;") +
			`" sheetId="` + n + `" r:id="rId` + n + `"/>`)
		targets.WriteString(`<Relationship Id="rId` + n + `" Type="` + office +
			`/worksheet" Target="worksheets/sheet` + n + `.xml"/>`)
	}
	return [][2]string{
		{"xl/styles.xml", styleSheet},
		{"xl/workbook.xml", prolog + `<workbook xmlns="` + namespace + `" xmlns:r="` + office + `"><sheets>` +
			sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", prolog + `<Relationships xmlns="` + relationships + `">` + targets.String() +
			`<Relationship Id="rIdStyle" Type="` + office + `/styles" Target="styles.xml"/></Relationships>`},
		{"_rels/.rels", prolog + `<Relationships xmlns="` + relationships + `"><Relationship Id="rId1" Type="` +
			office +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", prolog + `<Types xmlns="` + contentTypes + `">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + mediaType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + mediaType + `styles+xml"/>` + types.String() +
			`</Types>`},
	}
}
