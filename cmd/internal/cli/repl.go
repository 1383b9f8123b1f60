package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/chzyer/readline"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	langtext "github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/text"
	"github.com/mdscript/mdscript/stdlib"
)

var welcome = langtext.Text{
	NB: "%s. help viser kommandoene; avslutt med Ctrl-D.",
	EN: "%s. help shows the commands; leave with Ctrl-D.",
}

func (c *console) replCommand() *cobra.Command {
	var f sessionFlags
	cmd := &cobra.Command{
		Use:   "repl",
		Short: c.word("Kjør kommandoer linje for linje", "Run commands line by line"),
		Long: c.word("Kjører kommandoer etter hvert som de skrives. En linje som feiler, lar økten være som den var.",
			"Runs commands as they are typed. A line that fails leaves the session as it was."),
		Args: c.none,
		RunE: func(*cobra.Command, []string) error { return c.repl(f) },
	}
	f.add(c, cmd)
	f.logs(c, cmd)
	return cmd
}

// errDropped tells that what was typed so far is not meant.
var errDropped = errors.New("cli: input dropped")

// lineReader gives one line at a time; io.EOF ends the session, errDropped a statement.
type lineReader interface {
	read(more bool) (string, error)
	close()
}

func (c *console) repl(f sessionFlags) error {
	progress := newProgress(c.err)
	f.scripts = &folder{path: ".", c: c}
	e, err := c.engine(f, progress)
	if err != nil {
		return err
	}
	lines, err := c.lines()
	if err != nil {
		return err
	}
	defer lines.close()
	c.say(welcome, engine.Version)
	s := e.Session()
	defer s.Close()
	printer := text.NewPrinter(c.out, c.style(), c.lang)
	for {
		input, err := readStatement(e, lines)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.TrimSpace(input) == "" {
			continue
		}
		// An interrupt stops the line that runs, not the session.
		ctx, stop := signal.NotifyContext(context.WithoutCancel(c.ctx), os.Interrupt)
		var broken error
		progress.begin()
		result := s.Line(ctx, input, func(_ *check.Call, blocks []page.Block) {
			progress.clear()
			broken = errors.Join(broken, printer.Blocks(blocks))
		})
		stop()
		progress.clear()
		if errors.Join(broken, printer.Banks(e.Banks(s.State()))) != nil {
			return c.unwritten("-")
		}
		if err := diag.Render(c.err, result.File, result.Problems, e.Messages(), c.lang, c.colour()); err != nil {
			return err
		}
	}
}

// readStatement reads lines until they make a whole: a loop with its end, a text block, a
// continued line.
func readStatement(e *engine.Engine, lines lineReader) (string, error) {
	var input strings.Builder
	for more := false; ; more = true {
		line, err := lines.read(more)
		switch {
		case errors.Is(err, errDropped):
			return "", nil
		case errors.Is(err, io.EOF) && more:
			return input.String(), nil // unfinished: its message says so
		case err != nil:
			return "", err
		}
		input.WriteString(line + "\n")
		if !e.Unfinished(input.String()) {
			return input.String(), nil
		}
	}
}

// lines reads from a terminal with history and completion of command names, or plainly.
func (c *console) lines() (lineReader, error) {
	f, ok := c.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		s := bufio.NewScanner(c.in)
		s.Buffer(nil, maxScript)
		return &plainLines{s}, nil
	}
	var words []readline.PrefixCompleterInterface
	for _, cmd := range stdlib.Commands() {
		words = append(words, readline.PcItem(cmd.Declaration().Name))
	}
	config := &readline.Config{Prompt: prompt, AutoComplete: readline.NewPrefixCompleter(words...), InterruptPrompt: "^C"}
	if dir, err := os.UserConfigDir(); err == nil {
		dir = filepath.Join(dir, "mdscript")
		if os.MkdirAll(dir, 0o700) == nil {
			config.HistoryFile = filepath.Join(dir, "history")
		}
	}
	r, err := readline.NewEx(config)
	if err != nil {
		return nil, err
	}
	return &terminalLines{r}, nil
}

const (
	prompt     = "> "
	morePrompt = "… "
)

type terminalLines struct{ r *readline.Instance }

func (t *terminalLines) read(more bool) (string, error) {
	t.r.SetPrompt(prompt)
	if more {
		t.r.SetPrompt(morePrompt)
	}
	line, err := t.r.Readline()
	if errors.Is(err, readline.ErrInterrupt) {
		return "", errDropped
	}
	return line, err
}

func (t *terminalLines) close() { t.r.Close() }

type plainLines struct{ s *bufio.Scanner }

func (p *plainLines) read(bool) (string, error) {
	if p.s.Scan() {
		return p.s.Text(), nil
	}
	if err := p.s.Err(); err != nil {
		return "", err
	}
	return "", io.EOF
}

func (p *plainLines) close() {}
