package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"time"

	"aldia/domain/calendar"
	"aldia/domain/portfolio"
	"aldia/platform/auth"
	"aldia/platform/blob"
	"aldia/platform/db"
	"aldia/platform/id"
)

const (
	// sampleRows is how many rows are looked at to guess what a file means.
	sampleRows = 200
	// maxCreditors is how many creditors one file may speak of; each is compared on its own, and takes a
	// reading.
	maxCreditors = 50
)

// aheadDays is how far ahead of today a file may be dated: a wrong year would keep every later file out.
const aheadDays = 31

// plan is how a file is going to be read, and whose cuts it makes.
type plan struct {
	mapping   Mapping
	guessed   []Guessed
	digest    string
	creditors []string
	kind      Kind
	asOf      calendar.Day
	name      string
}

// plan guesses what the options and the creditor's kept mapping leave open, and finds the creditors of the
// file.
func (in *Intakes) plan(ctx context.Context, f File, o Options) (*plan, error) {
	if err := in.typed(ctx, o); err != nil {
		return nil, err
	}
	given, err := in.given(ctx, o)
	if err != nil {
		return nil, err
	}
	p := &plan{kind: o.Kind, asOf: o.AsOf, name: f.Name}
	l, err := in.fit(ctx, f, o, given)
	if err != nil {
		return nil, err
	}
	if p.asOf == calendar.NoDay {
		p.asOf = calendar.On(in.db.Now(), placeOf(l.mapping.Country))
	}
	if latest := calendar.On(in.db.Now(), time.UTC) + aheadDays; p.asOf > latest {
		return nil, ErrAhead.With(p.asOf.Text(), latest.Text())
	}
	if err := l.mistaken(o, given); err != nil {
		return nil, err
	}
	if wrong := l.wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	if len(l.sample) == 0 {
		return nil, ErrNoRows.With(f.Name)
	}
	p.mapping, p.guessed = l.mapping, l.guessed
	if _, err := Compile(l.mapping, l.header, l.typed, o.Kind, p.asOf); err != nil {
		return nil, err
	}
	if p.digest, err = digestOf(f); err != nil {
		return nil, err
	}
	if p.creditors, err = in.creditorsOf(ctx, f, p); err != nil {
		return nil, err
	}
	return p, in.openable(ctx, p, &l)
}

// openable refuses a file of a creditor that is new and of whose country and money nothing is known.
func (in *Intakes) openable(ctx context.Context, p *plan, l *looked) error {
	for _, code := range p.creditors {
		_, err := newCreditor(code, p.mapping)
		switch {
		case err == nil || p.kind != Portfolio || in.knows(ctx, code):
		case errors.Is(err, ErrCountryUnknown) && errors.Is(l.needs, ErrCountryNeeded):
			return l.needs
		default:
			return err
		}
	}
	return nil
}

func placeOf(country string) *time.Location {
	return portfolio.Creditor{Timezone: portfolio.TimezoneOf(country)}.Place()
}

// given is what is known before the file is looked at: the mapping handed in, else the creditor's kept one,
// and what the options say on top of it.
func (in *Intakes) given(ctx context.Context, o Options) (m Mapping, err error) {
	if len(o.Mapping) > 0 {
		if m, err = ParseMapping(o.Mapping); err != nil {
			return m, err
		}
	}
	code := cmp.Or(o.Creditor, m.Creditor)
	if code == "" {
		if code, err = in.onlyCreditor(ctx); err != nil {
			return m, err
		}
		switch {
		case o.Kind == Payments || o.Kind == Contacts:
			o.Creditor = code
		case code != defaultCreditor: // debts that name nobody are our own, and no other creditor's
			code = ""
		}
	}
	if code != "" {
		err = in.db.Read(ctx, func(tx db.Tx) error {
			c, found, err := portfolio.CreditorByCode(tx, code)
			if err != nil || !found {
				return err
			}
			if len(o.Mapping) == 0 {
				if m, err = keptMapping(&c, o); err != nil {
					return err
				}
			}
			if m.Country == "" {
				m.Country = c.Country
			}
			if m.Currency == "" {
				m.Currency = string(c.Currency)
			}
			return nil
		})
	}
	if o.Creditor != "" {
		m.Creditor = o.Creditor
	}
	if o.Portfolio != "" {
		m.Portfolio = o.Portfolio
	}
	if o.Country != "" {
		m.Country = o.Country
	}
	return m, err
}

// keptMapping is how the files of a creditor have read so far. Of one that is to be read afresh only what it
// says of the creditor stays, and one that can no longer be read says nothing.
func keptMapping(c *portfolio.Creditor, o Options) (Mapping, error) {
	text := c.Mapping
	switch o.Kind {
	case Payments:
		text = c.Payments
	case Contacts:
		text = "" // they come from everywhere, and no two are alike
	case Portfolio:
	}
	if text == "" {
		return Mapping{}, nil
	}
	m, err := ParseMapping([]byte(text))
	if o.Afresh {
		return m.afresh(), nil
	}
	return m, err
}

// onlyCreditor is the code of the creditor that there is, when there is one alone: then a file of payments
// that names nobody is theirs, and one of debts reads as theirs did when the company works for itself alone.
func (in *Intakes) onlyCreditor(ctx context.Context) (code string, err error) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		all, err := portfolio.CreditorsIn(tx)
		if code = ""; len(all) == 1 {
			code = all[0].Code
		}
		return err
	})
	return code, err
}

// sample reads the header and the first rows.
func (in *Intakes) sample(f File, style FileStyle) (header []string, rows [][]string, typed bool,
	is FileStyle, err error) {
	table, err := in.open(f.ReaderAt, f.Size, f.Name, style)
	if err != nil {
		return nil, nil, false, style, err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	header = slices.Clone(table.Header())
	for len(rows) < sampleRows {
		_, cells, err := table.Next()
		var bad *BadRow
		switch {
		case errors.Is(err, io.EOF):
			return header, rows, table.Typed(), table.Style(), nil
		case errors.As(err, &bad):
			continue
		case err != nil:
			return nil, nil, false, style, err
		}
		row := make([]string, len(cells))
		for i := range cells {
			row[i] = string(cells[i])
		}
		rows = append(rows, row)
	}
	return header, rows, table.Typed(), table.Style(), nil
}

// under keeps what a mapping says and fills the rest with how the file turned out to be.
func (s FileStyle) under(m FileStyle) FileStyle {
	if m.Delimiter == "" {
		m.Delimiter = s.Delimiter
	}
	if s.Encoding != "" { // a kept mapping says how the last file was written, the file how this one is
		m.Encoding = s.Encoding
	}
	if m.SkipLines == nil {
		m.SkipLines = s.SkipLines
	}
	if m.Sheet == "" {
		m.Sheet = s.Sheet
	}
	return m
}

func digestOf(f File) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f.ReaderAt, 0, f.Size)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// creditorsOf lists the creditors that a file names. Where the mapping or the options name one it is that.
func (in *Intakes) creditorsOf(ctx context.Context, f File, p *plan) ([]string, error) {
	if p.mapping.Creditor != "" {
		code, err := portfolio.CleanCode(p.mapping.Creditor)
		if err == nil {
			err = in.refuseStrangers(f, p)
		}
		return []string{code}, err
	}
	r, err := in.openAs(f, p.mapping, p.kind, p.asOf)
	if err != nil {
		return nil, err
	}
	var codes []string
	err = r.survey(ctx, func(code string) error {
		if slices.Contains(codes, code) {
			return nil
		}
		if len(codes) == maxCreditors {
			return ErrCreditors.With(maxCreditors)
		}
		codes = append(codes, code)
		return nil
	})
	if err = errors.Join(err, r.table.Close()); err != nil {
		return nil, err
	}
	if len(codes) == 0 {
		return nil, ErrNoRows.With(p.name)
	}
	return codes, nil
}

// codesOf lists the creditors that have a cut of the same file.
func (in *Intakes) codesOf(ctx context.Context, c *Cut) (codes []string, err error) {
	err = in.db.Read(ctx, func(tx db.Tx) error {
		cuts, err := listCuts(tx, `blob_id = ? ORDER BY id`, c.BlobID)
		codes = nil
		for i := range cuts {
			codes = append(codes, cuts[i].Answer.Creditor)
		}
		return err
	})
	return codes, err
}

// survey gives the creditor of each row.
func (r *reading) survey(ctx context.Context, each func(code string) error) error {
	var row Row
	var paid PaymentRow
	for n := 0; ; n++ {
		if n%chunkRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line, cells, err := r.table.Next()
		var bad *BadRow
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			continue
		case err != nil:
			return err
		}
		var outcome Outcome
		if r.rows.kind == Payments {
			outcome = r.rows.Payment(line, cells, &paid)
			row.Creditor = paid.Creditor
		} else {
			outcome = r.rows.Row(line, cells, &row)
		}
		if outcome.Verdict != Taken {
			continue
		}
		if err := each(row.Creditor); err != nil {
			return err
		}
	}
}

// defaultCreditor is whose debts a file brings that names nobody: the company that uses the program.
const defaultCreditor = "propia"

// cut is the cut of one of the creditors.
func (p *plan) cut(creditor string, now time.Time, who id.ID) Cut {
	m := p.mapping
	return Cut{
		Kind: p.kind, AsOfOn: p.asOf, State: Staged, FileName: p.name, FileDigest: p.digest,
		Mapping: string(m.YAML()),
		Answer:  Answer{Creditor: creditor}, StagedAt: db.Micros(now), StagedBy: who,
	}
}

// Stage keeps a file with its reading, one cut for each creditor that it names. The same file for the same
// day that was interrupted is found again instead.
func (in *Intakes) Stage(ctx context.Context, f File, o Options) ([]Cut, error) {
	who, err := auth.Allow(ctx, auth.CutPublish)
	if err != nil {
		return nil, err
	}
	p, err := in.plan(ctx, f, o)
	if err != nil {
		return nil, err
	}
	return in.stage(ctx, f, p, who.ID)
}

func (in *Intakes) stage(ctx context.Context, f File, p *plan, who id.ID) ([]Cut, error) {
	var cuts []Cut
	var missing []string
	begun, err := in.begun(ctx, p)
	if err != nil {
		return nil, err
	}
	for _, code := range p.creditors {
		at := slices.IndexFunc(begun, func(c Cut) bool { return c.Answer.Creditor == code })
		if at >= 0 {
			cuts = append(cuts, begun[at])
		} else {
			missing = append(missing, code)
		}
	}
	if len(missing) == 0 {
		return cuts, nil
	}
	kept, err := in.blobs.Put(ctx, blob.New{Name: f.Name}, io.NewSectionReader(f.ReaderAt, 0, f.Size))
	if err != nil {
		return nil, err
	}
	err = in.db.Write(ctx, func(tx db.Tx) error {
		fresh := slices.Clip(cuts)
		for _, code := range missing {
			c := p.cut(code, in.db.Now(), who)
			c.ID, c.BlobID = in.db.IDs().New(), kept.ID
			if err := addCut(tx, &c); err != nil {
				return err
			}
			fresh = append(fresh, c)
		}
		tx.AfterCommit(func() { cuts = fresh })
		return nil
	})
	return cuts, err
}
