package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
)

// fifteen holds fifteen independent mistakes, of the parser, the expansion and the
// checker, and right lines between them: exactly those are found.
const fifteen = `require no.demo.fdb:30 as db
create-dataset p
import db/KJONN as kjønn
import db/LONN as lønn
import db/FODT as født
import db/KOMMNR 2020-06-01 as kommune
import db/MOR_FNR as mor
generate age = 2020 - fodt
generate grown = age > 18
keep if kjønn = '1'
keep if kjønn == 1
generate m = mor + 1
generate s = sqr(født)
tabulate kjønn kommune, rowpct misssing
replace kjønn = 3 if født > 1950
generate lønn = 2
keep if født == .
generate z ++ $yr = 1
assign-labels kjønn sexes
clone-dataset p q
use r
summarize anything
use q
import db/STILLING 2015-01-16 as stilling
summarize født lønn
`

func TestFifteenMistakes(t *testing.T) {
	file, program, list := expanded(t, fifteen)
	_, found := check.Check(program, testLanguage(), testCatalogue(), nil)
	list = append(list, found...)
	list.Sort()
	got := codesOf(file, list)
	want := []string{
		"4 C0402 'db/LONN' → 2022-12-31",
		"6 C0406 '2020-06-01' → 2020-01-01, 2021-01-01",
		"8 C0204 'fodt' → født",
		"10 S0209 '='",
		"11 C0303 'kjønn == 1'",
		"12 C0301 'mor'",
		"13 C0309 'sqr'",
		"14 C0102 'misssing' → missing",
		"15 C0318 '3'",
		"16 C0207 'lønn'",
		"17 C0306 'født == .'",
		"18 X0001 '$yr'",
		"19 C0218 'sexes'",
		"21 C0202 'r' → p, q",
		"24 C0401 'db/STILLING'",
	}
	assert.Equal(t, want, got)
	assert.Len(t, want, 15)
}

// thousand is a script of about a thousand right lines.
func thousand() string {
	var b strings.Builder
	b.WriteString(start)
	for i := 0; i < 198; i++ {
		fmt.Fprintf(&b, "generate a%d = født + %d if lønn > 1000 & kjønn == '1'\n", i, i)
		fmt.Fprintf(&b, "replace a%d = int(lønn / 12) if sysmiss(død) | a%d > 2000\n", i, i)
		fmt.Fprintf(&b, "generate b%d = substr(kommune, 1, 2) == '03'\n", i)
		fmt.Fprintf(&b, "tabulate kjønn b%d if a%d > 0, missing flatten\n", i, i)
		fmt.Fprintf(&b, "summarize a%d lønn\n", i)
	}
	return b.String()
}

func TestAThousandLinesAreRight(t *testing.T) {
	out, found, file := checked(t, thousand())
	require.Empty(t, codesOf(file, found))
	assert.Equal(t, 2+198*2+6-2, len(out.State.ActiveDataset().Vars))
}

func BenchmarkThousandLines(b *testing.B) {
	_, program, list := expanded(b, thousand())
	require.Empty(b, list)
	l, cat := testLanguage(), testCatalogue()
	b.ReportAllocs()
	for b.Loop() {
		if _, found := check.Check(program, l, cat, nil); len(found) > 0 {
			b.Fatal("findings")
		}
	}
}
