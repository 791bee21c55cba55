package job

import (
	"encoding/json"
	"errors"

	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/text"
)

// LastTx gives the latest job of a kind and key, open or ended; found is false when there never was one, or
// it was swept away.
func LastTx(tx db.Tx, kind, key string) (s Status, found bool, err error) {
	found, err = db.One(tx, func(r db.Row) error {
		s = scan(r)
		return nil
	}, `SELECT `+columns+` FROM job WHERE kind = ? AND key = ? ORDER BY id DESC LIMIT 1`, kind, key)
	return s, found, err
}

// trouble is what Tell leaves as the result of a job that a person has to mend something for.
type trouble struct {
	Key  string    `json:"trouble"`
	Args text.Args `json:"args,omitempty"`
}

// Tell passes the error of a handler on. When it is one that a person can mend, its sentence is kept with the
// job, to be said in whoever's language looks at it: see Status.Trouble.
func (r *Run) Tell(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Kind != fault.Internal {
		return errors.Join(err, r.Result(trouble{f.Key, f.Args}))
	}
	return err
}

// Trouble is the key of the sentence that says why a job failed, with what fills it; no key when it is not a
// person's to mend.
func (s *Status) Trouble() (key string, args []any) {
	var t trouble
	if len(s.Result) == 0 || json.Unmarshal(s.Result, &t) != nil {
		return "", nil
	}
	return t.Key, t.Args
}
