package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/store/storetest"
)

var allSteps = []string{stepLocked, stepMade, stepSummed, stepFolders, stepSidecar, stepFinished}

// Whatever step fails, the part is there whole or not at all, nothing else is left, and
// the next read has the right values.
func TestFailuresAtEveryStep(t *testing.T) {
	for _, step := range allSteps {
		l := newLazy(t, four)
		s, v := l.open(nil)
		s.halt = func(at string) error {
			if at == step {
				return errors.New("interrupted")
			}
			return nil
		}
		_, err := s.View(run(), v, variable(t, v, "PAY"), At(day(t, "2020-05-05")))
		require.Equal(t, "T0023", code(err), step)
		l.clean()
		l.whole(step == stepFinished)
		s.halt = nil
		require.Contains(t, population(t, s, v, "PAY", "2020-05-05"), "= 510", step)
		l.whole(true)
	}
}

// whole checks that PAY 2020 has been made, or that no trace of it is there.
func (l lazyBank) whole(made bool) {
	l.t.Helper()
	_, errData := os.Stat(filepath.Join(l.root, "data/PAY/PAY__1_0/start_year=2020/part-0.parquet"))
	_, errSums := os.Stat(filepath.Join(l.root, "data/PAY/PAY__1_0.start_year=2020.sums.json"))
	require.Equal(l.t, made, errData == nil)
	require.Equal(l.t, made, errSums == nil)
}

// child runs TestLazyChild in another process.
func (l lazyBank) child(does, step string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^TestLazyChild$")
	cmd.Env = append(os.Environ(), "LAZY_CHILD="+does, "LAZY_DIR="+l.dir, "LAZY_STEP="+step, "LAZY_CACHE="+l.t.TempDir())
	return cmd
}

// TestLazyChild is what other processes of the tests here do.
func TestLazyChild(t *testing.T) {
	does := os.Getenv("LAZY_CHILD")
	if does == "" {
		t.Skip("runs in a process of its own")
	}
	dir := os.Getenv("LAZY_DIR")
	l := lazyBank{t, dir, filepath.Join(dir, bank), filepath.Join(dir, "LOG")}
	s, v := l.open(func(Request) error {
		if does == "hang" {
			fmt.Println("making")
			time.Sleep(time.Minute)
		}
		time.Sleep(20 * time.Millisecond) // long enough for others to come
		return nil
	})
	if does == "die" {
		s.halt = func(at string) error {
			if at == os.Getenv("LAZY_STEP") {
				os.Exit(7)
			}
			return nil
		}
	}
	readSideBySide(t, s, v)
}

// readSideBySide imports PAY and HOME at all dates in eight goroutines.
func readSideBySide(t *testing.T, s *Store, v interface{}) {
	version := v.(*Version)
	pay, home := variable(t, version, "PAY"), variable(t, version, "HOME")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for k := range 4 {
				of, q := pay, At(day(t, fmt.Sprint(2019+k%2, "-05-05")))
				if (k+i)%2 == 0 {
					of, q = home, At(day(t, fmt.Sprint(2020+k/2, "-01-01")))
				}
				if _, err := s.View(run(), version, of, q); err != nil {
					t.Error(code(err))
				}
			}
		})
	}
	all.Wait()
}

// A process that dies at any step leaves the part whole or absent; the next one sweeps what
// it left, and a lock of the dead holds up nobody.
func TestDeathAtEveryStep(t *testing.T) {
	for _, step := range allSteps {
		l := newLazy(t, four)
		err := l.child("die", step).Run()
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit, step)
		require.Equal(t, 7, exit.ExitCode(), step)
		s, v := l.open(nil)
		require.Contains(t, population(t, s, v, "PAY", "2020-05-05"), "= 510", step)
		require.Contains(t, population(t, s, v, "PAY", "2019-05-05"), "= 500 -7 90", step)
		population(t, s, v, "HOME", "2020-01-01")
		population(t, s, v, "HOME", "2021-01-01")
		if step != stepFinished { // then nothing is made under its lock again, and an empty folder stays
			l.clean()
		}
	}
}

func TestAHolderOfTheLockIsKilled(t *testing.T) {
	l := newLazy(t, four)
	cmd := l.child("hang", "")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	said := make([]byte, 64)
	n, err := out.Read(said)
	require.NoError(t, err)
	require.Contains(t, string(said[:n]), "making")

	// Somebody who waits for it can stop waiting.
	s, v := l.open(nil)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	c := run()
	c.Ctx = ctx
	want := []Want{{v, variable(t, v, "PAY"), At(day(t, "2019-05-05"))}, {v, variable(t, v, "HOME"), At(day(t, "2020-01-01"))}}
	require.ErrorIs(t, s.Prepare(c, want), context.DeadlineExceeded)

	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	require.NoError(t, s.Prepare(run(), want))
	require.Contains(t, population(t, s, v, "PAY", "2019-05-05"), "= 500 -7 90")
	require.Contains(t, population(t, s, v, "HOME", "2020-01-01"), "= 1.5 2.5")
	l.clean()
}

// Eight readers in each of three processes and two stores in this one: every part is made once.
func TestEveryPartIsMadeOnce(t *testing.T) {
	l := newLazy(t, four)
	var children []*exec.Cmd
	for range 3 {
		cmd := l.child("read", "")
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		require.NoError(t, cmd.Start())
		children = append(children, cmd)
	}
	var all sync.WaitGroup
	for range 2 {
		s, v := l.open(func(Request) error { time.Sleep(20 * time.Millisecond); return nil })
		all.Go(func() { readSideBySide(t, s, v) })
	}
	all.Wait()
	for _, cmd := range children {
		require.NoError(t, cmd.Wait())
	}
	require.Equal(t, "HOME 2020, HOME 2021, PAY 2018, PAY 2019, PAY 2020, SEX 0", l.made())
	l.clean()
}

// A waiter in this process gives up with its own context, and later readers get the part.
func TestWaitersGiveUp(t *testing.T) {
	l := newLazy(t, four)
	begun, goOn := make(chan struct{}), make(chan struct{})
	l.edit(lazyRel, func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), `"rows"`, `"lines"`)) })
	a, va := l.open(func(Request) error { close(begun); <-goOn; return nil })
	b, vb := l.open(nil)
	done := make(chan error)
	go func() {
		_, err := a.View(run(), va, variable(t, va, "BORN"), Whole())
		done <- err
	}()
	<-begun
	for _, s := range []*Store{a, b, b} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		c, v := run(), va
		if c.Ctx = ctx; s == b {
			v = vb
		}
		_, err := s.View(c, v, variable(t, v, "BORN"), Whole())
		require.ErrorIs(t, err, context.DeadlineExceeded)
		cancel()
	}
	close(goOn)
	require.NoError(t, <-done)
	require.Contains(t, population(t, b, vb, "BORN", ""), "= 0 -1") // days before and after 1 January 1970
	require.Equal(t, "BORN 0", l.made())
}

// A run that is stopped while a part is made leaves nothing.
func TestStoppedWhileMaking(t *testing.T) {
	l := newLazy(t, four)
	ctx, cancel := context.WithCancel(t.Context())
	s, v := l.open(func(Request) error { cancel(); return nil })
	c := run()
	c.Ctx = ctx
	_, err := s.View(c, v, variable(t, v, "PAY"), At(day(t, "2020-05-05")))
	require.ErrorIs(t, err, context.Canceled)
	l.clean()
	l.whole(false)
}

// Parameters reach the generator as they were written.
func TestWhatAGeneratorIsAsked(t *testing.T) {
	l := newLazy(t, four)
	var got []Request
	s, v := l.open(func(r Request) error { got = append(got, r); return nil })
	population(t, s, v, "PAY", "2020-05-05")
	population(t, s, v, "SEX", "")
	require.Len(t, got, 2)
	require.Equal(t, l.root, got[0].Bank)
	require.Equal(t, "PAY", got[0].Variable)
	require.Equal(t, 2020, got[0].Year)
	require.Equal(t, "start_year=2020", filepath.Base(got[0].Out))
	require.Equal(t, 0, got[1].Year)
	require.True(t, strings.HasPrefix(got[1].Out, filepath.Join(l.root, "tmp", "lazy")))
	require.Contains(t, string(got[0].Parameters), filepath.Base(l.dir))
	require.NoError(t, storetest.Copy(got[0].Parameters, "PAY", 2018, t.TempDir()))
}
