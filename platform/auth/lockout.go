package auth

import (
	"net/netip"
	"strings"
	"time"

	"aldia/platform/audit"
	"aldia/platform/db"
)

// Who guesses waits: after a few free tries each failure doubles the wait. A name waits shortly at most, or
// anybody could keep a colleague out; an address, behind which a whole office may sit, is free longer and
// then waits longer.
const (
	nameFree     = 5
	nameFirst    = 30 * time.Second
	nameMost     = 15 * time.Minute
	addressFree  = 30
	addressFirst = time.Minute
	addressMost  = time.Hour
	// forgetAfter is when failures no longer count, if no more came.
	forgetAfter = 24 * time.Hour
)

// subject is what a failure is counted against. Names are counted whether they exist or not.
type subject struct {
	key         string
	free        int64
	first, most time.Duration
}

func subjects(name, address string) []subject {
	all := []subject{{"name:" + name, nameFree, nameFirst, nameMost}}
	if address != "" {
		all = append(all, subject{"from:" + network(address), addressFree, addressFirst, addressMost})
	}
	return all
}

// network is the address as one party has it: IPv6 gives every home 2^64 of them.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if a = a.Unmap(); a.Is4() {
		return a.String()
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}

// delay is the wait after so many failures.
func (s *subject) delay(failures int64) time.Duration {
	over := failures - s.free
	if over < 0 {
		return 0
	}
	d := s.first
	for range min(over, 16) {
		d = min(2*d, s.most)
	}
	return d
}

// tryTx counts a try before the password is looked at, so that a thousand tries at once are a thousand
// failures; a success takes the count back. ErrLocked, with the minutes to wait, when there is still a wait.
func tryTx(tx db.Tx, now time.Time, all []subject) error {
	var locked []map[string]any
	for _, s := range all {
		var n int64
		free, err := db.One(tx, func(r db.Row) error {
			n = r.Int(0)
			return nil
		}, `INSERT INTO auth_failure (subject, count, locked_until, last_at) VALUES (?, 1, 0, ?)
			ON CONFLICT (subject) DO UPDATE SET last_at = excluded.last_at,
				count = CASE WHEN auth_failure.last_at < ? THEN 1 ELSE auth_failure.count + 1 END
			WHERE auth_failure.locked_until <= excluded.last_at RETURNING count`, s.key, now, now.Add(-forgetAfter))
		if err != nil {
			return err
		}
		if !free {
			return stillLocked(tx, now, s)
		}
		d := s.delay(n)
		if d == 0 {
			continue
		}
		if _, err := tx.Exec(`UPDATE auth_failure SET locked_until = ? WHERE subject = ?`, now.Add(d),
			s.key); err != nil {
			return err
		}
		locked = append(locked, map[string]any{"subject": s.key, "failures": n, "seconds": int64(d.Seconds())})
	}
	for _, detail := range locked {
		e := audit.Entry{At: now, What: "auth.locked", On: "sign-in", Detail: detail}
		if err := audit.AppendTx(tx, e); err != nil {
			return err
		}
	}
	return nil
}

func stillLocked(tx db.Tx, now time.Time, s subject) error {
	until, err := db.Int(tx, `SELECT locked_until FROM auth_failure WHERE subject = ?`, s.key)
	if err != nil {
		return err
	}
	return ErrLocked.With(int64((db.Time(until).Sub(now) + time.Minute - 1) / time.Minute))
}

// forgiveTx takes the counts of a try back: all of the name's, and one of the address's, where others may be
// guessing.
func forgiveTx(tx db.Tx, all []subject) error {
	for _, s := range all {
		sql := `UPDATE auth_failure SET count = count - 1, locked_until = 0 WHERE subject = ? AND count > 0`
		if strings.HasPrefix(s.key, "name:") {
			sql = `DELETE FROM auth_failure WHERE subject = ?`
		}
		if _, err := tx.Exec(sql, s.key); err != nil {
			return err
		}
	}
	return nil
}
