package bank

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// Snapshot is what a bank holds, for those who only read: no lock is taken.
type Snapshot struct {
	Name, Label, Description string
	Draft                    Version
	Versions                 []Version // newest first
	Datasets                 []Dataset // by name
	Unfinished               journal.State
	PendingPolicy            bool
}

// Dataset is a dataset of the newest version, or of the draft. First and Changed are the
// versions in which it appeared and in which its data last changed, as MAJOR.MINOR.PATCH.0;
// empty where nobody wrote them down. Withdrawn is the version that took it away.
type Dataset struct {
	Name, Status, Operation   string
	First, Changed, Withdrawn string
}

// Read reads a bank. Errors as Open, without those of writing.
func Read(root, name string) (*Snapshot, error) {
	dir := Dir(root, name)
	if info, err := os.Stat(filepath.Join(dir, "datastore")); err != nil || !info.IsDir() || !nameRule.MatchString(name) {
		return nil, finding.Refuse(finding.NoBank, name, root)
	}
	s, err := load(dir, name)
	if err != nil {
		return nil, err
	}
	unfinished, err := journal.Inspect(dir)
	if err != nil {
		return nil, err
	}
	return &Snapshot{
		Name: s.list.Name, Label: s.list.Label, Description: s.list.Description,
		Draft: s.draft, Versions: s.list.versions, Datasets: s.datasets(),
		Unfinished: unfinished, PendingPolicy: s.policy.Policy != nil,
	}, nil
}

// Version finds a version as it is written: MAJOR, MAJOR.MINOR and so on, the newest of several
// that begin so; the newest of all for "".
func (s *Snapshot) Version(written string) (Version, error) {
	for _, v := range s.Versions {
		if written == "" || v.Number == written || len(v.Number) > len(written) && v.Number[:len(written)] == written && v.Number[len(written)] == '.' {
			return v, nil
		}
	}
	return Version{}, finding.Refuse(finding.NoVersion, s.Name, written)
}

// IsDraft tells that a draft number is the present one; 0.0.0.0 always is.
func (s *Snapshot) IsDraft(number string) error {
	if number == "0.0.0.0" || number == s.Draft.Number {
		return nil
	}
	return refusal(finding.OtherDraft, "Requested draft version "+number+", but current is "+s.Draft.Number, number, s.Draft.Number)
}

func (s *state) datasets() []Dataset {
	byName := map[string]*Dataset{}
	of := func(name string) *Dataset {
		if byName[name] == nil {
			byName[name] = &Dataset{Name: name}
		}
		return byName[name]
	}
	if s.latest != nil {
		for name := range s.latest.byName {
			of(name)
		}
	}
	for _, v := range slices.Backward(s.list.versions) {
		for _, u := range v.Updates {
			of(u.Name).released(u, v.Number)
		}
	}
	for _, u := range s.draft.Updates {
		of(u.Name).Operation = u.Operation
	}
	var out []Dataset
	for name, d := range byName {
		d.Status = s.status(name)
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b Dataset) int { return slices.Compare([]byte(a.Name), []byte(b.Name)) })
	return out
}

// released follows one update; CHANGE_DATA is how older stores say it.
func (d *Dataset) released(u Update, version string) {
	switch u.Operation {
	case Add:
		if d.First == "" {
			d.First = version
		}
		d.Changed, d.Withdrawn = version, ""
	case Change, "CHANGE_DATA":
		d.Changed = version
	case Remove:
		d.Withdrawn = version
	}
}
