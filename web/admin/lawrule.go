package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/fault"
	"aldia/web/ui"
)

var (
	errHours    = fault.New(fault.Invalid, "lawscreen.wrong_hours").On("hours")
	errDayHours = fault.New(fault.Invalid, "lawscreen.wrong_span") // on the field of its day
)

// ruleForm is a rule of a pack, or a question on which sources disagree, with what the company has for it.
type ruleForm struct {
	lawView
	key    string
	said   law.Said
	rule   *law.ContactRule // none: it is a question
	option *law.Option
	is     law.ContactRule // the rule as the company has it, or as it was typed
	hours  []string
	fixed  bool // it rests on law: it may only be made stricter
	typed  law.Setting
	why    string
	wrong  mistake
}

func (p *Parts) ruleOf(r *http.Request) (f ruleForm, err error) {
	if f.lawView, err = p.lawOf(r); err != nil {
		return f, err
	}
	f.key = r.FormValue("clave")
	if f.option, err = f.Pack.Option(f.key); err == nil {
		f.said = f.option.Says
		return f, nil
	}
	if f.rule, err = f.Pack.Rule(f.key); err != nil {
		return f, err
	}
	f.said, f.fixed, f.is = f.rule.Says, f.Pack.Fixed(f.rule), *f.rule
	if s := setOn(f.Set, f.key, f.Today); s != nil {
		f.typed, f.is = *s, s.As(f.rule)
		f.typed.From, f.typed.To = calendar.NoDay, calendar.NoDay
	}
	if f.rule.Kind() == "hours" {
		f.hours = f.is.Open()
	}
	return f, nil
}

// lawRule is the page of one rule, or of one question.
func (p *Parts) lawRule(w http.ResponseWriter, r *http.Request) error {
	f, err := p.ruleOf(r)
	if err == nil {
		ui.Show(w, r, f.page(ui.Of(r)))
	}
	return err
}

func (f *ruleForm) page(v *ui.View) ui.Page {
	name := f.key
	if f.rule != nil {
		name = f.rule.ID
	}
	return ui.Page{
		Title: says(v, f.said), Sub: f.Pack.Name.In(v.Text.Code()) + " · " + name + " · " + f.Laid.Version,
		Back: &ui.Link{Href: lawHref(f.Pack.Code), Label: v.Say("lawscreen.title")}, Body: rulePage(f),
	}
}

// pairs are the facts of the rule, or the readings of the question.
func (f *ruleForm) pairs(v *ui.View) (pairs []ui.Pair) {
	add := func(key, text string) {
		if text != "" {
			pairs = append(pairs, ui.Pair{Name: v.Say("lawscreen." + key), Value: ui.Text(text)})
		}
	}
	if f.option != nil {
		for i, value := range f.option.Values {
			key := "reading_other"
			if i == 0 {
				key = "reading_strict"
			}
			add(key, says(v, f.option.Reads[value]))
		}
		add("source", f.option.Readers)
		return pairs
	}
	add("asks", says(v, f.Pack.Demand(f.rule)))
	pairs = append(pairs, ui.Pair{Name: v.Say("lawscreen.rests"), Value: rests(&f.rule.Head)})
	add("source", f.rule.Source)
	add("in_force", headSpan(v, &f.rule.Head))
	add("channels", codes(v, "contact.channel.", f.rule.Channels))
	add("parties_of", codes(v, "contact.party.", f.rule.Parties))
	add("purposes", codes(v, "lawscreen.purpose.", f.rule.Purposes))
	add("when", f.rule.When)
	return pairs
}

func headSpan(v *ui.View, h *law.Head) string {
	from, to := h.Span()
	return spanWords(v, from, to)
}

func codes[T ~string](v *ui.View, prefix string, all []T) string {
	var out []string
	for _, c := range all {
		out = append(out, v.Say(prefix+string(c)))
	}
	if len(out) == 0 {
		return ""
	}
	return v.Text.Join(out...)
}

func texts[T ~string](codes []T) (out []string) {
	for _, c := range codes {
		out = append(out, string(c))
	}
	return out
}

func has(all []string, one string) bool { return slices.Contains(all, one) }

func atLeastOne(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// settings are what the company has for the rule, now and later.
func (f *ruleForm) settings(v *ui.View) (pairs []ui.Pair) {
	for i := range f.Set {
		if s := &f.Set[i]; s.Of == f.key && (s.To == calendar.NoDay || s.To >= f.Today) {
			told := ui.Text(says(v, f.Pack.Told(s)))
			pairs = append(pairs, ui.Pair{Name: spanWords(v, s.From, s.To), Value: told})
		}
	}
	return pairs
}

func (f *ruleForm) set() bool {
	return slices.ContainsFunc(f.Set, func(s law.Setting) bool {
		return s.Of == f.key && (s.To == calendar.NoDay || s.To >= f.Today)
	})
}

func (f *ruleForm) mayWords(v *ui.View) string {
	switch {
	case f.option != nil:
		return v.Say("lawscreen.may_read")
	case f.fixed:
		return v.Say("lawscreen.may_tighten")
	}
	return v.Say("lawscreen.may_both")
}

func (f *ruleForm) editWords(v *ui.View) string { return v.Say("lawscreen.edit_sub") }

// editable says whether there is anything that may change.
func (f *ruleForm) editable() bool {
	return f.option != nil || !f.fixed ||
		!slices.Contains([]string{"opt_out", "avoid", "content"}, f.rule.Kind())
}

func (f *ruleForm) reading() string {
	if f.typed.Reading != "" {
		return f.typed.Reading
	}
	return f.Laid.Reading(f.key, f.Today)
}

func (f *ruleForm) readings(v *ui.View) (options []ui.Option) {
	for i, value := range f.option.Values {
		o := ui.Option{Value: value, Label: says(v, f.option.Reads[value])}
		if i == 0 {
			o.Help = v.Say("lawscreen.default")
		}
		options = append(options, o)
	}
	return options
}

func (f *ruleForm) counts(v *ui.View) (options []ui.Option) {
	for _, c := range law.Counts() {
		options = append(options, ui.Option{Value: string(c), Label: says(v, f.Pack.Word(string(c)))})
	}
	return options
}

// setLaw keeps a setting, or shows the page again with what is wrong.
func (p *Parts) setLaw(w http.ResponseWriter, r *http.Request) error {
	f, err := p.ruleOf(r)
	if err != nil {
		return err
	}
	v := ui.Of(r)
	f.why = trimmed(r, "why")
	err = f.read(r)
	if err == nil {
		err = p.Law.Set(r.Context(), f.Pack.Code, f.typed, f.why)
	}
	return p.answerLaw(w, r, v, &f, err)
}

// resetLaw lets the pack's own rule hold from today on.
func (p *Parts) resetLaw(w http.ResponseWriter, r *http.Request) error {
	f, err := p.ruleOf(r)
	if err != nil {
		return err
	}
	err = p.Law.Reset(r.Context(), f.Pack.Code, f.key, calendar.NoDay, trimmed(r, "why"))
	return p.answerLaw(w, r, ui.Of(r), &f, err)
}

func (p *Parts) answerLaw(w http.ResponseWriter, r *http.Request, v *ui.View, f *ruleForm, err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Limit:
		if err != nil {
			f.wrong = told(v, err)
			ui.Mend(w, r, f.page(v))
			return nil
		}
	default:
		if err != nil {
			return err
		}
	}
	done(w, r, "saved")
	ui.Redirect(w, r, ruleHref(f.Pack.Code, f.key))
	return nil
}

// read takes what was typed; what is as the pack has it is no setting.
func (f *ruleForm) read(r *http.Request) (err error) {
	s := law.Setting{Of: f.key}
	defer func() {
		f.typed = s
		if f.rule != nil {
			hours := f.hours
			if f.is = s.As(f.rule); f.rule.Kind() == "hours" {
				f.hours = hours
			}
		}
	}()
	if s.From, err = typedDay(r, "from"); err == nil {
		s.To, err = typedDay(r, "to")
	}
	if err != nil {
		return err
	}
	if f.option != nil {
		s.Reading = r.PostFormValue("reading")
		return nil
	}
	s.Off, s.Unopened = !f.fixed && r.PostFormValue("off") != "", r.PostFormValue("unopened") != ""
	if s.Off {
		s.Unopened = false
		return nil
	}
	return f.values(r, &s)
}

func typedDay(r *http.Request, name string) (calendar.Day, error) {
	text := trimmed(r, name)
	if text == "" {
		return calendar.NoDay, nil
	}
	day, err := calendar.ParseDay(text)
	if err != nil {
		return day, fault.New(fault.Invalid, "law.day", text).On(name)
	}
	return day, nil
}

// values reads the values of a rule's kind.
func (f *ruleForm) values(r *http.Request, s *law.Setting) (err error) {
	number := func(name string, was int, into *int) {
		text := trimmed(r, name)
		n, wrong := strconv.Atoi(text)
		switch {
		case text == "" && was == 0 || n == was && wrong == nil:
		case wrong != nil || n < 1:
			err = law.ErrValue.With(1, 1000).On(name)
		default:
			*into = n
		}
	}
	counts := func(was law.Counted) {
		if c := law.Counted(r.PostFormValue("counts")); c != was {
			s.Counts = c
		}
	}
	rule := f.rule
	switch rule.Kind() {
	case "hours":
		return f.readHours(r, s)
	case "blocked_days":
		s.Blocked = changed(r.PostForm["blocked_days"], rule.Blocked)
	case "cap":
		number("max", rule.Cap.Max, &s.Max)
		counts(rule.Cap.Counts)
	case "one_channel":
		counts(rule.OneChannel.Counts)
	case "gap":
		number("gap_hours", rule.Gap.Hours, &s.GapHours)
		number("full_days", rule.Gap.FullDays, &s.FullDays)
		counts(rule.Gap.Counts)
	case "rest":
		number("days", rule.Rest.Days, &s.Days)
	case "consent":
		number("days", rule.Consent.Days, &s.Days)
	case "only_parties":
		for _, party := range changed(r.PostForm["only_parties"], texts(rule.Only)) {
			s.Parties = append(s.Parties, law.Party(party))
		}
	case "forbid":
		if unless := r.PostForm["unless_segments"]; !same(unless, rule.Forbid.Unless) {
			s.Unless = &unless
		}
	case "stop_on":
		s.Stop = changed(r.PostForm["stop_on"], rule.Stop)
	case "caller":
		if c := r.PostFormValue("caller"); c != rule.Caller {
			s.Caller = c
		}
	}
	return err
}

// changed gives what was ticked, where that is not what the rule has.
func changed(ticked, was []string) []string {
	if same(ticked, was) {
		return nil
	}
	return ticked
}

func same(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// readHours reads "09:00-18:00" for each weekday; an empty one has no hours.
func (f *ruleForm) readHours(r *http.Request, s *law.Setting) error {
	f.hours = nil
	for _, day := range law.Weekdays() {
		f.hours = append(f.hours, trimmed(r, "hours_"+day))
	}
	hours := law.Hours{}
	tidy := strings.NewReplacer("–", "-", " a ", "-", " ", "", ".", ":")
	for i, day := range law.Weekdays() {
		if f.hours[i] == "" {
			continue
		}
		from, to, _ := strings.Cut(tidy.Replace(f.hours[i]), "-")
		hours[day] = padded(from) + "-" + padded(to)
		if !(law.Hours{day: hours[day]}).Valid() {
			return errDayHours.On("hours_" + day)
		}
	}
	if len(hours) == 0 {
		return errHours
	}
	if asked := (&law.Setting{Hours: hours}).As(f.rule); slices.Equal(asked.Open(), f.rule.Open()) {
		return nil
	}
	s.Hours = hours
	return nil
}

// padded writes "9" and "9:30" as "09:00" and "09:30".
func padded(hour string) string {
	if !strings.Contains(hour, ":") {
		hour += ":00"
	}
	if len(hour) == len("9:00") {
		hour = "0" + hour
	}
	return hour
}
