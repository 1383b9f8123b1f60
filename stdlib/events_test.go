package stdlib_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
)

const allSpells = "create-dataset s\nimport-event db/SPELL 1990-01-01 to 2020-12-31 as spell\n"

func freq(t *testing.T, table *page.Table, row string) float64 {
	t.Helper()
	c := value(t, table, row, "freq")
	require.Equal(t, page.Value, c.State, row)
	return c.Value
}

// Rows of spells are counted as rule C9 says: shown units times the mean number of rows of a
// unit, where nobody counts more rows than the 99 % point q.
func TestSpellsCountByUnits(t *testing.T) {
	e := townEngine(t)
	o := works(t, e, allSpells+"generate one = 1\ntabulate one\ntabulate spell\ntabulate spell if spell >= 2")
	units := float64(o.logged(t, "import-event"))
	tables := o.tables()
	// 750 persons have 1, 2, 3 and 4 rows each, so that q is 4; the busy one has 60 instead of
	// 2, and counts 4: 750·(1+2+3+4) + 2 = 7502 rows of 3000.
	require.Equal(t, math.Round(units*7502/3000), freq(t, tables[0], "1"))
	// Within the cells of a table q is that of all its rows. All have a spell of value 0, the
	// busy one 15 and counts 4: 2999 + 4 = 3003 rows of 3000.
	require.Equal(t, math.Round(units*3003/3000), freq(t, tables[1], "0"))
	// Two or more: 3 and 4 rows have value 2, and the busy one. Here everybody has 1 or 2 rows,
	// 1500 persons and the busy one, who counts 2.
	some := freq(t, tables[2], "3") // 750 persons with a fourth row, and the busy one as two
	require.InDelta(t, 752, some, 6)
	// What a person cannot have is the same by any road: the population is that of all.
	require.Equal(t, units, o.blocks[len(o.blocks)-2].Population.Value)
}

// A person with sixty spells moves no statistic of spells by more than q rows would.
func TestOneBusyPersonHardlyCounts(t *testing.T) {
	e := townEngine(t)
	o := works(t, e, allSpells+"summarize spell\ntabulate spell")
	table := o.tables()[0]
	count := value(t, table, "spell", "count")
	if count.State != page.Value {
		count = table.Rows[0].Cells[2]
	}
	units := float64(o.logged(t, "import-event"))
	require.Equal(t, math.Round(units*7502/3000), count.Value)
}

// What commands do with rows of spells.
func TestCommandsOnSpells(t *testing.T) {
	e := townEngine(t)
	units := func(o outcome, command string) int { return o.logged(t, command) }
	all := units(works(t, e, allSpells), "import-event")

	t.Run("a copy and new names are the same spells", func(t *testing.T) {
		o := works(t, e, allSpells+"clone-dataset s copy\nuse copy\nrename spell other\nkeep if START@spell > 0\nrecode other (0 = 9)\ntabulate other")
		require.Equal(t, all, units(o, "keep"))
		plain := works(t, e, allSpells+"tabulate spell").tables()
		require.Equal(t, freq(t, plain[0], "0"), freq(t, o.tables()[0], "9"))
	})
	t.Run("a sample keeps rows", func(t *testing.T) {
		// 7558 rows: nearly all of 6000 sampled ones are there after collapse (count).
		o := works(t, e, allSpells+"sample 6000 7\ngenerate one = 1\ncollapse (count) one -> rows, by(PERSONID_1)\nsummarize rows")
		require.Greater(t, units(o, "sample"), 2500)
		table := o.tables()[0]
		mean := value(t, table, "rows", "mean").Value
		require.InDelta(t, 6000, mean*float64(units(o, "sample")), 60, "rows kept, but for the winsorised ends")
		require.Equal(t, engine.ExitGuard, try(t, e, allSpells+"sample 7500 7").exit, "58 of 7558 rows are left out")
	})
	t.Run("an attribute goes in and a sum comes back", func(t *testing.T) {
		o := works(t, e, "import db/SEX as sex\n"+allSpells+"use people\nmerge sex rank into s\nuse s\n"+
			"aggregate (count) spell -> rows, by(PERSONID_1)\ncollapse (count) spell (max) rows, by(PERSONID_1)\nmerge spell rows into people\n"+
			"use people\ngenerate wrong = spell != rows | spell != 1 + rank - 4*int(rank/4) & rank != 77\ntabulate wrong")
		require.Equal(t, float64(all), freq(t, o.tables()[0], "0"), "nobody has a wrong number of spells")
	})
	t.Run("only the spells of the units there are", func(t *testing.T) {
		o := works(t, e, "keep if rank > 500 & rank <= 2000\nclone-units people some\nuse some\n"+
			"import-event db/SPELL 1990-01-01 to "+spellDay(1800)+" as spell\ncollapse (count) spell, by(PERSONID_1)\n"+
			"use people\nkeep if rank <= 1800")
		require.Equal(t, units(o, "keep"), units(o, "import-event"), "ranks 501 to 1800 by either road")
		require.Equal(t, units(o, "keep"), units(o, "collapse"))
	})
}

// Rules on changes hold for spells as for persons: the nine persons whose count decides are
// the same ones, however many rows they have.
func TestGuardsOnSpells(t *testing.T) {
	e := townEngine(t)
	outside, inside := sizes(t, shownCounts(t, e, 1, 60, nine), leastChange-1, leastChange)
	for _, line := range []string{"generate x = 1 if %s", "replace spell = 9 if %s", "replace STOP@spell = 0 if !(%s)"} {
		for k, refused := range map[int]bool{outside: true, inside: false} {
			rows := fmt.Sprintf("START@spell > %d & START@spell <= %d", 10000+k, 10000+k+9)
			requireLimit(t, try(t, e, allSpells+fmt.Sprintf(line, rows)), !refused, tinyPart)
		}
	}
	recode := allSpells + "recode START@spell (%d/%d = 0)"
	requireLimit(t, try(t, e, fmt.Sprintf(recode, 10000+outside+1, 10000+outside+9)), false, tinyPart)
	requireLimit(t, try(t, e, fmt.Sprintf(recode, 10000+inside+1, 10000+inside+9)), true, tinyPart)
}
