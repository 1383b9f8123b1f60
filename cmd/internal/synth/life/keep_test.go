package life

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/names"
)

// smallWorld is a country of 1,000 residents, shared by the tests that only read it.
var smallWorld = sync.OnceValues(func() (*World, error) {
	cat, err := names.ReadCatalogue()
	if err != nil {
		return nil, err
	}
	return Simulate(context.Background(), 1000, 3, cat, func(float64) {})
})

func small(t testing.TB) *World {
	t.Helper()
	w, err := smallWorld()
	require.NoError(t, err)
	return w
}

// saved saves a world and gives the file and its bytes.
func saved(t testing.TB, w *World) (string, []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "life.bin")
	require.NoError(t, w.Save(path))
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return path, b
}

// slicesOf finds all slices a history holds by itself, by the name of their fields.
func slicesOf(v reflect.Value, name string, found map[string]reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		found[name] = v
	case reflect.Struct:
		for i := range v.NumField() {
			slicesOf(v.Field(i), name+"."+v.Type().Field(i).Name, found)
		}
	}
}

// Every slice of a history is kept. Whoever adds one adds it to sections, or here when the
// simulation alone needs it.
func TestEverythingIsKept(t *testing.T) {
	w := small(t)
	path, _ := saved(t, w)
	k, err := Open(path, w.Cat)
	require.NoError(t, err)
	defer func() { require.NoError(t, k.Close()) }()
	was, is := map[string]reflect.Value{}, map[string]reflect.Value{}
	slicesOf(reflect.ValueOf(w.History).Elem(), "", was)
	slicesOf(reflect.ValueOf(k.History).Elem(), "", is)
	for name, v := range was {
		if name == ".kids" {
			require.Zero(t, v.Len())
			continue
		}
		require.Positive(t, v.Len(), name)
		require.Equal(t, v.Len(), is[name].Len(), name)
	}
	require.Equal(t, w.Birth, k.Birth)
	require.Equal(t, w.unions, k.unions)
	require.Equal(t, w.Jobs, k.Jobs)
	require.Equal(t, w.Taken, k.Taken)
	require.Equal(t, w.Cars, k.Cars)
	require.Equal(t, w.womenPaths, k.womenPaths)
	require.Equal(t, w.Ids, k.Ids)
	require.Equal(t, w.Seed, k.Seed)
	require.Equal(t, w.Geo, k.Geo)
	require.Equal(t, w.Occupations, k.Occupations)
}

// The bytes are the same on every machine. Another hash means that other lives are lived, or
// that they are kept in another form: then old stores must not be completed by this program,
// see synth.Version.
func TestTheSameBytesAlways(t *testing.T) {
	const want = "f85083df442023be"
	w := small(t)
	_, b := saved(t, w)
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	again, err := Simulate(t.Context(), 1000, 3, w.Cat, func(float64) {})
	require.NoError(t, err)
	_, other := saved(t, again)
	require.True(t, bytes.Equal(b, other), "with one thread")
	sum := sha256.Sum256(b)
	require.Equal(t, want, hex.EncodeToString(sum[:8]), "when other lives are meant, write the new sum here and raise synth.Version")
}

// What lies in memory between the fields of a struct is not kept.
func TestHolesAreZeros(t *testing.T) {
	type padded struct {
		A int32
		B bool
		C int32
		D uint8
	}
	list := make([]padded, 3)
	s := array("x", false, &list)
	require.Equal(t, []hole{{5, 8}, {13, 16}}, s.holes)
	copy(s.bytes(), bytes.Repeat([]byte{1}, 48))
	var got []byte
	n, err := s.each(func(b []byte) error { got = append(got, b...); return nil })
	require.NoError(t, err)
	require.EqualValues(t, 48, n)
	require.Equal(t, bytes.Repeat([]byte{1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0}, 3), got)
}

// Every flipped byte, and every cut, is found.
func TestDamagedHistories(t *testing.T) {
	w := small(t)
	_, good := saved(t, w)
	_, err := historyOf(good)
	require.NoError(t, err)
	step := max(len(good)/3000, 1)
	for i := 0; i < len(good); i++ {
		if i > 2000 && i%step != 0 {
			continue
		}
		good[i] ^= 0x40
		_, err := historyOf(good)
		require.ErrorIs(t, err, ErrKept, "byte %d of %d", i, len(good))
		good[i] ^= 0x40
	}
	for _, n := range []int{0, 1, headSize, headSize + 5, 1000, len(good) / 2, len(good) - 1} {
		_, err := historyOf(good[:n])
		require.ErrorIs(t, err, ErrKept)
	}
	_, err = historyOf(append(bytes.Clone(good), 0))
	require.ErrorIs(t, err, ErrKept)
}

func TestHistoriesThatCannotBeOpened(t *testing.T) {
	w := small(t)
	dir := t.TempDir()
	_, err := Open(filepath.Join(dir, "none"), w.Cat)
	require.ErrorIs(t, err, os.ErrNotExist)
	empty := filepath.Join(dir, "empty")
	require.NoError(t, os.WriteFile(empty, nil, 0o644))
	_, err = Open(empty, w.Cat)
	require.ErrorIs(t, err, ErrKept)
	require.NoError(t, os.WriteFile(empty, make([]byte, 4096), 0o644))
	_, err = Open(empty, w.Cat)
	require.ErrorIs(t, err, ErrKept)
	require.Error(t, w.Save(empty), "an existing file is never written over")
}

// FuzzHistory: whatever the bytes, under a checksum of the header that fits, the reader gives a
// history of sound form or an error.
func FuzzHistory(f *testing.F) {
	w := small(f)
	_, good := saved(f, w)
	f.Add(good[:headSize+entrySize*len(w.sections())+4])
	f.Add(good[:100])
	end := headSize + entrySize*len(w.sections())
	f.Fuzz(func(t *testing.T, b []byte) {
		if b = bytes.Clone(b); len(b) >= end+4 {
			binary.LittleEndian.PutUint32(b[end:], crc32.Checksum(b[:end], castagnoli))
		}
		if h, err := historyOf(b); err == nil {
			require.Len(t, h.Ids, h.Persons())
			for p := range int32(h.Persons()) {
				h.Gone(p)
			}
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	w := small(b)
	path, _ := saved(b, w)
	for b.Loop() {
		k, err := Open(path, w.Cat)
		require.NoError(b, err)
		require.NoError(b, k.Close())
	}
}
