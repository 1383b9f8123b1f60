package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	"github.com/mdscript/mdscript/lang/diag"
)

// part is a data file, or the folder of a year, that may not have been made yet.
type part struct {
	bank     *Bank
	lazy     *lazyFile
	variable string
	rel      string // below the bank: data/NAME/NAME__1_0.parquet
	year     int    // 0 for a file
	rows     int    // of a file, 0 when lazy.json does not tell
	span     span   // first start and last stop

	mu    sync.Mutex
	paths []string            // of its files; nil until it was found in the store
	sums  map[string]checksum // of its files, by path below the bank
}

// label is the part's name in messages.
func (p *part) label() string { return p.bank.name + "/" + p.rel }

func (p *part) path() string { return filepath.Join(p.bank.dir, filepath.FromSlash(p.rel)) }

// sidecar is the path of the part's checksums below the bank: beside the file or folder that
// data_versions names.
func (p *part) sidecar() string {
	if p.year == 0 {
		return p.rel + ".sums.json"
	}
	return path.Dir(p.rel) + "." + path.Base(p.rel) + ".sums.json"
}

// ready tells whether the part lies in the store, without making it. Errors: T0002, T0003,
// T0004, T0007, T0017.
func (p *part) ready() (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paths != nil {
		return true, nil
	}
	_, err := os.Lstat(p.path())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, readProblem(err, codeUnreadable, p.label())
	}
	sums, err := p.readSums()
	if err != nil {
		return false, err
	}
	paths, err := p.files(sums)
	if err != nil {
		return false, err
	}
	p.paths, p.sums = paths, sums
	return true, nil
}

// content gives the files of a part that is ready, and their checksums.
func (p *part) content() ([]string, map[string]checksum) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.paths, p.sums
}

// readSums reads the sidecar of a part that lies in the store.
func (p *part) readSums() (map[string]checksum, error) {
	b, err := p.bank.readJSON(p.sidecar())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, diag.New(codeNotListed, diag.Catalogue(p.label())).Because(err)
	case err != nil:
		return nil, err
	}
	return parseChecksums(b, p.bank, p.sidecar())
}

// files lists the files of a part, which must be those of its sidecar.
func (p *part) files(sums map[string]checksum) ([]string, error) {
	rels := []string{p.rel}
	if p.year != 0 {
		entries, err := os.ReadDir(p.path())
		if err != nil {
			return nil, missing(err, p.variable, p.label())
		}
		rels = nil
		for _, e := range entries {
			if !e.IsDir() && strings.HasSuffix(e.Name(), ".parquet") {
				rels = append(rels, p.rel+"/"+e.Name())
			}
		}
	}
	var paths []string
	for _, rel := range rels {
		if _, ok := sums[rel]; !ok {
			return nil, diag.New(codeNotListed, diag.Catalogue(p.bank.name+"/"+rel))
		}
		paths = append(paths, filepath.Join(p.bank.dir, filepath.FromSlash(rel)))
	}
	if len(sums) != len(rels) || len(rels) == 0 {
		return nil, missing(fs.ErrNotExist, p.variable, p.label())
	}
	return paths, nil
}

// fullSum is an entry of a sidecar.
type fullSum struct {
	checksum
	Chunks []string `json:"chunks"`
}

// sumFile calculates the checksums of a file and writes the file through to the disk.
func sumFile(path string) (s fullSum, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0) // Windows syncs no file opened for reading
	if err != nil {
		return s, err
	}
	defer func() { _ = f.Close() }()
	whole, buf := uint32(0), make([]byte, sumChunk)
	s.Chunks = []string{}
	for {
		n, err := io.ReadFull(f, buf)
		if n > 0 {
			whole = crc32.Update(whole, castagnoli, buf[:n])
			s.Chunks = append(s.Chunks, fmt.Sprintf("%08x", crc32.Checksum(buf[:n], castagnoli)))
			s.Bytes += int64(n)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return s, err
		}
	}
	s.CRC32C = fmt.Sprintf("%08x", whole)
	return s, f.Sync()
}

// encodeSums is the text of a sidecar, the same for the same files.
func encodeSums(files map[string]fullSum) ([]byte, error) {
	return json.Marshal(struct {
		Checksums int                `json:"checksums"`
		Algorithm string             `json:"algorithm"`
		Chunk     int                `json:"chunk"`
		Files     map[string]fullSum `json:"files"`
	}{1, "crc32c", sumChunk, files})
}

// parquetFiles lists what a generator left in a folder: data files, and nothing else.
func parquetFiles(dir string) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasSuffix(e.Name(), ".parquet") {
			return nil, errMade
		}
		names = append(names, e.Name())
	}
	if len(names) == 0 {
		return nil, errMade
	}
	sort.Strings(names)
	return names, nil
}
