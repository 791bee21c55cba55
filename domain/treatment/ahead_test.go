package treatment

import (
	"errors"
	"testing"
	"time"

	"aldia/domain/calendar"
	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

func TestAWrongYearDoesNotEndTheBook(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		today := calendar.On(d.Now(), time.UTC)
		l := seed(t, d, 3, today)
		treatments := l.open(t, 1)
		for _, ahead := range []calendar.Day{aheadDays + 1, 4 * 365} {
			if _, err := treatments.Close(work(t), today+ahead); !errors.Is(err, ErrAhead) {
				t.Errorf("a day %d days ahead: %v", ahead, err)
			}
		}
		if _, err := treatments.Close(work(t), today); err != nil {
			t.Fatalf("and today can still be closed: %v", err)
		}
		if _, err := treatments.Close(work(t), today+aheadDays); err != nil {
			t.Errorf("who rehearses a month: %v", err)
		}
	})
}
