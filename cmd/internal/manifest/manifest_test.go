package manifest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
)

// TestMarks: the check value of CRC-32C for "123456789" is e3069283 (RFC 3720 and its kin).
func TestMarks(t *testing.T) {
	want := manifest.Mark{Bytes: 9, CRC32C: "e3069283"}
	require.Equal(t, want, manifest.Of([]byte("123456789")))
	path := filepath.Join(t.TempDir(), "x")
	require.NoError(t, os.WriteFile(path, []byte("123456789"), 0o600))
	got, err := manifest.OfFile(path)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, manifest.Mark{CRC32C: "00000000"}, manifest.Of(nil))
	require.Equal(t, "0000000a", manifest.Hex(10))
}

// TestEveryByte of a manifest is under its own sum.
func TestEveryByte(t *testing.T) {
	files := map[string]manifest.Mark{"datastore/a.json": {Bytes: 1, CRC32C: "00000000"}, "datastore/b&c.json": {Bytes: 2, CRC32C: "0000000b"}}
	b, err := manifest.Encode(manifest.File{Store: 1, Files: files})
	require.NoError(t, err)
	got, err := manifest.Parse(b)
	require.NoError(t, err)
	require.Equal(t, files, got)
	for at := range b {
		for bit := range 8 {
			b[at] ^= 1 << bit
			_, err := manifest.Parse(b)
			require.Error(t, err, "%d %d", at, bit)
			b[at] ^= 1 << bit
		}
	}
	_, err = manifest.Parse(append(b, ' '))
	require.ErrorIs(t, err, manifest.ErrSelf)
}

func TestSeal(t *testing.T) {
	dir := t.TempDir()
	for _, rel := range []string{"datastore/datastore_versions.json", "datastore/metadata_all__1_0_0.json", "datastore/metadata_all__2_0_0.json", "datastore/policy__1_0.json",
		"datastore/policy__2_0.sig", "datastore/metadata_all__11_0_0.json", "data/A/A__1_0.parquet", "history/life.bin", "datastore/writer.lock"} {
		path := filepath.Join(dir, filepath.FromSlash(rel))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(rel), 0o644))
	}
	require.NoError(t, os.Remove(filepath.Join(dir, "datastore/metadata_all__2_0_0.json")))
	require.NoError(t, os.Link(filepath.Join(dir, "datastore/metadata_all__1_0_0.json"), filepath.Join(dir, "datastore/metadata_all__2_0_0.json")))
	require.NoError(t, manifest.Seal(dir, []string{"1_0_0", "2_0_0", "11_0_0"}))
	read := func(rel string) []string {
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(rel)))
		require.NoError(t, err)
		files, err := manifest.Parse(b)
		require.NoError(t, err)
		var names []string
		for name, mark := range files {
			got, err := manifest.OfFile(filepath.Join(dir, filepath.FromSlash(name)))
			require.NoError(t, err)
			require.Equal(t, got, mark)
			names = append(names, name)
		}
		return names
	}
	require.ElementsMatch(t, []string{"datastore/metadata_all__1_0_0.json", "datastore/policy__1_0.json"}, read("datastore/manifest__1_0_0.json"))
	require.ElementsMatch(t, []string{"datastore/metadata_all__2_0_0.json", "datastore/policy__2_0.sig"}, read("datastore/manifest__2_0_0.json"))
	require.ElementsMatch(t, []string{"datastore/datastore_versions.json", "history/life.bin", "datastore/manifest__1_0_0.json",
		"datastore/manifest__2_0_0.json", "datastore/manifest__11_0_0.json"}, read(manifest.Main))
}

// FuzzParse: nothing panics.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"manifest":1,"algorithm":"crc32c","files":{},"self":"00000000"}`))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = manifest.Parse(b) })
}
