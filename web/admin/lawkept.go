package admin

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/web/ui"
)

// figureTable lists the figures that authorities publish, and says which are lacking today.
func (l *lawView) figureTable(v *ui.View) ui.Table {
	t := ui.Table{
		Caption: v.Say("lawscreen.figures"), Bare: true, Dense: true, Folds: true, Columns: []ui.Column{
			{Label: v.Say("lawscreen.figure")}, {Label: v.Say("lawscreen.value"), Kind: ui.Figures},
			{Label: v.Say("lawscreen.days")}, {Label: v.Say("lawscreen.source")},
		}, Empty: ui.Empty{Title: v.Say("lawscreen.no_figures")},
	}
	for i := range l.Pack.Money.Parameters {
		q := &l.Pack.Money.Parameters[i]
		today := false
		for j := range l.figures {
			f := &l.figures[j]
			if f.Name != q.Name {
				continue
			}
			today = today || f.From <= l.Today && l.Today <= f.Until
			name := q.Name
			if f.Segment != "" {
				name += " · " + f.Segment
			}
			t.Rows = append(t.Rows, ui.Row{Dim: f.Until < l.Today, Cells: []templ.Component{
				ui.Two(name, says(v, q.Says)), ui.Text(figureWords(v, f)), ui.Text(spanWords(v, f.From, f.Until)),
				ui.Text(f.Source),
			}})
		}
		if !today {
			t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
				ui.Two(q.Name, says(v, q.Says)), ui.Badge{Text: v.Say("lawscreen.lacking"), Tone: ui.Warn},
				ui.Muted(v.Say("lawmoney.cadence." + q.Cadence)), ui.Muted("–"),
			}})
		}
	}
	return t
}

// figureWords writes a figure as people of its country write numbers.
func figureWords(v *ui.View, f *law.Published) string {
	return v.About(f.Country).Text.Decimal(string(f.Value))
}

// keptTable lists what lapses, must be kept and must be announced.
func (l *lawView) keptTable(v *ui.View) ui.Table {
	t := ui.Table{
		Caption: v.Say("lawscreen.kept"), Bare: true, Folds: true, Columns: []ui.Column{
			{Label: v.Say("lawscreen.what")}, {Label: v.Say("lawscreen.long")}, {Label: v.Say("lawscreen.rests")},
		}, Empty: ui.Empty{Title: v.Say("lawscreen.no_kept")},
	}
	add := func(s *law.Scope, kind, long string) {
		under := v.Say("lawscreen.kind."+kind) + " · " + s.ID
		if len(s.Segments) > 0 {
			under += " · " + v.Text.Join(segmentList(v, s.Segments)...)
		}
		t.Rows = append(t.Rows, ui.Row{Dim: !s.InForce(l.Today), Cells: []templ.Component{
			ui.Two(says(v, s.Says), under), ui.Text(long), rests(&s.Head),
		}})
	}
	for i := range l.Pack.Money.Terms {
		r := &l.Pack.Money.Terms[i]
		add(&r.Scope, r.Kind, v.Say("lawscreen.years", r.Years))
	}
	for i := range l.Pack.Money.Notices {
		r := &l.Pack.Money.Notices[i]
		add(&r.Scope, "notice", v.Say("lawscreen.days_"+r.DayKind, r.Days))
	}
	for i := range l.Pack.Money.Accelerations {
		r := &l.Pack.Money.Accelerations[i]
		add(&r.Scope, "acceleration", v.Say("lawscreen.late_from", r.FromDay))
	}
	for i := range l.Pack.Money.Deadlines {
		r := &l.Pack.Money.Deadlines[i]
		add(&r.Scope, "deadline", v.Say("lawscreen.days_"+r.DayKind, r.Days))
	}
	return t
}

// conduct lists how one collects: what is said, what is not asked, taken or done.
func (l *lawView) conduct(v *ui.View) ui.Table {
	t := ui.Table{
		Caption: v.Say("lawscreen.conduct"), Bare: true, Folds: true, Columns: []ui.Column{
			{Label: v.Say("lawscreen.what")}, {Label: v.Say("lawscreen.holds_in")}, {Label: v.Say("lawscreen.rests")},
		},
	}
	for _, duty := range law.Duties() {
		for i := range l.Pack.Conduct {
			r := &l.Pack.Conduct[i]
			if r.Duty != duty {
				continue
			}
			var holds []string
			for _, h := range r.Holds {
				holds = append(holds, h.In(v.Text.Code()))
			}
			if reads := r.Reads.In(v.Text.Code()); reads != "" {
				holds = append(holds, "«"+reads+"»")
			}
			under := v.Say("lawscreen.duty."+string(r.Duty)) + " · " + r.ID
			t.Rows = append(t.Rows, ui.Row{Dim: !r.InForce(l.Today), Cells: []templ.Component{
				ui.Two(says(v, r.Says), under), ui.Text(strings.Join(holds, "; ")), rests(&r.Head),
			}})
		}
	}
	return t
}

// classTable is a table by which a supervisor grades debts.
func classTable(v *ui.View, country string, r *law.ClassRule) ui.Table {
	t := ui.Table{Caption: says(v, r.Says), Bare: true, Dense: true, Columns: []ui.Column{
		{Label: v.Say("lawscreen.class")}, {Label: v.Say("lawscreen.late"), Kind: ui.Figures},
		{Label: v.Say("lawscreen.percent"), Kind: ui.Figures},
	}}
	from := 0
	for i, g := range r.Grades {
		late := v.Say("lawscreen.late_from", from)
		if i < len(r.Grades)-1 {
			late = v.Say("lawscreen.late_span", from, g.ToDay)
		}
		from = g.ToDay + 1
		percent := v.About(country).Text.Decimal(g.Provision())
		if percent == "" {
			percent = "–"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			ui.Text(g.Class), ui.Text(late), ui.Text(percent),
		}})
	}
	return t
}

// holidays lists those of a year.
func (l *lawView) holidays(v *ui.View) ui.Table {
	t := ui.Table{
		Caption: v.Say("lawscreen.holidays", strconv.Itoa(l.year)), Bare: true, Dense: true, Folds: true,
		Columns: []ui.Column{
			{Label: v.Say("lawscreen.day")}, {Label: v.Say("lawscreen.name")}, {Label: v.Say("lawscreen.moved")},
		},
	}
	for _, h := range l.Pack.Holidays(l.year) {
		moved := ""
		if h.Observed {
			moved = v.Say("lawscreen.is_moved")
		}
		t.Rows = append(t.Rows, ui.Row{Dim: h.Day < l.Today, Cells: []templ.Component{
			ui.Text(v.LongDay(h.Day)), ui.Text(h.Name.In(v.Text.Code())), ui.Muted(moved),
		}})
	}
	return t
}

// years are those around today whose holidays can be looked at.
func (l *lawView) years() (options []ui.Option) {
	now, _, _ := l.Today.Date()
	for year := max(now-2, calendar.FirstYear); year <= min(now+5, calendar.LastYear); year++ {
		text := strconv.Itoa(year)
		options = append(options, ui.Option{Value: text, Label: text})
	}
	return options
}
