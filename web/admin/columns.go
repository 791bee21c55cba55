package admin

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/money"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
	"aldia/platform/text"
	"aldia/web/ui"
)

// maxColumns is as many columns as a table may have; see bridge/table.
const maxColumns = 512

// countries are those whose rules and formats are known, in the order of the alphabet of their names.
func countries() []string {
	return []string{
		"AR", "BO", "CL", "CO", "CR", "EC", "SV", "GT", "HN", "MX", "NI", "PA", "PY", "PE", "DO", "UY", "BR", "US",
	}
}

func (p *Parts) cutOf(r *http.Request) (intake.Cut, error) {
	cut, err := idOf(r, "cut", intake.CutPrefix, intake.ErrNoCut)
	if err != nil {
		return intake.Cut{}, err
	}
	c, err := p.Intakes.Cut(r.Context(), cut)
	if err != nil {
		return c, err
	}
	s, err := p.sees(r.Context())
	if err != nil {
		return c, err
	}
	creditor, seen := s.cut(&c)
	if !seen {
		return intake.Cut{}, intake.ErrNoCut
	}
	if creditor.ID != 0 {
		ui.Of(r).Work(creditor.Country, creditor.Place())
	}
	return c, nil
}

// columns is the second step: what each column of the file is understood as.
func (p *Parts) columns(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	if c.State != intake.Staged && c.State != intake.Previewed {
		ui.Redirect(w, r, cutHref(c.ID))
		return nil
	}
	return p.showColumns(w, r, c.ID, nil)
}

func (p *Parts) showColumns(w http.ResponseWriter, r *http.Request, cut id.ID, wrong error) error {
	v := ui.Of(r)
	shown, err := p.Intakes.Show(r.Context(), cut)
	if err != nil {
		return err
	}
	around, err := p.Intakes.Around(r.Context(), &shown.Cut)
	if err != nil {
		return err
	}
	known, err := p.Portfolios.Creditors(r.Context())
	if err != nil {
		return err
	}
	var wrongs []mistake
	unsure := ""
	asked := openingOf(&around.Creditor, &shown.Mapping)
	switch {
	case wrong == nil:
	case errors.Is(wrong, errUnconfirmed):
		unsure = told(v, wrong).text
	case isOpening(wrong):
		asked.typed(v, r, wrong)
	default:
		wrongs = append(wrongs, columnFault(v, wrong))
	}
	for _, f := range shown.Faults {
		if wrong == nil || f.Error() != wrong.Error() {
			wrongs = append(wrongs, columnFault(v, f))
		}
	}
	page := ui.Page{
		Title: v.Say("admin.columns.title"), Wide: true,
		Sub: v.Say("admin.columns.sub", shown.Cut.FileName, creditorWords(v, &shown.Cut, known),
			v.Day(shown.Cut.AsOfOn)),
		Back: &ui.Link{Href: "/admin/cortes", Label: v.Say("admin.cuts.title")},
		Body: columnsPage(&shown, &around, wrongs, asked, doubts{unsure, ticked(r, &shown)}),
	}
	if wrong != nil {
		ui.Mend(w, r, page)
		return nil
	}
	ui.Show(w, r, page)
	return nil
}

// columnFault says what is wrong with the reading. Which columns the file has stands right below it: of
// those that are missing it only says where to choose.
func columnFault(v *ui.View, err error) mistake {
	f, is := errors.AsType[*fault.Error](err)
	if !is || !errors.Is(err, intake.ErrMissing) || len(f.Args) == 0 {
		return told(v, err)
	}
	text := v.Say("admin.columns.missing", ourList(v, f.Args[0]))
	names, _ := f.Args[0].(string)
	if all := strings.Split(names, ", "); slices.Contains(all, "person_name") && !slices.Contains(all,
		"person") {
		text += " " + v.Say("admin.columns.missing_name")
	}
	return mistake{field: f.Field, text: text}
}

// chooseColumns keeps the columns as chosen, and goes on to the review when asked to.
func (p *Parts) chooseColumns(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return errForm.Because(err)
	}
	before, err := p.Intakes.Show(r.Context(), c.ID)
	if err != nil {
		return err
	}
	if err := p.Intakes.Choose(r.Context(), c.ID, choiceOf(r)); err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.showColumns(w, r, c.ID, err)
	}
	if r.PostForm.Get("go") == "again" {
		ui.Redirect(w, r, columnsHref(c.ID, r.PostForm["ok"]))
		return nil
	}
	if err := p.confirmed(r, c.ID, &before); err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.showColumns(w, r, c.ID, err)
	}
	cuts, err := p.Intakes.Settle(r.Context(), c.ID)
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.showColumns(w, r, c.ID, err)
	}
	var asked id.ID
	err = p.DB.Write(r.Context(), func(tx db.Tx) error {
		for i := range cuts {
			next, err := p.Intakes.AskTx(r.Context(), tx, p.Jobs, intake.JobPreview, cuts[i].ID, "")
			if err != nil {
				return err
			}
			if i == 0 {
				asked = next
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.await(r.Context(), asked)
	ui.Redirect(w, r, cutHref(c.ID))
	return nil
}

// readAfresh guesses the columns from the file alone, whatever the creditor's files were like so far.
func (p *Parts) readAfresh(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	if err := p.Intakes.Afresh(r.Context(), c.ID); err != nil {
		return err
	}
	done(w, r, "read_afresh")
	ui.Redirect(w, r, cutHref(c.ID)+"/columnas")
	return nil
}

// switchKind reads a file as of another kind: who uploaded payments as debts goes on with the same file.
func (p *Parts) switchKind(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	to := intake.Kind(trimmed(r, "kind"))
	if err := p.Intakes.Switch(r.Context(), c.ID, to); err != nil {
		return err
	}
	done(w, r, "switched_"+string(to))
	ui.Redirect(w, r, cutHref(c.ID)+"/columnas")
	return nil
}

// redate gives the file the day that its title names.
func (p *Parts) redate(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cutOf(r)
	if err != nil {
		return err
	}
	day, err := calendar.ParseDay(trimmed(r, "day"))
	switch {
	case err != nil:
		return errDay
	case day > ui.Of(r).Today:
		return errAhead
	}
	if err := p.Intakes.Redate(r.Context(), c.ID, day); err != nil {
		return err
	}
	done(w, r, "redated")
	ui.Redirect(w, r, cutHref(c.ID)+"/columnas")
	return nil
}

// choiceOf reads the form of the second step.
func choiceOf(r *http.Request) intake.Choice {
	f := r.PostForm
	c := intake.Choice{
		File: intake.FileStyle{
			Delimiter: f.Get("delimiter"), Encoding: f.Get("encoding"), Date: f.Get("date"),
			Decimal: f.Get("decimal"),
			Sheet:   strings.TrimSpace(f.Get("sheet")),
		},
		Currency: f.Get("currency"), Portfolio: strings.TrimSpace(f.Get("portfolio")), Figures: f.Get("figures"),
		Gone: f.Get("gone"),
	}
	if f.Has("country") {
		c.Opening = &intake.Opening{
			Name: strings.TrimSpace(f.Get("name")), Country: f.Get("country"), Unnamed: !f.Has("name"),
		}
	}
	if n, err := strconv.Atoi(f.Get("skip")); err == nil && n >= 0 {
		c.File.SkipLines = &n
	}
	for i := range maxColumns {
		name := "c" + strconv.Itoa(i)
		if !f.Has(name) {
			break
		}
		c.Columns = append(c.Columns, f.Get(name))
	}
	return c
}

// said gives the sentence of a guess, with the order of a day named as the list beside it does.
func said(v *ui.View, g intake.Guessed) string {
	args := append([]any(nil), g.Args...)
	for i, a := range args {
		switch a {
		case "D/M/Y":
			args[i] = text.Key("admin.style.date_dmy")
		case "M/D/Y":
			args[i] = text.Key("admin.style.date_mdy")
		case "Y-M-D":
			args[i] = text.Key("admin.style.date_ymd")
		}
	}
	return v.Say(g.Why, args...)
}

// chosen is what the select of a column stands at.
func chosen(c *intake.ShownColumn) string {
	switch {
	case c.Left:
		return intake.ChooseLeave
	case c.Attribute():
		return intake.ChooseKeep
	case slices.Contains(c.Ours, "person") && slices.Contains(c.Ours, "person_name"):
		return intake.ChooseCodeAndName
	}
	return c.Ours[0]
}

// groupsOfOurs are our columns as the select shows them, by what they speak of.
func groupsOfOurs() []struct {
	key   string
	names []string
} {
	return []struct {
		key   string
		names []string
	}{
		{"debt", []string{
			"account", "item", "product", "currency", "opened_on", "due_on", "days_overdue", "status",
			"disputed", "sector",
		}},
		{"money", []string{
			"original", "principal", "interest", "moratory_interest", "fees", "rate_annual", "moratory_rate_annual",
			"guarantee_kind", "guarantee_value",
		}},
		{"payment", []string{"reference", "paid_on", "amount", "way", "note"}},
		{"person", []string{"person", "person_name", intake.ChooseCodeAndName, "person_kind", "id_type",
			"id_number", "role"}},
		{"contact", []string{
			"phones", "emails", "address", "city", "region", "country", "lat", "lon", "timezone", "consents",
		}},
		{"whose", []string{"creditor", "portfolio"}},
	}
}

// ourOptions lists what a column may be: ours by group, kept as it is, or passed over.
func ourOptions(v *ui.View, k intake.Kind) []ui.Option {
	var out []ui.Option
	if k != intake.Payments {
		out = append(out, ui.Option{Value: intake.ChooseKeep, Label: v.Say("admin.columns.keep")})
	}
	out = append(out, ui.Option{Value: intake.ChooseLeave, Label: v.Say("admin.columns.leave")})
	all := map[string]bool{}
	required := map[string]bool{}
	for _, c := range intake.Columns(k) {
		all[c.Name], required[c.Name] = true, c.Required
	}
	add := func(name, group string) {
		if !all[name] && (name != intake.ChooseCodeAndName || k != intake.Portfolio) {
			return
		}
		delete(all, name)
		label := ourWords(v, name)
		if required[name] {
			label += " *"
		}
		out = append(out, ui.Option{Value: name, Label: label, Group: v.Say("admin.columns.group." + group)})
	}
	for _, g := range groupsOfOurs() {
		for _, name := range g.names {
			add(name, g.key)
		}
	}
	for _, c := range intake.Columns(k) {
		add(c.Name, "others")
	}
	return out
}

// currencyOptions are the currencies of the countries that are known.
func currencyOptions(v *ui.View) []ui.Option {
	out := []ui.Option{{Value: "", Label: v.Say("admin.columns.currency_of_rows")}}
	seen := map[money.Currency]bool{}
	for _, country := range countries() {
		if c := money.CurrencyOf(country); !seen[c] {
			seen[c] = true
			out = append(out, ui.Option{Value: string(c), Label: string(c)})
		}
	}
	return out
}

// confidence says how sure a guess is.
func confidence(v *ui.View, c *intake.ShownColumn) ui.Badge {
	switch {
	case c.Left:
		return ui.Badge{Text: v.Say("admin.columns.left"), Icon: "-"}
	case c.Kept:
		return ui.Badge{Text: v.Say("admin.columns.kept"), Tone: ui.Good}
	case c.Guess.Why == "":
		return ui.Badge{Text: v.Say("admin.columns.chosen"), Tone: ui.Accent}
	case c.Guess.Confidence < intake.Doubtful:
		return ui.Badge{Text: v.Say("admin.columns.doubtful", c.Guess.Confidence), Tone: ui.Warn}
	case c.Attribute(): // nobody is surer or less sure that it is none of ours
		return ui.Badge{Text: v.Say("admin.columns.is_kept")}
	}
	return ui.Badge{Text: v.Say("admin.columns.sure", c.Guess.Confidence), Tone: ui.Good}
}
