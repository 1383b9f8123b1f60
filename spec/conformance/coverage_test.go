package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/spec/example"
	"github.com/mdscript/mdscript/stdlib"
)

// shown is what the cases that end well use, and which codes the others show.
type shown struct {
	commands  map[string]bool
	options   map[string]bool // "command option"
	functions map[string]bool
	codes     map[string][]string // the cases that show a code
}

var codeShown = regexp.MustCompile(`(?m)^script:\d+:\d+: (error|warning) ([A-Z]\d{4}): `)

func survey(t *testing.T) shown {
	t.Helper()
	s := shown{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string][]string{}}
	for _, path := range caseFiles(t) {
		x := example.Read(t, path)
		fine := true
		for _, m := range codeShown.FindAllStringSubmatch(x.Diagnostics, -1) {
			s.codes[m[2]] = append(s.codes[m[2]], caseName(path))
			fine = fine && m[1] != "error"
		}
		if fine {
			script, problems := syntax.Parse(source.New("script", []byte(x.Script)), commandList())
			require.Empty(t, problems, path)
			s.statements(script.Statements)
		}
	}
	return s
}

func commandList() *command.List {
	var specs []*command.Spec
	for _, c := range stdlib.Commands() {
		specs = append(specs, c.Declaration())
	}
	return command.NewList(specs)
}

func (s *shown) statements(list []syntax.Statement) {
	for _, st := range list {
		switch st := st.(type) {
		case *syntax.For:
			s.commands["for"], s.commands["end"] = true, true
			s.statements(st.Body)
		case *syntax.TextBlock:
			s.commands["textblock"] = true
		case *syntax.Command:
			s.commands[st.Name.Text] = true
			for _, o := range st.Options {
				s.options[st.Name.Text+" "+o.Name.Text] = true
			}
		}
		s.calls(reflect.ValueOf(st))
	}
}

// calls finds the calls anywhere in a statement.
func (s *shown) calls(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return
		}
		if v.CanInterface() {
			if call, ok := v.Interface().(*syntax.Call); ok {
				s.functions[call.Func.Text] = true
			}
		}
		s.calls(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			s.calls(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				s.calls(v.Field(i))
			}
		}
	}
}

// TestEveryCommandAndOptionHasACase demands a case that ends well.
func TestEveryCommandAndOptionHasACase(t *testing.T) {
	s := survey(t)
	for _, c := range stdlib.Commands() {
		spec := c.Declaration()
		if !s.commands[spec.Name] {
			t.Errorf("no case of the command %s", spec.Name)
		}
		for _, o := range spec.Options {
			if !s.options[spec.Name+" "+o.Name] {
				t.Errorf("no case of the option %s of %s", o.Name, spec.Name)
			}
		}
	}
}

// TestEveryFunctionHasACase demands a call in a case that ends well.
func TestEveryFunctionHasACase(t *testing.T) {
	s := survey(t)
	require.Len(t, stdlib.Functions(), 96)
	for _, f := range stdlib.Functions() {
		if !s.functions[f.Spec.Name] {
			t.Errorf("no case of the function %s", f.Spec.Name)
		}
	}
}

// TestEveryErrorHasACase demands a case of each error and warning that a script can cause.
func TestEveryErrorHasACase(t *testing.T) {
	s := survey(t)
	e := example.NewShop(t).Engine(t, "bank no.test.lab open\nvariable X PERSON FIXED integer\n1;1\n", text.English)
	known := map[string]bool{}
	for _, entry := range e.Messages().Entries() {
		code := string(entry.Code)
		known[code] = true
		if !strings.Contains("SXCR", code[:1]) {
			continue
		}
		_, excused := withoutCase[code]
		switch {
		case excused && s.codes[code] != nil:
			t.Errorf("%s has a case, %s: remove it from the list", code, s.codes[code][0])
		case !excused && s.codes[code] == nil:
			t.Errorf("no case of %s: %s", code, entry.Message.EN)
		}
	}
	for code := range withoutCase {
		require.True(t, known[code], "%s is excused but is no code", code)
	}
}

// TestEveryKindOfErrorIsShown holds the kinds of section 16 of the reference against codes.
func TestEveryKindOfErrorIsShown(t *testing.T) {
	s := survey(t)
	for kind, codes := range errorKinds {
		for _, code := range strings.Fields(codes) {
			_, notBuilt := withoutCase[code]
			require.True(t, s.codes[code] != nil || notBuilt, "%s: no case of %s", kind, code)
		}
	}
}

// TestEveryRowOfMissingValuesHasACase holds the rows of the table of section 6 against files.
func TestEveryRowOfMissingValuesHasACase(t *testing.T) {
	for row, names := range missingRows {
		for _, name := range strings.Fields(names) {
			_, err := os.Stat(filepath.Join("06-missing-values", name+".txtar"))
			require.NoError(t, err, row)
		}
	}
}

// TestEveryVariantHasAScript demands the 63 variants of section 17, each a script of its own.
func TestEveryVariantHasAScript(t *testing.T) {
	for n := 1; n <= 63; n++ {
		found, err := filepath.Glob(fmt.Sprintf("17-variants/%02d-*.txtar", n))
		require.NoError(t, err)
		require.NotEmpty(t, found, "variant %d", n)
	}
	for _, name := range []string{"text-block-lost", "list-never-defined", "year-after-reshape"} {
		x := example.Read(t, "17-variants/faulty-"+name+".txtar")
		require.True(t, x.HasDiagnostics, name)
	}
}

// TestCasesAreInChapters keeps the suite readable: a chapter has a number, a case a short name.
func TestCasesAreInChapters(t *testing.T) {
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var chapters []string
	for _, e := range entries {
		if e.IsDir() {
			chapters = append(chapters, e.Name())
			require.Regexp(t, `^\d\d-[a-z-]+$`, e.Name())
		}
	}
	require.True(t, slices.IsSorted(chapters))
	for _, path := range caseFiles(t) {
		require.Regexp(t, `^\d\d-[a-z-]+/[a-z0-9-]+$`, caseName(path))
	}
}
