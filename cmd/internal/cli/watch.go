package cli

import (
	"errors"
	"os"
	"time"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	langtext "github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/text"
)

// poll is how often a watched file is looked at.
const poll = 100 * time.Millisecond

var waiting = langtext.Text{
	NB: "venter på endringer i %s; avslutt med Ctrl-C …",
	EN: "waiting for changes to %s; leave with Ctrl-C ...",
}

// watch runs a script now and whenever its file changes. One session keeps the results of
// the last run, so that only what changed is computed again.
func (c *console) watch(f runFlags, path string) error {
	if f.format != "text" || f.output != "" || path == "-" {
		return usageError{langtext.Text{
			NB: "--watch viser tekst fra en fil; den kan ikke brukes med --format, --output eller standard inn.",
			EN: "--watch shows text from a file; it does not go with --format, --output or standard input.",
		}}
	}
	progress := newProgress(c.err)
	e, err := c.engine(f.sessionFlags, progress)
	if err != nil {
		return err
	}
	s := e.Session()
	defer s.Close()
	for {
		seen := stamp(path)
		file, err := c.read(path)
		if err != nil {
			return err
		}
		printer := text.NewPrinter(c.out, c.style(), c.lang)
		var broken error
		result := s.Script(c.ctx, file, func(_ *check.Call, blocks []page.Block) {
			progress.clear()
			broken = errors.Join(broken, printer.Blocks(blocks))
		})
		progress.clear()
		if broken != nil {
			return c.unwritten("-")
		}
		if err := diag.Render(c.err, file, result.Problems, e.Messages(), c.lang, c.colour()); err != nil {
			return err
		}
		c.say(waiting, path)
		if !c.changed(path, seen) {
			return exitError(engine.ExitInterrupted)
		}
	}
}

// changed waits until the file is another one; false when the user ends it first.
func (c *console) changed(path string, seen fileStamp) bool {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		select {
		case <-c.ctx.Done():
			return false
		case <-tick.C:
			if now := stamp(path); now != seen && now != (fileStamp{}) {
				return true
			}
		}
	}
}

// fileStamp tells one state of a file from the next; zero while an editor replaces it.
type fileStamp struct {
	size    int64
	changed time.Time
}

func stamp(path string) fileStamp {
	info, err := os.Stat(path)
	if err != nil {
		return fileStamp{}
	}
	return fileStamp{info.Size(), info.ModTime()}
}
