package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"aldia/domain/debt"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/id"
)

// Undo takes a published cut back: what it brought leaves the book, what it changed becomes as it was, and
// the cut that it stood on is in force again. The ledger is not rewritten: each entry of the cut gets one
// that takes it back. It can be interrupted and goes on where it was.
func (in *Intakes) Undo(ctx context.Context, cut id.ID) (Cut, error) {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return Cut{}, err
	}
	return in.undo(ctx, who.ID, cut)
}

func (in *Intakes) undo(ctx context.Context, who, cut id.ID) (Cut, error) {
	c, err := in.beginUndo(ctx, who, cut)
	if err != nil {
		return c, err
	}
	c, err = in.carryOut(ctx, c)
	if !errors.Is(err, errTakenOver) {
		return c, err
	}
	// Somebody else went on with it too: when they have finished, so have we.
	now, wrong := in.Cut(ctx, cut)
	if wrong == nil && now.State == Undone {
		return now, nil
	}
	return c, errors.Join(err, wrong)
}

// carryOut does all that is left to do of an undo.
func (in *Intakes) carryOut(ctx context.Context, c Cut) (Cut, error) {
	if c.Kind == Contacts {
		if err := in.undoContacts(ctx, &c); err != nil {
			return c, err
		}
	}
	if c.Kind != Portfolio {
		err := in.finishUndo(ctx, &c)
		return c, err
	}
	brought, changed, err := in.touchedBy(ctx, &c)
	if err != nil {
		return c, err
	}
	for _, step := range []struct {
		items []id.ID
		undo  func(tx db.Tx, c *Cut, chunk []id.ID) error
	}{{changed, in.restore}, {brought, in.takeOut}} {
		for from := 0; from < len(step.items); from += chunkRows {
			chunk := step.items[from:min(len(step.items), from+chunkRows)]
			if err := in.db.WriteBatch(ctx, func(tx db.Tx) error { return step.undo(tx, &c, chunk) }); err != nil {
				return c, err
			}
		}
	}
	err = in.finishUndo(ctx, &c)
	return c, err
}

func (in *Intakes) beginUndo(ctx context.Context, who, cut id.ID) (c Cut, err error) {
	err = in.db.Write(ctx, func(tx db.Tx) error {
		if c, err = cutByID(tx, cut); err != nil {
			return err
		}
		if c.State == Undoing {
			return nil
		}
		if c.State != Published && c.State != Replaced {
			return ErrCutState.With(string(c.State))
		}
		if last, later, err := laterOn(tx, &c); err != nil || later {
			return cmp.Or(err, notLatest(&last))
		}
		if c.State == Replaced {
			return ErrCutState.With(string(c.State))
		}
		paid, err := db.Int(tx, `SELECT count(DISTINCT p.id) FROM payment p
			JOIN payment_split s ON s.payment_id = p.id JOIN item i ON i.id = s.item_id
			WHERE p.state IN ('applied', 'partly') AND (i.cut_id = ? OR EXISTS (SELECT 1 FROM cut_change c
				WHERE c.cut_id = ? AND c.item_id = i.id AND c.kind = 'returned' AND s.cut_id = c.cut_id))`, c.ID, c.ID)
		if err != nil {
			return err
		}
		if paid > 0 && c.Kind == Portfolio {
			return ErrCutPaid.With(paid)
		}
		c.State, c.UndoneBy, c.UndoneAt = Undoing, who, db.Micros(in.db.Now())
		return saveCut(tx, &c, Published, c.Line)
	})
	return c, err
}

func (in *Intakes) touchedBy(ctx context.Context, c *Cut) (brought, changed []id.ID, err error) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		brought, changed = nil, nil
		if err := tx.Query(func(r db.Row) error {
			brought = append(brought, id.ID(r.Int(0)))
			return nil
		}, `SELECT id FROM item WHERE creditor_id = ? AND cut_id = ? AND state <> 'undone'`, c.CreditorID,
			c.ID); err != nil {
			return err
		}
		// Backwards: of an account that several lines changed, the first of them knows how it was.
		return tx.Query(func(r db.Row) error {
			changed = append(changed, id.ID(r.Int(0)))
			return nil
		}, `SELECT item_id FROM cut_change WHERE cut_id = ? ORDER BY line DESC, item_id`, c.ID)
	})
	return brought, changed, err
}

// caused sums what a cut changed of each item.
func caused(tx db.Tx, c *Cut, ids []id.ID) (map[id.ID]debt.Parts, error) {
	sums := map[id.ID]debt.Parts{}
	list := make(db.List, len(ids))
	for i, v := range ids {
		list[i] = int64(v)
	}
	return sums, debt.EntriesOf(tx, list, func(e *debt.Entry) error {
		if e.CauseID == c.ID {
			sums[e.ItemID] = sums[e.ItemID].Plus(e.Change)
		}
		return nil
	})
}

// takeOut carries what the cut brought out of the book.
func (in *Intakes) takeOut(tx db.Tx, c *Cut, chunk []id.ID) error {
	items, accounts, err := itemsWithAccounts(tx, chunk)
	if err != nil {
		return err
	}
	sums, err := caused(tx, c, chunk)
	if err != nil {
		return err
	}
	w := &written{}
	seen := map[id.ID]bool{}
	for i := range items {
		item := &items[i]
		if item.State == debt.Undone {
			continue
		}
		back := debt.Parts{}.Minus(sums[item.ID])
		w.entries = append(w.entries, item.Post(debt.Undo, c.AsOfOn, back, c.ID, in.db.Now()))
		// Interest that we posted on it goes with it.
		if !item.Owed.IsZero() {
			left := debt.Parts{}.Minus(item.Owed)
			w.entries = append(w.entries, item.Post(debt.Undo, c.AsOfOn, left, c.ID, in.db.Now()))
		}
		item.State = debt.Undone
		w.items = append(w.items, *item)
		if a := accounts[item.AccountID]; a.CutID == c.ID && !seen[a.ID] {
			seen[a.ID] = true
			a.State = debt.Undone
			w.accounts = append(w.accounts, *a)
		}
	}
	return w.save(tx, c.ID)
}

// restore makes what the cut changed as it was.
func (in *Intakes) restore(tx db.Tx, c *Cut, chunk []id.ID) error {
	// The accounts are held before anything else is read: of two who go on with one undo the second finds what
	// the first has done.
	items, accounts, err := itemsWithAccounts(tx, chunk)
	if err != nil {
		return err
	}
	before, err := befores(tx, c, chunk)
	if err != nil {
		return err
	}
	sums, err := caused(tx, c, chunk)
	if err != nil {
		return err
	}
	w := &written{}
	var terms db.List
	changed := map[id.ID]bool{}
	for i := range items {
		item := &items[i]
		was, ok := before[item.ID]
		switch {
		case !ok || item.LatestCutID != c.ID:
			continue // done by an earlier run
		case was.Item.ID == 0: // the item was not there; takeOut sees to it
			terms = append(terms, int64(item.ID))
		default:
			if back := (debt.Parts{}).Minus(sums[item.ID]); !back.IsZero() {
				w.entries = append(w.entries, item.Post(debt.Undo, c.AsOfOn, back, c.ID, in.db.Now()))
			}
			restoreItem(item, &was.Item)
			w.items = append(w.items, *item)
		}
		*accounts[item.AccountID] = was.Account
		changed[item.AccountID] = true
	}
	for account := range changed {
		w.accounts = append(w.accounts, *accounts[account])
	}
	// An account's terms are given back once: done again after others they would not be the first.
	if _, err := tx.Exec(`DELETE FROM cut_change WHERE cut_id = ? AND kind = 'terms' AND item_id IN ?list`, c.ID,
		terms); err != nil {
		return err
	}
	return w.save(tx, c.ID)
}

// restoreItem makes an item as it was, but for its balance and its ledger, which go on.
func restoreItem(item, was *debt.Item) {
	is := *item
	*item = *was
	item.Owed, item.EntryCount = is.Owed, is.EntryCount
	if is.Figures == debt.Ours && was.Figures == debt.Ours && was.State == debt.Open {
		// The interest that we posted since stands in the ledger.
		item.AccruedOn, item.InterestCarry, item.MoratoryCarry = is.AccruedOn, is.InterestCarry, is.MoratoryCarry
	}
	if was.State == debt.Open && item.Owed.Total() <= 0 {
		item.State = debt.Paid // it was paid since
	}
}

func befores(tx db.Tx, c *Cut, chunk []id.ID) (map[id.ID]beforeCut, error) {
	wanted := make(db.List, len(chunk))
	for i, v := range chunk {
		wanted[i] = int64(v)
	}
	before := map[id.ID]beforeCut{}
	err := tx.Query(func(r db.Row) error {
		var b beforeCut
		if err := json.Unmarshal(r.Bytes(1), &b); err != nil {
			return err
		}
		before[id.ID(r.Int(0))] = b
		return nil
	}, `SELECT item_id, before FROM cut_change WHERE cut_id = ? AND item_id IN ?list`, c.ID, wanted)
	return before, err
}

// finishUndo closes the undo, and does what follows.
func (in *Intakes) finishUndo(ctx context.Context, c *Cut) error {
	return in.end(ctx, c, func(tx db.Tx) error {
		if c.Kind == Payments {
			if err := in.Payer.Undo(tx, c.ID); err != nil {
				return err
			}
		}
		if err := debt.DropCutTx(tx, c.ID); err != nil {
			return err
		}
		if in.Gate != nil && c.Kind == Portfolio {
			if _, err := in.Gate.UnconsentTx(tx, c.ID, c.UndoneBy, c.FileName); err != nil {
				return err
			}
		}
		done := *c
		done.State = Undone
		if err := saveCut(tx, &done, Undoing, c.Line); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE cut SET state = 'published' WHERE id = ? AND state = 'replaced'`,
			c.ReplacesID); err != nil {
			return err
		}
		*c = done
		return book(tx, "cut.undone", c, c.UndoneBy, in.db.Now())
	})
}
