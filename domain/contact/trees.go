package contact

import (
	"context"
	"sync"
	"time"

	"aldia/platform/audit"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// maxKept is how many trees stay parsed in memory: a large agency has a few for each of some dozens of
// creditors.
const maxKept = 500

// Trees is the front door to the trees of results. A version that was saved is never changed, since
// contacts were recorded under it; saving makes the next one.
type Trees struct {
	// MayAsk says whether the law of a country lets ask a person why they did not pay; none: everywhere.
	// Where it does not, no tree asks, whatever it says of itself.
	MayAsk func(tx db.Tx, country string) (bool, error)

	db   *db.DB
	mu   sync.Mutex
	kept map[id.ID]*Tree
}

// NewTrees opens the front door.
func NewTrees(d *db.DB) *Trees { return &Trees{db: d, kept: map[id.ID]*Tree{0: Default()}} }

// For gives the tree in force for a creditor: its own, else the one for everybody, else the program's.
func (t *Trees) For(ctx context.Context, creditor id.ID) (tree *Tree, err error) {
	err = t.db.Read(ctx, func(tx db.Tx) error {
		in, country, err := currentTree(tx, creditor)
		if err == nil {
			tree, err = t.inForce(tx, in, country)
		}
		return err
	})
	return tree, err
}

// inForce gives a tree as the law of a country lets it be asked.
func (t *Trees) inForce(tx db.Tx, tree id.ID, country string) (*Tree, error) {
	in, err := t.byID(tx, tree)
	if err != nil || !in.AskReason || t.MayAsk == nil || country == "" {
		return in, err
	}
	may, err := t.MayAsk(tx, country)
	if err != nil || may {
		return in, err
	}
	silent := *in
	silent.AskReason = false
	return &silent, nil
}

// Save makes body the next version of a creditor's tree, or of everybody's when creditor is none.
func (t *Trees) Save(ctx context.Context, creditor id.ID, body string) (*Tree, error) {
	who, err := auth.Allow(ctx, auth.PolicyEdit)
	if err != nil {
		return nil, err
	}
	tree, err := ParseTree(body)
	if err != nil {
		return nil, err
	}
	err = t.db.Write(ctx, func(tx db.Tx) error {
		version, err := lastVersion(tx, creditor)
		if err != nil {
			return err
		}
		tree.ID, tree.CreditorID, tree.Version = t.db.IDs().New(), creditor, version+1
		if err := addTree(tx, tree, body, t.db.Now(), who.ID); err != nil {
			return err
		}
		return audit.AppendTx(tx, audit.Entry{At: t.db.Now(), ByUser: who.ID, What: "tree.saved", On: "tree",
			OnID: tree.ID, Detail: map[string]any{"creditor": creditor, "version": tree.Version}})
	})
	return tree, err
}

// Version is one saved version of a tree.
type Version struct {
	ID         id.ID
	CreditorID id.ID
	Version    int64
	Body       string
	CreatedAt  time.Time
	CreatedBy  id.ID
}

// DefaultText is the text of the program's tree, for a creditor who wants to begin with it.
func DefaultText() string { return defaultTree }

// byID gives a tree, parsed once.
func (t *Trees) byID(tx db.Tx, tree id.ID) (*Tree, error) {
	t.mu.Lock()
	kept := t.kept[tree]
	t.mu.Unlock()
	if kept != nil {
		return kept, nil
	}
	v, err := treeVersion(tx, tree)
	if err != nil {
		return nil, err
	}
	parsed, err := ParseTree(v.Body)
	if err != nil {
		return nil, err
	}
	parsed.ID, parsed.CreditorID, parsed.Version = v.ID, v.CreditorID, v.Version
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.kept) >= maxKept {
		t.kept = map[id.ID]*Tree{0: t.kept[0]}
	}
	t.kept[tree] = parsed
	return parsed, nil
}

// Leaf describes what was recorded under a tree, for a screen. What the tree no longer knows is shown by
// its path.
func (t *Trees) leaf(tx db.Tx, tree id.ID, path string) (Leaf, error) {
	in, err := t.byID(tx, tree)
	if err != nil {
		return Leaf{}, err
	}
	l, found := in.Describe(path)
	if !found {
		l = Leaf{Path: path, Labels: []Label{{ES: path, EN: path}}}
	}
	return l, nil
}
