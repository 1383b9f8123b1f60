package storetest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/types"
)

// Copier is the name of the generator in the lazy.json that WriteLazy writes.
const Copier = "copier"

// WriteLazy writes a bank whose named variables are made on first read: their data lie in
// another folder, from where Copy gets them. It returns the bank's folder.
func WriteLazy(t testing.TB, dir string, b Bank, names ...string) string {
	t.Helper()
	root := Write(t, dir, b)
	if err := hide(root, filepath.Join(dir, "HIDDEN"), b, names); err != nil {
		t.Fatal(err)
	}
	return root
}

// hide moves the data of variables away and writes lazy.json.
func hide(root, away string, b Bank, names []string) error {
	variables := map[string]any{}
	for i := range b.Variables {
		v := &b.Variables[i]
		if !slices.Contains(names, v.Name) {
			continue
		}
		entry, err := v.lazy()
		if err != nil {
			return err
		}
		variables[v.Name] = entry
		if err := os.MkdirAll(filepath.Join(away, "data"), 0o755); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(root, "data", v.Name), filepath.Join(away, "data", v.Name)); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(map[string]any{"lazy": 1, "generator": Copier, "parameters": map[string]string{"from": away}, "variables": variables}, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, "datastore", "lazy.json"), text, 0o644); err != nil {
		return err
	}
	return resum(root, b)
}

// resum writes the checksums of the data that stayed.
func resum(root string, b Bank) error {
	if b.NoChecksums {
		return nil
	}
	sums, err := checksums(root)
	if err != nil {
		return err
	}
	text, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(root, "datastore", "checksums__*.json"))
	if err != nil {
		return err
	}
	for _, path := range files {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// lazy is the variable's entry of lazy.json.
func (v *Variable) lazy() (any, error) {
	if v.Temporality == "FIXED" {
		return map[string]any{"file": v.Name + "__1_0.parquet", "rows": len(v.Rows), "from": 20000, "to": 20000}, nil
	}
	from, to, open := map[int]int{}, map[int]int{}, false
	first, last := 1<<20, -1<<20
	for _, r := range v.Rows {
		if r.Stop == "" && v.Temporality == "STATUS" {
			r.Stop = r.Start
		}
		start, err := parseDay(r.Start)
		if err != nil {
			return nil, err
		}
		stop := start
		if open = open || r.Stop == ""; r.Stop != "" {
			if stop, err = parseDay(r.Stop); err != nil {
				return nil, err
			}
		}
		year, _, _ := types.CivilFromDays(start)
		if _, ok := from[year]; !ok {
			from[year], to[year] = start, stop
		}
		from[year], to[year] = min(from[year], start), max(to[year], stop)
		first, last = min(first, start), max(last, stop)
	}
	if v.Temporality == "EVENT" {
		entry := map[string]any{"file": v.Name + "__1_0.parquet", "from": first, "to": last}
		if open {
			entry["to"] = nil
		}
		return entry, nil
	}
	years := []map[string]int{}
	for year := range from {
		years = append(years, map[string]int{"year": year, "from": from[year], "to": to[year]})
	}
	sort.Slice(years, func(i, j int) bool { return years[i]["year"] < years[j]["year"] })
	return map[string]any{"file": v.Name + "__1_0", "years": years}, nil
}

// Copy writes the data of a hidden variable, or of one of its years, to out. parameters are
// those of lazy.json; year 0 asks for a file.
func Copy(parameters []byte, variable string, year int, out string) error {
	var p struct {
		From string `json:"from"`
	}
	if err := json.Unmarshal(parameters, &p); err != nil {
		return err
	}
	from := filepath.Join(p.From, "data", variable, variable+"__1_0")
	if year == 0 {
		return copyFile(from+".parquet", out)
	}
	from = filepath.Join(from, fmt.Sprintf("start_year=%d", year))
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".parquet") {
			if err := copyFile(filepath.Join(from, e.Name()), filepath.Join(out, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}
