package cli_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/cli"
	"github.com/mdscript/mdscript/cmd/internal/synth"
)

// TestMain lets scripts start mdscript as a process of its own: exit codes, signals and
// environments are real.
func TestMain(m *testing.M) {
	testscript.Main(tidy{m}, map[string]func(){
		"mdscript": func() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// tidy removes the shared store when all tests have run.
type tidy struct{ m *testing.M }

func (t tidy) Run() int {
	code := t.m.Run()
	if built {
		if s, err := small(); err == nil {
			_ = os.RemoveAll(filepath.Dir(s.store))
		}
	}
	return code
}

var built bool

// shared is what all tests of the process use: a small store and a cache.
type shared struct{ store, cache string }

const persons = 3000

var small = sync.OnceValues(func() (shared, error) {
	built = true
	dir, err := os.MkdirTemp("", "cli-test-")
	if err != nil {
		return shared{}, err
	}
	s := shared{store: filepath.Join(dir, "store"), cache: filepath.Join(dir, "cache")}
	only, err := named()
	if err != nil {
		return s, err
	}
	return s, synth.Generate(context.Background(), synth.Options{Persons: persons, Out: s.store, Seed: 1, All: true, Only: only})
})

// named finds the variables that tests of this package name: all would take a minute to write.
func named() (map[string]bool, error) {
	only, word := map[string]bool{}, regexp.MustCompile(`[A-Z][A-Z0-9]+_[A-Z0-9_]+`)
	for _, pattern := range []string{"*_test.go", "testdata/*/*", "testdata/*.mdscript"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				return nil, err
			}
			for _, w := range word.FindAllString(string(text), -1) {
				only[w] = true
			}
		}
	}
	return only, nil
}

func smallStore(t testing.TB) shared {
	t.Helper()
	s, err := small()
	require.NoError(t, err)
	return s
}

func TestScripts(t *testing.T) {
	s := smallStore(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SMALL", s.store)
			env.Setenv("MDSCRIPT_CACHE", s.cache)
			env.Setenv("USED", s.cache)
			env.Setenv("MDSCRIPT_STORES", "")
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("TMPDIR", filepath.Join(env.WorkDir, "tmp"))
			return os.Mkdir(filepath.Join(env.WorkDir, "tmp"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "store": store, "truncate": truncate, "flip": flip, "valid": valid, "empty": empty,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %s", name)
		},
	})
}

// exits runs a command and demands its exit code: exits 3 mdscript run a.mdscript
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want || neg {
		ts.Fatalf("exit %d, not %d", got, want)
	}
}

// store makes a store of its own with version 30 of the small one: store NAME [real]. A
// real one is not marked synthetic.
func store(ts *testscript.TestScript, _ bool, args []string) {
	from, to := filepath.Join(ts.Getenv("SMALL"), synth.Bank), filepath.Join(ts.MkAbs(args[0]), synth.Bank)
	ts.Check(filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, path)
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		case strings.HasPrefix(rel, "data"+string(filepath.Separator)):
			return os.Link(path, target)
		case !strings.Contains(rel, "__30_") && !strings.HasSuffix(rel, "datastore_versions.json"):
			return nil
		}
		content, err := os.ReadFile(path)
		if err == nil && len(args) > 1 {
			content = []byte(strings.ReplaceAll(string(content), `"synthetic": true`, `"synthetic": false`))
			content = []byte(strings.ReplaceAll(string(content), `"synthetic":true`, `"synthetic":false`))
		}
		if err == nil {
			err = os.WriteFile(target, content, 0o644)
		}
		return err
	}))
}

// own replaces a file that may be linked elsewhere by a changed copy.
func own(ts *testscript.TestScript, path string, change func([]byte) []byte) {
	content, err := os.ReadFile(ts.MkAbs(path))
	ts.Check(err)
	ts.Check(os.Remove(ts.MkAbs(path)))
	ts.Check(os.WriteFile(ts.MkAbs(path), change(content), 0o644))
}

// truncate cuts a file in half.
func truncate(ts *testscript.TestScript, _ bool, args []string) {
	own(ts, args[0], func(b []byte) []byte { return b[:len(b)/2] })
}

// flip changes one byte in the middle of a file.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	own(ts, args[0], func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
}

// valid holds standard output, or a file, against the published schema of results.
func valid(ts *testscript.TestScript, _ bool, args []string) {
	schema, err := jsonschema.NewCompiler().Compile(schemaPath)
	ts.Check(err)
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(schema.Validate(value))
}

const schemaPath = "../../../spec/results.schema.json"

// empty demands that a folder, which need not exist, holds no temporary or half-written file.
func empty(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if name := d.Name(); strings.HasPrefix(name, ".new-") || strings.HasPrefix(name, ".try-") || strings.HasPrefix(name, "mdscript-") ||
			strings.HasPrefix(name, ".mdscript-") || strings.HasPrefix(name, ".synth-") || strings.HasPrefix(name, "building-") {
			return fmt.Errorf("%s was left behind", path)
		}
		return nil
	}))
}
