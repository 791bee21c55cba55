package contact

import (
	_ "embed"
	"slices"
	"strings"

	"aldia/domain/party"
	"aldia/platform/id"
)

// defaultTree is the tree that everybody starts with.
//
//go:embed tree.yaml
var defaultTree string

// Label is a name in both languages.
type Label struct{ ES, EN string }

// In gives the label in a language; Spanish is the first.
func (l Label) In(language string) string {
	if language == "en" {
		return l.EN
	}
	return l.ES
}

// Ask is something that the agent has to find out for a result.
type Ask string

// What can be asked.
const (
	AskAmount Ask = "amount" // a sum, for a promise
	AskDay    Ask = "day"    // the day of a promise
	AskTime   Ask = "time"   // the time of a call that was agreed
	AskPhone  Ask = "phone"  // a number that was found
	AskNote   Ask = "note"   // what happened, in words
)

// Mark is what a result says about the telephone or address that was tried.
type Mark string

// What can be said of a contact point.
const (
	MarkValid        Mark = "valid"
	MarkWrong        Mark = "wrong"
	MarkThirdParty   Mark = "third_party"
	MarkOutOfService Mark = "out_of_service"
)

// state is the mark in the words of party.
func (m Mark) state() party.PointState {
	switch m {
	case MarkValid:
		return party.Verified
	case MarkWrong:
		return party.Wrong
	case MarkThirdParty:
		return party.ThirdParty
	case MarkOutOfService:
		return party.Unreachable
	}
	return ""
}

// spoils says whether the mark takes the telephone out of use, so that it must be known which one it was.
func (m Mark) spoils() bool { return m == MarkWrong || m == MarkOutOfService || m == MarkThirdParty }

// Effect is what a leaf asks and does.
type Effect struct {
	Kind    Kind
	Reached Reached
	Ask     []Ask
	Again   Again
	Hold    Hold
	Mark    Mark
}

// Asks says whether the agent has to find this out.
func (e Effect) Asks(a Ask) bool { return slices.Contains(e.Ask, a) }

// Reason is the third level: why. Says is the typical excuse in the words of the person, where there is one.
type Reason struct {
	Code string
	Label
	Says   Label
	Effect Effect // with what the result above it says, where the reason says nothing of its own
}

// Outcome is the second level: what came of it.
type Outcome struct {
	Code string
	Label
	Effect         Effect
	Reasons        []Reason
	ReasonOptional bool
}

// Branch is the first level: how far one got.
type Branch struct {
	Code string
	Label
	Outcomes []Outcome
}

// Tree is a tree of results.
type Tree struct {
	ID         id.ID // none: the tree that the program brings
	CreditorID id.ID // none: for everybody
	Version    int64
	Name       Label
	// AskReason is false where the law or the creditor forbids to ask a person why they did not pay: the third
	// level is then not there.
	AskReason bool
	Branches  []Branch
}

// Leaf is the end of a path: what was recorded.
type Leaf struct {
	Path   string
	Labels []Label // of each level
	Effect
}

// In gives the labels from the top in a language: "Contacto con el titular · Promete pagar".
func (l Leaf) In(language string) string {
	words := make([]string, len(l.Labels))
	for i, label := range l.Labels {
		words[i] = label.In(language)
	}
	return strings.Join(words, " · ")
}

// Default is the tree that the program brings. It is part of the program and always right.
func Default() *Tree {
	t, err := ParseTree(defaultTree)
	if err != nil {
		panic("contact: the tree of the program: " + err.Error())
	}
	return t
}

// LeafAt finds the leaf of a path. It refuses a path that is not in the tree, one that stops before a reason
// that must be given, and one with a reason where none may be asked.
func (t *Tree) LeafAt(path string) (Leaf, error) {
	l, found := t.find(path, t.AskReason)
	if !found {
		if _, known := t.find(path, true); known {
			return Leaf{}, ErrNoReason
		}
		return Leaf{}, ErrLeaf.With(path)
	}
	if len(l.Labels) == 2 && t.AskReason && t.needsReason(path) {
		return Leaf{}, ErrReason
	}
	return l, nil
}

// Describe finds the leaf of a path for showing what was recorded: it does not mind what may be asked today.
func (t *Tree) Describe(path string) (Leaf, bool) { return t.find(path, true) }

func (t *Tree) find(path string, reasons bool) (Leaf, bool) {
	codes := strings.Split(path, "/")
	if len(codes) != 2 && (len(codes) != 3 || !reasons) {
		return Leaf{}, false
	}
	b := slices.IndexFunc(t.Branches, func(b Branch) bool { return b.Code == codes[0] })
	if b < 0 {
		return Leaf{}, false
	}
	branch := &t.Branches[b]
	o := slices.IndexFunc(branch.Outcomes, func(o Outcome) bool { return o.Code == codes[1] })
	if o < 0 {
		return Leaf{}, false
	}
	outcome := &branch.Outcomes[o]
	leaf := Leaf{Path: path, Labels: []Label{branch.Label, outcome.Label}, Effect: outcome.Effect}
	if len(codes) == 2 {
		return leaf, true
	}
	r := slices.IndexFunc(outcome.Reasons, func(r Reason) bool { return r.Code == codes[2] })
	if r < 0 {
		return Leaf{}, false
	}
	leaf.Labels, leaf.Effect = append(leaf.Labels, outcome.Reasons[r].Label), outcome.Reasons[r].Effect
	return leaf, true
}

func (t *Tree) needsReason(path string) bool {
	for i := range t.Branches {
		for k := range t.Branches[i].Outcomes {
			o := &t.Branches[i].Outcomes[k]
			if t.Branches[i].Code+"/"+o.Code == path {
				return len(o.Reasons) > 0 && !o.ReasonOptional
			}
		}
	}
	return false
}

// Leaves are all leaves that can be recorded, in the order of the tree.
func (t *Tree) Leaves() []Leaf {
	var all []Leaf
	for _, b := range t.Branches {
		for _, o := range b.Outcomes {
			paths := []string{b.Code + "/" + o.Code}
			for _, r := range o.Reasons {
				paths = append(paths, paths[0]+"/"+r.Code)
			}
			for _, p := range paths {
				if l, err := t.LeafAt(p); err == nil {
					all = append(all, l)
				}
			}
		}
	}
	return all
}
