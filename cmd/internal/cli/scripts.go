package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/session"
)

// extension is what the files of scripts end in.
const extension = ".mdscript"

// most is how many names are tried for a script without one.
const most = 10_000

// folder keeps the scripts of a session as files of one folder. Names were checked with the
// line that gives them; the folder is opened as a root all the same, so that no link in it
// leads out of it.
type folder struct {
	path string
	c    *console
}

var _ engine.Scripts = (*folder)(nil)

// file is the name of a script's file, and of the script in messages.
func file(name string) string {
	if strings.HasSuffix(name, extension) {
		return name
	}
	return name + extension
}

// Save implements session.Scripts.
func (f *folder) Save(name, script string, before *string) (string, *diag.Problem) {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return "", problem(session.CodeScriptWrite, name, err)
	}
	defer root.Close()
	if name == "" {
		return fresh(root, script)
	}
	name = file(name)
	err = create(root, name, script)
	if !errors.Is(err, fs.ErrExist) {
		return name, problem(session.CodeScriptWrite, name, err)
	}
	if before == nil {
		return "", diag.New(session.CodeScriptExists, diag.Token(name))
	}
	now, err := read(root, name)
	switch {
	case err != nil:
		return "", problem(session.CodeScriptRead, name, err)
	case now != *before:
		return "", diag.New(session.CodeScriptChanged, diag.Token(name))
	}
	return name, problem(session.CodeScriptWrite, name, replace(root, name, script))
}

// fresh saves a script under the first free name.
func fresh(root *os.Root, script string) (string, *diag.Problem) {
	for i := 1; i <= most; i++ {
		name := fmt.Sprintf("session-%d%s", i, extension)
		if err := create(root, name, script); !errors.Is(err, fs.ErrExist) {
			return name, problem(session.CodeScriptWrite, name, err)
		}
	}
	return "", diag.New(session.CodeScriptWrite, diag.Token("session-…"+extension))
}

// create writes a file that must not exist, whole or not at all.
func create(root *os.Root, name, content string) error {
	w, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, content)
	if e := w.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = root.Remove(name)
	}
	return err
}

// replace writes beside a file and renames, so that the old one stays when the disk is full.
func replace(root *os.Root, name, content string) error {
	temp := "." + name + ".new"
	_ = root.Remove(temp) // of a program that was killed
	if err := create(root, temp, content); err != nil {
		return err
	}
	if err := root.Rename(temp, name); err != nil {
		_ = root.Remove(temp)
		return err
	}
	return nil
}

// errNoScript tells that a file cannot be a script.
var errNoScript = errors.New("cli: no ordinary file, or larger than a script may be")

func read(root *os.Root, name string) (string, error) {
	if info, err := root.Stat(name); err != nil {
		return "", err
	} else if !info.Mode().IsRegular() || info.Size() > maxScript {
		return "", errNoScript
	}
	content, err := root.ReadFile(name)
	return string(content), err
}

// problem is an error of the system as a finding of the line; nil for nil.
func problem(code diag.Code, name string, err error) *diag.Problem {
	if err == nil {
		return nil
	}
	return diag.New(code, diag.Token(name)).Because(err)
}

// Load implements session.Scripts.
func (f *folder) Load(name string) (string, string, *diag.Problem) {
	name = file(name)
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return "", "", problem(session.CodeScriptRead, name, err)
	}
	defer root.Close()
	content, err := read(root, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", "", problem(session.CodeScriptUnknown, name, err)
	case err != nil:
		return "", "", problem(session.CodeScriptRead, name, err)
	}
	return name, content, nil
}

// Editor implements session.Scripts: only who sits at a terminal can edit.
func (f *folder) Editor() *diag.Problem {
	in, ok := f.c.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) || editor(os.Getenv) == "" {
		return diag.New(session.CodeNoEditor)
	}
	return nil
}

// editor is the program that the user's environment names, perhaps with arguments.
func editor(getenv func(string) string) string {
	if v := strings.TrimSpace(getenv("VISUAL")); v != "" {
		return v
	}
	return strings.TrimSpace(getenv("EDITOR"))
}

// Edit implements session.Scripts.
func (f *folder) Edit(ctx context.Context, name string) (string, *diag.Problem) {
	words := strings.Fields(editor(os.Getenv))
	if len(words) == 0 {
		return "", diag.New(session.CodeNoEditor)
	}
	path, err := filepath.Abs(filepath.Join(f.path, name))
	if err != nil {
		return "", problem(session.CodeScriptRead, name, err)
	}
	cmd := exec.CommandContext(ctx, words[0], append(words[1:], path)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = f.c.in, f.c.out, f.c.err
	if err := cmd.Run(); err != nil {
		return "", problem(session.CodeEditorFailed, name, err)
	}
	_, content, p := f.Load(name)
	return content, p
}
