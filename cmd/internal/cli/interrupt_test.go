//go:build unix

package cli_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// stopsWithin is what a person may wait after Ctrl-C; slack is for machines that are busy.
const (
	stopsWithin = 200 * time.Millisecond
	slack       = 800 * time.Millisecond
)

// start runs mdscript in a folder of its own with temporary files and cache in it.
func start(t *testing.T, stdin *os.File, args ...string) (cmd *exec.Cmd, dir string, said *bytes.Buffer) {
	t.Helper()
	dir, said = t.TempDir(), &bytes.Buffer{}
	require.NoError(t, os.Mkdir(filepath.Join(dir, "tmp"), 0o700))
	path, err := exec.LookPath("mdscript")
	require.NoError(t, err)
	cmd = exec.Command(path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, said, said
	if stdin != nil {
		cmd.Stdin = stdin
	}
	cmd.Env = append(os.Environ(), "MDSCRIPT_CACHE="+filepath.Join(dir, "cache"), "TMPDIR="+filepath.Join(dir, "tmp"), "MDSCRIPT_LANG=en", "MDSCRIPT_STORES=")
	require.NoError(t, cmd.Start())
	return cmd, dir, said
}

// startTo is start with all output in a file, to be read while the program runs.
func startTo(t *testing.T, out string, args ...string) (cmd *exec.Cmd, dir string, said *bytes.Buffer) {
	t.Helper()
	f, err := os.Create(out)
	require.NoError(t, err)
	defer f.Close()
	path, err := exec.LookPath("mdscript")
	require.NoError(t, err)
	dir, said = t.TempDir(), &bytes.Buffer{}
	cmd = exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = f, f
	cmd.Env = append(os.Environ(), "MDSCRIPT_CACHE="+filepath.Join(dir, "cache"), "MDSCRIPT_LANG=en", "MDSCRIPT_STORES=")
	require.NoError(t, cmd.Start())
	return cmd, dir, said
}

// wait waits until ready says so.
func wait(t *testing.T, cmd *exec.Cmd, ready func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ready(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			_ = cmd.Process.Kill()
			t.Fatal("never got ready")
		}
	}
}

// interrupt stops a program when ready says so and demands that it ends at once with 130.
func interrupt(t *testing.T, cmd *exec.Cmd, said *bytes.Buffer, ready func() bool) {
	t.Helper()
	wait(t, cmd, ready)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	sent := time.Now()
	_ = cmd.Wait()
	took := time.Since(sent)
	require.Equal(t, 130, cmd.ProcessState.ExitCode(), "%s", said)
	require.Less(t, took, stopsWithin+slack)
	t.Logf("stopped after %v", took)
}

// files counts what is in a folder, at any depth.
func files(dir string) int {
	n := 0
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return nil
	})
	return n
}

func TestInterruptedSynthLeavesNothing(t *testing.T) {
	cmd, dir, said := start(t, nil, "synth", "--all", "--persons", "400000", "--out", "country")
	// Files are being written: the population is made, and the long part has begun.
	interrupt(t, cmd, said, func() bool { return files(filepath.Join(dir, "country")) > 2 })
	require.Zero(t, files(dir), "nothing may be left")
	require.Contains(t, said.String(), "Interrupted; nothing was left behind.")
}

func TestInterruptedDemoLeavesNothing(t *testing.T) {
	script := filepath.Join(t.TempDir(), "a.mdscript")
	require.NoError(t, os.WriteFile(script, []byte("require no.ssb.fdb:30 as db\n"), 0o600))
	cmd, dir, said := start(t, nil, "run", script)
	// The folder it is built in is there: the population is being made.
	interrupt(t, cmd, said, func() bool {
		building, _ := filepath.Glob(filepath.Join(dir, "cache", "building-demo-*"))
		return len(building) > 0
	})
	require.Zero(t, files(dir))
	require.Contains(t, said.String(), "building the demo database")
}

// TestInterruptedRunLeavesNothing stops a script on its way: hot files are whole or absent.
func TestInterruptedRunLeavesNothing(t *testing.T) {
	s := smallStore(t)
	script := "require no.ssb.fdb:30 as db\ncreate-dataset p\nimport db/BEFOLKNING_KJOENN as sex\n"
	// Enough work for seconds: every line is a step over all persons.
	for range 3000 {
		script += "replace sex = '1' if sex == '1'\n"
	}
	script += "tabulate sex\n"
	path := filepath.Join(t.TempDir(), "long.mdscript")
	require.NoError(t, os.WriteFile(path, []byte(script), 0o600))
	cmd, dir, said := start(t, nil, "run", "--store", s.store, "--output", "out.txt", path)
	interrupt(t, cmd, said, func() bool { return files(filepath.Join(dir, "cache")) > 0 })
	require.NoFileExists(t, filepath.Join(dir, "out.txt"))
	require.Zero(t, files(filepath.Join(dir, "tmp")))
	halves, _ := filepath.Glob(filepath.Join(dir, "cache", "hot", "*", ".*"))
	require.Empty(t, halves)
	require.Contains(t, said.String(), "R0002")
}

// TestInterruptAtTheReplStopsTheLineOnly interrupts between lines: the session goes on.
func TestInterruptAtTheReplStopsTheLineOnly(t *testing.T) {
	s := smallStore(t)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	cmd, _, said := start(t, r, "repl", "--store", s.store)
	require.NoError(t, r.Close())
	_, err = w.WriteString("let a = 1\n")
	require.NoError(t, err)
	time.Sleep(300 * time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	time.Sleep(50 * time.Millisecond)
	_, err = w.WriteString("history\n")
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.NoError(t, cmd.Wait(), "%s", said)
	require.Contains(t, said.String(), "let a = 1")
}
