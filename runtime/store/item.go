package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// item is what becomes one hot file: a Parquet file, or the files of one partition.
type item struct {
	store    *Store
	version  *Version // for seeds and checksums; any version with the same file will do
	variable *catalogue.Variable
	source
	unit   *space
	refers *space // of the values of a key variable

	mu    sync.Mutex
	hot   *hotFile
	span  *span // of the days, from the footers
	print string
}

// source is where the records of an item come from.
type source struct {
	rel   string   // below the bank, for messages: data/NAME/NAME__1_0.parquet
	paths []string // of data that lie in the store
	part  *part    // of data that are made on first read, else nil
	year  int      // of the partition; 0 without
}

// ready tells whether the data lie in the store.
func (f *source) ready() (bool, error) {
	if f.part == nil {
		return true, nil
	}
	return f.part.ready()
}

// files are the paths of data that are ready.
func (f *source) files() []string {
	if f.part == nil {
		return f.paths
	}
	paths, _ := f.part.content()
	return paths
}

// span is the earliest start and the latest stop of a file, when its footer tells.
type span struct{ from, to int }

// items finds the files of a variable in a version. Errors: T0002, T0004, T0012, T0019.
func (s *Store) itemsOf(version catalogue.Version, v *catalogue.Variable) ([]*item, error) {
	ver, ok := version.(*Version)
	if !ok || ver.bank.store != s {
		return nil, diag.New(codeOtherStore, diag.Catalogue(v.Name))
	}
	file, ok := ver.files[v.Name]
	if !ok {
		return nil, diag.New(codeNoVariable, diag.Catalogue(v.Name), diag.Catalogue(ver.bank.name+":"+ver.String()))
	}
	parts, err := ver.partsOf(v.Name, file)
	if err != nil {
		return nil, err
	}
	if parts != nil {
		return s.lazyItems(ver, v, parts), nil
	}
	rel := "data/" + v.Name + "/" + file
	path := filepath.Join(ver.bank.dir, filepath.FromSlash(rel))
	info, err := os.Stat(path)
	if err != nil {
		return nil, missing(err, v.Name, ver.bank.name+"/"+rel)
	}
	if !info.IsDir() {
		return []*item{s.item(ver, v, source{rel: rel, paths: []string{path}})}, nil
	}
	return s.partitions(ver, v, rel, path)
}

// lazyItems gives the items of a variable that is made on first read, none of which need lie
// in the store.
func (s *Store) lazyItems(ver *Version, v *catalogue.Variable, parts []*part) []*item {
	items := make([]*item, len(parts))
	for i, p := range parts {
		items[i] = s.item(ver, v, source{rel: p.rel, year: p.year, part: p})
	}
	return items
}

func missing(err error, name, rel string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return diag.New(codeNoFile, diag.Catalogue(name), diag.Catalogue(rel)).Because(err)
	}
	return diag.New(codeUnreadable, diag.Catalogue(rel)).Because(err)
}

func (s *Store) partitions(ver *Version, v *catalogue.Variable, rel, path string) ([]*item, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, missing(err, v.Name, ver.bank.name+"/"+rel)
	}
	var items []*item
	for _, e := range entries {
		text, ok := strings.CutPrefix(e.Name(), "start_year=")
		year, err := strconv.Atoi(text)
		if !ok || err != nil || !e.IsDir() {
			continue
		}
		folder := filepath.Join(path, e.Name())
		files, err := os.ReadDir(folder)
		if err != nil {
			return nil, missing(err, v.Name, ver.bank.name+"/"+rel+"/"+e.Name())
		}
		var paths []string
		for _, f := range files {
			if strings.HasSuffix(f.Name(), ".parquet") && !f.IsDir() {
				paths = append(paths, filepath.Join(folder, f.Name()))
			}
		}
		if len(paths) > 0 {
			items = append(items, s.item(ver, v, source{rel: rel + "/" + e.Name(), paths: paths, year: year}))
		}
	}
	if len(items) == 0 {
		return nil, missing(fs.ErrNotExist, v.Name, ver.bank.name+"/"+rel)
	}
	sort.Slice(items, func(i, j int) bool { return items[i].year < items[j].year })
	return items, nil
}

// item gives the one item of a file. Files are shared by versions, but the kind of values
// follows the metadata.
func (s *Store) item(ver *Version, v *catalogue.Variable, from source) *item {
	refers := ""
	if v.Kind == types.Key {
		refers = v.Refers.Space
	}
	key := fmt.Sprintf("%s/%s|%s|%s|%s", ver.bank.name, from.rel, v.Kind, v.Unit.Space, refers)
	unit := s.space(v.Unit.Space)
	var values *space
	if refers != "" {
		values = s.space(refers)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	it := s.items[key]
	if it == nil {
		it = &item{store: s, version: ver, variable: v, source: from, unit: unit, refers: values}
		s.items[key] = it
	}
	return it
}

// label is the item's name in messages.
func (it *item) label() string { return it.version.bank.name + "/" + it.rel }

// fingerprint names the state of the source files: path, size and time of change.
func (it *item) fingerprint() (string, error) {
	if it.print != "" {
		return it.print, nil
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d|%s|%s|%s", hotFormat, absolute(it.version.bank.dir), it.rel, it.variable.Kind)
	for _, path := range it.files() {
		info, err := os.Stat(path)
		if err != nil {
			return "", missing(err, it.variable.Name, it.label())
		}
		fmt.Fprintf(h, "|%s %d %d", filepath.Base(path), info.Size(), info.ModTime().UnixNano())
	}
	it.print = hex.EncodeToString(h.Sum(nil)[:12])
	return it.print, nil
}

// hotName is the file's name in the cache under the current unit maps; ok is false as long
// as a map is missing.
func (it *item) hotName() (name, lineage string, ok bool, err error) {
	print, err := it.fingerprint()
	if err != nil {
		return "", "", false, err
	}
	lineage, err = it.unit.now()
	if err != nil || lineage == "" {
		return "", "", false, err
	}
	name = print + "~" + it.unit.name + "@" + lineage
	if it.refers != nil {
		of, err := it.refers.now()
		if err != nil || of == "" {
			return "", "", false, err
		}
		name += "~" + it.refers.name + "@" + of
	}
	return name + ".arrow", lineage, true, nil
}

// maxRebuilds bounds how often a file is built because maps were ranked anew meanwhile.
const maxRebuilds = 8

// open gives the hot file, building it when there is none that fits. With claim, the maps
// may only grow at their end from now on.
func (it *item) open(c *kernel.Context, claim bool) (*hotFile, error) {
	if err := it.make(c.Ctx); err != nil {
		return nil, err
	}
	it.mu.Lock()
	defer it.mu.Unlock()
	if it.hot != nil && (!claim || it.claim(it.hot)) {
		return it.hot, nil
	}
	for range maxRebuilds {
		if err := it.discard(); err != nil {
			return nil, err
		}
		h, err := it.openOrBuild(c)
		if errors.Is(err, errRetry) {
			continue
		}
		if err != nil {
			return nil, wrap(err, codeCacheFault, diag.Catalogue(it.variable.Name))
		}
		if !it.within(h) {
			_ = h.unmap()
			return nil, it.version.bank.damaged(lazyRel, errJSON)
		}
		it.hot = h
		it.store.mu.Lock()
		it.store.mapped[h] = true
		it.store.mu.Unlock()
		if !claim || it.claim(h) {
			return h, nil
		}
	}
	return nil, diag.New(codeCacheFault, diag.Catalogue(it.variable.Name))
}

// make makes data that do not lie in the store yet.
func (it *item) make(ctx context.Context) error {
	if it.part == nil {
		return nil
	}
	return it.part.make(ctx)
}

// within tells whether the records of a year that was made on first read lie inside the days
// lazy.json gives: queries rely on them to leave years out.
func (it *item) within(h *hotFile) bool {
	_, timed := h.side.Parts[partStart]
	if it.part == nil || it.year == 0 || !timed || h.side.Rows == 0 {
		return true
	}
	return h.side.From >= it.part.span.from && h.side.To <= it.part.span.to
}

// discard forgets an open file whose ordinals mean something else now. It stays mapped
// until Close: a query may still be reading it.
func (it *item) discard() error {
	it.hot = nil
	return nil
}

func (it *item) claim(h *hotFile) bool {
	if !it.unit.use(h.unitLineage, h.side.Units) {
		return false
	}
	return it.refers == nil || it.refers.use(h.refLineage, h.side.Refers)
}

func (it *item) openOrBuild(c *kernel.Context) (*hotFile, error) {
	name, _, ok, err := it.hotName()
	if err != nil {
		return nil, err
	}
	if ok {
		h, err := it.openNamed(c, name)
		if err == nil {
			return h, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			it.store.cache.remove(strings.TrimSuffix(name, ".arrow") + ".json")
			it.store.cache.remove(name)
		}
	}
	it.store.built.Add(1)
	name, err = it.build(c)
	if err != nil {
		return nil, err
	}
	h, err := it.openNamed(c, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errRetry // removed as stale: a map was ranked anew meanwhile
	}
	return h, err
}

// openNamed opens and proves a hot file; what is proved at once is all a query needs.
func (it *item) openNamed(c *kernel.Context, name string) (*hotFile, error) {
	path, err := it.store.cache.path(name)
	if err != nil {
		return nil, err
	}
	h, err := openHot(path, it.variable.Name)
	if err != nil {
		return nil, err
	}
	marks := strings.Split(strings.TrimSuffix(name, ".arrow"), "~")[1:]
	_, h.unitLineage, _ = strings.Cut(marks[0], "@")
	if len(marks) > 1 {
		_, h.refLineage, _ = strings.Cut(marks[1], "@")
	}
	if h.side.Kind != it.variable.Kind.String() {
		_ = h.unmap()
		return nil, errHot
	}
	if err := h.prove(c, partOrdinal, partValue, partValid, partStart, partStop, partEnded, partOffsets, partWords); err != nil {
		_ = h.unmap()
		return nil, err
	}
	return h, nil
}

// days is the span of the item's records: from lazy.json when that has them, from its hot file when there is one, from the
// footers of its files where they tell, else from the days themselves.
func (it *item) days(ctx context.Context) (span, error) {
	if it.part != nil {
		return it.part.span, nil
	}
	it.mu.Lock()
	defer it.mu.Unlock()
	if it.span != nil {
		return *it.span, nil
	}
	if it.hot != nil {
		it.span = &span{it.hot.side.From, it.hot.side.To}
		return *it.span, nil
	}
	if s := it.sideSpan(); s != nil {
		it.span = s
		return *s, nil
	}
	all := span{from: 1 << 30, to: -1 << 30}
	for _, path := range it.files() {
		t, err := openTable(path, it.label())
		if err != nil {
			return all, readProblem(err, codeUnreadable, it.label())
		}
		s, known := t.span()
		if !known {
			s, err = t.scanSpan(ctx)
		}
		t.close()
		if err != nil {
			return all, err
		}
		all.from, all.to = min(all.from, s.from), max(all.to, s.to)
	}
	it.span = &all
	return all, nil
}

// sideSpan is the span that the sidecar of a hot file tells, nil without one.
func (it *item) sideSpan() *span {
	name, _, ok, err := it.hotName()
	if err != nil || !ok {
		return nil
	}
	path, err := it.store.cache.path(name)
	if err != nil {
		return nil
	}
	side, err := readSidecar(sidecarPath(path))
	if err != nil {
		return nil
	}
	return &span{side.From, side.To}
}
