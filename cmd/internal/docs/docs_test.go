package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/docs"
	"github.com/mdscript/mdscript/stdlib"
)

func TestPagesAreNotStale(t *testing.T) {
	pages, err := docs.Pages()
	require.NoError(t, err)
	require.Len(t, pages, 3)
	for _, p := range pages {
		committed, err := os.ReadFile(filepath.Join("../../..", filepath.FromSlash(p.Path)))
		require.NoError(t, err)
		if string(committed) != string(p.Content) {
			t.Errorf("%s is stale: run make generate", p.Path)
		}
	}
}

func TestPagesNameEverything(t *testing.T) {
	pages, err := docs.Pages()
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
