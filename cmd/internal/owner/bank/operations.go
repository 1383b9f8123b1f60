package bank

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// Draft is a dataset on its way in. Data is a Parquet file or a folder of partitions, which is
// moved away from there; empty for a patch. Sums are its checksums by path relative to Data
// (any one key for a file); what differs is refused. Vault files are moved too.
type Draft struct {
	Name        string
	Description string // for the release notes
	Structure   []byte // JSON of one stored structure
	English     *English
	WholeMonth  bool // see spec/store.md §3.7
	Data        string
	Sums        map[string]Sum
	Vault       []VaultFile
}

// VaultFile is a file for the vault: Name there, Path now.
type VaultFile struct{ Name, Path string }

// change makes one change of the draft.
func (b *Bank) change(ctx context.Context, do func(tx *journal.Tx, s *state) error) error {
	if b.state == nil {
		return b.problem(journal.ErrUnfinished)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	next := b.state.clone()
	tx, err := journal.Begin(b.disk, b.dir)
	if err != nil {
		return b.problem(err)
	}
	err = do(tx, next)
	if err == nil {
		err = b.stage(tx, next)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = tx.Commit()
	}
	if err == nil {
		b.state = next
		return nil
	}
	if errors.Is(err, journal.ErrUnfinished) {
		b.state = nil // what is on disk is known again after Open
		return b.problem(err)
	}
	_ = tx.Abort() // what remains in tmp is swept by the next Open
	return b.problem(err)
}

// stage writes the files that change, after everything they speak of.
func (b *Bank) stage(tx *journal.Tx, next *state) error {
	files, err := next.mutable()
	if err != nil {
		return err
	}
	tx.Settle()
	for i, f := range files {
		if i == 1 {
			tx.Settle() // a version is on the medium before the draft forgets it
		}
		old, known := b.state.marks[f.rel]
		switch {
		case f.content == nil:
			tx.Remove(f.rel)
		case known && old == next.marks[f.rel]:
		default:
			if err := tx.Write(f.rel, f.content); err != nil {
				return err
			}
		}
	}
	return tx.Backup(versionsPath, draftPath, metadataPath)
}

// Add takes in a dataset that is new, or was withdrawn.
func (b *Bank) Add(ctx context.Context, d Draft) error {
	return b.change(ctx, func(tx *journal.Tx, s *state) error {
		if err := s.allows(Add, d.Name); err != nil {
			return err
		}
		return b.take(tx, s, d, Add)
	})
}

// Change takes in new data and metadata of a released dataset.
func (b *Bank) Change(ctx context.Context, d Draft) error {
	return b.change(ctx, func(tx *journal.Tx, s *state) error {
		if err := s.allows(Change, d.Name); err != nil {
			return err
		}
		return b.take(tx, s, d, Change)
	})
}

// Patch takes in new texts of a released dataset; spec/store.md says what may change.
func (b *Bank) Patch(ctx context.Context, d Draft) error {
	return b.change(ctx, func(tx *journal.Tx, s *state) error {
		if err := s.allows(Patch, d.Name); err != nil {
			return err
		}
		patched, err := patch(d.Name, s.latest.byName[d.Name], d.Structure)
		if err != nil {
			return err
		}
		d.Structure = patched
		if s.latest.dates != nil {
			d.WholeMonth = s.latest.dates.Variables[d.Name].WholeMonth
		}
		return b.take(tx, s, d, Patch)
	})
}

// none is how the public tools write that there is no status.
func none(status string) string {
	if status == "" {
		return "None"
	}
	return status
}

// refuse tells first that there is a draft: that is what to do something about.
func (s *state) refuse(name string, code code, upstream, status string) error {
	if _, found := s.update(name); found {
		return refusal(finding.DraftThere, "Draft for "+name+" already exists", name)
	}
	return refusal(code, upstream, name, none(status))
}

// take puts a dataset in the draft.
func (b *Bank) take(tx *journal.Tx, s *state, d Draft, operation string) error {
	if name, err := nameOf(d.Structure); err != nil || name != d.Name || !datasetName.MatchString(name) {
		return finding.Refuse(finding.BadStructure, d.Name, "name")
	}
	a := &addition{English: d.English, WholeMonth: d.WholeMonth}
	if operation != Patch {
		if err := b.install(tx, d, a, operation); err != nil {
			return err
		}
	}
	for _, f := range d.Vault {
		mark, err := manifest.OfFile(f.Path)
		if err != nil {
			return err
		}
		rel := "vault/" + filepath.Base(f.Name)
		s.marks[rel] = mark
		if err := tx.Install(rel, f.Path); err != nil {
			return err
		}
	}
	structures := s.structures()
	structures[d.Name] = json.RawMessage(d.Structure)
	s.meta.DataStructures = s.arrange(structures, append(s.meta.DataStructures, d.Structure))
	s.additions.Updates[d.Name] = a
	s.draft.Updates = append(s.draft.Updates, Update{d.Name, d.Description, operation, StatusDraft})
	s.redraft(b.now())
	return nil
}

// install moves the data of a draft to their place.
func (b *Bank) install(tx *journal.Tx, d Draft, a *addition, operation string) error {
	if d.Data == "" {
		return finding.Refuse(finding.NeedsData, d.Name, operation)
	}
	info, err := os.Stat(d.Data)
	if err != nil {
		return err
	}
	sums, err := SumTree(d.Data)
	if err != nil {
		return err
	}
	if err := agree(d, sums, info.IsDir()); err != nil {
		return err
	}
	file, other := d.Name+"__DRAFT.parquet", d.Name+"__DRAFT"
	if info.IsDir() {
		file, other = other, file
	}
	folder := "data/" + d.Name + "/"
	a.Data, a.Files = file, map[string]Sum{}
	for rel, sum := range sums {
		a.Files[joined(folder+file, rel)] = sum
	}
	tx.Remove(folder + other)
	return tx.Install(folder+file, d.Data)
}

func joined(base, rel string) string {
	if rel == "" {
		return base
	}
	return base + "/" + rel
}

// agree compares the data with the checksums they were made with.
func agree(d Draft, sums map[string]Sum, folder bool) error {
	if d.Sums == nil {
		return nil
	}
	same := len(sums) == len(d.Sums)
	for rel, want := range d.Sums {
		if !folder {
			rel = ""
		}
		got, ok := sums[rel]
		same = same && ok && got.Bytes == want.Bytes && got.CRC32C == want.CRC32C
	}
	if !same {
		return finding.Refuse(finding.DataDiffer, d.Name)
	}
	return nil
}

// Remove lets the next release withdraw a dataset. Released versions keep it.
func (b *Bank) Remove(ctx context.Context, name, why string) error {
	return b.change(ctx, func(_ *journal.Tx, s *state) error {
		if status := s.status(name); status != Released {
			return s.refuse(name, finding.CannotRemove, "Can't remove dataset with release status "+none(status), status)
		}
		if why == "" {
			return finding.Refuse(finding.NoDescription)
		}
		structures := s.structures()
		delete(structures, name)
		s.meta.DataStructures = s.arrange(structures, s.meta.DataStructures)
		s.draft.Updates = append(s.draft.Updates, Update{name, why, Remove, PendingDelete})
		s.redraft(b.now())
		return nil
	})
}

// drafted finds the draft of a dataset or refuses.
func (s *state) drafted(name string) (int, error) {
	at, found := s.update(name)
	if !found {
		return 0, refusal(finding.NoDraft, `Draft not found for dataset name: "`+name+`"`, name)
	}
	return at, nil
}

// SetStatus makes a draft ready for release, or takes that back. already tells that it had
// the status.
func (b *Bank) SetStatus(ctx context.Context, name, status string) (already bool, err error) {
	if b.state == nil {
		return false, b.problem(journal.ErrUnfinished)
	}
	at, err := b.state.drafted(name)
	if err != nil {
		return false, err
	}
	u := b.state.draft.Updates[at]
	allowed := []string{StatusDraft, PendingRelease}
	if u.Operation == Remove {
		allowed = []string{PendingDelete}
	}
	if !slices.Contains(allowed, status) {
		return false, refusal(finding.CannotSet, "Can't set release status: "+status+" for dataset with operation: "+u.Operation, name, status, u.Operation)
	}
	if u.Status == status {
		return true, nil
	}
	return false, b.change(ctx, func(_ *journal.Tx, s *state) error {
		s.draft.Updates[at].Status = status
		s.redraft(b.now())
		return nil
	})
}

// Discard throws a draft away, with its data.
func (b *Bank) Discard(ctx context.Context, name string) error {
	return b.change(ctx, func(tx *journal.Tx, s *state) error {
		at, err := s.drafted(name)
		if err != nil {
			return err
		}
		if s.draft.Updates[at].Operation == Remove {
			return finding.Refuse(finding.ScheduledGone, name)
		}
		if a := s.additions.Updates[name]; a != nil && a.Data != "" {
			tx.Remove("data/" + name + "/" + a.Data)
			tx.Prune("data/" + name)
		}
		return b.undo(s, at)
	})
}

// Keep takes a withdrawal back that is not released yet.
func (b *Bank) Keep(ctx context.Context, name string) error {
	return b.change(ctx, func(_ *journal.Tx, s *state) error {
		at, found := s.update(name)
		if !found || s.draft.Updates[at].Operation != Remove {
			return refusal(finding.NotRemoved, name+" is not scheduled for removal", name)
		}
		return b.undo(s, at)
	})
}

// undo drops an update and restores the released metadata.
func (b *Bank) undo(s *state, at int) error {
	name := s.draft.Updates[at].Name
	s.draft.Updates = slices.Delete(s.draft.Updates, at, at+1)
	delete(s.additions.Updates, name)
	structures := s.structures()
	delete(structures, name)
	if s.latest != nil && s.latest.byName[name] != nil {
		structures[name] = s.latest.byName[name]
	}
	s.meta.DataStructures = s.arrange(structures, s.meta.DataStructures)
	s.redraft(b.now())
	return nil
}
