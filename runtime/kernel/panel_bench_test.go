package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// BenchmarkPanelTable is a table of a category by the times of a panel: 1.375 million units
// at 8 times, a quarter of the panel of performance.md.
func BenchmarkPanelTable(b *testing.B) {
	const people, dates = 1_375_000, 8
	r := rand.New(rand.NewPCG(1, 2))
	units, when, what := make([]uint32, people*dates), make([]int64, people*dates), make([]uint32, people*dates)
	op := TimeGroups{}
	for d := range dates {
		op.Values = append(op.Values, int64(17000+365*d))
	}
	status := uint32(0)
	for i := range units {
		units[i], when[i] = uint32(i/dates), op.Values[i%dates]
		if i%dates == 0 || r.IntN(10) == 0 {
			status = uint32(r.IntN(20))
		}
		what[i] = status
	}
	dict := &column.Dict{Sorted: true}
	for i := range 20 {
		dict.Values = append(dict.Values, string(rune('a'+i)))
	}
	l := lab()
	benchKeys(b, l)
	ucol, tcol := column.FromKeys(units, "FNR", nil), &column.Column{Kind: types.Date, Len: len(when), Ints: when}
	vcol := column.FromCodes(what, dict, nil)
	groups := func() *Groups {
		return result[*Groups](b, Cross{}, result[*Groups](b, Group{}, vcol), result[*Groups](b, op, tcol))
	}
	cells := groups()
	b.Run("group", func(b *testing.B) { benchOp(b, Group{}, vcol) })
	b.Run("sets", func(b *testing.B) { benchOp(b, TableSets{Rows: true}, l.keys, ucol, cells) })
	b.Run("cells", func(b *testing.B) { benchOp(b, UnitSets{}, l.keys, ucol, cells) })
}

// BenchmarkPanelSummary describes a number at the times of a panel.
func BenchmarkPanelSummary(b *testing.B) {
	const people, dates = 1_375_000, 8
	r := rand.New(rand.NewPCG(1, 2))
	units, when, pay := make([]uint32, people*dates), make([]int64, people*dates), make([]int64, people*dates)
	op := TimeGroups{}
	for d := range dates {
		op.Values = append(op.Values, int64(17000+365*d))
	}
	valid := column.NewBitmap(len(units))
	for i := range units {
		units[i], when[i] = uint32(i/dates), op.Values[i%dates]
		pay[i] = int64(math.Exp(13 + 0.6*r.NormFloat64()))
		if r.IntN(5) > 0 {
			valid.Set(i)
		}
	}
	l := lab()
	benchKeys(b, l)
	ucol, pcol := column.FromKeys(units, "FNR", nil), column.FromInts(pay, valid)
	groups := result[*Groups](b, op, &column.Column{Kind: types.Date, Len: len(when), Ints: when})
	percents := Order{Percents: []int{1, 25, 50, 75, 99}}
	orders := result[*Orders](b, percents, groups, pcol)
	bounds := result[*BoundsEach](b, WinsorBounds{Each: true}, orders)
	needs := disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceOrder | disclosure.EvidenceMoments | disclosure.EvidenceDeviants
	b.Run("order", func(b *testing.B) { benchOp(b, percents, groups, pcol) })
	b.Run("describe", func(b *testing.B) { benchOp(b, Describe{Needs: needs}, l.keys, ucol, groups, pcol, bounds, orders) })
}
