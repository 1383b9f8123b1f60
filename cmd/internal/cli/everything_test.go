package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/cli"
	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/engine"
)

// TestEveryVariableIsImportedAndCounted takes every variable of a synthetic country through the
// whole program: the line that its card offers imports it, its last day too, and a table or a
// summary of it comes out.
func TestEveryVariableIsImportedAndCounted(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("MDSCRIPT_CACHE", filepath.Join(dir, "cache"))
	root := filepath.Join(dir, "store")
	require.NoError(t, synth.Generate(context.Background(), synth.Options{Persons: synth.MinPersons, Out: root, Seed: 1, Profile: "open"}))
	st, err := engine.OpenStore(context.Background(), []string{root}, "")
	require.NoError(t, err)
	scripts := map[string][]string{}
	for _, name := range st.Names() {
		bank, ok := st.Bank(name)
		require.True(t, ok)
		version, ok := bank.Version("60")
		require.True(t, ok)
		for _, variable := range version.Names() {
			v, ok := version.Variable(variable)
			require.True(t, ok)
			unit := name + " " + v.Unit.Code
			scripts[unit] = append(scripts[unit], linesFor(v)...)
		}
	}
	require.NoError(t, st.Close())
	var units []string
	for unit := range scripts {
		units = append(units, unit)
	}
	sort.Strings(units)
	for _, unit := range units {
		t.Run(unit, func(t *testing.T) { runAll(t, root, unit, scripts[unit]) })
	}
}

// linesFor imports a variable at its first and its last day and shows it.
func linesFor(v *catalogue.Variable) (lines []string) {
	days := []int{v.LastDay()}
	if first := v.FirstDay(); v.Temporality != types.Fixed && first != v.LastDay() {
		days = append(days, first)
	}
	for i, day := range days {
		alias := fmt.Sprintf("%s_%d", strings.ToLower(v.Name), i)
		show := "tabulate " + alias + ", missing"
		switch v.Kind {
		case types.Integer, types.Decimal, types.Date:
			show = "summarize " + alias
		case types.Key:
			show = "clone-dataset all of\nuse of\ngenerate one = 1\ncollapse (sum) one, by(" + alias + ")\nsummarize one\nuse all\ndelete-dataset of"
		}
		lines = append(lines, v.ImportLine("db", day)+" as "+alias, show)
	}
	return lines
}

// runAll runs the lines in scripts of at most 80 lines each.
func runAll(t *testing.T, root, unit string, lines []string) {
	bank, _, _ := strings.Cut(unit, " ")
	for from := 0; from < len(lines); from += 80 {
		script := fmt.Sprintf("require %s:60 as db\ncreate-dataset all\n%s\n", bank, strings.Join(lines[from:min(from+80, len(lines))], "\n"))
		path := filepath.Join(t.TempDir(), "all.mdscript")
		require.NoError(t, os.WriteFile(path, []byte(script), 0o644))
		var out, errs bytes.Buffer
		if code := cli.Main([]string{"run", "--store", root, path}, strings.NewReader(""), &out, &errs); code != 0 {
			t.Errorf("exit %d\n%s", code, errs.String())
		}
	}
}
