package conformance

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/store/storetest"
	"github.com/mdscript/mdscript/stdlib"
)

// register is a bank with one variable of each kind the mistakes need.
const register = `
bank no.test.db open
variable SEX PERSON FIXED text "Kjønn" "Sex"
code 1 "Mann" "Man"
code 2 "Kvinne" "Woman"
1;1;;
2;2;;
variable BORN PERSON FIXED integer "Født" "Born"
1;198001;;
2;199002;;
variable PAY PERSON ACCUMULATED integer "Lønn" "Pay"
1;500000;2020-01-01;2020-12-31
2;400000;2020-01-01;2020-12-31
variable STATUS PERSON STATUS text "Status" "Status"
code 1 "Bosatt" "Resident"
1;1;2020-01-01;2020-01-01
2;1;2021-01-01;2021-01-01
variable HOURS JOBB FIXED decimal "Timer" "Hours"
11;37.5;;
12;20;;
`

// mistakes is a script in which every line with a mark is wrong in one way of its own: the
// code expected for it stands behind //!.
const mistakes = `require no.test.db as db
create-dataset p
import db/SEX as sex
import db/BORN as born
import db/PAY 2020-12-31 as pay
tabulat sex                                //! S0102
import db/PAYE 2020-12-31 as paye          //! C0223
import db/PAY as pay2                      //! C0402
import db/STATUS 2020-06-01 as status      //! C0406
import db/HOURS as hours                   //! C0401
generate age = 2020 - in(born / 100)       //! C0309
generate rich = pay > '500000'             //! C0303
keep if sexx == '1'                        //! C0204
generate born = 1                          //! C0207
summarize sex                              //! C0315
tabulate sex, rowpct                       //! C0117
tabulate sex born, colpc                   //! C0102
use q                                      //! C0202
`

func open(t *testing.T, lang text.Lang) *engine.Engine {
	t.Helper()
	dir := t.TempDir()
	storetest.WriteText(t, dir, register)
	st, err := engine.OpenStore(context.Background(), []string{dir}, t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	e, err := engine.New(engine.Options{
		Commands: stdlib.Commands(), Functions: stdlib.Functions(), Habits: stdlib.Habits(), Entries: stdlib.Entries(),
		Evaluator: stdlib.Evaluator(), Store: st, Lang: lang,
		Panicked: func(stack []byte) { t.Errorf("panic inside the engine:\n%s", stack) },
	})
	require.NoError(t, err)
	return e
}

// TestEveryMistakeOfAFileIsReportedOnce expects exactly the marked mistakes, each at its line.
func TestEveryMistakeOfAFileIsReportedOnce(t *testing.T) {
	file := source.New("mistakes.mdscript", []byte(mistakes))
	result := open(t, text.English).Check(context.Background(), file)
	require.Equal(t, engine.ExitScript, result.Exit)
	var want, got []string
	for i, line := range strings.Split(mistakes, "\n") {
		if _, code, ok := strings.Cut(line, "//! "); ok {
			want = append(want, fmt.Sprintf("%d %s", i+1, strings.TrimSpace(code)))
		}
	}
	for _, p := range result.Problems {
		if p.Severity == diag.Error {
			got = append(got, fmt.Sprintf("%d %s", file.Position(p.Span.Start).Line, p.Code))
		}
	}
	require.GreaterOrEqual(t, len(want), 12)
	require.Equal(t, want, got)
}

// TestSuggestionsNameThingsInScope: whatever a message suggests can be written there.
func TestSuggestionsNameThingsInScope(t *testing.T) {
	file := source.New("mistakes.mdscript", []byte(mistakes))
	result := open(t, text.English).Check(context.Background(), file)
	best := map[diag.Code]string{}
	for _, p := range result.Problems {
		if len(p.Suggestions) > 0 {
			best[p.Code] = p.Suggestions[0]
		}
	}
	require.Equal(t, "tabulate", best["S0102"])
	require.Equal(t, "PAY", best["C0223"])
	require.Equal(t, "sex", best["C0204"])
	require.Equal(t, "int", best["C0309"])
	require.Equal(t, "colpct", best["C0102"])
}

// TestBothLanguagesSayTheSame: Norwegian and English texts differ, and name the same words.
func TestBothLanguagesSayTheSame(t *testing.T) {
	file := source.New("mistakes.mdscript", []byte(mistakes))
	en, nb := open(t, text.English), open(t, text.Bokmaal)
	for _, p := range en.Check(context.Background(), file).Problems {
		english, norwegian := en.Messages().Message(p, text.English), nb.Messages().Message(p, text.Bokmaal)
		require.NotEqual(t, english, norwegian, string(p.Code))
		for _, a := range p.Args {
			// An argument may be left out of the message, in both languages alike.
			require.Equal(t, strings.Contains(english, a.Text()), strings.Contains(norwegian, a.Text()), "%s: %s", p.Code, a.Text())
		}
	}
}
