package kernel

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/stretchr/testify/require"
)

// step is one op of a small script over a dataset, with the numbers of earlier steps as
// inputs; negative numbers are the dataset's columns.
type step struct {
	op Op
	in []int
}

// script touches every family of ops.
var script = []step{
	{Binary{"+"}, []int{-1, -2}},                               // 0
	{Binary{"<"}, []int{-1, -2}},                               // 1
	{Where{}, []int{-1, 1}},                                    // 2
	{IfElse{}, []int{-1, -2, 1}},                               // 3
	{IfElse{}, []int{-3, -4, 1}},                               // 4
	{Cast{types.Decimal}, []int{-1}},                           // 5
	{Select{}, []int{1}},                                       // 6
	{Take{}, []int{-2, 6}},                                     // 7
	{Group{}, []int{-3}},                                       // 8
	{Group{Missing: true}, []int{-1}},                          // 9
	{Cross{}, []int{8, 9}},                                     // 10
	{Combine{}, []int{8, 9}},                                   // 11
	{Margin{"rows"}, []int{10}},                                // 12
	{UnitSets{MayRepeat: true}, []int{-6, -5, 10}},             // 13
	{UnitSets{}, []int{-6, -5, 10}},                            // 14
	{MergeSets{"total"}, []int{14, 10}},                        // 15
	{All{}, []int{-5}},                                         // 16
	{Order{Sorted: true}, []int{16, -2}},                       // 17
	{WinsorBounds{}, []int{17}},                                // 18
	{Describe{Needs: 1<<9 - 1}, []int{-6, -5, 16, -2, 18, 17}}, // 19
	{Order{Percents: []int{50}}, []int{8, -2}},                 // 20
	{Describe{Needs: disclosure.EvidenceOrder, MayRepeat: true}, []int{-6, -5, 8, -2, 18, 20}}, // 21
	{Totals{}, []int{8, -1}},         // 22
	{Squares{}, []int{8, -1, 22}},    // 23
	{GroupStat{"sd"}, []int{22, 23}}, // 24
	{GroupExtreme{}, []int{8, -2}},   // 25
	{MapGroups{}, []int{24, 8}},      // 26
	{BuildIndex{}, []int{-5}},        // 27
	{Match{}, []int{27, -5}},         // 28
	{Gather{}, []int{-3, 28}},        // 29
	{Duplicates{}, []int{-5}},        // 30
	{Matched{}, []int{28}},           // 31
	{Unary{"!"}, []int{1}},           // 32
	{Recode{Kind: types.Integer, Rules: []RecodeRule{{Nonmissing: true, To: Literal{}}}}, []int{-1}}, // 33
	{RecodedColumn{}, []int{33}},          // 34
	{RecodeChanged{0}, []int{33}},         // 35
	{Destring{}, []int{-3}},               // 36
	{Where{}, []int{-2, 1}},               // 37
	{Restrict{Valid: true}, []int{8, -2}}, // 38
	{InList{}, []int{-3, -4}},             // 39
	{Unary{"-"}, []int{-2}},               // 40
	{SysMissing{}, []int{-2}},             // 41
	{Compose{}, []int{6, 42}},             // 43 after 42
}

// play runs the script and releases everything; the first error ends it.
func play(c *Context, data []any) error {
	results := map[int]any{}
	defer func() {
		for _, v := range results {
			if r, ok := v.(interface{ Release() }); ok {
				r.Release()
			}
		}
	}()
	for i, s := range script {
		in := make([]any, len(s.in))
		for k, n := range s.in {
			switch {
			case n < 0:
				in[k] = data[-n-1]
			case n == 42:
				in[k] = &Selection{Of: len(results[6].(*Selection).Rows)}
			default:
				in[k] = results[n]
			}
		}
		out, err := s.op.Run(c, in)
		if err != nil {
			return err
		}
		results[i] = out
	}
	return nil
}

func lifeData(t *testing.T, n int) []any {
	r := rand.New(rand.NewPCG(71, 72))
	units := make([]uint32, n)
	for i := range units {
		units[i] = uint32(i / 2)
	}
	text := randomColumn(r, types.Text, n)
	ints, floats := randomColumn(r, types.Integer, n), randomColumn(r, types.Decimal, n)
	floats.Valid = column.NewBitmap(n)
	for i := range n {
		if i%7 != 0 {
			floats.Valid.Set(i)
		}
	}
	return []any{ints, floats, text, randomColumn(r, types.Text, n), column.FromKeys(units, "FNR", nil), labKeys(t, n)}
}

func TestEveryBufferIsGivenBack(t *testing.T) {
	data := lifeData(t, ChunkRows+100)
	c := testContext(2)
	require.NoError(t, play(c, data))
	require.Zero(t, c.Pool.Live())
	peak := c.Pool.Peak()
	for share := range int64(12) {
		c.Pool = mem.NewPool(peak * share / 12)
		require.ErrorIs(t, play(c, data), mem.ErrBudget)
		require.Zero(t, c.Pool.Live(), "after running out of %d/12", share)
	}
}

// countdown is a context that is cancelled after it was looked at a number of times.
type countdown struct {
	context.Context
	left chan struct{}
}

func (d countdown) Err() error {
	select {
	case <-d.left:
		return nil
	default:
		return context.Canceled
	}
}

func TestCancellationLeavesNothingBehind(t *testing.T) {
	data := lifeData(t, ChunkRows+100)
	for looks := 0; ; looks += 7 {
		left := make(chan struct{}, looks)
		for range looks {
			left <- struct{}{}
		}
		c := testContext(2)
		c.Ctx = countdown{context.Background(), left}
		err := play(c, data)
		require.Zero(t, c.Pool.Live(), "cancelled after %d looks", looks)
		if err == nil {
			break
		}
		require.True(t, errors.Is(err, context.Canceled))
	}
}
