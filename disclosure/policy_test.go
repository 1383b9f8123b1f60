package disclosure

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/stretchr/testify/require"
)

const fullPolicy = `{
  "policy": 3, "register": "no.example.helse", "profile": "microdata", "identity": "PERSON",
  "counts": {"method": "table", "D": 15, "V": 20, "js": 4},
  "sums": {"method": "mean", "dominance": {"n": 2, "k": 0.8, "p": 0.1}},
  "mean_digits": 3,
  "minimum": {"population": 2000, "change": 10, "describe": 20, "model": 100},
  "variables": {"DIAGNOSE": {"profile": "strict", "category_min": 50}, "REGION": {"public_codes": true},
                "policy": {"category_min": 7}},
  "limits": {"near_copies_day": 8, "cells_minute": 2000},
  "contact": "data-owner@example.org"}`

func TestParsePolicy(t *testing.T) {
	p := policyOf(t, fullPolicy)
	require.Equal(t, Policy{
		version: 3, register: "no.example.helse", profile: Microdata, identity: "PERSON",
		counts:     CountPolicy{Method: CountTable, D: 15, V: 20, JS: 4},
		sums:       sumPolicy{Method: sumMean, dominance: dominance{N: 2, K: 0.8, P: 0.1}},
		meanDigits: 3,
		minimum:    Minimums{Population: 2000, Change: 10, Describe: 20, Model: 100},
		variables: map[string]VariablePolicy{
			"DIAGNOSE": {Profile: Strict, CategoryMin: 50, given: true}, "REGION": {Profile: Microdata, PublicCodes: true},
			"policy": {Profile: Microdata, CategoryMin: 7},
		},
		limits: monitorLimits{NearCopiesDay: 8, CellsMinute: 2000}, contact: "data-owner@example.org",
	}, p)
	demo := policyOf(t, string(DemoPolicy("no.ssb.fdb")))
	require.True(t, demo.synthetic)
	require.Equal(t, Microdata, demo.profile)
	require.Equal(t, CountPolicy{Method: CountTable, D: 5, V: 6.25, JS: 4}, demo.counts)
	require.Equal(t, 4, demo.meanDigits)
	require.Equal(t, "no.ssb.fdb", demo.register)
}

func TestParsePolicyErrors(t *testing.T) {
	base := `"policy":1,"register":"lab","profile":"microdata","identity":"PERSON"`
	cases := []struct {
		name, file string
		code       diag.Code
	}{
		{"nothing", ``, codePolicyMalformed},
		{"a list", `[]`, codePolicyMalformed},
		{"cut", `{` + base, codePolicyMalformed},
		{"two", `{` + base + `}{}`, codePolicyMalformed},
		{"list inside", `{` + base + `,"variables":{"A":[1]}}`, codePolicyMalformed},
		{"unknown", `{` + base + `,"minimun":{}}`, codePolicyField},
		{"unknown deeper", `{` + base + `,"minimum":{"steps":5}}`, codePolicyField},
		{"unknown of a variable", `{` + base + `,"variables":{"A":{"hide":true}}}`, codePolicyField},
		{"other spelling", `{` + base + `,"Minimum":{"population":1000}}`, codePolicyField},
		{"twice", `{` + base + `,"policy":2}`, codePolicyField},
		{"effective only", `{` + base + `,"category_min":3}`, codePolicyField},
		{"wrong type", `{` + base + `,"minimum":{"population":"many"}}`, codePolicyValue},
		{"no such profile", `{"policy":1,"register":"lab","profile":"lax","identity":"PERSON"}`, codePolicyValue},
		{"version 0", `{"policy":0,"register":"lab","profile":"open","identity":"PERSON"}`, codePolicyValue},
		{"no such method", `{` + base + `,"counts":{"method":"dice"}}`, codePolicyValue},
		{"no such table", `{` + base + `,"counts":{"D":5,"V":30}}`, codePolicyValue},
		{"even b", `{` + base + `,"counts":{"method":"anchored","b":28,"low":20}}`, codePolicyValue},
		{"share above 1", `{` + base + `,"sums":{"dominance":{"p":1.5}}}`, codePolicyValue},
		{"negative", `{` + base + `,"minimum":{"change":-1}}`, codePolicyValue},
		{"digits", `{` + base + `,"mean_digits":18}`, codePolicyValue},
		{"limits", `{` + base + `,"limits":{"cells_minute":-2}}`, codePolicyValue},
		{"variable profile", `{` + base + `,"variables":{"A":{"profile":"x"}}}`, codePolicyValue},
		{"variable minimum", `{` + base + `,"variables":{"A":{"category_min":-1}}}`, codePolicyValue},
		{"looser table", `{` + base + `,"counts":{"D":5,"V":3,"js":2}}`, codePolicyLooser},
		{"looser minimum", `{` + base + `,"minimum":{"population":999}}`, codePolicyLooser},
		{"looser sums", `{` + base + `,"sums":{"method":"exact"}}`, codePolicyLooser},
		{"looser variable", `{` + base + `,"variables":{"A":{"profile":"open"}}}`, codePolicyLooser},
		{"no version", `{"register":"lab","profile":"open","identity":"PERSON"}`, codePolicyMissing},
		{"no register", `{"policy":1,"profile":"open","identity":"PERSON"}`, codePolicyMissing},
		{"no profile", `{"policy":1,"register":"lab","identity":"PERSON"}`, codePolicyMissing},
		{"no identity", `{"policy":1,"register":"lab","profile":"open"}`, codePolicyMissing},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParsePolicy([]byte(c.file))
			requireCode(t, c.code, err)
		})
	}
	_, err := ParsePolicy([]byte(strings.Repeat(" ", maxPolicyFile+1)))
	requireCode(t, codePolicyMalformed, err)
	// A synthetic store takes its rules from its policy file alone; the borders themselves pass.
	policyOf(t, `{`+base+`,"synthetic":true,"minimum":{"population":5}}`)
	policyOf(t, `{`+base+`,"minimum":{"population":1000}}`)
}

func TestStrictest(t *testing.T) {
	open := policyOf(t, `{"policy":2,"register":"b","profile":"open","identity":"PERSON","synthetic":true}`)
	micro := microdataPolicy(t)
	full := policyOf(t, fullPolicy)
	m := Strictest(open, micro)
	require.Equal(t, m, Strictest(micro, open))
	require.Equal(t, Microdata, m.profile)
	require.False(t, m.synthetic)
	require.Equal(t, micro.counts, m.counts)
	require.Equal(t, micro.minimum, m.minimum)
	require.Equal(t, micro.sums, m.sums)
	require.Equal(t, 4, m.meanDigits)
	require.Equal(t, "b + lab", m.register)
	require.Equal(t, m, Strictest(m, micro))
	f := Strictest(micro, full)
	require.Equal(t, full.counts, f.counts)
	require.Equal(t, 3, f.meanDigits)
	require.Equal(t, 2000, f.minimum.Population)
	require.Equal(t, 0.8, f.sums.dominance.K)
	require.Equal(t, 8, f.limits.NearCopiesDay)
	require.Equal(t, full.variables, f.variables)
	none := Strictest(NoPolicy(), micro)
	require.Equal(t, Strict, none.profile)
	require.Equal(t, CountAnchored, none.counts.Method)
	require.Zero(t, none.version)
	require.Equal(t, micro, Strictest(micro, micro))
}

func TestVariablesTighten(t *testing.T) {
	full := policyOf(t, fullPolicy)
	p := full.For(Variable{"REGION", Nonpublic})
	require.Equal(t, Microdata, p.profile)
	require.Equal(t, 15, p.counts.D)
	require.Equal(t, Strict, full.For(Variable{"DIAGNOSE", Public}).profile)
	require.Equal(t, 50, full.For(Variable{"DIAGNOSE", Public}).categoryMin)
	require.Equal(t, Strict, full.For(Variable{"OTHER", PersonSpecial}).profile)
	require.Equal(t, 7, full.For(Variable{"REGION", Public}, Variable{"policy", Public}).categoryMin)

	demo := policyOf(t, string(DemoPolicy("demo")))
	require.Equal(t, demo, demo.For(Variable{"HEALTH", PersonSpecial}))
	open := policyOf(t, `{"policy":1,"register":"b","profile":"open","identity":"PERSON"}`)
	require.Equal(t, Open, open.For(Variable{"A", Public}).profile)
	require.Equal(t, Microdata, open.For(Variable{"A", Public}, Variable{"B", PersonGeneral}).profile)

	s, ok := ParseSensitivity("PERSON_GENERAL")
	require.True(t, ok)
	require.Equal(t, PersonGeneral, s)
	s, ok = ParseSensitivity("SECRET")
	require.False(t, ok)
	require.Equal(t, PersonSpecial, s)
}

func TestPolicyHash(t *testing.T) {
	a, b := policyOf(t, fullPolicy), policyOf(t, fullPolicy)
	require.Equal(t, a.Hash(), b.Hash())
	require.Len(t, a.Hash(), 64)
	seen := map[string]bool{a.Hash(): true}
	for _, change := range []func(*Policy){
		func(p *Policy) { p.version++ }, func(p *Policy) { p.minimum.Change++ }, func(p *Policy) { p.counts.V = 21 },
		func(p *Policy) { p.synthetic = true }, func(p *Policy) { p.categoryMin = 1 }, func(p *Policy) { p.variables = nil },
	} {
		c := a
		change(&c)
		require.False(t, seen[c.Hash()])
		seen[c.Hash()] = true
	}
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte(fullPolicy))
	f.Add(DemoPolicy("demo"))
	f.Add([]byte(`{"policy":1,"register":"a","profile":"open","identity":"X","variables":{"A":{}}}`))
	f.Add([]byte(`{"policy":1e999}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParsePolicy(b)
		if err != nil {
			var problem *diag.Problem
			require.ErrorAs(t, err, &problem)
			require.True(t, strings.HasPrefix(string(problem.Code), "D002"))
			return
		}
		require.Empty(t, p.invalid())
		require.Equal(t, p.profile, Strictest(p, p).profile)
		require.NotEmpty(t, p.Hash())
	})
}

func TestRingFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), mode))
		require.NoError(t, os.Chmod(path, mode))
		return path
	}
	raw, err := RingFromFile(write("raw", strings.Repeat("k", 32), 0o600))
	require.NoError(t, err)
	hexed, err := RingFromFile(write("hex", " "+strings.Repeat("6b", 32)+"\n", 0o400))
	require.NoError(t, err)
	require.True(t, raw == hexed)

	_, err = RingFromFile(filepath.Join(dir, "absent"))
	requireCode(t, codeKeyUnreadable, err)
	for name, content := range map[string]string{
		"empty": "", "short": strings.Repeat("k", 31), "long": strings.Repeat("k", 33),
		"not hex": strings.Repeat("6x", 32), "huge": strings.Repeat("k", 1<<20),
	} {
		_, err = RingFromFile(write(name, content, 0o600))
		requireCode(t, codeKeyMalformed, err)
	}
	_, err = RingFromFile(dir)
	require.Error(t, err)
	if runtime.GOOS == "windows" {
		return
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o610, 0o666} {
		_, err = RingFromFile(write("open", strings.Repeat("k", 32), mode))
		requireCode(t, codeKeyOpen, err)
	}
}

func TestNew(t *testing.T) {
	micro := microdataPolicy(t)
	demo := policyOf(t, string(DemoPolicy("demo")))
	_, err := New(DemoRing(), demo)
	require.NoError(t, err)
	_, err = New(DemoRing(), micro)
	requireCode(t, codeDemoKey, err)
	// The same bytes from a file are the demo key too.
	ring, err := parseRing(DemoRing().secretBytes(), "f")
	require.NoError(t, err)
	_, err = New(ring, micro)
	requireCode(t, codeDemoKey, err)
	_, err = New(Ring{}, micro)
	requireCode(t, codeNoSecret, err)
	_, err = New(testRing(), NoPolicy())
	requireCode(t, codeNoPolicy, err)
	_, err = New(testRing(), policyOf(t, `{"policy":1,"register":"l","profile":"strict","identity":"PERSON"}`))
	requireCode(t, codeStrict, err)

	// A demo layer that meets real data must not go on with the demo key.
	l := layerOf(t, DemoRing(), demo)
	_, err = l.Under(micro)
	requireCode(t, codeDemoKey, err)
	both, err := layerOf(t, testRing(), micro).Under(demo)
	require.NoError(t, err)
	require.Equal(t, "demo + lab", both.Policy().Register())
	_, err = layerOf(t, testRing(), micro).For(Variable{"HEALTH", PersonSpecial})
	requireCode(t, codeStrict, err)
	same, err := layerOf(t, testRing(), micro).For(Variable{"AGE", Nonpublic})
	require.NoError(t, err)
	require.Equal(t, micro, same.Policy())
}

// secretBytes is for tests only.
func (r Ring) secretBytes() []byte { return r.secret[:] }

func TestOpenNeedsNoSecret(t *testing.T) {
	l := open(t)
	k := personKeys(t, l, 10)
	var set [1]SetKey
	k.Accumulate(set[:], nil, ordinals(10))
	require.EqualValues(t, 10, set[0].n)
	require.Zero(t, set[0].s)
	counts, last := make([]SetKey, 2), []uint32{None, None}
	k.AccumulateDistinct(counts, last, []uint32{1, 1, 0, None}, []uint32{3, 3, 4, 5})
	require.Equal(t, []uint64{1, 1}, []uint64{counts[0].n, counts[1].n})
	k.AccumulateBits(&counts[0], []byte{0b101}, 0, ordinals(3))
	require.EqualValues(t, 3, counts[0].n)
	k.Accumulate(counts, []uint32{1, None}, ordinals(2))
	require.EqualValues(t, 2, counts[1].n)
}
