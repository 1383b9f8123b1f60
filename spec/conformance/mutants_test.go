package conformance

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/spec/example"
)

// TestDamagedCasesEndWell runs every case with a line left out, given twice, cut, or in the
// place of its neighbour: whatever a script is, it runs or is refused, and never shows a
// fault of the program. By default one line of each case is damaged in each way; with
// MDSCRIPT_ALL_MUTANTS set, all lines are.
func TestDamagedCasesEndWell(t *testing.T) {
	shop := example.NewShop(t)
	all := os.Getenv("MDSCRIPT_ALL_MUTANTS") != ""
	for k, path := range caseFiles(t) {
		t.Run(caseName(path), func(t *testing.T) {
			t.Parallel()
			x := example.Read(t, path)
			e := shop.Engine(t, x.Register, text.English)
			lines := strings.Split(strings.TrimRight(x.Script, "\n"), "\n")
			for i := range lines {
				if !all && i != k%len(lines) {
					continue
				}
				for _, script := range damaged(lines, i) {
					r := e.Run(context.Background(), source.New("script", []byte(script)), nil)
					if r.Exit == engine.ExitInternal || r.Exit == engine.ExitStore {
						t.Errorf("exit %d: %v\n%s", r.Exit, r.Cause, script)
					}
				}
			}
		})
	}
}

// damaged is a script with one line damaged in several ways.
func damaged(lines []string, i int) (out []string) {
	join := func(parts ...[]string) {
		var script []string
		for _, p := range parts {
			script = append(script, p...)
		}
		out = append(out, strings.Join(script, "\n")+"\n")
	}
	before, line, after := lines[:i], lines[i], lines[i+1:]
	join(before, after)
	join(before, []string{line, line}, after)
	words := strings.Fields(line)
	for w := range words {
		join(before, []string{strings.Join(words[:w], " ")}, after)
		if w > 0 {
			join(before, []string{strings.Join(append(append([]string(nil), words[:w]...), words[w+1:]...), " ")}, after)
		}
	}
	if len(after) > 0 {
		join(before, []string{after[0], line}, after[1:])
	}
	return out
}
