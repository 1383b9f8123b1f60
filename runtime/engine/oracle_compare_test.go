package engine_test

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/spec/oracle"
)

// compareSchema holds what the checker knows of a dataset against the oracle.
func compareSchema(d *check.Dataset, want *oracle.Dataset) string {
	if d == nil || want == nil {
		if (d == nil) != (want == nil) {
			return "one has the dataset, the other has not"
		}
		return ""
	}
	if d.Units != want.Units || d.Units && d.Key != want.Key.Name {
		return fmt.Sprintf("key %q, oracle %q", d.Key, want.Key.Name)
	}
	if len(want.Vars) > 0 && d.Kind != want.Kind {
		return fmt.Sprintf("kind %s, oracle %s", d.Kind, want.Kind)
	}
	if len(d.Vars) != len(want.Vars) {
		return fmt.Sprintf("%d variables, oracle %d", len(d.Vars), len(want.Vars))
	}
	if diff := compareVariable(d.KeyVar, want.Key); d.Units && diff != "" {
		return diff
	}
	for _, v := range d.Vars {
		place, ok := want.Find(v.Name)
		if !ok || place < 0 {
			return "the oracle has no variable " + v.Name
		}
		if diff := compareVariable(v, want.Vars[place]); diff != "" {
			return diff
		}
	}
	return ""
}

func compareVariable(v *check.Variable, want oracle.Variable) string {
	if v == nil {
		return "no key column"
	}
	if v.Kind != want.Kind {
		return fmt.Sprintf("%s is %s, oracle %s", v.Name, v.Kind, want.Kind)
	}
	if referred(v.Refers) != referred(want.Refers) {
		return v.Name + ": another reference"
	}
	var got, should []string
	if v.Labels != nil {
		for _, i := range v.Labels.Items {
			got = append(got, fmt.Sprintf("%s %q %t", canonical(i.Code), i.Label.NB, i.Missing))
		}
	}
	if want.Labels != nil {
		for _, i := range want.Labels.Items {
			should = append(should, fmt.Sprintf("%s %q %t", i.Code, i.Text, i.Missing))
		}
	}
	if !slices.Equal(got, should) {
		return fmt.Sprintf("%s: labels %v, oracle %v", v.Name, got, should)
	}
	return ""
}

// referred is the code of the unit that values identify, "" for ordinary values.
func referred(u *types.Unit) string {
	if u == nil {
		return ""
	}
	return u.Code
}

// canonical writes a numeric code without exponent.
func canonical(code string) string {
	if x, err := strconv.ParseFloat(code, 64); err == nil && strings.ContainsAny(code, "eE") {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return code
}

// compareCells holds every cell of a dataset against the oracle. Rows are matched by unit and
// by what they hold, since the language does not say in which order units stand.
func compareCells(got opened, want *oracle.Dataset) string {
	if !want.Units {
		return ""
	}
	if got.units == nil {
		return "the engine has no units"
	}
	n := len(got.units.missing)
	if n != len(want.Rows) {
		return fmt.Sprintf("%d rows, oracle %d", n, len(want.Rows))
	}
	for _, v := range want.Vars {
		c := got.vars[v.Name]
		if c == nil {
			return "the engine has no column " + v.Name
		}
		if len(c.missing) != n {
			return fmt.Sprintf("%s: %d rows instead of %d", v.Name, len(c.missing), n)
		}
		if !stores(c.kind, v.Kind) {
			return fmt.Sprintf("%s is stored as %s, oracle %s", v.Name, c.kind, v.Kind)
		}
	}
	if diff := panelOrder(got, want); diff != "" {
		return diff
	}
	mine, theirs := sortedRows(got, want)
	for k := range mine {
		i, r := mine[k], want.Rows[theirs[k]]
		if diff := compareValue(got.units, i, r.Key, want.Key.Kind); diff != "" {
			return "unit: " + diff
		}
		for j, v := range want.Vars {
			if diff := compareValue(got.vars[v.Name], i, r.Cells[j], v.Kind); diff != "" {
				return fmt.Sprintf("%s of unit %s: %s", v.Name, r.Key.Text, diff)
			}
		}
	}
	return ""
}

func stores(k, of types.Kind) bool {
	switch of {
	case types.Untyped:
		return k.Numeric()
	case types.Boolean: // a truth value that can be missing is a whole number
		return k == of || k == types.Integer
	}
	return k == of
}

// panelOrder: a panel is sorted by unit, then time.
func panelOrder(got opened, want *oracle.Dataset) string {
	if want.Kind != types.Panel {
		return ""
	}
	time := got.vars["date@panel"]
	if time == nil {
		return "no date@panel"
	}
	seen := map[string]bool{}
	for i := range got.units.missing {
		unit := codeOf(got.units, i)
		switch {
		case i > 0 && unit == codeOf(got.units, i-1):
			if time.kind == types.Text && time.text[i-1] >= time.text[i] || time.kind != types.Text && time.ints[i-1] >= time.ints[i] {
				return "times do not ascend within a unit"
			}
		case seen[unit]:
			return "the rows of a unit do not stand together"
		}
		seen[unit] = true
	}
	return ""
}

// sortedRows gives the rows of both sides in an order that both can make: by unit and by all
// values that have one right answer.
func sortedRows(got opened, want *oracle.Dataset) (mine, theirs []int) {
	exact := make([]bool, len(want.Vars))
	for j := range want.Vars {
		exact[j] = !slices.ContainsFunc(want.Rows, func(r oracle.Row) bool { return r.Cells[j].Err > 0 })
	}
	keysA, keysB := make([]string, len(want.Rows)), make([]string, len(want.Rows))
	for i, r := range want.Rows {
		mine, theirs = append(mine, i), append(theirs, i)
		keysA[i], keysB[i] = codeOf(got.units, i), valueCode(r.Key, want.Key.Kind)
		for j, v := range want.Vars {
			if exact[j] {
				keysA[i] += "\x00" + codeOf(got.vars[v.Name], i)
				keysB[i] += "\x00" + valueCode(r.Cells[j], v.Kind)
			}
		}
	}
	sort.SliceStable(mine, func(a, b int) bool { return keysA[mine[a]] < keysA[mine[b]] })
	sort.SliceStable(theirs, func(a, b int) bool { return keysB[theirs[a]] < keysB[theirs[b]] })
	return mine, theirs
}

func codeOf(c *cells, i int) string {
	switch {
	case c.missing[i]:
		return "."
	case c.text != nil:
		return c.text[i]
	case len(c.ints) > 0:
		return strconv.FormatInt(c.ints[i], 10)
	case c.floats[i] == 0:
		return "0"
	}
	return strconv.FormatFloat(c.floats[i], 'g', -1, 64)
}

func valueCode(v oracle.Value, k types.Kind) string {
	switch {
	case v.Missing:
		return "."
	case k == types.Text || k == types.Key:
		return v.Text
	case k == types.Decimal && v.Float == 0:
		return "0"
	case k == types.Decimal:
		return strconv.FormatFloat(v.Float, 'g', -1, 64)
	}
	return strconv.FormatInt(v.Int, 10)
}

func compareValue(c *cells, i int, want oracle.Value, k types.Kind) string {
	if c.missing[i] != want.Missing {
		return fmt.Sprintf("%s, oracle %s", codeOf(c, i), valueCode(want, k))
	}
	if want.Missing {
		return ""
	}
	if k == types.Decimal && len(c.floats) > 0 {
		if off := math.Abs(c.floats[i] - want.Float); off <= want.Err {
			return ""
		}
		return fmt.Sprintf("%v, oracle %v ± %v", c.floats[i], want.Float, want.Err)
	}
	if codeOf(c, i) != valueCode(want, k) {
		return fmt.Sprintf("%q, oracle %q", codeOf(c, i), valueCode(want, k))
	}
	return ""
}

// compareTables holds what was released under the policy open against the oracle's tables.
func compareTables(got []disclosure.Released, want []oracle.Table) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d tables, oracle %d", len(got), len(want))
	}
	for i, r := range got {
		if want[i].Ownerless {
			continue
		}
		diff := "neither a table nor a description"
		if t, ok := r.Table(); ok {
			diff = compareTable(t, want[i])
		} else if d, ok := r.Description(); ok {
			diff = compareDescription(d, want[i])
		}
		if diff != "" {
			return fmt.Sprintf("table %d: %s", i, diff)
		}
	}
	return ""
}

var statisticNames = map[disclosure.Statistic]string{
	disclosure.StatFreq: "freq", disclosure.StatRowPct: "rowpct", disclosure.StatColPct: "colpct", disclosure.StatCellPct: "cellpct",
	disclosure.StatMean: "mean", disclosure.StatStd: "std", disclosure.StatSum: "sum", disclosure.StatCount: "count",
	disclosure.StatP1: "p1", disclosure.StatP25: "p25", disclosure.StatP50: "p50", disclosure.StatP75: "p75", disclosure.StatP99: "p99",
	disclosure.StatGini: "gini", disclosure.StatIQR: "iqr",
}

func heads(list []disclosure.Head) []string {
	out := make([]string, len(list))
	for i, h := range list {
		if h.Total {
			out[i] = "total"
		}
		for _, p := range h.Parts {
			code := canonical(p.Code)
			if p.Missing && p.Code == "" && p.Label == "" {
				code = "."
			}
			out[i] += "|" + code
		}
	}
	return out
}

func wantedHeads(list []oracle.Head) []string {
	out := make([]string, len(list))
	for i, h := range list {
		if h.Total {
			out[i] = "total"
		}
		for _, c := range h.Codes {
			out[i] += "|" + c
		}
	}
	return out
}

func compareTable(t disclosure.TableResult, want oracle.Table) string {
	rows, columns := heads(t.Rows), heads(t.Columns)
	if w := wantedHeads(want.Rows); !slices.Equal(rows, w) {
		return fmt.Sprintf("rows %q, oracle %q", rows, w)
	}
	if w := wantedHeads(want.Columns); !slices.Equal(columns, w) {
		return fmt.Sprintf("columns %q, oracle %q", columns, w)
	}
	if len(t.Stats) != len(want.Stats) {
		return fmt.Sprintf("%d statistics, oracle %d", len(t.Stats), len(want.Stats))
	}
	for k, s := range t.Stats {
		if statisticNames[s.Stat] != want.Stats[k] {
			return fmt.Sprintf("statistic %s, oracle %s", statisticNames[s.Stat], want.Stats[k])
		}
		for i := range rows {
			for j := range columns {
				if diff := compareCell(t.Cell(i, j, k), want.Cells[i][j][k]); diff != "" {
					return fmt.Sprintf("%s in row %s, column %s: %s", want.Stats[k], rows[i], columns[j], diff)
				}
			}
		}
	}
	return ""
}

func compareDescription(d disclosure.DescriptionResult, want oracle.Table) string {
	groups := len(d.Groups)
	if d.By.Name == "" {
		groups = 1
	}
	if len(d.Variables)*groups != len(want.Rows) || len(d.Stats) != len(want.Stats) {
		return fmt.Sprintf("%d variables in %d groups, oracle %d rows", len(d.Variables), len(d.Groups), len(want.Rows))
	}
	for i, v := range d.Variables[:min(len(d.Variables), len(want.Rows))] {
		// Where reshape-to-panel puts its columns among the others, the language does not say.
		at := slices.IndexFunc(want.Rows, func(h oracle.Head) bool { return h.Codes[0] == v.Name })
		if at < 0 {
			return fmt.Sprintf("variable %s", v.Name)
		}
		for k, s := range d.Stats {
			if statisticNames[s] != want.Stats[k] {
				return fmt.Sprintf("statistic %s, oracle %s", statisticNames[s], want.Stats[k])
			}
			for g := range groups {
				if diff := compareCell(d.Cell(i*groups+g, k), want.Cells[at+g][0][k]); diff != "" {
					return fmt.Sprintf("%s of %s in group %d: %s", want.Stats[k], v.Name, g, diff)
				}
			}
		}
	}
	return ""
}

func compareCell(c disclosure.Cell, want oracle.Value) string {
	if c.HasValue() == want.Missing {
		return fmt.Sprintf("value %t, oracle %t (%v)", c.HasValue(), !want.Missing, want.Float)
	}
	if !want.Missing && !(math.Abs(c.Value()-want.Float) <= want.Err) {
		return fmt.Sprintf("%v, oracle %v ± %v", c.Value(), want.Float, want.Err)
	}
	return ""
}
