package synth

import (
	"github.com/mdscript/mdscript/cmd/internal/datafile"
)

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/text"
)

// majors is the number of MAJOR versions a synthetic bank lists.
const majorVersions = 60

// firstRelease is the release time of version 1; one week passes between versions.
const firstRelease, week = 1_546_300_800, 7 * 86400

var (
	bankLabel = text.Text{NB: "Syntetisk Norge", EN: "Synthetic Norway"}
	bankText  = text.Text{NB: "Oppdiktede personer med variabelnavn fra det offentlige registeret. Ingen opplysninger om virkelige personer.",
		EN: "Invented people under the variable names of the public register. Nothing about real people."}
)

// versionList is the content of datastore_versions.json.
type versionList struct {
	Name        string    `json:"name"`
	Label       string    `json:"label"`
	Description string    `json:"description"`
	Versions    []version `json:"versions"`
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
	meta := metadataAll{DataStore: dataStore{Bank, bankLabel.NB, bankText.NB, "no"}, Languages: []language{{"no", "Norsk"}}}
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
	policy := disclosure.DemoPolicy(Bank)
	if o.Profile == "open" {
		policy = bytes.Replace(policy, []byte(`"microdata"`), []byte(`"open"`), 1)
	}
	dir := filepath.Join(p.bank, "datastore")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(dir, "datastore_versions.json"), versions(updates)); err != nil {
		return err
	}
	if !o.All {
		if err := writeJSON(filepath.Join(dir, "lazy.json"), p.lazy(o)); err != nil {
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
		{"texts_en__%d_0_0.json", words{p.Cat}.english(all)},
	} {
		if err := writeVersions(dir, f.pattern, f.content); err != nil {
			return err
		}
	}
	return nil
}

// versions lists the releases, newest first. All later ones are the first under a
// new number.
func versions(first []update) versionList {
	list := versionList{Bank, bankLabel.NB, bankText.NB, nil}
	for n := majorVersions; n >= 1; n-- {
		v := version{fmt.Sprintf("%d.0.0.0", n), "Samme data som versjon 1", firstRelease + int64(n-1)*week, "no", "MAJOR", []update{}}
		if n == 1 {
			v.Description, v.Updates = "Første versjon", first
		}
		list.Versions = append(list.Versions, v)
	}
	return list
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
