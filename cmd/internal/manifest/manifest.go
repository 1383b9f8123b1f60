// Package manifest writes down size and checksum of the files of a bank that carry none of
// their own (spec/store.md §3.9).
//
// In: contents, or a bank that is complete. Out: the bytes of a manifest, which holds its own
// checksum too.
//
//	text, err := manifest.Encode(manifest.File{Files: map[string]manifest.Mark{"datastore/x.json": manifest.Of(content)}})
//	files, err := manifest.Parse(text) // an error when a byte was changed
package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The formats that this program writes: of a manifest, and of a bank.
const (
	Format = 1
	Store  = 1
)

// Main is the manifest of what changes, relative to the bank.
const Main = "datastore/manifest.json"

// File is a manifest. Store is the format of the bank and stands in Main only. Self is the
// checksum of the file itself with eight zeros in its place.
type File struct {
	Manifest  int             `json:"manifest"`
	Store     int             `json:"store,omitempty"`
	Algorithm string          `json:"algorithm"`
	Files     map[string]Mark `json:"files"`
	Self      string          `json:"self"`
}

// Mark is size and CRC-32C of a file.
type Mark struct {
	Bytes  int64  `json:"bytes"`
	CRC32C string `json:"crc32c"`
}

// ErrSelf says that a manifest is not as it was written.
var ErrSelf = errors.New("the manifest does not match its own checksum")

const noSelf = "00000000"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Hex writes a CRC-32C as eight lower-case digits.
func Hex(sum uint32) string {
	const digits = "0123456789abcdef"
	var out [8]byte
	for i := range out {
		out[i] = digits[sum>>(28-4*i)&15]
	}
	return string(out[:])
}

// Of is the mark of a content.
func Of(content []byte) Mark {
	return Mark{int64(len(content)), Hex(crc32.Checksum(content, castagnoli))}
}

// OfFile is the mark of a file, which is read in pieces.
func OfFile(path string) (Mark, error) {
	f, err := os.Open(path)
	if err != nil {
		return Mark{}, err
	}
	defer func() { _ = f.Close() }()
	sum := crc32.New(castagnoli)
	n, err := io.CopyBuffer(sum, struct{ io.Reader }{f}, make([]byte, 1<<20))
	return Mark{n, Hex(sum.Sum32())}, err
}

// Encode gives the bytes of a manifest, with its own sum.
func Encode(m File) ([]byte, error) {
	m.Manifest, m.Algorithm, m.Self = Format, "crc32c", noSelf
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		return nil, err
	}
	self := []byte(`"self":"`)
	return bytes.Replace(b.Bytes(), append(self, noSelf...), append(self[:len(self):len(self)], Of(b.Bytes()).CRC32C...), 1), nil
}

// Parse reads a manifest and compares it with its own sum. What it lists is given also when
// that differs (ErrSelf).
func Parse(b []byte) (map[string]Mark, error) {
	var m File
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, err
	}
	at := bytes.LastIndex(b, []byte(`"self":"`+m.Self+`"`))
	if m.Algorithm != "crc32c" || len(m.Self) != len(noSelf) || at < 0 {
		return m.Files, ErrSelf
	}
	zero := bytes.Clone(b)
	copy(zero[at+len(`"self":"`):], noSelf)
	if Of(zero).CRC32C != m.Self {
		return m.Files, ErrSelf
	}
	return m.Files, nil
}

// Seal writes the manifests of a bank that is complete and that nobody reads yet. Data are left
// out: they have checksums of their own. Versions are MAJOR_MINOR_PATCH, as in names of files.
func Seal(dir string, versions []string) error {
	s := &sealing{dir: dir, marks: map[string]Mark{}, last: map[string]seen{}}
	if err := s.walk(); err != nil {
		return err
	}
	for _, v := range versions {
		two, _, _ := cutLast(v)
		files := map[string]Mark{}
		for rel, mark := range s.marks {
			if name := strings.TrimPrefix(rel, "datastore/"); name != rel && (belongs(name, v) || belongs(name, two)) {
				files[rel] = mark
			}
		}
		if err := s.write("datastore/manifest__"+v+".json", File{Files: files}); err != nil {
			return err
		}
		for rel := range files {
			s.done = append(s.done, rel)
		}
	}
	for _, rel := range s.done {
		delete(s.marks, rel)
	}
	return s.write(Main, File{Store: Store, Files: s.marks})
}

func cutLast(v string) (before, after string, found bool) {
	i := strings.LastIndexByte(v, '_')
	if i < 0 {
		return v, "", false
	}
	return v[:i], v[i+1:], true
}

// belongs tells whether a file is one of a version: STEM__VERSION.ENDING.
func belongs(name, version string) bool {
	_, rest, found := strings.Cut(name, "__")
	return found && strings.TrimSuffix(rest, filepath.Ext(rest)) == version
}

type sealing struct {
	dir   string
	marks map[string]Mark
	last  map[string]seen // by the first part of the name
	done  []string
}

// seen is a file whose mark is known: other versions may be the same file under another name.
type seen struct {
	info fs.FileInfo
	mark Mark
}

func (s *sealing) walk() error {
	return filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(s.dir, path)
		if err != nil {
			return err
		}
		switch rel = filepath.ToSlash(rel); {
		case rel == "data" || rel == "tmp" || rel == "datastore/tmp":
			return fs.SkipDir
		case d.IsDir() || strings.HasPrefix(rel, "datastore/manifest") || rel == "datastore/writer.lock":
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		stem, _, _ := strings.Cut(rel, "__")
		if before := s.last[stem]; before.info != nil && os.SameFile(before.info, info) {
			s.marks[rel] = before.mark
			return nil
		}
		mark, err := OfFile(path)
		s.marks[rel], s.last[stem] = mark, seen{info, mark}
		return err
	})
}

func (s *sealing) write(rel string, m File) error {
	b, err := Encode(m)
	if err != nil {
		return err
	}
	if rel != Main {
		s.marks[rel] = Of(b)
	}
	return os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(rel)), b, 0o644)
}
