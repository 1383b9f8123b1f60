// Package owner checks what a data owner delivers.
//
// In: a folder with the metadata and the data of one dataset in the public format. Out: a
// report of every rule that is broken, with lines, and what the data cover.
//
//	report, err := owner.Validate(ctx, "deliveries/BOSTED", owner.Options{})
//	report.OK() // false when the report has findings
//
// Its parts: finding (codes and texts), unittype (the central definitions), metadata (the
// model), rows (the data file), pack (the archive that is sent).
package owner

import (
	"context"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/metadata"
	"github.com/mdscript/mdscript/cmd/internal/owner/rows"
	"github.com/mdscript/mdscript/cmd/internal/owner/unittype"
	"github.com/mdscript/mdscript/lang/diag"
)

// Options of a validation. Limit bounds the findings kept per code (20 when 0, and 50 with
// Upstream). Upstream stops at the first stage with a finding, as the public tools do.
type Options struct {
	Upstream     bool
	MetadataOnly bool
	Limit        int
	Memory       int64 // bytes for rows before they go to temporary files; 0 is sensible
	Temp         string
	Progress     func(share float64)
	Hash         hash.Hash // is given the bytes of the data file; nil is none
}

// upstreamLimit is how many messages of one kind the public tools give.
const upstreamLimit = 50

// Report is what was found. Counts holds every finding, Findings those that were kept, in
// order of stage and line. Data is nil when the data file was not read.
type Report struct {
	Dataset  string
	Findings []finding.Finding
	Counts   map[diag.Code]int64
	Metadata metadata.Metadata
	Data     *rows.Result
}

// OK tells that the delivery breaks no rule.
func (r Report) OK() bool { return len(r.Findings) == 0 }

var nameRule = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// Validate checks the dataset in dir, whose base name is the name of the dataset. Its error is
// of the system: a file that is there and cannot be read, no temporary space, or the context's.
func Validate(ctx context.Context, dir string, o Options) (Report, error) {
	if o.Upstream && o.Limit == 0 {
		o.Limit = upstreamLimit
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return Report{}, err
	}
	v := &validation{dir: absolute, options: o, report: Report{Dataset: filepath.Base(absolute), Counts: map[diag.Code]int64{}}}
	err = v.run(ctx)
	if o.Upstream {
		v.firstStage()
	}
	return v.report, err
}

type validation struct {
	dir     string
	options Options
	report  Report
}

func (v *validation) add(found ...finding.Finding) {
	for _, f := range found {
		v.report.Counts[f.Code]++
	}
	v.report.Findings = append(v.report.Findings, found...)
}

// stop tells that nothing more is to be looked at.
func (v *validation) stop() bool { return v.options.Upstream && len(v.report.Findings) > 0 }

func (v *validation) run(ctx context.Context) error {
	name := v.report.Dataset
	if !nameRule.MatchString(name) {
		v.add(finding.Finding{
			Code: finding.BadName, Args: []string{name},
			Upstream: `"` + finding.Visible(name) + `" contains invalid characters. Please use only uppercase A-Z, numbers 0-9 or "_"`,
		})
	}
	if v.stop() {
		return nil
	}
	data, meta, err := v.files()
	if err != nil || v.stop() {
		return err
	}
	described := false
	if meta != "" {
		content, err := readBounded(meta)
		if err != nil {
			return err
		}
		m, found := metadata.Read(name+".json", content)
		v.report.Metadata, described = m, true
		v.add(found...)
	}
	if v.stop() || v.options.MetadataOnly || data == "" || !described {
		return nil
	}
	return v.rows(ctx, data)
}

// readBounded reads a metadata file, or enough of it to see that it is too large.
func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, metadata.MaxBytes+1))
}

// files finds the two files of the delivery; a path is empty when there is none.
func (v *validation) files() (data, meta string, err error) {
	name := v.report.Dataset
	info, err := os.Stat(v.dir)
	if err != nil && !os.IsNotExist(err) {
		return "", "", err
	}
	if err != nil || !info.IsDir() {
		v.add(finding.Finding{
			Code: finding.NoFolder, Args: []string{v.dir, name},
			Upstream: "Dataset directory " + v.dir + " not found",
		})
		return "", "", nil
	}
	data, meta = filepath.Join(v.dir, name+".csv"), filepath.Join(v.dir, name+".json")
	for _, file := range []struct {
		path   *string
		code   diag.Code
		ending string
	}{{&data, finding.NoData, ".csv"}, {&meta, finding.NoMetadata, ".json"}} {
		there, err := regular(*file.path)
		if err != nil {
			return "", "", err
		}
		if there {
			continue
		}
		*file.path = ""
		if file.code == finding.NoData && v.options.MetadataOnly {
			continue
		}
		v.add(finding.Finding{
			Code: file.code, Args: []string{name},
			Upstream: "Could not find " + name + file.ending + " in working directory",
		})
	}
	return data, meta, nil
}

func regular(path string) (bool, error) {
	info, err := os.Stat(path)
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() { // a folder, or a device that never ends
		return false, &fs.PathError{Op: "read", Path: path, Err: fs.ErrInvalid}
	}
	return true, nil
}

func (v *validation) rows(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	result, err := rows.Check(ctx, open, RulesOf(v.report.Metadata), rows.Options{
		Limit: v.options.Limit, Memory: v.options.Memory, Temp: v.options.Temp,
		Progress: v.options.Progress, Size: info.Size(), Hash: v.options.Hash,
	})
	if err != nil {
		return err
	}
	v.report.Data = &result
	for code, n := range result.Counts {
		v.report.Counts[code] += n
	}
	v.report.Findings = append(v.report.Findings, result.Findings...)
	return nil
}

// RulesOf says what the metadata demand of the rows.
func RulesOf(m metadata.Metadata) rows.Rules {
	r := rows.Rules{Temporality: m.Temporality, IDType: "STRING", DataType: m.DataType}
	if u, ok := unittype.Find(m.UnitType); ok {
		r.IDType = u.DataType
	}
	switch {
	case m.MeasureUnit == "KOMMUNE":
		for _, m := range unittype.Municipalities() {
			r.Codes = append(r.Codes, m.Code)
		}
		r.Codes = slices.Compact(r.Codes)
	case m.Enumerated && (m.DataType == "STRING" || m.DataType == "LONG"): // no other type has codes
		r.Codes = []string{}
		for _, c := range slices.Concat(m.Codes, m.Sentinels) {
			r.Codes = append(r.Codes, c.Value)
		}
	}
	return r
}
