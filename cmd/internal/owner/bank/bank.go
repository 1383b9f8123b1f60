// Package bank keeps the versions of one register database: what is released for ever, what
// waits as a draft, and the way from one to the other.
//
// In: datasets as package transform builds them, and decisions of the owner. Out: the store of
// spec/store.md, which package runtime/store reads.
//
//	b, err := bank.Open(ctx, "/data/registers", "no.ssb.fdb", bank.Options{})
//	defer b.Close()
//	err = b.Add(ctx, bank.Draft{Name: "BOSTED", Description: "First delivery", Structure: s, Data: "work/BOSTED__DRAFT.parquet"})
//	_, err = b.SetStatus(ctx, "BOSTED", bank.PendingRelease)
//	released, err := b.Release(ctx, bank.Release{Description: "Place of residence"})
//	released.Number // 1.0.0.0
//
// Every method changes the folder as a whole or not at all (package journal). There is one
// writer at a time; readers take no lock and never see half a version. What is refused is a
// *finding.Refusal; any other error is of the system.
package bank

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// The files of a bank, relative to its folder.
const (
	versionsPath  = "datastore/datastore_versions.json"
	draftPath     = "datastore/draft_version.json"
	metadataPath  = "datastore/metadata_all__DRAFT.json"
	textsPath     = "datastore/texts_en__DRAFT.json"
	datesPath     = "datastore/dates__DRAFT.json"
	policyPath    = "datastore/policy__DRAFT.json"
	signaturePath = "datastore/policy__DRAFT.sig"
	keysPath      = "datastore/policy__DRAFT.pem"
	additionsPath = "datastore/additions__DRAFT.json"
	lockPath      = "datastore/writer.lock"
	olderDrafts   = "datastore/pending_operations.json"
)

// Options of opening a bank for writing. The zero value is right outside of tests.
type Options struct {
	Disk journal.Disk
	Now  func() time.Time
}

// Bank is a bank open for writing. It is not safe for concurrent use.
type Bank struct {
	root, name, dir string
	disk            journal.Disk
	now             func() time.Time
	lock            *journal.Lock
	state           *state
	recovered       journal.State
}

var nameRule = regexp.MustCompile(`^[a-z]+(\.[a-z]+)*$`)

// About says what a bank is, in Norwegian and, if wanted, in English.
type About struct {
	Label, Description     string
	LabelEN, DescriptionEN string
}

// Dir is the folder of a bank.
func Dir(root, name string) string { return filepath.Join(root, name) }

// Working is a folder beside a bank, for what is on its way in: on the same device, so that
// it can be moved. It is not part of the store and may be removed when nobody writes.
func Working(root, name string) string { return filepath.Join(root, name+"_working") }

// Create makes an empty bank. The folder of the store is made when absent.
func Create(ctx context.Context, root, name string, about About, o Options) error {
	if !nameRule.MatchString(name) {
		return finding.Refuse(finding.BadBankName, name)
	}
	if about.Label == "" || about.Description == "" {
		return finding.Refuse(finding.NoDescription)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b := &Bank{root: root, name: name, dir: Dir(root, name), disk: o.Disk, now: o.Now}
	b.defaults()
	if _, err := os.Lstat(b.dir); err == nil {
		return finding.Refuse(finding.BankThere, b.dir)
	}
	return b.create(about)
}

func (b *Bank) defaults() {
	if b.disk == nil {
		b.disk = journal.System()
	}
	if b.now == nil {
		b.now = time.Now
	}
}

// create builds the folder under another name and then gives it its own.
func (b *Bank) create(about About) error {
	if err := os.MkdirAll(b.root, 0o755); err != nil {
		return b.problem(err)
	}
	building := filepath.Join(b.root, "."+b.name+".new")
	if err := journal.RemoveAll(b.disk, building); err != nil {
		return b.problem(err)
	}
	s := emptyState(b.name, about)
	files, err := s.mutable()
	if err != nil {
		return err
	}
	err = func() error {
		for _, dir := range []string{building, filepath.Join(building, "data"), filepath.Join(building, "datastore")} {
			if err := b.disk.Mkdir(dir, 0o755); err != nil {
				return err
			}
		}
		if err := b.disk.Mkdir(filepath.Join(building, "vault"), 0o700); err != nil {
			return err
		}
		for _, f := range files {
			if f.content == nil {
				continue
			}
			if err := b.disk.Write(filepath.Join(building, filepath.FromSlash(f.rel)), f.content); err != nil {
				return err
			}
		}
		for _, dir := range []string{filepath.Join(building, "datastore"), building} {
			if err := b.disk.Sync(dir); err != nil {
				return err
			}
		}
		if err := b.disk.Rename(building, b.dir); err != nil {
			return err
		}
		return b.disk.Sync(b.root)
	}()
	if err != nil {
		_ = journal.RemoveAll(b.disk, building)
	}
	return b.problem(err)
}

// Open takes the bank for writing, and first finishes or undoes what a process before it
// left unfinished. A bank that somebody else writes is refused at once.
func Open(ctx context.Context, root, name string, o Options) (*Bank, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b := &Bank{root: root, name: name, dir: Dir(root, name), disk: o.Disk, now: o.Now}
	b.defaults()
	if !nameRule.MatchString(name) {
		return nil, finding.Refuse(finding.BadBankName, name)
	}
	if info, err := os.Stat(filepath.Join(b.dir, "datastore")); err != nil || !info.IsDir() {
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return nil, finding.Refuse(finding.NoBank, name, root)
		}
		return nil, err
	}
	lock, err := journal.Take(b.at(lockPath))
	if err != nil {
		return nil, b.problem(err)
	}
	b.lock = lock
	if err := b.begin(); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func (b *Bank) begin() (err error) {
	if b.recovered, err = journal.Recover(b.disk, b.dir); err != nil {
		return b.problem(err)
	}
	b.state, err = load(b.dir, b.name)
	return err
}

// Close gives the bank back. It may be called more than once.
func (b *Bank) Close() error { return b.lock.Release() }

// Recovered tells what Open found of an interrupted operation.
func (b *Bank) Recovered() journal.State { return b.recovered }

// Dir is the folder of the bank.
func (b *Bank) Dir() string { return b.dir }

// Working is the folder for what is on its way in.
func (b *Bank) Working() string { return Working(b.root, b.name) }

// VaultPath is where a file of the vault lies, whether it is there or not.
func (b *Bank) VaultPath(file string) string { return filepath.Join(b.dir, "vault", file) }

func (b *Bank) at(rel string) string { return filepath.Join(b.dir, filepath.FromSlash(rel)) }

// problem says what a refusal of the system means here.
func (b *Bank) problem(err error) error {
	var refused *finding.Refusal
	switch {
	case err == nil || errors.As(err, &refused) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, journal.ErrLocked):
		return finding.Refuse(finding.Locked, b.dir)
	case errors.Is(err, journal.ErrForeign):
		return finding.Refuse(finding.OtherProgram, b.dir)
	case errors.Is(err, journal.ErrNewer):
		return finding.Refuse(finding.NewerFormat, b.dir)
	case errors.Is(err, journal.ErrUnfinished):
		return &systemError{finding.Refuse(finding.HalfDone, reason(err)), err}
	case journal.Full(err):
		return &systemError{finding.Refuse(finding.DiskFull, b.dir), err}
	case journal.ReadOnly(err):
		return &systemError{finding.Refuse(finding.ReadOnly, b.dir), err}
	}
	return err
}

// systemError is a refusal of the system in our words: As finds both.
type systemError struct {
	refusal *finding.Refusal
	cause   error
}

func (e *systemError) Error() string   { return fmt.Sprintf("%v (%v)", e.refusal, e.cause) }
func (e *systemError) Unwrap() []error { return []error{e.refusal, e.cause} }

func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err.Error()
	}
	return err.Error()
}

// What Open may find of an interrupted operation.
const (
	ThrownAway = journal.Undecided
	Finished   = journal.Decided
)
