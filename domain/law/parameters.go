package law

import (
	"context"
	"maps"
	"strings"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

// LoadPrefix is the prefix of the identity of a load of figures.
const LoadPrefix = "par_"

// MostFigures is how many rows a file of figures may have: an index of every day for a hundred years.
const MostFigures = 40_000

// Faults of figures.
var (
	ErrFigureColumns = fault.New(fault.Invalid, "lawown.figure.columns")
	ErrFigureMany    = fault.New(fault.Limit, "lawown.figure.many", MostFigures)
	ErrNoLoad        = fault.New(fault.Missing, "lawown.figure.no_load")
	// ErrReplaced names the later load that put right what this one brought.
	ErrReplaced = fault.New(fault.Conflict, "lawown.figure.replaced")
)

// FigureLoad is a file of figures that was taken in. One that changed nothing has no identity.
type FigureLoad struct {
	ID                      id.ID
	File                    string
	Undone                  bool
	New, Changed, Unchanged int
	At                      time.Time
	By                      id.ID
}

// Judge gives a judge of the rows of one file.
func (o *Owns) Judge() *FigureJudge {
	return &FigureJudge{&o.packs, map[figureKey]judged{}, map[figureKey][]judged{}}
}

// Load keeps the figures of a file, in one piece. One that is there already with the same days, value and
// source is unchanged; one that differs replaces it. A dry load says what it would do, and does nothing.
func (o *Owns) Load(
	ctx context.Context,
	file string,
	figures []Published,
	dry bool,
) (l FigureLoad, err error) {
	by, err := auth.Allow(ctx, auth.LawEdit)
	if err != nil {
		return l, err
	}
	if len(figures) > MostFigures {
		return l, ErrFigureMany
	}
	if dry {
		err = o.db.Read(ctx, func(tx db.Tx) error {
			l, _, err = compare(tx, figures)
			return err
		})
		return l, err
	}
	err = o.db.Write(ctx, func(tx db.Tx) error {
		var fresh []freshFigure
		if l, fresh, err = compare(tx, figures); err != nil || len(fresh) == 0 {
			return err
		}
		l.ID, l.File, l.At, l.By = o.db.IDs().New(), file, o.db.Now(), by.ID
		if err := addLoad(tx, o.db.IDs(), &l, fresh); err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{
			At: l.At, ByUser: by.ID, What: "law.figures_loaded", On: "law", OnID: l.ID,
			Detail: map[string]any{"file": file, "figures_new": l.New, "figures_changed": l.Changed},
		})
	})
	return l, err
}

// Unload takes a load back: what it replaced is in force again. It is refused while a later load stands on
// it. again says that it had been taken back before.
func (o *Owns) Unload(ctx context.Context, load id.ID) (l FigureLoad, again bool, err error) {
	by, err := auth.Allow(ctx, auth.LawEdit)
	if err != nil {
		return l, false, err
	}
	err = o.db.Write(ctx, func(tx db.Tx) error {
		var found bool
		l, found, err = getLoad(tx, load)
		if err != nil || !found {
			return orMissing(err)
		}
		if again = l.Undone; again {
			return nil
		}
		later, err := replacedBy(tx, load)
		if err != nil || later != 0 {
			return orReplaced(err, later)
		}
		l.Undone = true
		now := o.db.Now()
		if err := takeBack(tx, load, by.ID, now); err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{
			At: now, ByUser: by.ID, What: "law.figures_undone", On: "law", OnID: load,
			Detail: map[string]any{"file": l.File},
		})
	})
	return l, again, err
}

func orMissing(err error) error {
	if err != nil {
		return err
	}
	return ErrNoLoad
}

func orReplaced(err error, later id.ID) error {
	if err != nil {
		return err
	}
	return ErrReplaced.With(later.Text(LoadPrefix))
}

// FiguresTx gives the figures of a country that are in force on a day, for a segment: those of the segment
// itself, else those of all. What is not there nobody knows, and who needs it says so.
func (o *Owns) FiguresTx(tx db.Tx, country, segment string, day calendar.Day) (map[string]Figure, error) {
	p, err := o.packs.Of(strings.ToUpper(country))
	if err != nil {
		return nil, err
	}
	if day == calendar.NoDay {
		day = calendar.On(o.db.Now(), p.zone)
	}
	worth := map[string]Figure{}
	for i := range p.Money.Parameters {
		name := p.Money.Parameters[i].Name
		f, found, err := inForce(tx, p.Code, name, strings.ToLower(segment), day)
		if err != nil {
			return nil, err
		}
		if found {
			worth[name] = f.Value
		}
	}
	return worth, nil
}

// Fill gives the figures of a question together with those that are kept for its day; what the question
// says itself goes before.
func (o *Owns) Fill(
	ctx context.Context, country, segment, on string, given map[string]Figure,
) (worth map[string]Figure, err error) {
	day, err := dayOf(on)
	if err != nil {
		return given, nil // the question itself is refused with the words for it
	}
	err = o.db.Read(ctx, func(tx db.Tx) error {
		worth, err = o.FiguresTx(tx, country, segment, day)
		return err
	})
	if err != nil {
		return nil, err
	}
	maps.Copy(worth, given)
	return worth, nil
}

// Figures are the latest of each of a country's parameters, the last first, at most so many of each.
func (o *Owns) Figures(ctx context.Context, country string, most int) (all []Published, err error) {
	if _, err := auth.Allow(ctx, auth.LawSee); err != nil {
		return nil, err
	}
	p, err := o.packs.Of(strings.ToUpper(country))
	if err != nil {
		return nil, err
	}
	err = o.db.Read(ctx, func(tx db.Tx) error {
		all = nil
		for i := range p.Money.Parameters {
			some, err := latestFigures(tx, p.Code, p.Money.Parameters[i].Name, most)
			if err != nil {
				return err
			}
			all = append(all, some...)
		}
		return nil
	})
	return all, err
}
