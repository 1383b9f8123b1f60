package stdlib_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib"
)

// known are the rules of spec/disclosure.md that this version applies.
var known = []disclosure.RuleID{
	disclosure.RuleC1, disclosure.RuleC3, disclosure.RuleC4, disclosure.RuleC5, disclosure.RuleC6, disclosure.RuleC7,
	disclosure.RuleC8, disclosure.RuleC9, disclosure.RuleC10, disclosure.RuleM0, disclosure.RuleM1, disclosure.RuleM3,
	disclosure.RuleM4, disclosure.RuleM5, disclosure.RuleM8, disclosure.RuleQ1, disclosure.RuleQ2, disclosure.RuleP1,
	disclosure.RuleP2, disclosure.RuleP3, disclosure.RuleD1, disclosure.RuleD2, disclosure.RuleD3, disclosure.RuleD5,
	disclosure.RuleD6, disclosure.RuleT1,
}

// shaping are the options of commands with a result that bring no number of their own: they
// choose or arrange what is shown, or what is stored.
var shaping = map[string][]string{
	"tabulate-panel": {"freq", "missing", "nolabels", "mean"},
	"tabulate":       {"freq", "missing", "nolabels", "flatten", "rowsort", "colsort", "top", "bottom", "mean"},
	"import":         {"outer_join", "inner_join", "values", "values_from"},
	"collapse":       {"by"},
}

// limited are the rules with a limit, for which there must be a script on either side of it.
var limited = []disclosure.RuleID{
	disclosure.RuleP1, disclosure.RuleP2, disclosure.RuleP3, disclosure.RuleD3, disclosure.RuleM0, disclosure.RuleC7, disclosure.RuleC6,
}

// TestEveryCommandIsCovered walks the registry: every part of every result has a rule with
// evidence, scripts on both sides of every limit, and, when it is a count, a place in the
// consistency test. What it finds is a table for auditors.
func TestEveryCommandIsCovered(t *testing.T) {
	var lines []string
	for _, c := range stdlib.Commands() {
		name := c.Declaration().Name
		t.Run(name, func(t *testing.T) {
			checkRules(t, c)
			checkOptions(t, c)
			checkLimits(t, c)
			for _, f := range c.Fields() {
				checkField(t, c, f)
			}
		})
		lines = append(lines, coverage(c)...)
	}
	table := "command | option | part of the result | rule | kinds of evidence | scripts at limits | same count (C3)\n" + strings.Join(lines, "\n") + "\n"
	golden := filepath.Join("testdata", "coverage.golden")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(table), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), table, "the coverage table changed: read it, then run with -update")
}

// checkRules holds the declared rules against each other and the result.
func checkRules(t *testing.T, c registry.Command) {
	t.Helper()
	releases := c.Declaration().Effect == command.Releases
	require.False(t, releases && len(c.Fields()) == 0, "a command that releases declares what")
	for _, r := range c.Rules() {
		if r.Kind == disclosure.RuleNone {
			require.Empty(t, c.Fields(), "the rule none is legal only for a command without a result")
			continue
		}
		require.NotEmpty(t, r.IDs, "a rule names the rules that may fire")
		require.NotZero(t, r.Evidence, "a rule names its evidence")
		for _, id := range r.IDs {
			require.Contains(t, known, id)
		}
	}
	if len(c.Rules()) == 0 {
		require.Empty(t, c.Fields(), "a result needs a rule")
	}
}

// checkField demands a rule and its evidence for one part of a result.
func checkField(t *testing.T, c registry.Command, f registry.Field) {
	t.Helper()
	require.NotEmpty(t, f.Rule, "%s has no rule", f.Name)
	require.Contains(t, known, f.Rule)
	r, ok := ruleOf(c, f)
	require.True(t, ok, "%s is under %s, which the command does not declare", f.Name, f.Rule)
	require.NotZero(t, r.Evidence&needed(f.Rule), "%s is under %s, whose evidence is not delivered", f.Name, f.Rule)
	if f.With != "" {
		_, ok := c.Declaration().Option(f.With)
		require.True(t, ok, "%s comes with an option that does not exist", f.Name)
	}
	if f.Count {
		require.NotEmpty(t, consistent[c.Declaration().Name+"."+f.Name], "the count %s is not in the consistency test", f.Name)
	}
}

// ruleOf is the declared rule that shows a part: the one of a result, not of a guard.
func ruleOf(c registry.Command, f registry.Field) (disclosure.Rule, bool) {
	for _, r := range c.Rules() {
		if r.Kind != disclosure.RuleGuard && r.Kind != disclosure.RuleStored && slices.Contains(r.IDs, f.Rule) {
			return r, true
		}
	}
	return disclosure.Rule{}, false
}

// needed is evidence of which a rule cannot do without any.
func needed(id disclosure.RuleID) disclosure.Evidence {
	switch id {
	case disclosure.RuleM3, disclosure.RuleM4, disclosure.RuleM5:
		return disclosure.EvidenceMoments
	case disclosure.RuleQ1, disclosure.RuleQ2:
		return disclosure.EvidenceOrder
	}
	return disclosure.EvidenceUnits
}

// checkOptions demands that every option of a command with a result brings a part of it, or
// is known to bring none.
func checkOptions(t *testing.T, c registry.Command) {
	t.Helper()
	if len(c.Fields()) == 0 {
		return
	}
	name := c.Declaration().Name
	for _, o := range c.Declaration().Options {
		brings := slices.ContainsFunc(c.Fields(), func(f registry.Field) bool { return f.With == o.Name })
		require.True(t, brings != slices.Contains(shaping[name], o.Name), "option %s: which part of the result does it bring?", o.Name)
	}
}

// checkLimits demands scripts on both sides of every limit of the command's rules.
func checkLimits(t *testing.T, c registry.Command) {
	t.Helper()
	for _, r := range c.Rules() {
		if r.Kind == disclosure.RuleStored {
			continue // its limits are those of what is shown; see TestStoredValuesAreReleased
		}
		for _, id := range r.IDs {
			if slices.Contains(limited, id) {
				require.NotNil(t, edges[c.Declaration().Name+" "+string(id)], "no scripts at the limit of %s", id)
			}
		}
	}
}

// coverage is the lines of a command in the table for auditors.
func coverage(c registry.Command) []string {
	name := c.Declaration().Name
	var limits []string
	for _, id := range limited {
		if edges[name+" "+string(id)] != nil {
			limits = append(limits, string(id))
		}
	}
	at := strings.Join(limits, " ")
	if len(c.Fields()) == 0 {
		var ids []string
		kinds := disclosure.Evidence(0)
		for _, r := range c.Rules() {
			kinds |= r.Evidence
			for _, id := range r.IDs {
				ids = append(ids, string(id))
			}
		}
		if len(ids) == 0 {
			return []string{name + " | – | nothing from data | none | – | – | –"}
		}
		return []string{fmt.Sprintf("%s | – | nothing | %s | %s | %s | –", name, strings.Join(ids, " "), evidence(kinds), dash(at))}
	}
	var out []string
	for _, f := range c.Fields() {
		r, _ := ruleOf(c, f)
		out = append(out, fmt.Sprintf("%s | %s | %s | %s | %s | %s | %s", name, dash(f.With), f.Name, f.Rule, evidence(r.Evidence), dash(at),
			dash(strings.Join(consistent[name+"."+f.Name], ", "))))
	}
	for _, o := range shaping[name] {
		out = append(out, fmt.Sprintf("%s | %s | no part of its own | – | – | – | –", name, o))
	}
	return out
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// evidence names the kinds in a set.
func evidence(e disclosure.Evidence) string {
	names := []string{"units", "anchor", "repeats", "moments", "gini", "order", "deviants", "ones", "extremes"}
	var out []string
	for i, n := range names {
		if e&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return dash(strings.Join(out, " "))
}
