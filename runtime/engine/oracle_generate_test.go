package engine_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
)

// writer makes the next line of a script from what the script has so far.
type writer struct {
	chance
	state *check.State
	d     *check.Dataset // the active one; nil when there is none
	fresh int
	known map[string]bool // the commands there are
}

var roots = []string{"v", "år", "x_", "Q", "æ"}

// name is a name that nothing has; now and then one that exists.
func (w *writer) name() string {
	if w.in(60) && w.d != nil && len(w.d.Vars) > 0 {
		return pick(w.chance, w.d.Vars).Name
	}
	w.fresh++
	return fmt.Sprintf("%s%d", pick(w.chance, roots), w.fresh)
}

// variable is the name of a variable for which ok holds, "" when there is none.
func (w *writer) variable(ok func(v *check.Variable) bool) string {
	if w.d == nil {
		return ""
	}
	var names []string
	for _, v := range w.d.Vars {
		if ok(v) {
			names = append(names, v.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return pick(w.chance, names)
}

func isNumber(v *check.Variable) bool { return v.Kind.Numeric() }
func isText(v *check.Variable) bool   { return v.Kind == types.Text }
func isPlain(v *check.Variable) bool  { return v.Kind != types.Key }
func isList(v *check.Variable) bool {
	return v.Kind != types.Key && v.Labels != nil && len(v.Labels.Items) > 0
}
func isGroup(v *check.Variable) bool { return v.Kind != types.Decimal && v.Kind != types.Untyped }

var wholeNumbers = []string{"0", "1", "2", "3", "5", "10", "12", "100", "2020", "0301", "1000000", "-1", "-7"}
var oddNumbers = []string{"9223372036854775807", "9007199254740993", "4611686018427387904", "1e300", "1e-300", "-1e18"}
var decimals = []string{"0.5", "2.5", "-0.5", ".25", "1.5", "0.1", "3.0", "17.304958210447", "1e3", "-2.75"}

func (w *writer) literal() string {
	switch w.IntN(12) {
	case 0:
		if w.in(4) {
			return pick(w.chance, oddNumbers)
		}
		return pick(w.chance, decimals)
	case 1, 2, 3:
		return pick(w.chance, decimals)
	}
	return pick(w.chance, wholeNumbers)
}

func quoted(s string) string {
	if strings.Contains(s, "'") {
		return `"` + s + `"`
	}
	return "'" + s + "'"
}

func (w *writer) textLiteral() string {
	return quoted(pick(w.chance, append(oddTexts, "1", "2", "3", "01", "02", "04", "99", "4601", "O'Brien", " ", "Z, z")))
}

// expression of any family.
func (w *writer) expression(depth int) string {
	if w.in(200) {
		return w.mistaken(depth)
	}
	switch w.IntN(9) {
	case 0, 1:
		return w.text(depth)
	case 2:
		return w.condition(depth)
	}
	return w.number(depth)
}

// mistaken is an expression of the wrong type somewhere.
func (w *writer) mistaken(depth int) string {
	key := w.variable(func(v *check.Variable) bool { return v.Kind == types.Key })
	switch w.IntN(9) {
	case 0:
		return w.text(depth) + " + " + w.number(depth)
	case 1:
		return w.text(depth) + " < " + w.text(depth)
	case 2:
		return w.number(depth) + " == " + w.textLiteral()
	case 3:
		return w.number(depth) + " == ."
	case 4:
		return ". + " + w.number(depth)
	case 5:
		return "substr(" + w.number(depth) + ", 1, 2)"
	case 6:
		return "ln(" + w.text(depth) + ")"
	case 7:
		if key != "" {
			return "sysmiss(" + key + ")"
		}
	}
	return "nosuch + " + w.number(depth)
}

func (w *writer) number(depth int) string {
	if depth <= 0 || w.in(4) {
		if v := w.variable(isNumber); v != "" && !w.in(4) {
			return v
		}
		return w.literal()
	}
	a := func() string { return w.number(depth - 1) }
	switch w.IntN(16) {
	case 0, 1, 2, 3:
		return w.wrap(a() + " " + pick(w.chance, []string{"+", "-", "*", "/", "+", "-", "*", "/", "^", "**"}) + " " + a())
	case 4:
		return "-" + w.parens(a())
	case 5:
		return w.wrap(w.condition(depth - 1))
	case 6:
		return fmt.Sprintf("%s(%s / %s)", pick(w.chance, []string{"int", "floor", "ceil", "round"}), a(), pick(w.chance, []string{"2", "4", "-2", "10"}))
	case 7:
		return pick(w.chance, []string{"abs", "int", "floor", "ceil", "round", "sqrt", "exp", "ln", "log10", "sin", "cos", "tan", "atan", "asin", "acos", "logit", "lnfactorial"}) + "(" + a() + ")"
	case 8:
		return pick(w.chance, []string{"year", "month", "day", "week", "quarter", "halfyear", "dow", "doy", "week"}) + "(" + w.day(depth-1) + ")"
	case 9:
		return w.dateOrSteps(depth)
	case 10, 11:
		return w.rowWise(depth)
	case 12:
		return "length(" + w.text(depth-1) + ")"
	case 13:
		return pick(w.chance, []string{"rowmissing", "rowvalid"}) + "(" + w.mixed(depth) + ")"
	case 14:
		if w.in(2) {
			return "quantile(" + a() + ", " + pick(w.chance, []string{"2", "4", "5", "10", "100"}) + ")"
		}
		return "comb(" + pick(w.chance, []string{"5", "10", a()}) + ", " + pick(w.chance, []string{"2", "3", a()}) + ")"
	}
	if v := w.labelled(types.Integer); v != "" {
		return v
	}
	return a()
}

// day is a number that is a day more often than others are.
func (w *writer) day(depth int) string {
	if v := w.variable(func(v *check.Variable) bool { return v.Kind == types.Date }); v != "" && w.in(2) {
		return v
	}
	if w.in(2) {
		return w.number(0) + pick(w.chance, []string{" + 18630", " + 10957", " * 30 + 16000", " - 20000"})
	}
	return w.number(depth)
}

func (w *writer) dateOrSteps(depth int) string {
	switch w.IntN(3) {
	case 0:
		return fmt.Sprintf("round(%s, %s)", w.number(depth-1), pick(w.chance, []string{"0.1", "10", "100", "0.5", "0.25", "7", "0", "-10"}))
	case 1:
		return fmt.Sprintf("date(%s, %s, %s)", pick(w.chance, []string{"2020", "1999", w.number(depth - 1)}), pick(w.chance, []string{"1", "2", "12", "13", w.number(0)}), pick(w.chance, []string{"1", "29", "31", "0", w.number(0)}))
	}
	return "pi()"
}

func (w *writer) rowWise(depth int) string {
	var args []string
	for range 1 + w.IntN(4) {
		if w.in(8) {
			args = append(args, ".")
		} else {
			args = append(args, w.number(depth-1))
		}
	}
	return pick(w.chance, []string{"rowmax", "rowmin", "rowmean", "rowmedian", "rowtotal", "rowstd"}) + "(" + strings.Join(args, ", ") + ")"
}

// mixed is arguments of any kind.
func (w *writer) mixed(depth int) string {
	args := []string{w.number(depth - 1)}
	for range w.IntN(3) {
		args = append(args, pick(w.chance, []string{".", w.text(depth - 1), w.number(depth - 1)}))
	}
	w.Shuffle(len(args), func(i, j int) { args[i], args[j] = args[j], args[i] })
	return strings.Join(args, ", ")
}

// labelled is a call of label_to_code that gives a number or a text.
func (w *writer) labelled(kind types.Kind) string {
	name := w.variable(func(v *check.Variable) bool { return isList(v) && (v.Kind == types.Text) == (kind == types.Text) })
	if name == "" {
		return ""
	}
	return fmt.Sprintf("label_to_code(%s, %s)", name, quoted(w.label(name)))
}

func (w *writer) label(name string) string {
	v, _ := w.d.Var(name)
	return pick(w.chance, v.Labels.Items).Label.NB
}

func (w *writer) wrap(s string) string {
	if w.in(2) {
		return "(" + s + ")"
	}
	return s
}

func (w *writer) parens(s string) string {
	if w.in(3) {
		return s
	}
	return "(" + s + ")"
}

func (w *writer) text(depth int) string {
	if depth <= 0 || w.in(4) {
		if v := w.variable(isText); v != "" && !w.in(4) {
			return v
		}
		return w.textLiteral()
	}
	a := func() string { return w.text(depth - 1) }
	switch w.IntN(8) {
	case 0:
		return pick(w.chance, []string{"lower", "upper", "trim", "ltrim", "rtrim"}) + "(" + a() + ")"
	case 1, 2:
		n := pick(w.chance, []string{", 1", ", 2", ", 0", ", -1", ", 10", ""})
		return "substr(" + a() + ", " + pick(w.chance, []string{"1", "2", "3", "-1", "-2", "0", "9", w.number(0)}) + n + ")"
	case 3, 4:
		return "string(" + pick(w.chance, []string{a(), w.number(depth - 1), w.number(depth - 1)}) + ")"
	case 5:
		args := []string{a()}
		for range w.IntN(3) {
			args = append(args, pick(w.chance, []string{".", a(), "'-'"}))
		}
		return "rowconcat(" + strings.Join(args, ", ") + ")"
	case 6:
		return "isoformatdate(" + w.day(depth-1) + ")"
	}
	if v := w.labelled(types.Text); v != "" {
		return v
	}
	return a()
}

func (w *writer) condition(depth int) string {
	if depth <= 0 {
		if w.in(3) {
			return "sysmiss(" + w.anything(0) + ")"
		}
		if t := w.variable(isText); t != "" && w.in(2) {
			return t + pick(w.chance, []string{" == ", " != "}) + w.textLiteral()
		}
		return w.number(0) + pick(w.chance, comparisons) + w.number(0)
	}
	switch w.IntN(11) {
	case 0, 1:
		return w.number(depth-1) + pick(w.chance, comparisons) + w.number(depth-1)
	case 2:
		return w.text(depth-1) + pick(w.chance, []string{" == ", " != "}) + w.text(depth-1)
	case 3:
		return "(" + w.condition(depth-1) + ")" + pick(w.chance, []string{" & ", " | "}) + w.condition(depth-1)
	case 4:
		return "!(" + w.condition(depth-1) + ")"
	case 5:
		return w.inlist(depth)
	case 6:
		return fmt.Sprintf("inrange(%s, %s, %s)", w.number(depth-1), w.number(0), w.number(0))
	case 7:
		return pick(w.chance, []string{"startswith", "endswith"}) + "(" + w.text(depth-1) + ", " + w.text(0) + ")"
	case 8:
		return "sysmiss(" + w.anything(depth-1) + ")"
	case 9:
		if v := w.variable(isList); v != "" {
			if w.in(2) {
				return fmt.Sprintf("labelcontains(%s, %s)", v, quoted(pick(w.chance, []string{"e", "Gift", "ø", "", w.label(v)})))
			}
			return fmt.Sprintf("inlabels(%s, %s, %s)", v, quoted(w.label(v)), quoted(w.label(v)))
		}
	}
	return w.number(depth - 1)
}

var comparisons = []string{" == ", " != ", " < ", " <= ", " > ", " >= "}

func (w *writer) anything(depth int) string {
	if w.in(3) {
		return w.text(depth)
	}
	return w.number(depth)
}

func (w *writer) inlist(depth int) string {
	one := w.number
	if w.in(2) {
		one = w.text
	}
	args := []string{one(depth - 1)}
	for range 1 + w.IntN(3) {
		if w.in(10) {
			args = append(args, ".")
		} else {
			args = append(args, one(0))
		}
	}
	return "inlist(" + strings.Join(args, ", ") + ")"
}

// maybeIf is a condition, or nothing.
func (w *writer) maybeIf(n int) string {
	if !w.in(n) {
		return ""
	}
	return " if " + w.condition(1+w.IntN(3))
}

// register variables by unit, with the form of their date.
type registered struct{ name, unit, form string }

var sources = []registered{
	{"SEX", "PERSON", "fixed"}, {"BORN", "PERSON", "fixed"}, {"MOTHER", "PERSON", "fixed"}, {"DEATH", "PERSON", "fixed"}, {"NOTE", "PERSON", "fixed"},
	{"NIL", "PERSON", "fixed"}, {"BIG", "PERSON", "fixed"}, {"FSIZE", "FAMILIE", "fixed"}, {"OWNER", "JOBB", "fixed"}, {"STUDENT", "KURS", "fixed"},
	{"GRADE", "KURS", "fixed"}, {"COUNTY", "KOMMUNE", "fixed"}, {"TOWN", "PERSON", "status"}, {"FAMILY", "PERSON", "status"}, {"SCORE", "PERSON", "status"},
	{"LEVEL", "PERSON", "status"}, {"HOURS", "JOBB", "status"}, {"POP", "KOMMUNE", "status"}, {"PAY", "PERSON", "year"}, {"WEALTH", "PERSON", "year"},
	{"CIVIL", "PERSON", "spell"}, {"BENEFIT", "PERSON", "spell"}, {"PLACE", "JOBB", "spell"},
}

// date is a legal day of a register variable; now and then one that is not.
func (w *writer) date(form string) string {
	switch {
	case w.in(80):
		return pick(w.chance, []string{"2018-06-01", "1970-01-01", "2019-02-30"})
	case form == "status":
		return pick(w.chance, statusDays)
	case form == "year":
		return pick(w.chance, []string{"2018-01-01", "2019-06-15", "2020-12-31", "2019-12-31"})
	}
	return fmt.Sprintf("%d-%02d-%02d", 2015+w.IntN(6), 1+w.IntN(12), pick(w.chance, []int{1, 2, 14, 15, 27, 28}))
}

func (w *writer) unit() string {
	if w.d == nil || !w.d.Units {
		return pick(w.chance, []string{"PERSON", "PERSON", "PERSON", "PERSON", "JOBB", "JOBB", "KURS", "KOMMUNE", "FAMILIE"})
	}
	return w.d.Unit.Code
}

func (w *writer) source(ok func(s registered) bool) (registered, bool) {
	unit := w.unit()
	if w.in(60) {
		unit = "PERSON"
	}
	list := slices.DeleteFunc(slices.Clone(sources), func(s registered) bool { return s.unit != unit || !ok(s) })
	if len(list) == 0 {
		return registered{}, false
	}
	return pick(w.chance, list), true
}

func (w *writer) importLine() string {
	s, ok := w.source(func(s registered) bool { return w.d.Kind != types.Panel || s.form == "fixed" })
	if !ok || w.d.Kind == types.Event {
		return ""
	}
	line := "import db/" + s.name
	if s.form != "fixed" {
		line += " " + w.date(s.form)
	}
	if !w.in(6) {
		line += " as " + w.name()
	}
	var options []string
	if w.in(6) && w.d.Kind != types.Panel {
		options = append(options, "outer_join")
	} else if w.in(8) {
		options = append(options, "inner_join")
	}
	if values := map[string]string{"SEX": "'1'", "LEVEL": "'01', '99', '03'", "CIVIL": "'2' '1'", "GRADE": "1 3 9"}[s.name]; values != "" && w.in(5) {
		options = append(options, "values("+values+")")
	}
	if w.in(10) && len(w.state.Order) > 0 {
		options = append(options, "values_from("+pick(w.chance, w.state.Order)+")")
	}
	if len(options) > 0 {
		line += ", " + strings.Join(options, " ")
	}
	return line
}

func (w *writer) importEvent() string {
	s, ok := w.source(func(s registered) bool { return s.form == "spell" })
	if !ok {
		return ""
	}
	from, to := w.date("spell"), w.date("spell")
	if from > to {
		from, to = to, from
	}
	line := fmt.Sprintf("import-event db/%s %s to %s", s.name, from, to)
	if w.in(2) {
		line += " as " + w.name()
	}
	return line
}

func (w *writer) importPanel() string {
	first, ok := w.source(func(registered) bool { return true })
	if !ok {
		return ""
	}
	names := []string{"db/" + first.name}
	form := first.form
	for range w.IntN(3) {
		s, ok := w.source(func(s registered) bool { return s.unit == first.unit && s.name != "LEVEL" })
		if ok && !slices.Contains(names, "db/"+s.name) {
			names = append(names, "db/"+s.name)
			if s.form == "status" || form == "fixed" {
				form = s.form
			}
		}
	}
	if form != "status" && w.in(2) {
		form = "status"
	}
	var dates []string
	for range 1 + w.IntN(3) {
		d := w.date(form)
		if form == "spell" || form == "fixed" {
			d = pick(w.chance, []string{"2018-01-01", "2018-12-31", "2019-07-01", "2020-01-01"})
		}
		if !slices.Contains(dates, d) {
			dates = append(dates, d)
		}
	}
	return "import-panel " + strings.Join(names, " ") + " " + strings.Join(dates, " ")
}
