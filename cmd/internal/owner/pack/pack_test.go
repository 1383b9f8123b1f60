package pack

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/text"
)

const fixture = "testdata/python"

const fixtureKeys = fixture + "/keys"

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

// delivery writes the folder of a dataset.
func delivery(t *testing.T, name, csv string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".json"), []byte(`{"a": 1}`), 0o600))
	if csv != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".csv"), []byte(csv), 0o600))
	}
	return dir
}

// refused demands a refusal with a code and gives its words.
func refused(t *testing.T, err error, want any) string {
	t.Helper()
	var r *finding.Refusal
	require.ErrorAs(t, err, &r)
	require.EqualValues(t, want, r.Code, r.Upstream)
	for _, l := range []text.Lang{text.English, text.Bokmaal} {
		require.NotRegexp(t, `\{\d\}`, r.Message(l)+r.Next(l))
	}
	return r.Upstream
}

// TestOpensWhatAnotherProgramMade: the fixture is by testdata/package.py, with 12 slices in the
// order of text.
func TestOpensWhatAnotherProgramMade(t *testing.T) {
	dir, err := Unpack(context.Background(), fixture+"/PYDATA.tar", fixtureKeys, t.TempDir(), nil)
	require.NoError(t, err)
	for _, ending := range []string{".csv", ".json"} {
		require.Equal(t, read(t, fixture+"/PYDATA"+ending), read(t, filepath.Join(dir, "PYDATA"+ending)))
	}
	if runtime.GOOS != "windows" {
		info, err := os.Stat(filepath.Join(dir, "PYDATA.csv"))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
}

// TestAnotherProgramOpensWhatWeMake runs where that program can.
func TestAnotherProgramOpensWhatWeMake(t *testing.T) {
	if exec.Command("python3", "-c", "import cryptography").Run() != nil {
		t.Skip("no python3 with cryptography")
	}
	csv := strings.Repeat("1;a;2020-01-01;;\n", 1000)
	path, err := Package(context.Background(), delivery(t, "X", csv), fixtureKeys, t.TempDir(), Options{ChunkSize: 1500})
	require.NoError(t, err)
	out := filepath.Join(t.TempDir(), "clear.csv")
	said, err := exec.Command("python3", "testdata/package.py", "unpack", path, fixtureKeys, out).CombinedOutput()
	require.NoError(t, err, "%s", said)
	require.Equal(t, csv, read(t, out))
}

// TestThereAndBack, case 44: also with slices of one byte, around the borders of blocks and
// buffers, and with metadata alone.
func TestThereAndBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct{ size, chunk int64 }{
		{0, 0}, {1, 0}, {15, 1}, {16, 16}, {17, 16}, {300, 1}, {bufferSize - 1, 0}, {bufferSize, 0}, {bufferSize + 1, 0}, {3*bufferSize + 5, bufferSize},
	} {
		csv := make([]byte, c.size)
		for i := range csv {
			csv[i] = byte(random.IntN(256))
		}
		out := t.TempDir()
		path, err := Package(context.Background(), delivery(t, "X", string(csv)), fixtureKeys, out, Options{ChunkSize: c.chunk})
		require.NoError(t, err)
		left, err := os.ReadDir(out)
		require.NoError(t, err)
		require.Len(t, left, 1, "only the archive is left")
		dir, err := Unpack(context.Background(), path, fixtureKeys, t.TempDir(), func(float64) {})
		require.NoError(t, err)
		require.Equal(t, `{"a": 1}`, read(t, filepath.Join(dir, "X.json")))
		if c.size == 0 {
			require.NoFileExists(t, filepath.Join(dir, "X.csv"))
			continue
		}
		require.Equal(t, string(csv), read(t, filepath.Join(dir, "X.csv")))
	}
}

func TestTokenSizes(t *testing.T) {
	for size := int64(0); size < 70; size++ {
		var b bytes.Buffer
		require.NoError(t, encrypt(&b, bytes.NewReader(make([]byte, size)), size, dataKey{1}))
		require.EqualValues(t, b.Len(), tokenSize(size))
		var clear bytes.Buffer
		require.NoError(t, decrypt(&clear, &b, dataKey{1}))
		require.Equal(t, make([]byte, size), append([]byte{}, clear.Bytes()...))
	}
}

type entry struct {
	name, content string
	kind          byte
}

func entries(t *testing.T, path string) []entry {
	t.Helper()
	r := tar.NewReader(strings.NewReader(read(t, path)))
	var out []entry
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		out = append(out, entry{h.Name, string(b), h.Typeflag})
	}
}

// archive writes members as PYDATA.tar.
func archive(t *testing.T, members []entry) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range members {
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Mode: 0o600, Size: int64(len(e.content))}
		if e.kind == tar.TypeSymlink {
			h.Linkname, h.Size, e.content = e.content, 0, ""
		}
		require.NoError(t, w.WriteHeader(h))
		_, err := w.Write([]byte(e.content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	path := filepath.Join(t.TempDir(), "PYDATA.tar")
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
	return path
}

// TestWhatIsRefused, case 45 and beyond: each change of a good archive is refused in the words
// of the public tools, and nothing is left behind.
func TestWhatIsRefused(t *testing.T) {
	good := entries(t, fixture+"/PYDATA.tar")
	without := func(prefix string) func([]entry) []entry {
		return func(all []entry) (out []entry) {
			for _, e := range all {
				if !strings.HasPrefix(e.name, prefix) {
					out = append(out, e)
				}
			}
			return out
		}
	}
	change := func(name string, f func(*entry)) func([]entry) []entry {
		return func(all []entry) []entry {
			for i := range all {
				if all[i].name == name {
					f(&all[i])
				}
			}
			return all
		}
	}
	plus := func(e entry) func([]entry) []entry { return func(all []entry) []entry { return append(all, e) } }
	flip := func(at int) func(e *entry) {
		return func(e *entry) {
			b := []byte(e.content)
			i := (at + len(b)) % len(b)
			if b[i] == 'A' {
				b[i] = 'B'
			} else {
				b[i] = 'A'
			}
			e.content = string(b)
		}
	}
	const one = "chunks/1.csv.encr"
	for name, c := range map[string]struct {
		edit func([]entry) []entry
		code any
		want string
	}{
		"no metadata":       {without("PYDATA.json"), finding.LacksJSON, "PYDATA.json not in .tar file"},
		"no data key":       {without("PYDATA.symkey"), finding.LacksKey, "Tar file for PYDATA does not contain the required PYDATA.symkey.encr file"},
		"no slices":         {without("chunks/"), finding.LacksChunks, "Tar file for PYDATA does not contain any chunks files"},
		"no checksum":       {without("PYDATA.md5"), finding.LacksSum, "Tar file for PYDATA does not contain the required PYDATA.md5 file"},
		"wrong checksum":    {change("PYDATA.md5", func(e *entry) { e.content = strings.Repeat("0", 32) }), finding.WrongSum, "MD5 checksums do not match. The csv file may be corrupted!"},
		"altered slice":     {change(one, flip(60)), finding.NotDecrypted, "Not able to decrypt chunks/1.csv.encr, is symkey correct?"},
		"altered first":     {change(one, flip(0)), finding.NotDecrypted, "is symkey correct?"},
		"altered last":      {change(one, flip(-5)), finding.NotDecrypted, "is symkey correct?"},
		"shorter slice":     {change(one, func(e *entry) { e.content = e.content[:len(e.content)-4] }), finding.NotDecrypted, "is symkey correct?"},
		"tiny slice":        {change(one, func(e *entry) { e.content = "gAAA" }), finding.NotDecrypted, "is symkey correct?"},
		"empty slice":       {change(one, func(e *entry) { e.content = "" }), finding.NotDecrypted, "is symkey correct?"},
		"slice no base64":   {change(one, func(e *entry) { e.content = "???" + e.content[3:] }), finding.NotDecrypted, "is symkey correct?"},
		"altered key":       {change("PYDATA.symkey.encr", flip(9)), finding.NotDecrypted, "Not able to decrypt PYDATA.symkey.encr"},
		"slices from 2":     {without(one), finding.ChunkGap, "chunk 1"},
		"a gap":             {without("chunks/5."), finding.ChunkGap, "chunk 5"},
		"last slice gone":   {without("chunks/12."), nil, ""},
		"a slice twice":     {plus(entry{"chunks/01.csv.encr", "", tar.TypeReg}), finding.ChunkGap, "chunk 2"},
		"no number":         {plus(entry{"chunks/x.csv.encr", "", tar.TypeReg}), finding.OddChunk, "Failed to sort files in chunk directory"},
		"out of the folder": {plus(entry{"../evil", "x", tar.TypeReg}), finding.OddMember, "unexpected member"},
		"hidden way out":    {plus(entry{"chunks/../../1.csv.encr", "x", tar.TypeReg}), finding.OddMember, "unexpected member"},
		"absolute":          {plus(entry{"/etc/evil", "x", tar.TypeReg}), finding.OddMember, "unexpected member"},
		"backslashes":       {plus(entry{`chunks/..\1.csv.encr`, "x", tar.TypeReg}), finding.OddMember, "unexpected member"},
		"link":              {plus(entry{"PYDATA.csv", "/etc/passwd", tar.TypeSymlink}), finding.OddMember, "unexpected member"},
		"folder":            {plus(entry{"other/", "", tar.TypeDir}), finding.OddMember, "unexpected member"},
		"metadata twice":    {plus(entry{"PYDATA.json", "{}", tar.TypeReg}), finding.OddMember, "unexpected member"},
	} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			_, err := Unpack(context.Background(), archive(t, c.edit(append([]entry{}, good...))), fixtureKeys, out, nil)
			if c.code == nil {
				c.code, c.want = finding.WrongSum, "MD5"
			}
			require.Contains(t, refused(t, err, c.code), "Failed to unpackage dataset: ")
			require.Contains(t, err.Error(), c.want)
			left, err := os.ReadDir(out)
			require.NoError(t, err)
			require.Empty(t, left)
		})
	}
}

// TestEveryTruncationIsRefused: an archive cut anywhere before its end mark is refused.
func TestEveryTruncationIsRefused(t *testing.T) {
	whole := read(t, fixture+"/PYDATA.tar")
	content := strings.TrimRight(whole, "\x00")
	path := filepath.Join(t.TempDir(), "PYDATA.tar")
	for size := 0; size < len(content); size += 256 {
		require.NoError(t, os.WriteFile(path, []byte(whole[:size]), 0o600))
		out := t.TempDir()
		_, err := Unpack(context.Background(), path, fixtureKeys, out, nil)
		var r *finding.Refusal
		require.ErrorAs(t, err, &r, "cut at %d", size)
		left, err := os.ReadDir(out)
		require.NoError(t, err)
		require.Empty(t, left)
	}
}

func TestKeys(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "keys")
	require.NoError(t, GenerateKeys(keys))
	require.Contains(t, refused(t, GenerateKeys(keys), finding.AlreadyThere), "already exists")
	if runtime.GOOS != "windows" {
		info, err := os.Stat(filepath.Join(keys, PrivateKeyFile))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	tarFile := fixture + "/PYDATA.tar"
	open := func(archive, keys string) error {
		_, err := Unpack(context.Background(), archive, keys, t.TempDir(), nil)
		return err
	}
	require.Contains(t, refused(t, open(tarFile, keys), finding.NotDecrypted), "is symkey correct?")
	refused(t, open(tarFile+"x", keys), finding.NoPackage)
	refused(t, open(tarFile, keys+"x"), finding.NoKeyFolder)
	refused(t, open(tarFile, t.TempDir()), finding.NoPrivateKey)
	bad := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(bad, PrivateKeyFile), []byte("no key"), 0o600))
	refused(t, open(tarFile, bad), finding.BadKey)
	require.NoError(t, os.WriteFile(filepath.Join(bad, PublicKeyFile), []byte(read(t, filepath.Join(keys, PrivateKeyFile))), 0o600))
	_, err := Package(context.Background(), delivery(t, "X", "x"), bad, t.TempDir(), Options{})
	refused(t, err, finding.BadKey)
	path, err := Package(context.Background(), delivery(t, "X", "x"), keys, t.TempDir(), Options{})
	require.NoError(t, err)
	require.NoError(t, open(path, keys))
}

func TestWhatIsNotPacked(t *testing.T) {
	try := func(edit func(dir, out string)) error {
		dir, out := delivery(t, "X", "x"), t.TempDir()
		edit(dir, out)
		_, err := Package(context.Background(), dir, fixtureKeys, out, Options{})
		left, failed := os.ReadDir(out)
		require.NoError(t, failed)
		for _, e := range left {
			require.NotContains(t, e.Name(), ".mdscript-")
		}
		return err
	}
	put := func(path, content string) { require.NoError(t, os.WriteFile(path, []byte(content), 0o600)) }
	refused(t, try(func(dir, _ string) { _ = os.Remove(dir + "/X.json") }), finding.NothingToPack)
	refused(t, try(func(dir, _ string) { put(dir+"/Y.csv", "") }), finding.ManyFiles)
	refused(t, try(func(dir, _ string) { _ = os.Rename(dir+"/X.csv", dir+"/Y.csv") }), finding.OtherName)
	refused(t, try(func(dir, _ string) { put(dir+"/X.csv", "") }), finding.EmptyData)
	refused(t, try(func(_, out string) { _ = os.Mkdir(out+"/X", 0o700) }), finding.AlreadyThere)
	refused(t, try(func(_, out string) { put(out+"/X.tar", "") }), finding.AlreadyThere)
	refused(t, try(func(dir, _ string) { _ = os.RemoveAll(dir) }), finding.NoFolder)
	_, err := Package(context.Background(), delivery(t, "X", "x"), t.TempDir(), t.TempDir(), Options{})
	refused(t, err, finding.NoPublicKey)
	_, err = Package(context.Background(), delivery(t, "x", "x"), fixtureKeys, t.TempDir(), Options{})
	refused(t, err, finding.BadName)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := t.TempDir()
	_, err = Package(ctx, delivery(t, "X", "x"), fixtureKeys, out, Options{})
	require.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadDir(out)
	require.NoError(t, err)
	require.Empty(t, left, "an interrupt leaves nothing")
}

// FuzzUnpack: no archive makes it fail otherwise than by a refusal, or leaves its folder.
func FuzzUnpack(f *testing.F) {
	whole, err := os.ReadFile(fixture + "/PYDATA.tar")
	require.NoError(f, err)
	f.Add(whole[:8192])
	f.Add(make([]byte, 1024))
	f.Fuzz(func(t *testing.T, content []byte) {
		root := t.TempDir()
		path := filepath.Join(root, "PYDATA.tar")
		require.NoError(t, os.WriteFile(path, content, 0o600))
		_, err := Unpack(context.Background(), path, fixtureKeys, filepath.Join(root, "out"), nil)
		var r *finding.Refusal
		require.True(t, err == nil || errors.As(err, &r), "%v", err)
		left, err := os.ReadDir(root)
		require.NoError(t, err)
		require.LessOrEqual(t, len(left), 2)
	})
}

// FuzzToken: a token of other bytes is refused.
func FuzzToken(f *testing.F) {
	private, err := readPrivate(fixtureKeys)
	require.NoError(f, err)
	archive, err := os.ReadFile(fixture + "/PYDATA.tar")
	require.NoError(f, err)
	at := bytes.Index(archive, []byte("PYDATA.symkey.encr")) + tarBlock
	key, err := unwrap(private, archive[at:at+256])
	require.NoError(f, err)
	at = bytes.Index(archive, []byte("gAAA"))
	good := string(archive[at : at+int(tokenSize(100))])
	require.NoError(f, decrypt(io.Discard, strings.NewReader(good), key))
	f.Add(good)
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		err := decrypt(io.Discard, strings.NewReader(token), key)
		if strings.NewReplacer("\n", "", "\r", "").Replace(token) != good {
			require.ErrorIs(t, err, errToken)
		}
	})
}
