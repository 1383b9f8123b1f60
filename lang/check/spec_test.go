package check_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
)

// TestTheSpecificationOfTypes runs every block of script in spec/types.md and types every
// expression of its tables.
func TestTheSpecificationOfTypes(t *testing.T) {
	content, err := os.ReadFile("../../spec/types.md")
	require.NoError(t, err)
	blocks := strings.Split(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n```")
	seen := 0
	for i := 1; i+1 < len(blocks); i += 2 {
		head, script, _ := strings.Cut(blocks[i], "\n")
		words := strings.Fields(head)
		require.NotEmpty(t, words)
		if words[0] == "text" {
			continue // quoted from the conformance suite, which runs it
		}
		require.Equal(t, "mdscript", words[0])
		if i == 1 {
			require.Equal(t, start, script+"\n", "the first block is what all others stand after")
			continue
		}
		var want []string
		severity := diag.Error
		if len(words) > 1 {
			want = words[2:]
			if words[1] == "warning" {
				severity = diag.Warning
			}
		}
		_, found, _ := checked(t, start+script)
		var got []string
		for _, d := range found {
			got = append(got, string(d.Code))
			assert.Equal(t, severity, d.Severity, script)
		}
		assert.Equal(t, want, got, script)
		seen++
	}
	assert.Greater(t, seen, 25)
}

func TestTheTablesOfTypesInTheSpecification(t *testing.T) {
	content, err := os.ReadFile("../../spec/types.md")
	require.NoError(t, err)
	_, table, ok := strings.Cut(strings.ReplaceAll(string(content), "\r\n", "\n"), "| Expression | Type |\n|---|---|\n")
	require.True(t, ok)
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")
	require.Greater(t, len(rows), 5)
	for _, row := range rows {
		cells := strings.Split(strings.Trim(row, "| "), " | ")
		require.Len(t, cells, 2, row)
		v, ok := after(t, "generate x = "+strings.Trim(cells[0], "`")).Var("x")
		require.True(t, ok, row)
		assert.Equal(t, cells[1], v.Kind.String(), row)
	}
}
