package stdlib_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSamplesFollowTheirSeed draws samples of the synthetic people and describes them.
func TestSamplesFollowTheirSeed(t *testing.T) {
	e := townEngine(t)
	described := func(lines string) string {
		tables := works(t, e, lines+"\nsummarize rank pay").tables()
		return fmt.Sprint(tables[len(tables)-1].Rows)
	}
	first := described("sample 0.5 7")
	require.Equal(t, first, described("clone-dataset people other\nuse other\nsample 0.5 7"), "a clone has the same persons")
	require.Equal(t, first, described("generate x = 1\nrename pay wage\nrename wage pay\nsample 1500 7"), "half of 3000 is 1500")
	require.NotEqual(t, first, described("sample 0.5 8"))
	require.NotEqual(t, first, described("sample 1501 7"))

	// A larger sample of the same seed holds the smaller one: the first rows of one order.
	nested := works(t, e, "clone-dataset people small\nuse small\nsample 1200 7\ngenerate both = 1\nuse people\nsample 1500 7\n"+
		"use small\nmerge both into people\nuse people\ntabulate both").tables()
	alone := works(t, e, "generate both = 1\nsample 1200 7\ntabulate both").tables()
	require.Equal(t, value(t, alone[0], "1", "freq"), value(t, nested[0], "1", "freq"))
}
