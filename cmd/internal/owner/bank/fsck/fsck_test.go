package fsck_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/fsck"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

var ctx = context.Background()

const deliveries = `
variable CIVIL PERSON EVENT text "Sivilstand" "Civil status"
code 1 "Ugift" "Unmarried"
11;1;1990-01-01;2001-06-30
12;1;1995-05-05;
variable PAY PERSON ACCUMULATED integer
11;500000;2019-01-01;2019-12-31
12;600000;2020-01-01;2020-12-31
variable POWER PERSON STATUS integer
wholemonth
11;5;2019-01-31
12;6;2020-01-31
`

// made is a bank with a version, a vault, and a draft.
func made(t *testing.T) (root, dir string) {
	t.Helper()
	root = t.TempDir()
	require.NoError(t, bank.Create(ctx, root, banktest.Name, bank.About{Label: "Prøve", Description: "Prøve", LabelEN: "Trial"}, bank.Options{}))
	b, err := bank.Open(ctx, root, banktest.Name, bank.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, b.Close()) }()
	d := banktest.Deliver(t, deliveries)
	secret := filepath.Join(t.TempDir(), "x")
	require.NoError(t, os.WriteFile(secret, []byte("0123456789"), 0o600))
	civil := d["CIVIL"]
	civil.Vault = []bank.VaultFile{{Name: "pseudonyms__FNR.bin", Path: secret}}
	require.NoError(t, b.Add(ctx, civil))
	require.NoError(t, b.Add(ctx, d["POWER"]))
	_, err = b.Release(ctx, bank.Release{Description: "one", All: true})
	require.NoError(t, err)
	require.NoError(t, b.Add(ctx, d["PAY"]))
	return root, b.Dir()
}

func checked(t *testing.T, root string) fsck.Report {
	t.Helper()
	r, err := fsck.Check(ctx, root, banktest.Name, fsck.Options{})
	require.NoError(t, err)
	return r
}

func said(r fsck.Report) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, string(f.Code)+" "+strings.Join(f.Args, " "))
	}
	return strings.Join(out, "\n")
}

func TestABankInOrder(t *testing.T) {
	root, dir := made(t)
	r := checked(t, root)
	require.True(t, r.OK(), said(r))
	require.Zero(t, r.Unverified)
	require.Equal(t, 1, r.Versions)
	hashes := banktest.Hashes(t, dir)
	require.EqualValues(t, len(hashes)-2, r.Files) // all but manifest.json, which has its own sum, and the lock
}

// TestEveryFlippedByte flips one byte at a time, at random places of every file, and once at
// every byte of the small ones.
func TestEveryFlippedByte(t *testing.T) {
	root, dir := made(t)
	random := rand.New(rand.NewPCG(1, 2))
	flips := 0
	for _, rel := range slices.Sorted(maps.Keys(banktest.Hashes(t, dir))) {
		path := filepath.Join(dir, filepath.FromSlash(rel))
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		places := random.Perm(len(content))
		if rel != "datastore/manifest.json" {
			places = places[:min(6, len(places))]
		}
		for _, at := range places {
			flips++
			broken := slices.Clone(content)
			broken[at] ^= 1 << random.IntN(8)
			require.NoError(t, os.WriteFile(path, broken, 0o644))
			r := checked(t, root)
			require.False(t, r.OK(), "%s at %d", rel, at)
			require.Contains(t, said(r), rel)
		}
		require.NoError(t, os.WriteFile(path, content, 0o644))
	}
	require.True(t, checked(t, root).OK())
	t.Logf("%d flips", flips)
}

// TestMissingCutAndExtra takes away, cuts and lengthens every file, and adds some.
func TestMissingCutAndExtra(t *testing.T) {
	root, dir := made(t)
	for rel := range banktest.Hashes(t, dir) {
		path := filepath.Join(dir, filepath.FromSlash(rel))
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		if rel != "datastore/writer.lock" {
			require.NoError(t, os.Remove(path))
			if rel != "datastore/manifest.json" { // without it the rest is in order, but nobody vouches for it
				require.Contains(t, said(checked(t, root)), "O1403 "+rel)
			} else {
				require.Positive(t, checked(t, root).Unverified)
			}
			require.NoError(t, os.WriteFile(path, content[:len(content)/2], 0o600))
			require.Contains(t, said(checked(t, root)), rel)
		}
		require.NoError(t, os.WriteFile(path, append(slices.Clone(content), ' '), 0o600))
		require.Contains(t, said(checked(t, root)), rel)
		require.NoError(t, os.WriteFile(path, content, 0o600))
	}
	require.True(t, checked(t, root).OK())
	for rel, code := range map[string]string{
		"data/CIVIL/CIVIL__0_9.parquet": "O1404", "data/POWER/POWER__1_0/start_year=2019/part-1.parquet": "O1407",
		"data/PAY/PAY__DRAFT/start_year=2019/x.parquet": "O1407", "datastore/metadata_all__9_0_0.json": "O1404", "note.txt": "O1404",
	} {
		path := filepath.Join(dir, filepath.FromSlash(rel))
		require.NoError(t, os.WriteFile(path, []byte("x"), 0o644))
		require.Equal(t, code+" "+rel, said(checked(t, root)))
		require.NoError(t, os.Remove(path))
	}
}

func TestOperationsLocksAndVaults(t *testing.T) {
	root, dir := made(t)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "datastore/tmp/new"), 0o755))
	require.Equal(t, "O1406 datastore/tmp", said(checked(t, root)))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "datastore/tmp")))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "datastore/tmp/datastore_versions.json"), 0o755))
	require.Contains(t, said(checked(t, root)), "O1318")
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "datastore/tmp")))
	require.NoError(t, os.Chmod(filepath.Join(dir, "vault"), 0o755))
	require.Equal(t, "O1408 vault", said(checked(t, root)))
	require.NoError(t, os.Chmod(filepath.Join(dir, "vault"), 0o700))

	b, err := bank.Open(ctx, root, banktest.Name, bank.Options{})
	require.NoError(t, err)
	_, err = fsck.Check(ctx, root, banktest.Name, fsck.Options{})
	var r *finding.Refusal
	require.True(t, errors.As(err, &r))
	require.Equal(t, finding.Locked, r.Code)
	require.NoError(t, b.Close())
	_, err = fsck.Check(ctx, root, "no.where", fsck.Options{})
	require.True(t, errors.As(err, &r))
	require.Equal(t, finding.NoBank, r.Code)
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = fsck.Check(canceled, root, banktest.Name, fsck.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// TestOtherStores: without manifests the data are still held against their sums.
func TestOtherStores(t *testing.T) {
	root := t.TempDir()
	storetest.WriteText(t, root, "bank "+banktest.Name+"\n"+deliveries)
	r := checked(t, root)
	require.True(t, r.OK(), said(r))
	require.EqualValues(t, 5, r.Files) // one, and two partitions twice
	require.Positive(t, r.Unverified)
	data := filepath.Join(root, banktest.Name, "data/CIVIL/CIVIL__1_0.parquet")
	content, err := os.ReadFile(data)
	require.NoError(t, err)
	content[len(content)/2] ^= 4
	require.NoError(t, os.WriteFile(data, content, 0o644))
	require.Equal(t, "O1401 data/CIVIL/CIVIL__1_0.parquet", said(checked(t, root)))
	path := filepath.Join(root, banktest.Name, "datastore/metadata_all__1_0_0.json")
	content, err = os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(content), `"EVENT"`, `"EVENS"`, 1)), 0o644))
	require.Contains(t, said(checked(t, root)), "O1410 1")
}

// TestLazyParts: what is not made yet is absent by design, what is there must fit.
func TestLazyParts(t *testing.T) {
	root := t.TempDir()
	storetest.WriteText(t, root, "bank "+banktest.Name+" microdata\n"+deliveries)
	dir := filepath.Join(root, banktest.Name)
	lazy := `{"lazy": 1, "generator": "x", "variables": {
		"CIVIL": {"file": "CIVIL__1_0.parquet", "from": 1, "to": 2},
		"PAY": {"file": "PAY__1_0", "years": [{"year": 2019, "from": 1, "to": 2}, {"year": 2020, "from": 1, "to": 2}]}}}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "datastore/lazy.json"), []byte(lazy), 0o644))
	require.Contains(t, said(checked(t, root)), "O1407 data/CIVIL/CIVIL__1_0.parquet")
	require.NoError(t, os.Remove(filepath.Join(dir, "data/CIVIL/CIVIL__1_0.parquet")))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "data/PAY/PAY__1_0/start_year=2020")))
	part := "data/PAY/PAY__1_0/start_year=2019/part-0.parquet"
	sum, err := bank.SumFile(filepath.Join(dir, filepath.FromSlash(part)))
	require.NoError(t, err)
	sidecar := fmt.Sprintf(`{"checksums": 1, "algorithm": "crc32c", "chunk": 1048576, "files": {%q: {"bytes": %d, "crc32c": %q, "chunks": [%q]}}}`, part, sum.Bytes, sum.CRC32C, sum.Chunks[0])
	require.NoError(t, os.WriteFile(filepath.Join(dir, "data/PAY/PAY__1_0.start_year=2019.sums.json"), []byte(sidecar), 0o644))
	r := checked(t, root)
	require.True(t, r.OK(), said(r))
	require.EqualValues(t, 2, r.Absent)
	content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(part)))
	require.NoError(t, err)
	content[10] ^= 1
	require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.FromSlash(part)), content, 0o644))
	require.Equal(t, "O1401 "+part, said(checked(t, root)))
}
