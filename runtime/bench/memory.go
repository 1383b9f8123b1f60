package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// memory is resident memory of a process in bytes, anonymous and mapped apart.
type memory struct{ Anonymous, Mapped int64 }

func (m *memory) most(o memory) {
	m.Anonymous, m.Mapped = max(m.Anonymous, o.Anonymous), max(m.Mapped, o.Mapped)
}

// watch looks at a process every 5 ms; the function it gives ends that and tells the peak.
func watch(pid int) (end func() memory) {
	stop, done := make(chan struct{}), make(chan memory)
	go func() {
		var peak memory
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				done <- peak
				return
			case <-tick.C:
				peak.most(resident(pid))
			}
		}
	}()
	return func() memory {
		close(stop)
		return <-done
	}
}

// resident reads /proc; it is zero where there is none.
func resident(pid int) memory {
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
