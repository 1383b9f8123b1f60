package fsck

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// read reads a JSON file; false when it is not there, or damaged, which is told.
func (c *check) read(rel string, into any) bool {
	content, err := os.ReadFile(c.at(rel))
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if err == nil {
		err = json.Unmarshal(content, into)
	}
	if err != nil {
		c.blind = true
		c.found(finding.WrongForm, rel, cause(err))
		return false
	}
	return true
}

// manifests reads the sums of JSON files. A manifest carries its own sum.
func (c *check) manifests() {
	entries, err := os.ReadDir(c.at("datastore"))
	if err != nil {
		c.found(finding.CannotBeRead, "datastore", cause(err))
	}
	for _, e := range entries {
		name := e.Name()
		if name != "manifest.json" && !(strings.HasPrefix(name, "manifest__") && strings.HasSuffix(name, ".json")) {
			continue
		}
		rel := "datastore/" + name
		content, err := os.ReadFile(c.at(rel))
		if err != nil {
			c.found(finding.CannotBeRead, rel, cause(err))
			continue
		}
		marks, err := manifest.Parse(content)
		if err != nil {
			c.blind = true
			c.found(finding.WrongBytes, rel)
		}
		c.known[rel] = true
		for of, m := range marks {
			c.expected[of] = expectation{bytes: m.Bytes, crc32c: m.CRC32C}
		}
	}
}

type versionList struct {
	Versions []struct {
		Version string `json:"version"`
	} `json:"versions"`
}

// versions reads what every released version consists of.
func (c *check) versions() {
	const rel = "datastore/datastore_versions.json"
	c.known[rel] = true
	var list versionList
	if !c.read(rel, &list) {
		if !c.has(rel) {
			c.found(finding.FileMissing, rel)
		}
		c.blind = true
		return
	}
	c.report.Versions = len(list.Versions)
	seen := map[string]bool{}
	for _, v := range list.Versions {
		n, ok := bank.ParseNumber(v.Version)
		if !ok {
			c.found(finding.WrongForm, rel, "version "+v.Version)
			continue
		}
		c.version(n, seen)
	}
}

// names are the possible names of a file of a version, as older stores have them too.
func names(stem string, n bank.Number, full bool, ending string) []string {
	two := fmt.Sprintf("datastore/%s__%d_%d", stem, n.Major, n.Minor)
	if full {
		three := fmt.Sprintf("%s_%d", two, n.Patch)
		return []string{three + ending, three + "_0" + ending}
	}
	return []string{two + ending, two + "_0_0" + ending, fmt.Sprintf("%s_%d_0%s", two, n.Patch, ending)}
}

func (c *check) pick(of []string) string {
	for _, rel := range of {
		if c.has(rel) {
			return rel
		}
	}
	return of[0]
}

func (c *check) version(n bank.Number, seen map[string]bool) {
	for _, f := range []struct {
		stem, ending string
		full, must   bool
	}{{"metadata_all", ".json", true, true}, {"texts_en", ".json", true, false}, {"dates", ".json", true, false},
		{"data_versions", ".json", false, true}, {"checksums", ".json", false, false},
		{"policy", ".json", false, false}, {"policy", ".sig", false, false}, {"policy", ".pem", false, false}} {
		rel := c.pick(names(f.stem, n, f.full, f.ending))
		c.known[rel] = true
		if _, listed := c.expected[rel]; f.must && !listed && !c.has(rel) && !seen[rel] {
			c.found(finding.FileMissing, rel)
			c.blind = true
		}
		seen[rel] = true
	}
	data := c.pick(names("data_versions", n, false, ".json"))
	if seen["read "+data] {
		return
	}
	seen["read "+data] = true
	c.data(n, data)
}

// data reads which data a version has, and their sums.
func (c *check) data(n bank.Number, rel string) {
	var files map[string]string
	if !c.read(rel, &files) {
		return
	}
	var sums struct {
		Algorithm string              `json:"algorithm"`
		Files     map[string]bank.Sum `json:"files"`
	}
	summing := c.read(c.pick(names("checksums", n, false, ".json")), &sums)
	for name, file := range files {
		base := "data/" + name + "/" + file
		c.owned[base] = true
		if summing && !c.lazyData(base) {
			c.summed = append(c.summed, base)
		}
	}
	for of, s := range sums.Files {
		if !c.lazyData(of) {
			c.expected[of] = expectation{s.Bytes, s.CRC32C, s.Chunks}
		}
	}
}

// draft reads what waits for the next release.
func (c *check) draft() {
	for _, stem := range []string{"metadata_all", "texts_en", "dates", "policy", "additions"} {
		c.known["datastore/"+stem+"__DRAFT.json"] = true
	}
	for _, name := range []string{"policy__DRAFT.sig", "policy__DRAFT.pem", "draft_version.json", "pending_operations.json", "lazy.json", "writer.lock"} {
		c.known["datastore/"+name] = true
	}
	var a struct {
		Updates map[string]struct {
			Data  string              `json:"data"`
			Files map[string]bank.Sum `json:"files"`
		} `json:"updates"`
	}
	c.read("datastore/additions__DRAFT.json", &a)
	for name, u := range a.Updates {
		if u.Data == "" {
			continue
		}
		base := "data/" + name + "/" + u.Data
		c.owned[base] = true
		c.summed = append(c.summed, base)
		for rel, s := range u.Files {
			c.expected[rel] = expectation{s.Bytes, s.CRC32C, s.Chunks}
		}
	}
	var d struct {
		Updates []struct {
			Name string `json:"name"`
		} `json:"dataStructureUpdates"`
	}
	c.read("datastore/draft_version.json", &d)
	for _, u := range d.Updates { // also drafts of programs that keep no sums of them
		for _, ending := range []string{"__DRAFT.parquet", "__DRAFT"} {
			if base := "data/" + u.Name + "/" + u.Name + ending; c.has(base) {
				c.owned[base] = true
			}
		}
	}
	if info, err := os.Stat(c.at("datastore/writer.lock")); err == nil && info.Size() > 0 {
		c.found(finding.WrongSize, "datastore/writer.lock", fmt.Sprint(info.Size()), "0")
	}
}

// vault tells when secrets of the bank are open to others.
func (c *check) vault() {
	if runtime.GOOS == "windows" {
		return // rights are not in the mode there
	}
	if info, err := os.Stat(c.at("vault")); err == nil && info.Mode().Perm()&0o077 != 0 {
		c.found(finding.OpenVault, "vault")
	}
}

// lazyParts reads which data may be absent, and the sums of those that are there.
func (c *check) lazyParts() {
	var l struct {
		Parameters struct {
			History string `json:"history"` // proves itself when it is opened
		} `json:"parameters"`
		Variables map[string]struct {
			File  string `json:"file"`
			Years []struct {
				Year int `json:"year"`
			} `json:"years"`
		} `json:"variables"`
	}
	if !c.read("datastore/lazy.json", &l) {
		return
	}
	c.known[l.Parameters.History] = true
	for name, v := range l.Variables {
		base := "data/" + name + "/" + v.File
		c.lazy[base], c.owned[base] = true, true
		if len(v.Years) == 0 {
			c.part(base, base+".sums.json")
		}
		for _, y := range v.Years {
			year := fmt.Sprintf("start_year=%d", y.Year)
			c.lazy[base+"/"+year], c.owned[base+"/"+year] = true, true
			c.part(base+"/"+year, base+"."+year+".sums.json")
		}
	}
}

// part reads the sidecar of a part that has been made.
func (c *check) part(base, sidecar string) {
	c.known[sidecar] = true
	if !c.has(base) {
		return
	}
	c.summed = append(c.summed, base)
	var sums struct {
		Algorithm string              `json:"algorithm"`
		Files     map[string]bank.Sum `json:"files"`
	}
	c.read(sidecar, &sums)
	for rel, s := range sums.Files {
		if path.Clean(rel) == rel && within(rel, base) {
			c.expected[rel] = expectation{s.Bytes, s.CRC32C, s.Chunks}
		}
	}
}

// lazyData tells whether a path belongs to a lazy variable, whose sums lie elsewhere.
func (c *check) lazyData(rel string) bool {
	for at := rel; at != "."; at = dirOf(at) {
		if c.lazy[at] {
			return true
		}
	}
	return false
}
