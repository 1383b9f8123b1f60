//go:build !windows

package journal

import (
	"errors"
	"os"
	"syscall"
)

// Full tells that there is no space: the disk, a quota or the size limit of a process.
func Full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// ReadOnly tells that the place takes no writes from this user.
func ReadOnly(err error) bool {
	return errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS)
}

func otherDevice(err error) bool { return errors.Is(err, syscall.EXDEV) }

func rename(from, to string) error { return os.Rename(from, to) }

// syncFolder brings the names in a folder to the medium. Some file systems have nothing to
// do for it and say so.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}

// unlock is not left to closing: a process that another goroutine is about to start still has
// the file open for a moment.
func unlock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }

// take locks a file at once or not at all. The lock is the system's and ends with the process.
func take(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, ErrLocked
	}
	return nil, &os.PathError{Op: "lock", Path: path, Err: err}
}
