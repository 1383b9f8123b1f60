package fn

import (
	"math"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/stat"
)

func mathematics() []registry.Function {
	real := func(name string, summary t, f func(float64) float64, examples ...string) registry.Function {
		return declare(name, name+"(x)", 1, 1, summary, takes(number).gives(types.Decimal), map1(f), examples...)
	}
	integer := func(name string, summary t, f func(float64) float64, examples ...string) registry.Function {
		return declare(name, name+"(x)", 1, 1, summary, takes(number).gives(types.Integer), wholeOf(f), examples...)
	}
	out := []registry.Function{
		declare("abs", "abs(x)", 1, 1, t{"Tallverdien av x.", "The absolute value of x."},
			takes(number).widest(), absolute, "abs(-3)", "3", "abs(-2.5)", "2.5"),
		real("acos", t{"Vinkelen i radianer som har cosinus x; x fra −1 til 1.", "The angle in radians whose cosine is x; x from −1 to 1."},
			stat.Acos, "acos(.5)", "1.047197551", "acos(2)", "."),
		real("asin", t{"Vinkelen i radianer som har sinus x; x fra −1 til 1.", "The angle in radians whose sine is x; x from −1 to 1."},
			stat.Asin, "asin(.5)", "0.5235987756"),
		real("atan", t{"Vinkelen i radianer som har tangens x.", "The angle in radians whose tangent is x."}, stat.Atan, "atan(1)", "0.7853981634"),
		real("cos", t{"Cosinus til x radianer.", "The cosine of x radians."}, stat.Cos, "cos(1)", "0.5403023059"),
		real("sin", t{"Sinus til x radianer.", "The sine of x radians."}, stat.Sin, "sin(1)", "0.8414709848"),
		real("tan", t{"Tangens til x radianer.", "The tangent of x radians."}, stat.Tan, "tan(1)", "1.557407725"),
		real("exp", t{"e opphøyd i x. Over 709,78 blir verdien manglende.", "e to the power of x. Above 709.78 the value is missing."},
			stat.Exp, "exp(2)", "7.389056099", "exp(710)", "."),
		real("ln", t{"Den naturlige logaritmen til x; x større enn 0.", "The natural logarithm of x; x above 0."}, stat.Log, "ln(10)", "2.302585093", "ln(0)", "."),
		real("log10", t{"Logaritmen til x med grunntall 10; x større enn 0.", "The logarithm of x to base 10; x above 0."}, stat.Log10, "log10(1000)", "3"),
		real("lnfactorial", t{"Den naturlige logaritmen til n!; n rundes ned.", "The natural logarithm of n!; n is rounded down."},
			stat.LnFactorial, "lnfactorial(5)", "4.787491743", "lnfactorial(-1)", "."),
		declare("comb", "comb(n, k)", 2, 2, t{"Antall måter å velge k av n på; hele tall, 0 ≤ k ≤ n.", "The number of ways to choose k of n; whole numbers, 0 ≤ k ≤ n."},
			takes(number).gives(types.Decimal), mapN(func(x []float64) float64 { return stat.Comb(x[0], x[1]) }), "comb(10,3)", "120", "comb(3,4)", "."),
		real("logit", t{"ln(p / (1 − p)) for p mellom 0 og 1.", "ln(p / (1 − p)) for p between 0 and 1."}, stat.Logit, "logit(.8)", "1.386294361", "logit(1)", "."),
		real("sqrt", t{"Kvadratroten av x; x ikke under 0.", "The square root of x; x not below 0."}, math.Sqrt, "sqrt(2)", "1.414213562", "sqrt(-1)", "."),
		declare("pi", "pi()", 0, 0, t{"Tallet pi.", "The number pi."}, takes().gives(types.Decimal), pi, "pi()", "3.141592654"),
		declare("int", "int(x)", 1, 1, t{"x uten desimaler.", "x without its decimals."}, takes(number).gives(types.Integer), truncate, "int(7.9)", "7", "int(-7.9)", "-7"),
		integer("floor", t{"Det største hele tallet som ikke er over x.", "The largest whole number not above x."}, math.Floor, "floor(7.9)", "7", "floor(-7.2)", "-8"),
		integer("ceil", t{"Det minste hele tallet som ikke er under x.", "The smallest whole number not below x."}, math.Ceil, "ceil(7.1)", "8", "ceil(-7.9)", "-7"),
		declare("round", "round(x [, u])", 1, 2,
			t{"Det nærmeste multiplum av u, eller det nærmeste hele tallet. Midt imellom rundes bort fra 0.", "The nearest multiple of u, or the nearest whole number. Halfway is rounded away from 0."},
			takes(number).roundKind(), round, "round(7.5)", "8", "round(-7.5)", "-8", "round(1234,100)", "1200", "round(2.345,0.1)", "2.3"),
	}
	return append(out, quantile())
}

func map1(f func(float64) float64) evaluation {
	return func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
		return kernel.Map1(c, args[0], func(x float64) (float64, bool) { return f(x), true })
	}
}

// mapN applies a function that may take milliseconds a row: an interrupt is seen at every
// row, not only between chunks. What is computed after it is thrown away.
func mapN(f func(x []float64) float64) evaluation {
	return func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
		return kernel.MapN(c, args, func(x []float64) (float64, bool) {
			if c.Ctx.Err() != nil {
				return 0, false
			}
			return f(x), true
		})
	}
}

// wholeOf rounds decimals with f; whole numbers stay.
func wholeOf(f func(float64) float64) evaluation {
	return func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
		if whole(args[0].Kind) {
			return asInteger(c, args[0])
		}
		return kernel.MapInt(c, types.Integer, args[0], func(x float64) (int64, bool) { return int64Of(f(x)) })
	}
}

func truncate(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	if whole(args[0].Kind) {
		return asInteger(c, args[0])
	}
	return kernel.Truncate(c, args[0])
}

// int64Of is false when x does not fit.
func int64Of(x float64) (int64, bool) {
	if !(x >= -(1<<63) && x < 1<<63) {
		return 0, false
	}
	return int64(x), true
}

// asInteger is the same whole numbers as kind integer.
func asInteger(c *kernel.Context, a *column.Column) (*column.Column, error) {
	if a.Kind == types.Boolean {
		return kernel.MapWhole(c, types.Integer, a, func(n int64) (int64, bool) { return n, true })
	}
	out := kernel.Same(a)
	out.Kind = types.Integer
	return out, nil
}

func absolute(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	if args[0].Kind == types.Decimal {
		return map1(math.Abs)(c, args)
	}
	return kernel.MapWhole(c, types.Integer, args[0], func(n int64) (int64, bool) {
		return max(n, -n), n != math.MinInt64
	})
}

func pi(*kernel.Context, []*column.Column) (*column.Column, error) {
	out := column.FromFloats([]float64{math.Pi}, nil)
	out.Const = true
	return out, nil
}

// roundKind is integer without a unit, else decimal.
func (r typing) roundKind() typing {
	r.result = func(args []command.Argument) types.Kind {
		if len(args) == 1 {
			return types.Integer
		}
		return types.Decimal
	}
	return r
}

func round(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	if len(args) == 1 {
		return wholeOf(math.Round)(c, args)
	}
	if u := args[1]; u.Const && u.Kind != types.Untyped && !u.Missing(0) {
		g := gridOf(u.Float(0))
		return kernel.Map1(c, args[0], func(x float64) (float64, bool) { return g.nearest(x), true })
	}
	return mapN(func(x []float64) float64 { return gridOf(x[1]).nearest(x[0]) })(c, args)
}

// grid is the multiples of a unit. With at most 15 decimals the unit is the fraction
// steps/scale of whole numbers, and a multiple k·steps/scale has one rounding only: the
// decimal number nearest to it, without binary noise.
type grid struct{ unit, steps, scale float64 }

func gridOf(u float64) grid {
	g := grid{unit: math.Abs(u)}
	s := strconv.FormatFloat(g.unit, 'f', -1, 64)
	point := strings.IndexByte(s, '.')
	decimals := 0
	if point >= 0 {
		decimals = len(s) - point - 1
		s = s[:point] + s[point+1:]
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n < 1<<53 && decimals <= 15 {
		g.steps, g.scale = float64(n), 1
		for range decimals {
			g.scale *= 10
		}
	}
	return g
}

// nearest is the multiple nearest to x, halves away from 0; x itself for a unit of 0.
func (g grid) nearest(x float64) float64 {
	if g.unit == 0 {
		return x
	}
	k := math.Round(x / g.unit)
	if math.IsInf(k, 0) { // the unit is too small to matter
		return x
	}
	if m := k * g.steps; g.steps > 0 && math.Abs(m) < 1<<53 {
		return m / g.scale
	}
	return k * g.unit
}

func quantile() registry.Function {
	f := declare("quantile", "quantile(x, k)", 2, 2,
		t{"Gruppen 0 … k−1 når radene med verdi deles i k like store grupper etter x; k fra 2 til 100. Like verdier holdes sammen, manglende forblir manglende.",
			"The group 0 … k−1 when the rows with a value are divided into k groups of equal size by x; k from 2 to 100. Equal values stay together, missing stays missing."},
		takes(number).gives(types.Integer).and(func(name string, args []command.Argument) *command.ArgProblem {
			if n, ok := args[1].Literal.(*syntax.Number); !ok || n.Value != math.Floor(n.Value) || n.Value < 2 || n.Value > 100 {
				return problem(1, codeParts, name)
			}
			return nil
		}), nil, "quantile(x, 4)", "0 0 0 1 1 2 2 3 3 3")
	f.Spec.Examples[0].Given = "x: 10 20 20 30 40 50 60 70 80 90"
	f.Special = registry.Quantile
	f.LowerSpecial = lowerQuantile
	return f
}
