package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// timings is what `mdscript time` writes: seconds of every line, each line computed in full
// before the next.
type timings struct {
	OpenSeconds float64      `json:"open_seconds"`
	KeysSeconds float64      `json:"keys_seconds"`
	Lines       []lineTiming `json:"lines"`
}

type lineTiming struct {
	Line    int     `json:"line"`
	Command string  `json:"command"`
	Seconds float64 `json:"seconds"`
}

// memory is the peak resident memory of a process in bytes, anonymous and mapped apart.
type memory struct{ Anonymous, Mapped int64 }

// run is one run of the built binary.
type run struct {
	Timings timings
	Memory  memory
	Wall    float64
}

// marker is the comment after which a script is measured; without it every line is.
const marker = "// measured from here"

// seconds is the time of the measured lines of a script.
func (r run) seconds(script string) (float64, error) {
	text, err := os.ReadFile(script)
	if err != nil {
		return 0, err
	}
	first := 0
	if before, _, ok := strings.Cut(string(text), marker); ok {
		first = strings.Count(before, "\n") + 1
	}
	var total float64
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

// script runs a script and samples its memory every 10 ms.
func (r runner) script(ctx context.Context, path string) (run, error) {
	cmd := exec.CommandContext(ctx, r.binary, "time", "--store", r.store, "--threads", strconv.Itoa(r.threads), path)
	cmd.Env = append(os.Environ(), "MDSCRIPT_CACHE="+r.cache)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return run{}, err
	}
	stop, done := make(chan struct{}), make(chan memory)
	go sampleMemory(cmd.Process.Pid, stop, done)
	err := cmd.Wait()
	wall := time.Since(start).Seconds()
	close(stop)
	result := run{Memory: <-done, Wall: wall}
	if err != nil {
		return run{}, fmt.Errorf("%s: %w\n%s", path, err, stderr.String())
	}
	return result, json.Unmarshal(stdout.Bytes(), &result.Timings)
}

func sampleMemory(pid int, stop <-chan struct{}, done chan<- memory) {
	var peak memory
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			done <- peak
			return
		case <-tick.C:
			now := residentMemory(pid)
			peak.Anonymous, peak.Mapped = max(peak.Anonymous, now.Anonymous), max(peak.Mapped, now.Mapped)
		}
	}
}

// residentMemory reads /proc; it is zero where there is none.
func residentMemory(pid int) memory {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return memory{}
	}
	var m memory
	for _, line := range strings.Split(string(text), "\n") {
		name, rest, _ := strings.Cut(line, ":")
		fields := strings.Fields(rest)
		if len(fields) == 0 {
			continue
		}
		kb, _ := strconv.ParseInt(fields[0], 10, 64)
		switch name {
		case "RssAnon":
			m.Anonymous = kb << 10
		case "RssFile":
			m.Mapped = kb << 10
		}
	}
	return m
}
