package intake

import "aldia/domain/party"

// What is warned of in a telephone or an e-mail: the row is in, and the text is kept as it is.
const (
	warnPhone = "intake.row.phone"
	warnEmail = "intake.row.email"
)

// maxUnreadable is how many telephones and addresses of a file are warned of. In a file with more it is the
// column that is none, and saying so of each row helps nobody.
const maxUnreadable = 10_000

// unreadable is what was warned of so far. A person of many instalments has the same telephone on each row,
// and is warned of once.
type unreadable struct {
	count int
	last  [3]string // the cell of the row before, by what it was looked at as
}

// lookAtContacts warns of a telephone or an e-mail that nobody could call or write to.
func (r *Reader) lookAtContacts(into *Row) {
	v := &r.v
	if v.has[colPhones] && r.isNewText(0, v.text[colPhones]) {
		r.lookAtPhones(colPhones, v.text[colPhones], into.Country)
	}
	if v.has[colEmails] && r.isNewText(1, v.text[colEmails]) {
		r.scratch = append(r.scratch[:0], v.text[colEmails]...)
		if piece, bad := party.UnreadableEmail(r.scratch); bad {
			r.warnOf(colEmails, piece, warnEmail)
		}
	}
	if len(into.Parties) == 0 {
		return
	}
	for _, slot := range r.parties {
		c := colParty + column(slot*partyParts+2)
		if v.has[c] {
			r.lookAtPhones(c, v.text[c], into.Country)
		}
	}
}

func (r *Reader) isNewText(which int, text string) bool {
	if r.unread.last[which] == text {
		return false
	}
	r.unread.last[which] = text
	return true
}

func (r *Reader) lookAtPhones(c column, text, country string) {
	r.scratch = append(r.scratch[:0], text...)
	if piece, bad := party.UnreadablePhone(r.scratch, country); bad {
		r.warnOf(c, piece, warnPhone)
	}
}

func (r *Reader) warnOf(c column, piece, key string) {
	if r.unread.count >= maxUnreadable {
		return
	}
	r.unread.count++
	r.warned = append(r.warned, Refusal{
		Column: r.headerOf(c), Field: c.name(), Value: string(cutText([]byte(piece), maxRefusedValue)), Key: key,
	})
}
