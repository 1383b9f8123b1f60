package stdlib_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
)

// way is one way to have the first k persons counted.
type way struct {
	name  string
	parts []string // the counts it stands for, as command.part
	count func(t *testing.T, e *engine.Engine, k int) int
}

// cell counts with a cell of the last table of a script.
func cell(script, row, column string) func(*testing.T, *engine.Engine, int) int {
	return func(t *testing.T, e *engine.Engine, k int) int {
		tables := works(t, e, fmt.Sprintf(script, k)).tables()
		c := value(t, tables[len(tables)-1], row, column)
		require.Equal(t, page.Value, c.State, "%s %s", row, column)
		return int(c.Value)
	}
}

// counted counts with the population of the last table.
func counted(script string) func(*testing.T, *engine.Engine, int) int {
	return func(t *testing.T, e *engine.Engine, k int) int {
		b := works(t, e, fmt.Sprintf(script, k)).last(t)
		require.NotNil(t, b.Population)
		return int(b.Population.Value)
	}
}

// log counts with the log line of a command.
func log(command, script string) func(*testing.T, *engine.Engine, int) int {
	return func(t *testing.T, e *engine.Engine, k int) int {
		return works(t, e, fmt.Sprintf(script, k)).logged(t, command)
	}
}

// spells counts the first k persons by their spells: each of them has one of value 0, and the
// one who has fifteen counts as often as nearly everybody does, once (rule C9).
func spells(count func(*testing.T, outcome) int) func(*testing.T, *engine.Engine, int) int {
	return func(t *testing.T, e *engine.Engine, k int) int {
		return count(t, works(t, e, fmt.Sprintf("create-dataset s\nimport-event db/SPELL 1990-01-01 to %s as spell\n"+
			"tabulate spell if spell == 0\nkeep if spell == 0\ncollapse (count) spell, by(PERSONID_1)\ngenerate one = 1\ntabulate one", spellDay(k))))
	}
}

// sampled draws a sample: which persons it holds is its own affair, but what it logs must be
// what a table then shows. It gives the count of all.
func sampled(t *testing.T, e *engine.Engine, k int) int {
	o := works(t, e, fmt.Sprintf("generate one = 1\nkeep if rank <= %d\ntabulate one\nsample 0.9 7\ntabulate one", k))
	tables := o.tables()
	require.Equal(t, int(value(t, tables[1], "1", "freq").Value), o.logged(t, "sample"))
	return int(value(t, tables[0], "1", "freq").Value)
}

// ways are what C3 holds together: one function counts, whatever the command.
var ways = []way{
	{"one-way row", []string{"tabulate.freq"}, cell("generate within = rank <= %d\ntabulate within", "1", "freq")},
	{"total under if", []string{"tabulate.freq"}, cell("generate one = 1\ntabulate one if rank <= %d", "", "freq")},
	{"two-way margin", []string{"tabulate.freq"}, cell("import db/SEX as sex\ngenerate within = rank <= %d\ntabulate within sex", "1", "total.freq")},
	{"margin of columns", []string{"tabulate.freq"}, cell("import db/SEX as sex\ngenerate within = rank <= %d\ntabulate sex within", "", "1.freq")},
	{"three-way total", []string{"tabulate.freq"}, cell("import db/SEX as sex\nkeep if rank <= %d\ngenerate half = rank > 500\ngenerate low = rank <= 200\ntabulate half sex low", "", "total.freq")},
	{"population of a table", []string{"tabulate.population"}, counted("generate one = 1\ntabulate one if rank <= %d")},
	{"beside a mean", []string{"tabulate.freq"}, cell("generate within = rank <= %d\ntabulate within, summarize(pay) freq mean", "1", "freq")},
	{"population of summarize", []string{"summarize.population"}, counted("summarize pay if rank <= %d")},
	{"valid of summarize", []string{"summarize.count"}, cell("generate x = pay if rank <= %d\nsummarize x", "x", "count")},
	{"log of keep", []string{"keep.units"}, log("keep", "keep if rank <= %d")},
	{"log of drop", []string{"drop.units"}, log("drop", "drop if rank > %d")},
	{"log of import", []string{"import.units"}, log("import", "clone-dataset people other\nrename rank r%d\ncreate-dataset some\nimport db/SOME as some")},
	{"log of import-event", []string{"import-event.units"}, spells(func(t *testing.T, o outcome) int { return o.logged(t, "import-event") })},
	{"cell of spells", []string{"tabulate.freq"}, spells(func(t *testing.T, o outcome) int { return int(value(t, o.tables()[0], "0", "freq").Value) })},
	{"population of spells", []string{"tabulate.population"}, spells(func(t *testing.T, o outcome) int { return int(o.blocks[len(o.blocks)-1].Population.Value) })},
	{"log of keep in spells", []string{"keep.units"}, spells(func(t *testing.T, o outcome) int { return o.logged(t, "keep") })},
	{"log of collapse of spells", []string{"collapse.units"}, spells(func(t *testing.T, o outcome) int { return o.logged(t, "collapse") })},
	{"log of import-panel", []string{"import-panel.units"}, log("import-panel", "keep if rank <= %d\nclone-units people few\nuse few\nimport-panel db/PAY db/SEX 2019-01-01 2020-01-01")},
	{"log of a filtered panel", nil, log("keep", "create-dataset panel\nimport-panel db/PAY db/RANK 2019-01-01 2020-01-01\nkeep if RANK <= %d | date@panel == 0")},
	{"a panel taken apart", nil, cell("generate x1 = 1\ngenerate x2 = 1\nreshape-to-panel x\nkeep if rank <= %d & date@panel == 1\nreshape-from-panel\ntabulate x1", "1", "freq")},
	{"log of collapse", []string{"collapse.units"}, log("collapse", "keep if rank <= %d\ncollapse (sum) pay, by(PERSONID_1)")},
	{"stored by collapse", nil, cell("generate within = rank <= %d\ncollapse (count) pay -> n, by(within)\nkeep if within == 1\nsummarize n", "n", "mean")},
	{"stored by aggregate", nil, cell("generate within = rank <= %d\naggregate (count) pay -> n, by(within)\nkeep if within == 1\nsummarize n", "n", "mean")},
	{"tabulate beside time", []string{"tabulate.freq"}, cell(panelled+"generate within = rank <= %d\ntabulate within date@panel", "1", "17897.freq")},
	{"one time of a panel", []string{"tabulate-panel.freq"}, cell(panelled+"generate within = rank <= %d\ntabulate-panel within", "1", "18262.freq")},
	{"total of one time", []string{"tabulate-panel.freq"}, cell(panelled+"tabulate-panel sex if rank <= %d", "", "17897.freq")},
	{"population of a panel table", []string{"tabulate-panel.population"}, counted(panelled + "tabulate-panel sex if rank <= %d")},
	{"population of transitions", []string{"transitions-panel.population"}, counted(panelled + "transitions-panel sex if rank <= %d")},
	{"one transition each", []string{"transitions-panel.freq"}, cell(panelled+"generate within = rank <= %d\ntransitions-panel within", "1", "1.freq")},
	{"population of summarize-panel", []string{"summarize-panel.population"}, counted(panelled + "summarize-panel pay if rank <= %d")},
	{"valid of summarize-panel", []string{"summarize-panel.count"}, cell(panelled+"generate x = pay if rank <= %d\nsummarize-panel x", "x", "count")},
	{"log of sample", []string{"sample.units"}, sampled},
}

// consistent lists, per count of a command's result, the ways in which the test below has it.
var consistent = func() map[string][]string {
	out := map[string][]string{}
	for _, w := range ways {
		for _, p := range w.parts {
			out[p] = append(out[p], w.name)
		}
	}
	return out
}()

// TestSameSetSameCount has one set counted in every way.
func TestSameSetSameCount(t *testing.T) {
	e := townEngine(t)
	for _, k := range []int{known1357, 1200, 2222} {
		want := shownCounts(t, e, k, k, first)[k]
		for _, w := range ways {
			if k != known1357 && w.name == "log of import" {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", w.name, k), func(t *testing.T) {
				require.Equal(t, want, w.count(t, e, k))
			})
		}
	}
}
