package intake

// blockSize is how many records lie together: a block is some hundreds of kilobytes.
const blockSize = 1 << 13

// blocks is a list of records that grows block by block: a slice that grows is copied whole, and for a
// moment a million accounts would be in memory twice.
type blocks[T any] struct {
	parts [][]T
	n     int
}

// at gives the record at a position; it stays where it is.
func (b *blocks[T]) at(i int32) *T { return &b.parts[uint32(i)/blockSize][uint32(i)%blockSize] }

// add puts a record at the end and gives its position.
func (b *blocks[T]) add(v T) int32 {
	if b.n%blockSize == 0 {
		b.parts = append(b.parts, make([]T, 0, blockSize))
	}
	last := &b.parts[len(b.parts)-1]
	*last = append(*last, v)
	b.n++
	return int32(b.n - 1)
}

// all gives the records in the order of their positions.
func (b *blocks[T]) all(yield func(int32, *T) bool) {
	for at, part := range b.parts {
		for i := range part {
			if !yield(int32(at*blockSize+i), &part[i]) {
				return
			}
		}
	}
}
