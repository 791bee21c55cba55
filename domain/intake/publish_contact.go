package intake

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"aldia/domain/party"
	"aldia/domain/portfolio"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/platform/id"
)

const (
	// contactRows is how many rows of a file of contacts are written at once: each is some statements.
	contactRows = 500
	// changePoint is the kind of a change of a contact point; its item is the point.
	changePoint = "point"
)

// publishContacts takes a file of contacts in: it adds ways to reach people whom we know, and tells which of
// them are no good. It makes no persons and changes no debts. Like every cut it goes on where it was.
func (in *Intakes) publishContacts(
	ctx context.Context,
	cut id.ID,
	progress func(done, total int64),
) (Cut, error) {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return Cut{}, err
	}
	c, creditor, err := in.beginContacts(ctx, who.ID, cut)
	if err != nil {
		return c, err
	}
	startedAt := in.db.Now()
	err = in.withFile(ctx, &c, func(f File) error {
		return in.eachContacts(ctx, f, &c, progress, func(b *batch) error {
			if b.last <= c.Line {
				return nil // an earlier run has written these rows
			}
			return in.takeContacts(ctx, &c, creditor, b)
		})
	})
	if err != nil {
		return in.give(ctx, c, err)
	}
	done := c
	done.State, done.PublishedAt = Published, db.Micros(in.db.Now())
	done.Answer.Seconds = elapsed(startedAt, in.db.Now())
	err = in.end(ctx, &done, func(tx db.Tx) error {
		if err := saveCut(tx, &done, Publishing, c.Line); err != nil {
			return err
		}
		return book(tx, "contacts.received", &done, done.PublishedBy, in.db.Now())
	})
	return done, err
}

// beginContacts takes the file into publishing. A creditor that is named must be there; a file that names
// none can only speak of people by their documents.
func (in *Intakes) beginContacts(ctx context.Context, who, cut id.ID) (c Cut, creditor portfolio.Creditor,
	err error) {
	err = in.db.Write(ctx, func(tx db.Tx) error {
		if c, err = cutByID(tx, cut); err != nil {
			return err
		}
		if creditor, err = contactsOf(tx, &c); err != nil || c.State == Publishing {
			return err
		}
		if c.State != Staged && c.State != Previewed {
			return ErrCutState.With(string(c.State))
		}
		state, line := c.State, c.Line
		c.CreditorID, c.State, c.Line, c.PublishedBy = creditor.ID, Publishing, 0, who
		c.Answer = Answer{Creditor: c.Answer.Creditor}
		return saveCut(tx, &c, state, line)
	})
	return c, creditor, err
}

// contactsOf gives the creditor of a file of contacts, or none where nobody is named.
func contactsOf(tx db.Tx, c *Cut) (portfolio.Creditor, error) {
	creditor, known, err := portfolio.CreditorByCode(tx, c.Answer.Creditor)
	if err == nil && !known && c.Answer.Creditor != defaultCreditor {
		err = portfolio.ErrNoCreditor.On("creditor")
	}
	return creditor, err
}

// eachContacts reads the rows of the cut, some at a time.
func (in *Intakes) eachContacts(ctx context.Context, f File, c *Cut, progress func(done, total int64),
	each func(*batch) error) error {
	m, err := ParseMapping([]byte(c.Mapping))
	if err != nil {
		return err
	}
	r, err := in.openAs(f, m, Contacts, c.AsOfOn)
	if err != nil {
		return err
	}
	r.only = c.Answer.Creditor
	if c.ID != 0 { // a dry run has no other cuts of the file
		if r.codes, err = in.codesOf(ctx, c); err != nil {
			return errors.Join(err, r.table.Close())
		}
	}
	for more := true; more && err == nil; {
		b := &batch{}
		if more, err = r.fill(b, contactRows); err == nil {
			err = each(b)
		}
		if progress != nil {
			progress(b.read, f.Size)
		}
	}
	c.Answer.Others = r.rows.strangers.rows
	return errors.Join(err, r.table.Close())
}

// takeContacts writes what some rows say, with the cut's new line.
func (in *Intakes) takeContacts(ctx context.Context, c *Cut, creditor portfolio.Creditor, b *batch) error {
	return in.db.WriteBatch(ctx, func(tx db.Tx) error {
		fresh := *c
		refused, points, err := in.tell(tx, &fresh, creditor, b)
		if err != nil {
			return err
		}
		if err := addPoints(tx, c.ID, b, points); err != nil {
			return err
		}
		if err := addRefusals(tx, c.ID, refused); err != nil {
			return err
		}
		fresh.Line, fresh.RowCount = b.last, fresh.Answer.Rows
		if err := saveCut(tx, &fresh, Publishing, c.Line); err != nil {
			return err
		}
		tx.AfterCommit(func() { *c = fresh })
		return nil
	})
}

// tell hands the rows of a batch to the persons they are of, and counts into the cut's answer.
func (in *Intakes) tell(tx db.Tx, c *Cut, creditor portfolio.Creditor, b *batch) (refused []refusedRow,
	points []party.PointTold, err error) {
	persons, err := whoseContacts(tx, creditor, b.rows)
	if err != nil {
		return nil, nil, err
	}
	refused = append(refused, b.refused...)
	n := Counts{Rows: b.count, Left: b.left}
	var rows []party.Told
	var at []int
	for i := range b.rows {
		row := &b.rows[i]
		if persons[i].why != "" {
			n.Unmatched++
			refused = append(refused, refusedRow{int64(row.Line), "refused", Refusal{
				Column: persons[i].column, Field: persons[i].column, Value: persons[i].value, Key: persons[i].why,
			}, ""})
			continue
		}
		told, warned := toldOf(row, &creditor, c.FileName)
		refused = append(refused, warned...)
		told.Person = persons[i].person
		rows, at = append(rows, told), append(at, i)
	}
	heard, points, err := in.partyBook.TellTx(tx, creditor.ID, c.PublishedBy, rows)
	if err != nil {
		return nil, nil, err
	}
	for i := range points {
		points[i].Row = at[points[i].Row]
	}
	for i := range heard {
		h := &heard[i]
		n.New, n.Changed, n.Unchanged = n.New+h.Added, n.Changed+h.Marked, n.Unchanged+h.Same
		grade := "warned"
		if h.Added+h.Marked+h.Same == 0 {
			grade = "refused" // nothing of the row is in
		}
		for _, f := range h.Wrong {
			refused = append(refused, refusedRow{int64(b.rows[at[i]].Line), grade, wrongPoint(f), ""})
		}
	}
	n.tell(refused)
	n.Accepted = n.Rows - n.Refused - n.Left
	c.Answer.Counts.add(n)
	return refused, points, nil
}

// wrongPoint says what is wrong with a telephone or an address as the refusal of its cell.
func wrongPoint(f *fault.Error) Refusal {
	column := map[string]string{"phone": "phones", "email": "emails"}[f.Field]
	if column == "" {
		column = f.Field
	}
	value := ""
	if len(f.Args) > 0 {
		value, _ = f.Args[0].(string)
	}
	return Refusal{Column: column, Field: column, Value: value, Key: f.Key, Args: f.Args}
}

// addPoints keeps what changed, so that the file can be taken back.
func addPoints(tx db.Tx, cut id.ID, b *batch, points []party.PointTold) error {
	columns := []string{"cut_id", "item_id", "line", "kind", "before", "expected", "brought", "paid"}
	return tx.Insert("cut_change", columns, len(points), func(n int, v *db.Values) {
		text, err := json.Marshal(beforePoint{points[n].Was, points[n].Is})
		if err != nil {
			panic("intake: " + err.Error()) // two words always have a text
		}
		v.Int(int64(cut))
		v.Int(int64(points[n].ID))
		v.Int(int64(b.rows[points[n].Row].Line))
		v.Text(changePoint)
		v.Text(string(text))
		v.Int(int64(n)) // of one line the last is taken back first
		v.Int(0)
		v.Int(0)
	})
}

// beforePoint is the state of a contact point before and after the file.
type beforePoint struct {
	Was party.PointState `json:"was"`
	Is  party.PointState `json:"is"`
}

// undoContacts takes the points of a file back, the last first.
func (in *Intakes) undoContacts(ctx context.Context, c *Cut) error {
	var all []party.PointTold
	if err := in.db.Read(ctx, func(tx db.Tx) error {
		all = nil
		return tx.Query(func(r db.Row) error {
			var b beforePoint
			if err := json.Unmarshal(r.Bytes(1), &b); err != nil {
				return err
			}
			all = append(all, party.PointTold{ID: id.ID(r.Int(0)), Was: b.Was, Is: b.Is})
			return nil
		}, `SELECT item_id, before FROM cut_change WHERE cut_id = ? AND kind = 'point'
			ORDER BY line DESC, expected DESC`, c.ID)
	}); err != nil {
		return err
	}
	for from := 0; from < len(all); from += contactRows {
		chunk := all[from:min(len(all), from+contactRows)]
		if err := in.db.WriteBatch(ctx, func(tx db.Tx) error {
			return in.partyBook.UntellTx(tx, c.UndoneBy, c.FileName, chunk)
		}); err != nil {
			return err
		}
	}
	return nil
}

// previewContacts says what a file of contacts would do, by taking each chunk in and giving it back.
func (in *Intakes) previewContacts(
	ctx context.Context,
	f File,
	c Cut,
	progress func(done, total int64),
) (Preview,
	error) {
	p := Preview{Cut: c}
	err := in.db.Read(ctx, func(tx db.Tx) (err error) {
		p.Creditor, err = contactsOf(tx, &c)
		p.Known = p.Creditor.ID != 0
		return err
	})
	if err != nil {
		return p, err
	}
	startedAt := in.db.Now()
	err = in.eachContacts(ctx, f, &p.Cut, progress, func(b *batch) error {
		var refused []refusedRow
		var tried Cut
		err := in.db.WriteBatch(ctx, func(tx db.Tx) (err error) {
			tried = p.Cut
			if refused, _, err = in.tell(tx, &tried, p.Creditor, b); err != nil {
				return err
			}
			return errTried
		})
		if !errors.Is(err, errTried) {
			return err
		}
		p.Cut.Answer = tried.Answer
		p.refuse(refused)
		return nil
	})
	p.Cut.Answer.Seconds = elapsed(startedAt, in.db.Now())
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return p, err
}
