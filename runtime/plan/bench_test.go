package plan_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/plan/plantest"
)

// long is a script of about n lines on a dataset of 60 variables.
func long(n int) *plantest.Script {
	k := plantest.NewBank(100, plantest.Microdata)
	for i := range 60 {
		k.Ints(fmt.Sprintf("v%d", i), func(int) int64 { return 0 })
	}
	s := plantest.NewScript(k.Env())
	for i := range 60 {
		name := fmt.Sprintf("v%d", i)
		s.Import(k.Import(name), name)
	}
	for i := range n {
		name := fmt.Sprintf("v%d", i%60)
		s.Generate(name, bin(va(name), "+", num(int64(i))), bin(va("v1"), ">", num(int64(i))))
		if i%50 == 49 {
			s.Keep(bin(va("v2"), "<", num(int64(i))))
		}
		if i%5 == 4 {
			s.Count(bin(va(name), ">", num(3)))
		}
	}
	return s
}

func BenchmarkPlanThousandLines(b *testing.B) {
	for range b.N {
		long(1000)
	}
}

func BenchmarkVerifyThousandLines(b *testing.B) {
	s := long(1000)
	require.NoError(b, plan.Verify(s.B.Plan()))
	b.ReportMetric(float64(len(s.B.Plan().Steps)), "steps")
	b.ResetTimer()
	for range b.N {
		if err := plan.Verify(s.B.Plan()); err != nil {
			b.Fatal(err)
		}
	}
}
