package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"aldia/platform/fault"
)

// Guessed is one thing that nobody said and that was read out of the file, to be shown and kept or mended.
type Guessed struct {
	Column     string // ours, or file.date, file.decimal, currency
	From       string // theirs; several are parted by " + "
	Why        string // key of a sentence, filled with Args
	Args       []any
	Confidence int // hundredths; below Doubtful a person should look
}

// Doubtful is the confidence below which a guess is to be looked at before the file is published.
const Doubtful = 70

// Why something was guessed.
const (
	becauseName         = "intake.why.name"
	becauseNamePart     = "intake.why.name_part"
	becauseValues       = "intake.why.values"
	becauseParty        = "intake.why.party"
	becauseTwice        = "intake.why.twice"
	becauseParts        = "intake.why.parts"
	becauseInstalment   = "intake.why.instalment"
	becauseTellsApart   = "intake.why.tells_apart"
	becauseTotal        = "intake.why.total"
	becauseDays         = "intake.why.days"
	becauseID           = "intake.why.person_id"
	becauseAttribute    = "intake.why.attribute"
	becauseGone         = "intake.why.gone"
	becauseRenamed      = "intake.why.renamed"
	becauseDecimal      = "intake.why.decimal_values"
	becauseDecimalMoney = "intake.why.decimal_money"
	becauseDecimalLand  = "intake.why.decimal_country"
	becauseDecimalFile  = "intake.why.decimal_file"
	becauseDayValues    = "intake.why.day_values"
	becauseDayLand      = "intake.why.day_country"
	becauseDayFile      = "intake.why.day_file"
	becauseFraction     = "intake.why.rate_fraction"
	becauseSmallRate    = "intake.why.rate_below_one"
	becauseCurrencyMark = "intake.why.currency_mark"
	becauseCurrencyName = "intake.why.currency_name"
	becauseCountry      = "intake.why.country"
	becauseOnlyGone     = "intake.why.only_gone"
)

// maxSample is how many rows are looked at.
const maxSample = 200

// Guess fills what a mapping leaves open, from the header and the first rows of a file: which of their
// columns are ours, how numbers and dates are written, what the columns that we do not know hold. What is
// given stands. Typed says that the cells come from a workbook.
//
// The faults are what a person should settle before the file is loaded; whether it can be loaded at all,
// Compile says.
func Guess(k Kind, header []string, sample [][]string, typed bool, given Mapping) (Mapping, []Guessed,
	[]*fault.Error) {
	return guess(k, header, sample, typed, given, nil)
}

// guess is Guess where some columns are likely those of the creditor's file before under another name: they
// stay what they were, whatever else in the file goes by a name like that.
func guess(k Kind, header []string, sample [][]string, typed bool, given Mapping, renamed []Renamed) (Mapping,
	[]Guessed, []*fault.Error) {
	g := &guesser{kind: k, typed: typed, m: given.Copy(), header: headNames(header),
		sample: sample[:min(len(sample), maxSample)]}
	g.used, g.names = make([]bool, len(g.header)), header
	for i := range g.header {
		g.used[i] = slices.Contains(ErrorColumns(), g.header[i]) // what we wrote into a file of refused rows
		g.profiles = append(g.profiles, profileOf(g.sample, i, g.m.Country))
	}
	g.given()
	g.repeats()
	g.renamed(renamed)
	if k == Portfolio {
		g.parties()
	}
	g.nameParts()
	g.columns()
	g.renamedParts(renamed)
	g.fallBack()
	g.attributes()
	g.currency()
	g.decimals()
	g.dates()
	g.rates()
	return g.m, g.guessed, g.faults
}

type guesser struct {
	kind     Kind
	typed    bool
	m        Mapping
	header   []string
	names    []string // the header as it stands in the file
	sample   [][]string
	profiles []profile
	used     []bool
	guessed  []Guessed
	faults   []*fault.Error
}

// headNames gives each column of a header a name of its own: the second "Teléfono" is "Teléfono (2)", the
// fifth column without a name is "#5".
func headNames(header []string) []string {
	out, seen := make([]string, len(header)), map[string]int{}
	for i, h := range header {
		h = strings.Join(strings.Fields(h), " ")
		if h == "" {
			h = "#" + strconv.Itoa(i+1)
		}
		name := h
		for n := 2; seen[name] > 0; n++ {
			name = h + " (" + strconv.Itoa(n) + ")"
		}
		seen[name]++
		out[i] = name
	}
	return out
}

// headAt finds a column by its name, whatever its accents and capitals.
func headAt(header []string, name string) int {
	name = strings.Join(strings.Fields(name), " ")
	if i := slices.Index(header, name); i >= 0 {
		return i
	}
	want := dense(fold(name))
	if want == "" {
		return -1
	}
	return slices.IndexFunc(header, func(h string) bool { return dense(fold(h)) == want })
}

func (g *guesser) say(column, from, why string, confidence int, args ...any) {
	g.guessed = append(g.guessed, Guessed{Column: column, From: from, Why: why, Args: args,
		Confidence: confidence})
}

// given takes the columns that the mapping names out of the guessing, and says which of them the file lacks.
// An attribute or one of several phones that has gone is no reason to stop.
func (g *guesser) given() {
	for _, name := range g.m.names() {
		s := g.m.Columns[name]
		var there []string
		for _, h := range s.heads() {
			if i := headAt(g.header, h); i >= 0 {
				g.used[i] = true
				there = append(there, h)
				continue
			}
			if isOptional(name) {
				g.say(name, h, becauseGone, Doubtful, h)
				continue
			}
			g.faults = append(g.faults, ErrNotThere.With(h, name, strings.Join(g.header, ", ")).On(name))
			there = append(there, h)
		}
		if len(there) == len(s.heads()) {
			continue
		}
		if s.From != "" || len(there) == 0 {
			delete(g.m.Columns, name)
			continue
		}
		s.Join = there
		g.m.Columns[name] = s
	}
}

// isOptional holds for columns that may vanish from a creditor's file without harm to money, days or
// identity.
func isOptional(name string) bool {
	c, known := columnNamed(name)
	if !known {
		return true
	}
	switch specOf(c).sort {
	case sortList, sortText, sortPlace:
		return c != colPersonName
	case sortCode:
		return c >= colParty
	default:
		return false
	}
}

func (g *guesser) open(c column) bool {
	_, given := g.m.Columns[c.name()]
	return !given
}

func (g *guesser) take(c column, at int, why string, confidence int, args ...any) {
	g.used[at] = true
	g.m.Columns[c.name()] = ColumnSource{From: g.header[at]}
	g.say(c.name(), g.header[at], why, confidence, args...)
}

// candidate is a column that one of theirs may be.
type candidate struct {
	named
	at int
}

// weigh settles what a state is the state of: in a file of contacts a telephone's, in Mexico where somebody
// lives, elsewhere a debt's. The values tell. It says no to a meaning that they contradict.
func (g *guesser) weigh(n *named, at int, header string) bool {
	p := &g.profiles[at]
	tells := g.kind == Contacts && p.filled > 0 && p.most(p.tells, 50)
	switch {
	case n.column == colPersonName && n.weight <= weak && p.filled > 0 && p.most(p.names, 90) &&
		p.most(p.spaced, 70):
		n.weight = sure - 10 // plainly people: that it is called «cliente» leaves no doubt
	case g.kind == Contacts && n.column == colStatus:
		return tells || n.weight == ours
	case n.column == colRegion && tells:
		return false
	case n.column == colRegion && g.m.Country == "MX" && fold(header) == "estado" && !p.most(p.statuses, 20):
		n.weight = 99
	}
	return true
}

// columns gives each of ours the clearest of theirs. Phones, e-mails and collection costs take all that are
// theirs.
func (g *guesser) columns() {
	names := newNames(g.kind)
	var all []candidate
	meant := map[int]int{}
	for at, h := range g.header {
		if g.used[at] || strings.HasPrefix(h, "#") {
			continue
		}
		for _, n := range names.find(withoutOrdinal(h)) {
			meant[at]++
			if !g.weigh(&n, at, h) {
				continue
			}
			if g.open(n.column) && g.profiles[at].suits(n, g.typed) {
				all = append(all, candidate{n, at})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Or(b.weight-a.weight, a.at-b.at) })
	for _, c := range all {
		if g.used[c.at] || !g.open(c.column) {
			continue
		}
		if c.column == colPhones || c.column == colEmails || c.column == colFees {
			g.gather(c.column, all)
			continue
		}
		why := becauseName
		switch {
		case g.stands(c.at):
			why = becauseTwice
			c.weight = min(c.weight, Doubtful-10)
		case c.part:
			why = becauseNamePart
		case meant[c.at] > 1:
			why = becauseValues
		}
		g.take(c.column, c.at, why, c.weight, g.header[c.at])
	}
}

// withoutOrdinal cuts the number that tells one telephone from the next: teléfono 2, Teléfono (2), celular2.
func withoutOrdinal(h string) string {
	folded := fold(h)
	cut := strings.TrimRight(folded, "0123456789 ")
	if len(folded)-len(cut) > 3 || cut == "" {
		return h
	}
	return cut
}

// gather joins all columns of one kind, in the order of the file.
func (g *guesser) gather(c column, all []candidate) {
	var at []int
	weight := 0
	for _, x := range all {
		if x.column == c && !g.used[x.at] && !slices.Contains(at, x.at) {
			at = append(at, x.at)
			weight = max(weight, x.weight)
		}
	}
	if len(at) == 1 {
		g.take(c, at[0], becauseName, weight, g.header[at[0]])
		return
	}
	slices.Sort(at)
	g.join(c, at, weight)
}

func (g *guesser) join(c column, at []int, weight int) {
	var s ColumnSource
	for _, i := range at {
		g.used[i] = true
		s.Join = append(s.Join, g.header[i])
	}
	g.m.Columns[c.name()] = s
	g.say(c.name(), strings.Join(s.Join, " + "), becauseParts, weight, len(at))
}

// nameParts joins a name that comes in pieces, first names in front.
func (g *guesser) nameParts() {
	if !g.open(colPersonName) || g.kind == Payments {
		return
	}
	var first, last []int
	for at, h := range g.header {
		if g.used[at] {
			continue
		}
		switch fold(withoutOrdinal(h)) {
		case "nombre", "nombres", "primer nombre", "segundo nombre", "first name", "middle name":
			first = append(first, at)
		case "apellido", "apellidos", "primer apellido", "segundo apellido", "apellido paterno",
			"apellido materno", "last name",
			"surname", "paterno", "materno":
			last = append(last, at)
		}
	}
	if len(first) > 0 && len(last) > 0 {
		g.join(colPersonName, append(first, last...), sure)
	}
}

// fallBack fills required columns from the next best thing, and says what is unsure about it.
func (g *guesser) fallBack() {
	if g.kind != Portfolio {
		return
	}
	// a file of invoices, with no account above
	if s, ok := g.m.Columns[colItem.name()]; ok && g.open(colAccount) && s.From != "" {
		delete(g.m.Columns, colItem.name())
		g.m.Columns[colAccount.name()] = s
		for i := range g.guessed {
			if g.guessed[i].Column == colItem.name() {
				g.guessed[i].Column = colAccount.name()
			}
		}
	}
	g.itemOfRepeats()
	if s, ok := g.m.Columns[colOriginal.name()]; ok && g.open(colPrincipal) && s.From != "" {
		if strings.Contains(dense(fold(s.From)), "cuota") || strings.Contains(dense(fold(s.From)), "factura") {
			g.m.Columns[colPrincipal.name()] = ColumnSource{From: s.From}
			g.say(colPrincipal.name(), s.From, becauseInstalment, weak, s.From)
		}
	}
	if s, ok := g.m.Columns[colPrincipal.name()]; ok {
		_, interest := g.m.Columns[colInterest.name()]
		_, moratory := g.m.Columns[colMoratory.name()]
		if (interest || moratory) && strings.Contains(fold(s.From), "total") {
			g.say(colPrincipal.name(), s.From, becauseTotal, weak-20, s.From)
		}
	}
	if s, ok := g.m.Columns[colDaysOverdue.name()]; ok && g.open(colDueOn) {
		g.say(colDueOn.name(), s.From, becauseDays, likely, s.From)
	}
	if s, ok := g.m.Columns[colIDNumber.name()]; ok && g.open(colPerson) &&
		(g.m.Key == "" || g.m.Key == KeyPerson) {
		g.say(colPerson.name(), s.From, becauseID, sure, s.From)
	}
}
