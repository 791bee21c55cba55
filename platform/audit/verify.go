package audit

import (
	"bytes"
	"context"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"aldia/platform/db"
)

// Report is the outcome of reading the whole book.
type Report struct {
	Entries    int64
	Lanes      int64
	Seals      int64
	LastSealAt time.Time
	LastSeal   string // the hash of the last seal, to be compared with one kept elsewhere
	Findings   []Finding
	More       bool // there were more findings than are listed
}

// Sound says whether nothing was found.
func (r *Report) Sound() bool { return len(r.Findings) == 0 }

// Kind is what is wrong at a place of the book.
type Kind string

// What can be wrong.
const (
	Altered  Kind = "altered"  // the entry, or its place, is not what was written: edited, moved, or put in
	Removed  Kind = "removed"  // entries are missing here
	Headless Kind = "headless" // the lane's head is missing or names another end: entries were added by hand
	Resealed Kind = "resealed" // the chain is whole but is not the one that was sealed: it was written anew
)

// Finding is one place of the book that is not as it was written.
type Finding struct {
	Kind  Kind
	Lane  int64
	Seq   int64
	Entry Record // the entry found there; zero when it is missing
}

// maxFindings is enough to see what happened; a restored old table would otherwise list millions.
const maxFindings = 100

// Verify reads every lane from its first entry to its head, in one view of the database and in bounded
// memory.
func Verify(ctx context.Context, d *db.DB) (Report, error) {
	var v verifier
	err := d.Read(ctx, func(tx db.Tx) error {
		v = verifier{heads: map[int64]sealedHead{}}
		return v.run(tx)
	})
	return v.report, err
}

type verifier struct {
	report Report
	heads  map[int64]sealedHead
	sealed map[int64]string
	lane   int64
	seq    int64
	before []byte
}

func (v *verifier) run(tx db.Tx) error {
	seals, err := readSeals(tx)
	if err != nil {
		return err
	}
	v.sealed = seals.heads
	v.report.Seals, v.report.LastSealAt, v.report.LastSeal = seals.count, seals.lastAt, seals.last
	err = tx.Query(func(r db.Row) error {
		v.heads[r.Int(0)] = sealedHead{Lane: r.Int(0), Seq: r.Int(1), Hash: string(r.Bytes(2))}
		return nil
	}, `SELECT lane, seq, hash FROM audit_lane`)
	if err != nil {
		return err
	}
	v.lane = -1
	err = tx.Query(func(r db.Row) error {
		v.entry(scan(r))
		return nil
	}, `SELECT `+columns+` FROM audit_entry ORDER BY id`)
	if err != nil {
		return err
	}
	v.endLane()
	for _, lane := range slices.Sorted(maps.Keys(v.heads)) {
		if v.heads[lane].Seq > 0 {
			v.find(Finding{Kind: Removed, Lane: lane, Seq: 1})
		}
	}
	for _, place := range slices.Sorted(maps.Keys(v.sealed)) {
		if place&laneMask > 0 {
			v.find(Finding{Kind: Removed, Lane: place >> laneShift, Seq: place & laneMask})
		}
	}
	return nil
}

func (v *verifier) entry(e Record) {
	lane, seq := int64(e.ID)>>laneShift, int64(e.ID)&laneMask
	if lane != v.lane {
		v.endLane()
		v.lane, v.seq, v.before = lane, 0, genesis(lane)
		v.report.Lanes++
	}
	v.report.Entries++
	gap := seq != v.seq+1
	if gap {
		v.find(Finding{Kind: Removed, Lane: lane, Seq: v.seq + 1})
	}
	// After a gap there is nothing to compare with: the entry is believed, or each one after it would be
	// blamed too.
	hash := e.hash
	if !gap && !bytes.Equal(link(v.before, canonical(&e.Entry, string(e.detail()))), hash) {
		v.find(Finding{Kind: Altered, Lane: lane, Seq: seq, Entry: e})
	}
	if was, isSealed := v.sealed[int64(e.ID)]; isSealed {
		if was != hex.EncodeToString(hash) {
			v.find(Finding{Kind: Resealed, Lane: lane, Seq: seq, Entry: e})
		}
		delete(v.sealed, int64(e.ID))
	}
	v.seq, v.before = seq, hash
}

func (v *verifier) endLane() {
	if v.lane < 0 {
		return
	}
	head, known := v.heads[v.lane]
	switch {
	case known && head.Seq > v.seq:
		v.find(Finding{Kind: Removed, Lane: v.lane, Seq: v.seq + 1})
	case !known, head.Seq != v.seq, head.Hash != string(v.before):
		v.find(Finding{Kind: Headless, Lane: v.lane, Seq: v.seq})
	}
	delete(v.heads, v.lane)
}

func (v *verifier) find(f Finding) {
	if len(v.report.Findings) == maxFindings {
		v.report.More = true
		return
	}
	v.report.Findings = append(v.report.Findings, f)
}
