package cli_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden files of examples/ and the output in README.md")

const (
	root     = "../../.."
	examples = root + "/examples"
)

// run starts mdscript on the demo database in a cache of the tests.
func run(t *testing.T, args ...string) (out, said []byte) {
	t.Helper()
	path, err := exec.LookPath("mdscript")
	require.NoError(t, err)
	cmd := exec.Command(path, args...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	cmd.Env = append(os.Environ(), "MDSCRIPT_CACHE="+smallStore(t).cache, "MDSCRIPT_STORES=", "MDSCRIPT_LANG=en")
	require.NoError(t, cmd.Run(), "%s", &e)
	return o.Bytes(), e.Bytes()
}

// language of an example: what its comments are written in.
func language(script []byte) string {
	if bytes.ContainsAny(script, "æøåÆØÅ") {
		return "nb"
	}
	return "en"
}

// TestExamples runs every example on the demo database, twice: a first run that builds what
// it needs and a second one give the same bytes as the golden file.
func TestExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the demo database")
	}
	scripts, err := filepath.Glob(examples + "/*.mdscript")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(scripts), 4)
	for _, path := range scripts {
		t.Run(filepath.Base(path), func(t *testing.T) {
			script, err := os.ReadFile(path)
			require.NoError(t, err)
			lang := language(script)
			golden := strings.TrimSuffix(path, ".mdscript") + ".golden.txt"
			out, _ := run(t, "run", "--lang", lang, path)
			if *update {
				require.NoError(t, os.WriteFile(golden, out, 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), string(out), "if the change is meant: make golden")
			again, said := run(t, "run", "--threads", "1", "--lang", lang, path)
			require.Equal(t, string(want), string(again))
			require.Empty(t, said, "nothing is built the second time, and nothing is said")
			asJSON, _ := run(t, "run", "--format", "json", "--lang", lang, path)
			follows(t, asJSON)
		})
	}
}

// follows holds a document against the published schema.
func follows(t *testing.T, document []byte) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaPath)
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value))
}

// TestReadmeGolden holds the output in the README against that of the example.
func TestReadmeGolden(t *testing.T) {
	path := root + "/README.md"
	readme, err := os.ReadFile(path)
	require.NoError(t, err)
	golden, err := os.ReadFile(examples + "/income.golden.txt")
	require.NoError(t, err)
	const before, after = "`make run` prints:\n\n```\n", "```\n\nEverything it says is protected"
	head, rest, ok := strings.Cut(string(readme), before)
	require.True(t, ok)
	shown, tail, ok := strings.Cut(rest, after)
	require.True(t, ok)
	if *update {
		shown = string(golden)
		require.NoError(t, os.WriteFile(path, []byte(head+before+shown+after+tail), 0o644))
	}
	require.Equal(t, string(golden), shown, "if the change is meant: make golden")
}
