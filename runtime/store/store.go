// Package store reads register stores: metadata, versions and data.
//
// In: folders in the public layout (spec/store.md), Parquet and JSON. Out: the catalogue
// that the checker reads, and columns of values by dense unit ordinals that kernels read.
//
//	s, err := store.Open(ctx, store.Options{Dirs: []string{"/data/registers"}})
//	defer s.Close()
//	bank, _ := s.Bank("no.ssb.fdb")
//	version, _ := bank.Version("30")
//	sex, _ := version.Variable("BEFOLKNING_KJOENN")
//	view, err := s.View(c, version, sex, store.Whole())
//	people, values, err := view.Population(c) // ordinals ascending, one row per person
//
// Data are read through hot files: per Parquet file one Arrow file, sorted by unit ordinal
// and memory-mapped. Hot files are a cache; they may be deleted at any time. No slice of
// mapped memory leaves this package, and no message holds a value or a unit id.
package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
)

// Options says where stores and hot files are.
type Options struct {
	// Dirs are store folders, searched in this order. Each holds one folder per bank, or
	// is a bank itself.
	Dirs []string
	// Cache is the folder for hot files; empty means MDSCRIPT_CACHE, else the user's cache
	// folder. It is made with mode 0700.
	Cache string
	// Generators make data that a store of invented data does not hold yet, by the name its
	// lazy.json has for them.
	Generators map[string]Generator
}

// Store is an open set of register databases. It is safe for concurrent use.
type Store struct {
	names []string
	banks map[string]*Bank
	cache *cache

	generators map[string]Generator
	// halt is called at every step of making a part; tests interrupt it there.
	halt func(step string) error

	mu      sync.Mutex
	shared  map[metadataKey]*metadata
	english map[[sha256.Size]byte]*english
	spaces  map[string]*space
	items   map[string]*item
	mapped  map[*hotFile]bool
	problem *diag.Problem

	read  sync.Map     // bank/variable → *atomic.Int64
	built atomic.Int64 // hot files built by this process
}

var bankName = regexp.MustCompile(`^[a-z][a-z0-9_.-]*$`)

// Open finds the banks. It reads no metadata yet. Errors: T0001, T0002, T0015 with the path.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{
		banks:   map[string]*Bank{},
		shared:  map[metadataKey]*metadata{},
		english: map[[sha256.Size]byte]*english{},
		spaces:  map[string]*space{},
		items:   map[string]*item{},
		mapped:  map[*hotFile]bool{},

		generators: o.Generators,
	}
	id := sha256.New()
	for _, dir := range o.Dirs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := s.addDir(dir); err != nil {
			return nil, err
		}
		id.Write([]byte(absolute(dir)))
		id.Write([]byte{0})
	}
	for name := range s.banks {
		s.names = append(s.names, name)
	}
	sort.Strings(s.names)
	s.cache = newCache(o.Cache, hex.EncodeToString(id.Sum(nil)[:8]))
	return s, nil
}

// absolute is the path by which a store is known to the cache.
func absolute(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return dir
}

func (s *Store) addDir(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return diag.New(codeNoStore, diag.Token(dir)).Because(err)
	case err != nil:
		return diag.New(codeUnreadable, diag.Token(dir)).Because(err)
	}
	if isBank(dir) {
		s.addBank(filepath.Base(absolute(dir)), dir)
		return nil
	}
	found := false
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if bankName.MatchString(e.Name()) && isBank(path) {
			s.addBank(e.Name(), path)
			found = true
		}
	}
	if !found {
		return diag.New(codeNoBank, diag.Token(dir))
	}
	return nil
}

// isBank tells a bank by its folder of metadata; an unreadable one counts, so that the
// reason is told when it is required.
func isBank(path string) bool {
	info, err := os.Stat(filepath.Join(path, "datastore"))
	return err == nil && info.IsDir()
}

// addBank keeps the first of two banks with one name: earlier folders hide later ones.
func (s *Store) addBank(name, path string) {
	if s.banks[name] == nil {
		s.banks[name] = &Bank{store: s, name: name, dir: path}
	}
}

// Bank finds a bank by its reverse domain name.
func (s *Store) Bank(name string) (catalogue.Bank, bool) {
	b, ok := s.banks[name]
	if !ok {
		return nil, false
	}
	return b, true
}

// Names are the banks, sorted.
func (s *Store) Names() []string { return s.names }

// Problem is the first damage met while looking something up in the catalogue; the lookup
// itself answered "not found". It stays until the store is closed.
func (s *Store) Problem() *diag.Problem {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.problem
}

func (s *Store) note(err error) {
	var p *diag.Problem
	if !errors.As(err, &p) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.problem == nil {
		s.problem = p
	}
}

// BytesRead is how many bytes of a variable's data were read, from Parquet and from hot
// files: 0 for a variable that nothing needed. It is for tests and for the owner.
func (s *Store) BytesRead(bank, variable string) int64 {
	if n, ok := s.read.Load(bank + "/" + variable); ok {
		return n.(*atomic.Int64).Load()
	}
	return 0
}

func (s *Store) countRead(bank, variable string, bytes int64) {
	n, _ := s.read.LoadOrStore(bank+"/"+variable, new(atomic.Int64))
	n.(*atomic.Int64).Add(bytes)
}

// CacheDir is the folder with the hot files. temporary tells that the wanted folder could
// not be written, so that hot files last until Close only.
func (s *Store) CacheDir() (dir string, temporary bool) { return s.cache.where() }

// Close unmaps the hot files. No query may be running.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var first error
	for h := range s.mapped {
		if err := h.unmap(); err != nil && first == nil {
			first = err
		}
	}
	s.mapped = map[*hotFile]bool{}
	s.items = map[string]*item{}
	s.spaces = map[string]*space{}
	if err := s.cache.close(); err != nil && first == nil {
		first = err
	}
	return first
}
