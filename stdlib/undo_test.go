package stdlib_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/json"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/runtime/session"
	"github.com/mdscript/mdscript/stdlib"
)

// typed is a session and what its lines have shown.
type typed struct {
	t *testing.T
	*session.Session
}

// line types a line and gives what it shows, as JSON.
func (y typed) line(line string) (session.Result, string) {
	y.t.Helper()
	var d page.Document
	r := y.Line(context.Background(), line, func(_ *check.Call, blocks []page.Block) { d.Blocks = append(d.Blocks, blocks...) })
	require.NotEqual(y.t, session.ExitInternal, r.Exit, "%s: %v", line, r.Problems)
	var out strings.Builder
	require.NoError(y.t, json.Render(&out, &d))
	return r, out.String()
}

// works types lines that must succeed, a loop as one.
func (y typed) works(lines ...string) (shown string) {
	y.t.Helper()
	for _, line := range lines {
		r, out := y.line(line)
		require.Equal(y.t, session.ExitOK, r.Exit, "%s: %v", line, r.Problems)
		shown += out
	}
	return shown
}

// people types the lines that make three datasets of the synthetic people.
func peopleSession(t *testing.T, e *engine.Engine) typed {
	t.Helper()
	y := typed{t, e.Session()}
	t.Cleanup(y.Close)
	y.works("require no.test.lab as db", "let k = 3", "define-labels halves 0 Low 1 High", "create-dataset other", "import db/SEX as sex", "import db/RANK as link",
		"replace link = 1 if link < 500", "create-dataset people", "import db/RANK as rank", "import db/PAY as pay", "import db/WORD as word", "import db/FAMILY as family",
		"replace word = 'x' if rank > 2000", "generate link = rank", "replace link = 1 if rank < 500", "generate high = pay > 1500", "assign-labels high halves", "clone-dataset people target")
	return y
}

// probes are lines that show numbers of everything the session holds, and leave it as it is.
var probes = []string{
	"use people", "summarize pay rank", "tabulate high", "tabulate word", "tabulate high word",
	"use target", "tabulate high", "summarize pay", "use other", "tabulate sex", "summarize link", "use people", "history",
}

// schema writes down what the session knows of its datasets.
func schema(s *check.State) string {
	var out strings.Builder
	for _, name := range s.Order {
		d := s.Datasets[name]
		fmt.Fprintf(&out, "%s %s %s %s\n", name, d.Kind, d.Unit.Code, d.Key)
		for _, v := range d.Vars {
			fmt.Fprintf(&out, "  %s %s labels=%t key=%t\n", v.Name, v.Kind, v.Labels != nil, v.IsKey())
		}
	}
	lists := make([]string, 0, len(s.CodeLists))
	for name := range s.CodeLists {
		lists = append(lists, name)
	}
	slices.Sort(lists)
	fmt.Fprintf(&out, "active=%s lists=%v aliases=%d settings=%t\n", s.Active, lists, len(s.Aliases), s.Settings != check.Settings{})
	return out.String()
}

// failing are lines that fail, at every stage: while they are read, expanded, checked, and
// run. Every command of the language that can fail is among them.
var failing = []struct {
	line string
	code diag.Code
}{
	// Read, expanded and checked.
	{"generate x = (", ""}, {"frobnicate people", "S0102"}, {"generate x = $nosuch", "X0001"}, {"let k = 4\nlet m = $nosuch", "X0001"},
	{"generate x = nosuch", "C0204"}, {"replace pay = 'a' if rank > 5", "C0314"}, {"keep nosuch", "C0204"}, {"drop PERSONID_1", "C0215"}, {"drop rank if pay > 2", "C1011"},
	{"keep", "C1001"}, {"rename rank pay", "C0207"}, {"recode family (1 = 2)", "C0301"}, {"destring pay", "C0316"}, {"sample 2 0", ""},
	{"collapse (mean) word, by(family)", "C0505"}, {"aggregate (mean) pay, by(family)", "C0504"}, {"merge rank into target", "C0207"}, {"merge rank into nowhere", "C0202"},
	{"import db/NOSUCH", "C0223"}, {"import db/PAY as pay", "C0207"}, {"import db/OWNER as o", "C0401"}, {"import db/SEX as s, values_from(nowhere)", "C0202"},
	{"import-event db/SPELL 2000-01-01 to 2001-01-01", "C0214"}, {"import-panel db/PAY 2000-01-01", "C0214"}, {"reshape-to-panel x", "C0423"}, {"reshape-from-panel", "C0212"},
	{"clone-variables pay", "C1051"}, {"clone-dataset people target", "C0203"}, {"clone-units people target", "C0203"}, {"rename-dataset people target", "C0203"},
	{"delete-dataset nowhere", "C0202"}, {"use nowhere", "C0202"}, {"create-dataset people", "C0203"}, {"require no.such.bank as b", "C0221"},
	{"define-labels halves 0 a", "C0219"}, {"define-labels l 0 a 0 b", "C1101"}, {"assign-labels pay nolist", "C0218"}, {"drop-labels halves nolist", "C0218"}, {"list-labels nolist", "C0218"},
	{"tabulate nosuch", "C0204"}, {"summarize word", "C0315"}, {"configure speed", "C1211"}, {"help nosuch", "C1201"}, {"help-function nosuch", "C1202"},
	{"summarize-panel pay", "C0212"}, {"tabulate-panel word", "C0212"}, {"transitions-panel word", "C0212"}, {"variables db/NOSUCH", "C0223"}, {"for i in 1 2\n  generate x ++ $i = $i\n  generate pay = $i\nend", "C0207"}, {"save '../x'", "C0225"}, {"load ''", "C0225"},
	// Run: data that a command cannot take …
	{"destring word", "R1041"}, {"destring word rank", ""}, {"generate one = 1\nmerge one into target on link", "R1031"},
	// … and guards of disclosure control.
	{"keep if rank < 5", "D0101"}, {"drop if rank > 5", "D0101"}, {"generate x = 1 if rank == 7", "D0102"}, {"replace pay = 0 if rank == 7", "D0102"},
	{"recode rank (7 = 0)", "D0102"}, {"sample 2999 7", "D0103"}, {"sample 0.01 7", "D0101"}, {"collapse (sum) pay, by(family)\nkeep if pay < 0", "D0101"},
	{"clone-dataset people q\nuse q\ngenerate z = pay * 2\nkeep if rank < 5", "D0101"}, {"import db/SOME as some, inner_join\nkeep if some < 5", "D0101"},
	{"for i in 1 2\n  generate y ++ $i = $i\n  replace y ++ $i = 0 if rank == $i\nend", "D0102"},
	{"clone-units people u\nuse u\nimport db/KNOWN995 as few, inner_join", "D0101"}, {"delete-dataset target\nkeep if rank < 5", "D0101"},
	{"let k = 9\nkeep if rank < 5", "D0101"}, {"rename pay wages\ndrop-labels halves\nconfigure nocache\nkeep if rank < 5", "D0101"},
}

// TestFailingLinesLeaveNoTrace: after a line that fails, at whatever stage, the session is
// as before it: schemas, bindings, and every released number of a probe.
func TestFailingLinesLeaveNoTrace(t *testing.T) {
	e := openEngine(t, people(t), text.English)
	y := peopleSession(t, e)
	// History tells of every line that succeeded, the probes among them.
	probe := func() string { return y.works(probes[:len(probes)-1]...) }
	first := probe()
	require.Equal(t, first, probe(), "probes themselves change nothing")
	before, known, bindings := y.State(), schema(y.State()), y.Bindings()
	for _, c := range failing {
		if word, _, _ := strings.Cut(c.line, " "); c.code == "C0212" && !isCommand(word) {
			continue
		}
		r, _ := y.line(c.line)
		require.NotEqual(t, session.ExitOK, r.Exit, c.line)
		if c.code != "" {
			require.True(t, slices.ContainsFunc(r.Problems, func(d diag.Diagnostic) bool { return d.Code == c.code }), "%s: %v", c.line, r.Problems)
		}
		require.Same(t, before, y.State(), c.line)
		require.ElementsMatch(t, bindings, y.Bindings(), c.line)
	}
	require.Equal(t, known, schema(y.State()))
	require.Equal(t, first, probe())
	for _, c := range failing[len(failing)-20:] {
		r, _ := y.line(c.line)
		require.NotEqual(t, session.ExitOK, r.Exit, c.line)
		require.Equal(t, first, probe(), c.line)
	}
}

func isCommand(name string) bool {
	return slices.ContainsFunc(stdlib.Commands(), func(c registry.Command) bool { return c.Declaration().Name == name })
}

// TestFailedLinesNameEveryCommand keeps the list above whole: a command that can fail is in it.
func TestFailedLinesNameEveryCommand(t *testing.T) {
	never := []string{"clear", "end", "textblock", "edit", "history"} // take nothing that could be wrong
	var lines strings.Builder
	for _, c := range failing {
		lines.WriteString("\n" + c.line)
	}
	for _, c := range stdlib.Commands() {
		name := c.Declaration().Name
		if !slices.Contains(never, name) {
			require.Regexp(t, `(?m)^\s*`+name+`\b`, lines.String(), "no failing line of %s", name)
		}
	}
}
