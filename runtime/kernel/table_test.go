package kernel

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/mem"
)

func TestTableWithoutColumnsKeepsItsRows(t *testing.T) {
	c := &Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 20), Threads: 1}
	rows := &Groups{Count: 3, Rows: 4, IDs: []uint32{0, 1, 2, 0}}
	none := &Groups{Count: 0, Rows: 4, IDs: []uint32{None, None, None, None}}
	cells, err := Cross{}.Run(c, []any{rows, none})
	require.NoError(t, err)
	require.Zero(t, cells.(*Groups).Count)
	for of, want := range map[string]int{"rows": 3, "columns": 0, "total": 1} {
		m, err := Margin{Of: of}.Run(c, []any{cells})
		require.NoError(t, err)
		require.Equal(t, want, m.(*Groups).Count, of)
		require.Equal(t, []uint32{None, None, None, None}, m.(*Groups).IDs)
	}
}

func TestTooManyCellsIsAProblemOfTheScript(t *testing.T) {
	wide := &Groups{Count: 1 << 13, Rows: 1, IDs: []uint32{0}}
	_, err := Cross{}.Run(&Context{Ctx: context.Background(), Threads: 1}, []any{wide, wide})
	var problem *diag.Problem
	require.True(t, errors.As(err, &problem))
	require.Equal(t, CodeTooManyCells, problem.Code)
}
