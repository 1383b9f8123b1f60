//go:build !windows

package store

import (
	"errors"
	"os"
	"syscall"
)

// readOnly tells that a folder lies on a file system that takes no writes.
func readOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// diskFull tells that there is no space: the disk, a quota or the size limit of a process.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// syncDir writes the names of a folder through to the disk, where its file system can.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = f.Sync()
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
