//go:build !windows

package store

import (
	"errors"
	"syscall"
)

// readOnly tells that a folder lies on a file system that takes no writes.
func readOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// diskFull tells that there is no space: the disk, a quota or the size limit of a process.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
