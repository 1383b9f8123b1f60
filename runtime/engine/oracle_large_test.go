package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// TestOracleLarge holds a register of more than one chunk against the oracle.
func TestOracleLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("70,000 persons")
	}
	const persons = kernel.ChunkRows + 4500
	c := chance{rand.New(rand.NewPCG(5, 5))}
	bank := storetest.Bank{Name: bankName, Profile: "open"}
	sex := coded(storetest.Variable{Name: "SEX", Unit: "PERSON", Temporality: "FIXED", Type: "sex"})
	born := storetest.Variable{Name: "BORN", Unit: "PERSON", Temporality: "FIXED", Type: "integer"}
	mother := storetest.Variable{Name: "MOTHER", Unit: "PERSON", Temporality: "FIXED", Type: "key:PERSON"}
	civil := coded(storetest.Variable{Name: "CIVIL", Unit: "PERSON", Temporality: "EVENT", Type: "civil", Coverage: [2]string{"2015-01-01", "2021-12-31"}})
	for i := range persons {
		id := strconv.Itoa(10 + i)
		if !c.in(9) {
			sex.Rows = append(sex.Rows, storetest.Row{Unit: id, Value: pick(c, []string{"1", "2"})})
		}
		if !c.in(7) {
			born.Rows = append(born.Rows, storetest.Row{Unit: id, Value: strconv.Itoa(c.IntN(3000) - 500)})
		}
		if !c.in(3) {
			mother.Rows = append(mother.Rows, storetest.Row{Unit: id, Value: strconv.Itoa(10 + c.IntN(persons))})
		}
		if c.in(2) {
			civil.Rows = append(civil.Rows, spells(c, id, func() string { return pick(c, []string{"1", "2", "3"}) })...)
		}
	}
	bank.Variables = []storetest.Variable{sex, born, mother, civil}
	b, err := openBank(bank)
	require.NoError(t, err)
	defer b.close()
	prelude := []string{"require " + bankName + " as db", "create-dataset p"}
	for i, script := range [][]string{
		{"import db/BORN as born", "import db/SEX as sex, outer_join", "generate x = born / 7 if sex == '1'", "recode born (min/0 = 0)(missing = 9 'x' missing)",
			"keep if sysmiss(x) | x > 20", "tabulate sex, missing summarize(x) mean p50 gini", "summarize born"},
		{"import db/BORN as born", "import db/MOTHER as mother", "clone-dataset p m", "use m", "collapse (count) born -> n (sum) born -> s (median) born -> d, by(mother)",
			"merge n s d into p on mother", "use p", "generate q = quantile(s, 10)", "aggregate (mean) q -> mq, by(n)", "sample 0.4 3"},
		{"import-event db/CIVIL 2016-01-01 to 2019-12-31 as c", "replace STOP@c = 18000 if sysmiss(STOP@c)", "generate days = STOP@c - START@c + 1",
			"collapse (sum) days (max) STOP@c (count) c, by(PERSONID_1)", "import db/BORN as born", "drop if born < 0"},
	} {
		r := newReading(b)
		for _, line := range append(prelude[:2:2], script...) {
			require.True(t, r.add(line), line)
		}
		d, unsure := r.compare("")
		require.Nil(t, d, fmt.Sprintf("script %d", i))
		require.False(t, unsure, "script %d", i)
	}
}
