package bank

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// state is the part of a bank that changes, and the newest release.
type state struct {
	list      versionList
	draft     Version
	meta      metadataFile // of the draft
	additions additions
	policy    PolicyFiles // waiting for the next release
	latest    *released

	marks map[string]manifest.Mark // manifest.json
}

// released is what the next version starts from.
type released struct {
	number     Number
	time       int64
	structures []json.RawMessage
	byName     map[string]json.RawMessage
	files      map[string]string // NAME → file or folder
	sums       map[string]Sum    // nil when the version has none
	texts      *textFile
	dates      *dateFile
	policy     PolicyFiles
}

func emptyState(name string, about About) *state {
	nothing := ""
	s := &state{
		list:      versionList{Name: name, Label: about.Label, Description: about.Description, Versions: []json.RawMessage{}},
		draft:     Version{Number: "0.0.0.0", Description: "Draft", LanguageCode: "no", UpdateType: &nothing, Updates: []Update{}},
		additions: additions{Additions: additionsFormat, Updates: map[string]*addition{}},
		marks:     map[string]manifest.Mark{},
	}
	if about.LabelEN != "" || about.DescriptionEN != "" {
		s.additions.About = &textAbout{about.LabelEN, about.DescriptionEN}
	}
	s.meta = s.newMetadata([]json.RawMessage{})
	return s
}

func (s *state) newMetadata(structures []json.RawMessage) metadataFile {
	return metadataFile{
		DataStore:      storeAbout{s.list.Name, s.list.Label, s.list.Description, "no"},
		Languages:      []language{{"no", "Norsk"}},
		DataStructures: structures,
	}
}

// reader reads the JSON files of a bank.
type reader struct{ dir, name string }

func (r reader) bytes(rel string) ([]byte, error) {
	return os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(rel)))
}

func (r reader) damaged(rel string, err error) error {
	return finding.Refuse(finding.DamagedBank, r.name+"/"+rel, reason(err))
}

// json reads a file; found is false when it does not exist.
func (r reader) json(rel string, into any) (found bool, err error) {
	b, err := r.bytes(rel)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return true, r.damaged(rel, err)
	}
	return true, nil
}

func (r reader) must(rel string, into any) error {
	found, err := r.json(rel, into)
	if err == nil && !found {
		return r.damaged(rel, fs.ErrNotExist)
	}
	return err
}

// optional reads a file that need not be there.
func (r reader) optional(rel string) ([]byte, error) {
	b, err := r.bytes(rel)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// pick is the first name that exists: older stores have four parts in a name.
func (r reader) pick(names ...string) string {
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(r.dir, filepath.FromSlash(name))); err == nil {
			return name
		}
	}
	return names[0]
}

func (r reader) file(stem string, n Number, full bool, ending string) string {
	stem = "datastore/" + stem + "__"
	if full {
		return r.pick(stem+n.three()+ending, stem+n.three()+"_0"+ending)
	}
	return r.pick(stem+n.two()+ending, stem+n.two()+"_0_0"+ending, fmt.Sprintf("%s%s_%d_0%s", stem, n.two(), n.Patch, ending))
}

// load reads the state of the bank in dir.
func load(dir, name string) (*state, error) {
	r := reader{dir, name}
	s := &state{marks: map[string]manifest.Mark{}}
	var m manifest.File
	if _, err := r.json(manifest.Main, &m); err != nil {
		return nil, err
	}
	if m.Manifest > manifest.Format || m.Store > manifest.Store {
		return nil, finding.Refuse(finding.NewerFormat, name)
	}
	maps.Copy(s.marks, m.Files)
	if err := s.loadVersions(r); err != nil {
		return nil, err
	}
	if err := s.loadDraft(r); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *state) loadVersions(r reader) error {
	if err := r.must(versionsPath, &s.list); err != nil {
		return err
	}
	var newest Number
	for _, raw := range s.list.Versions {
		var v Version
		if err := json.Unmarshal(raw, &v); err != nil {
			return r.damaged(versionsPath, err)
		}
		n, ok := ParseNumber(v.Number)
		if !ok {
			return r.damaged(versionsPath, fmt.Errorf("version %q", v.Number))
		}
		s.list.versions = append(s.list.versions, v)
		if len(s.list.versions) == 1 || newest.less(n) {
			newest = n
		}
	}
	if len(s.list.versions) == 0 {
		return nil
	}
	var err error
	s.latest, err = r.released(newest)
	if err != nil {
		return err
	}
	for _, v := range s.list.versions {
		s.latest.time = max(s.latest.time, v.ReleaseTime)
	}
	return nil
}

func (n Number) less(o Number) bool {
	return slices.Compare([]int{n.Major, n.Minor, n.Patch}, []int{o.Major, o.Minor, o.Patch}) < 0
}

// released reads a version.
func (r reader) released(n Number) (*released, error) {
	out := &released{number: n, byName: map[string]json.RawMessage{}}
	var meta metadataFile
	rel := r.file("metadata_all", n, true, ".json")
	if err := r.must(rel, &meta); err != nil {
		return nil, err
	}
	out.structures = meta.DataStructures
	for _, structure := range meta.DataStructures {
		name, err := nameOf(structure)
		if err != nil {
			return nil, r.damaged(rel, err)
		}
		out.byName[name] = structure
	}
	if err := r.must(r.file("data_versions", n, false, ".json"), &out.files); err != nil {
		return nil, err
	}
	var sums checksumFile
	found, err := r.json(r.file("checksums", n, false, ".json"), &sums)
	if err != nil {
		return nil, err
	}
	if found {
		out.sums = sums.Files
	}
	if _, err := r.json(r.file("texts_en", n, true, ".json"), &out.texts); err != nil {
		return nil, err
	}
	if _, err := r.json(r.file("dates", n, true, ".json"), &out.dates); err != nil {
		return nil, err
	}
	if sums.Checksums > 1 || out.texts != nil && out.texts.Texts > 1 || out.dates != nil && out.dates.Dates > 1 {
		return nil, finding.Refuse(finding.NewerFormat, r.name)
	}
	out.policy, err = r.policy(strings.TrimSuffix(r.file("policy", n, false, ".json"), ".json"))
	return out, err
}

// policy reads the files of a policy.
func (r reader) policy(stem string) (p PolicyFiles, err error) {
	for ending, into := range map[string]*[]byte{".json": &p.Policy, ".sig": &p.Signatures, ".pem": &p.Keys} {
		if *into, err = r.optional(stem + ending); err != nil {
			return p, err
		}
	}
	return p, nil
}

func (s *state) loadDraft(r reader) error {
	if b, err := r.optional(olderDrafts); err != nil {
		return err
	} else if b != nil {
		return finding.Refuse(finding.OlderStore, r.name)
	}
	empty := emptyState(s.list.Name, About{Label: s.list.Label, Description: s.list.Description})
	s.draft, s.additions = empty.draft, empty.additions
	if _, err := r.json(draftPath, &s.draft); err != nil {
		return err
	}
	if found, err := r.json(metadataPath, &s.meta); err != nil {
		return err
	} else if !found {
		s.meta = s.newMetadata([]json.RawMessage{})
		if s.latest != nil {
			s.meta.DataStructures = s.latest.structures
		}
	}
	if _, err := r.json(additionsPath, &s.additions); err != nil {
		return err
	}
	if s.additions.Additions > additionsFormat {
		return finding.Refuse(finding.NewerFormat, r.name)
	}
	if s.additions.Updates == nil {
		s.additions.Updates = map[string]*addition{}
	}
	var err error
	s.policy, err = r.policy(strings.TrimSuffix(policyPath, ".json"))
	return err
}

// clone copies what operations change; what lies below is never changed in place.
func (s *state) clone() *state {
	out := *s
	out.list.Versions = slices.Clone(s.list.Versions)
	out.list.versions = slices.Clone(s.list.versions)
	out.draft.Updates = slices.Clone(s.draft.Updates)
	out.meta.DataStructures = slices.Clone(s.meta.DataStructures)
	out.additions.Updates = maps.Clone(s.additions.Updates)
	out.marks = maps.Clone(s.marks)
	return &out
}

// update finds the draft of a dataset.
func (s *state) update(name string) (at int, found bool) {
	at = slices.IndexFunc(s.draft.Updates, func(u Update) bool { return u.Name == name })
	return at, at >= 0
}

// status is that of a dataset in the draft, else its newest released one, "" when there was
// none. Versions of other programs may not tell; then the metadata do.
func (s *state) status(name string) string {
	if at, found := s.update(name); found {
		return s.draft.Updates[at].Status
	}
	for _, v := range s.list.versions {
		for _, u := range v.Updates {
			if u.Name == name && u.Status != "" {
				return u.Status
			}
		}
	}
	if s.latest != nil && s.latest.byName[name] != nil {
		return Released
	}
	return ""
}

// redraft gives the draft its new number: always a later one, whatever the clock says.
func (s *state) redraft(now time.Time) {
	t := max(now.Unix(), s.draft.ReleaseTime+1)
	if s.latest != nil {
		t = max(t, s.latest.time+1)
	}
	s.draft.ReleaseTime = t
	s.draft.Number = fmt.Sprintf("0.0.0.%d", t)
	s.draft.UpdateType = nil
	if k := kind(pendingOf(s.draft.Updates), s.latest == nil, s.policy.Policy != nil); k != "" {
		s.draft.UpdateType = &k
	}
}

// arrange puts structures in the order of the release before, new ones last in their own.
func (s *state) arrange(of map[string]json.RawMessage, order []json.RawMessage) []json.RawMessage {
	out, seen := []json.RawMessage{}, map[string]bool{}
	take := func(list []json.RawMessage) {
		for _, structure := range list {
			name, err := nameOf(structure)
			if err == nil && of[name] != nil && !seen[name] {
				seen[name] = true
				out = append(out, of[name])
			}
		}
	}
	if s.latest != nil {
		take(s.latest.structures)
	}
	take(order)
	return out
}

func (s *state) structures() map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, structure := range s.meta.DataStructures {
		if name, err := nameOf(structure); err == nil {
			out[name] = structure
		}
	}
	return out
}
