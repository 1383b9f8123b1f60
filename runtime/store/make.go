package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/mdscript/mdscript/lang/diag"
)

// Generator makes data of a store that are not there yet (spec/store.md §3.8).
type Generator interface {
	// Generate writes the data of one part. The same parameters, variable and year must give
	// the same rows always. It may be called for several parts at once. What it returns is
	// never shown: an error of the context and a full disk are told as such, anything else
	// as a failed generator.
	Generate(ctx context.Context, r Request) error
}

// Request asks for one part of a lazy variable.
type Request struct {
	Bank       string          // folder of the bank
	Parameters json.RawMessage // as lazy.json has them; nil without
	Variable   string
	Year       int    // of the partition; 0 asks for the whole variable as one file
	Out        string // file to make or, with a year, existing empty folder for *.parquet files
}

// The steps of making a part, for tests that interrupt it.
const (
	stepLocked   = "locked"
	stepMade     = "made"
	stepSummed   = "summed"
	stepFolders  = "folders"
	stepSidecar  = "sidecar"
	stepFinished = "finished"
)

// stripes is how many locks the parts of a bank share: enough for those made at once.
const stripes = 64

// workRel is where parts are made, below the bank.
const workRel = "tmp/lazy"

// errMade means that a generator did not write what it was asked for.
var errMade = errors.New("store: the generator left no data")

// make makes the part unless it lies in the store. Of several that ask at once, here or in
// other processes, one makes it and the others wait, as long as their context lasts. Errors:
// those of ready, T0020 to T0023, and those of the context.
func (p *part) make(ctx context.Context) error {
	if ok, err := p.ready(); ok || err != nil {
		return err
	}
	g := p.bank.store.generators[p.lazy.generator]
	if g == nil {
		return diag.New(codeNoMaker, diag.Catalogue(p.variable), diag.Catalogue(p.lazy.generator))
	}
	work := filepath.Join(p.bank.dir, filepath.FromSlash(workRel))
	if err := os.MkdirAll(work, 0o755); err != nil {
		return p.unmade(err)
	}
	stripe := fmt.Sprintf("%02x", crc32.Checksum([]byte(p.rel), castagnoli)%stripes)
	unlock, err := p.bank.late.lock(ctx, filepath.Join(work, stripe+".lock"))
	if err != nil {
		return p.unmade(err)
	}
	defer unlock()
	if ok, err := p.ready(); ok || err != nil {
		return err
	}
	if err := p.build(ctx, g, work, stripe+"-"); err != nil {
		return p.unmade(err)
	}
	ok, err := p.ready()
	if err == nil && !ok {
		return p.unmade(errMade)
	}
	return err
}

// unmade says why a part could not be made.
func (p *part) unmade(err error) error {
	switch {
	case diskFull(err):
		return wrap(err, codeLazyFull, diag.Catalogue(p.variable))
	case errors.Is(err, fs.ErrPermission), readOnly(err):
		return wrap(err, codeLazyWrite, diag.Catalogue(p.variable))
	}
	return wrap(err, codeLazyFault, diag.Catalogue(p.variable))
}

// build writes the part under the lock of its stripe, in the order of §3.8: whoever sees it
// sees all of it. Nothing is left when it fails.
func (p *part) build(ctx context.Context, g Generator, work, prefix string) (err error) {
	sweep(work, prefix)
	if err := p.step(stepLocked); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(work, prefix+"*")
	if err != nil {
		return err
	}
	defer func() {
		if removeErr := os.RemoveAll(temp); err == nil && removeErr != nil {
			sweep(work, prefix)
		}
	}()
	made := filepath.Join(temp, filepath.Base(p.path()))
	if p.year != 0 {
		if err := os.Mkdir(made, 0o755); err != nil {
			return err
		}
	}
	if err := p.generate(ctx, g, made); err != nil {
		return err
	}
	if err := p.step(stepMade); err != nil {
		return err
	}
	sums := filepath.Join(temp, "sums")
	if err := p.seal(ctx, made, sums); err != nil {
		return err
	}
	return p.publish(made, sums)
}

func (p *part) step(name string) error {
	if halt := p.bank.store.halt; halt != nil {
		return halt(name)
	}
	return nil
}

// sweep removes what programs that died left behind. Only the holder of the lock may.
func sweep(work, prefix string) {
	entries, err := os.ReadDir(work)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix) {
			_ = os.RemoveAll(filepath.Join(work, e.Name()))
		}
	}
}

// generate calls the generator; a panic of it becomes an error that tells its type only.
func (p *part) generate(ctx context.Context, g Generator, out string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: the generator failed: %T", r)
			if cause, ok := r.(error); ok && diskFull(cause) {
				err = cause // libraries of file formats panic when they cannot write
			}
		}
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	err = g.Generate(ctx, Request{Bank: p.bank.dir, Parameters: p.lazy.parameters, Variable: p.variable, Year: p.year, Out: out})
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// seal writes the files of a part through to the disk, and their checksums to a file.
func (p *part) seal(ctx context.Context, made, to string) error {
	sums := map[string]fullSum{}
	names := []string{""}
	if p.year != 0 {
		var err error
		if names, err = parquetFiles(made); err != nil {
			return err
		}
	} else if info, err := os.Lstat(made); err != nil || !info.Mode().IsRegular() {
		return errors.Join(errMade, err)
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		sum, err := sumFile(filepath.Join(made, name))
		if err != nil {
			return err
		}
		rel := p.rel
		if name != "" {
			rel += "/" + name
		}
		sums[rel] = sum
	}
	if p.year != 0 {
		if err := syncDir(made); err != nil {
			return err
		}
	}
	text, err := encodeSums(sums)
	if err != nil {
		return err
	}
	if err := writeThrough(to, text); err != nil {
		return err
	}
	return p.step(stepSummed)
}

func writeThrough(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// publish renames the checksums and then the part to their names.
func (p *part) publish(made, sums string) error {
	target := p.path()
	sidecar := filepath.Join(p.bank.dir, filepath.FromSlash(p.sidecar()))
	if err := p.folders(filepath.Dir(target)); err != nil {
		return err
	}
	if err := p.step(stepFolders); err != nil {
		return err
	}
	if err := os.Rename(sums, sidecar); err != nil {
		return err
	}
	err := syncDir(filepath.Dir(sidecar))
	if err == nil {
		err = p.step(stepSidecar)
	}
	if err == nil {
		err = os.Rename(made, target)
	}
	if err != nil {
		_ = os.Remove(sidecar) // it means nothing without its part
		return err
	}
	if err := syncDir(filepath.Dir(target)); err != nil {
		return err
	}
	return p.step(stepFinished)
}

// folders makes the folders above a part so that they outlast a power failure.
func (p *part) folders(dir string) error {
	if dir == p.bank.dir {
		return nil
	}
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	if err := p.folders(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(dir))
}

// lock takes the system's lock of a name, waiting for other processes, and for others in
// this one, as long as the context lasts.
func (l *late) lock(ctx context.Context, path string) (unlock func(), err error) {
	turn := l.turn(path)
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	type answer struct {
		unlock func()
		err    error
	}
	got := make(chan answer)
	go func() {
		unlock, err := lockedfile.MutexAt(path).Lock()
		select {
		case got <- answer{unlock, err}:
		case <-ctx.Done(): // nobody waits any more; the system cannot be asked to stop waiting
			if err == nil {
				unlock()
			}
			<-turn
		}
	}()
	select {
	case a := <-got:
		if a.err != nil {
			<-turn
			return nil, a.err
		}
		return func() { a.unlock(); <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// turn keeps all but one of those who want the same lock here from asking the system.
func (l *late) turn(path string) chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.turns == nil {
		l.turns = map[string]chan struct{}{}
	}
	if l.turns[path] == nil {
		l.turns[path] = make(chan struct{}, 1)
	}
	return l.turns[path]
}
