package engine_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
)

// line is the next statement of a script, or several in a loop; "" when what was drawn does
// not fit the state.
func (w *writer) line() string {
	switch {
	case w.d == nil && len(w.state.Order) > 0 && w.in(2):
		return "use " + pick(w.chance, w.state.Order)
	case w.d == nil:
		return "create-dataset " + w.datasetName()
	case !w.d.Units:
		return w.first()
	}
	if len(w.d.Vars) < 3 && w.d.Kind != types.Event && w.in(2) {
		return w.importLine()
	}
	return w.drawn()
}

func (w *writer) datasetName() string {
	w.fresh++
	return fmt.Sprintf("d%d", w.fresh)
}

// first is the first statement of a dataset.
func (w *writer) first() string {
	switch w.IntN(10) {
	case 0, 1:
		if w.known["import-event"] {
			return w.importEvent()
		}
	case 2, 3:
		if w.known["import-panel"] {
			return w.importPanel()
		}
	}
	return w.importLine()
}

// drawn is any statement on a dataset with units.
func (w *writer) drawn() string {
	kinds := []struct {
		weight int
		make   func() string
	}{
		{8, w.importLine}, {16, w.generateLine}, {10, w.replaceLine}, {8, w.recodeLine}, {4, w.destringLine}, {7, w.filterLine},
		{3, w.columnsLine}, {3, w.renameLine}, {3, w.cloneVariablesLine}, {4, w.collapseLine}, {5, w.aggregateLine}, {6, w.mergeLine},
		{6, w.datasetLine}, {3, w.labelsLine}, {6, w.tabulateLine}, {3, w.summarizeLine}, {1, w.sampleLine}, {3, w.reshapeLine},
		{2, w.loopLine}, {2, w.onUnitsLine}, {5, w.bridgeLine},
	}
	total := 0
	for _, k := range kinds {
		total += k.weight
	}
	at := w.IntN(total)
	for _, k := range kinds {
		if at -= k.weight; at < 0 {
			return k.make()
		}
	}
	return ""
}

func (w *writer) generateLine() string {
	value := w.expression(1 + w.IntN(3))
	if w.in(15) {
		value = "."
	}
	return "generate " + w.name() + " = " + value + w.maybeIf(3)
}

func (w *writer) replaceLine() string {
	name := w.variable(isPlain)
	if name == "" {
		return ""
	}
	v, _ := w.d.Var(name)
	condition := w.maybeIf(2)
	value := ""
	switch {
	case w.in(10):
		value = "."
	case v.Kind == types.Text && !w.in(8):
		value = w.text(1 + w.IntN(2))
	case v.Kind != types.Text && !w.in(8):
		value = w.number(1 + w.IntN(3))
	case condition == "":
		value = w.expression(2)
	default:
		value = w.expression(1)
	}
	return "replace " + name + " = " + value + condition
}

func (w *writer) recodeLine() string {
	name := w.variable(isPlain)
	if name == "" {
		return ""
	}
	v, _ := w.d.Var(name)
	names := name
	if w.in(5) {
		if other := w.variable(func(o *check.Variable) bool { return o.Kind == v.Kind && o.Name != name }); other != "" {
			names += " " + other
		}
	}
	text := v.Kind == types.Text
	targetText := text
	var rules []string
	star := false
	n := 1 + w.IntN(4)
	for i := range n {
		var left []string
		for range 1 + w.IntN(3) {
			left = append(left, w.recodeSide(text))
		}
		if i == n-1 && w.in(4) {
			left, star = []string{"*"}, true
		}
		rules = append(rules, strings.Join(left, " "))
	}
	condition := w.maybeIf(5)
	if star && condition == "" && w.in(3) {
		targetText = !targetText
	}
	line := "recode " + names + " "
	for _, left := range rules {
		right := pick(w.chance, []string{"0", "1", "2", "9", "-1"})
		switch {
		case targetText:
			right = pick(w.chance, []string{"'a'", "'1'", "'2'", "'x y'"})
		case w.in(8):
			right = pick(w.chance, []string{"0.5", "2.5", "1.0"})
		case w.in(12):
			right = "."
		}
		if w.in(8) {
			right = "."
		}
		if right != "." && w.in(4) {
			right += " " + quoted(pick(w.chance, []string{"En", "To", "Høy (x)", "lav"}))
		}
		if right != "." && w.in(8) {
			right += " missing"
		}
		line += "(" + left + " = " + right + ")"
	}
	line += condition
	if w.in(3) {
		w.fresh++
		line += fmt.Sprintf(", %s(p%d_)", pick(w.chance, []string{"prefix", "generate"}), w.fresh)
	}
	return line
}

func (w *writer) recodeSide(text bool) string {
	switch {
	case w.in(8):
		return "missing"
	case w.in(8):
		return "nonmissing"
	case w.in(12):
		return "."
	case text:
		return w.textLiteral()
	case w.in(8):
		return pick(w.chance, []string{"min/0", "5/max", "min/max", "max", "min", "min/5.5"})
	case w.in(2):
		lo := w.IntN(12) - 3
		return fmt.Sprintf("%d/%d", lo, lo+w.IntN(20))
	}
	return pick(w.chance, []string{"0", "1", "2", "3", "10", "100", "-1", "2.5", "0005"})
}

func (w *writer) destringLine() string {
	name := w.variable(isText)
	if name == "" {
		return ""
	}
	line := "destring " + name
	if w.in(4) {
		if other := w.variable(func(v *check.Variable) bool { return isText(v) && v.Name != name }); other != "" {
			line += " " + other
		}
	}
	var options []string
	if !w.in(3) {
		options = append(options, "force")
	}
	if w.in(2) {
		w.fresh++
		options = append(options, fmt.Sprintf("prefix(n%d_)", w.fresh))
	}
	if w.in(4) {
		options = append(options, pick(w.chance, []string{"ignore('.,-')", "ignore('a')", "ignore(' ')"}))
	}
	if w.in(4) {
		options = append(options, "dpcomma")
	}
	if len(options) > 0 {
		line += ", " + strings.Join(options, " ")
	}
	return line
}

func (w *writer) filterLine() string {
	return pick(w.chance, []string{"keep if ", "drop if "}) + w.condition(1+w.IntN(3))
}

func (w *writer) columnsLine() string {
	if len(w.d.Vars) < 2 {
		return ""
	}
	if w.in(2) {
		return "drop " + w.variable(func(v *check.Variable) bool { return v.Name != check.PanelTime })
	}
	var names []string
	for _, v := range w.d.Vars {
		if !w.in(3) {
			names = append(names, v.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "keep " + strings.Join(names, " ")
}

func (w *writer) renameLine() string {
	name := w.variable(func(v *check.Variable) bool { return v.Name != check.PanelTime })
	if w.in(12) {
		name = w.d.Key
	}
	if name == "" {
		return ""
	}
	return "rename " + name + " " + w.name()
}

func (w *writer) cloneVariablesLine() string {
	name := w.variable(func(v *check.Variable) bool { return v.Name != check.PanelTime && !strings.Contains(v.Name, "@") })
	if name == "" || !w.known["clone-variables"] {
		return ""
	}
	if w.in(2) {
		return "clone-variables " + name + " -> " + w.name()
	}
	w.fresh++
	return fmt.Sprintf("clone-variables %s, %s(_%d)", name, pick(w.chance, []string{"prefix", "suffix"}), w.fresh)
}

func (w *writer) items(named bool) string {
	var out []string
	for range 1 + w.IntN(3) {
		stat := pick(w.chance, check.Statistics())
		name := w.variable(func(v *check.Variable) bool { return v.Kind.Numeric() || stat == "count" && v.Kind == types.Text })
		if name == "" {
			continue
		}
		item := "(" + stat + ") " + name
		if named || !w.in(4) || strings.Contains(name, "@") && w.in(2) {
			item += " -> " + w.name()
		}
		out = append(out, item)
	}
	return strings.Join(out, " ")
}

// by is a variable that makes groups: the key, a reference, or any other.
func (w *writer) by() string {
	if w.in(5) {
		return w.d.Key
	}
	if v := w.variable(func(v *check.Variable) bool { return v.Refers != nil }); v != "" && w.in(2) {
		return v
	}
	if v := w.variable(isGroup); v != "" {
		return v
	}
	return w.d.Key
}

func (w *writer) collapseLine() string {
	items := w.items(false)
	if items == "" {
		return ""
	}
	return "collapse " + items + ", by(" + w.by() + ")"
}

func (w *writer) aggregateLine() string {
	items := w.items(true)
	if items == "" {
		return ""
	}
	return "aggregate " + items + ", by(" + w.by() + ")"
}

func (w *writer) mergeLine() string {
	var names []string
	for range 1 + w.IntN(2) {
		if v := w.variable(func(v *check.Variable) bool { return !v.Identifier }); v != "" && !slices.Contains(names, v) {
			names = append(names, v)
		}
	}
	if len(names) == 0 || w.d.Kind == types.Event || w.d.Kind == types.Panel {
		return ""
	}
	var others []*check.Dataset
	for _, name := range w.state.Order {
		if o := w.state.Datasets[name]; name != w.d.Name && o.Units {
			others = append(others, o)
		}
	}
	if len(others) == 0 {
		return ""
	}
	target := pick(w.chance, others)
	line := "merge " + strings.Join(names, " ") + " into " + target.Name
	on := []string{}
	for _, v := range append(slices.Clone(target.Vars), target.KeyVar) {
		if fits(v, w.d.KeyVar) {
			on = append(on, v.Name)
		} else if own, ok := w.d.Lookup(v.Name); ok && fits(v, own) {
			on = append(on, v.Name)
		}
	}
	if target.Unit.Same(w.d.Unit) && !w.in(3) {
		return line
	}
	if len(on) == 0 {
		if w.in(8) {
			return line
		}
		return ""
	}
	return line + " on " + pick(w.chance, on)
}

func fits(a, b *check.Variable) bool {
	space := func(v *check.Variable) string {
		if v.Refers != nil && v.Refers.Pseudonymous {
			return v.Refers.Space
		}
		return fmt.Sprint(v.Kind == types.Text)
	}
	return space(a) == space(b)
}

func (w *writer) datasetLine() string {
	other := pick(w.chance, w.state.Order)
	switch w.IntN(9) {
	case 0, 1:
		return "create-dataset " + w.datasetName()
	case 2:
		return "clone-dataset " + other + " " + w.datasetName()
	case 3, 4, 5:
		return "use " + other
	case 6:
		if w.known["clone-units"] && w.state.Datasets[other].Units {
			return "clone-units " + other + " " + w.datasetName()
		}
	case 7:
		if w.known["rename-dataset"] {
			return "rename-dataset " + other + " " + w.datasetName()
		}
	}
	if len(w.state.Order) > 2 && w.in(3) {
		return "delete-dataset " + other
	}
	return "use " + other
}

// onUnitsLine goes on with a population: clone its units, use them, and fill them.
func (w *writer) onUnitsLine() string {
	if !w.known["clone-units"] || w.d.Unit.Code == "" {
		return ""
	}
	name := w.datasetName()
	lines := []string{"clone-units " + w.d.Name + " " + name, "use " + name}
	kept := w.d
	w.d = &check.Dataset{Name: name, Units: true, Unit: w.d.Unit, Kind: types.CrossSection}
	next := ""
	if w.known["import-panel"] && w.in(2) {
		next = w.importPanel()
	} else if w.known["import-event"] {
		next = w.importEvent()
	}
	w.d = kept
	if next != "" {
		lines = append(lines, next)
	}
	return strings.Join(lines, "\n")
}

// bridgeLine takes statistics of a group to another dataset: a collapse by a reference that is
// merged back on it.
func (w *writer) bridgeLine() string {
	by := w.variable(func(v *check.Variable) bool { return v.Refers != nil })
	number := w.variable(isNumber)
	if by == "" || number == "" || strings.Contains(number, "@") {
		return ""
	}
	name := w.datasetName()
	lines := []string{"clone-dataset " + w.d.Name + " " + name, "use " + name}
	if w.in(3) {
		lines = append(lines, w.filterLine())
	}
	stat := pick(w.chance, check.Statistics())
	lines = append(lines, fmt.Sprintf("collapse (%s) %s -> m%s, by(%s)", stat, number, name, by))
	lines = append(lines, "merge m"+name+" into "+w.d.Name+pick(w.chance, []string{" on " + by, " on " + by, " on " + w.d.Key, ""}))
	if w.in(2) {
		lines = append(lines, "use "+w.d.Name)
	}
	return strings.Join(lines, "\n")
}

func (w *writer) labelsLine() string {
	var lists []string
	for name := range w.state.CodeLists {
		lists = append(lists, name)
	}
	slices.Sort(lists)
	switch {
	case len(lists) > 0 && w.in(2):
		v := w.variable(isPlain)
		if v == "" {
			return ""
		}
		return "assign-labels " + v + " " + pick(w.chance, lists)
	case len(lists) > 0 && w.in(5) && w.known["drop-labels"]:
		return "drop-labels " + pick(w.chance, lists)
	}
	w.fresh++
	line := fmt.Sprintf("define-labels l%d", w.fresh)
	codes := []string{"0", "1", "2", "3", "-1", "2.5"}
	if w.in(2) {
		codes = []string{"'1'", "'2'", "'01'", "'a'", "'æøå'", "'3'"}
	}
	w.Shuffle(len(codes), func(i, j int) { codes[i], codes[j] = codes[j], codes[i] })
	for _, code := range codes[:1+w.IntN(4)] {
		line += " " + code + " " + pick(w.chance, []string{"Nord", "Øst", "'Vest (A/B) ->'", "\"s\"", "Nord"})
	}
	return line
}

func (w *writer) tabulateLine() string {
	var names []string
	for range 1 + w.IntN(3) {
		v := w.variable(func(v *check.Variable) bool {
			return v.Kind != types.Key && v.Kind != types.Untyped && (v.Kind != types.Decimal || w.in(8))
		})
		if v != "" && !slices.Contains(names, v) {
			names = append(names, v)
		}
	}
	if len(names) == 0 {
		return ""
	}
	if v := w.variable(func(v *check.Variable) bool { return isGroup(v) && isPlain(v) && v.Name != check.PanelTime }); v != "" && w.d.Kind == types.Panel && w.in(3) {
		return "transitions-panel " + v + w.maybeIf(4)
	}
	command := "tabulate"
	if w.d.Kind == types.Panel && w.in(2) {
		command = "tabulate-panel"
	}
	line := command + " " + strings.Join(names, " ") + w.maybeIf(4)
	var options []string
	if w.in(3) {
		options = append(options, "missing")
	}
	if v := w.variable(isNumber); v != "" && w.in(2) {
		options = append(options, "summarize("+v+")")
		for _, s := range []string{"mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr", "freq"} {
			if w.in(4) {
				options = append(options, s)
			}
		}
	} else {
		for _, s := range []string{"freq", "rowpct", "colpct", "cellpct"} {
			if w.in(4) && (len(names) > 1 || s == "cellpct" || s == "freq") {
				options = append(options, s)
			}
		}
	}
	if len(options) > 0 {
		line += ", " + strings.Join(options, " ")
	}
	return line
}

func (w *writer) summarizeLine() string {
	line := "summarize"
	if w.d.Kind == types.Panel && w.in(2) {
		line = "summarize-panel"
	}
	if v := w.variable(isNumber); v != "" && w.in(2) {
		line += " " + v
	} else if v == "" {
		return ""
	}
	line += w.maybeIf(3)
	if w.in(3) {
		line += ", gini iqr"
	}
	return line
}

func (w *writer) sampleLine() string {
	if w.d.Unit.Space != "FNR" {
		return "" // the oracle does not follow jobs to their persons
	}
	return fmt.Sprintf("sample %s %d", pick(w.chance, []string{"0.5", "0.25", "0.9", "3", "10", "1"}), 1+w.IntN(9))
}

// reshapeLine turns a panel wide, or columns with the same beginning long.
func (w *writer) reshapeLine() string {
	if w.d.Kind == types.Panel {
		if !w.known["reshape-from-panel"] {
			return ""
		}
		return "reshape-from-panel"
	}
	if w.d.Kind != types.CrossSection || !w.known["reshape-to-panel"] {
		return ""
	}
	prefixes := []string{}
	for _, v := range w.d.Vars {
		stem := strings.TrimRight(v.Name, "0123456789_")
		if stem != "" && stem != v.Name && !slices.Contains(prefixes, stem) {
			prefixes = append(prefixes, stem)
		}
	}
	if len(prefixes) > 0 && w.in(3) {
		w.Shuffle(len(prefixes), func(i, j int) { prefixes[i], prefixes[j] = prefixes[j], prefixes[i] })
		return "reshape-to-panel " + strings.Join(prefixes[:1+w.IntN(min(2, len(prefixes)))], " ")
	}
	w.fresh++
	stem := pick(w.chance, []string{"w", "løn", "wx"}) + string(rune('a'+w.fresh%26))
	lines := []string{}
	for _, suffix := range pick(w.chance, [][]string{{"2018", "2019"}, {"1", "2", "10"}, {"00", "01"}, {"_1", "2"}, {"7"}}) {
		lines = append(lines, "generate "+stem+suffix+" = "+w.number(2)+w.maybeIf(4))
	}
	return strings.Join(append(lines, "reshape-to-panel "+stem), "\n")
}

// loopLine says the same with bindings and loops.
func (w *writer) loopLine() string {
	w.fresh++
	switch w.IntN(3) {
	case 0:
		return fmt.Sprintf("let k%d = %s\ngenerate b%d = %s + $k%d", w.fresh, w.literal(), w.fresh, w.number(1), w.fresh)
	case 1:
		return fmt.Sprintf("for i in 1:%d\n generate f%d_ ++ $i = %s * $i%s\nend", 1+w.IntN(3), w.fresh, w.number(1), w.maybeIf(3))
	}
	v := w.variable(isNumber)
	if v == "" || strings.Contains(v, "@") {
		return ""
	}
	return fmt.Sprintf("for i, j in %s %s, 1 2\n generate g%d_ ++ $j = $i + 1 if sysmiss($i) == 0\nend", v, v, w.fresh)
}
