package kernel

import (
	"math/rand/v2"
	"testing"

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
