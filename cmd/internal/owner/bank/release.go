package bank

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// Release says what is to be released. Manifest is the draft that its author saw, and Draft the
// number of that draft; either may be empty, and what was changed since is refused.
type Release struct {
	Description string
	All         bool // also drafts that are not set to PENDING_RELEASE
	Manifest    *Version
	Draft       string
	Loosen      bool // the policy may protect less than that of the version before
}

// Outcome is what was released.
type Outcome struct {
	Version
	Number    string
	NoPolicy  bool   // the version has no policy file, so strict applies
	Loosened  string // what of the policy protects less than before, or empty
	ClockBack bool   // the clock stands well before the version before
}

// slack is how far times may run ahead of the clock without being told: every change of a draft
// takes a second of its own.
const slack = time.Hour

// Release makes the pending updates the next version, for ever.
func (b *Bank) Release(ctx context.Context, r Release) (Outcome, error) {
	var out Outcome
	err := b.change(ctx, func(tx *journal.Tx, s *state) (err error) {
		out, err = b.release(tx, s, r)
		return err
	})
	return out, err
}

func (b *Bank) release(tx *journal.Tx, s *state, r Release) (Outcome, error) {
	if r.Description == "" {
		return Outcome{}, finding.Refuse(finding.NoDescription)
	}
	if err := s.unchanged(r); err != nil {
		return Outcome{}, err
	}
	before, err := encode(s.draft)
	if err != nil {
		return Outcome{}, err
	}
	if r.All {
		for i := range s.draft.Updates {
			if s.draft.Updates[i].Status == StatusDraft {
				s.draft.Updates[i].Status = PendingRelease
			}
		}
	}
	pending := pendingOf(s.draft.Updates)
	what := kind(pending, s.latest == nil, s.policy.Policy != nil)
	if what == "" {
		return Outcome{}, finding.Refuse(finding.NothingPending)
	}
	n := &next{bank: b, tx: tx, s: s, kind: what, pending: pending, out: Outcome{}}
	n.number = Number{1, 0, 0}
	if s.latest != nil {
		n.number = s.latest.number.after(what)
	}
	if err := n.compose(r); err != nil {
		return Outcome{}, err
	}
	archived := "archive/draft_version__" + strconv.FormatInt(s.draft.ReleaseTime, 10) + ".json"
	if err := n.write(archived, before, s.marks); err != nil {
		return Outcome{}, err
	}
	return n.finish(r)
}

// unchanged tells whether the draft is the one that was seen.
func (s *state) unchanged(r Release) error {
	stale := r.Draft != "" && r.Draft != s.draft.Number
	if m := r.Manifest; m != nil {
		key := func(u Update) [3]string { return [3]string{u.Name, u.Operation, u.Status} }
		seen, present := map[[3]string]bool{}, map[[3]string]bool{}
		for _, u := range pendingOf(m.Updates) {
			seen[key(u)] = true
		}
		for _, u := range pendingOf(s.draft.Updates) {
			present[key(u)] = true
		}
		stale = stale || !maps.Equal(seen, present)
	}
	if stale {
		return refusal(finding.StaleManifest, "Changes were made to the datastore after bump was requested")
	}
	return nil
}

// next is a version in the making.
type next struct {
	bank    *Bank
	tx      *journal.Tx
	s       *state
	kind    string
	number  Number
	pending []Update
	made    released
	marks   map[string]manifest.Mark // of the version's files
	out     Outcome
}

func (n *next) isPending(u Update) bool {
	return slices.ContainsFunc(n.pending, func(p Update) bool { return p.Name == u.Name })
}

// write stages a file and notes its sum.
func (n *next) write(rel string, content []byte, marks map[string]manifest.Mark) error {
	marks[rel] = manifest.Of(content)
	return n.tx.Write(rel, content)
}

func (n *next) json(rel string, content any) error {
	b, err := encode(content)
	if err != nil {
		return err
	}
	return n.write(rel, b, n.marks)
}

// compose works out the version and stages its files.
func (n *next) compose(r Release) error {
	n.marks = map[string]manifest.Mark{}
	n.made = released{number: n.number, byName: map[string]json.RawMessage{}, files: map[string]string{}}
	if err := n.start(); err != nil {
		return err
	}
	draft := n.s.structures()
	for _, u := range n.pending {
		n.apply(u, draft[u.Name])
	}
	n.made.structures = n.s.arrange(n.made.byName, n.s.meta.DataStructures)
	n.made.texts, n.made.dates = n.s.texts(n.isPending), n.s.dates(n.isPending)
	if err := n.policy(r); err != nil {
		return err
	}
	if err := n.data(); err != nil {
		return err
	}
	return n.words()
}

// start is the version before.
func (n *next) start() error {
	last := n.s.latest
	if last == nil {
		n.made.sums = map[string]Sum{}
		return nil
	}
	maps.Copy(n.made.byName, last.byName)
	maps.Copy(n.made.files, last.files)
	n.made.policy = last.policy
	n.made.sums = maps.Clone(last.sums)
	if n.made.sums != nil || n.kind == Patched {
		return nil
	}
	n.made.sums = map[string]Sum{} // an older store without checksums gets them now
	for name, file := range last.files {
		base := "data/" + name + "/" + file
		sums, err := SumTree(n.bank.at(base))
		if err != nil {
			return err
		}
		for rel, sum := range sums {
			n.made.sums[joined(base, rel)] = sum
		}
	}
	return nil
}

// apply does one update.
func (n *next) apply(u Update, structure json.RawMessage) {
	drop := func() {
		for rel := range n.made.sums {
			if old := n.made.files[u.Name]; old != "" && within(rel, "data/"+u.Name+"/"+old) {
				delete(n.made.sums, rel)
			}
		}
	}
	switch u.Operation {
	case Remove:
		drop()
		delete(n.made.byName, u.Name)
		delete(n.made.files, u.Name)
	case Add, Change:
		drop()
		n.made.byName[u.Name] = structure
		a := n.s.additions.Updates[u.Name]
		if a == nil { // the draft of another program: the name tells the form
			a = &addition{Data: u.Name + "__DRAFT.parquet"}
		}
		ending := a.Data[len(u.Name+"__DRAFT"):]
		file := u.Name + "__" + n.number.two() + ending
		from, to := "data/"+u.Name+"/"+a.Data, "data/"+u.Name+"/"+file
		n.tx.Rename(from, to)
		n.made.files[u.Name] = file
		for rel, sum := range a.Files {
			n.made.sums[to+rel[len(from):]] = sum
		}
	default:
		n.made.byName[u.Name] = structure
	}
}

func within(rel, base string) bool {
	return rel == base || len(rel) > len(base) && rel[:len(base)] == base && rel[len(base)] == '/'
}

// data stages the files that lie beside the data: one of a kind per MAJOR.MINOR.
func (n *next) data() error {
	two := n.number.two()
	if n.kind == Patched {
		for _, name := range []string{"data_versions__" + two + ".json", "checksums__" + two + ".json", "policy__" + two + ".json", "policy__" + two + ".sig", "policy__" + two + ".pem"} {
			rel := "datastore/" + name
			b, err := reader{n.bank.dir, n.s.list.Name}.optional(rel)
			if err != nil {
				return err
			}
			if b != nil {
				n.marks[rel] = manifest.Of(b)
			}
		}
		return nil
	}
	if err := n.json("datastore/data_versions__"+two+".json", n.made.files); err != nil {
		return err
	}
	if err := n.json("datastore/checksums__"+two+".json", checksumFile{1, "crc32c", chunkSize, n.made.sums}); err != nil {
		return err
	}
	for _, f := range []named{{".json", n.made.policy.Policy}, {".sig", n.made.policy.Signatures}, {".pem", n.made.policy.Keys}} {
		if f.content == nil {
			continue
		}
		if err := n.write("datastore/policy__"+two+f.rel, f.content, n.marks); err != nil {
			return err
		}
	}
	return nil
}

// words stages the files of texts, and the manifest of the version.
func (n *next) words() error {
	three := n.number.three()
	if err := n.json("datastore/metadata_all__"+three+".json", n.s.newMetadata(n.made.structures)); err != nil {
		return err
	}
	if !n.made.texts.empty() {
		if err := n.json("datastore/texts_en__"+three+".json", n.made.texts); err != nil {
			return err
		}
	}
	if len(n.made.dates.Variables) > 0 {
		if err := n.json("datastore/dates__"+three+".json", n.made.dates); err != nil {
			return err
		}
	}
	list, err := manifest.Encode(manifest.File{Files: n.marks})
	if err != nil {
		return err
	}
	return n.write("datastore/manifest__"+three+".json", list, n.s.marks)
}

// finish puts the version in the list and takes it out of the draft.
func (n *next) finish(r Release) (Outcome, error) {
	s := n.s
	now := n.bank.now()
	t := max(now.Unix(), s.draft.ReleaseTime+1)
	if s.latest != nil {
		n.out.ClockBack = now.Add(slack).Unix() < s.latest.time
		t = max(t, s.latest.time+1)
	}
	v := Version{Number: n.number.String(), Description: r.Description, ReleaseTime: t, LanguageCode: "no", UpdateType: &n.kind, Updates: []Update{}}
	if n.out.Loosened != "" {
		v.Description += " (Policyen er løsnet: " + n.out.Loosened + ".)"
	}
	for _, u := range n.pending {
		u.Status = Released
		if u.Operation == Remove {
			u.Status = Deleted
		}
		v.Updates = append(v.Updates, u)
		delete(s.additions.Updates, u.Name)
	}
	raw, err := compact(v)
	if err != nil {
		return Outcome{}, err
	}
	draft := s.structures()
	s.list.Versions = slices.Insert(s.list.Versions, 0, raw)
	s.list.versions = slices.Insert(s.list.versions, 0, v)
	s.draft.Updates = slices.DeleteFunc(s.draft.Updates, n.isPending)
	n.made.time, s.latest = t, &n.made
	s.additions.About, s.additions.Loosened, s.policy = nil, false, PolicyFiles{}
	s.meta = s.newMetadata(s.arrange(s.rebased(draft), s.meta.DataStructures))
	s.redraft(now)
	n.out.Version, n.out.Number, n.out.NoPolicy = v, v.Number, n.made.policy.Policy == nil
	return n.out, nil
}

// rebased is the new release with the drafts that remain.
func (s *state) rebased(draft map[string]json.RawMessage) map[string]json.RawMessage {
	out := maps.Clone(s.latest.byName)
	for _, u := range s.draft.Updates {
		out[u.Name] = draft[u.Name]
	}
	return out
}
