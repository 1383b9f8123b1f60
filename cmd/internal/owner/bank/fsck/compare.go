package fsck

import (
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/runtime/store"
)

const chunkSize = 1 << 20

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// compare reads every file that is expected and there.
func (c *check) compare(ctx context.Context, files map[string]int64) error {
	var work []string
	total := int64(0)
	for _, rel := range slices.Sorted(maps.Keys(files)) {
		want, expected := c.expected[rel]
		switch {
		case !expected:
			if !c.manifestOrLock(rel) {
				c.report.Unverified++
			}
		case want.bytes != files[rel]:
			c.report.Files++
			c.found(finding.WrongSize, rel, fmt.Sprint(files[rel]), fmt.Sprint(want.bytes))
		default:
			work = append(work, rel)
			total += files[rel]
		}
	}
	// The largest first, so that no thread is left with one at the end.
	slices.SortStableFunc(work, func(a, b string) int { return int(min(1, max(-1, files[b]-files[a]))) })
	threads := c.options.Threads
	if threads < 1 {
		threads = runtime.GOMAXPROCS(0)
	}
	r := &reading{check: c, total: total}
	jobs := make(chan string)
	var all sync.WaitGroup
	for range min(threads, len(work)) {
		all.Go(func() {
			buf := make([]byte, chunkSize)
			for rel := range jobs {
				r.file(ctx, rel, buf)
			}
		})
	}
	for _, rel := range work {
		if ctx.Err() != nil {
			break
		}
		jobs <- rel
	}
	close(jobs)
	all.Wait()
	return ctx.Err()
}

// manifestOrLock are verified otherwise: by their own sum, by being empty.
func (c *check) manifestOrLock(rel string) bool {
	return rel == "datastore/writer.lock" || strings.HasPrefix(rel, "datastore/manifest")
}

// reading is shared by the threads that read.
type reading struct {
	check *check
	total int64
	done  atomic.Int64
	mu    sync.Mutex
}

func (r *reading) file(ctx context.Context, rel string, buf []byte) {
	want := r.check.expected[rel]
	same, err := r.same(ctx, rel, want, buf)
	if ctx.Err() != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.check.report.Files++
	r.check.report.Bytes += want.bytes
	switch {
	case err != nil:
		r.check.found(finding.CannotBeRead, rel, cause(err))
	case !same:
		r.check.found(finding.WrongBytes, rel)
	}
}

// same tells whether a file has the bytes it was written with.
func (r *reading) same(ctx context.Context, rel string, want expectation, buf []byte) (bool, error) {
	f, err := os.Open(r.check.at(rel))
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }()
	whole, bytes, chunk := uint32(0), int64(0), 0
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n, err := io.ReadFull(f, buf)
		if n > 0 {
			whole = crc32.Update(whole, castagnoli, buf[:n])
			bytes += int64(n)
			if len(want.chunks) > 0 && (chunk >= len(want.chunks) || want.chunks[chunk] != manifest.Hex(crc32.Checksum(buf[:n], castagnoli))) {
				return false, nil
			}
			chunk++
			r.progress(int64(n))
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return false, err
		}
	}
	return bytes == want.bytes && manifest.Hex(whole) == want.crc32c && (len(want.chunks) == 0 || chunk == len(want.chunks)), nil
}

func (r *reading) progress(n int64) {
	done := r.done.Add(n)
	if show := r.check.options.Progress; show != nil && r.total > 0 {
		r.mu.Lock()
		show(float64(done) / float64(r.total))
		r.mu.Unlock()
	}
}

// usable opens every version as a script would, without its data: what has no checksum is at
// least held against its form.
func (c *check) usable(ctx context.Context) error {
	s, err := store.Open(ctx, store.Options{Dirs: []string{c.dir}, Cache: os.DevNull})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	of, ok := s.Bank(c.name)
	if !ok {
		return nil
	}
	b := of.(*store.Bank)
	for _, written := range b.Versions() {
		v, err := b.Open(written)
		if err == nil && v != nil {
			_, err = v.Policy()
			for _, name := range v.Names() {
				if _, ok := v.Variable(name); !ok && err == nil {
					err = fmt.Errorf("%s", name)
				}
			}
		}
		if err != nil {
			c.found(finding.VersionFaulty, written, cause(err))
		}
	}
	return nil
}
