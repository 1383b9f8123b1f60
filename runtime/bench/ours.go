package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// timings is what `mdscript time` writes: seconds of every line, each line computed in full
// before the next, and of a second run in the same session when one was asked for.
type timings struct {
	OpenSeconds float64 `json:"open_seconds"`
	KeysSeconds float64 `json:"keys_seconds"`
	// PrepareSeconds is opening, checking and where need be building the files that all lines
	// read: part of (a), the only work that reads any.
	PrepareSeconds float64      `json:"prepare_seconds"`
	Lines          []lineTiming `json:"lines"`
	Again          *again       `json:"again"`
}

type lineTiming struct {
	Line    int     `json:"line"`
	Command string  `json:"command"`
	Seconds float64 `json:"seconds"`
}

// again is a second run of a script in the same session, its last line edited.
type again struct {
	FirstSeconds float64 `json:"first_seconds"`
	Seconds      float64 `json:"seconds"`
	Steps        int     `json:"steps"`
	Bytes        int64   `json:"bytes"`
}

// run is one run of the built binary.
type run struct {
	Timings timings
	Memory  memory
}

// marker is the comment after which a script is measured; without it every line is.
const marker = "// measured from here"

// seconds is the time of the measured lines of a script.
func (r run) seconds(script string) (float64, error) {
	text, err := os.ReadFile(script)
	if err != nil {
		return 0, err
	}
	first, total := 0, 0.0
	if before, _, ok := strings.Cut(string(text), marker); ok {
		first = strings.Count(before, "\n") + 1
	} else {
		total = r.Timings.PrepareSeconds
	}
	for _, l := range r.Timings.Lines {
		if l.Line > first {
			total += l.Seconds
		}
	}
	return total, nil
}

type runner struct {
	binary, store, cache string
	threads              int
}

// script runs a script and samples its memory.
func (r runner) script(ctx context.Context, path string, flags ...string) (run, error) {
	args := append([]string{"time", "--store", r.store, "--threads", strconv.Itoa(r.threads), path}, flags...)
	cmd := exec.CommandContext(ctx, r.binary, args...)
	cmd.Env = append(os.Environ(), "MDSCRIPT_CACHE="+r.cache)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		return run{}, err
	}
	stop := watch(cmd.Process.Pid)
	err := cmd.Wait()
	result := run{Memory: stop()}
	if err != nil {
		return run{}, fmt.Errorf("%s: %w\n%s", path, err, stderr.String())
	}
	return result, json.Unmarshal(stdout.Bytes(), &result.Timings)
}

// timed runs a script and gives the seconds of its measured lines.
func (r runner) timed(ctx context.Context, path string) (run, float64, error) {
	result, err := r.script(ctx, path)
	if err != nil {
		return result, 0, err
	}
	s, err := result.seconds(path)
	return result, s, err
}

// contest is the built binary on a store of one policy.
type contest struct {
	*side
	runner
}

// enter prepares one policy, and measures it with hot files not yet built.
func enter(ctx context.Context, o options, store, profile string) (*contest, error) {
	if profile == "open" {
		twin, err := openTwin(o, store)
		if err != nil {
			return nil, err
		}
		store = twin
	}
	c := &contest{newSide(profile), runner{
		binary: o.binary, store: store, cache: filepath.Join(o.dir, "cache-"+filepath.Base(store)), threads: o.threads,
	}}
	if !o.cold {
		return c, nil
	}
	return c, c.coldRun(ctx)
}

// coldRun is the sum of (a)–(e) when no hot file exists yet.
func (s *contest) coldRun(ctx context.Context) error {
	if err := os.RemoveAll(s.cache); err != nil {
		return err
	}
	for _, l := range labels {
		_, seconds, err := s.timed(ctx, l.script)
		if err != nil {
			return err
		}
		s.cold += seconds
		fmt.Fprintf(os.Stderr, "%s (%s) %.3f s, hot files not yet built\n", s.profile, l.name, seconds)
	}
	return nil
}

// hotRun runs a work on all threads and on one.
func (s *contest) hotRun(ctx context.Context, name, script string) error {
	result, two, err := s.timed(ctx, script)
	if err != nil {
		return err
	}
	single := s.runner
	single.threads = 1
	_, one, err := single.timed(ctx, script)
	if err != nil {
		return err
	}
	row := s.rows[name]
	row.two, row.one = append(row.two, two), append(row.one, one)
	row.memory.most(result.Memory)
	s.open, s.keys = append(s.open, result.Timings.OpenSeconds), append(s.keys, result.Timings.KeysSeconds)
	fmt.Fprintf(os.Stderr, "%s (%s) %.3f s on %d threads, %.3f s on one\n", s.profile, name, two, s.threads, one)
	return nil
}

// edited is what the last line of (c) becomes for the second run in a session.
const edited = "tabulate kommune nivaa\n"

// runAgain runs (c) and then, in the same session, (c) with another last line.
func (s *contest) runAgain(ctx context.Context, o options) error {
	script := "scripts/c_tabulate.mdscript"
	text, err := os.ReadFile(script)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(strings.TrimRight(string(text), "\n"), "\n")
	path := filepath.Join(o.dir, "c_edited.mdscript")
	if err := os.WriteFile(path, []byte(strings.Join(lines[:len(lines)-1], "")+edited), 0o644); err != nil {
		return err
	}
	result, err := s.script(ctx, script, "--again", path)
	if err == nil && result.Timings.Again != nil {
		s.again = append(s.again, *result.Timings.Again)
	}
	return err
}
