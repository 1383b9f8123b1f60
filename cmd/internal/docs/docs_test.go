package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/docs"
	"github.com/mdscript/mdscript/stdlib"
)

func TestPagesAreNotStale(t *testing.T) {
	pages, err := docs.Pages(os.DirFS("../../.."))
	require.NoError(t, err)
	require.Len(t, pages, 5)
	for _, p := range pages {
		committed, err := os.ReadFile(filepath.Join("../../..", filepath.FromSlash(p.Path)))
		require.NoError(t, err)
		if string(committed) != string(p.Content) {
			t.Errorf("%s is stale: run make generate", p.Path)
		}
	}
}

// TestPagesQuoteCases demands that the manual shows cases of the conformance suite, and that
// an unknown one is an error.
func TestPagesQuoteCases(t *testing.T) {
	pages, err := docs.Pages(os.DirFS("../../.."))
	require.NoError(t, err)
	for _, p := range pages[3:] {
		require.GreaterOrEqual(t, strings.Count(string(p.Content), "<!-- case "), 5, p.Path)
		require.Contains(t, string(p.Content), "(conformance/", p.Path)
	}
	root := fstest.MapFS{"spec/language.md": {Data: []byte("<!-- case 01-a/b -->\n<!-- end of case -->\n")}}
	_, err = docs.Pages(root)
	require.ErrorContains(t, err, "spec/language.md")
}

func TestPagesNameEverything(t *testing.T) {
	pages, err := docs.Pages(os.DirFS("../../.."))
	require.NoError(t, err)
	for _, c := range stdlib.Commands() {
		name := c.Declaration().Name
		require.Contains(t, string(pages[0].Content), "\n### "+name+"\n")
		for _, o := range c.Declaration().Options {
			require.Contains(t, string(pages[0].Content), "| `"+o.Name, "%s, %s", name, o.Name)
		}
	}
	for _, f := range stdlib.Functions() {
		require.Contains(t, string(pages[1].Content), strings.ReplaceAll(f.Spec.Syntax, "|", `\|`))
	}
	for _, code := range []string{"S0102", "T0006", "D0101", "R0002", "I0001"} {
		require.Contains(t, string(pages[2].Content), "### "+code+"\n")
	}
}
