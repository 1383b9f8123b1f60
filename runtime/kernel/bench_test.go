//go:build unix

package kernel

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// benchRows is the population of the benchmark of the issue.
const benchRows = 5_500_000

// bench is a synthetic population, made once.
type bench struct {
	pool                         *mem.Pool
	units, family                *column.Column
	income, wealth, age          *column.Column
	sex, education, municipality *column.Column
	filter                       *column.Column
	keys                         *disclosure.Keys
}

var lab = sync.OnceValue(func() *bench {
	r := rand.New(rand.NewPCG(1, 1))
	n := benchRows
	b := &bench{pool: mem.NewPool(16 << 30)}
	units, family, income, wealth, age := make([]uint32, n), make([]uint32, n), make([]int64, n), make([]float64, n), make([]int64, n)
	sex, education, municipality, filter := make([]uint32, n), make([]uint32, n), make([]uint32, n), make([]uint8, n)
	valid := column.NewBitmap(n)
	for i := range n {
		units[i] = uint32(i + i/3)
		family[i] = units[i]
		if r.IntN(100) < 56 {
			family[i] = units[r.IntN(i+1)]
		}
		income[i] = int64(math.Exp(r.NormFloat64()*0.7 + 12.8))
		wealth[i] = math.Exp(r.NormFloat64()*1.5+13) - 200000
		age[i] = int64(r.IntN(100))
		sex[i], education[i], municipality[i] = uint32(r.IntN(2)), uint32(r.IntN(9)), uint32(r.IntN(357))
		if r.IntN(100) < 80 {
			filter[i] = 1
		}
		if r.IntN(20) > 0 {
			valid.Set(i)
		}
	}
	dict := func(k int) *column.Dict {
		d := &column.Dict{Sorted: true}
		for i := range k {
			d.Values = append(d.Values, string([]rune{rune('0' + i/100), rune('0' + i/10%10), rune('0' + i%10)}))
		}
		return d
	}
	b.units, b.family = column.FromKeys(units, "FNR", nil), column.FromKeys(family, "FNR", nil)
	b.income, b.wealth, b.age = column.FromInts(income, valid), column.FromFloats(wealth, valid), column.FromInts(age, nil)
	b.sex, b.education, b.municipality = column.FromCodes(sex, dict(2), nil), column.FromCodes(education, dict(9), valid), column.FromCodes(municipality, dict(357), nil)
	b.filter = column.FromBools(filter)
	return b
})

func benchKeys(b *testing.B, l *bench) {
	if l.keys == nil {
		l.keys = labKeys(b, benchRows*4/3+1)
	}
}

// cpuTime is what the process has used so far: on a busy machine it says more than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// releasable is a result of any kind.
type releasable interface{ Release() }

// benchOp runs one step per iteration on one and on two threads.
func benchOp(b *testing.B, op Op, in ...any) {
	for _, threads := range []int{1, 2} {
		b.Run(map[int]string{1: "threads=1", 2: "threads=2"}[threads], func(b *testing.B) {
			c := testContext(threads)
			c.Pool = lab().pool
			before := cpuTime()
			for b.Loop() {
				out, err := op.Run(c, in)
				if err != nil {
					b.Fatal(err)
				}
				if r, ok := out.(releasable); ok {
					r.Release()
				}
			}
			b.ReportMetric(float64((cpuTime()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// result runs a step that prepares a benchmark.
func result[T any](b *testing.B, op Op, in ...any) T {
	c := testContext(runtime.NumCPU())
	c.Pool = lab().pool
	out, err := op.Run(c, in)
	if err != nil {
		b.Fatal(err)
	}
	return out.(T)
}

func constInt(v int64) *column.Column {
	return &column.Column{Kind: types.Integer, Len: 1, Const: true, Ints: []int64{v}}
}

func BenchmarkExpressions(b *testing.B) {
	l := lab()
	b.Run("add-int", func(b *testing.B) { benchOp(b, Binary{"+"}, l.income, l.age) })
	b.Run("mul-float", func(b *testing.B) { benchOp(b, Binary{"*"}, l.wealth, l.income) })
	b.Run("div-const", func(b *testing.B) { benchOp(b, Binary{"/"}, l.income, constInt(1000)) })
	b.Run("less-const", func(b *testing.B) { benchOp(b, Binary{"<"}, l.income, constInt(400000)) })
	b.Run("equal-text", func(b *testing.B) {
		benchOp(b, Binary{"=="}, l.municipality, result[*column.Column](b, Literal{Kind: types.Text, Text: "301"}))
	})
	b.Run("and", func(b *testing.B) { benchOp(b, Binary{"&"}, l.filter, l.filter) })
	b.Run("if-else", func(b *testing.B) { benchOp(b, IfElse{}, constInt(3), l.income, l.filter) })
	b.Run("where", func(b *testing.B) { benchOp(b, Where{}, l.income, l.filter) })
	b.Run("map-text", func(b *testing.B) {
		benchOp(b, Func{Label: "substr", Apply: func(c *Context, in []*column.Column) (*column.Column, error) {
			return MapDict(c, in[0], func(s string) (string, bool) { return s[:1], true })
		}}, l.municipality)
	})
	b.Run("map-int", func(b *testing.B) {
		benchOp(b, Func{Label: "int", Apply: func(c *Context, in []*column.Column) (*column.Column, error) {
			return MapInt(c, types.Integer, in[0], Floor)
		}}, l.wealth)
	})
	b.Run("recode", func(b *testing.B) {
		benchOp(b, Recode{Kind: types.Integer, Rules: []RecodeRule{
			{Spans: []RecodeSpan{{Lo: 0, Hi: 17}}, To: Literal{Kind: types.Integer, Int: 1}},
			{Spans: []RecodeSpan{{Lo: 18, Hi: 66}}, To: Literal{Kind: types.Integer, Int: 2}},
			{Any: true, To: Literal{Kind: types.Integer, Int: 3}},
		}}, l.age)
	})
}

func BenchmarkFilter(b *testing.B) {
	l := lab()
	b.Run("select", func(b *testing.B) { benchOp(b, Select{}, l.filter) })
	sel := result[*Selection](b, Select{}, l.filter)
	b.Run("take-int-valid", func(b *testing.B) { benchOp(b, Take{}, l.income, sel) })
	b.Run("take-code", func(b *testing.B) { benchOp(b, Take{}, l.municipality, sel) })
}

func BenchmarkTabulate(b *testing.B) {
	l := lab()
	benchKeys(b, l)
	rows, cols := result[*Groups](b, Group{}, l.municipality), result[*Groups](b, Group{}, l.education)
	cells := result[*Groups](b, Cross{}, rows, cols)
	b.Run("group-text", func(b *testing.B) { benchOp(b, Group{}, l.municipality) })
	b.Run("group-int", func(b *testing.B) { benchOp(b, Group{}, l.age) })
	b.Run("group-double", func(b *testing.B) { benchOp(b, Group{}, l.wealth) })
	b.Run("cross", func(b *testing.B) { benchOp(b, Cross{}, rows, cols) })
	b.Run("set-keys", func(b *testing.B) { benchOp(b, UnitSets{}, l.keys, l.units, cells) })
	b.Run("set-keys-anchors", func(b *testing.B) { benchOp(b, UnitSets{Anchors: true}, l.keys, l.units, cells) })
	b.Run("set-keys-repeat", func(b *testing.B) { benchOp(b, UnitSets{MayRepeat: true}, l.keys, l.units, cells) })
}

func BenchmarkSummarize(b *testing.B) {
	l := lab()
	benchKeys(b, l)
	all := result[*Groups](b, All{}, l.units)
	towns := result[*Groups](b, Group{}, l.municipality)
	percents := Order{Percents: []int{1, 25, 50, 75, 99}}
	for name, col := range map[string]*column.Column{"income": l.income, "wealth": l.wealth, "age": l.age} {
		b.Run("order/"+name, func(b *testing.B) { benchOp(b, percents, all, col) })
		b.Run("order-by-town/"+name, func(b *testing.B) { benchOp(b, percents, towns, col) })
		orders := result[*Orders](b, percents, all, col)
		bounds := result[*disclosure.Bounds](b, WinsorBounds{}, orders)
		needs := disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceOrder
		b.Run("describe-quantiles/"+name, func(b *testing.B) { benchOp(b, Describe{Needs: needs}, l.keys, l.units, all, col, bounds, orders) })
		needs |= disclosure.EvidenceMoments | disclosure.EvidenceDeviants
		b.Run("describe/"+name, func(b *testing.B) { benchOp(b, Describe{Needs: needs}, l.keys, l.units, all, col, bounds, orders) })
		b.Run("describe-by-town/"+name, func(b *testing.B) {
			benchOp(b, Describe{Needs: needs}, l.keys, l.units, towns, col, bounds, result[*Orders](b, percents, towns, col))
		})
	}
	b.Run("order-sorted/wealth", func(b *testing.B) { benchOp(b, Order{Sorted: true}, all, l.wealth) })
}

func BenchmarkCollapse(b *testing.B) {
	l := lab()
	g := result[*Groups](b, Group{}, l.family)
	s := result[*Summed](b, Totals{}, g, l.income)
	b.Logf("%d families", g.Count)
	b.Run("group-key", func(b *testing.B) { benchOp(b, Group{}, l.family) })
	b.Run("totals-int", func(b *testing.B) { benchOp(b, Totals{}, g, l.income) })
	b.Run("totals-float", func(b *testing.B) { benchOp(b, Totals{}, g, l.wealth) })
	b.Run("squares", func(b *testing.B) { benchOp(b, Squares{}, g, l.income, s) })
	b.Run("mean", func(b *testing.B) { benchOp(b, GroupStat{"mean"}, s) })
	b.Run("median", func(b *testing.B) { benchOp(b, Order{Exact: true}, g, l.income) })
	key, mean := g.Keys[0], result[*column.Column](b, GroupStat{"mean"}, s)
	b.Run("index", func(b *testing.B) { benchOp(b, BuildIndex{}, key) })
	x := result[*Index](b, BuildIndex{}, key)
	b.Run("match", func(b *testing.B) { benchOp(b, Match{}, x, l.family) })
	m := result[*Matches](b, Match{}, x, l.family)
	b.Run("gather", func(b *testing.B) { benchOp(b, Gather{}, mean, m) })
	b.Run("broadcast", func(b *testing.B) { benchOp(b, MapGroups{}, mean, g) })
}
