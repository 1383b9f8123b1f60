package store

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/mdscript/mdscript/lang/diag"
)

// cache is the folder of one set of stores: <cache>/hot/<store id>. It is made when the
// first file is written, so that a check alone leaves nothing behind.
type cache struct {
	wanted string // from Options, MDSCRIPT_CACHE or the system
	id     string
	// through wraps the writer of every cache file; tests use it to fill the disk.
	through func(io.Writer) io.Writer

	mu        sync.Mutex
	dir       string
	temporary string // removed by close
}

func newCache(wanted, id string) *cache {
	if wanted == "" {
		wanted = os.Getenv("MDSCRIPT_CACHE")
	}
	if wanted == "" {
		if dir, err := os.UserCacheDir(); err == nil {
			wanted = filepath.Join(dir, "mdscript")
		}
	}
	return &cache{wanted: wanted, id: id}
}

// folder makes the cache folder. When the wanted one cannot be written, a temporary folder
// takes its place until close: a read-only home must not stop a run.
func (c *cache) folder() (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dir != "" {
		return c.dir, nil
	}
	if c.wanted != "" {
		dir := filepath.Join(c.wanted, "hot", c.id)
		err := makeWritable(dir)
		if err == nil {
			c.dir = dir
			return dir, nil
		}
		if !errors.Is(err, fs.ErrPermission) && !readOnly(err) {
			return "", writeProblem(err, c.wanted)
		}
	}
	dir, err := os.MkdirTemp("", "mdscript-")
	if err != nil {
		return "", writeProblem(err, os.TempDir())
	}
	c.dir, c.temporary = dir, dir
	return dir, nil
}

// makeWritable makes a private folder and tries to write in it.
func makeWritable(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".try-*")
	if err != nil {
		return err
	}
	_ = f.Close()
	return os.Remove(f.Name())
}

func (c *cache) where() (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dir == "" {
		return filepath.Join(c.wanted, "hot", c.id), false
	}
	return c.dir, c.temporary != ""
}

func (c *cache) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	dir := c.temporary
	c.dir, c.temporary = "", ""
	if dir == "" {
		return nil
	}
	return os.RemoveAll(dir)
}

// lock keeps other processes from extending the same unit map. The lock is the system's,
// so a process that dies leaves none behind.
func (c *cache) lock(name string) (unlock func(), err error) {
	dir, err := c.folder()
	if err != nil {
		return nil, err
	}
	unlock, err = lockedfile.MutexAt(filepath.Join(dir, name+".lock")).Lock()
	if err != nil {
		return nil, writeProblem(err, c.wanted)
	}
	return unlock, nil
}

// durable says that a file must reach the disk before its name does. Hot files need not:
// what a power failure leaves of them is found by their checksums and built again.
type durable bool

// write makes a file whole or not at all: it writes beside the target and renames.
func (c *cache) write(name string, sync durable, body func(io.Writer) error) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return writeProblem(err, c.wanted)
	}
	temp := f.Name()
	err = c.fill(f, body)
	if err == nil && bool(sync) {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temp, filepath.Join(dir, name))
	}
	if err != nil {
		_ = os.Remove(temp)
		var p *diag.Problem
		if errors.As(err, &p) {
			return err
		}
		return writeProblem(err, c.wanted)
	}
	return nil
}

func (c *cache) fill(f *os.File, body func(io.Writer) error) error {
	var w io.Writer = f
	if c.through != nil {
		w = c.through(w)
	}
	buffered := bufio.NewWriterSize(w, 1<<20)
	if err := body(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

func (c *cache) path(name string) (string, error) {
	dir, err := c.folder()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, name), nil
}

// remove deletes a cache file; a file that is gone or in use elsewhere is left alone.
func (c *cache) remove(name string) {
	if path, err := c.path(name); err == nil {
		_ = os.Remove(path)
	}
}
