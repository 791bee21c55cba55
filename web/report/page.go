package report

import (
	"net/url"
	"slices"
	"strconv"

	"aldia/web/ui"
)

// maxSkip bounds how far one pages into a list; beyond it the file is what one wants.
const maxSkip = 10_000_000

// paged says whether the report is a long list, shown a page at a time.
func (a *asking) paged() bool {
	return slices.Contains([]string{"worklist", "contacts", "audit"}, a.Question.Name)
}

// skip is how many rows come before the page asked for; what nobody wrote is the first page.
func (a *asking) skip() int64 {
	n, err := strconv.ParseInt(a.Asked.Get(byRow), 10, 64)
	if err != nil || n < 0 || n > maxSkip {
		return 0
	}
	return n - n%pageRows
}

// pager leads through the pages of a long list.
func (a *asking) pager() ui.Pager {
	p := ui.Pager{
		From: a.Report.Skipped + 1, Shown: int64(len(a.Report.Rows)), Total: -1, Target: "report",
	}
	if a.Report.Count > 0 {
		p.Total = a.Report.Count
	}
	if before := a.Report.Skipped; before > 0 {
		p.First, p.Previous = a.pageHref(0), a.pageHref(max(before-pageRows, 0))
	}
	if a.Report.More {
		p.Next = a.pageHref(a.Report.Skipped + pageRows)
	}
	return p
}

func (a *asking) pageHref(row int64) string {
	asked := url.Values{}
	for name, values := range a.Asked {
		if name != byRow && len(values) > 0 && values[0] != "" {
			asked.Set(name, values[0])
		}
	}
	if row > 0 {
		asked.Set(byRow, strconv.FormatInt(row, 10))
	}
	address := "/informes/" + a.Question.Name
	if more := asked.Encode(); more != "" {
		address += "?" + more
	}
	return address
}
