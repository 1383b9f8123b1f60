package session_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan/plantest"
	"github.com/mdscript/mdscript/runtime/session"
	"github.com/mdscript/mdscript/stdlib/command/configure"
	"github.com/mdscript/mdscript/stdlib/command/edit"
	loopend "github.com/mdscript/mdscript/stdlib/command/end"
	forloop "github.com/mdscript/mdscript/stdlib/command/for"
	"github.com/mdscript/mdscript/stdlib/command/history"
	"github.com/mdscript/mdscript/stdlib/command/load"
	"github.com/mdscript/mdscript/stdlib/command/save"
)

// shelf keeps scripts in memory.
type shelf struct {
	scripts map[string]string
	full    bool
	edited  func(string) string // nil: there is no editor
}

func (s *shelf) Save(name, script string, before *string) (string, *diag.Problem) {
	if s.full {
		return "", diag.New(session.CodeScriptWrite, diag.Token(name))
	}
	for i := 1; name == ""; i++ {
		if n := fmt.Sprintf("session-%d", i); s.scripts[n] == "" {
			name = n
		}
	}
	switch old, taken := s.scripts[name]; {
	case taken && before == nil:
		return "", diag.New(session.CodeScriptExists, diag.Token(name))
	case taken && *before != old:
		return "", diag.New(session.CodeScriptChanged, diag.Token(name))
	}
	s.scripts[name] = script
	return name, nil
}

func (s *shelf) Load(name string) (string, string, *diag.Problem) {
	text, ok := s.scripts[name]
	if !ok {
		return "", "", diag.New(session.CodeScriptUnknown, diag.Token(name))
	}
	return name, text, nil
}

func (s *shelf) Editor() *diag.Problem {
	if s.edited == nil {
		return diag.New(session.CodeNoEditor)
	}
	return nil
}

func (s *shelf) Edit(_ context.Context, name string) (string, *diag.Problem) {
	s.scripts[name] = s.edited(s.scripts[name])
	return s.scripts[name], nil
}

// typist types lines into a session with a shelf.
type typist struct {
	t *testing.T
	*session.Session
	shelf *shelf
	said  printer
}

func newTypist(t *testing.T, shelf *shelf) *typist {
	t.Helper()
	k, err := session.NewKit(session.Options{
		Commands: append(commands(), configure.Command, edit.Command, load.Command, save.Command, history.Command, forloop.Command, loopend.Command),
		Data:     plantest.NewData(bank(plantest.Open)), Threads: 2, Scripts: shelf,
		Panicked: func(stack []byte) { t.Errorf("panic inside the engine:\n%s", stack) },
	})
	require.NoError(t, err)
	s := session.New(k)
	t.Cleanup(s.Close)
	return &typist{t: t, Session: s, shelf: shelf}
}

func (y *typist) types(lines ...string) {
	y.t.Helper()
	for _, line := range lines {
		r := y.Line(context.Background(), line+"\n", y.said.sink)
		require.Equal(y.t, session.ExitOK, r.Exit, "%s: %v", line, r.Problems)
	}
}

// fails types a line that must fail, and demands that the session is as before.
func (y *typist) fails(line string, code diag.Code) session.Result {
	y.t.Helper()
	before, bindings := y.State(), len(y.Bindings())
	r := y.Line(context.Background(), line+"\n", y.said.sink)
	require.Equal(y.t, session.ExitScript, r.Exit, line)
	require.Equal(y.t, code, r.Problems[len(r.Problems)-1].Code, line)
	require.Same(y.t, before, y.State(), line)
	require.Len(y.t, y.Bindings(), bindings, line)
	return r
}

const loop = "for i in 1 : 2\n  generate x ++ $i = $i\nend"

func TestSaveWritesWhatWasTypedAndSucceeded(t *testing.T) {
	y := newTypist(t, &shelf{scripts: map[string]string{}})
	y.types("require no.test.db as db", "create-dataset p // people", "import db/SEX as sex")
	y.fails("tabulate nosuch", "C0204")
	y.types("let k = 3", loop, "save mine")
	want := "require no.test.db as db\ncreate-dataset p // people\nimport db/SEX as sex\nlet k = 3\n" + loop + "\n"
	require.Equal(t, want, y.shelf.scripts["mine"])
	said := y.said.take()
	require.Equal(t, "message: the session is saved as mine", said[len(said)-1])

	y.types("tabulate sex", "save mine")
	require.Equal(t, want+"tabulate sex\n", y.shelf.scripts["mine"], "save and load themselves are not part of the session")
	y.types("save", "save")
	require.Equal(t, y.shelf.scripts["mine"], y.shelf.scripts["session-1"])
	require.Contains(t, y.shelf.scripts, "session-2")

	// The saved script makes the same session.
	other := newTypist(t, y.shelf)
	other.types("load mine")
	require.Equal(t, y.State().Order, other.State().Order)
	require.Equal(t, y.State().ActiveDataset().Names(), other.State().ActiveDataset().Names())
	require.Equal(t, y.Bindings(), other.Bindings())
}

func TestSaveOverwritesNothingItDoesNotKnow(t *testing.T) {
	y := newTypist(t, &shelf{scripts: map[string]string{"theirs": "let a = 1\n"}})
	y.types("let b = 2")
	y.fails("save theirs", session.CodeScriptExists)
	y.types("save mine")
	y.shelf.scripts["mine"] += "let c = 3\n"
	y.fails("save mine", session.CodeScriptChanged)
	require.Equal(t, "let b = 2\nlet c = 3\n", y.shelf.scripts["mine"])
	y.shelf.full = true
	y.fails("save other", session.CodeScriptWrite)
	for _, name := range []string{"'../out'", "'a/b'", `'a\b'`, "'.hidden'", "'nul'", "'COM1.txt'", "'a:b'", "'a  '", "' '", "''", "'a..b'", "'a*'"} {
		y.fails("save "+name, check.CodeScriptName)
		y.fails("load "+name, check.CodeScriptName)
	}
}

func TestLoadReplacesTheSession(t *testing.T) {
	y := newTypist(t, &shelf{scripts: map[string]string{
		"good":   "// mine\nrequire no.test.db as db\ncreate-dataset q\nimport db/AGE as age\ntabulate age",
		"typo":   "let a = 1\ncreate-datase q\n",
		"failed": "require no.test.db as db\ncreate-dataset q\nimport db/SEX as sex\nmerge sex into nowhere\n",
	}})
	y.types("let mine = 1", "create-dataset p")
	y.fails("load nosuch", session.CodeScriptUnknown)
	r := y.fails("load typo", "S0102")
	require.Equal(t, "typo", r.File.Name, "its mistakes stand in the script")
	require.Equal(t, 2, r.File.Position(r.Problems[0].Span.Start).Line)
	y.fails("load failed", "C0202")
	require.Len(t, y.shelf.scripts, 3, "nothing is kept for a script that does not even check")

	y.said.take()
	y.types("load good")
	said := y.said.take()
	require.Equal(t, "message: the session that was is saved as session-1", said[0])
	require.Equal(t, "message: the session is now the script good", said[len(said)-1])
	require.Equal(t, "let mine = 1\ncreate-dataset p\n", y.shelf.scripts["session-1"])
	require.Equal(t, []string{"q"}, y.State().Order)
	require.Empty(t, y.Bindings())
	y.types("let more = 2", "save good")
	require.Equal(t, "// mine\nrequire no.test.db as db\ncreate-dataset q\nimport db/AGE as age\ntabulate age\nlet more = 2\n", y.shelf.scripts["good"])

	y.types("clear", "load good")
	require.NotContains(t, y.shelf.scripts, "session-2", "an empty session is not kept")
	y.types("let z = 1")
	y.shelf.full = true
	y.fails("load good", session.CodeScriptWrite)
	y.fails("for i in 1 2\n  load good\nend", "R0018")
}

func TestEditSavesOpensAndLoads(t *testing.T) {
	y := newTypist(t, &shelf{scripts: map[string]string{}})
	y.types("let a = 1")
	y.fails("edit", session.CodeNoEditor)
	y.fails("save, edit", session.CodeNoEditor)
	require.Empty(t, y.shelf.scripts)
	y.shelf.edited = func(text string) string { return text + "let b = 2\n" }
	y.types("edit")
	require.ElementsMatch(t, []string{"a", "b"}, y.Bindings())
	require.Equal(t, map[string]string{"session-1": "let a = 1\nlet b = 2\n"}, y.shelf.scripts)
	y.types("let c = 3", "edit")
	require.ElementsMatch(t, []string{"a", "b", "c"}, y.Bindings(), "the script of the session is overwritten, not a new one made")
	require.Equal(t, map[string]string{"session-1": "let a = 1\nlet b = 2\nlet c = 3\nlet b = 2\n"}, y.shelf.scripts)

	y.shelf.edited = func(text string) string { return text }
	y.said.take()
	y.types("save named, edit")
	require.Equal(t, []string{"message: the session is saved as named", "message: named is unchanged"}, y.said.take())
	y.shelf.edited = func(text string) string { return text + "let = 2\n" }
	r := y.Line(context.Background(), "edit", nil)
	require.Equal(t, session.ExitScript, r.Exit)
	require.ElementsMatch(t, []string{"a", "b", "c"}, y.Bindings())
	require.Contains(t, y.shelf.scripts["named"], "let = 2", "the edits are not lost")
}

// TestScriptsDoNothingInARun looks at a whole script, run or watched.
func TestScriptsDoNothingInARun(t *testing.T) {
	y := newTypist(t, &shelf{scripts: map[string]string{}, edited: func(string) string { panic("opened") }})
	r := y.Script(context.Background(), source.New("a", []byte("let a = 1\nsave x, edit\nload y\nedit\n")), y.said.sink)
	require.Equal(t, session.ExitOK, r.Exit, "%v", r.Problems)
	require.Empty(t, y.shelf.scripts)
	said := y.said.take()
	require.Len(t, said, 4)
	require.Equal(t, "message: edit does nothing here: open the script in an editor", said[3])
}

func TestNoCacheComputesAgain(t *testing.T) {
	steps := func(lines ...string) (read int64, releases int) {
		y := newTypist(t, &shelf{scripts: map[string]string{}})
		y.types("require no.test.db as db", "create-dataset p", "import db/SEX as sex", "generate y = sex + 1")
		y.types(lines...)
		y.types("tabulate y")
		r := y.Line(context.Background(), "tabulate y", func(*check.Call, []page.Block) {})
		require.Equal(t, session.ExitOK, r.Exit)
		return r.Counters.Bytes, r.Counters.Steps["release"]
	}
	read, releases := steps()
	require.Zero(t, read)
	require.Zero(t, releases)
	read, releases = steps("configure nocache")
	require.Positive(t, read)
	require.Positive(t, releases)
	read, releases = steps("configure nocache results")
	require.Zero(t, read, "what was read stays")
	require.Positive(t, releases)
	read, releases = steps("configure nocache imports")
	require.Zero(t, read, "a kept result needs nothing read")
	require.Zero(t, releases)
	read, releases = steps("configure nocache", "clear", "require no.test.db as db", "create-dataset p", "import db/SEX as sex", "generate y = sex + 1")
	require.Zero(t, read)
	require.Zero(t, releases)

	y := newTypist(t, &shelf{})
	for line, code := range map[string]diag.Code{
		"configure": "S0305", "configure cache": "C1211", "configure results": "C1212", "configure alpha results": "C1212",
		"configure nocache result": "C1211", "configure 3": "C1211", "configure nocache results, imports, beta": "C1211",
	} {
		y.fails(line, code)
	}
	y.types("configure nocache imports, results, alpha", "configure alpha, nocache")
	require.Equal(t, check.Settings{Alpha: true, NoCache: check.CacheImports | check.CacheResults}, y.State().Settings)
}
