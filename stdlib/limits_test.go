package stdlib_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
)

// The limits of profile microdata.
const (
	leastPopulation = 1000
	leastChange     = 10
	leastDescribed  = 10
	fewErrors       = 10
)

const (
	tooFew   diag.Code = "D0101"
	tinyPart diag.Code = "D0102"
	tinyRest diag.Code = "D0103"
)

// edge runs scripts just inside and just outside a limit.
type edge func(t *testing.T, e *engine.Engine)

// edges are the scripts at limits, by command and rule. Limits are decided on shown counts:
// a script shows the count of sets of many sizes first, and the sets that are shown with
// exactly the limit and one less are then tried.
var edges = map[string]edge{
	"keep P-1":   population("keep if rank <= %d"),
	"drop P-1":   population("drop if rank > %d"),
	"import P-1": population("create-dataset few\nimport db/KNOWN%d"),
	"import-event P-1": func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, leastPopulation-10, leastPopulation+10, first), leastPopulation-1, leastPopulation)
		for _, into := range []string{"create-dataset few", "clone-units people few\nuse few"} {
			lines := into + "\nimport-event db/SPELL 1990-01-01 to %s"
			requireLimit(t, try(t, e, fmt.Sprintf(lines, spellDay(inside))), true, tooFew)
			requireLimit(t, try(t, e, fmt.Sprintf(lines, spellDay(outside))), false, tooFew)
		}
	},
	// Copied units are those of a dataset that was guarded before: the copy cannot be the first to be refused.
	"clone-units P-1":  population("keep if rank <= %d\nclone-units people few\nuse few\nimport db/SEX as sex\ntabulate sex"),
	"import-panel P-1": population("create-dataset few\nimport-panel db/KNOWN%d 2019-01-01 2020-01-01"),
	// The rows of a panel are guarded where they are left out: the units that are left are the same.
	"reshape-from-panel P-1": population("keep if rank <= %d\ngenerate x1 = 1\nreshape-to-panel x\nkeep if date@panel == 1\nreshape-from-panel\nsummarize rank1"),
	"import P-2": func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, 1, 60, nine), leastChange-1, leastChange)
		lines := "clone-dataset people some\nuse some\ndrop if %s\nuse people\nimport db/SEX as sex, values_from(some)"
		requireLimit(t, try(t, e, fmt.Sprintf(lines, nine(inside))), true, tinyPart)
		requireLimit(t, try(t, e, fmt.Sprintf(lines, nine(outside))), false, tinyPart)
		requireLimit(t, try(t, e, fmt.Sprintf(lines, "rank > 9999")), true, tinyPart)
		// What the limit is about in a join that adds units: those with a value and those without.
		outer := "keep if !%s\nclone-dataset people some\nimport db/SEX as sex, outer_join values_from(some)"
		requireLimit(t, try(t, e, fmt.Sprintf(outer, nine(outside))), true, tinyPart)
	},
	"collapse P-1": func(t *testing.T, e *engine.Engine) {
		// The oldest members of a thousand families are persons of odd rank.
		window := func(k int) string { return fmt.Sprintf("rank > %d & rank <= %d", 2*k, 2*(k+leastPopulation)) }
		shown := shownCounts(t, e, 1, 60, func(k int) string { return window(k) + " & rank / 2 != int(rank / 2)" })
		outside, inside := sizes(t, shown, leastPopulation-1, leastPopulation)
		lines := "import db/FAMILY as family\nkeep if %s\ncollapse (sum) pay, by(family)"
		requireLimit(t, try(t, e, fmt.Sprintf(lines, window(inside))), true, tooFew)
		requireLimit(t, try(t, e, fmt.Sprintf(lines, window(outside))), false, tooFew)
	},
	"sample P-1": func(t *testing.T, e *engine.Engine) {
		requireLimit(t, try(t, e, "sample 1010 7"), true, tooFew)
		requireLimit(t, try(t, e, "sample 990 7"), false, tooFew)
	},
	"sample P-3": func(t *testing.T, e *engine.Engine) {
		// 5 percent of 3000 are 150; noise is at most 5.
		requireLimit(t, try(t, e, "sample 2839 7"), true, tinyRest)
		requireLimit(t, try(t, e, "sample 2861 7"), false, tinyRest)
		requireLimit(t, try(t, e, "sample 5000 7"), false, tinyRest)
	},
	"generate P-2": change("generate x = 1 if %s"),
	"replace P-2":  change("replace pay = 1 if %s"),
	"recode P-2": func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, 1, 60, nine), leastChange-1, leastChange)
		for _, lines := range []string{
			"recode rank (%d/%d = 0)", "recode rank (%d/%d = 1 'x')(2500/max = 9)",
			"recode rank (2000/3000 = 0)(%d/%d = 0), prefix(new_)", "recode rank pay (* = 0) if rank >= %d & rank <= %d",
		} {
			requireLimit(t, try(t, e, fmt.Sprintf(lines, inside+1, inside+9)), true, tinyPart)
			requireLimit(t, try(t, e, fmt.Sprintf(lines, outside+1, outside+9)), false, tinyPart)
		}
		// A rule that fits nobody, and one that changes nothing, are no change.
		works(t, e, "recode rank (9999 = 0)(1/5 = 1) if rank > 20\nrecode rank (7 = 7)")
	},
	"destring D3": dataErrors("R1041", "import db/WORD as word\nreplace word = 'x' if rank <= 100\n"+
		"replace word = '1' if !%s & rank <= 200\ndestring word\nsummarize word"),
	"merge D3": dataErrors("R1031", "generate link = rank\nclone-dataset people target\ngenerate extra = 1\nreplace link = 9999 if rank <= 100\n"+
		"replace link = rank if !%s & rank <= 200\nmerge extra into target on link\nuse target\nsummarize extra"),
	"summarize M0": func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, 1, 60, nine), leastDescribed-1, leastDescribed)
		mean := func(k int) page.Cell {
			tables := works(t, e, fmt.Sprintf("summarize pay if %s", nine(k))).tables()
			return value(t, tables[len(tables)-1], "pay", "mean")
		}
		require.Equal(t, page.Low, mean(outside).State)
		require.Equal(t, "M0", mean(outside).Rule)
		require.NotEqual(t, "M0", mean(inside).Rule)
	},
	"tabulate M0": func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, 1, 60, nine), leastDescribed-1, leastDescribed)
		mean := func(k int) page.Cell {
			tables := works(t, e, fmt.Sprintf("generate low = %s\ntabulate low, summarize(pay)", nine(k))).tables()
			return value(t, tables[len(tables)-1], "1", "pay.mean")
		}
		require.Equal(t, page.Low, mean(outside).State)
		require.Equal(t, "M0", mean(outside).Rule)
		require.NotEqual(t, "M0", mean(inside).Rule)
	},
	"tabulate C7": func(t *testing.T, e *engine.Engine) {
		// Nine cells of 3 by 3; empty ones are thin. Row 3 fills three cells of its own or two.
		cells := func(third string) *page.Table {
			tables := works(t, e, strings.Join([]string{
				"generate a = 1", "replace a = 2 if rank > 1000", "replace a = 3 if rank > 2000", "generate b = a",
				third, "replace b = 2 if rank > 2600", "tabulate a b",
			}, "\n")).tables()
			return tables[len(tables)-1]
		}
		require.False(t, cells("replace b = 1 if rank > 2000 & rank <= 2300").Hidden, "four of nine are thin")
		require.True(t, cells("").Hidden, "five of nine are thin")
	},
	"tabulate C6": func(t *testing.T, e *engine.Engine) {
		// Refused below a mean expected count of 50: four cells need 200 shown units.
		shown := func(k int) string {
			o := works(t, e, fmt.Sprintf("import db/SEX as sex\ngenerate odd = rank / 2 == int(rank / 2)\ntabulate sex odd if rank <= %d, chi2", k))
			return fmt.Sprint(o.last(t).Notes)
		}
		require.Contains(t, shown(180), "Chi-square(1) = –")
		require.NotContains(t, shown(220), "Chi-square(1) = –")
	},
}

func init() {
	for name, run := range panelEdges {
		edges[name] = run
	}
}

// population tries a line that leaves the persons of rank up to k.
func population(line string) edge {
	return func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, leastPopulation-10, leastPopulation+10, first), leastPopulation-1, leastPopulation)
		requireLimit(t, try(t, e, fmt.Sprintf(line, inside)), true, tooFew)
		requireLimit(t, try(t, e, fmt.Sprintf(line, outside)), false, tooFew)
	}
}

// change tries a line with a condition that holds, or fails, for few.
func change(line string) edge {
	return func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, 1, 60, nine), leastChange-1, leastChange)
		for _, not := range []string{"", "!"} {
			requireLimit(t, try(t, e, fmt.Sprintf(line, not+nine(inside))), true, tinyPart)
			requireLimit(t, try(t, e, fmt.Sprintf(line, not+nine(outside))), false, tinyPart)
		}
		requireLimit(t, try(t, e, fmt.Sprintf(line, "rank > 9999")), true, tinyPart)
	}
}

// dataErrors tries lines in which values of nine persons are such that a command cannot
// take them. Every condition holds, and fails, for many, so that no other limit is near.
func dataErrors(code diag.Code, lines string) edge {
	return func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, 1, 60, nine), fewErrors, fewErrors-1)
		got := try(t, e, fmt.Sprintf(lines, nine(inside)))
		require.Equal(t, engine.ExitOK, got.exit, "few errors become missing in silence: %s", got.code)
		got = try(t, e, fmt.Sprintf(lines, nine(outside)))
		require.Equal(t, engine.ExitScript, got.exit)
		require.Equal(t, code, got.code)
	}
}

func requireLimit(t *testing.T, got outcome, passes bool, code diag.Code) {
	t.Helper()
	if passes {
		require.Equal(t, engine.ExitOK, got.exit, "%s", got.code)
		return
	}
	require.Equal(t, engine.ExitGuard, got.exit)
	require.Equal(t, code, got.code)
}

// TestLimits runs every script at a limit.
func TestLimits(t *testing.T) {
	e := townEngine(t)
	for name, run := range edges {
		t.Run(strings.ReplaceAll(name, " ", "/"), func(t *testing.T) { run(t, e) })
	}
}
