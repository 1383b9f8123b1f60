package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// quiet is how long a step may take before its progress is shown.
const quiet = 300 * time.Millisecond

// progress is one line on a terminal that is written over. Elsewhere it shows nothing: a
// log would only tell how long steps take, and that depends on data.
type progress struct {
	w     io.Writer
	start time.Time
	width int
	last  time.Time
	mu    sync.Mutex
}

func newProgress(w io.Writer) *progress {
	p := &progress{start: time.Now()}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.w = w
	}
	return p
}

// show writes the name of the step and the share done, ten times a second at most.
func (p *progress) show(step string, share float64) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.start) < quiet || now.Sub(p.last) < quiet/3 {
		return
	}
	p.last = now
	line := fmt.Sprintf("%3.0f %% %s", 100*share, step)
	fmt.Fprint(p.w, "\r"+line+strings.Repeat(" ", max(0, p.width-len(line))))
	p.width = len(line)
}

// begin starts the clock of a new line of a session.
func (p *progress) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.start = time.Now()
}

// clear removes the line.
func (p *progress) clear() {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.width > 0 {
		fmt.Fprint(p.w, "\r"+strings.Repeat(" ", p.width)+"\r")
		p.width = 0
	}
}
