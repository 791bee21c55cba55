package staff

import (
	"context"
	"errors"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
)

// Speak changes the language in which AlDía speaks to whoever acts. It is theirs to choose and asks for no
// permission. A sign-in that is no member's, as the first administrator's may be, has nowhere to keep it.
func (s *Staff) Speak(ctx context.Context, language string) error {
	who := auth.Who(ctx)
	if who.Nobody() {
		return auth.ErrUnsigned
	}
	if language != "es" && language != "en" {
		return ErrLanguage.With(language)
	}
	return s.db.Write(ctx, func(tx db.Tx) error {
		m, err := GetTx(tx, who.ID)
		switch {
		case errors.Is(err, ErrMissing):
			return nil
		case err != nil || m.Language == language:
			return err
		}
		if err := setTx(tx, m.ID, "language", language); err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{At: s.db.Now(), ByUser: who.ID, What: string(Edited), On: "staff",
			OnID: m.ID, Detail: struct {
				Language string `json:"language"`
				Was      string `json:"was"`
			}{language, m.Language}})
	})
}
