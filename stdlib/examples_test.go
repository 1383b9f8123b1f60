package stdlib_test

import (
	"bytes"
	"context"
	"flag"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	textpage "github.com/mdscript/mdscript/runtime/page/text"
	"github.com/mdscript/mdscript/runtime/store/storetest"
	"github.com/mdscript/mdscript/stdlib"
)

var update = flag.Bool("update", false, "write the released and diagnostics sections of examples, and other goldens")

// most is the number of rows a variable of an example may have: what a reader can work out.
const most = 12

// TestExamples runs every example of every command and compares what it shows.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("command/*/testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		name := filepath.Base(filepath.Dir(filepath.Dir(path))) + "/" + strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runExample(t, path)
		})
	}
}

// TestEveryExampleIsDeclared holds the names in declarations against the files.
func TestEveryExampleIsDeclared(t *testing.T) {
	for _, c := range stdlib.Commands() {
		spec := c.Declaration()
		require.NotEmpty(t, spec.Examples, "%s has no example", spec.Name)
		files, err := filepath.Glob(filepath.Join("command", spec.Name, "testdata", "*.txtar"))
		require.NoError(t, err)
		var found []string
		for _, f := range files {
			found = append(found, strings.TrimSuffix(filepath.Base(f), ".txtar"))
		}
		require.ElementsMatch(t, spec.Examples, found, "examples of %s", spec.Name)
	}
}

// TestEveryOptionHasAnExample looks for each option on a line of its command.
func TestEveryOptionHasAnExample(t *testing.T) {
	for _, c := range stdlib.Commands() {
		spec := c.Declaration()
		var lines strings.Builder
		for _, name := range spec.Examples {
			for _, line := range strings.Split(string(section(t, archive(t, examplePath(spec, name)), "script")), "\n") {
				if line = strings.TrimSpace(line); strings.HasPrefix(line, spec.Name) {
					_, options, _ := strings.Cut(line, ",")
					lines.WriteString(options + "\n")
				}
			}
		}
		for _, o := range spec.Options {
			require.Regexp(t, `(^|[\s,)])`+regexp.QuoteMeta(o.Name)+`($|[\s,(])`, lines.String(), "no example of %s has the option %s", spec.Name, o.Name)
		}
	}
}

func examplePath(spec *command.Spec, name string) string {
	return filepath.Join("command", spec.Name, "testdata", name+".txtar")
}

func archive(t *testing.T, path string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(path)
	require.NoError(t, err)
	return a
}

// section is a part of an example, nil when it has none.
func section(t *testing.T, a *txtar.Archive, name string) []byte {
	t.Helper()
	var out []byte
	for _, f := range a.Files {
		require.Contains(t, []string{"register", "script", "by hand", "released", "diagnostics"}, f.Name)
		if f.Name == name {
			require.Nil(t, out, "two sections %s", name)
			out = f.Data
		}
	}
	return out
}

func runExample(t *testing.T, path string) {
	a := archive(t, path)
	require.NotEmpty(t, bytes.TrimSpace(a.Comment), "a line of prose says what the example shows")
	register := string(section(t, a, "register"))
	require.False(t, strings.Contains(register, "microdata"), "examples are exact")
	banks, err := storetest.Parse(register)
	require.NoError(t, err)
	for _, b := range banks {
		for _, v := range b.Variables {
			require.LessOrEqual(t, len(v.Rows), most, "%s has too many rows to follow by hand", v.Name)
		}
	}
	dir := t.TempDir()
	storetest.WriteText(t, dir, register)
	r, released, diagnostics := runScript(t, openEngine(t, dir, text.English), string(section(t, a, "script")))
	if *update {
		writeGoldens(t, path, a, released, diagnostics)
		a = archive(t, path)
	}
	if section(t, a, "diagnostics") == nil {
		require.Equal(t, engine.ExitOK, r.Exit)
	}
	require.Equal(t, string(section(t, a, "released")), released)
	if section(t, a, "by hand") != nil || diagnostics == "" {
		checkByHand(t, path, string(section(t, a, "by hand")), released)
	}
	require.Equal(t, string(section(t, a, "diagnostics")), diagnostics)
}

// writeGoldens replaces the sections that the run made.
func writeGoldens(t *testing.T, path string, a *txtar.Archive, released, diagnostics string) {
	t.Helper()
	kept := slices.DeleteFunc(slices.Clone(a.Files), func(f txtar.File) bool { return f.Name == "released" || f.Name == "diagnostics" })
	if released != "" {
		kept = append(kept, txtar.File{Name: "released", Data: []byte(released)})
	}
	if diagnostics != "" {
		kept = append(kept, txtar.File{Name: "diagnostics", Data: []byte(diagnostics)})
	}
	require.NoError(t, os.WriteFile(path, txtar.Format(&txtar.Archive{Comment: a.Comment, Files: kept}), 0o644))
}

var number = regexp.MustCompile(`[-−]?\d+(\.\d+)?`)

// checkByHand demands the numbers of lines that begin with = in what was released: whole
// numbers exactly, others as rounded to the decimals they are written with. A command that
// computes must have some.
func checkByHand(t *testing.T, path, byHand, released string) {
	t.Helper()
	shown := numbers(t, strings.ReplaceAll(released, page.ThinSpace, ""))
	answers := 0
	for _, line := range strings.Split(byHand, "\n") {
		answer, ok := strings.CutPrefix(line, "= ")
		if !ok {
			continue
		}
		for _, text := range number.FindAllString(answer, -1) {
			_, decimals, _ := strings.Cut(text, ".")
			reach := 0.0
			if len(decimals) > 0 {
				reach = 0.5000001 * math.Pow10(-len(decimals))
			}
			want := numbers(t, text)[0]
			found := slices.ContainsFunc(shown, func(x float64) bool { return math.Abs(x-want) <= reach })
			require.True(t, found, "%s, worked out by hand (%s), was not released", text, line)
			answers++
		}
	}
	if computes(filepath.Base(filepath.Dir(filepath.Dir(path)))) {
		require.Positive(t, answers, "answers worked out by hand stand beside what was released")
	}
}

// numbers are the numbers in a text.
func numbers(t *testing.T, s string) (out []float64) {
	t.Helper()
	for _, text := range number.FindAllString(s, -1) {
		x, err := strconv.ParseFloat(strings.ReplaceAll(text, "−", "-"), 64)
		require.NoError(t, err)
		out = append(out, x)
	}
	return out
}

// computes tells whether a command makes numbers of data.
func computes(name string) bool {
	for _, c := range stdlib.Commands() {
		if d := c.Declaration(); d.Name == name {
			return len(c.Rules()) > 0 || d.Effect == command.Releases
		}
	}
	return false
}

// openEngine opens the banks below a folder with the whole language.
func openEngine(t *testing.T, dir string, lang text.Lang) *engine.Engine {
	t.Helper()
	st, err := engine.OpenStore(context.Background(), []string{dir}, t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	e, err := engine.New(engine.Options{
		Commands: stdlib.Commands(), Functions: stdlib.Functions(), Habits: stdlib.Habits(), Evaluator: stdlib.Evaluator(),
		Entries: stdlib.Entries(), Store: st, Threads: 2, Lang: lang,
		Panicked: func(stack []byte) { t.Errorf("panic inside the engine:\n%s", stack) },
	})
	require.NoError(t, err)
	return e
}

// runScript runs a script and gives what it shows and what is wrong with it.
func runScript(t *testing.T, e *engine.Engine, script string) (r engine.Result, released, diagnostics string) {
	t.Helper()
	file := source.New("script", []byte(script))
	r = e.Run(context.Background(), file, nil)
	if r.Exit == engine.ExitInternal {
		t.Fatalf("internal error: %v", r.Cause)
	}
	var out strings.Builder
	require.NoError(t, textpage.Render(&out, r.Document, textpage.Style{}))
	var wrong strings.Builder
	require.NoError(t, diag.Render(&wrong, file, r.Problems, e.Messages(), text.English, false))
	return r, out.String(), wrong.String()
}

// TestExamplesInBokmaal runs every example in Norwegian: it ends as in English and says as
// much, with no text missing.
func TestExamplesInBokmaal(t *testing.T) {
	files, err := filepath.Glob("command/*/testdata/*.txtar")
	require.NoError(t, err)
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			a := archive(t, path)
			dir := t.TempDir()
			storetest.WriteText(t, dir, string(section(t, a, "register")))
			script := string(section(t, a, "script"))
			english, _, _ := runScript(t, openEngine(t, dir, text.English), script)
			norwegian, shown, _ := runScript(t, openEngine(t, dir, text.Bokmaal), script)
			require.Equal(t, english.Exit, norwegian.Exit)
			require.Len(t, norwegian.Document.Blocks, len(english.Document.Blocks))
			require.Len(t, norwegian.Problems, len(english.Problems))
			for _, word := range []string{"now has", "Linked to", "Population:", "error C", "!(", "{0}"} {
				require.NotContains(t, shown, word)
			}
		})
	}
}

// TestDeclarationsCarryTheirExamples reads them as help does.
func TestDeclarationsCarryTheirExamples(t *testing.T) {
	for _, c := range stdlib.Commands() {
		spec := c.Declaration()
		list := spec.Scripts()
		require.Len(t, list, len(spec.Examples), spec.Name)
		for i, e := range list {
			require.Equal(t, spec.Examples[i], e.Name)
			a := archive(t, examplePath(spec, e.Name))
			require.Equal(t, string(section(t, a, "script")), e.Text)
			require.Equal(t, string(section(t, a, "released")), e.Shown)
			require.Equal(t, string(section(t, a, "diagnostics")), e.Wrong)
			require.Equal(t, strings.TrimSpace(string(a.Comment)), e.About)
		}
	}
}
