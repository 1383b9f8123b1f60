package disclosure_test

import (
	"context"
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
)

// The package comment's example, run.
func Example() {
	policy, err := disclosure.ParsePolicy(disclosure.DemoPolicy("demo"))
	if err != nil {
		panic(err)
	}
	gate, err := disclosure.New(disclosure.DemoRing(), policy)
	if err != nil {
		panic(err)
	}
	keys, err := gate.Keys(context.Background(), "PERSON", disclosure.IntIds{11, 12, 13, 14, 15}, 2)
	if err != nil {
		panic(err)
	}
	cells, total := make([]disclosure.SetKey, 2), make([]disclosure.SetKey, 1)
	keys.Accumulate(cells, []uint32{0, 1, 0, 0, 1}, []uint32{0, 1, 2, 3, 4})
	disclosure.MergeBy(total, []uint32{0, 0}, cells)
	sheet := disclosure.NewGrid(disclosure.Grid{
		Rows:     []disclosure.Axis{{Name: "sex", Categories: []disclosure.Category{{Code: "1"}, {Code: "2"}}}},
		Tuples:   [][]int{{0}, {1}},
		Stats:    []disclosure.Statistic{disclosure.StatFreq},
		RowTotal: disclosure.Cells{Units: cells},
		Total:    disclosure.Cells{Units: total},
	})
	fmt.Println(sheet, cells[0])
	released, account, err := gate.Release(sheet, disclosure.Rule{Kind: disclosure.RuleTable, Evidence: disclosure.EvidenceUnits})
	if err != nil {
		panic(err)
	}
	table, _ := released.Table()
	for r, head := range table.Rows {
		fmt.Println(head.Total, table.Cell(r, 0, 0).Value())
	}
	fmt.Println(account.Rules)
	// Output:
	// disclosure.Sheet disclosure.SetKey
	// false 5
	// true 0
	// [C1 C4 C8 C10]
}
