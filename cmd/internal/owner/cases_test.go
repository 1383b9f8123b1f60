package owner_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/metadata"
	"github.com/mdscript/mdscript/lang/text"
)

// archive reads a txtar file as a map.
func archive(t *testing.T, path string) map[string]string {
	t.Helper()
	a, err := txtar.ParseFile(path)
	require.NoError(t, err)
	out := map[string]string{}
	for _, f := range a.Files {
		out[f.Name] = string(f.Data)
	}
	return out
}

// TestTheCasesOfTheFormat runs the acceptance list of the format. A case names the example it
// starts from and what it changes: set (path = JSON, or path - to remove), json or csv (the
// whole file), absent, name. want are the messages with Upstream; codes are ours without, each
// with its count when that is not 1.
func TestTheCasesOfTheFormat(t *testing.T) {
	examples := archive(t, "testdata/examples.txtar")
	files, err := filepath.Glob("testdata/cases/*.txtar")
	require.NoError(t, err)
	require.Len(t, files, 43)
	for _, file := range files {
		c := archive(t, file)
		for i := 1; c[strconv.Itoa(i)+"/base"] != ""; i++ {
			part := func(name string) (string, bool) { s, ok := c[strconv.Itoa(i)+"/"+name]; return s, ok }
			t.Run(fmt.Sprintf("%s/%d", strings.TrimSuffix(filepath.Base(file), ".txtar"), i), func(t *testing.T) {
				dir := deliver(t, examples, part)
				mode, _ := part("mode")
				o := owner.Options{Upstream: true, MetadataOnly: strings.TrimSpace(mode) == "metadata-only"}
				report, err := owner.Validate(context.Background(), dir, o)
				require.NoError(t, err)
				want, _ := part("want")
				got := strings.Join(append(report.Messages(), ""), "\n")
				require.Equal(t, want, strings.ReplaceAll(got, dir, "DIR"))
				o.Upstream = false
				report, err = owner.Validate(context.Background(), dir, o)
				require.NoError(t, err)
				codes, _ := part("codes")
				require.Equal(t, strings.TrimSpace(codes), codesOf(report))
				for _, f := range report.Findings {
					require.NotEmpty(t, f.Message(text.English))
					require.NotRegexp(t, `\{\d\}`, f.Message(text.English)+f.Message(text.Bokmaal)+f.Next(text.English)+f.Next(text.Bokmaal), f.Code)
				}
			})
		}
	}
}

// codesOf lists the codes of a report. Codes of the data file are listed once, with the count.
func codesOf(r owner.Report) string {
	var out []string
	seen := map[string]bool{}
	for _, f := range r.Findings {
		n := r.Counts[f.Code]
		switch code := string(f.Code); {
		case f.Stage() < 5 || n == 1:
			out = append(out, code)
		case !seen[code]:
			seen[code] = true
			out = append(out, code+" "+strconv.FormatInt(n, 10))
		}
	}
	return strings.Join(out, " ")
}

// deliver writes the delivery of a case and gives its folder.
func deliver(t *testing.T, examples map[string]string, part func(string) (string, bool)) string {
	t.Helper()
	base, _ := part("base")
	base = strings.TrimSpace(base)
	name := base
	if n, ok := part("name"); ok {
		name = strings.TrimSpace(n)
	}
	absent, _ := part("absent")
	dir := filepath.Join(t.TempDir(), name)
	if strings.Contains(absent, "folder") {
		return dir
	}
	require.NoError(t, os.Mkdir(dir, 0o700))
	meta, data := examples[base+"/"+base+".json"], examples[base+"/"+base+".csv"]
	require.NotEmpty(t, meta)
	if set, ok := part("set"); ok {
		meta = edited(t, meta, set)
	}
	if whole, ok := part("json"); ok {
		meta = whole
	}
	if whole, ok := part("csv"); ok {
		data = whole
	}
	for ending, content := range map[string]string{"json": meta, "csv": data} {
		if !strings.Contains(absent, ending) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name+"."+ending), []byte(content), 0o600))
		}
	}
	return dir
}

// edited changes a JSON document.
func edited(t *testing.T, doc, set string) string {
	t.Helper()
	var root any
	d := json.NewDecoder(strings.NewReader(doc))
	d.UseNumber()
	require.NoError(t, d.Decode(&root))
	for _, line := range strings.Split(strings.TrimSpace(set), "\n") {
		path, value, assign := strings.Cut(line, " = ")
		var v any
		if assign {
			d := json.NewDecoder(strings.NewReader(value))
			d.UseNumber()
			require.NoError(t, d.Decode(&v), line)
		}
		keys := strings.Split(strings.TrimSuffix(path, " -"), ".")
		at := root
		for _, k := range keys[:len(keys)-1] {
			switch x := at.(type) {
			case map[string]any:
				at = x[k]
			case []any:
				i, err := strconv.Atoi(k)
				require.NoError(t, err)
				at = x[i]
			}
		}
		last, ok := at.(map[string]any)
		require.True(t, ok, line)
		if assign {
			last[keys[len(keys)-1]] = v
		} else {
			delete(last, keys[len(keys)-1])
		}
	}
	var out bytes.Buffer
	require.NoError(t, json.NewEncoder(&out).Encode(root))
	return out.String()
}

// TestEveryStageReports: by default a delivery with a mistake in every stage is told all.
func TestEveryStageReports(t *testing.T) {
	examples := archive(t, "testdata/examples.txtar")
	parts := map[string]string{
		"base": "BEFOLKNING_SIVILSTAND",
		"set":  "sensitivityLevel -\nmeasureVariables.0.valueDomain.codeList.1.code = \"1\"",
		"csv": "1;1;2020-01-01;2020-12-31;\n" +
			"1;3;2020-12-31;;\n" + // overlaps with line 1
			";3;2020-01-01;;\n" +
			"2;;2020-01-01;;\n" +
			"3;99;2020-01-01;;\n" +
			"4;3;2020-01-02;2020-01-01;\n" +
			"5;3\n" +
			"6;3;2020-01-0x;;\n",
	}
	dir := deliver(t, examples, func(name string) (string, bool) { s, ok := parts[name]; return s, ok })
	report, err := owner.Validate(context.Background(), dir, owner.Options{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, "O0301 O0401 O0401 O0502 O0503 O0601 O0602 O0603 O0701 O0803", codesOf(report))
	lines := map[string]int64{}
	for _, f := range report.Findings {
		lines[string(f.Code)] = f.Line
	}
	require.Equal(t, map[string]int64{"O0301": 0, "O0401": 0, "O0502": 7, "O0503": 8, "O0601": 3, "O0602": 4, "O0603": 5, "O0701": 6, "O0803": 1}, lines)
	require.EqualValues(t, 8, report.Data.Rows)
	for _, f := range report.Findings {
		if f.Code == finding.Overlap {
			require.Equal(t, `Line 1, column 1: the period (2020-01-01 - 2020-12-31) of the unit "1" overlaps with (2020-12-31 - ) on line 2.`, f.Message(text.English))
		}
	}
}

// TestOnlyCodesThatCanMatchAreDemanded: a code list that cannot go with the data type is one
// mistake, not one per row.
func TestOnlyCodesThatCanMatchAreDemanded(t *testing.T) {
	require.Nil(t, owner.RulesOf(metadata.Metadata{DataType: "DOUBLE", Enumerated: true, Codes: []metadata.Code{{Value: "1"}}}).Codes)
	require.Equal(t, []string{"1", "0"}, owner.RulesOf(metadata.Metadata{DataType: "LONG", Enumerated: true, Codes: []metadata.Code{{Value: "1"}}, Sentinels: []metadata.Code{{Value: "0"}}}).Codes)
	require.Len(t, owner.RulesOf(metadata.Metadata{DataType: "STRING", MeasureUnit: "KOMMUNE"}).Codes, 1097)
	require.Equal(t, "LONG", owner.RulesOf(metadata.Metadata{UnitType: "HKDIR_HYU_OPPMELDING"}).IDType)
}

func TestWhatIsNoFileIsNotRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "X")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "X.csv"), 0o700))
	_, err := owner.Validate(context.Background(), dir, owner.Options{})
	require.ErrorIs(t, err, fs.ErrInvalid)
}

var update = flag.Bool("update", false, "write the page of codes anew")

const page = "../../../spec/owner.md"

// TestThePageOfCodes holds the list of codes in spec/owner.md.
func TestThePageOfCodes(t *testing.T) {
	content, err := os.ReadFile(page)
	require.NoError(t, err)
	head, _, ok := strings.Cut(string(content), "| code |")
	require.True(t, ok)
	var b strings.Builder
	b.WriteString(head + "| code | English | bokmål |\n|---|---|---|\n")
	for _, e := range finding.Entries() {
		fmt.Fprintf(&b, "| %s | %s %s | %s %s |\n", e.Code, e.Message.EN, e.Next.EN, e.Message.NB, e.Next.NB)
	}
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(b.String()), 0o644))
		return
	}
	require.Equal(t, b.String(), string(content), "go test ./cmd/internal/owner -run Page -update")
}
