package check

import (
	"strings"
	"sync"
	"unicode"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Check types a whole script, going on after errors. The program is complete only when the
// list has no errors. A nil start is an empty session.
func Check(p *expand.Program, lang Language, cat catalogue.Catalogue, start *State) (*Program, diag.List) {
	return New(lang, cat).Check(p, start)
}

// Checker holds a language and a catalogue made ready for lookups. It keeps no state of a
// session and may be used by many goroutines.
type Checker struct {
	commands  map[string]Command
	functions map[string]*command.Function
	names     []string // of functions
	habits    map[string]command.Habit
	cat       catalogue.Catalogue
	lists     sync.Map // listKey → *CodeList: register code lists in our form
}

type listKey struct {
	list *catalogue.CodeList
	kind types.Kind
}

// New prepares a checker.
func New(lang Language, cat catalogue.Catalogue) *Checker {
	c := &Checker{commands: make(map[string]Command, len(lang.Commands)),
		functions: make(map[string]*command.Function, len(lang.Functions)), cat: cat,
		habits: make(map[string]command.Habit, len(lang.Habits))}
	for _, cmd := range lang.Commands {
		c.commands[cmd.Declaration().Name] = cmd
	}
	for i := range lang.Functions {
		f := &lang.Functions[i]
		c.functions[f.Name] = f
		c.names = append(c.names, f.Name)
	}
	for _, h := range lang.Habits {
		c.habits[h.Name] = h
	}
	return c
}

// Check types a program that starts from a state.
func (c *Checker) Check(p *expand.Program, start *State) (*Program, diag.List) {
	if start == nil {
		start = NewState()
	}
	r := &run{checker: c, file: p.File}
	out := &Program{Calls: make([]*Call, 0, len(p.Statements)), State: start}
	for _, stmt := range p.Statements {
		call, state, found := r.statement(stmt, out.State)
		r.list = append(r.list, found...)
		out.State = state
		if call != nil {
			out.Calls = append(out.Calls, call)
		}
	}
	r.list.Sort()
	return out, r.list
}

// Session checks a script line by line, as a REPL does. It is used by one goroutine.
type Session struct {
	checker *Checker
	state   *State
}

// NewSession starts a session; a nil start is an empty one.
func (c *Checker) NewSession(start *State) *Session {
	if start == nil {
		start = NewState()
	}
	return &Session{checker: c, state: start}
}

// Next checks what was typed: one line, or the turns of a loop. After an error the state
// is as it was before.
func (s *Session) Next(p *expand.Program) (*Program, diag.List) {
	out, found := s.checker.Check(p, s.state)
	if found.HasErrors() {
		out.State = s.state
		return out, found
	}
	s.state = out.State
	return out, found
}

// State is what the session knows now.
func (s *Session) State() *State { return s.state }

// Rewind goes back to an earlier state, after a line that failed on data.
func (s *Session) Rewind(to *State) { s.state = to }

// run is one pass over a program.
type run struct {
	checker *Checker
	file    *source.File
	list    diag.List
	places  map[place]bool
	wrong   map[string]bool // names reported as unknown
	broken  map[string]bool // words of lines that could not be read: what they would have made is unknown
}

type place struct {
	code diag.Code
	span source.Span
}

// said tells whether the same finding was made at the same place, and remembers it.
func (r *run) said(code diag.Code, span source.Span) bool {
	p := place{code, span}
	if r.places[p] {
		return true
	}
	if r.places == nil {
		r.places = map[place]bool{}
	}
	r.places[p] = true
	return false
}

// knownWrong tells whether an unknown name was reported before: its first place is enough,
// since one correction mends them all.
func (r *run) knownWrong(kind, name string) bool {
	key := kind + " " + name
	if r.wrong[key] {
		return true
	}
	if r.wrong == nil {
		r.wrong = map[string]bool{}
	}
	r.wrong[key] = true
	return false
}

// excused tells whether an unknown name stands on a line that could not be read, and which
// may have been the one to define it.
func (r *run) excused(name string) bool { return r.broken[name] }

// remember notes the words of a broken line, and the name it would have made.
func (r *run) remember(c *syntax.Command) {
	if r.broken == nil {
		r.broken = map[string]bool{}
	}
	var made syntax.Expr
	switch o := c.Operands.(type) {
	case *syntax.Assign:
		made = o.Target
	case *syntax.Import:
		made = o.As
	}
	if v, ok := made.(*syntax.Var); ok && !isLate(v) {
		r.broken[canonical(v)] = true
	}
	span := c.Span
	if r.file == nil || span.Start < 0 || span.End > len(r.file.Text) || span.Start > span.End {
		return
	}
	word := func(c rune) bool { return c != '_' && c != '@' && !unicode.IsLetter(c) && !unicode.IsDigit(c) }
	for _, w := range strings.FieldsFunc(r.file.Text[span.Start:span.End], word) {
		r.broken[w] = true
	}
}

// afterBroken is the state after a line that could not be read: which dataset it would have
// made active, or which units it would have brought, is unknown, and later lines cause no
// findings about that.
func (r *run) afterBroken(c *syntax.Command, state *State) *State {
	s := &Scope{run: r, state: state, call: &Call{}}
	switch d := s.Active(); strings.ToLower(c.Name.Text) {
	case "use", "create-dataset":
		s.PoisonActive("")
	case "import", "import-event", "import-panel":
		if d != nil && !d.Poison && !d.Units {
			s.PoisonVariable("?")
		}
	}
	return s.state
}

// statement types one statement and gives the state after it.
func (r *run) statement(stmt *expand.Statement, state *State) (*Call, *State, diag.List) {
	name := "textblock"
	if c := stmt.Command; c != nil {
		if c.Broken {
			r.remember(c)
			return nil, r.afterBroken(c, state), nil
		}
		name = strings.ToLower(c.Name.Text)
	}
	call := &Call{Stmt: stmt, Active: state.ActiveDataset()}
	s := &Scope{run: r, state: state, call: call}
	cmd, ok := r.checker.commands[name]
	if !ok {
		if stmt.Command != nil {
			s.unknownCommand(name)
		}
		return nil, state, s.found
	}
	call.Command = cmd
	if spec := cmd.Declaration(); s.ready(spec) {
		s.clauses(spec)
		cmd.Check(s, call)
	}
	call.After = s.state.ActiveDataset()
	after := *s.state
	after.History = &Line{Text: r.source(call), Before: s.state.History}
	return call, &after, s.found
}

func (s *Scope) unknownCommand(name string) {
	names := make([]string, 0, len(s.run.checker.commands))
	for n := range s.run.checker.commands {
		names = append(names, n)
	}
	span := s.call.Stmt.Command.Name.Span
	s.add(s.nearName(span, diag.New(CodeUnknownCommand, diag.Token(name)), name, names))
}
