package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash"

	"aldia/platform/db"
	"aldia/platform/id"
)

// Chunk stands for many changes of one kind in one entry: a batch of a thousand accounts writes one line with
// their number, the first and last of them, and the digest of what was written, in order. The rows themselves
// are in the tables and files of the batch, against which the digest can be made again.
type Chunk struct {
	digest      hash.Hash
	count       int64
	first, last id.ID
	scratch     []byte
}

// NewChunk begins a chunk.
func NewChunk() *Chunk { return &Chunk{digest: sha256.New()} }

// Add notes one change: what was changed and its figures, in an order that the caller keeps to.
func (c *Chunk) Add(on id.ID, figures ...int64) {
	if c.count == 0 {
		c.first = on
	}
	c.last = on
	c.count++
	c.scratch = binary.BigEndian.AppendUint64(c.scratch[:0], uint64(on))
	for _, f := range figures {
		c.scratch = binary.BigEndian.AppendUint64(c.scratch, uint64(f))
	}
	c.digest.Write(binary.BigEndian.AppendUint32(nil, uint32(len(c.scratch))))
	c.digest.Write(c.scratch)
}

// chunkDetail is the form of a chunk in the book.
type chunkDetail struct {
	Count  int64           `json:"count"`
	First  id.ID           `json:"first"`
	Last   id.ID           `json:"last"`
	Digest string          `json:"sha256"`
	About  json.RawMessage `json:"about,omitempty"`
}

// AppendChunkTx adds one entry for a chunk; the entry's own Detail is kept beside the digest. A chunk without
// a change writes nothing.
func AppendChunkTx(tx db.Tx, e Entry, c *Chunk) error {
	if c.count == 0 {
		return nil
	}
	about, err := e.settle()
	if err != nil {
		return err
	}
	e.Detail = chunkDetail{Count: c.count, First: c.first, Last: c.last,
		Digest: hex.EncodeToString(c.digest.Sum(nil)), About: json.RawMessage(about)}
	return AppendTx(tx, e)
}
