package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/intake"
	"aldia/domain/law"
	"aldia/domain/money"
	"aldia/platform/id"
	"aldia/platform/text"
)

func importCommand() command { return command{name: "import", run: runImport} }

// importFlags are the options of a load.
type importFlags struct {
	mapFile, writeMap, creditor, portfolio, country, asOf, errors string
	dryRun, afresh                                                bool
}

func runImport(ctx context.Context, k *call) error {
	var f importFlags
	k.flags.StringVar(&f.mapFile, "map", "", "")
	k.flags.StringVar(&f.writeMap, "write-map", "", "")
	k.flags.StringVar(&f.creditor, "creditor", "", "")
	k.flags.StringVar(&f.portfolio, "portfolio", "", "")
	k.flags.StringVar(&f.country, "country", "", "")
	k.flags.StringVar(&f.asOf, "as-of", "", "")
	k.flags.BoolVar(&f.dryRun, "dry-run", false, "")
	k.flags.BoolVar(&f.afresh, "afresh", false, "")
	k.flags.StringVar(&f.errors, "errors", "", "")
	if err := k.parse(2, 2); err != nil {
		return err
	}
	switch {
	case k.args[0] == "undo" && strings.HasPrefix(k.args[1], law.LoadPrefix):
		return undoParameters(ctx, k)
	case k.args[0] == "undo":
		return undoImport(ctx, k)
	case k.args[0] == "parameters":
		return importParameters(ctx, k, f)
	case k.args[0] == "statement":
		return wrongly("import.not_yet", k.args[0])
	}
	if err := oneOf(k.args[0], "portfolio", "payments", "contacts", "parameters", "undo"); err != nil {
		return err
	}
	asOf, err := day("as-of", f.asOf)
	if err != nil {
		return err
	}
	if f.country, err = countryCode(f.country, f.mapFile != ""); err != nil {
		return err
	}
	o := intake.Options{
		Kind: intake.Kind(k.args[0]), Creditor: f.creditor, Portfolio: f.portfolio, Country: f.country, AsOf: asOf,
		Afresh: f.afresh, Progress: k.progress(k.say.Say("import.progress")),
	}
	if f.mapFile != "" {
		if o.Mapping, err = os.ReadFile(f.mapFile); err != nil {
			return unreadable(f.mapFile, err)
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
	return load(ctx, k, f, file, o)
}

// countryCode reads the code of a country, in capitals or not. One whose currency we do not know will do
// when a mapping names the currency.
func countryCode(typed string, mapped bool) (string, error) {
	code := strings.ToUpper(strings.TrimSpace(typed))
	if code == "" || money.CurrencyOf(code) != "" || mapped && len(code) == 2 {
		return code, nil
	}
	return "", misused("command.bad_value", typed, "--country", text.Key("import.country_code"))
}

func load(ctx context.Context, k *call, f importFlags, file intake.File, o intake.Options) error {
	p, err := k.program(ctx)
	if err != nil {
		return err
	}
	read, err := p.intakes.Understand(ctx, file, o)
	if err != nil {
		return err
	}
	if !k.asJSON {
		k.tellGuess(&read)
	}
	k.tellTitled(&read, o.AsOf != calendar.NoDay)
	told := loaded{program: p, read: &read, dry: f.dryRun}
	if told.known, err = creditorCodes(ctx, p); err != nil {
		return err
	}
	k.tellUnnamed(&told)
	if err := k.writeMap(f.writeMap, &read); err != nil {
		return err
	}
	if !f.dryRun {
		if err := p.intakes.FollowUp(ctx); err != nil {
			return err
		}
	}
	var cuts []intake.Cut
	seen := remarks{all: f.errors != ""}
	startedAt := time.Now()
	if f.dryRun {
		previews, err := p.intakes.Try(ctx, file, o)
		if err != nil {
			return err
		}
		for _, v := range previews {
			cuts = append(cuts, v.Cut)
			for _, r := range v.Refused {
				seen.note(r)
			}
		}
	} else {
		if cuts, err = p.intakes.Import(ctx, file, o); err != nil {
			return err
		}
		for _, c := range cuts {
			if err := p.intakes.Refusals(ctx, c.ID, func(r intake.Refused) error {
				seen.note(r)
				return nil
			}); err != nil {
				return err
			}
		}
	}
	if err := k.writeErrors(f.errors, file, cuts, seen.refused); err != nil {
		return err
	}
	told.took, told.cuts, told.seen = time.Since(startedAt), cuts, &seen
	return k.sayCuts(ctx, &told)
}

func closeQuietly(c io.Closer) {
	_ = c.Close()
}

// sayCuts answers for all cuts of a file together.
func (k *call) sayCuts(ctx context.Context, l *loaded) error {
	var sum intake.Counts
	balance := map[string]string{}
	total := map[money.Currency]money.Amount{}
	imports := ""
	for _, c := range l.cuts {
		a := c.Answer
		if imports == "" && c.ID != 0 {
			imports = c.ID.Text(intake.CutPrefix)
		}
		sum = sum.Plus(a.Counts)
		for currency, amount := range a.Balance {
			total[currency] += amount
		}
		if err := k.tellOpened(ctx, l, &c); err != nil {
			return err
		}
		k.tellLeft(&c)
	}
	for currency, amount := range total {
		balance[string(currency)] = amount.Text(currency)
	}
	k.tellRemarks(l.seen)
	answer := map[string]any{
		"import": imports, "rows": sum.Rows, "accepted": sum.Accepted, "refused": sum.Refused, "warned": sum.Warned,
		"left": sum.Left, "seconds": round(l.took), "guessed": guessOf(k.say, l.read),
	}
	k.sayKind(l.read.Cut.Kind, sum, balance, answer)
	addRemarks(answer, l.cuts)
	if t := l.read.Titled; t.Day != calendar.NoDay {
		answer["title"], answer["title_day"] = t.Text, t.Day.Text()
	}
	if l.read.Cut.Kind == intake.Portfolio {
		answer["difference"] = differencesOf(l.cuts)
	}
	if len(l.cuts) > 1 {
		var all []string
		for _, c := range l.cuts {
			all = append(all, c.ID.Text(intake.CutPrefix))
		}
		answer["imports"] = all
	}
	if sum.Warned > 0 {
		k.tell("import.warned", sum.Warned)
	}
	if err := k.tellOutcome(ctx, l, answer); err != nil {
		return err
	}
	if err := k.answer(answer); err != nil {
		return err
	}
	if sum.Refused > 0 {
		return errRefused
	}
	return nil
}

// sayKind answers with what a kind of file brings.
func (k *call) sayKind(
	kind intake.Kind,
	sum intake.Counts,
	balance map[string]string,
	answer map[string]any,
) {
	switch kind {
	case intake.Contacts:
		answer["unmatched"], answer["new"] = sum.Unmatched, sum.New
		answer["changed"], answer["unchanged"] = sum.Changed, sum.Unchanged
		k.tellf("%s", k.say.Say("import.contacts", sum.Rows, sum.New, sum.Changed, sum.Unchanged, sum.Refused,
			sum.Unmatched))
	case intake.Payments:
		answer["duplicate"], answer["unmatched"], answer["amount"] = sum.Duplicate, sum.Unmatched, balance
		k.tellf(
			"%s",
			k.say.Say("import.payments", sum.Rows, sum.Accepted, sum.Duplicate, sum.Unmatched, sum.Refused),
		)
	case intake.Portfolio:
		answer["new"], answer["changed"], answer["unchanged"] = sum.New, sum.Changed, sum.Unchanged
		answer["gone"], answer["balance"] = sum.Gone, balance
		k.tellf("%s",
			k.say.Say("import.portfolio", sum.Rows, sum.New, sum.Changed, sum.Unchanged, sum.Refused, sum.Gone))
	}
}

// tellLeft says why rows of a file are not in, and what stays as it was.
func (k *call) tellLeft(c *intake.Cut) {
	left := c.Answer.Left
	for _, n := range c.Answer.Others {
		left -= n
	}
	if len(c.Answer.Others) > 0 {
		k.tell("cut.others", c.Answer.Creditor, intake.Named(c.Answer.Others))
	}
	if left > 0 {
		k.tell("import.left", left)
	}
	for _, column := range slices.Sorted(maps.Keys(c.Answer.Kept)) {
		k.tell("cut.kept", text.Key("intake.column."+column), c.Answer.Kept[column])
	}
	if c.Answer.Consents > 0 {
		k.tell("cut.consents", c.Answer.Consents)
	}
	if c.Answer.Asked > 0 {
		k.tellf("! %s", k.say.Say("cut.asked", c.Answer.Asked, c.Answer.Blind))
	}
}

// addRemarks answers with what is rare: rows of other creditors, columns that the file no longer has, and
// missing accounts that stay open.
func addRemarks(answer map[string]any, cuts []intake.Cut) {
	others, kept := map[string]int64{}, map[string]int64{}
	asked, consents := int64(0), int64(0)
	for _, c := range cuts {
		asked += c.Answer.Asked
		consents += c.Answer.Consents
		for name, n := range c.Answer.Others {
			others[name] += n
		}
		for column, n := range c.Answer.Kept {
			kept[column] += n
		}
	}
	if asked > 0 {
		answer["asked"] = asked
	}
	if consents > 0 {
		answer["consents"] = consents
	}
	if len(others) > 0 {
		answer["others"] = others
	}
	if len(kept) > 0 {
		answer["kept"] = kept
	}
}

func round(d time.Duration) float64 { return float64(d.Milliseconds()) / 1000 }

func undoImport(ctx context.Context, k *call) error {
	cut, err := id.Parse(intake.CutPrefix, k.args[1])
	if err != nil {
		return misused("import.no_id", k.args[1])
	}
	if err := k.there(); err != nil {
		return err
	}
	p, err := k.program(ctx)
	if err != nil {
		return err
	}
	c, err := p.intakes.Cut(ctx, cut)
	if err != nil {
		return err
	}
	if err := p.intakes.FollowUp(ctx); err != nil {
		return err
	}
	again := c.State == intake.Undone
	if !again {
		if c, err = p.intakes.Undo(ctx, cut); err != nil {
			return err
		}
	}
	said := map[bool]string{false: "import.undone", true: "import.undone_before"}[again]
	k.tell(said, c.ID.Text(intake.CutPrefix), c.FileName)
	return k.answer(map[string]any{
		"import": c.ID.Text(intake.CutPrefix), "state": string(c.State), "again": again,
	})
}

// progress writes a bar on a terminal, and nothing elsewhere.
func (k *call) progress(what string) func(done, total int64) {
	if !onTerminal(os.Stderr) || k.asJSON {
		return nil
	}
	last := int64(-1)
	return func(done, total int64) {
		if total <= 0 {
			return
		}
		percent := min(100, done*100/total)
		if percent == last {
			return
		}
		last = percent
		k.drawing.Store(percent < 100)
		const width = 40
		filled := int(percent * width / 100)
		fmt.Fprintf(os.Stderr, "\r%s %3d %% [%-*s]", what, percent, width, bar(filled))
		if percent == 100 {
			fmt.Fprintln(os.Stderr)
		}
	}
}

func bar(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '#'
	}
	return string(b)
}

func onTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	nowhere, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, nowhere)
}
