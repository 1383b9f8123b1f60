//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWatchRunsAgainWhenTheFileChanges edits the last line of a watched script, then
// breaks it: the second output has the new line, a mistake does not end the watch.
func TestWatchRunsAgainWhenTheFileChanges(t *testing.T) {
	s := smallStore(t)
	dir := t.TempDir()
	path, out := filepath.Join(dir, "a.mdscript"), filepath.Join(dir, "out")
	head := "require no.ssb.fdb:30 as db\ncreate-dataset p\nimport db/BEFOLKNING_KJOENN as sex\n"
	write := func(last string) { require.NoError(t, os.WriteFile(path, []byte(head+last+"\n"), 0o600)) }
	write("tabulate sex")
	shown := func(parts ...string) func() bool {
		return func() bool {
			text, _ := os.ReadFile(out)
			for _, p := range parts {
				if !strings.Contains(string(text), p) {
					return false
				}
			}
			return true
		}
	}
	cmd, _, said := startTo(t, out, "run", "--watch", "--store", s.store, path)
	wait(t, cmd, shown("tabulate sex\n", "waiting for changes"))
	write("tabulate sex, nolabels")
	wait(t, cmd, shown("tabulate sex, nolabels\n"))
	write("tabulat sex")
	wait(t, cmd, shown("S0102"))
	interrupt(t, cmd, said, func() bool { return true })
}
