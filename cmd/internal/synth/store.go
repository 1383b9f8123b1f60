package synth

import (
	"github.com/mdscript/mdscript/cmd/internal/datafile"
	"github.com/mdscript/mdscript/cmd/internal/stored"
)

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
	"github.com/mdscript/mdscript/disclosure"
)

// majors is the number of MAJOR versions a synthetic bank lists.
const majorVersions = 60

// firstRelease is the release time of version 1; one week passes between versions.
const firstRelease, week = 1_546_300_800, 7 * 86400

// versionList is the content of datastore_versions.json.
type versionList struct {
	Name        string    `json:"name"`
	Label       string    `json:"label"`
	Description string    `json:"description"`
	Versions    []version `json:"versions"`
}

// draftVersion is the content of draft_version.json: nothing waits for the next release.
type draftVersion struct {
	Version     string   `json:"version"`
	Description string   `json:"description"`
	ReleaseTime int64    `json:"releaseTime"`
	Language    string   `json:"languageCode"`
	UpdateType  *string  `json:"updateType"`
	Updates     []update `json:"dataStructureUpdates"`
}

type version struct {
	Version     string   `json:"version"`
	Description string   `json:"description"`
	ReleaseTime int64    `json:"releaseTime"`
	Language    string   `json:"languageCode"`
	UpdateType  string   `json:"updateType"`
	Updates     []update `json:"dataStructureUpdates"`
}

type update struct {
	Name          string `json:"name"`
	Description   string `json:"description"`
	Operation     string `json:"operation"`
	ReleaseStatus string `json:"releaseStatus"`
}

// checksums is the content of checksums__M_m.json.
type checksums struct {
	Checksums int                     `json:"checksums"`
	Algorithm string                  `json:"algorithm"`
	Chunk     int                     `json:"chunk"`
	Files     map[string]datafile.Sum `json:"files"`
}

// store writes the JSON files: each kind once, and linked for the other versions.
func (p *printer) store(o Options) error {
	all := p.variables
	meta := stored.Metadata{DataStore: stored.DataStore{Name: p.name, Label: p.label.NB, Description: p.text.NB, LanguageCode: "no"}, Languages: []stored.Language{{Code: "no", Label: "Norsk"}}}
	files := map[string]string{}
	var updates []update
	for i := range all {
		s, err := words{p.Cat}.structure(&all[i])
		if err != nil {
			return err
		}
		meta.DataStructures = append(meta.DataStructures, s)
		files[all[i].Name] = all[i].DataName()
		updates = append(updates, update{all[i].Name, "Første versjon", "ADD", "RELEASED"})
	}
	policy := disclosure.DemoPolicy(p.name)
	if o.Profile == "open" {
		policy = bytes.Replace(policy, []byte(`"microdata"`), []byte(`"open"`), 1)
	}
	dir := filepath.Join(p.bank, "datastore")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(dir, "datastore_versions.json"), p.versions(updates)); err != nil {
		return err
	}
	if !o.All {
		if err := writeJSON(filepath.Join(dir, "lazy.json"), p.lazy(o)); err != nil {
			return err
		}
	}
	english := words{p.Cat}.english(p.databank, all)
	if p.draft {
		if err := writeDraft(dir, meta, english); err != nil {
			return err
		}
	}
	if d, ok := (words{p.Cat}).wholeMonths(all); ok {
		if err := writeVersions(dir, "dates__%d_0_0.json", d); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		pattern string
		content any
	}{
		{"metadata_all__%d_0_0.json", meta},
		{"data_versions__%d_0.json", files},
		{"policy__%d_0.json", json.RawMessage(policy)},
		{"checksums__%d_0.json", checksums{1, "crc32c", datafile.SumChunk, p.sums}},
		{"texts_en__%d_0_0.json", english},
	} {
		if err := writeVersions(dir, f.pattern, f.content); err != nil {
			return err
		}
	}
	return nil
}

// versions lists the releases, newest first. All later ones are the first under a
// new number.
func (b databank) versions(first []update) versionList {
	list := versionList{b.name, b.label.NB, b.text.NB, nil}
	for n := majorVersions; n >= 1; n-- {
		v := version{fmt.Sprintf("%d.0.0.0", n), "Samme data som versjon 1", firstRelease + int64(n-1)*week, "no", "MAJOR", []update{}}
		if n == 1 {
			v.Description, v.Updates = "Første versjon", first
		}
		list.Versions = append(list.Versions, v)
	}
	return list
}

// writeDraft writes the files of a draft that changes nothing: scripts that name it read the
// data of the newest version.
func writeDraft(dir string, meta stored.Metadata, english texts) error {
	const at = firstRelease + majorVersions*week
	for name, content := range map[string]any{
		"draft_version.json":       draftVersion{fmt.Sprintf("0.0.0.%d", at), "Ingen endringer", at, "no", nil, []update{}},
		"metadata_all__DRAFT.json": meta,
		"texts_en__DRAFT.json":     english,
	} {
		if err := writeJSON(filepath.Join(dir, name), content); err != nil {
			return err
		}
	}
	return nil
}

// seal writes down the checksums of all files that carry none of their own.
func seal(bank string) error {
	var numbers []string
	for n := 1; n <= majorVersions; n++ {
		numbers = append(numbers, fmt.Sprintf("%d_0_0", n))
	}
	return manifest.Seal(bank, numbers)
}

// writeVersions writes a file for version 1 and links it under the names of the
// others, or copies it where the file system has no links.
func writeVersions(dir, pattern string, content any) error {
	first := filepath.Join(dir, fmt.Sprintf(pattern, 1))
	if err := writeJSON(first, content); err != nil {
		return err
	}
	for n := 2; n <= majorVersions; n++ {
		name := filepath.Join(dir, fmt.Sprintf(pattern, n))
		if os.Link(first, name) == nil {
			continue
		}
		b, err := os.ReadFile(first)
		if err != nil {
			return err
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(path string, content any) error {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(content); err != nil {
		return err
	}
	return os.WriteFile(path, buf.Bytes(), 0o644)
}
