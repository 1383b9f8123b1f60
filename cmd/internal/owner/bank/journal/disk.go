package journal

import (
	"errors"
	"io"
	"os"
)

// Disk is every way in which this package changes a file system. Tests pass one that stops,
// fails or fills up at a chosen call. Paths are those of the system.
type Disk interface {
	// Mkdir makes one folder; one that is there is fine.
	Mkdir(path string, mode os.FileMode) error
	// Write makes a file with this content and brings it to the medium.
	Write(path string, content []byte) error
	// Copy makes a file with the content of another and brings it to the medium.
	Copy(from, to string) error
	// Link gives a file a second name.
	Link(from, to string) error
	// Rename gives a file or a folder another name; a file of that name is replaced.
	Rename(from, to string) error
	// Remove removes a file or an empty folder.
	Remove(path string) error
	// Sync brings a file's content, or a folder's names, to the medium.
	Sync(path string) error
}

// System is the real file system. New files and folders are for the owner and its group to
// read, as the process's mask allows; the data in them are pseudonymised.
func System() Disk { return system{} }

type system struct{}

func (system) Mkdir(path string, mode os.FileMode) error {
	err := os.Mkdir(path, mode)
	if errors.Is(err, os.ErrExist) {
		if info, stat := os.Stat(path); stat == nil && info.IsDir() {
			return nil
		}
	}
	return err
}

func (system) Write(path string, content []byte) error {
	return fill(path, func(f *os.File) error {
		_, err := f.Write(content)
		return err
	})
}

func (system) Copy(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	return fill(to, func(f *os.File) error {
		_, err := io.Copy(f, in)
		return err
	})
}

func fill(path string, body func(*os.File) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	err = body(f)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}

func (system) Link(from, to string) error { return os.Link(from, to) }

func (system) Rename(from, to string) error { return rename(from, to) }

func (system) Remove(path string) error { return os.Remove(path) }

func (system) Sync(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return syncFolder(path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, os.ErrPermission) {
		f, err = os.Open(path) // enough on most systems
	}
	if err != nil {
		return err
	}
	err = f.Sync()
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
