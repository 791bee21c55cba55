package law

import (
	"encoding/json"
	"fmt"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Change is one step in what a company set: a setting, or, with Back, the pack as it is.
type Change struct {
	ID      id.ID
	Country string
	Version int64 // 1, 2, 3 … in each country
	Setting
	Back bool
	Why  string
	By   id.ID // none: the program itself
	At   time.Time
}

const changeColumns = `id, country, version, rule, setting, from_on, to_on, why, by_user, at`

func scanChange(r db.Row) (c Change, err error) {
	c = Change{
		ID: id.ID(r.Int(0)), Country: r.Text(1), Version: r.Int(2),
		Why: r.Text(7), By: id.ID(r.Int(8)), At: time.UnixMicro(r.Int(9)),
	}
	if text := r.Text(4); text == "" {
		c.Back = true
	} else if err := json.Unmarshal([]byte(text), &c.Setting); err != nil {
		return c, fmt.Errorf("law: change %d: %w", r.Int(0), err)
	}
	c.Of, c.From, c.To = r.Text(3), calendar.Day(r.Int(5)), calendar.Day(r.Int(6))
	return c, nil
}

// latest is the last change of a country; none is the zero one.
func latest(tx db.Tx, country string) (change id.ID, version int64, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		change, version = id.ID(r.Int(0)), r.Int(1)
		return nil
	}, `SELECT id, version FROM law_change WHERE country = ? ORDER BY version DESC LIMIT 1`, country)
	return change, version, err
}

// changes are those of a country up to a version, the first one first.
func changes(tx db.Tx, country string, version int64) (all []Change, err error) {
	err = tx.Query(func(r db.Row) error {
		c, err := scanChange(r)
		all = append(all, c)
		return err
	}, `SELECT `+changeColumns+` FROM law_change WHERE country = ? AND version <= ? ORDER BY version`,
		country, version)
	return all, err
}

// addChange keeps a change; false where somebody else took its version in the same instant.
func addChange(tx db.Tx, c *Change) (bool, error) {
	text := []byte{}
	if !c.Back {
		var err error
		if text, err = json.Marshal(&c.Setting); err != nil {
			return false, err
		}
	}
	n, err := tx.Exec(`INSERT INTO law_change (`+changeColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`,
		c.ID, c.Country, c.Version, c.Of, string(text), c.From, c.To, c.Why, c.By, c.At)
	return n > 0, err
}

// after is what is set after a change, of what was set before it. A setting takes the days that it is for
// from those that were there, and leaves them the others.
func (c *Change) after(before []Setting) (settings []Setting) {
	for i := range before {
		if before[i].Of != c.Of {
			settings = append(settings, before[i])
			continue
		}
		settings = append(settings, before[i].without(c.From, c.To)...)
	}
	if !c.Back {
		settings = append(settings, c.Setting)
	}
	return settings
}

// settled is what a list of changes comes to.
func settled(all []Change) (settings []Setting) {
	for i := range all {
		settings = all[i].after(settings)
	}
	return settings
}
