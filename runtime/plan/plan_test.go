package plan_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/plan/plantest"
)

func bank(policy string) *plantest.Bank {
	k := plantest.NewBank(5000, policy)
	k.Ints("sex", func(i int) int64 { return int64(i % 2) })
	k.Ints("age", func(i int) int64 { return int64(i % 100) })
	k.Ints("pay", func(i int) int64 { return int64(i * 7 % 1000) })
	return k
}

var (
	num = plantest.Num
	va  = plantest.Var
	bin = plantest.Bin
)

// script is a plan with every kind of step of the gate.
func script(k *plantest.Bank) *plantest.Script {
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("sex"), "sex")
	s.Import(k.Import("age"), "age")
	s.Import(k.Import("pay"), "pay")
	s.Generate("rich", num(1), bin(va("pay"), ">", num(500)))
	s.Count(bin(va("sex"), "==", num(1)))
	s.Recode("sex", [2]int64{0, 5}, [2]int64{1, 6})
	s.Keep(bin(va("age"), ">=", num(18)))
	s.Count(nil)
	s.Sample(bin(va("age"), "<", num(70)))
	s.Count(bin(va("rich"), "==", num(1)))
	s.Collapse("sex", "pay")
	s.Count(nil)
	return s
}

func TestMutants(t *testing.T) {
	s := script(bank(plantest.Microdata))
	require.NoError(t, s.B.Err())
	plan.CheckMutants(t, s.B.Plan())
}

func TestGoodPlansPass(t *testing.T) {
	for _, policy := range []string{plantest.Microdata, plantest.Open} {
		s := script(bank(policy))
		require.NoError(t, s.B.Err())
		require.NoError(t, plan.Verify(s.B.Plan()))
	}
}

func TestEqualStepsAreOne(t *testing.T) {
	k := bank(plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Generate("a", bin(va("age"), "*", va("age")), nil)
	before := len(s.B.Plan().Steps)
	s.Generate("b", bin(va("age"), "*", va("age")), nil)
	require.Equal(t, before, len(s.B.Plan().Steps), "the same expression makes no new step")
	f := s.B.Frame("p")
	require.Equal(t, f.Vars["a"], f.Vars["b"])
	s.Generate("c", bin(va("age"), "+", va("age")), nil)
	require.NotEqual(t, f.Vars["a"], s.B.Frame("p").Vars["c"])
}

func TestFingerprint(t *testing.T) {
	k := bank(plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("pay"), "pay")
	s.Import(k.Import("age"), "age")
	print := func(e *check.Expr) string {
		return s.B.Fingerprint(s.B.Expr(s.B.Frame("p"), e, plan.NoReg))
	}
	pay := print(va("pay"))
	same := map[string]*check.Expr{
		"pay * 12":      bin(va("pay"), "*", num(12)),
		"12 * pay":      bin(num(12), "*", va("pay")),
		"pay / 1000":    bin(va("pay"), "/", num(1000)),
		"pay + 1":       bin(va("pay"), "+", num(1)),
		"1 - pay":       bin(num(1), "-", va("pay")),
		"pay * (2 - 1)": bin(va("pay"), "*", bin(num(2), "-", num(1))),
	}
	for text, e := range same {
		require.Equal(t, pay, print(e), text)
	}
	other := map[string]*check.Expr{
		"1 / pay":   bin(num(1), "/", va("pay")),
		"age":       va("age"),
		"pay * age": bin(va("pay"), "*", va("age")),
		"pay * pay": bin(va("pay"), "*", va("pay")),
	}
	for text, e := range other {
		require.NotEqual(t, pay, print(e), text)
	}
	require.Equal(t, print(bin(va("pay"), "*", va("age"))), print(bin(va("age"), "*", va("pay"))))

	s.Keep(bin(va("age"), ">", num(10)))
	require.Equal(t, pay, print(va("pay")), "a filter keeps the lineage")
	second := plantest.NewScript(k.Env())
	second.Import(k.Import("age"), "x")
	second.Import(k.Import("pay"), "wage")
	require.Equal(t, pay, second.B.Fingerprint(second.B.Frame("p").Vars["wage"]), "another import, another name")
}

func TestStrictestPolicyOfTheLineageGoverns(t *testing.T) {
	open := bank(plantest.Open)
	closed := plantest.NewNamed("closed.bank", 5000, plantest.Microdata)
	closed.Ints("secret", func(i int) int64 { return int64(i % 3) })
	s := plantest.NewScript(open.Env(closed))
	s.Import(open.Import("sex"), "sex")
	s.Count(nil)
	s.Import(closed.Import("secret"), "secret")
	s.Count(bin(va("secret"), "==", num(1)))
	s.Count(bin(va("sex"), "==", num(1)))
	s.Keep(bin(va("secret"), "==", num(1)))
	s.Count(bin(va("sex"), "==", num(1)))
	require.NoError(t, s.B.Err())
	require.NoError(t, plan.Verify(s.B.Plan()))
	text := s.B.Plan().Text(nil)
	var policies []string
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "= release") {
			_, after, _ := strings.Cut(line, "policy ")
			policies = append(policies, strings.Fields(after)[0])
		}
	}
	require.Equal(t, []string{"open", "microdata", "open", "microdata"}, policies)
}

func TestUndoForgetsALine(t *testing.T) {
	k := bank(plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	before := s.B.Plan().Text(nil)
	mark := s.B.Mark()
	s.Generate("x", bin(va("age"), "+", num(1)), bin(va("age"), ">", num(3)))
	s.Keep(bin(va("x"), ">", num(1)))
	s.Count(nil)
	after := s.B.Plan().Text(nil)
	s.B.Undo(mark)
	require.Equal(t, before, s.B.Plan().Text(nil))
	require.NotContains(t, s.B.Frame("p").Vars, "x")
	s.Generate("x", bin(va("age"), "+", num(1)), bin(va("age"), ">", num(3)))
	s.Keep(bin(va("x"), ">", num(1)))
	s.Count(nil)
	require.Equal(t, after, s.B.Plan().Text(nil), "the same lines give the same plan again")
}

func TestTextTellsWhatProtectsWhat(t *testing.T) {
	k := bank(plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Import(k.Import("pay"), "unused")
	s.Count(bin(va("age"), ">", num(17)))
	text := s.B.Plan().Text(func(c plan.Call) int { return c.Index + 1 })
	for _, want := range []string{
		"import (line 1)", "tabulate (line 3)",
		"guard P-1", "policy microdata", "message by C1 C3 T1",
		": ordinals, protected", ": shown, public", ": released, public", "· age",
	} {
		require.Contains(t, text, want)
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "· unused") {
			require.Contains(t, line, "never runs")
		}
	}
}
