package storetest

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/mdscript/mdscript/lang/types"
)

// WriteTo is Write for programs that are not tests.
func WriteTo(dir string, b Bank) (string, error) {
	if len(b.Versions) == 0 {
		b.Versions = []string{"1.0.0.0"}
	}
	root := filepath.Join(dir, b.Name)
	if err := os.MkdirAll(filepath.Join(root, "datastore"), 0o755); err != nil {
		return "", err
	}
	files := map[string]string{}
	for i := range b.Variables {
		name, err := writeData(root, &b.Variables[i])
		if err != nil {
			return "", fmt.Errorf("storetest: %s: %w", b.Variables[i].Name, err)
		}
		files[b.Variables[i].Name] = name
	}
	sums, err := checksums(root)
	if err != nil {
		return "", err
	}
	meta, err := metadata(b)
	if err != nil {
		return "", err
	}
	out := map[string]any{"datastore_versions": versions(b)}
	for _, v := range b.Versions {
		parts := strings.Split(v, ".")
		two, three := strings.Join(parts[:2], "_"), strings.Join(parts[:3], "_")
		out["metadata_all__"+three] = meta
		out["texts_en__"+three] = texts(b)
		if rules := dates(b); rules != nil {
			out["dates__"+three] = rules
		}
		out["data_versions__"+two] = files
		if !b.NoChecksums {
			out["checksums__"+two] = sums
		}
		if b.Profile != "" {
			out["policy__"+two] = map[string]any{"policy": 1, "register": b.Name, "profile": b.Profile, "identity": "PERSON", "synthetic": true}
		}
	}
	for name, content := range out {
		text, err := json.MarshalIndent(content, "", " ")
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(root, "datastore", name+".json"), text, 0o644); err != nil {
			return "", err
		}
	}
	return root, nil
}

func versions(b Bank) any {
	list := []any{}
	for _, v := range b.Versions {
		list = append(list, map[string]any{"version": v, "description": "test", "releaseTime": 1600000000, "languageCode": "no",
			"updateType": "MAJOR", "dataStructureUpdates": []any{}})
	}
	return map[string]any{"name": b.Name, "label": b.Name, "description": "test", "versions": list}
}

func checksums(root string) (any, error) {
	files := map[string]any{}
	err := filepath.WalkDir(filepath.Join(root, "data"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		table := crc32.MakeTable(crc32.Castagnoli)
		var chunks []string
		for at := 0; at < len(b); at += 1 << 20 {
			chunks = append(chunks, fmt.Sprintf("%08x", crc32.Checksum(b[at:min(at+1<<20, len(b))], table)))
		}
		files[filepath.ToSlash(rel)] = map[string]any{"bytes": len(b), "crc32c": fmt.Sprintf("%08x", crc32.Checksum(b, table)), "chunks": chunks}
		return nil
	})
	return map[string]any{"checksums": 1, "algorithm": "crc32c", "chunk": 1 << 20, "files": files}, err
}

func texts(b Bank) any {
	variables, lists, phrases := map[string]any{}, map[string]any{}, map[string]string{}
	for _, v := range b.Variables {
		entry := map[string]any{"label": v.TitleEN}
		if v.AboutEN != "" {
			entry["description"] = v.AboutEN
		}
		for _, p := range append([]Phrase{v.Measure}, v.Subjects...) {
			if p.EN != "" {
				phrases[p.NB] = p.EN
			}
		}
		if len(v.Codes) > 0 {
			labels := map[string]string{}
			for _, c := range v.Codes {
				if c.LabelEN != "" {
					labels[c.Code] = c.LabelEN
				}
			}
			entry["codes"], lists[v.Name] = v.Name, labels
		}
		variables[v.Name] = entry
	}
	return map[string]any{"texts": 1, "languageCode": "en", "variables": variables, "codeLists": lists, "phrases": phrases}
}

// dates is the rules of dates; nil when no variable needs one.
func dates(b Bank) any {
	months := map[string]any{}
	for _, v := range b.Variables {
		if v.WholeMonth {
			months[v.Name] = map[string]bool{"wholeMonth": true}
		}
	}
	if len(months) == 0 {
		return nil
	}
	return map[string]any{"dates": 1, "variables": months}
}

func metadata(b Bank) (any, error) {
	structures := []any{}
	for i := range b.Variables {
		s, err := b.Variables[i].structure()
		if err != nil {
			return nil, fmt.Errorf("storetest: %s: %w", b.Variables[i].Name, err)
		}
		structures = append(structures, s)
	}
	return map[string]any{
		"dataStore":      map[string]any{"name": b.Name, "label": b.Name, "description": "test", "languageCode": "no"},
		"languages":      []any{map[string]any{"code": "no", "label": "Norsk"}},
		"dataStructures": structures,
	}, nil
}

var dataTypes = map[string]string{"text": "String", "integer": "Long", "decimal": "Double", "date": "Instant"}

func (v *Variable) structure() (any, error) {
	unit, ok := types.UnitByCode(v.Unit)
	if !ok {
		unit = types.Unit{Code: v.Unit, Identifier: v.Unit + "_ID", Space: v.Unit, Pseudonymous: true, Kind: types.Key}
	}
	measure := map[string]any{"name": v.Name, "label": v.Title, "variableRole": "Measure", "notPseudonym": true}
	if to, isKey := strings.CutPrefix(v.Type, "key:"); isKey {
		refers, ok := types.UnitByCode(to)
		if !ok {
			return nil, fmt.Errorf("unknown unit type %s", to)
		}
		measure["dataType"], measure["notPseudonym"] = "Long", !refers.Pseudonymous
		if !refers.Pseudonymous {
			measure["dataType"] = "String"
		}
		measure["keyType"] = map[string]any{"name": to, "label": to, "description": to}
	} else if measure["dataType"], ok = dataTypes[v.Type]; !ok {
		return nil, fmt.Errorf("unknown type %s", v.Type)
	}
	from, to, dates, err := v.coverage()
	if err != nil {
		return nil, err
	}
	if measure["representedVariables"], err = v.represented(from, to); err != nil {
		return nil, err
	}
	s := map[string]any{
		"name": v.Name, "temporality": v.Temporality, "languageCode": "no", "sensitivityLevel": v.sensitivity(),
		"populationDescription": "test", "subjectFields": v.subjects(),
		"temporalCoverage": map[string]int{"start": from, "stop": to},
		"measureVariable":  measure,
		"identifierVariables": []any{map[string]any{"name": unit.Identifier, "label": unit.Code, "variableRole": "Identifier",
			"dataType": "Long", "notPseudonym": !unit.Pseudonymous,
			"keyType":              map[string]any{"name": unit.Code, "label": unit.Code, "description": unit.Code},
			"representedVariables": []any{map[string]any{"description": "id", "validPeriod": map[string]int{"start": from}, "valueDomain": map[string]string{"description": "id", "unitOfMeasure": "N/A"}}}}},
		"attributeVariables": []any{},
	}
	if v.Temporality == "STATUS" {
		s["temporalStatusDates"] = dates
	}
	return s, nil
}

func (v *Variable) subjects() []string {
	if len(v.Subjects) == 0 {
		return []string{"test"}
	}
	var out []string
	for _, p := range v.Subjects {
		out = append(out, p.NB)
	}
	return out
}

func (v *Variable) about() string {
	if v.About == "" {
		return v.Title
	}
	return v.About
}

func (v *Variable) sensitivity() string {
	if v.Sensitivity == "" {
		return "PERSON_GENERAL"
	}
	return v.Sensitivity
}

// coverage is the first and the last day of the rows, and all starts.
func (v *Variable) coverage() (from, to int, starts []int, err error) {
	var all []int
	seen := map[int]bool{}
	for _, r := range v.Rows {
		for i, text := range []string{r.Start, r.Stop} {
			if text == "" {
				continue
			}
			day, err := parseDay(text)
			if err != nil {
				return 0, 0, nil, err
			}
			all = append(all, day)
			if i == 0 && !seen[day] {
				seen[day] = true
				starts = append(starts, day)
			}
		}
	}
	sort.Ints(all)
	sort.Ints(starts)
	if len(all) > 0 {
		from, to = all[0], all[len(all)-1]
	}
	if v.Temporality == "FIXED" {
		from = types.DaysFromCivil(1900, 1, 1)
	}
	if v.Coverage[0] != "" {
		if from, err = parseDay(v.Coverage[0]); err != nil {
			return
		}
		to, err = parseDay(v.Coverage[1])
	}
	return from, to, starts, err
}

func parseDay(text string) (int, error) {
	day, ok := types.ParseISODate(text)
	if !ok {
		return 0, fmt.Errorf("not a date: %s", text)
	}
	return day, nil
}

// represented cuts the code list at every first day and after every last day.
func (v *Variable) represented(from, to int) (any, error) {
	if len(v.Codes) == 0 {
		unit := v.Measure.NB
		if unit == "" {
			unit = "N/A"
		}
		return []any{map[string]any{"description": v.about(), "validPeriod": map[string]int{"start": from, "stop": to},
			"valueDomain": map[string]string{"description": v.Title, "unitOfMeasure": unit}}}, nil
	}
	const forever = 1 << 30
	first, last := make([]int, len(v.Codes)), make([]int, len(v.Codes))
	cuts := map[int]bool{}
	for i, c := range v.Codes {
		first[i], last[i] = from, forever
		if c.Period != "" {
			a, b, closed := strings.Cut(c.Period, ":")
			var err error
			if first[i], err = parseDay(a); err != nil {
				return nil, err
			}
			if closed {
				if last[i], err = parseDay(b); err != nil {
					return nil, err
				}
				cuts[last[i]+1] = true
			}
		}
		cuts[first[i]] = true
	}
	var days []int
	for d := range cuts {
		days = append(days, d)
	}
	sort.Ints(days)
	list := []any{}
	for k, day := range days {
		end := forever
		if k+1 < len(days) {
			end = days[k+1] - 1
		}
		codes, missing := []any{}, []string{}
		for i, c := range v.Codes {
			if first[i] <= day && last[i] >= end {
				codes = append(codes, map[string]string{"category": c.Label, "code": c.Code})
				if c.Missing {
					missing = append(missing, c.Code)
				}
			}
		}
		if len(codes) == 0 {
			continue
		}
		period := map[string]int{"start": day}
		if end != forever {
			period["stop"] = end
		}
		list = append(list, map[string]any{"description": v.about(), "validPeriod": period,
			"valueDomain": map[string]any{"codeList": codes, "missingValues": missing}})
	}
	return list, nil
}
