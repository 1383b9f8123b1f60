package house

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// maxLines is how long a file may be that people write.
const maxLines = 600

// goFile is one Go file of the module, tests included.
type goFile struct {
	path    string // relative to the root, with slashes
	content []byte
	syntax  *ast.File
	set     *token.FileSet
}

func (f *goFile) test() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f *goFile) generated() bool {
	head, _, _ := bytes.Cut(f.content, []byte("\npackage "))
	return bytes.Contains(head, []byte("Code generated"))
}

func (f *goFile) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

// goFiles reads every Go file of the repository.
func goFiles(t *testing.T) []*goFile {
	t.Helper()
	var out []*goFile
	set := token.NewFileSet()
	walk(t, func(rel string) {
		if !strings.HasSuffix(rel, ".go") {
			return
		}
		content, err := os.ReadFile(filepath.Join(root, rel))
		require.NoError(t, err)
		syntax, err := parser.ParseFile(set, filepath.Join(root, rel), content, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		out = append(out, &goFile{rel, content, syntax, set})
	})
	require.Greater(t, len(out), 200, "the walk found too few files to mean anything")
	return out
}

// walk visits the files of the repository.
func walk(t *testing.T, visit func(rel string)) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		switch {
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "bin"):
			return fs.SkipDir
		case d.Type().IsRegular():
			visit(filepath.ToSlash(rel))
		}
		return nil
	}))
}

func TestFilesAreShort(t *testing.T) {
	for _, f := range goFiles(t) {
		if lines := bytes.Count(f.content, []byte("\n")); lines > maxLines && !f.generated() {
			t.Errorf("%s has %d lines, more than %d: what is its second subject?", f.path, lines, maxLines)
		}
	}
}

func TestPackagesAreNamedForWhatTheyDo(t *testing.T) {
	for _, f := range goFiles(t) {
		switch name := f.syntax.Name.Name; name {
		case "util", "utils", "common", "helpers", "misc", "base":
			t.Errorf("%s: package %s says nothing about what is in it", f.path, name)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said, packages := map[string]bool{}, map[string]string{}
	for _, f := range goFiles(t) {
		if f.test() {
			continue
		}
		dir := filepath.ToSlash(filepath.Dir(f.path))
		packages[dir] = f.syntax.Name.Name
		if f.syntax.Doc == nil {
			continue
		}
		doc := f.syntax.Doc.Text()
		want := "Package " + f.syntax.Name.Name + " "
		if f.syntax.Name.Name == "main" {
			want = filepath.Base(dir)
		}
		said[dir] = said[dir] || strings.Contains(doc, want)
	}
	for dir, name := range packages {
		if !said[dir] {
			t.Errorf("package %s in %s has no comment that begins with its name", name, dir)
		}
	}
}

func TestNothingIsPutOff(t *testing.T) {
	words := regexp.MustCompile(`\b(` + "TO" + "DO|FIX" + "ME|XX" + "X)\\b")
	walk(t, func(rel string) {
		switch filepath.Ext(rel) {
		case ".go", ".md", ".mdscript", ".txtar", ".html", "":
		default:
			return
		}
		content, err := os.ReadFile(filepath.Join(root, rel))
		require.NoError(t, err)
		if at := words.FindIndex(content); at != nil && !bytes.ContainsRune(content[:min(len(content), 4096)], 0) {
			t.Errorf("%s:%d puts something off: do it now, or file an issue", rel, 1+bytes.Count(content[:at[0]], []byte("\n")))
		}
	})
}

// selected gives the package and name of pkg.Name calls.
func selected(call *ast.CallExpr) (pkg, name string) {
	if s, ok := call.Fun.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			return x.Name, s.Sel.Name
		}
	}
	return "", ""
}

// calls visits the calls of a file.
func (f *goFile) calls(visit func(*ast.CallExpr)) {
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			visit(call)
		}
		return true
	})
}

// TestOnlyTheGateShowsNumbers: an argument of a message that comes from data is made by
// diag.Shown, and only disclosure, which protected it, may do that.
func TestOnlyTheGateShowsNumbers(t *testing.T) {
	made := 0
	for _, f := range goFiles(t) {
		if f.test() {
			continue
		}
		f.calls(func(call *ast.CallExpr) {
			if pkg, name := selected(call); pkg != "diag" || name != "Shown" {
				return
			}
			made++
			if !strings.HasPrefix(f.path, "disclosure/") {
				t.Errorf("%s: only disclosure may call diag.Shown", f.at(call))
			}
		})
	}
	require.Positive(t, made, "nobody calls diag.Shown: this test looks for the wrong thing")
}

var anyVerb = regexp.MustCompile(`%[+#]?v`)

// hidesVerbs tells whether a call formats with %v: who reads it cannot tell what is printed.
func hidesVerbs(call *ast.CallExpr) bool {
	if pkg, _ := selected(call); pkg != "fmt" && pkg != "log" {
		return false
	}
	for _, arg := range call.Args {
		if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING && anyVerb.MatchString(lit.Value) {
			return true
		}
	}
	return false
}

// TestNothingIsFormattedBlindly: where data are near, a format says of what type it prints.
// %v prints whatever it is given, a column or a unit id included.
func TestNothingIsFormattedBlindly(t *testing.T) {
	for _, f := range goFiles(t) {
		near := strings.HasPrefix(f.path, "runtime/") && !strings.HasPrefix(f.path, "runtime/bench/") ||
			strings.HasPrefix(f.path, "stdlib/") || strings.HasPrefix(f.path, "disclosure/")
		if !near || f.test() {
			continue
		}
		f.calls(func(call *ast.CallExpr) {
			if hidesVerbs(call) {
				t.Errorf("%s: say %%s, %%d, %%w or %%T instead of %%v", f.at(call))
			}
		})
	}
}

func TestTheStyleChecksCanFail(t *testing.T) {
	e, err := parser.ParseExpr(`fmt.Errorf("row %+v", row)`)
	require.NoError(t, err)
	require.True(t, hidesVerbs(e.(*ast.CallExpr)))
	e, err = parser.ParseExpr(`fmt.Errorf("row %d", 1)`)
	require.NoError(t, err)
	require.False(t, hidesVerbs(e.(*ast.CallExpr)))
}
