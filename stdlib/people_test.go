package stdlib_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// The synthetic people: persons 1 … inhabitants. Person k has rank k, so that a condition on
// the rank makes a set of any size; some, a variable known for the first known persons only.
const (
	inhabitants = 3000
	known1357   = 1357
)

// people writes the register of the synthetic people, under profile microdata.
func people(t *testing.T) string {
	t.Helper()
	row := func(id, value int) storetest.Row {
		return storetest.Row{Unit: strconv.Itoa(id), Value: strconv.Itoa(value)}
	}
	person := func(name, typ string, last int, value func(k int) int) storetest.Variable {
		v := storetest.Variable{Name: name, Title: name, TitleEN: name, Unit: "PERSON", Temporality: "FIXED", Type: typ}
		for k := 1; k <= last; k++ {
			v.Rows = append(v.Rows, row(k, value(k)))
		}
		return v
	}
	jobs := storetest.Variable{Name: "OWNER", Title: "Owner", TitleEN: "Owner", Unit: "JOBB", Temporality: "FIXED", Type: "key:PERSON"}
	hours := storetest.Variable{Name: "HOURS", Title: "Hours", TitleEN: "Hours", Unit: "JOBB", Temporality: "FIXED", Type: "integer"}
	for k := 1; k <= inhabitants; k++ {
		for j := range 1 + k%3 {
			jobs.Rows = append(jobs.Rows, row(10*k+j, k))
			hours.Rows = append(hours.Rows, row(10*k+j, 5+k%40+j))
		}
	}
	spells := storetest.Variable{Name: "SPELL", Title: "Spell", TitleEN: "Spell", Unit: "PERSON", Temporality: "EVENT", Type: "integer",
		Coverage: [2]string{"1990-01-01", "2020-12-31"}}
	for k := 1; k <= inhabitants; k++ {
		for j := range spellsOf(k) {
			spells.Rows = append(spells.Rows, storetest.Row{Unit: strconv.Itoa(k), Value: strconv.Itoa(j % 4), Start: spellDay(k), Stop: spellDay(k)})
		}
	}
	dir := t.TempDir()
	variables := []storetest.Variable{
		person("RANK", "integer", inhabitants, func(k int) int { return k }),
		person("PAY", "integer", inhabitants, func(k int) int { return 1000 + k*7919%1009 }),
		person("SEX", "text", inhabitants, func(k int) int { return 1 + k*7/5%2 }),
		person("GROUP", "integer", inhabitants, func(k int) int { return k / 100 }),
		person("FAMILY", "key:FAMILIE", inhabitants, func(k int) int { return k - (k-1)%2 }),
		person("SOME", "integer", known1357, func(k int) int { return k }),
		person("WORD", "text", inhabitants, func(k int) int { return k % 10 }),
		person("EMPLOYER", "key:FORETAK", inhabitants, func(k int) int { return 900000 + k%1500 }),
		jobs, hours, spells,
	}
	for n := leastPopulation - 10; n <= leastPopulation+10; n++ {
		variables = append(variables, person(fmt.Sprintf("KNOWN%d", n), "integer", n, func(k int) int { return k }))
	}
	storetest.Write(t, dir, storetest.Bank{Name: "no.test.lab", Profile: "microdata", Variables: variables})
	return dir
}

// busy is a person with very many spells.
const busy, busySpells = 77, 60

// spellsOf is how many spells of a day person k has: 1 to 4, with the values 0, 1, 2 and 3.
func spellsOf(k int) int {
	if k == busy {
		return busySpells
	}
	return 1 + k%4
}

// spellDay is the day of all spells of person k, so that a period that ends then has the
// spells of the first k persons.
func spellDay(k int) string { return types.ISODate(10000 + k) }

// townEngine opens the register of the synthetic people with the whole language.
func townEngine(t *testing.T) *engine.Engine {
	t.Helper()
	return openEngine(t, people(t), text.English)
}

const linked = "require no.test.lab as db\ncreate-dataset people\nimport db/RANK as rank\nimport db/PAY as pay\n"

// panelled makes the people a panel of two times, 17897 and 18262.
const panelled = "create-dataset panel\nimport-panel db/RANK db/PAY db/SEX 2019-01-01 2020-01-01\n" +
	"rename RANK rank\nrename PAY pay\nrename SEX sex\n"

// outcome is what became of a script about the synthetic people.
type outcome struct {
	exit   engine.Exit
	code   diag.Code // of the first problem
	blocks []page.Block
}

// try runs a script after the lines that make the dataset.
func try(t *testing.T, e *engine.Engine, lines string) outcome {
	t.Helper()
	r, _, wrong := runScript(t, e, linked+lines+"\n")
	require.NotEqual(t, engine.ExitInternal, r.Exit, wrong)
	out := outcome{exit: r.Exit, blocks: r.Document.Blocks}
	if len(r.Problems) > 0 {
		out.code = r.Problems[0].Code
	}
	return out
}

// works runs a script that must succeed.
func works(t *testing.T, e *engine.Engine, lines string) outcome {
	t.Helper()
	r, _, wrong := runScript(t, e, linked+lines+"\n")
	require.Equal(t, engine.ExitOK, r.Exit, "%s\n%s", lines, wrong)
	return outcome{exit: r.Exit, blocks: r.Document.Blocks}
}

// last is the last block.
func (o outcome) last(t *testing.T) page.Block {
	t.Helper()
	require.NotEmpty(t, o.blocks)
	return o.blocks[len(o.blocks)-1]
}

// tables are the tables in order.
func (o outcome) tables() (out []*page.Table) {
	for _, b := range o.blocks {
		if b.Kind == page.KindTable {
			out = append(out, b.Table)
		}
	}
	return out
}

// logged is the number in the last log line of a command.
func (o outcome) logged(t *testing.T, command string) int {
	t.Helper()
	for i := len(o.blocks) - 1; i >= 0; i-- {
		b := o.blocks[i]
		if b.Command == command && b.Kind == page.KindMessage && strings.Contains(b.Text, "units") {
			words := strings.Fields(strings.ReplaceAll(b.Text, page.ThinSpace, ""))
			n, err := strconv.Atoi(words[len(words)-2])
			require.NoError(t, err, b.Text)
			return n
		}
	}
	t.Fatalf("no log line of %s", command)
	return 0
}

// value is a cell of a table, by the code of its row (empty for the total) and the name of
// its column.
func value(t *testing.T, table *page.Table, row, column string) page.Cell {
	t.Helper()
	for c, col := range table.Columns {
		if col.Name != column {
			continue
		}
		for _, r := range table.Rows {
			if r.Total && row == "" || !r.Total && r.Heads[0].Code == row {
				return r.Cells[c]
			}
		}
	}
	return page.Cell{}
}

// first is the condition for the first k persons.
func first(k int) string { return fmt.Sprintf("rank <= %d", k) }

// nine is the condition for the nine persons after the first k.
func nine(k int) string { return fmt.Sprintf("(rank > %d & rank <= %d)", k, k+9) }

// shownCounts gives the shown count of a set of every size in a range, in one run.
func shownCounts(t *testing.T, e *engine.Engine, from, to int, condition func(k int) string) map[int]int {
	t.Helper()
	var lines strings.Builder
	lines.WriteString("generate one = 1\n")
	for k := from; k <= to; k++ {
		fmt.Fprintf(&lines, "tabulate one if %s\n", condition(k))
	}
	tables := works(t, e, lines.String()).tables()
	require.Len(t, tables, to-from+1)
	out := map[int]int{}
	for i, table := range tables {
		out[from+i] = int(value(t, table, "1", "freq").Value)
	}
	return out
}

// sizes finds a set that is shown with each of two counts.
func sizes(t *testing.T, shown map[int]int, outside, inside int) (out, in int) {
	t.Helper()
	for k, n := range shown {
		switch n {
		case outside:
			out = k
		case inside:
			in = k
		}
	}
	require.NotZero(t, out, "no set is shown as %d", outside)
	require.NotZero(t, in, "no set is shown as %d", inside)
	return out, in
}
