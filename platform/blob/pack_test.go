package blob

import (
	"bytes"
	"compress/gzip"
	"errors"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func zipped(t *testing.T, raw []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	out.WriteByte(gzipChunk)
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAChunkIsReadHoweverItWasKept(t *testing.T) {
	t.Parallel()
	u := newUnpacker()
	defer u.close()
	cut, whole := bytes.Repeat([]byte("cuota;"), 100), bytes.Repeat([]byte("x"), chunkSize)
	for _, raw := range [][]byte{{'a'}, cut, whole} {
		for name, chunk := range map[string][]byte{
			"plain": append([]byte{plainChunk}, raw...), "by gzip, as before": zipped(t, raw),
			"by zstd": newPacker().pack(raw),
		} {
			got, err := u.unpack(make([]byte, 0, chunkSize), chunk)
			if err != nil || !bytes.Equal(got, raw) {
				t.Errorf("%s, %d bytes: %d bytes came back, %v", name, len(raw), len(got), err)
			}
		}
	}
}

func TestAChunkThatIsTooLargeOrBrokenIsRefused(t *testing.T) {
	t.Parallel()
	u := newUnpacker()
	defer u.close()
	large := make([]byte, chunkSize+1)
	whole, _ := zstd.NewWriter(nil)
	cut := newPacker().pack(bytes.Repeat([]byte("cuota;"), 100))
	for name, chunk := range map[string][]byte{
		"nothing": {}, "of an unknown kind": {9, 1, 2}, "plain": append([]byte{plainChunk}, large...),
		"by gzip": zipped(t, large), "by zstd": whole.EncodeAll(large, []byte{zstdChunk}),
		"broken off": cut[:len(cut)-3], "a broken gzip": zipped(t, []byte("cuota"))[:20],
	} {
		if got, err := u.unpack(make([]byte, 0, chunkSize), chunk); !errors.Is(err, errDamaged) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}
