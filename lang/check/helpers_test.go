package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
)

// start opens the registers and makes a dataset of persons with one variable of every kind.
const start = `require no.demo.fdb:30 as db
create-dataset p
import db/KJONN as kjønn
import db/FODT as født
import db/LONN 2020-12-31 as lønn
import db/MOR_FNR as mor
import db/DODSDATO as død
import db/KOMMNR 2020-01-01 as kommune
`

var startLines = strings.Count(start, "\n")

func expanded(t testing.TB, script string) (*source.File, *expand.Program, diag.List) {
	file := source.New("t.mdscript", []byte(script))
	tree, list := syntax.Parse(file, syntaxOf(testLanguage()))
	program, more := expand.Expand(tree, nil)
	return file, program, append(list, more...)
}

// checked runs a script that must be free of syntax errors.
func checked(t testing.TB, script string) (*check.Program, diag.List, *source.File) {
	file, program, list := expanded(t, script)
	require.Empty(t, codesOf(file, list))
	out, found := check.Check(program, testLanguage(), testCatalogue(), nil)
	return out, found, file
}

// after gives the active dataset at the end of start and the script, which must be right.
func after(t testing.TB, script string) *check.Dataset {
	out, found, file := checked(t, start+script)
	require.Empty(t, codesOf(file, found))
	return out.State.ActiveDataset()
}

// codesOf writes findings as "line code 'excerpt' → suggestions".
func codesOf(file *source.File, list diag.List) []string {
	var out []string
	for _, d := range list {
		s := fmt.Sprintf("%d %s '%s'", file.Position(d.Span.Start).Line, d.Code, file.Text[d.Span.Start:d.Span.End])
		if d.Severity == diag.Warning {
			s += " (warning)"
		}
		if len(d.Suggestions) > 0 {
			s += " → " + strings.Join(d.Suggestions, ", ")
		}
		out = append(out, s)
	}
	return out
}

func messages(t testing.TB) *diag.Messages {
	function := text.Same("{0}")
	m, err := diag.NewMessages(diag.General(), check.Entries(), []diag.Entry{
		{Code: "F0001", Message: function}, {Code: "F0002", Message: function}, {Code: "F0003", Message: function}})
	require.NoError(t, err)
	return m
}
