package fn

import (
	"context"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/stretchr/testify/require"
)

// index is the 96 names of the language, by group.
var index = map[string]string{
	"date":        "date isoformatdate day month week year halfyear quarter dow doy",
	"probability": "binomial binomialp binomialtail normal normalden F Fden Ftail invF invFtail invnFtail nF nFden nFtail chi2 chi2den chi2tail invchi2 invchi2tail nchi2 nchi2den nchi2tail betaden ibeta ibetatail invibeta invibetatail invnttail invt invttail nt ntden nttail t tden ttail",
	"mathematics": "acos asin atan comb cos sin sqrt tan exp ln lnfactorial log10 logit abs ceil floor int quantile round pi",
	"row-wise":    "rowmax rowmin rowmean rowmedian rowtotal rowconcat rowstd rowmissing rowvalid",
	"string":      "length string lower upper endswith startswith substr ltrim rtrim trim",
	"logic":       "inlist inrange sysmiss",
	"labels":      "label_to_code inlabels labelcontains",
	"bindings":    "date_fmt to_int to_str to_symbol bind",
}

func newContext() *kernel.Context {
	return &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 30), Threads: 2}
}

func find(t testing.TB, name string) registry.Function {
	for _, f := range All() {
		if f.Spec.Name == name {
			return f
		}
	}
	t.Fatalf("no function %s", name)
	return registry.Function{}
}

func TestEveryNameOfTheIndexExists(t *testing.T) {
	total := 0
	for group, names := range index {
		for _, name := range strings.Fields(names) {
			total++
			require.Equal(t, group, find(t, name).Spec.Group, name)
		}
	}
	require.Equal(t, 96, total)
	require.Len(t, All(), 96)
	for i, f := range All()[1:] {
		require.Less(t, All()[i].Spec.Name, f.Spec.Name)
	}
}

func TestEveryFunctionIsDescribed(t *testing.T) {
	for _, f := range All() {
		require.True(t, f.Spec.Summary.Complete(), f.Spec.Name)
		require.NotEmpty(t, f.Spec.Examples, f.Spec.Name)
		require.True(t, strings.HasPrefix(f.Spec.Syntax, f.Spec.Name+"("), f.Spec.Name)
		require.Equal(t, f.Special == registry.None, f.Eval != nil, f.Spec.Name)
		require.Equal(t, f.Special == registry.Binding, f.Spec.Binding, f.Spec.Name)
		require.Equal(t, f.Special != registry.None && f.Special != registry.Binding, f.LowerSpecial != nil, f.Spec.Name)
		for _, e := range f.Spec.Examples {
			require.True(t, strings.HasPrefix(e.Call, f.Spec.Name+"("), e.Call)
		}
	}
}

func TestTheTextsOfCodesAreCompleteAndUnique(t *testing.T) {
	_, err := diag.NewMessages(diag.General(), check.Entries(), Entries())
	require.NoError(t, err)
	known := map[diag.Code]bool{}
	for _, e := range Entries() {
		known[e.Code] = true
	}
	for _, h := range Habits() {
		require.True(t, known[h.Code], h.Name)
		for _, name := range h.Instead {
			find(t, name)
		}
	}
}

// parse reads name(args): numbers, texts, `.`.
func parse(t *testing.T, call string) (string, []command.Argument, []*column.Column) {
	name, rest, _ := strings.Cut(call, "(")
	rest = strings.TrimSuffix(rest, ")")
	var words []string
	for quoted, start, i := false, 0, 0; i <= len(rest); i++ {
		switch {
		case i == len(rest) || rest[i] == ',' && !quoted:
			if w := strings.TrimSpace(rest[start:i]); w != "" {
				words = append(words, w)
			}
			start = i + 1
		case rest[i] == '\'':
			quoted = !quoted
		}
	}
	var args []command.Argument
	var cols []*column.Column
	for _, w := range words {
		a, c := literal(t, w)
		args, cols = append(args, a), append(cols, c)
	}
	return name, args, cols
}

func literal(t *testing.T, w string) (command.Argument, *column.Column) {
	if w == "." {
		c := &column.Column{Kind: types.Untyped, Len: 1, Const: true, Floats: []float64{0}, Valid: column.NewBitmap(1)}
		return command.Argument{Literal: &syntax.Missing{}}, c
	}
	if w[0] == '\'' {
		return constantOf(expand.Str(strings.Trim(w, "'")))
	}
	if n, err := strconv.ParseInt(w, 10, 64); err == nil {
		return constantOf(expand.Integer(n))
	}
	x, err := strconv.ParseFloat(w, 64)
	require.NoError(t, err, w)
	return constantOf(expand.Float(x))
}

// shown is a value of a row as the examples write it: decimals with ten digits.
func shown(c *column.Column, i int) string {
	switch {
	case c.Missing(i):
		return "."
	case c.Kind == types.Text:
		return "'" + c.Text(i) + "'"
	case c.Kind == types.Integer:
		if c.Const {
			i = 0
		}
		return strconv.FormatInt(c.Ints[i], 10)
	}
	return strconv.FormatFloat(c.Float(i), 'g', 10, 64)
}

func evaluate(t *testing.T, call string) *column.Column {
	name, args, cols := parse(t, call)
	f := find(t, name)
	require.GreaterOrEqual(t, len(args), f.Spec.Min, call)
	require.True(t, f.Spec.Max < 0 || len(args) <= f.Spec.Max, call)
	kind, bad := f.Spec.Typing(args)
	require.Nil(t, bad, call)
	out, err := f.Eval(newContext(), cols)
	require.NoError(t, err, call)
	require.True(t, out.Const, call)
	require.Equal(t, kind, out.Kind, call)
	return out
}

func TestExamples(t *testing.T) {
	for _, f := range All() {
		if f.Eval == nil {
			continue
		}
		for _, e := range f.Spec.Examples {
			require.Equal(t, e.Value, shown(evaluate(t, e.Call), 0), e.Call)
		}
	}
}

// TestWorkedByHand holds cases beside the examples.
func TestWorkedByHand(t *testing.T) {
	for call, want := range map[string]string{
		"date(1999, 12, 31.9)": "10956", "date(2024, 13, 1)": ".", "date(2100, 2, 29)": ".", "date(., 1, 1)": ".",
		"year(10956.99)": "1999", "isoformatdate(-1)": "'1969-12-31'", "isoformatdate(0.5)": "'1970-01-01'", "isoformatdate(.)": ".",
		"week(16801)": "1", "week(14610)": "53", "week(14613)": "1", // 2016-01-01 lies in 2015-W53; see below
		"dow(0)": "4", "dow(-1)": "3", "doy(0)": "1", "quarter(364)": "4", "halfyear(364)": "2",
		"abs(.)": ".", "int(1e300)": ".", "int(.)": ".", "ceil(-0.5)": "0", "round(-2.5)": "-3", "round(0.49999999999999994)": "0",
		"round(5, 0)": "5", "round(2.5, -1)": "3", "round(0.15, 0.1)": "0.1", "round(1.005, 0.01)": "1", "round(12345.678, 0.25)": "12345.75",
		"round(7, .)": ".", "round(1e300, 0.1)": "1e+300", "comb(5, 2.5)": ".", "ln(-1)": ".", "sqrt(.)": ".",
		"rowmedian(.)": ".", "rowmean(.)": ".", "rowmax(1.5, 2)": "2", "rowtotal(9223372036854775807, 1)": ".", "rowstd(1,1)": "0",
		"string(-0.0)": "'0'", "string(1e21)": "'1000000000000000000000'", "string(0.1)": "'0.1'", "string(.)": ".", "string('')": "''",
		"length('')": "0", "length(.)": ".", "trim('\u00a0\tx y ')": "'x y'",
		"substr('æøå',2,1)": "'ø'", "substr('æøå',-1)": "'å'", "substr('abc',-4,2)": "''", "substr('abc',4,1)": "''",
		"substr('abc',2,99)": "'bc'", "substr('abc',1,-1)": "''", "substr('abc',2.9,1.9)": "'b'", "substr(.,1,1)": ".", "substr('abc',.,1)": ".",
		"startswith('abc', .)": "0", "startswith(., 'a')": "0", "endswith('abc','bc')": "1", "startswith('abc','')": "1",
		"inrange(3, ., 5)": "0", "inlist(1.5, 1, 1.5)": "1", "inlist('a', 'b', .)": "0", "rowconcat('a', 'b', '')": "'ab'",
		"normalden(1, 0)": "0.2419707245", "invchi2(4, 0)": "0", "invchi2(4, 1)": ".", "invchi2tail(4, 0)": ".", "invibeta(2,3,1)": "1",
		"chi2(0, 1)": ".", "binomial(10, -1, .5)": "0", "binomial(10, 10, .5)": "1", "binomialtail(10, 0, .5)": "1", "binomialp(10, 3, 2)": ".",
		"binomial(10.9, 3.9, .5)": "0.171875",
	} {
		if strings.HasPrefix(call, "week(16801)") {
			want = "53" // 16801 is 2016-01-01, a Friday
		}
		require.Equal(t, want, shown(evaluate(t, call), 0), call)
	}
}

func TestWeeksAgreeWithTheStandardLibrary(t *testing.T) {
	for n := -30000; n < 60000; n++ {
		day := timeOf(n)
		_, want := day.ISOWeek()
		require.Equal(t, want, week(n))
		require.Equal(t, (int(day.Weekday())+6)%7+1, weekday(n))
		require.Equal(t, day.YearDay(), dayOfYear(n))
	}
}

func TestTypingSaysWhichArgumentIsWrong(t *testing.T) {
	for call, want := range map[string]struct {
		code diag.Code
		arg  int
	}{
		"ln('a')": {codeWantsNumber, 0}, "rowmax(1, 2, 'a')": {codeWantsNumber, 2}, "substr(301, 1, 2)": {codeWantsText, 0},
		"substr('a', 'b')": {codeWantsNumber, 1}, "rowconcat('a', 1)": {codeWantsText, 1}, "inlist('a', 'b', 1)": {codeMixed, 2},
		"inlist(1, 'a')": {codeMixed, 1}, "quantile(1, 1)": {codeParts, 1}, "quantile(1, 101)": {codeParts, 1}, "quantile(1, 2.5)": {codeParts, 1},
		"quantile(1, .)": {codeParts, 1}, "inlabels(1, 'a')": {codeCodeList, 0}, "bind(.)": {codeBinding, 0}, "startswith(1, '1')": {codeWantsText, 0},
		"length(12)": {codeWantsText, 0}, "chi2(4, 'x')": {codeWantsNumber, 1},
	} {
		name, args, _ := parse(t, call)
		_, bad := find(t, name).Spec.Typing(args)
		require.NotNil(t, bad, call)
		require.Equal(t, want.code, bad.Problem.Code, call)
		require.Equal(t, want.arg, bad.Arg, call)
	}
}

func TestLabelFunctionsAskTheCodeList(t *testing.T) {
	v := command.Argument{Kind: types.Text, CodeList: true, Labels: func(label string) int { return map[string]int{"Oslo": 1, "Andre": 2}[label] }}
	quoted := func(s string) command.Argument {
		return command.Argument{Kind: types.Text, Literal: &syntax.String{Value: s}}
	}
	column := command.Argument{Kind: types.Text}
	for _, c := range []struct {
		name string
		args []command.Argument
		code diag.Code
		arg  int
	}{
		{"label_to_code", []command.Argument{v, quoted("Oslo")}, "", 0},
		{"label_to_code", []command.Argument{v, quoted("Andre")}, codeManyLabels, 1},
		{"label_to_code", []command.Argument{v, quoted("oslo")}, codeNoLabel, 1},
		{"inlabels", []command.Argument{v, quoted("Oslo"), quoted("Andre")}, "", 0},
		{"inlabels", []command.Argument{v, quoted("Oslo"), quoted("Moss")}, codeNoLabel, 2},
		{"inlabels", []command.Argument{v, column}, codeLabel, 1},
		{"labelcontains", []command.Argument{v, quoted("sl")}, "", 0},
		{"labelcontains", []command.Argument{column, quoted("sl")}, codeCodeList, 0},
	} {
		_, bad := find(t, c.name).Spec.Typing(c.args)
		if c.code == "" {
			require.Nil(t, bad, c.name)
			continue
		}
		require.NotNil(t, bad, c.name)
		require.Equal(t, c.code, bad.Problem.Code)
		require.Equal(t, c.arg, bad.Arg)
	}
}

func TestCodesOfLabels(t *testing.T) {
	item := func(code, label string, n float64) check.CodeItem {
		return check.CodeItem{Code: code, Number: n, Label: text.Same(label)}
	}
	v := &check.Variable{Kind: types.Text, Labels: &check.CodeList{Items: []check.CodeItem{
		item("0301", "Oslo", 0), item("4601", "Bergen", 0), item("5001", "Trondheim", 0), item("9999", "Over sjøen", 0)}}}
	require.Equal(t, "4601", CodesWithLabels(v, "Bergen")[0].Text)
	require.Len(t, CodesWithLabels(v, "Bergen", "Oslo"), 2)
	require.Len(t, CodesContaining(v, "er"), 2)
	require.Empty(t, CodesContaining(v, "ER"))
	require.Empty(t, CodesContaining(&check.Variable{}, "er"))
	n := &check.Variable{Kind: types.Integer, Labels: &check.CodeList{Numeric: true, Items: []check.CodeItem{item("1", "Ja", 1), item("2", "Nei", 2)}}}
	got := CodesWithLabels(n, "Nei")[0]
	require.Equal(t, int64(2), got.Int)
	require.Equal(t, types.Integer, got.Kind)
}

func TestConstantsInBindings(t *testing.T) {
	e := Evaluator()
	call := func(name string, args ...expand.Value) (expand.Value, diag.Code) {
		v, p := e.Call(name, args)
		if p != nil {
			return v, p.Code
		}
		return v, ""
	}
	v, _ := call("cos", expand.Float(2*math.Pi))
	require.Equal(t, 1.0, v.Num)
	v, _ = call("date", expand.Integer(2014), expand.Integer(6), expand.Integer(30))
	require.Equal(t, expand.Integer(16251), v)
	v, _ = call("string", expand.Integer(301))
	require.Equal(t, expand.Str("301"), v)
	v, _ = call("inlist", expand.Integer(1), expand.Integer(1))
	require.Equal(t, expand.Integer(1), v)
	for _, c := range []struct {
		name string
		args []expand.Value
		code diag.Code
	}{
		{"nothing", nil, codeUnknown}, {"log", []expand.Value{expand.Integer(1)}, "C0730"}, {"ln", nil, codeCount},
		{"ln", []expand.Value{expand.Integer(0)}, codeNoValue}, {"ln", []expand.Value{expand.Str("a")}, codeWantsNumber},
		{"quantile", []expand.Value{expand.Integer(1), expand.Integer(2)}, codeNoConstant},
	} {
		_, code := call(c.name, c.args...)
		require.Equal(t, c.code, code, c.name)
	}
}
