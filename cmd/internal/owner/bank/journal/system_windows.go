package journal

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// The system's numbers.
const (
	errNotSameDevice = syscall.Errno(17)
	errWriteProtect  = syscall.Errno(19)
	errSharing       = syscall.Errno(32)
	errHandleFull    = syscall.Errno(39)
	errFull          = syscall.Errno(112)
)

// Full tells that there is no space.
func Full(err error) bool { return errors.Is(err, errFull) || errors.Is(err, errHandleFull) }

// ReadOnly tells that the place takes no writes from this user.
func ReadOnly(err error) bool {
	return errors.Is(err, os.ErrPermission) || errors.Is(err, errWriteProtect)
}

func otherDevice(err error) bool { return errors.Is(err, errNotSameDevice) }

// rename waits a while for readers: here a file that somebody reads keeps its name.
func rename(from, to string) error {
	for wait := time.Millisecond; ; wait *= 2 {
		err := os.Rename(from, to)
		if err == nil || wait > time.Second || !errors.Is(err, errSharing) && !errors.Is(err, syscall.ERROR_ACCESS_DENIED) {
			return err
		}
		time.Sleep(wait)
	}
}

// syncFolder does nothing: the system has no such call, and names are journalled.
func syncFolder(string) error { return nil }

// unlock has nothing to do: closing the file gives it back.
func unlock(*os.File) error { return nil }

// take opens a file for this process alone, or not at all. The system closes it when the
// process ends.
func take(path string) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, errSharing) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}
