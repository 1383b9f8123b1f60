package house

import (
	"bufio"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/mdscript/mdscript/"

const root = "../.."

// rule is one line of .ci/imports.txt.
type rule struct {
	who     string
	allowed []string
}

func readRules(t *testing.T, path string) []rule {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var rules []rule
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		who, what, ok := strings.Cut(line, ":")
		if ok {
			rules = append(rules, rule{strings.TrimSpace(who), strings.Fields(what)})
		}
	}
	require.NoError(t, lines.Err())
	return rules
}

// TestImportArrows holds the real imports of every package against .ci/imports.txt.
func TestImportArrows(t *testing.T) {
	rules := readRules(t, filepath.Join(root, ".ci", "imports.txt"))
	packages := 0
	for dir, imports := range productImports(t) {
		r := ruleFor(rules, dir)
		if r == nil {
			t.Errorf("package %s has no line in .ci/imports.txt", dir)
			continue
		}
		packages++
		for path, file := range imports {
			if !allows(r.allowed, path) {
				t.Errorf("%s imports %s, which .ci/imports.txt does not allow for %s", file, path, r.who)
			}
		}
	}
	require.Greater(t, packages, 20, "the walk found too few packages to mean anything")
}

// TestTheArrowCheckCanFail feeds the check an import that must be refused.
func TestTheArrowCheckCanFail(t *testing.T) {
	rules := readRules(t, filepath.Join(root, ".ci", "imports.txt"))
	require.False(t, allows(ruleFor(rules, "disclosure").allowed, module+"runtime/column"))
	require.False(t, allows(ruleFor(rules, "stdlib/command/tabulate").allowed, module+"stdlib/command/summarize"))
	require.False(t, allows(ruleFor(rules, "cmd/internal/cli").allowed, module+"runtime/column"))
	require.True(t, allows(ruleFor(rules, "lang/check").allowed, module+"lang/types"))
}

// productImports is the imports of every package outside tests, by folder.
func productImports(t *testing.T) map[string]map[string]string {
	t.Helper()
	found := map[string]map[string]string{}
	for _, tree := range []string{"lang", "disclosure", "runtime", "stdlib", "cmd", "spec/oracle"} {
		err := filepath.WalkDir(filepath.Join(root, tree), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && skipped(path) {
				return filepath.SkipDir
			}
			if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			return addImports(found, path)
		})
		require.NoError(t, err)
	}
	return found
}

// skipped folders are modules of their own or test helpers.
func skipped(path string) bool {
	base := filepath.Base(path)
	return base == "testdata" || base == "bench" || strings.HasSuffix(base, "test")
}

func addImports(found map[string]map[string]string, path string) error {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	if f.Name.Name == "main" && !strings.Contains(path, "cmd/mdscript") {
		return nil // a generator run by go generate
	}
	dir, err := filepath.Rel(root, filepath.Dir(path))
	if err != nil {
		return err
	}
	dir = filepath.ToSlash(dir)
	if found[dir] == nil {
		found[dir] = map[string]string{}
	}
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		found[dir][name] = path
	}
	return nil
}

func ruleFor(rules []rule, dir string) *rule {
	var best *rule
	for i, r := range rules {
		if r.who == dir || (strings.HasSuffix(r.who, "/*") && strings.HasPrefix(dir, strings.TrimSuffix(r.who, "*"))) ||
			(best == nil && strings.HasPrefix(dir, r.who+"/") && r.who != "runtime/page") {
			if best == nil || len(r.who) > len(best.who) {
				best = &rules[i]
			}
		}
	}
	return best
}

func allows(allowed []string, path string) bool {
	first, _, _ := strings.Cut(path, "/")
	for _, a := range allowed {
		if a == "std" && !strings.Contains(first, ".") {
			return true
		}
		if !strings.Contains(a, ".") || strings.HasSuffix(a, "/...") && !strings.Contains(strings.TrimSuffix(a, "/..."), ".") {
			a = module + a
		}
		if tree, ok := strings.CutSuffix(a, "/..."); ok && (path == tree || strings.HasPrefix(path, tree+"/")) {
			return true
		}
		if a == path {
			return true
		}
	}
	return false
}
