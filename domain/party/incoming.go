package party

import (
	"strconv"
	"strings"

	"aldia/platform/id"
)

// Incoming is a person as one row of a creditor's file says. The texts are as the file has them: what they
// mean is worked out only for a person who is new or whose row has changed.
type Incoming struct {
	OwnKey   string // the creditor's own number of the customer; empty: the document stands for it
	Name     string
	Kind     string // Natural or Legal; empty: by the document, else by the name
	Country  string // ISO 3166 alpha-2
	IDType   string
	IDNumber string
	City     string
	Region   string
	Zone     string // IANA time zone; empty: by country and region
	Phones   string
	Emails   string
	Address  string

	ownKey   string
	ownHash  int64
	digest   int64
	checked  bool
	resolved bool
	verdict  Verdict
	document string // the key of the document, "" when it cannot stand for one person
	shown    Person
	points   []ContactPoint
}

const (
	maxOwnKey = 100
	// maxPlace bounds a city, a region and a zone; maxAddress the lines of an address put together.
	maxPlace   = 100
	maxAddress = 300
)

// Prepare works out the keys that the row is looked up by. It needs no database, so the workers that read
// the file do it. It refuses a row without a name and one that neither a number of the creditor's nor a
// document names.
func (in *Incoming) Prepare(creditor id.ID) error {
	if strings.TrimSpace(in.Name) == "" {
		return ErrNameless.On("person_name")
	}
	in.ownKey = clip(tidy(in.OwnKey), maxOwnKey)
	if len(in.ownKey) != 1 && saysNone([]byte(in.ownKey)) || in.ownKey == "0" || in.ownKey == "-" {
		in.ownKey = "" // a single letter may be a number of the creditor's
	}
	if in.ownKey == "" {
		v := in.Verdict()
		if v.Number == "" || v.Why == whyNobody {
			return ErrKeyless.On("person")
		}
		in.ownKey = "#" + v.Type + ":" + v.Number
	}
	in.ownHash = ownHash(creditor, in.ownKey)
	in.digest = hash(hashStart).text(in.Name).text(in.Kind).text(in.Country).text(in.IDType).text(in.IDNumber).
		text(in.City).text(in.Region).text(in.Zone).text(in.Phones).text(in.Emails).text(in.Address).sum()
	return nil
}

// Verdict judges the row's identity number, once.
func (in *Incoming) Verdict() Verdict {
	if !in.checked {
		in.checked = true
		if strings.TrimSpace(in.IDNumber) != "" {
			in.verdict = Check(in.Country, in.IDType, in.IDNumber)
		}
	}
	return in.verdict
}

// Resolve works out name, document and contact points. LoadTx does it for the rows that need it; workers
// may do it before, when they know that a file is loaded for the first time.
func (in *Incoming) Resolve() {
	if in.resolved {
		return
	}
	in.resolved = true
	v := in.Verdict()
	if v.Identifies() {
		in.document = documentKey(in.Country, v.Type, v.Number)
	}
	p := &in.shown
	p.Name = ShownName(in.Name)
	p.NameKey = NameKey(in.Name)
	p.Kind = in.kind()
	p.Country, p.IDType, p.IDNumber, p.IDState = in.Country, v.Type, clip(v.Number, maxPlace), v.State
	p.City, p.Region = clip(tidy(in.City), maxPlace), clip(tidy(in.Region), maxPlace)
	p.Zone = in.Zone
	if !strings.Contains(p.Zone, "/") || len(p.Zone) > maxPlace {
		p.Zone = ZoneOf(in.Country, in.Region)
	}
	in.resolvePoints()
}

func (in *Incoming) kind() string {
	switch {
	case in.verdict.Kind != "" && in.verdict.State != IDInvalid:
		return in.verdict.Kind
	case in.Kind == Natural || in.Kind == Legal:
		return in.Kind
	case LooksLegal(in.Name):
		return Legal
	}
	return Natural
}

func (in *Incoming) resolvePoints() {
	var phones [8]Phone
	for _, p := range Phones([]byte(in.Phones), in.Country, phones[:0]) {
		line := p.Line
		if p.State == ReadUnreadable {
			line = lineUnreadable
		}
		in.addPoint(PointPhone, p.Value, line)
	}
	var emails [4]Email
	for _, e := range Emails([]byte(in.Emails), emails[:0]) {
		line := ""
		if e.State == ReadUnreadable {
			line = lineUnreadable
		}
		in.addPoint(PointEmail, e.Value, line)
	}
	if address := clip(tidy(in.Address), maxAddress); !saysNone([]byte(address)) {
		in.addPoint(PointAddress, address, "")
	}
}

// usualPoints is as many places as most persons have in a file.
const usualPoints = 4

func (in *Incoming) addPoint(kind PointKind, value, line string) {
	if in.points == nil {
		in.points = make([]ContactPoint, 0, usualPoints)
	}
	in.points = append(in.points, ContactPoint{
		Kind: kind, Value: value, Shown: value, Line: line, State: Unverified, Source: SourceFile,
	})
}

// documentKey names a document in person_key.
func documentKey(country, typ, number string) string { return country + ":" + typ + ":" + number }

func documentHash(key string) int64 { return nearKey(hashStart, key) }

func ownHash(creditor id.ID, key string) int64 {
	return nearKey(hash(hashStart).number(int64(creditor)), key)
}

// samePlace compares two addresses as people do: capitals, accents and dots do not matter.
func samePlace(a, b string) bool { return a == b || NameKey(a) == NameKey(b) }

// samePoint says whether two contact points of a kind are one.
func samePoint(kind PointKind, a, b string) bool {
	return a == b || kind == PointAddress && samePlace(a, b)
}

// clip shortens a text to a number of bytes without breaking a letter.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

// foldedName is the hash of the words of a name in any order, for finding namesakes.
func foldedName(key string) int64 {
	var sum hash
	for word := range strings.SplitSeq(key, " ") {
		if !skipped([]byte(word)) {
			sum += hash(hash(hashStart).text(word).sum())
		}
	}
	return hash(hashStart).text(strconv.FormatUint(uint64(sum), 36)).sum()
}
