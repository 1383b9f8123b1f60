package stdlib_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
)

// TestStoredValuesAreReleased holds what collapse and aggregate store by an ordinary variable
// (rule D1) against what a table shows of the same groups.
func TestStoredValuesAreReleased(t *testing.T) {
	e := townEngine(t)
	shown := works(t, e, "import db/GROUP as group\ntabulate group, summarize(pay) mean std sum p50 gini iqr freq").tables()[0]
	const stats = "(mean) pay -> mean (sd) pay -> std (sum) pay -> sum (median) pay -> p50 (gini) pay -> gini (iqr) pay -> iqr (count) pay -> freq, by(group)"
	for command, only := range map[string]string{"collapse": "keep if group == 5\nsummarize %s", "aggregate": "summarize %s if group == 5"} {
		names := "mean std sum p50 gini iqr"
		stored := works(t, e, fmt.Sprintf("import db/GROUP as group\n%s %s\n"+only, command, stats, names)).tables()
		for _, name := range strings.Fields(names) {
			want := value(t, shown, "5", "pay."+name)
			require.Equal(t, page.Value, want.State)
			got := value(t, stored[0], name, "mean")
			require.InEpsilon(t, want.Value, got.Value, 1e-12, "%s %s", command, name)
		}
	}
}

// TestEveryKindOfSource groups truth values, dates, texts and a variable that only holds `.`.
func TestEveryKindOfSource(t *testing.T) {
	e := townEngine(t)
	made := "import db/FAMILY as family\nimport db/GROUP as group\nimport db/WORD as word\ngenerate yes = rank > 1500\n" +
		"generate nothing = .\ngenerate share = rank / 7\ngenerate day = date(2020, 1, 1)\n"
	for _, by := range []string{"family", "group"} {
		o := works(t, e, made+"collapse (count) word -> words (count) nothing -> none (sum) nothing -> zero (max) nothing -> top "+
			"(sum) yes -> sum_yes (max) yes -> max_yes (mean) yes -> mean_yes (min) day -> first (sum) share -> sum_share (gini) yes -> gini_yes "+
			"(sebinomial) yes -> se_yes (semean) rank -> se_rank (percent) nothing -> share_none (iqr) share -> iqr_share, by("+by+")\nsummarize")
		last := o.last(t).Table
		require.Equal(t, page.Value, value(t, last, "sum_yes", "mean").State, by)
		require.Zero(t, value(t, last, "top", "count").Value, by)
	}
}

// TestD1IsDecidedByTheKey reads plans: values by keys of persons stay raw, all others go through
// the step that releases them.
func TestD1IsDecidedByTheKey(t *testing.T) {
	e := townEngine(t)
	for by, released := range map[string]bool{"family": false, "PERSONID_1": false, "group": true, "one": true, "employer": true} {
		for _, command := range []string{"collapse", "aggregate"} {
			script := linked + "import db/FAMILY as family\nimport db/GROUP as group\nimport db/EMPLOYER as employer\ngenerate one = 1\n" +
				command + " (mean) pay -> m, by(" + by + ")\nsummarize m\n"
			explained, r := e.Explain(context.Background(), source.New("x", []byte(script)))
			require.Equal(t, engine.ExitOK, r.Exit)
			require.Equal(t, released, strings.Contains(explained, "store-released"), "%s by(%s)\n%s", command, by, explained)
		}
	}
}

// TestSmallGroupsAreNotStored looks at groups of one, of nine and of many.
func TestSmallGroupsAreNotStored(t *testing.T) {
	e := townEngine(t)
	k, _ := sizes(t, shownCounts(t, e, 1, 60, nine), leastDescribed-1, leastDescribed)
	tables := works(t, e, fmt.Sprintf("generate tiny = %s\ncollapse (mean) pay -> m (max) pay -> top (count) pay -> n, by(tiny)\nsummarize m top n", nine(k))).tables()
	require.Equal(t, 1.0, value(t, tables[0], "m", "count").Value, "the mean of nine is missing")
	require.Equal(t, 1.0, value(t, tables[0], "top", "count").Value, "and so is the largest of them")
	require.Equal(t, 2.0, value(t, tables[0], "n", "count").Value, "their number is one that could be shown")

	one := works(t, e, "generate one = 1\naggregate (max) pay -> top, by(one)\ngenerate over = pay > top\ntabulate over\nsummarize top").tables()
	require.Positive(t, value(t, one[0], "1", "freq").Value, "the largest pay of all stays unknown")
	require.Equal(t, page.Value, value(t, one[1], "top", "mean").State)
}

// TestGroupsOfPersonsStayExact stores raw values by keys of persons, whose rows stay protected.
func TestGroupsOfPersonsStayExact(t *testing.T) {
	e := townEngine(t)
	// The two members of a family have the ranks r and r + 1: 2r + 1 is their sum.
	lines := "import db/FAMILY as family\n%s\ngenerate wrong = s != 2 * low + 1\ntabulate wrong"
	for _, made := range []string{
		"collapse (sum) rank -> s (min) rank -> low (count) rank -> n, by(family)",
		"aggregate (sum) rank -> s (min) rank -> low (count) rank -> n, by(family)",
	} {
		table := works(t, e, fmt.Sprintf(lines, made)).tables()[0]
		require.Len(t, table.Rows, 2, "no family is wrong, and there is a total")
		require.Equal(t, "0", table.Rows[0].Heads[0].Code)
	}
}

// TestUnitsWithSeveralRows counts jobs, where a person has up to three (rule C9).
func TestUnitsWithSeveralRows(t *testing.T) {
	e := townEngine(t)
	const jobs = "create-dataset jobs\nimport db/OWNER as owner\nimport db/HOURS as hours\n"
	tables := works(t, e, jobs+"generate one = 1\ntabulate one\nsummarize hours\ntabulate one, summarize(hours) mean p50 freq").tables()
	rows := value(t, tables[0], "1", "freq").Value
	require.InDelta(t, 6000, rows, 100, "rows, estimated from persons")
	require.Equal(t, rows, value(t, tables[2], "1", "freq").Value)
	require.InDelta(t, 6000, value(t, tables[1], "hours", "count").Value, 100)

	o := works(t, e, jobs+"collapse (sum) hours -> total (count) hours -> jobs, by(owner)\nsummarize total jobs")
	require.InDelta(t, inhabitants, o.logged(t, "collapse"), 5, "owners are persons")
	o = works(t, e, jobs+"collapse (mean) hours -> m (count) hours -> n, by(hours)\nsummarize m n")
	require.Positive(t, o.logged(t, "collapse"))
	works(t, e, jobs+"aggregate (mean) hours -> m (median) hours -> q, by(hours)\nsummarize m q\nsample 0.5 3\nsummarize hours")
	works(t, e, jobs+"collapse (sum) hours -> total, by(owner)\nimport db/PAY as wage\nsummarize wage\nmerge total into people\nuse people\nsummarize total")
}
