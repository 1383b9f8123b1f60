package example

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const table = `
sex   | Mean | Count
------+------+------
Man   | 2.25 |     3
Old man | −1 | .
`

// TestRowsAreComparedCellByCell: an answer that is only nearly right is wrong.
func TestRowsAreComparedCellByCell(t *testing.T) {
	require.True(t, hasRow(table, "Man", []string{"2.25", "3"}))
	require.True(t, hasRow(table, "Man", []string{"2.3"}), "rounded as written")
	require.True(t, hasRow(table, "Old man", []string{"-1", "."}))
	require.False(t, hasRow(table, "Man", []string{"2.24"}))
	require.False(t, hasRow(table, "Man", []string{"2"}), "whole numbers are exact")
	require.False(t, hasRow(table, "Man", []string{"3"}), "in order")
	require.False(t, hasRow(table, "man", []string{"2.25"}))
	require.False(t, hasRow(table, "Man", []string{"2.25", "3", "4"}))
}

// TestColumnsAreComparedWhole: neither a cell too few nor one too many will do.
func TestColumnsAreComparedWhole(t *testing.T) {
	const table = "n     | x: Mean\n------+--------\n1     |     0.5\n2     |       .\n------+--------\nTotal |     0.5\n"
	require.True(t, hasColumn(table, "x", []string{"0.5", "."}))
	require.False(t, hasColumn(table, "x", []string{"0.5"}))
	require.False(t, hasColumn(table, "x", []string{"0.5", ".", "0.5"}))
	require.False(t, hasColumn(table, "y", []string{"0.5", "."}))
}
