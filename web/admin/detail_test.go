package admin

import (
	"encoding/json"
	"strings"
	"testing"

	"aldia/platform/audit"
)

func TestAnIdentityInTheBookIsShownToItsLastDigit(t *testing.T) {
	t.Parallel()
	entry := audit.Record{}
	entry.Detail = json.RawMessage(`{"creditor":891685542297604108,"rows":3}`)
	if got := detailOf(&entry); !strings.Contains(got, `"creditor": 891685542297604108`) {
		t.Errorf("the detail reads %s", got)
	}
}
