package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/stretchr/testify/require"
)

func randomRules(r *rand.Rand, text bool) []RecodeRule {
	var rules []RecodeRule
	for range 1 + r.IntN(4) {
		var rule RecodeRule
		switch r.IntN(8) {
		case 0:
			rule.Any = true
		case 1:
			rule.Missing = true
		case 2:
			rule.Nonmissing = true
		default:
			for range 1 + r.IntN(3) {
				if text {
					rule.Texts = append(rule.Texts, []string{"a", "b", "bb", "æ", "none"}[r.IntN(5)])
					continue
				}
				lo := float64(r.IntN(30)-15) / 2
				s := RecodeSpan{Lo: lo, Hi: lo + float64(r.IntN(5))}
				switch r.IntN(6) {
				case 0:
					s.LoMin = true
				case 1:
					s.HiMax = true
				case 2:
					s.LoMax, s.HiMax = true, true
				}
				rule.Spans = append(rule.Spans, s)
			}
		}
		rule.To = Literal{Kind: types.Integer, Int: int64(r.IntN(5))}
		if text {
			rule.To = Literal{Kind: types.Text, Text: []string{"a", "new", "bb"}[r.IntN(3)]}
		}
		if r.IntN(5) == 0 {
			rule.To = Literal{}
		}
		rules = append(rules, rule)
	}
	return rules
}

// naiveRecode applies the first matching rule to one value.
func naiveRecode(rules []RecodeRule, v any, low, high float64) (to any, rule int) {
	for k, rule := range rules {
		hit := rule.Any || v == nil && rule.Missing || v != nil && rule.Nonmissing
		for _, s := range rule.Spans {
			if v == nil {
				break
			}
			lo, hi := s.Lo, s.Hi
			if s.LoMin {
				lo = low
			}
			if s.LoMax {
				lo = high
			}
			if s.HiMax {
				hi = high
			}
			hit = hit || lo <= real64(v) && real64(v) <= hi
		}
		if s, ok := v.(string); ok {
			hit = hit || slices.Contains(rule.Texts, s)
		}
		if !hit {
			continue
		}
		switch rule.To.Kind {
		case types.Integer:
			return rule.To.Int, k
		case types.Text:
			return rule.To.Text, k
		}
		return nil, k
	}
	return v, -1
}

func TestRecodeAgainstRowAtATime(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	for _, n := range testSizes {
		for _, kind := range []types.Kind{types.Integer, types.Decimal, types.Date, types.Boolean, types.Text} {
			for round := range 4 {
				if n > 1000 && round > 0 {
					continue
				}
				x, mask := randomColumn(r, kind, n), randomColumn(r, types.Boolean, n)
				rules := randomRules(r, kind == types.Text)
				low, high := math.Inf(1), math.Inf(-1)
				for i := range n {
					if kind != types.Text && !x.Missing(i) {
						low, high = math.Min(low, x.Float(i)), math.Max(high, x.Float(i))
					}
				}
				forThreads(t, func(t *testing.T, c *Context) {
					out, err := Recode{Rules: rules, Kind: kind}.Run(c, []any{x, mask})
					require.NoError(t, err)
					got := run(t, c, RecodedColumn{}, out)
					changed := make([]*column.Column, len(rules))
					for k := range rules {
						changed[k] = run(t, c, RecodeChanged{k}, out)
					}
					for i := range n {
						v := cell(x, i)
						want, rule := v, -1
						if truth(cell(mask, i)) {
							want, rule = naiveRecode(rules, v, low, high)
						}
						if kind == types.Text {
							equal(t, want, cell(got, i))
						} else {
							checkNumber(t, want, got, i)
						}
						same := want == v || want != nil && v != nil && kind != types.Text && real64(want) == real64(v)
						for k := range rules {
							equal(t, k == rule && !same, cell(changed[k], i))
						}
					}
				})
			}
		}
	}
}

func TestRecodeMayChangeTheFamily(t *testing.T) {
	c := testContext(1)
	x := column.FromInts([]int64{1, 2, 9}, column.BitmapOf(true, true, false))
	out, err := Recode{Kind: types.Text, Rules: []RecodeRule{
		{Spans: []RecodeSpan{{Lo: 1, Hi: 1}}, To: Literal{Kind: types.Text, Text: "one"}},
		{Any: true, To: Literal{Kind: types.Text, Text: "rest"}},
	}}.Run(c, []any{x})
	require.NoError(t, err)
	require.Equal(t, []any{"one", "rest", "rest"}, cells(run(t, c, RecodedColumn{}, out), 3))
}

func TestDestring(t *testing.T) {
	c := testContext(1)
	texts := []string{" 0301 ", "1,5", "", "x", "-2.50", "1e3", "NaN", "0x10", "1_0", " ", "+7", "."}
	col := column.FromTexts(texts, nil)
	require.Equal(t, []any{301.0, nil, nil, nil, -2.5, 1000.0, nil, nil, nil, nil, 7.0, nil}, cells(run(t, c, Destring{}, col), len(texts)))
	require.Equal(t, []any{false, true, false, true, false, false, true, true, true, false, false, true}, cells(run(t, c, DestringOffends{}, col), len(texts)))
	comma := run(t, c, Destring{DecimalComma: true}, col)
	require.Equal(t, []any{301.0, 1.5, nil, nil, nil}, cells(comma, 5))
	require.Equal(t, []any{301.0, 15.0}, cells(run(t, c, Destring{Ignore: ",."}, col), 2))
}

func TestSampleKeepsTheSmallestKeys(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 54))
	for _, n := range testSizes {
		keys := make(SortKeys, n)
		for i := range keys {
			keys[i] = r.Uint64()
			if r.IntN(3) == 0 {
				keys[i] = 7 // ties
			}
		}
		for _, op := range []Sample{{Count: 10}, {Fraction: 0.3}, {Fraction: 0.9}, {Count: 10 * ChunkRows}} {
			size := min(op.Count, n)
			if op.Count == 0 {
				size = int(math.Floor(op.Fraction*float64(n) + 0.5))
			}
			order := make([]uint32, n)
			for i := range order {
				order[i] = uint32(i)
			}
			slices.SortStableFunc(order, func(a, b uint32) int {
				if keys[a] < keys[b] {
					return -1
				} else if keys[a] > keys[b] {
					return 1
				}
				return 0
			})
			want := slices.Clone(order[:size])
			slices.Sort(want)
			forThreads(t, func(t *testing.T, c *Context) {
				out, err := op.Run(c, []any{keys})
				require.NoError(t, err)
				require.True(t, slices.Equal(want, out.(*Selection).Rows))
			})
		}
	}
}

func TestDivision(t *testing.T) {
	c := testContext(1)
	// functions.md: quantile(x, 4) of 10 20 20 30 40 50 60 70 80 90, cut points 22.5 45 67.5
	x := column.FromInts([]int64{10, 20, 20, 30, 40, 50, 60, 70, 80, 90}, nil)
	require.Equal(t, []int64{0, 0, 0, 1, 1, 2, 2, 3, 3, 3}, run(t, c, Division{}, x, CutPoints{22.5, 45, 67.5}).Ints)
}
