package report

import (
	"errors"
	"net/url"
	"testing"

	"aldia/domain/calendar"
	"aldia/web/ui"
)

func TestADayThatIsNoneIsSaidAndNotPassedOver(t *testing.T) {
	t.Parallel()
	for text, wrong := range map[string]bool{"": false, "2026-11-22": false, "2026-13-99": true, "ayer": true} {
		_, from, _, err := days(url.Values{"desde": {text}})
		if errors.Is(err, ui.ErrDay) != wrong {
			t.Errorf("desde=%q: %v", text, err)
		}
		if text == "2026-11-22" && from != calendar.Of(2026, 11, 22) {
			t.Errorf("desde=%q is read as %s", text, from.Text())
		}
	}
}
