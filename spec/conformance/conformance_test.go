package conformance

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/spec/example"
)

var update = flag.Bool("update", false, "write the released and diagnostics sections of the cases")

// caseFiles is the cases of the suite, by chapter.
func caseFiles(t *testing.T) []string {
	t.Helper()
	out, err := filepath.Glob("[0-9]*-*/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, out)
	return out
}

// caseName is chapter/name.
func caseName(path string) string {
	return strings.TrimSuffix(filepath.ToSlash(path), ".txtar")
}

// TestConformance runs every case in both languages and compares what the English one shows.
func TestConformance(t *testing.T) {
	shop := example.NewShop(t)
	for _, path := range caseFiles(t) {
		t.Run(caseName(path), func(t *testing.T) {
			t.Parallel()
			x := example.Read(t, path)
			x.Check(t, shop, example.Rules{Update: *update, Answers: true})
			x.CheckBokmaal(t, shop)
		})
	}
}
