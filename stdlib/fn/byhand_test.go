package fn

import (
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/stretchr/testify/require"
)

// byHand is every function of constants with values worked out without the program: closed
// forms (chi-square and F with two degrees of freedom, t with one and two, beta with b = 1),
// counting by hand for dates, and the edges of each domain.
var byHand = map[string]map[string]string{
	// 370 years before 1970 hold 90 leap days: 1600 … 1968 without 1700, 1800 and 1900.
	"date": {"date(1970,1,1)": "0", "date(1968,2,29)": "-672", "date(1600,1,1)": "-135140", "date(0,1,1)": "-719528",
		"date(-1,12,31)": "-719529", "date(1900,2,29)": ".", "date(2000,2,29)": "11016", "date(2024,4,31)": ".", "date(2024,0,1)": ".",
		"date(2024,1,0)": ".", "date(1999.9,12.9,31.9)": "10956", "date(1e300,1,1)": "."},
	"isoformatdate": {"isoformatdate(-719528)": "'0000-01-01'", "isoformatdate(2932896)": "'9999-12-31'", "isoformatdate(2932897)": "'10000-01-01'",
		"isoformatdate(-719529)": "'-0001-12-31'", "isoformatdate(-0.1)": "'1969-12-31'", "isoformatdate(1e300)": "."},
	"year":     {"year(0)": "1970", "year(-1)": "1969", "year(-719528)": "0", "year(-719529)": "-1", "year(10956.99)": "1999", "year(1e300)": "."},
	"month":    {"month(0)": "1", "month(-1)": "12", "month(11016)": "2", "month(11017)": "3"},
	"day":      {"day(0)": "1", "day(-1)": "31", "day(11016)": "29", "day(-672)": "29"},
	"week":     {"week(14242)": "1", "week(14241)": "52", "week(14610)": "53", "week(14612)": "53", "week(14613)": "1", "week(-4)": "52", "week(-3)": "1", "week(16801)": "53"},
	"quarter":  {"quarter(0)": "1", "quarter(89)": "1", "quarter(90)": "2", "quarter(-1)": "4"},
	"halfyear": {"halfyear(180)": "1", "halfyear(181)": "2", "halfyear(-1)": "2"},
	"dow":      {"dow(0)": "4", "dow(3)": "7", "dow(4)": "1", "dow(-4)": "7", "dow(-3)": "1", "dow(3.9)": "7"},
	"doy":      {"doy(0)": "1", "doy(-1)": "365", "doy(11016)": "60", "doy(11322)": "366"},

	"binomial": {"binomial(2,1,.5)": "0.75", "binomial(2,0,.5)": "0.25", "binomial(3,1,.25)": "0.84375", "binomial(10.9,3.9,.5)": "0.171875", "binomial(0,0,.5)": "1",
		"binomial(3,-1,.5)": "0", "binomial(3,3,.5)": "1", "binomial(3,9,.5)": "1", "binomial(3,1,0)": "1", "binomial(3,1,1)": "0",
		"binomial(-1,0,.5)": ".", "binomial(3,1,1.1)": ".", "binomial(3,1,-.1)": "."},
	"binomialp": {"binomialp(3,1,.25)": "0.421875", "binomialp(4,4,.5)": "0.0625", "binomialp(0,0,0)": "1", "binomialp(0,0,1)": "1", "binomialp(3,0,0)": "1", "binomialp(3,3,1)": "1",
		"binomialp(3,1,1)": "0", "binomialp(3,4,.5)": "0", "binomialp(3,-1,.5)": "0", "binomialp(3,1,2)": "."},
	"binomialtail": {"binomialtail(3,1,.25)": "0.578125", "binomialtail(3,3,.5)": "0.125", "binomialtail(3,0,.5)": "1", "binomialtail(3,-2,.5)": "1", "binomialtail(3,4,.5)": "0", "binomialtail(3,1,-1)": "."},
	"normal":       {"normal(0)": "0.5", "normal(-1.96)": "0.02499789515", "normal(40)": "1", "normal(-40)": "0"},
	"normalden": {"normalden(0,0,2)": "0.1994711402", "normalden(5,5)": "0.3989422804", "normalden(1,0)": "0.2419707245", "normalden(100)": "0",
		"normalden(1,0,0)": ".", "normalden(1,0,-1)": ".", "normalden(1,.)": "."},
	"chi2":         {"chi2(2,2)": "0.6321205588", "chi2(2,0)": "0", "chi2(4,-1)": "0", "chi2(0,1)": ".", "chi2(-1,1)": ".", "chi2(2,1e300)": "1"},
	"chi2den":      {"chi2den(2,2)": "0.1839397206", "chi2den(2,0)": "0.5", "chi2den(4,0)": "0", "chi2den(1,0)": ".", "chi2den(4,-1)": "0", "chi2den(0,1)": "."},
	"chi2tail":     {"chi2tail(2,2)": "0.3678794412", "chi2tail(2,-1)": "1", "chi2tail(2,0)": "1", "chi2tail(0,1)": "."},
	"invchi2":      {"invchi2(2,.5)": "1.386294361", "invchi2(2,0)": "0", "invchi2(2,1)": ".", "invchi2(2,1.1)": ".", "invchi2(2,-.1)": ".", "invchi2(0,.5)": "."},
	"invchi2tail":  {"invchi2tail(2,.5)": "1.386294361", "invchi2tail(2,1)": "0", "invchi2tail(2,0)": ".", "invchi2tail(2,2)": "."},
	"nchi2":        {"nchi2(2,0,2)": "0.6321205588", "nchi2(4,2,-1)": "0", "nchi2(4,2,0)": "0", "nchi2(4,-1,6)": ".", "nchi2(0,1,6)": "."},
	"nchi2den":     {"nchi2den(2,0,2)": "0.1839397206", "nchi2den(2,2,0)": "0.1839397206", "nchi2den(4,2,-1)": "0", "nchi2den(4,-2,1)": "."},
	"nchi2tail":    {"nchi2tail(2,0,2)": "0.3678794412", "nchi2tail(4,2,-1)": "1", "nchi2tail(4,-2,1)": "."},
	"F":            {"F(2,2,1)": "0.5", "F(2,2,3)": "0.75", "F(2,2,0)": "0", "F(2,2,-1)": "0", "F(0,2,1)": ".", "F(2,-2,1)": ".", "F(2,2,0,3)": "0.75", "F(2,2,-1,3)": "."},
	"Fden":         {"Fden(2,2,1)": "0.25", "Fden(2,2,0)": "1", "Fden(4,2,0)": "0", "Fden(1,2,0)": ".", "Fden(2,2,-1)": "0", "Fden(2,0,1)": "."},
	"Ftail":        {"Ftail(2,2,3)": "0.25", "Ftail(2,2,-1)": "1", "Ftail(2,2,0)": "1", "Ftail(2,2,0,3)": "0.25", "Ftail(3,20,1.5,2.5)": "0.2055961097", "Ftail(2,0,1)": "."},
	"invF":         {"invF(2,2,.75)": "3", "invF(2,2,0)": "0", "invF(2,2,1)": ".", "invF(2,2,-1)": ".", "invF(0,2,.5)": "."},
	"invFtail":     {"invFtail(2,2,.25)": "3", "invFtail(2,2,1)": "0", "invFtail(2,2,0)": ".", "invFtail(0,2,.5)": "."},
	"nF":           {"nF(2,2,0,3)": "0.75", "nF(2,2,1,-1)": "0", "nF(2,2,-1,1)": ".", "nF(2,0,1,1)": "."},
	"nFden":        {"nFden(2,2,0,1)": "0.25", "nFden(2,2,2,0)": "0.3678794412", "nFden(2,2,2,-1)": "0", "nFden(2,2,-2,1)": "."},
	"nFtail":       {"nFtail(2,2,0,3)": "0.25", "nFtail(2,2,1,-1)": "1", "nFtail(2,2,-2,1)": "."},
	"invnFtail":    {"invnFtail(2,2,0,.25)": "3", "invnFtail(2,2,1,1)": "0", "invnFtail(2,2,1,0)": ".", "invnFtail(2,2,-1,.5)": "."},
	"betaden":      {"betaden(1,1,.3)": "1", "betaden(2,1,.5)": "1", "betaden(1,2,0)": "2", "betaden(2,1,1)": "2", "betaden(.5,.5,0)": ".", "betaden(2,3,-1)": "0", "betaden(0,3,.5)": "."},
	"ibeta":        {"ibeta(1,1,.3)": "0.3", "ibeta(2,1,.5)": "0.25", "ibeta(2,3,-1)": "0", "ibeta(2,3,2)": "1", "ibeta(2,3,1)": "1", "ibeta(0,1,.5)": "."},
	"ibetatail":    {"ibetatail(2,1,.5)": "0.75", "ibetatail(2,3,-1)": "1", "ibetatail(2,3,2)": "0", "ibetatail(1,0,.5)": "."},
	"invibeta":     {"invibeta(2,1,.25)": "0.5", "invibeta(2,3,0)": "0", "invibeta(2,3,1)": "1", "invibeta(2,3,2)": ".", "invibeta(0,3,.5)": "."},
	"invibetatail": {"invibetatail(2,1,.75)": "0.5", "invibetatail(2,3,0)": "1", "invibetatail(2,3,1)": "0", "invibetatail(2,3,-1)": "."},
	"t":            {"t(1,0)": "0.5", "t(1,1)": "0.75", "t(1,-1)": "0.25", "t(2,1.4142135623730951)": "0.8535533906", "t(0,1)": "."},
	"tden":         {"tden(1,0)": "0.3183098862", "tden(1,1)": "0.1591549431", "tden(1,-1)": "0.1591549431", "tden(-1,1)": "."},
	"ttail":        {"ttail(1,1)": "0.25", "ttail(1,-1)": "0.75", "ttail(0,1)": "."},
	"invt":         {"invt(1,.75)": "1", "invt(1,.25)": "-1", "invt(1,.5)": "0", "invt(1,0)": ".", "invt(1,1)": ".", "invt(0,.5)": "."},
	"invttail":     {"invttail(1,.25)": "1", "invttail(1,.5)": "0", "invttail(1,0)": ".", "invttail(1,1)": "."},
	"nt":           {"nt(1,0,1)": "0.75", "nt(5,1,0)": "0.1586552539", "nt(5,-1,0)": "0.8413447461", "nt(0,1,1)": "."},
	"ntden":        {"ntden(1,0,1)": "0.1591549431", "ntden(1,1,0)": "0.1930647053", "ntden(0,1,1)": "."},
	"nttail":       {"nttail(1,0,1)": "0.25", "nttail(5,1,0)": "0.8413447461", "nttail(0,1,1)": "."},
	"invnttail":    {"invnttail(1,0,.25)": "1", "invnttail(1,0,.5)": "0", "invnttail(5,1,0)": ".", "invnttail(5,1,1)": ".", "invnttail(0,1,.5)": "."},

	"abs":         {"abs(-7)": "7", "abs(0)": "0", "abs(-.5)": "0.5", "abs(-9223372036854775808)": "."},
	"acos":        {"acos(1)": "0", "acos(-1)": "3.141592654", "acos(0)": "1.570796327", "acos(1.0000001)": "."},
	"asin":        {"asin(1)": "1.570796327", "asin(-1)": "-1.570796327", "asin(0)": "0", "asin(-2)": "."},
	"atan":        {"atan(-1)": "-0.7853981634", "atan(0)": "0", "atan(1e300)": "1.570796327"},
	"cos":         {"cos(0)": "1", "cos(3.141592653589793)": "-1", "cos(-1)": "0.5403023059"},
	"sin":         {"sin(0)": "0", "sin(-1)": "-0.8414709848", "sin(1.5707963267948966)": "1"},
	"tan":         {"tan(0)": "0", "tan(-1)": "-1.557407725"},
	"exp":         {"exp(0)": "1", "exp(-1)": "0.3678794412", "exp(-800)": "0", "exp(709.78)": "1.792822794e+308", "exp(709.79)": "."},
	"ln":          {"ln(1)": "0", "ln(0)": ".", "ln(-1)": ".", "ln(2.718281828459045)": "1"},
	"log10":       {"log10(1)": "0", "log10(0.001)": "-3", "log10(1e22)": "22", "log10(0)": ".", "log10(-10)": "."},
	"lnfactorial": {"lnfactorial(0)": "0", "lnfactorial(1.9)": "0", "lnfactorial(3)": "1.791759469", "lnfactorial(-0.5)": ".", "lnfactorial(20)": "42.33561646"},
	"comb":        {"comb(0,0)": "1", "comb(5,0)": "1", "comb(5,5)": "1", "comb(52,5)": "2598960", "comb(5,-1)": ".", "comb(-3,2)": ".", "comb(5,2.5)": ".", "comb(2000,1000)": "."},
	"logit":       {"logit(.5)": "0", "logit(.2)": "-1.386294361", "logit(0)": ".", "logit(1)": ".", "logit(-1)": ".", "logit(2)": "."},
	"sqrt":        {"sqrt(0)": "0", "sqrt(9)": "3", "sqrt(-1)": "."},
	"pi":          {"pi()": "3.141592654"},
	"int":         {"int(0.9)": "0", "int(-0.9)": "0", "int(-7)": "-7", "int(1e19)": ".", "int(-9223372036854775808)": "-9223372036854775808"},
	"floor":       {"floor(-0.5)": "-1", "floor(-7)": "-7", "floor(7)": "7", "floor(1e19)": "."},
	"ceil":        {"ceil(-0.5)": "0", "ceil(-7)": "-7", "ceil(0.1)": "1", "ceil(1e19)": "."},
	"round": {"round(0.5)": "1", "round(-0.5)": "-1", "round(1.5)": "2", "round(2.5)": "3", "round(-2.5)": "-3", "round(-0.4)": "0", "round(0.49999999999999994)": "0",
		"round(1e19)": ".", "round(15,10)": "20", "round(-15,10)": "-20", "round(14.9,10)": "10", "round(0.25,0.1)": "0.3", "round(7,0.3)": "6.9", "round(-0.04,0.1)": "0",
		"round(5,0)": "5", "round(2.5,-1)": "3", "round(7,.)": ".", "round(12345.678,0.25)": "12345.75", "round(1e300,0.1)": "1e+300"},

	"rowmax":     {"rowmax(-1.5,.)": "-1.5", "rowmax(2)": "2", "rowmax(1.5,2)": "2", "rowmax(9007199254740993,9007199254740992)": "9007199254740993"},
	"rowmin":     {"rowmin(3,2.5)": "2.5", "rowmin(.,.)": ".", "rowmin(0,-1)": "-1"},
	"rowtotal":   {"rowtotal(.1,.2)": "0.3", "rowtotal(.)": "0", "rowtotal(9223372036854775807,1)": ".", "rowtotal(9223372036854775807,1,-1)": "9223372036854775807", "rowtotal(1e308,1e308)": "."},
	"rowmean":    {"rowmean(1)": "1", "rowmean(.,.)": ".", "rowmean(1,2)": "1.5", "rowmean(-1,.,1)": "0"},
	"rowmedian":  {"rowmedian(5)": "5", "rowmedian(1,2)": "1.5", "rowmedian(9,1,5)": "5", "rowmedian(.)": ".", "rowmedian(1e308,1.5e308)": "1.25e+308"},
	"rowstd":     {"rowstd(1,2,3,4)": "1.290994449", "rowstd(5)": ".", "rowstd(5,.)": ".", "rowstd(1,1)": "0"},
	"rowmissing": {"rowmissing('',.)": "1", "rowmissing(1)": "0", "rowmissing(.,.,'a',2.5)": "2"},
	"rowvalid":   {"rowvalid(.)": "0", "rowvalid('',0,.)": "2"},
	"rowconcat":  {"rowconcat('')": "''", "rowconcat('æ','','ø')": "'æø'", "rowconcat(.,'b')": "'b'"},

	"length": {"length('')": "0", "length('æøå')": "3", "length('a b')": "3", "length('日本')": "2"},
	"string": {"string(0)": "'0'", "string(-7)": "'-7'", "string(-0.0)": "'0'", "string(2.50)": "'2.5'", "string(301.0)": "'301'", "string(0.1)": "'0.1'",
		"string(1e21)": "'1000000000000000000000'", "string(0.000001)": "'0.000001'", "string(-9223372036854775808)": "'-9223372036854775808'", "string('')": "''"},
	"lower":      {"lower('ÆØÅ')": "'ÆØÅ'", "lower('aBÉ1')": "'abÉ1'", "lower('')": "''"},
	"upper":      {"upper('æøå')": "'æøå'", "upper('z')": "'Z'", "upper('')": "''"},
	"trim":       {"trim('\u00a0\tx y ')": "'x y'", "trim('   ')": "''", "trim('')": "''"},
	"ltrim":      {"ltrim('\t x ')": "'x '", "ltrim('x')": "'x'"},
	"rtrim":      {"rtrim(' x\u00a0')": "' x'", "rtrim('  ')": "''"},
	"substr":     {"substr('æøå',2,1)": "'ø'", "substr('æøå',-1)": "'å'", "substr('æøå',-3,2)": "'æø'", "substr('abc',-4,2)": "''", "substr('abc',4,1)": "''", "substr('abc',0,2)": "''", "substr('abc',2,99)": "'bc'", "substr('abc',1,-1)": "''", "substr('abc',1,0)": "''", "substr('abc',2.9,1.9)": "'b'", "substr('',1,1)": "''", "substr('abc',1e300)": "''"},
	"startswith": {"startswith('abc','abcd')": "0", "startswith('abc','')": "1", "startswith('Abc','a')": "0", "startswith('åbc','å')": "1", "startswith('','')": "1"},
	"endswith":   {"endswith('abc','bc')": "1", "endswith('abc','')": "1", "endswith('abC','c')": "0", "endswith('blå','å')": "1"},

	"inlist": {"inlist(1,1)": "1", "inlist(1,2)": "0", "inlist('a','a')": "1", "inlist('a','A')": "0", "inlist(1,.)": "0", "inlist(.,1)": "0", "inlist(.,.)": "0", "inlist(1.5,1,1.5)": "1",
		"inlist(9007199254740993,9007199254740992)": "0", "inlist('','')": "1", "inlist('a','b',.)": "0"},
	"inrange": {"inrange(1,1,5)": "1", "inrange(5,1,5)": "1", "inrange(3,5,1)": "0", "inrange(3,.,5)": "0", "inrange(3,1,.)": "0", "inrange(-1.5,-2,-1)": "1"},
	"sysmiss": {"sysmiss(.)": "1", "sysmiss(0)": "0", "sysmiss('')": "0"},
}

func TestByHand(t *testing.T) {
	for name, rows := range byHand {
		for call, want := range rows {
			require.True(t, strings.HasPrefix(call, name+"("), call)
			require.Equal(t, want, shown(evaluate(t, call), 0), call)
		}
	}
	for _, f := range All() {
		require.True(t, f.Eval == nil || len(byHand[f.Spec.Name]) > 0, "%s has no values worked out by hand", f.Spec.Name)
	}
}

// TestMissingArgumentsGiveMissing replaces every argument of the examples by `.`, in the
// groups whose functions promise it.
func TestMissingArgumentsGiveMissing(t *testing.T) {
	tests := map[string]bool{"startswith": true, "endswith": true} // never missing
	for _, f := range All() {
		switch f.Spec.Group {
		case "date", "probability", "mathematics", "string":
		default:
			continue
		}
		for _, e := range f.Spec.Examples {
			if f.Eval == nil {
				continue
			}
			_, args, _ := parse(t, e.Call)
			for k := range args {
				words := make([]string, len(args))
				for i := range args {
					words[i] = argument(t, e.Call, i)
				}
				words[k] = "."
				want := "."
				if tests[f.Spec.Name] {
					want = "0"
				}
				call := f.Spec.Name + "(" + strings.Join(words, ", ") + ")"
				require.Equal(t, want, shown(evaluate(t, call), 0), call)
			}
		}
	}
}

// argument is the text of argument i of a call without commas in its texts.
func argument(t *testing.T, call string, i int) string {
	_, rest, _ := strings.Cut(call, "(")
	parts := strings.Split(strings.TrimSuffix(rest, ")"), ",")
	require.Greater(t, len(parts), i, call)
	return strings.TrimSpace(parts[i])
}

// TestBindingFunctionsByHand computes bindings with the program that computes them.
func TestBindingFunctionsByHand(t *testing.T) {
	for call, want := range map[string]string{
		"date_fmt(2022,5)": "'2022-05-01'", "date_fmt(2022)": "'2022-01-01'", "date_fmt(2024,2,29)": "'2024-02-29'", "date_fmt(7,1,2)": "'0007-01-02'",
		"to_int('12')": "12", "to_int('-3')": "-3", "to_int('2.5')": "2.5", "to_int(7)": "7", "to_int('0301')": "301",
		"to_str(abc)": "'abc'", "to_str(12)": "'12'", "to_str(2.50)": "'2.5'", "to_str('x')": "'x'",
		"to_symbol('v1')": "v1", "to_symbol(v1)": "v1", "bind(k ++ 7)": "70", "bind(k7)": "70",
	} {
		require.Equal(t, want, bound(t, call), call)
	}
	for call, code := range map[string]string{
		"date_fmt(2023,2,29)": "X0009", "date_fmt('2022')": "X0009", "date_fmt(2022,13)": "X0009", "date_fmt(2022.5)": "X0009", "date_fmt(1,2,3,4)": "X0012",
		"to_int('x')": "X0010", "to_int('')": "X0010", "to_int('1e999')": "X0010", "to_int('0x10')": "X0010", "to_symbol('1a')": "X0003", "to_symbol(5)": "X0003", "bind(5)": "X0011",
	} {
		require.Equal(t, code, bound(t, call), call)
	}
}

// noCommands is a language of bindings only.
type noCommands struct{}

func (noCommands) Lookup(string) (syntax.CommandSyntax, bool) { return syntax.CommandSyntax{}, false }
func (noCommands) Names() []string                            { return nil }

// bound is the value of a call in a binding, or the code of what is wrong with it.
func bound(t *testing.T, call string) string {
	script, list := syntax.Parse(source.New("t", []byte("let k7 = 70\nlet v = "+call+"\n")), noCommands{})
	require.Empty(t, list, call)
	x := expand.NewExpander(Evaluator())
	if _, list = x.Expand(script); len(list) > 0 {
		return string(list[0].Code)
	}
	v, ok := x.Lookup("v")
	require.True(t, ok, call)
	return v.Written()
}

// TestTheOtherArgumentOrder turns every example of the continuous distributions and computes
// it by the code that the constant switches to.
func TestTheOtherArgumentOrder(t *testing.T) {
	stata, other := inOrder(continuous(), true), inOrder(continuous(), false)
	require.Len(t, other, 31)
	for i, f := range other {
		require.Equal(t, stata[i].Spec.Name, f.Spec.Name)
		for k, e := range f.Spec.Examples {
			_, args, cols := parse(t, e.Call)
			kind, bad := f.Spec.Typing(args)
			require.Nil(t, bad)
			out, err := f.Eval(newContext(), cols)
			require.NoError(t, err)
			require.Equal(t, kind, out.Kind)
			require.Equal(t, stata[i].Spec.Examples[k].Value, shown(out, 0), e.Call)
		}
	}
	require.Equal(t, "chi2(9.49, 4)", valueFirst("chi2(4,9.49)"))
	require.Equal(t, "F(f, d1, d2 [, lambda])", valueFirst("F(d1, d2, [lambda,] f)"))
	require.Equal(t, "nchi2(x, v, lambda)", valueFirst("nchi2(v, lambda, x)"))
	require.Equal(t, types.StataArgumentOrder, strings.HasPrefix(find(t, "chi2").Spec.Syntax, "chi2(v"))
}

// TestBindingExamples computes the examples of the binding functions.
func TestBindingExamples(t *testing.T) {
	for _, f := range bindings() {
		for _, e := range f.Spec.Examples {
			require.Equal(t, e.Value, bound(t, e.Call), e.Call)
		}
	}
}
