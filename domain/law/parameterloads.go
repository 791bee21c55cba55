package law

import (
	"context"

	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// FigureChange is a figure that a load would bring, and the value that it would replace; empty: none.
type FigureChange struct {
	Published
	Was Figure
}

// Compare says what a load of figures would change, and changes nothing.
func (o *Owns) Compare(
	ctx context.Context, figures []Published,
) (l FigureLoad, all []FigureChange, err error) {
	if _, err := auth.Allow(ctx, auth.LawEdit); err != nil {
		return l, nil, err
	}
	if len(figures) > MostFigures {
		return l, nil, ErrFigureMany
	}
	err = o.db.Read(ctx, func(tx db.Tx) error {
		var fresh []freshFigure
		l, fresh, err = compare(tx, figures)
		all = nil
		for i := range fresh {
			all = append(all, FigureChange{fresh[i].Published, fresh[i].old})
		}
		return err
	})
	return l, all, err
}

// Loads are the latest loads that brought figures of a country, the last first; those taken back too.
func (o *Owns) Loads(ctx context.Context, country string, most int) (all []FigureLoad, err error) {
	if _, err := auth.Allow(ctx, auth.LawSee); err != nil {
		return nil, err
	}
	err = o.db.Read(ctx, func(tx db.Tx) error {
		all = nil
		return tx.Query(func(r db.Row) error {
			all = append(all, FigureLoad{
				ID: id.ID(r.Int(0)), File: r.Text(1), Undone: r.Text(2) == "undone", New: int(r.Int(3)),
				Changed: int(r.Int(4)), By: id.ID(r.Int(5)), At: db.Time(r.Int(6)),
			})
			return nil
		}, `SELECT id, file_name, state, new, changed, by_user, at FROM law_figure_load
			WHERE id IN (SELECT load_id FROM law_figure WHERE country = ?) ORDER BY id DESC LIMIT ?`, country, most)
	})
	return all, err
}
