package cli_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/stdlib"
)

const longScript = "testdata/long.mdscript"

// long writes a script of 1,000 lines such as a large project has: imports of many years,
// derived variables, recodes with labels, conditions and tables. No loops: every line is typed.
func long() string {
	var out strings.Builder
	n := 0
	line := func(format string, args ...any) {
		fmt.Fprintf(&out, format+"\n", args...)
		n++
	}
	line("// A thousand lines: written by long() in speed_test.go.")
	line("require no.ssb.fdb:30 as db")
	for part := 0; n < 1000-48; part++ {
		people := fmt.Sprintf("people%d", part)
		year := 2015 + part%6
		line("")
		line("// Part %d: pay and education in %d", part+1, year)
		line("create-dataset %s", people)
		line("import db/BEFOLKNING_STATUSKODE %d-01-01 as status", year)
		line("keep if status == '1'")
		line("import db/BEFOLKNING_KJOENN as sex")
		line("import db/BEFOLKNING_FOEDSELS_AAR_MND as born")
		line("import db/BEFOLKNING_KOMMNR_FORMELL %d-01-01 as municipality", year)
		line("import db/NUDB_BU %d-01-01 as education", year)
		line("import db/SIVSTANDFDT_SIVSTAND %d-01-01 as married", year)
		line("generate age = %d - int(born / 100)", year)
		line("keep if age >= 25 & age <= 66 // of working age")
		for y := year - 2; y <= year+2; y++ {
			line("import db/INNTEKT_WLONN %d-12-31 as pay%d", y, y)
			line("replace pay%d = 0 if sysmiss(pay%d)", y, y)
		}
		line("generate pay = rowmean(pay%d, pay%d, pay%d, pay%d, pay%d)", year-2, year-1, year, year+1, year+2)
		line("generate change = (pay%d - pay%d) / pay%d if pay%d > 10000", year+2, year-2, year-2, year-2)
		line("generate level = substr(education, 1, 1)")
		line("recode level ('0' '1' '2' = '1' 'Compulsory') ('3' '4' '5' = '2' 'Upper secondary') ('6' = '3' 'Tertiary, short') ('7' '8' = '4' 'Tertiary, long') ('9' missing = '9' 'Unknown')")
		line("generate county = substr(municipality, 1, 2)")
		line("generate north = 0")
		line("replace north = 1 if county == '18' | county == '54' | (county == '50' & age < 30)")
		line("define-labels yesno%d 0 'No' 1 'Yes'", part)
		line("assign-labels north yesno%d", part)
		line("generate logpay = ln(pay) if pay > 0")
		line("generate band = 0")
		for b := 1; b <= 5; b++ {
			line("replace band = %d if pay >= %d & pay < %d", b, b*100000, (b+1)*100000)
		}
		line("tabulate level sex, freq rowpct")
		line("tabulate level sex north, summarize(pay) mean std p50")
		line("tabulate band if sex == '2' & !sysmiss(education), cellpct")
		line("summarize pay change logpay age, gini iqr")
		line("drop logpay band")
	}
	for n < 1000 {
		line("tabulate level sex if age > %d & pay > %d000, freq colpct", 25+n%40, n)
	}
	return out.String()
}

func TestTheLongScriptIsGolden(t *testing.T) {
	if *update {
		require.NoError(t, os.WriteFile(longScript, []byte(long()), 0o644))
	}
	committed, err := os.ReadFile(longScript)
	require.NoError(t, err)
	require.Equal(t, long(), string(committed))
	require.Equal(t, 1000, strings.Count(string(committed), "\n"))
}

// checkLong opens the store and checks the script, as a fresh process does.
func checkLong(t testing.TB, dir string, script []byte) time.Duration {
	start := time.Now()
	st, err := engine.OpenStore(context.Background(), []string{dir}, "")
	require.NoError(t, err)
	defer st.Close()
	e, err := engine.New(engine.Options{
		Commands: stdlib.Commands(), Functions: stdlib.Functions(), Habits: stdlib.Habits(), Evaluator: stdlib.Evaluator(),
		Entries: stdlib.Entries(), Store: st,
	})
	require.NoError(t, err)
	r := e.Check(context.Background(), source.New("long.mdscript", script))
	took := time.Since(start)
	require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Document.Problems)
	return took
}

// TestALongScriptIsCheckedAtOnce: 50 ms on a quiet machine, store metadata included. The
// best of some tries is held against thrice that, since tests share the machine.
func TestALongScriptIsCheckedAtOnce(t *testing.T) {
	script, err := os.ReadFile(longScript)
	require.NoError(t, err)
	best := time.Hour
	for range 5 {
		best = min(best, checkLong(t, smallStore(t).store, script))
	}
	t.Logf("1,000 lines checked in %v", best)
	require.Less(t, best, 150*time.Millisecond)
}

func BenchmarkCheckOfAThousandLines(b *testing.B) {
	script, err := os.ReadFile(longScript)
	require.NoError(b, err)
	dir := smallStore(b).store
	b.ResetTimer()
	for range b.N {
		checkLong(b, dir, script)
	}
}

// TestVersionIsToldAtOnce: 30 ms on a quiet machine.
func TestVersionIsToldAtOnce(t *testing.T) {
	path, err := exec.LookPath("mdscript")
	require.NoError(t, err)
	best := time.Hour
	for range 5 {
		start := time.Now()
		out, err := exec.Command(path, "--version").Output()
		best = min(best, time.Since(start))
		require.NoError(t, err)
		require.Equal(t, engine.Version+"\n", string(out))
	}
	t.Logf("--version in %v", best)
	require.Less(t, best, 150*time.Millisecond)
}
