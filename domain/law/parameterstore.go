package law

import (
	"time"

	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/id"
)

const figureColumns = `country, name, segment, from_on, to_on, until_on, value, source`

func scanFigure(r db.Row) Published {
	return Published{
		Country: r.Text(0), Name: r.Text(1), Segment: r.Text(2), From: calendar.Day(r.Int(3)),
		To: calendar.Day(r.Int(4)), Until: calendar.Day(r.Int(5)), Value: Figure(r.Text(6)), Source: r.Text(7),
	}
}

// figureKey is what there is one figure of.
type figureKey struct {
	country, name, segment string
	from                   calendar.Day
}

func (f *Published) key() figureKey { return figureKey{f.Country, f.Name, f.Segment, f.From} }

// freshFigure is a figure that is not there as it is, and the one that it replaces.
type freshFigure struct {
	Published
	was id.ID
	old Figure
}

// compare holds the figures of a file against those that are there. One that stands twice in a file is taken
// once.
func compare(tx db.Tx, figures []Published) (l FigureLoad, fresh []freshFigure, err error) {
	type kept struct {
		Published
		id id.ID
	}
	live := map[figureKey]kept{}
	countries := map[string]bool{}
	for i := range figures {
		countries[figures[i].Country] = true
	}
	for country := range countries {
		err := tx.Query(func(r db.Row) error {
			f := kept{scanFigure(r), id.ID(r.Int(8))}
			live[f.key()] = f
			return nil
		}, `SELECT `+figureColumns+`, id FROM law_figure WHERE country = ? AND gone_by = 0`, country)
		if err != nil {
			return l, nil, err
		}
	}
	last := map[figureKey]int{}
	for i := range figures {
		last[figures[i].key()] = i
	}
	for i := range figures {
		f := &figures[i]
		was, there := live[f.key()]
		switch {
		case last[f.key()] != i:
			l.Unchanged++
		case there && was.Published == *f:
			l.Unchanged++
		case there:
			l.Changed++
			fresh = append(fresh, freshFigure{*f, was.id, was.Value})
		default:
			l.New++
			fresh = append(fresh, freshFigure{*f, 0, ""})
		}
	}
	return l, fresh, nil
}

func addLoad(tx db.Tx, ids *id.Maker, l *FigureLoad, fresh []freshFigure) error {
	if _, err := tx.Exec(`INSERT INTO law_figure_load
		(id, file_name, state, new, changed, by_user, at, undone_by, undone_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`,
		l.ID, l.File, "live", l.New, l.Changed, l.By, l.At); err != nil {
		return err
	}
	var gone db.List
	for i := range fresh {
		if fresh[i].was != 0 {
			gone = append(gone, int64(fresh[i].was))
		}
	}
	if len(gone) > 0 {
		if _, err := tx.Exec(`UPDATE law_figure SET gone_by = ? WHERE id IN ?list`, l.ID, gone); err != nil {
			return err
		}
	}
	columns := []string{
		"id", "country", "name", "segment", "from_on", "to_on", "until_on", "value", "source", "load_id", "gone_by",
	}
	first := ids.Block(len(fresh))
	return tx.Insert("law_figure", columns, len(fresh), func(_ int, v *db.Values) {
		f := &fresh[0]
		fresh = fresh[1:]
		v.Int(int64(first))
		first = first.Next()
		v.Text(f.Country)
		v.Text(f.Name)
		v.Text(f.Segment)
		v.Int(int64(f.From))
		v.Int(int64(f.To))
		v.Int(int64(f.Until))
		v.Text(string(f.Value))
		v.Text(f.Source)
		v.Int(int64(l.ID))
		v.Int(0)
	})
}

func getLoad(tx db.Tx, load id.ID) (l FigureLoad, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		l = FigureLoad{
			ID: id.ID(r.Int(0)), File: r.Text(1), Undone: r.Text(2) == "undone", New: int(r.Int(3)),
			Changed: int(r.Int(4)), By: id.ID(r.Int(5)), At: db.Time(r.Int(6)),
		}
		return nil
	}, `SELECT id, file_name, state, new, changed, by_user, at FROM law_figure_load WHERE id = ?`, load)
	return l, found, err
}

// replacedBy is a later load that put right a figure of this one; none is zero.
func replacedBy(tx db.Tx, load id.ID) (later id.ID, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		later = id.ID(r.Int(0))
		return nil
	}, `SELECT gone_by FROM law_figure WHERE load_id = ? AND gone_by <> 0 ORDER BY gone_by DESC LIMIT 1`, load)
	return later, err
}

func takeBack(tx db.Tx, load, by id.ID, at time.Time) error {
	if _, err := tx.Exec(`UPDATE law_figure SET gone_by = ? WHERE load_id = ?`, load, load); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE law_figure SET gone_by = 0 WHERE gone_by = ? AND load_id <> ?`,
		load, load); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE law_figure_load SET state = ?, undone_by = ?, undone_at = ? WHERE id = ?`,
		"undone", by, at, load)
	return err
}

// inForce is the figure of a day: the one that began last of those that last until then, of the segment
// before those of all.
func inForce(
	tx db.Tx, country, name, segment string, day calendar.Day,
) (f Published, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		f = scanFigure(r)
		return nil
	}, `SELECT `+figureColumns+` FROM law_figure
		WHERE country = ? AND name = ? AND (segment = ? OR segment = '') AND from_on <= ? AND until_on >= ?
			AND gone_by = 0
		ORDER BY segment DESC, from_on DESC LIMIT 1`, country, name, segment, day, day)
	return f, found, err
}

func latestFigures(tx db.Tx, country, name string, most int) (all []Published, err error) {
	err = tx.Query(func(r db.Row) error {
		all = append(all, scanFigure(r))
		return nil
	}, `SELECT `+figureColumns+` FROM law_figure WHERE country = ? AND name = ? AND gone_by = 0
		ORDER BY from_on DESC, segment LIMIT ?`, country, name, most)
	return all, err
}
