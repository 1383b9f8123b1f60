package stdlib_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/session"
	"github.com/mdscript/mdscript/runtime/store"
	"github.com/mdscript/mdscript/stdlib"
)

// asides are not messages of their own: they stand under one.
var asides = []diag.Code{"S0901", "X0901", "C0291", "C0292", "C0293", "C0294"}

func TestEveryMessageSaysWhatToDoNext(t *testing.T) {
	lists := [][]diag.Entry{
		diag.General(), check.Entries(), disclosure.Diagnostics(), plan.Entries(), session.Entries(), store.Entries(), stdlib.Entries(),
	}
	for _, c := range stdlib.Commands() {
		lists = append(lists, c.Declaration().Problems)
	}
	seen := 0
	for _, e := range slices.Concat(lists...) {
		seen++
		aside := slices.Contains(asides, e.Code)
		require.Equal(t, aside, e.Next.EN == "", "%s: %s", e.Code, e.Message.EN)
		require.Equal(t, aside, e.Next.NB == "", "%s: %s", e.Code, e.Message.NB)
	}
	require.Greater(t, seen, 250)
}
