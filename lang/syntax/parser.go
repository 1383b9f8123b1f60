package syntax

import (
	"runtime"
	"strings"
	"sync"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/types"
)

// Commands is the list of commands a parser knows. for, end, let, textblock and endblock
// are part of the language itself and are read here whether or not the list has them.
type Commands interface {
	// Lookup finds a command by its name in lower case.
	Lookup(name string) (CommandSyntax, bool)
	// Names are all command names, for suggestions.
	Names() []string
}

// CommandSyntax is what the parser needs to know of a command.
type CommandSyntax struct {
	Grammar Grammar // nil: no operands
}

// Parser reads scripts. It keeps what it read by the text of the line, so that reading an
// edited script again costs only the changed lines. It is safe for concurrent use.
type Parser struct {
	commands Commands
	cache    lineCache
}

// NewParser makes a parser for a fixed list of commands.
func NewParser(commands Commands) *Parser { return &Parser{commands: commands} }

// Parse reads a file with a parser of its own.
func Parse(file *source.File, commands Commands) (*Script, diag.List) {
	return NewParser(commands).Parse(file)
}

// Parse reads a file: every statement it could read, and every syntax error. A line with an
// error stays in the script, marked Broken. The result does not depend on the number of
// threads.
func (p *Parser) Parse(file *source.File) (*Script, diag.List) {
	c := cut(file)
	lines := p.parseAll(c.units)
	a := assembler{file: file, list: c.list}
	for i, u := range c.units {
		switch {
		case u.block != nil:
			a.add(u.block)
		case u.bad != nil:
			a.bad(*u.bad, lines[i], u.line)
		default:
			a.line(lines[i], u.line)
		}
	}
	a.finish()
	a.list.Sort()
	return &Script{File: file, Statements: a.out, Comments: c.comments}, a.list
}

// linesPerTask is how many lines a goroutine takes at once: parsing a line is too short
// to be worth a task of its own.
const linesPerTask = 32

func (p *Parser) parseAll(units []unit) []*parsed {
	out := make([]*parsed, len(units))
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for from := 0; from < len(units); from += linesPerTask {
		to := min(from+linesPerTask, len(units))
		work := func() {
			for i := from; i < to; i++ {
				if u := units[i]; u.block == nil && u.line.text != "" {
					out[i] = p.line(u.line.text)
				}
			}
		}
		if to == len(units) {
			work() // the last part, often the only one, needs no goroutine
			break
		}
		slots <- struct{}{}
		wait.Add(1)
		go func() {
			defer func() { <-slots; wait.Done() }()
			work()
		}()
	}
	wait.Wait()
	return out
}

func (p *Parser) line(text string) *parsed {
	if r, ok := p.cache.get(text); ok {
		return r
	}
	r := p.parseLine(text)
	p.cache.put(text, r)
	return r
}

// lineCache keeps parsed lines by their text in two generations: when the young one is
// full it becomes the old one, and what was in the old one and not used since is forgotten.
type lineCache struct {
	mu         sync.Mutex
	young, old map[string]*parsed
	bytes      int
}

// The bounds of one generation.
const (
	cachedLines = 4096
	cachedBytes = 2 << 20
	cachedLine  = 16 << 10
)

func (c *lineCache) get(text string) (*parsed, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.young[text]; ok {
		return r, true
	}
	r, ok := c.old[text]
	if ok {
		c.store(text, r)
	}
	return r, ok
}

func (c *lineCache) put(text string, r *parsed) {
	if len(text) > cachedLine {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.store(strings.Clone(text), r)
}

func (c *lineCache) store(text string, r *parsed) {
	if c.young == nil || len(c.young) >= cachedLines || c.bytes+len(text) > cachedBytes {
		c.young, c.old, c.bytes = make(map[string]*parsed), c.young, 0
	}
	c.young[text] = r
	c.bytes += len(text)
}

// assembler puts lines into loops.
type assembler struct {
	file  *source.File
	out   []Statement
	open  []*For
	extra int // loops beyond the nesting limit that still wait for their end
	list  diag.List
}

func (a *assembler) add(s Statement) {
	if n := len(a.open); n > 0 {
		a.open[n-1].Body = append(a.open[n-1].Body, s)
		return
	}
	a.out = append(a.out, s)
}

func (a *assembler) line(r *parsed, l *logical) {
	for _, f := range r.failures {
		a.list = append(a.list, f.diagnostic(l))
	}
	switch r.kind {
	case lineFor:
		a.openLoop(l.loop(r.loop))
	case lineEnd:
		a.closeLoop(r, l)
	default:
		a.add(l.command(r.command))
	}
}

// bad adds a line whose errors are told by one that came before parsing, unless it does
// not even begin with a command: then its quotes mean nothing.
func (a *assembler) bad(d diag.Diagnostic, r *parsed, l *logical) {
	if r != nil && r.noCommand {
		a.line(r, l)
		return
	}
	a.list = append(a.list, d)
	if r == nil {
		a.add(&Command{Broken: true, Span: l.span, line: l})
		return
	}
	silent := *r
	silent.failures = nil
	switch r.kind {
	case lineFor:
		f := l.loop(r.loop)
		f.Broken = true
		a.openLoop(f)
	case lineEnd:
		a.closeLoop(&silent, l)
	default:
		c := l.command(r.command)
		c.Broken = true
		a.add(c)
	}
}

func (a *assembler) openLoop(f *For) {
	if len(a.open) >= types.MaxNesting {
		a.extra++
		a.list = append(a.list, diag.New(codeTooDeep, diag.Catalogue("200")).At(f.Span))
		a.add(&Command{Broken: true, Name: Name{Text: "for", Span: f.Span}, Span: f.Span, line: f.line})
		return
	}
	a.add(f)
	a.open = append(a.open, f)
}

func (a *assembler) closeLoop(r *parsed, l *logical) {
	n := len(a.open)
	switch {
	case a.extra > 0:
		a.extra--
	case n > 0:
		f := a.open[n-1]
		f.End = l.fileSpan(r.word)
		f.endLine = l
		f.endBroken = len(r.failures) > 0 || l.raw
		a.open = a.open[:n-1]
		return
	default:
		a.list = append(a.list, diag.New(codeStrayEnd).At(l.fileSpan(r.word)))
	}
	word := Name{Text: "end", Span: l.fileSpan(r.word)}
	a.add(&Command{Broken: true, Name: word, Span: l.span, line: l})
}

func (a *assembler) finish() {
	for _, f := range a.open {
		a.list = append(a.list, diag.New(codeOpenFor).At(source.Span{Start: f.Span.Start, End: f.Span.Start + len("for")}))
	}
}

// diagnostic gives the failure its place in the file.
func (f *Failure) diagnostic(l *logical) diag.Diagnostic {
	d := f.Problem.At(l.fileSpan(f.Span))
	d.Suggestions = f.Suggestions
	for _, n := range f.Notes {
		n.Span = l.fileSpan(n.Span)
		d.Notes = append(d.Notes, n)
	}
	return d
}
