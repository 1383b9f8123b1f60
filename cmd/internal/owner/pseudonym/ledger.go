package pseudonym

import (
	"context"
	"hash/maphash"
	"io"
	"math/bits"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// Options bound the work. Zero values are sensible.
type Options struct {
	Memory  int64  // bytes for pseudonyms before they go to a temporary file
	Temp    string // folder of the temporary file; empty is the system's
	Workers int    // how many workers there will be
}

const defaultMemory = 128 << 20

// Ledger collects the pseudonyms of one kind of identifier.
type Ledger struct {
	kind    string
	source  Source
	old     string // file of the bank's pseudonyms so far; empty when there is none
	options Options
	seed    maphash.Seed

	mu      sync.Mutex
	workers []*Worker
	spill   *os.File
	end     int64
	runs    []run
}

// run is a sorted list of pairs in the temporary file, or in memory.
type run struct {
	at, pairs int64
	held      []pair
}

// pair is a pseudonym with the bits that tell identifiers apart.
type pair struct{ pseudonym, check uint64 }

const pairBytes = 16

func (p pair) compare(o pair) int {
	switch {
	case p.pseudonym < o.pseudonym || p.pseudonym == o.pseudonym && p.check < o.check:
		return -1
	case p == o:
		return 0
	}
	return 1
}

// FileName is the file of a kind of identifier in the folder vault of a bank.
func FileName(kind string) string { return "pseudonyms__" + kind + ".bin" }

// Open starts a ledger on top of the pseudonyms that the bank with this vault has given. Errors:
// O1106 another key, O1108 damaged, O1111 newer; others are of the system.
func Open(vault string, source Source, kind string, o Options) (*Ledger, error) {
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	l := &Ledger{kind: kind, source: source, options: o, seed: maphash.MakeSeed()}
	path := filepath.Join(vault, FileName(kind))
	r, err := openFile(path, kind)
	if os.IsNotExist(err) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.close()
	if r.identity != source.Identity() {
		return nil, finding.Refuse(finding.OtherSecret, bankOf(vault))
	}
	l.old = path
	return l, nil
}

// bankOf names the bank of a vault.
func bankOf(vault string) string { return filepath.Base(filepath.Dir(vault)) }

// Close removes what the ledger keeps outside memory.
func (l *Ledger) Close() {
	if l.spill != nil {
		_ = l.spill.Close()
		_ = os.Remove(l.spill.Name()) // where an open file could not be removed
		l.spill = nil
	}
}

// Worker makes pseudonyms in one goroutine.
type Worker struct {
	ledger  *Ledger
	hash    func(id []byte) (pseudonym, check uint64)
	recent  []remembered
	pairs   []pair
	scratch []pair
	most    int
}

// remembered is an identifier whose pseudonym is known: rows of a unit often stand together.
type remembered struct {
	id        [30]byte
	length    uint8
	known     bool
	pseudonym uint64
}

// recentUnits is a power of two; the table stays in the processor's cache.
const recentUnits = 1 << 12

// Worker makes a worker. All of them must be done before WriteTo.
func (l *Ledger) Worker() *Worker {
	w := &Worker{
		ledger: l, hash: l.source.Hash(l.kind), recent: make([]remembered, recentUnits),
		most: max(int(l.options.Memory/int64(2*pairBytes*l.options.Workers)), recentUnits),
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.workers = append(l.workers, w)
	return w
}

// Of gives the pseudonym of an identifier. Errors: O1107, or of the temporary file.
func (w *Worker) Of(id []byte) (int64, error) {
	var r *remembered
	if len(id) <= len(r.id) {
		r = &w.recent[maphash.Bytes(w.ledger.seed, id)&(recentUnits-1)]
		if r.known && string(r.id[:r.length]) == string(id) {
			return int64(r.pseudonym), nil
		}
	}
	p, check := w.hash(id)
	if r != nil {
		r.length, r.known, r.pseudonym = uint8(len(id)), true, p
		copy(r.id[:], id)
	}
	w.pairs = append(w.pairs, pair{p, check})
	if len(w.pairs) < w.most {
		return int64(p), nil
	}
	return int64(p), w.settle()
}

// settle sorts what was collected, and spills it unless sorting made it much less.
func (w *Worker) settle() error {
	if err := w.sort(); err != nil {
		return err
	}
	if len(w.pairs) < w.most/2 {
		return nil
	}
	err := w.ledger.put(w.pairs)
	w.pairs = w.pairs[:0]
	return err
}

// sort orders the pairs and drops repeated ones.
func (w *Worker) sort() error {
	if cap(w.scratch) < len(w.pairs) {
		w.scratch = make([]pair, max(len(w.pairs), min(cap(w.pairs), w.most)))
	}
	sorted := order(w.pairs, w.scratch[:len(w.pairs)])
	if &sorted[:1][0] == &w.scratch[:1][0] {
		w.pairs, w.scratch = w.scratch, w.pairs
	}
	w.pairs = slices.Compact(sorted)
	for i := 1; i < len(w.pairs); i++ {
		if w.pairs[i].pseudonym == w.pairs[i-1].pseudonym {
			return w.ledger.collision()
		}
	}
	return nil
}

func (l *Ledger) collision() error { return finding.Refuse(finding.Collision, l.kind) }

// order sorts pairs with the help of scratch, of the same length, and returns the one of the two
// that holds the result. Pseudonyms are spread evenly by making: dealt by their leading bits
// they lie in small heaps.
func order(pairs, scratch []pair) []pair {
	const heap = 16
	if len(pairs) < 4096 {
		slices.SortFunc(pairs, pair.compare)
		return pairs
	}
	width := min(bits.Len(uint(len(pairs)/heap)), 16)
	shift := 63 - width
	at := make([]int, 1<<width+1)
	for _, p := range pairs {
		at[p.pseudonym>>shift+1]++
	}
	for i := 1; i < len(at); i++ {
		at[i] += at[i-1]
	}
	for _, p := range pairs {
		heap := p.pseudonym >> shift
		scratch[at[heap]] = p
		at[heap]++
	}
	from := 0
	for _, to := range at[:1<<width] {
		slices.SortFunc(scratch[from:to], pair.compare)
		from = to
	}
	return scratch
}

// put appends a sorted run to the temporary file.
func (l *Ledger) put(pairs []pair) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.spill == nil {
		f, err := os.CreateTemp(l.options.Temp, "mdscript-*")
		if err != nil {
			return err
		}
		l.spill = f
		_ = os.Remove(f.Name()) // where that is possible the file has no name any more
	}
	out := newPairWriter(io.NewOffsetWriter(l.spill, l.end))
	for _, p := range pairs {
		out.put(p)
	}
	if err := out.flush(); err != nil {
		return err
	}
	l.runs = append(l.runs, run{at: l.end, pairs: int64(len(pairs))})
	l.end += int64(len(pairs)) * pairBytes
	return nil
}

// Counts tell what a ledger holds when it was written.
type Counts struct {
	Total int64 // pseudonyms of the bank
	New   int64 // of them, those that were not there before
}

// WriteTo writes the bank's pseudonyms, old and new. Errors: O1107 when two identifiers have one
// pseudonym, O1108 when the old file is damaged; others are of the system or the context's.
func (l *Ledger) WriteTo(ctx context.Context, w io.Writer) (Counts, error) {
	runs := slices.Clone(l.runs)
	for _, worker := range l.workers {
		if len(worker.pairs) == 0 {
			continue
		}
		if err := worker.sort(); err != nil {
			return Counts{}, err
		}
		runs = append(runs, run{held: worker.pairs})
	}
	m := &merge{ctx: ctx}
	for _, r := range runs {
		m.add(l.stream(r), false)
	}
	if l.old != "" {
		r, err := openFile(l.old, l.kind)
		if err != nil {
			return Counts{}, err
		}
		defer r.close()
		m.add(r, true)
	}
	out := newFileWriter(w, l.source.Identity(), l.kind)
	counts := Counts{}
	err := m.each(func(p pair, old bool) error {
		if counts.Total > 0 && p.pseudonym == out.last.pseudonym {
			return l.collision()
		}
		counts.Total++
		if !old {
			counts.New++
		}
		out.put(p)
		return nil
	})
	if err != nil {
		return Counts{}, err
	}
	return counts, out.close()
}

// stream reads a run.
func (l *Ledger) stream(r run) stream {
	if r.held != nil {
		return &heldStream{r.held}
	}
	return newPairReader(io.NewSectionReader(l.spill, r.at, r.pairs*pairBytes), r.pairs)
}
