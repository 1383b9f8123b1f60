package journal

import (
	"errors"
	"os"
)

// ErrLocked says that another writer is at work.
var ErrLocked = errors.New("another writer is at work")

// Lock is held by the one writer of a folder. It ends with Release or with the process,
// however that ends: a dead writer blocks nobody.
type Lock struct{ file *os.File }

// Take takes the lock whose file is at path, or fails at once. The file stays when the lock
// is given back: removing it would let two writers hold locks on two files of one name.
// Errors: ErrLocked; those of the system when the file cannot be made.
func Take(path string) (*Lock, error) {
	f, err := take(path)
	if err != nil {
		return nil, err
	}
	return &Lock{f}, nil
}

// Release gives the lock back; a nil lock has nothing to give.
func (l *Lock) Release() error {
	if l == nil || l.file == nil {
		return nil
	}
	f := l.file
	l.file = nil
	return errors.Join(unlock(f), f.Close())
}
