package stdlib_test

import (
	"flag"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/spec/example"
	"github.com/mdscript/mdscript/stdlib"
)

var update = flag.Bool("update", false, "write the released and diagnostics sections of examples, and other goldens")

// exampleFiles is the files of the examples of all commands.
func exampleFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("command/*/testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// TestExamples runs every example of every command and compares what it shows.
func TestExamples(t *testing.T) {
	shop := example.NewShop(t)
	for _, path := range exampleFiles(t) {
		command := filepath.Base(filepath.Dir(filepath.Dir(path)))
		t.Run(command+"/"+strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			x := example.Read(t, path)
			x.Check(t, shop, example.Rules{Update: *update, Answers: computes(command) && (x.HasByHand || !x.HasDiagnostics)})
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
			for _, line := range strings.Split(example.Read(t, examplePath(spec, name)).Script, "\n") {
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
	return example.Open(t, dir, lang)
}

// runScript runs a script and gives what it shows and what is wrong with it.
func runScript(t *testing.T, e *engine.Engine, script string) (r engine.Result, released, diagnostics string) {
	t.Helper()
	got := example.RunScript(t, e, script)
	return got.Result, got.Released, got.Diagnostics
}

// TestExamplesInBokmaal runs every example in Norwegian.
func TestExamplesInBokmaal(t *testing.T) {
	shop := example.NewShop(t)
	for _, path := range exampleFiles(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			example.Read(t, path).CheckBokmaal(t, shop)
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
			x := example.Read(t, examplePath(spec, e.Name))
			require.Equal(t, x.Script, e.Text)
			require.Equal(t, x.Released, e.Shown)
			require.Equal(t, x.Diagnostics, e.Wrong)
			require.Equal(t, x.About, e.About)
		}
	}
}
