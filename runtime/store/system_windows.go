package store

import (
	"errors"
	"syscall"
)

// The system's numbers for a protected medium and for a full disk.
const (
	errWriteProtect = syscall.Errno(19)
	errHandleFull   = syscall.Errno(39)
	errFull         = syscall.Errno(112)
)

// readOnly tells that a folder lies on a medium that takes no writes.
func readOnly(err error) bool { return errors.Is(err, errWriteProtect) }

// diskFull tells that there is no space.
func diskFull(err error) bool { return errors.Is(err, errFull) || errors.Is(err, errHandleFull) }

// syncDir does nothing: the system writes the names of a folder through by itself and lets
// nobody ask for it.
func syncDir(string) error { return nil }
