package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestAWebPageThatCallsItselfExcel(t *testing.T) {
	t.Parallel()
	const page = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta " +
		"charset=\"windows-1252\">" +
		"<style>td { mso-number-format:\"\\@\" }</style></head><body><table border=1>\r\n" +
		"<tr><td colspan=3>Cartera de <b>Muñoz &amp; Cía.</b></td></tr>\r\n" +
		"<tr><th>Cuenta</th><th> Cliente\r\n </th><th>Saldo</th></tr>\r\n" +
		"<TR><TD>001</TD><TD>Peña<br>José</TD><TD>&nbsp;1.250,40</TD></TR>\r\n" +
		"<tr><td>002<td>Núñez &lt;hijo&gt;<td><style>x</style>7,00\r\n" +
		"<tr></tr><tr><td>003</td><td>   </td><td>=\"009\"</td></tr>\r\n" +
		"<tr><td>004</td><td>Ana</td><td>5</td><td>6</td></tr></table></body></html>"
	_, table, _ := strings.Cut(page, "<body>")
	for says, file := range map[string][]byte{
		"UTF-8": []byte(page), "Windows-1252": oneByte(charmap.Windows1252, page), "packed": packed([]byte(page)),
		"a table without a page": []byte(table),
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			l := mustRead(t, file, Options{})
			want := "001|Peña José|1.250,40 / 002|Núñez <hijo>|7,00 / 003||009"
			if got := flat(l.rows); got != want || strings.Join(l.Header, "|") != "Cuenta|Cliente|Saldo" ||
				l.Kind != HTML {
				t.Errorf("header %v, rows %s", l.Header, got)
			}
			if len(l.Titles) != 1 || l.Titles[0] != "Cartera de Muñoz & Cía." || l.SkipLines != 1 {
				t.Errorf("titles %q, %d lines skipped", l.Titles, l.SkipLines)
			}
			if len(l.bad) != 1 || l.bad[0].Text != "004;Ana;5;6" {
				t.Errorf("refused %+v", l.bad)
			}
		})
	}
}
