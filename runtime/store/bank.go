package store

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
)

// maxJSON bounds a metadata file.
const maxJSON = 1 << 30

// Bank is one register database.
type Bank struct {
	store *Store
	name  string
	dir   string

	once     sync.Once
	err      error
	releases []release // newest first

	mu       sync.Mutex
	versions map[string]*Version

	late late
}

// release is a released version number.
type release struct{ major, minor, patch int }

func (r release) String() string { return fmt.Sprintf("%d.%d.%d", r.major, r.minor, r.patch) }

func (r release) after(o release) bool {
	if r.major != o.major {
		return r.major > o.major
	}
	if r.minor != o.minor {
		return r.minor > o.minor
	}
	return r.patch > o.patch
}

// Name is the reverse domain name.
func (b *Bank) Name() string { return b.name }

// Dir is the bank's folder.
func (b *Bank) Dir() string { return b.dir }

func (b *Bank) load() error {
	b.once.Do(func() {
		b.err = b.readReleases()
		b.store.note(b.err)
	})
	return b.err
}

func (b *Bank) readReleases() error {
	const rel = "datastore/datastore_versions.json"
	bytes, err := b.readJSON(rel)
	if err != nil {
		return err
	}
	if err := b.newer(); err != nil {
		return err
	}
	var file struct {
		Versions []struct {
			Version string `json:"version"`
		} `json:"versions"`
	}
	if err := json.Unmarshal(bytes, &file); err != nil {
		return b.damaged(rel, err)
	}
	for _, v := range file.Versions {
		r, ok := parseRelease(v.Version)
		if !ok {
			return b.damaged(rel, errJSON)
		}
		b.releases = append(b.releases, r)
	}
	sort.SliceStable(b.releases, func(i, j int) bool { return b.releases[i].after(b.releases[j]) })
	return nil
}

// storeFormat is the form of bank that this program reads.
const storeFormat = 1

// newer refuses a bank whose manifest says that it has a later form.
func (b *Bank) newer() error {
	const rel = "datastore/manifest.json"
	if !b.has(rel) {
		return nil
	}
	bytes, err := b.readJSON(rel)
	if err != nil {
		return err
	}
	var file struct {
		Store int `json:"store"`
	}
	if err := json.Unmarshal(bytes, &file); err != nil {
		return b.damaged(rel, err)
	}
	if file.Store > storeFormat {
		return diag.New(codeNewer, diag.Catalogue(b.name+"/"+rel))
	}
	return nil
}

// parseRelease reads "30.0.1.0"; three parts are tolerated.
func parseRelease(s string) (r release, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 && len(parts) != 4 {
		return r, false
	}
	var n [4]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 31)
		if err != nil {
			return r, false
		}
		n[i] = int(v)
	}
	return release{n[0], n[1], n[2]}, n[3] == 0 && n[0] > 0
}

// readJSON reads a file of the bank's datastore folder.
func (b *Bank) readJSON(rel string) ([]byte, error) {
	f, err := os.Open(filepath.Join(b.dir, filepath.FromSlash(rel)))
	if err != nil {
		return nil, readProblem(err, codeJSON, b.name+"/"+rel)
	}
	defer func() { _ = f.Close() }()
	bytes, err := io.ReadAll(io.LimitReader(f, maxJSON))
	if err != nil {
		return nil, readProblem(err, codeUnreadable, b.name+"/"+rel)
	}
	if !utf8.Valid(bytes) {
		return nil, b.damaged(rel, errJSON)
	}
	return bytes, nil
}

func (b *Bank) damaged(rel string, cause error) error {
	return wrap(cause, codeJSON, diag.Catalogue(b.name+"/"+rel))
}

// Version resolves a MAJOR to its highest release, "DRAFT" to the draft, "" to the newest.
func (b *Bank) Version(written string) (catalogue.Version, bool) {
	v, err := b.Open(written)
	if err != nil {
		b.store.note(err)
	}
	if v == nil || err != nil {
		return nil, false
	}
	return v, true
}

// Open is Version that says what is damaged. Without such a version both results are nil.
func (b *Bank) Open(written string) (*Version, error) {
	if err := b.load(); err != nil {
		return nil, err
	}
	if written == "DRAFT" {
		return b.version(release{}, true)
	}
	if written == "" {
		if len(b.releases) == 0 {
			return nil, nil
		}
		return b.version(b.releases[0], false)
	}
	major, err := strconv.ParseUint(written, 10, 31)
	if err != nil || strconv.FormatUint(major, 10) != written {
		return nil, nil
	}
	for _, r := range b.releases {
		if r.major == int(major) {
			return b.version(r, false)
		}
	}
	return nil, nil
}

// Versions are the MAJOR numbers, newest first.
func (b *Bank) Versions() []string {
	if b.load() != nil {
		return nil
	}
	var majors []string
	for _, r := range b.releases {
		m := strconv.Itoa(r.major)
		if len(majors) == 0 || majors[len(majors)-1] != m {
			majors = append(majors, m)
		}
	}
	return majors
}

// Newest is the newest MAJOR, "" when nothing is released.
func (b *Bank) Newest() string {
	if all := b.Versions(); len(all) > 0 {
		return all[0]
	}
	return ""
}

// Version is one version of a bank.
type Version struct {
	bank  *Bank
	is    release
	draft bool
	meta  *metadata
	names []string
	files map[string]string // variable → file or folder under data/NAME

	checks struct {
		once  sync.Once
		files map[string]checksum
		err   error
	}
	policy struct {
		once  sync.Once
		value disclosure.Policy
		err   error
	}
}

func (b *Bank) version(r release, draft bool) (*Version, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := r.String()
	if v := b.versions[key]; v != nil {
		return v, nil
	}
	v := &Version{bank: b, is: r, draft: draft}
	if draft && !b.has("datastore/metadata_all__DRAFT.json") {
		return nil, nil
	}
	if err := v.load(); err != nil {
		return nil, err
	}
	if b.versions == nil {
		b.versions = map[string]*Version{}
	}
	b.versions[key] = v
	return v, nil
}

func (b *Bank) has(rel string) bool {
	_, err := os.Stat(filepath.Join(b.dir, filepath.FromSlash(rel)))
	return err == nil
}

// pick is the first of the possible names of a file that exists, else the first.
func (b *Bank) pick(rels ...string) string {
	for _, rel := range rels {
		if b.has(rel) {
			return rel
		}
	}
	return rels[0]
}

// file is the path of one of a version's files: full takes MAJOR_MINOR_PATCH, else
// MAJOR_MINOR. Older stores have four parts.
func (v *Version) file(stem string, full bool) string {
	stem = "datastore/" + stem + "__"
	if v.draft {
		return stem + "DRAFT.json"
	}
	r := v.is
	if full {
		three := fmt.Sprintf("%s%d_%d_%d", stem, r.major, r.minor, r.patch)
		return v.bank.pick(three+".json", three+"_0.json")
	}
	two := fmt.Sprintf("%s%d_%d", stem, r.major, r.minor)
	return v.bank.pick(two+".json", two+"_0_0.json", fmt.Sprintf("%s_%d_0.json", two, r.patch))
}

func (v *Version) load() error {
	if err := v.loadMetadata(); err != nil {
		return err
	}
	if err := v.checkLazy(); err != nil {
		return err
	}
	v.names = append([]string(nil), v.meta.names...)
	sort.Strings(v.names)
	if v.draft {
		return v.loadDraftFiles()
	}
	return v.loadFiles()
}

func (v *Version) loadMetadata() error {
	rel := v.file("metadata_all", true)
	nb, err := v.bank.readJSON(rel)
	if err != nil {
		return err
	}
	key := metadataKey{nb: sha256.Sum256(nb)}
	en, err := v.english(&key)
	if err != nil {
		return err
	}
	rules, err := optional(v, "dates", &key.dates, parseDates)
	if err != nil {
		return err
	}
	s := v.bank.store
	s.mu.Lock()
	v.meta = s.shared[key]
	s.mu.Unlock()
	if v.meta != nil {
		return nil
	}
	m, err := parseMetadata(nb, en, rules)
	if err != nil {
		return v.bank.damaged(rel, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.shared[key]; other != nil {
		m = other
	}
	s.shared[key], v.meta = m, m
	return nil
}

// optional reads a file that a version may have beside its metadata, and the sum of its bytes;
// nil without one. parse tells that a file has a later format.
func optional[T any](v *Version, name string, sum *[sha256.Size]byte, parse func([]byte) (*T, bool, error)) (*T, error) {
	rel := v.file(name, true)
	if !v.bank.has(rel) {
		return nil, nil
	}
	bytes, err := v.bank.readJSON(rel)
	if err != nil {
		return nil, err
	}
	*sum = sha256.Sum256(bytes)
	out, newer, err := parse(bytes)
	if err != nil {
		return nil, v.bank.damaged(rel, err)
	}
	if newer {
		return nil, diag.New(codeNewer, diag.Catalogue(v.bank.name+"/"+rel))
	}
	return out, nil
}

// english reads the version's English texts; versions with the same ones share them.
func (v *Version) english(key *metadataKey) (*english, error) {
	s := v.bank.store
	return optional(v, "texts_en", &key.en, func(b []byte) (*english, bool, error) {
		s.mu.Lock()
		en := s.english[key.en]
		s.mu.Unlock()
		if en != nil {
			return en, false, nil
		}
		en, newer, err := parseEnglish(b)
		if err == nil && !newer {
			s.mu.Lock()
			s.english[key.en] = en
			s.mu.Unlock()
		}
		return en, newer, err
	})
}

func (v *Version) loadFiles() error {
	rel := v.file("data_versions", false)
	bytes, err := v.bank.readJSON(rel)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(bytes, &v.files); err != nil {
		return v.bank.damaged(rel, err)
	}
	for name, file := range v.files {
		if !plainName(name) || !plainName(file) {
			return v.bank.damaged(rel, errJSON)
		}
	}
	return nil
}

// loadDraftFiles takes draft data where there are some, else the newest released data.
func (v *Version) loadDraftFiles() error {
	v.files = map[string]string{}
	if len(v.bank.releases) > 0 {
		newest := &Version{bank: v.bank, is: v.bank.releases[0]}
		if err := newest.loadFiles(); err != nil {
			return err
		}
		v.files = newest.files
	}
	for _, name := range v.names {
		for _, file := range []string{name + "__DRAFT.parquet", name + "__DRAFT"} {
			if v.bank.has("data/" + name + "/" + file) {
				v.files[name] = file
				break
			}
		}
	}
	return nil
}

// Bank is the bank's name.
func (v *Version) Bank() string { return v.bank.name }

// String is MAJOR.MINOR.PATCH, or DRAFT.
func (v *Version) String() string {
	if v.draft {
		return "DRAFT"
	}
	return v.is.String()
}

// Names are the variables, sorted.
func (v *Version) Names() []string { return v.names }

// Variable finds a variable. One whose metadata are damaged is not found, see Store.Problem.
func (v *Version) Variable(name string) (*catalogue.Variable, bool) {
	found, ok, err := v.meta.variable(name)
	if err != nil {
		v.bank.store.note(v.bank.damaged(v.file("metadata_all", true), err))
		return nil, false
	}
	return found, ok
}

// Policy is the owner's disclosure policy: NoPolicy, the strictest, without a file.
// Errors: those of disclosure.ParseSigned, T0002, T0003.
func (v *Version) Policy() (disclosure.Policy, error) {
	v.policy.once.Do(func() { v.policy.value, v.policy.err = v.readPolicy() })
	return v.policy.value, v.policy.err
}

func (v *Version) readPolicy() (disclosure.Policy, error) {
	bytes, err := v.PolicyBytes()
	if err != nil {
		return disclosure.Policy{}, err
	}
	if bytes == nil {
		return disclosure.NoPolicy(), nil
	}
	signatures, err := v.beside(".sig")
	if err != nil {
		return disclosure.Policy{}, err
	}
	keys, err := v.beside(".pem")
	if err != nil {
		return disclosure.Policy{}, err
	}
	return disclosure.ParseSigned(bytes, signatures, keys)
}

// PolicyBytes is the content of policy__M_m.json, nil without one.
func (v *Version) PolicyBytes() ([]byte, error) { return v.beside(".json") }

// beside reads the policy file or one beside it, by its ending; nil without one. A draft
// without a policy of its own is under that of the newest version.
func (v *Version) beside(ending string) ([]byte, error) {
	rel := v.file("policy", false)
	if v.draft && !v.bank.has(rel) && len(v.bank.releases) > 0 {
		rel = (&Version{bank: v.bank, is: v.bank.releases[0]}).file("policy", false)
	}
	rel = strings.TrimSuffix(rel, ".json") + ending
	_, err := os.Stat(filepath.Join(v.bank.dir, filepath.FromSlash(rel)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return v.bank.readJSON(rel)
}
