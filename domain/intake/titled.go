package intake

import (
	"context"
	"slices"
	"strings"

	"aldia/domain/calendar"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Titled is the day that a line above the header names: a hint of which day the file is, that a person may
// take. It is never taken by itself: a title is as often that of the month before.
type Titled struct {
	Day  calendar.Day // NoDay when no line names one
	Text string       // the line
}

// maxTitle is how much of a title is looked at and shown.
const maxTitle = 200

// firstTitled is the first day that a title can mean: an older one is of a law or a company.
const firstTitled = calendar.Day(10957) // 2000-01-01

// TitledOf finds the day of a file in its title lines. A line that speaks of a cut goes before one that only
// has a day, and that before one that says when the report was printed; of a span it is the end.
func TitledOf(titles []string, monthFirst bool) (t Titled) {
	best := 0
	for _, title := range titles {
		title = string(cutText([]byte(title), maxTitle))
		day := lastDayIn(title, monthFirst)
		if day == calendar.NoDay {
			continue
		}
		if weight := titleWeight(title); weight > best {
			best, t = weight, Titled{Day: day, Text: title}
		}
	}
	return t
}

func titleWeight(title string) int {
	words := strings.Fields(fold(title))
	says := func(stems ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool {
			return slices.ContainsFunc(stems, func(s string) bool { return strings.HasPrefix(w, s) })
		})
	}
	switch {
	case says("corte", "cierre", "cutoff"):
		return 4
	case says("impres", "imprim", "generad", "emitid", "emision", "elaborad", "descarg", "printed", "generated",
		"hora"):
		return 1
	case slices.Contains(words, "al") || slices.Contains(words, "of") || says("cartera", "saldo", "mora",
		"vencid"):
		return 3
	}
	return 2
}

// mostDayWords is how many words a day in words takes: 31 de octubre de 2026.
const mostDayWords = 5

// lastDayIn gives the last day that stands in a text. Where the day comes first is the rule of the region;
// a day that cannot be read so is read the other way.
func lastDayIn(text string, monthFirst bool) (last calendar.Day) {
	orders := []order{orderDMY, orderMDY}
	if monthFirst {
		slices.Reverse(orders)
	}
	words := strings.Fields(strings.NewReplacer(",", " ", "(", " ", ")", " ", ":", ": ", ";",
		" ").Replace(text))
	for from := 0; from < len(words); from++ {
		for n := min(mostDayWords, len(words)-from); n > 0; n-- {
			day := dayOfWords(words[from:from+n], orders)
			if day != calendar.NoDay {
				last, from = day, from+n-1
				break
			}
		}
	}
	return last
}

func dayOfWords(words []string, orders []order) calendar.Day {
	text := strings.Trim(strings.Join(words, " "), ".:-*«»\"'")
	inWords := strings.ContainsFunc(text, func(r rune) bool { return r > '9' })
	signs := strings.ContainsAny(text, "/-.")
	if len(words) > 1 && !inWords || !inWords && !signs || strings.Contains(text, ":") {
		return calendar.NoDay // an amount, a number of something, an hour
	}
	for _, o := range orders {
		if day, why := readDay([]byte(text), o, false); why == "" && day >= firstTitled && day <= lastDay {
			return day
		}
	}
	return calendar.NoDay
}

// titled looks for the day of a file of debts above its header.
func (in *Intakes) titled(f File, k Kind, m Mapping) (Titled, error) {
	if k != Portfolio {
		return Titled{}, nil
	}
	table, err := in.open(f.ReaderAt, f.Size, f.Name, m.File)
	if err != nil {
		return Titled{}, err
	}
	o, _ := orderNamed(m.File.Date)
	return TitledOf(table.Titles(), o == orderMDY), table.Close()
}

// Redate gives a staged file another day, as its title says or a person knows better.
func (in *Intakes) Redate(ctx context.Context, cut id.ID, day calendar.Day) error {
	if _, err := auth.Allow(ctx, auth.CutPublish); err != nil {
		return err
	}
	if latest := calendar.On(in.db.Now(), placeOf("")) + aheadDays; day > latest || day == calendar.NoDay {
		return ErrAhead.With(day.Text(), latest.Text())
	}
	return in.db.Write(ctx, func(tx db.Tx) error {
		c, err := cutByID(tx, cut)
		if err != nil {
			return err
		}
		if c.State != Staged && c.State != Previewed {
			return ErrCutState.With(string(c.State))
		}
		fresh := c
		fresh.State, fresh.Answer = Staged, Answer{Creditor: c.Answer.Creditor}
		if err := saveCut(tx, &fresh, c.State, c.Line); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE cut SET as_of_on = ? WHERE blob_id = ? AND state IN ('staged', 'previewed')`,
			day, c.BlobID)
		return err
	})
}
