package syntax

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestListsOfRegisterVariablesAreWhole: a capture of tokens in a repetition would keep the last one.
func TestListsOfRegisterVariablesAreWhole(t *testing.T) {
	script, problems := parseText("import-panel d/A d/B e/C 2019-01-01 2020-01-01\nvariables d/A d/B")
	require.Empty(t, problems)
	names := func(vars []RegisterVar) (out []string) {
		for _, v := range vars {
			out = append(out, v.Alias+"/"+v.Name)
		}
		return out
	}
	panel := script.Statements[0].(*Command).Operands.(*ImportPanel)
	require.Equal(t, []string{"d/A", "d/B", "e/C"}, names(panel.Vars))
	require.Len(t, panel.Times, 2)
	require.Equal(t, []string{"d/A", "d/B"}, names(script.Statements[1].(*Command).Operands.(*Reference).Vars))
}
