package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/spec/oracle"
)

// TestOracleMutants proves that the comparison can fail: each rule of the oracle that is
// broken is noticed by the first random programs.
func TestOracleMutants(t *testing.T) {
	const banks, each = 24, 50
	var list []*reading
	for n := range banks {
		b, err := openBank(makeBank(newChance(4711, uint64(n))))
		require.NoError(t, err)
		defer b.close()
		for k := range each {
			list = append(list, writeProgram(newChance(4711, uint64(1<<32+n*each+k)), b))
		}
	}
	caught := map[string]int{}
	for _, damage := range oracle.Damages() {
		for i, r := range list {
			if d, _ := r.compare(damage); d != nil {
				caught[damage] = i + 1
				break
			}
		}
	}
	for _, damage := range oracle.Damages() {
		if caught[damage] == 0 {
			t.Errorf("%d programs did not notice: %s", len(list), damage)
		}
	}
	t.Logf("programs needed: %v", caught)
}
