package pseudonym

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

func refused(t *testing.T, err error, code diag.Code) {
	t.Helper()
	var r *finding.Refusal
	require.ErrorAs(t, err, &r)
	require.Equal(t, code, r.Code)
	for _, l := range []text.Lang{text.English, text.Bokmaal} {
		require.NotRegexp(t, `\{\d\}`, r.Message(l)+r.Next(l))
	}
}

func none(string) string { return "" }

func key(t *testing.T, first byte) Key {
	t.Helper()
	secret := make([]byte, minKey)
	secret[0] = first
	k, err := NewKey(secret, "test")
	require.NoError(t, err)
	return k
}

// TestRecordedValues compares with what another program computes (testdata/values.py).
func TestRecordedValues(t *testing.T) {
	content, err := os.ReadFile("testdata/values.tsv")
	require.NoError(t, err)
	seen := 0
	for line := range strings.Lines(string(content)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] != "identity" && f[0] != "pseudonym" {
			continue
		}
		seen++
		k, err := decode(f[1], "test")
		require.NoError(t, err)
		if f[0] == "identity" {
			require.Equal(t, f[3], k.Identity())
			other, err := decode(f[2], "test")
			require.NoError(t, err)
			require.Equal(t, k, other, "hexadecimal and base64")
			continue
		}
		p, check := k.Hash(f[2])([]byte(f[3]))
		require.Equal(t, f[4], strconv.FormatUint(p, 10))
		require.Equal(t, f[5], strconv.FormatUint(check, 10))
		require.Less(t, p, uint64(1)<<63)
	}
	require.Equal(t, 27, seen)
}

func TestKeysAreRead(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), mode))
		require.NoError(t, os.Chmod(path, mode))
		return path
	}
	good := strings.Repeat("ab", minKey)
	path := file("good", good+"\n", 0o600)
	k, err := ReadKey(path, none)
	require.NoError(t, err)
	require.Equal(t, bytes.Repeat([]byte{0xab}, minKey), k.secret)
	same, err := ReadKey("", func(name string) string { return map[string]string{Environment: " " + strings.ToUpper(good)}[name] })
	require.NoError(t, err)
	require.Equal(t, k, same)
	url, err := decode("_-"+strings.Repeat("A", 41)+"=", "x")
	require.NoError(t, err)
	require.Equal(t, byte(0xff), url.secret[0])

	for name, c := range map[string]struct {
		path, env string
		code      diag.Code
	}{
		"none":        {"", "", finding.NoSecret},
		"both":        {path, good, finding.TwoSecrets},
		"absent":      {filepath.Join(dir, "absent"), "", finding.NoSecretFile},
		"folder":      {dir, "", finding.NoSecretFile},
		"short":       {file("short", strings.Repeat("ab", minKey-1), 0o600), "", finding.ShortSecret},
		"empty":       {file("empty", "", 0o600), "", finding.ShortSecret},
		"text":        {file("text", "my secret!", 0o600), "", finding.OddSecret},
		"long":        {file("long", strings.Repeat("ab", maxFile), 0o600), "", finding.NoSecretFile},
		"binary":      {file("binary", strings.Repeat("\x00\x01", 40), 0o600), "", finding.OddSecret},
		"environment": {"", "abcd", finding.ShortSecret},
	} {
		_, err := ReadKey(c.path, func(string) string { return c.env })
		refused(t, err, c.code)
		require.NotContains(t, err.Error(), "abab", name)
	}
	if runtime.GOOS != "windows" {
		_, err = ReadKey(file("open", good, 0o640), none)
		refused(t, err, finding.OpenSecret)
	}
}

func TestAKeyIsNeverPrinted(t *testing.T) {
	k := key(t, 7)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		require.Equal(t, "key key", fmt.Sprintf(verb+" "+verb, k, &k))
	}
}

func TestAMadeKeyCanBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "k")
	require.NoError(t, MakeKey(path))
	k, err := ReadKey(path, none)
	require.NoError(t, err)
	require.NotEqual(t, key(t, 0), k)
	refused(t, MakeKey(path), finding.AlreadyThere)
	require.Error(t, MakeKey(filepath.Join(path, "x")))
}

// written merges a ledger into the vault and gives what is there afterwards.
func written(t *testing.T, l *Ledger, vault string) (Counts, []byte) {
	t.Helper()
	var b bytes.Buffer
	n, err := l.WriteTo(context.Background(), &b)
	require.NoError(t, err)
	l.Close()
	require.NoError(t, os.WriteFile(filepath.Join(vault, FileName(l.kind)), b.Bytes(), 0o600))
	return n, b.Bytes()
}

func opened(t *testing.T, vault string, s Source, o Options) *Ledger {
	t.Helper()
	l, err := Open(vault, s, "FNR", o)
	require.NoError(t, err)
	t.Cleanup(l.Close)
	return l
}

// TestALedgerHoldsEveryPseudonymOnce: three workers, more identifiers than they may keep, each
// several times; the file is what a sorted map gives, and does not depend on how they were dealt.
func TestALedgerHoldsEveryPseudonymOnce(t *testing.T) {
	vault, k := t.TempDir(), key(t, 1)
	want := map[uint64]uint64{}
	hash := k.Hash("FNR")
	for round, n := range []int{30_000, 50_000} { // the second time 20,000 are new
		l := opened(t, vault, k, Options{Memory: 1, Workers: 3, Temp: t.TempDir()})
		var group sync.WaitGroup
		for w := range 3 {
			worker := l.Worker()
			group.Go(func() {
				r := rand.New(rand.NewPCG(uint64(w), 5))
				for _, i := range append(r.Perm(n), r.Perm(n)...) {
					id := fmt.Appendf(nil, "%011d%s", i, strings.Repeat("x", i%40))
					p, err := worker.Of(id)
					if err != nil || p < 0 {
						panic(err)
					}
				}
			})
		}
		group.Wait()
		for i := range n {
			p, check := hash(fmt.Appendf(nil, "%011d%s", i, strings.Repeat("x", i%40)))
			want[p] = check
		}
		require.NotEmpty(t, l.runs, "something was spilled")
		counts, b := written(t, l, vault)
		require.Equal(t, Counts{Total: int64(n), New: int64([]int{30_000, 20_000}[round])}, counts)
		require.Equal(t, reference(k, want), b)
		total, err := Verify(filepath.Join(vault, FileName("FNR")), "FNR")
		require.NoError(t, err)
		require.EqualValues(t, n, total)
	}
}

// reference is the file as its description says, made in the plainest way.
func reference(k Key, pairs map[uint64]uint64) []byte {
	var sorted []uint64
	for p := range pairs {
		sorted = append(sorted, p)
	}
	slices.Sort(sorted)
	id, _ := hex.DecodeString(k.Identity())
	b := append([]byte("mdsPSEU1"), id...)
	b = append(b, 3, 'F', 'N', 'R')
	for _, p := range sorted {
		b = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, p), pairs[p])
	}
	b = binary.BigEndian.AppendUint64(b, uint64(len(sorted)))
	sum := &summing{w: &bytes.Buffer{}}
	_, _ = sum.Write(b)
	return binary.BigEndian.AppendUint32(b, sum.crc)
}

// colliding is a source whose pseudonyms are the identifiers without their last digit.
type colliding struct{ Key }

func (colliding) Hash(string) func([]byte) (uint64, uint64) {
	return func(id []byte) (uint64, uint64) {
		n, _ := strconv.ParseUint(string(id), 10, 64)
		return n / 10, n
	}
}

func TestACollisionIsRefused(t *testing.T) {
	vault, s := t.TempDir(), colliding{key(t, 1)}
	take := func(l *Ledger, ids ...int) error {
		w := l.Worker()
		for _, id := range ids {
			if _, err := w.Of(strconv.AppendInt(nil, int64(id), 10)); err != nil {
				return err
			}
		}
		_, err := l.WriteTo(context.Background(), &bytes.Buffer{})
		return err
	}
	refused(t, take(opened(t, vault, s, Options{}), 10, 20, 11), finding.Collision)

	l := opened(t, vault, s, Options{})
	require.NoError(t, take(l, 10, 20, 10))
	written(t, l, vault)
	require.NoError(t, take(opened(t, vault, s, Options{}), 20, 30, 10), "the same identifiers again")
	refused(t, take(opened(t, vault, s, Options{}), 30, 11), finding.Collision)

	l = opened(t, vault, s, Options{}) // in two workers
	for _, id := range []string{"50", "51"} {
		_, err := l.Worker().Of([]byte(id))
		require.NoError(t, err)
	}
	_, err := l.WriteTo(context.Background(), &bytes.Buffer{})
	refused(t, err, finding.Collision)

	many := make([]int, 0, 3*recentUnits) // in what a worker had to settle
	for i := range 2 * recentUnits {
		many = append(many, 100+10*i)
	}
	refused(t, take(opened(t, vault, s, Options{Memory: 1, Temp: t.TempDir()}), append([]int{101}, many...)...), finding.Collision)
}

func TestAnotherKeyIsRefused(t *testing.T) {
	vault := filepath.Join(t.TempDir(), "no.test.reg", "vault")
	require.NoError(t, os.MkdirAll(vault, 0o700))
	known, err := CheckIdentity(vault, key(t, 1))
	require.NoError(t, err)
	require.False(t, known)
	require.NoError(t, os.WriteFile(filepath.Join(vault, IdentityFile), IdentityContent(key(t, 1)), 0o600))
	known, err = CheckIdentity(vault, key(t, 1))
	require.NoError(t, err)
	require.True(t, known)
	_, err = CheckIdentity(vault, key(t, 2))
	refused(t, err, finding.OtherSecret)
	require.Contains(t, err.Error(), "no.test.reg")

	l := opened(t, vault, key(t, 1), Options{})
	_, err = l.Worker().Of([]byte("1"))
	require.NoError(t, err)
	written(t, l, vault)
	_, err = Open(vault, key(t, 2), "FNR", Options{})
	refused(t, err, finding.OtherSecret)

	for content, code := range map[string]diag.Code{
		"":                                       finding.DamagedVault,
		`{"pseudonymKey": 1}`:                    finding.DamagedVault,
		`{"pseudonymKey": 2, "what": [1, 2, 3]}`: finding.NewerVault,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(vault, IdentityFile), []byte(content), 0o600))
		_, err = CheckIdentity(vault, key(t, 1))
		refused(t, err, code)
	}
}

// TestEveryFlippedByteIsFound: also a file cut at any place, and one of another kind.
func TestEveryFlippedByteIsFound(t *testing.T) {
	vault := t.TempDir()
	l := opened(t, vault, key(t, 1), Options{})
	w := l.Worker()
	for i := range 5 {
		_, err := w.Of(strconv.AppendInt(nil, int64(i), 10))
		require.NoError(t, err)
	}
	_, whole := written(t, l, vault)
	path := filepath.Join(vault, FileName("FNR"))
	for i := range whole {
		for name, broken := range map[string][]byte{"flipped": slices.Clone(whole), "cut": whole[:i]} {
			if name == "flipped" {
				broken[i] ^= 1 << (i % 8)
			}
			require.NoError(t, os.WriteFile(path, broken, 0o600))
			_, err := Verify(path, "FNR")
			var r *finding.Refusal
			require.ErrorAs(t, err, &r, "%s at %d", name, i)
		}
	}
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	_, err := Verify(path, "ORG")
	refused(t, err, finding.DamagedVault)
}

func TestAnInterruptEndsTheMerge(t *testing.T) {
	l := opened(t, t.TempDir(), key(t, 1), Options{})
	_, err := l.Worker().Of([]byte("1"))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = l.WriteTo(ctx, &bytes.Buffer{})
	require.ErrorIs(t, err, context.Canceled)
}

type full struct{ left int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAFullDiskIsAnError(t *testing.T) {
	l := opened(t, t.TempDir(), key(t, 1), Options{})
	_, err := l.Worker().Of([]byte("1"))
	require.NoError(t, err)
	for left := range 40 {
		_, err = l.WriteTo(context.Background(), &full{left})
		require.ErrorIs(t, err, errFull, left)
	}
	l = opened(t, t.TempDir(), key(t, 1), Options{Memory: 1, Temp: filepath.Join(t.TempDir(), "absent")})
	w := l.Worker()
	for i := range 2*recentUnits + 1 {
		if _, err = w.Of(strconv.AppendInt(nil, int64(i), 10)); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, os.ErrNotExist)
}

func BenchmarkLedger(b *testing.B) {
	k := Key{make([]byte, minKey)}
	const rows, units = 4_000_000, 1_000_000
	r := rand.New(rand.NewPCG(1, 2))
	ids := make([][]byte, units)
	for i := range ids {
		ids[i] = fmt.Appendf(nil, "%011d", i*7)
	}
	for b.Loop() {
		l, err := Open(b.TempDir(), k, "FNR", Options{Workers: 1})
		require.NoError(b, err)
		w := l.Worker()
		for range rows {
			if _, err := w.Of(ids[r.IntN(units)]); err != nil {
				b.Fatal(err)
			}
		}
		_, err = l.WriteTo(context.Background(), &full{1 << 40})
		require.NoError(b, err)
		l.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows)/float64(b.N), "ns/row")
}

// FuzzVerify: whatever a file holds, it is refused or ascends, and nothing panics.
func FuzzVerify(f *testing.F) {
	k := Key{make([]byte, minKey)}
	f.Add(reference(k, map[uint64]uint64{1: 2, 7: 1}))
	f.Add(reference(k, nil))
	f.Add([]byte("mdsPSEU2"))
	path := filepath.Join(f.TempDir(), "f")
	f.Fuzz(func(t *testing.T, content []byte) {
		require.NoError(t, os.WriteFile(path, content, 0o600))
		_, err := Verify(path, "FNR")
		var r *finding.Refusal
		require.True(t, err == nil || errors.As(err, &r), err)
	})
}
