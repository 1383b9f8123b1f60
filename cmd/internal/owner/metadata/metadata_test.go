package metadata

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/text"
)

// TestPeriods, by hand: a is valid for days 0-9 and from 20 on, b for 5-24.
//
//	cuts 0 5 10 20 25: 0-4 a, 5-9 a b, 10-19 b, 20-24 b a, 25- a
func TestPeriods(t *testing.T) {
	codes := []Code{{Value: "a", From: 0, Until: 9}, {Value: "b", From: 5, Until: 24}, {Value: "a", From: 20, Open: true}}
	var got []string
	for _, p := range Periods(codes) {
		s := ""
		for _, c := range p.Codes {
			s += c.Value
		}
		got = append(got, s)
	}
	require.Equal(t, []string{"a", "ab", "b", "ba", "a"}, got)
	last := Periods(codes)[4]
	require.Equal(t, 25, last.First)
	require.True(t, last.Open)
	closed := Periods(codes[:2])
	require.Len(t, closed, 3, "no code is open: the last period is dropped")
	require.Equal(t, Period{First: 10, Last: 24, Codes: codes[1:2]}, closed[2])
	gap := Periods([]Code{{Value: "a", From: 0, Until: 1}, {Value: "b", From: 5, Until: 6}})
	require.Len(t, gap, 3)
	require.Empty(t, gap[1].Codes)
}

func TestAPlaceInTheDocument(t *testing.T) {
	_, found := Read("X.json", []byte(`{"populationDescription": [{"languageCode": "no", "value": "x"}, {"languageCode": "no"}]}`))
	var paths, upstream []string
	for _, f := range found {
		paths, upstream = append(paths, f.Path), append(upstream, f.Upstream)
	}
	require.Contains(t, paths, "populationDescription[1].value")
	require.Contains(t, upstream, "populationDescription->value: Field required")
}

func TestWrongTypesEverywhere(t *testing.T) {
	for _, wrong := range []string{`null`, `1`, `"x"`, `true`, `[]`, `{}`, `[1]`, `[[]]`, `[{}]`, `[null]`} {
		for _, key := range []string{"temporalityType", "populationDescription", "subjectFields", "dataRevision", "identifierVariables", "measureVariables"} {
			_, found := Read("X.json", []byte(`{"`+key+`": `+wrong+`}`))
			about := 0
			for _, f := range found {
				if strings.HasPrefix(f.Path, key) {
					about++
				}
			}
			require.Positive(t, about, "%s: %s", key, wrong)
		}
	}
}

func TestCodesAsThePublicToolsWriteThem(t *testing.T) {
	for value, want := range map[string]string{"a": `'a'`, "it's": `"it's"`, `'"`: `'\'"'`, "a\\b": `'a\\b'`, "å": `'å'`, "\x07": "'\uFFFD'"} {
		require.Equal(t, want, repr(Code{Value: value}))
	}
	require.Equal(t, "-1", repr(Code{Value: "-1", Integer: true}))
}

// TestManyCodes: two hundred thousand codes, each with a period of its own, are quick.
func TestManyCodes(t *testing.T) {
	var codes []Code
	for i := range 200_000 {
		codes = append(codes, Code{Value: "c" + string(rune('a'+i%26)), From: i, Until: 400_000 - i})
	}
	start := time.Now()
	require.Len(t, twiceValid(codes), maxTwice)
	require.Less(t, time.Since(start), 20*time.Second)
}

func TestUnreadable(t *testing.T) {
	for content, want := range map[string]string{
		"\xEF\xBB\xBF{}":              "O0204",
		"{\"a\": \"\xE5\"}":           "O0204",
		`{"a": NaN}`:                  "O0204",
		`{"a": 1,}`:                   "O0204",
		strings.Repeat(`{"a":`, 1000): "O0205",
		strings.Repeat(`[`, 1<<20):    "O0205",
	} {
		_, found := Read("X.json", []byte(content))
		require.Len(t, found, 1)
		require.Equal(t, want, string(found[0].Code), "%.20q", content)
	}
	_, found := Read("X.json", []byte("{\n \"a\": x}"))
	require.Equal(t, "X.json is not JSON: 2:7.", found[0].Message(text.English))
	_, found = Read("X.json", []byte(strings.Repeat(" ", MaxBytes+1)))
	require.Equal(t, finding.TooDeep, found[0].Code)
}

// TestAgreesWithAnIndependentModel: the messages of testdata/model.py, in the same order.
func TestAgreesWithAnIndependentModel(t *testing.T) {
	content, err := os.ReadFile("testdata/model.jsonl")
	require.NoError(t, err)
	lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
	require.Len(t, lines, 70)
	for _, line := range lines {
		var c struct {
			Doc      json.RawMessage
			Messages []string
		}
		require.NoError(t, json.Unmarshal(line, &c))
		_, found := Read("X.json", c.Doc)
		var got []string
		for _, f := range found {
			if f.Stage() == 3 {
				got = append(got, f.Upstream)
			}
		}
		require.Equal(t, c.Messages, got, "%s", c.Doc)
	}
}

// FuzzRead: any bytes give a report, and what is not JSON gives one finding.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"temporalityType": "EVENT", "measureVariables": [{"unitType": "PERSON", "name": [{}]}]}`))
	f.Add([]byte(`{"measureVariables": [{"dataType": "LONG", "valueDomain": {"codeList": [{"code": 1e2, "validFrom": "2020-01-01", "validUntil": "1999-01-01"}], "sentinelAndMissingValues": [{"code": true}]}}]}`))
	f.Add([]byte("\xFF{}"))
	f.Add([]byte(`[[[[]]]]`))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, found := Read("X.json", content)
		for _, x := range found {
			require.NotEmpty(t, x.Upstream)
			require.NotEmpty(t, x.Message(text.Bokmaal))
		}
		if !json.Valid(content) {
			require.Len(t, found, 1)
		}
	})
}
