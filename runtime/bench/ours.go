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
	Live    int64   `json:"live_bytes"` // of what datasets and further steps needed at most
	Peak    int64   `json:"peak_bytes"` // of all columns, so far
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
	Timings    timings
	Memory     memory
	Seconds    float64 // of the measured lines
	Live, Pool int64
}

// marker is the comment after which a script is measured; without it every line is. opening
// adds that the time of opening and checking what it reads counts.
const (
	marker  = "// measured from here"
	opening = marker + ", opening included"
)

// firstLine is the number of the first measured line; 0 when every line is measured. opens
// tells whether opening counts.
func firstLine(script string) (first int, opens bool, err error) {
	text, err := os.ReadFile(script)
	before, _, ok := strings.Cut(string(text), marker)
	if err != nil || !ok {
		return 0, true, err
	}
	return strings.Count(before, "\n") + 2, strings.Contains(string(text), opening), nil
}

type runner struct {
	binary, store, cache string
	threads              int
}

// output runs the binary and gives what it wrote and its memory.
func (r runner) output(ctx context.Context, command string, args ...string) ([]byte, memory, error) {
	args = append([]string{command, "--store", r.store, "--threads", strconv.Itoa(r.threads), "--memory", "8"}, args...)
	cmd := exec.CommandContext(ctx, r.binary, args...)
	cmd.Env = append(os.Environ(), "MDSCRIPT_CACHE="+r.cache)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		return nil, memory{}, err
	}
	stop := watch(cmd.Process.Pid)
	err := cmd.Wait()
	peak := stop()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return stdout.Bytes(), peak, err
}

// timed runs a script. Its measured lines are computed as one, as a run does; the lines
// before each in full. Live is the most that datasets and further steps needed at a time.
func (r runner) timed(ctx context.Context, path string) (result run, err error) {
	first, opens, err := firstLine(path)
	if err != nil {
		return run{}, err
	}
	var flags []string
	if first > 0 {
		flags = []string{"--together", strconv.Itoa(first)}
	}
	out, peak, err := r.output(ctx, "time", append(flags, path)...)
	if err != nil {
		return run{}, err
	}
	result.Memory = peak
	if err := json.Unmarshal(out, &result.Timings); err != nil {
		return run{}, err
	}
	if opens {
		result.Seconds = result.Timings.PrepareSeconds
	}
	for _, l := range result.Timings.Lines {
		if l.Line >= first {
			result.Seconds += l.Seconds
		}
		result.Live, result.Pool = max(result.Live, l.Live), max(result.Pool, l.Peak)
	}
	return result, nil
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
	return c, c.coldRun(ctx, o)
}

// coldRun is the sum of all jobs when no hot file exists yet.
func (s *contest) coldRun(ctx context.Context, o options) error {
	if err := os.RemoveAll(s.cache); err != nil {
		return err
	}
	for _, j := range chosen(o.only) {
		result, err := s.timed(ctx, j.script())
		if err != nil {
			return err
		}
		s.cold += result.Timings.PrepareSeconds
		fmt.Fprintf(os.Stderr, "%s (%s) %.3f s, building hot files %.3f s\n", s.profile, j.name, result.Seconds, result.Timings.PrepareSeconds)
	}
	return nil
}

// hotRun runs a job on all threads and on one.
func (s *contest) hotRun(ctx context.Context, j *job) error {
	result, err := s.timed(ctx, j.script())
	if err != nil {
		return err
	}
	single := s.runner
	single.threads = 1
	one, err := single.timed(ctx, j.script())
	if err != nil {
		return err
	}
	row := s.row(j.name)
	row.two, row.one = append(row.two, result.Seconds), append(row.one, one.Seconds)
	row.memory.most(result.Memory)
	row.live, row.pool = max(row.live, result.Live), max(row.pool, result.Pool)
	s.open, s.keys = append(s.open, result.Timings.OpenSeconds), append(s.keys, result.Timings.KeysSeconds)
	fmt.Fprintf(os.Stderr, "%s (%s) %.3f s on %d threads, %.3f s on one\n", s.profile, j.name, result.Seconds, s.threads, one.Seconds)
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
	out, _, err := s.output(ctx, "time", script, "--again", path)
	if err != nil {
		return err
	}
	var result timings
	if err := json.Unmarshal(out, &result); err != nil {
		return err
	}
	if result.Again != nil {
		s.again = append(s.again, *result.Again)
	}
	return nil
}
