package staff

import (
	"slices"
	"sort"
	"strings"
	"time"

	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

const columns = `id, code, name, team_id, language, capacity, all_creditors, active, created_at`

func scan(r db.Row) Member {
	return Member{ID: id.ID(r.Int(0)), Code: r.Text(1), Name: r.Text(2), TeamID: id.ID(r.Int(3)),
		Language: r.Text(4),
		Capacity: int(r.Int(5)), AllCreditors: r.Int(6) == 1, Active: r.Int(7) == 1, CreatedAt: db.Time(r.Int(8))}
}

func insertTx(tx db.Tx, m *Member) error {
	n, err := tx.Exec(`INSERT INTO staff (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO NOTHING`,
		m.ID, m.Code, m.Name, m.TeamID, m.Language, m.Capacity, m.AllCreditors, m.Active, m.CreatedAt)
	if err == nil && n == 0 {
		return ErrCodeUsed.With(m.Code)
	}
	return err
}

func updateTx(tx db.Tx, m *Member) error {
	taken, err := db.Int(tx, `SELECT count(*) FROM staff WHERE code = ? AND id <> ?`, m.Code, m.ID)
	if err != nil {
		return err
	}
	if taken > 0 {
		return ErrCodeUsed.With(m.Code)
	}
	_, err = tx.Exec(`UPDATE staff SET code = ?, name = ?, language = ?, capacity = ? WHERE id = ?`,
		m.Code, m.Name, m.Language, m.Capacity, m.ID)
	return err
}

func setTx(tx db.Tx, member id.ID, column string, value any) error {
	_, err := tx.Exec(`UPDATE staff SET `+column+` = ? WHERE id = ?`, value, member)
	return err
}

// setCreditorsTx keeps the creditors of a member, each once; none when the member sees all.
func setCreditorsTx(tx db.Tx, member id.ID, all bool, creditors []id.ID) ([]id.ID, error) {
	kept := slices.Clone(creditors)
	slices.Sort(kept)
	if kept = slices.Compact(kept); all {
		kept = nil
	}
	if len(kept) > maxCreditors {
		return nil, ErrMany
	}
	if _, err := tx.Exec(`DELETE FROM staff_creditor WHERE staff_id = ?`, member); err != nil {
		return nil, err
	}
	return kept, tx.Insert("staff_creditor", []string{"staff_id", "creditor_id"}, len(kept), func(i int,
		v *db.Values) {
		v.Int(int64(member))
		v.Int(int64(kept[i]))
	})
}

// GetTx gives one member.
func GetTx(tx db.Tx, member id.ID) (m Member, err error) {
	found, err := db.One(tx, func(r db.Row) error {
		m = scan(r)
		return nil
	}, `SELECT `+columns+` FROM staff WHERE id = ?`, member)
	if err != nil {
		return m, err
	}
	if !found {
		return m, ErrMissing
	}
	if m.Creditors, err = creditorsTx(tx, member); err != nil {
		return m, err
	}
	user, err := auth.GetTx(tx, member)
	m.sign(&user)
	return m, err
}

// sign fills in what the door knows of a member.
func (m *Member) sign(u *auth.User) {
	m.SignIn, m.Role, m.MustChange, m.LastSignInAt = u.Name, u.Role, u.MustChange, u.LastSignInAt
}

func creditorsTx(tx db.Tx, member id.ID) (creditors []id.ID, err error) {
	err = tx.Query(func(r db.Row) error {
		creditors = append(creditors, id.ID(r.Int(0)))
		return nil
	}, `SELECT creditor_id FROM staff_creditor WHERE staff_id = ? ORDER BY creditor_id`, member)
	return creditors, err
}

// SeesTx gives the creditors whose debts a member may see, as an argument for a query, or all. Somebody who
// is no member sees none.
func SeesTx(tx db.Tx, member id.ID) (all bool, creditors db.List, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		all = r.Int(0) == 1
		return nil
	}, `SELECT all_creditors FROM staff WHERE id = ?`, member)
	if err != nil || all {
		return all, nil, err
	}
	list, err := creditorsTx(tx, member)
	for _, c := range list {
		creditors = append(creditors, int64(c))
	}
	return false, creditors, err
}

// NameTx gives the name of a member; empty when there is none, as for the program.
func NameTx(tx db.Tx, member id.ID) (name string, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		name = r.Text(0)
		return nil
	}, `SELECT name FROM staff WHERE id = ?`, member)
	return name, err
}

// AllTx gives every member by name, with their creditors.
func AllTx(tx db.Tx) (all []Member, err error) {
	place := map[id.ID]int{}
	err = tx.Query(func(r db.Row) error {
		m := scan(r)
		place[m.ID] = len(all)
		all = append(all, m)
		return nil
	}, `SELECT `+columns+` FROM staff`)
	if err != nil {
		return nil, err
	}
	err = tx.Query(func(r db.Row) error {
		if i, known := place[id.ID(r.Int(0))]; known {
			all[i].Creditors = append(all[i].Creditors, id.ID(r.Int(1)))
		}
		return nil
	}, `SELECT staff_id, creditor_id FROM staff_creditor ORDER BY staff_id, creditor_id`)
	if err != nil {
		return nil, err
	}
	err = auth.EachTx(tx, func(u auth.User) error {
		if i, known := place[u.ID]; known {
			all[i].sign(&u)
		}
		return nil
	})
	// The two engines order letters in their own ways; people see one order.
	sort.Slice(all, func(i, j int) bool {
		if a, b := strings.ToLower(all[i].Name), strings.ToLower(all[j].Name); a != b {
			return a < b
		}
		return all[i].ID < all[j].ID
	})
	return all, err
}

func openTeamTx(tx db.Tx, fresh id.ID, t Team, now time.Time) (team id.ID, err error) {
	_, err = db.One(tx, func(r db.Row) error {
		team = id.ID(r.Int(0))
		return nil
	}, `INSERT INTO staff_team (id, code, name, created_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET name = excluded.name RETURNING id`, fresh, t.Code, t.Name, now)
	return team, err
}

// teamTx finds a team by its code; "" is no team.
func teamTx(tx db.Tx, code string) (t Team, err error) {
	if code == "" {
		return t, nil
	}
	found, err := db.One(tx, func(r db.Row) error {
		t = Team{ID: id.ID(r.Int(0)), Code: r.Text(1), Name: r.Text(2)}
		return nil
	}, `SELECT id, code, name FROM staff_team WHERE code = ?`, code)
	if err == nil && !found {
		err = ErrTeam.With(code)
	}
	return t, err
}

func teamsTx(tx db.Tx) (teams []Team, err error) {
	err = tx.Query(func(r db.Row) error {
		teams = append(teams, Team{ID: id.ID(r.Int(0)), Code: r.Text(1), Name: r.Text(2)})
		return nil
	}, `SELECT id, code, name FROM staff_team ORDER BY code`)
	return teams, err
}
