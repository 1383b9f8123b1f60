package store

import (
	"encoding/json"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// FuzzMetadata: whatever the bytes, the reader answers or gives an error, and it accepts no
// text that is not JSON.
func FuzzMetadata(f *testing.F) {
	dir := f.TempDir()
	storetest.WriteText(f, dir, four)
	for _, name := range []string{"metadata_all__1_0_0", "texts_en__1_0_0"} {
		b, err := os.ReadFile(filepath.Join(dir, bank, "datastore", name+".json"))
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte(`{"dataStructures":[{"name":"A\u00e5\ud83d\ude00","temporality":"FIXED"}]}`))
	f.Add([]byte(`{"a":-0.5e+3,"dataStructures":[]} `))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parseMetadata(b, nil, nil)
		if err == nil {
			require.True(t, json.Valid(b))
			for _, name := range m.names {
				if v, ok, err := m.variable(name); err == nil {
					require.True(t, ok)
					v.CodesAt(0)
				}
			}
		}
		if _, _, err := parseEnglish(b); err == nil {
			require.True(t, json.Valid(b))
		}
	})
}

// FuzzHotFile: a hot file and its sidecar with any bytes, under checksums that fit, never
// make a query panic or read outside the file.
func FuzzHotFile(f *testing.F) {
	dir, cache := f.TempDir(), f.TempDir()
	storetest.WriteText(f, dir, four)
	s, err := Open(f.Context(), Options{Dirs: []string{dir}, Cache: cache})
	require.NoError(f, err)
	b, _ := s.Bank(bank)
	v, _ := b.Version("")
	for _, name := range v.Names() {
		of, _ := v.Variable(name)
		_, err := s.View(run(), v, of, Whole())
		require.NoError(f, err)
	}
	require.NoError(f, s.Close())
	hot, err := filepath.Glob(filepath.Join(cache, "hot", "*", "*.arrow"))
	require.NoError(f, err)
	require.NotEmpty(f, hot)
	for _, path := range hot {
		data, err := os.ReadFile(path)
		require.NoError(f, err)
		side, err := os.ReadFile(sidecarPath(path))
		require.NoError(f, err)
		f.Add(side[:len(side)-10], data)
	}
	f.Fuzz(func(t *testing.T, side, data []byte) {
		var s sidecar
		if json.Unmarshal(side, &s) != nil || len(data) == 0 || s.Rows > 1<<16 {
			return
		}
		s.Bytes, s.Sums = int64(len(data)), nil
		for at := 0; at < len(data); at += sumChunk {
			sum := []uint32{crc32.Checksum(data[at:min(at+sumChunk, len(data))], castagnoli)}
			s.Sums = append(s.Sums, bytesOf(sum)...)
		}
		text, err := s.encode()
		require.NoError(t, err)
		path := filepath.Join(t.TempDir(), "x.arrow")
		require.NoError(t, os.WriteFile(path, data, 0o600))
		require.NoError(t, os.WriteFile(sidecarPath(path), text, 0o600))
		h, err := openHot(path, "X")
		if err != nil {
			return
		}
		defer func() { require.NoError(t, h.unmap()) }()
		if h.prove(run(), partOrdinal, partValue, partValid, partStart, partStop, partEnded, partOffsets, partWords) != nil {
			return
		}
		if s.Kind == "alphanumeric" {
			if _, err := h.dictionary(); err != nil {
				return
			}
		}
		rows := h.unitRows(At(9000), 0, s.Rows, nil)
		rows = append(rows, h.unitRows(Whole(), 0, s.Rows, nil)...)
		units := []uint32{0, 1, 2, 5, 1 << 20}
		h.match(At(9000), units, make([]uint32, len(units)))
		for _, r := range rows {
			require.Less(t, int(r), s.Rows)
		}
	})
}

// FuzzUnitFile: any bytes are a map or an error.
func FuzzUnitFile(f *testing.F) {
	for _, u := range []*Units{newIntUnits("FNR", []int64{5, 3, 9}), newTextUnits("KOMMUNE", []string{"b", "", "a"})} {
		u.order = []uint32{0, 2, 1}
		path := filepath.Join(f.TempDir(), "u")
		out, err := os.Create(path)
		require.NoError(f, err)
		require.NoError(f, u.writeTo(out))
		require.NoError(f, out.Close())
		b, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "u")
		require.NoError(t, os.WriteFile(path, b, 0o600))
		u, err := readUnits(path, "X", true)
		if err != nil {
			return
		}
		x := newIndex(u)
		for i := range u.Len() {
			u.AppendID(nil, i)
		}
		_ = x
	})
}
