package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/session"
)

// TestEditorIsRunOnTheScript opens a program that appends a line.
func TestEditorIsRunOnTheScript(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the editor of the test is a shell script")
	}
	dir := t.TempDir()
	tool := filepath.Join(dir, "editor")
	require.NoError(t, os.WriteFile(tool, []byte("#!/bin/sh\necho \"$1\" >> \"$2\"\n"), 0o700))
	var out bytes.Buffer
	f := &folder{path: dir, c: &console{ctx: context.Background(), in: &out, out: &out, err: &out}}
	require.Equal(t, session.CodeNoEditor, f.Editor().Code, "not at a terminal")
	name, p := f.Save("", "let a = 1\n", nil)
	require.Nil(t, p)
	require.Equal(t, "session-1.mdscript", name)

	t.Setenv("EDITOR", "no-such-program")
	t.Setenv("VISUAL", tool+" appended")
	text, p := f.Edit(context.Background(), name)
	require.Nil(t, p)
	require.Equal(t, "let a = 1\nappended\n", text)
	t.Setenv("VISUAL", "")
	_, p = f.Edit(context.Background(), name)
	require.Equal(t, session.CodeEditorFailed, p.Code)
	t.Setenv("EDITOR", "")
	_, p = f.Edit(context.Background(), name)
	require.Equal(t, session.CodeNoEditor, p.Code)
}

func TestScriptIsReplacedOnlyWhenKnown(t *testing.T) {
	dir := t.TempDir()
	f := &folder{path: dir, c: &console{}}
	_, p := f.Save("a", "one\n", nil)
	require.Nil(t, p)
	_, p = f.Save("a.mdscript", "two\n", nil)
	require.Equal(t, session.CodeScriptExists, p.Code)
	known, stale := "one\n", "zero\n"
	_, p = f.Save("a", "two\n", &stale)
	require.Equal(t, session.CodeScriptChanged, p.Code)
	name, p := f.Save("a", "two\n", &known)
	require.Nil(t, p)
	_, text, p := f.Load(name)
	require.Nil(t, p)
	require.Equal(t, "two\n", text)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing is left beside it")

	require.NoError(t, os.Mkdir(filepath.Join(dir, "b.mdscript"), 0o700))
	_, _, p = f.Load("b")
	require.Equal(t, session.CodeScriptRead, p.Code)
	require.NoError(t, os.Truncate(filepath.Join(dir, name), maxScript+1))
	_, _, p = f.Load("a")
	require.Equal(t, session.CodeScriptRead, p.Code)
	gone := &folder{path: filepath.Join(dir, "gone"), c: &console{}}
	_, p = gone.Save("a", "", nil)
	require.Equal(t, session.CodeScriptWrite, p.Code)
	_, _, p = gone.Load("a")
	require.Equal(t, session.CodeScriptRead, p.Code)
}
