// Package session runs checked scripts: a whole one, or line by line.
//
// In: a language and its data, made ready once as a Kit; then files, or lines as they are
// typed. Out: blocks of released output in script order, and how it ended.
//
//	kit, err := session.NewKit(session.Options{Commands: commands, Data: data})
//	s := session.New(kit)
//	result := s.Line(ctx, "import fdb/INNTEKT_WLONN 2019-01-01 as pay", print)
//
// The guards and releases of a line run at once, other steps when something first needs
// them. A line that fails, for whatever reason, leaves the session exactly as it was.
package session

import (
	"context"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/exec"
)

// Session is the state between lines. It is used by one goroutine.
type Session struct {
	kit      *Kit
	memory   *Memory
	work     *Work
	expander *expand.Expander
	state    *check.State
	typed    []string          // lines that succeeded, as they were typed
	script   script            // the one the session has saved or loaded last
	kept     map[string]string // what each script held that the session has saved or loaded
}

// Result is what became of a line or a script.
type Result struct {
	Exit     Exit
	Problems diag.List    // errors and warnings, in order of place
	File     *source.File // what the places of Problems count in
	Counters exec.Counters
	Cause    error // of an internal error, for programs
}

// New starts a session without datasets. Results stay in memory for later lines.
func New(kit *Kit) *Session {
	s := &Session{kit: kit, memory: kit.NewMemory(true), kept: map[string]string{}}
	s.start()
	return s
}

func (s *Session) start() {
	s.work = s.kit.NewWork(s.memory)
	s.expander = expand.NewExpander(s.kit.Evaluator)
	s.state = check.NewState()
	s.typed, s.script = nil, script{}
}

// State is what the session knows: datasets, aliases, code lists.
func (s *Session) State() *check.State { return s.state }

// Bindings are the names bound by let, in no particular order.
func (s *Session) Bindings() []string { return s.expander.Names() }

// Close gives the memory of the session back.
func (s *Session) Close() { s.memory.Results.Clear() }

// Line runs one line as typed, or several that belong together, such as a loop: all of it
// counts, or nothing. Only here is done what save, load and edit ask for.
func (s *Session) Line(ctx context.Context, line string, sink Sink) Result {
	return s.do(ctx, source.New("", []byte(line)), sink, s.kit.Scripts != nil)
}

// Script runs a whole file in a fresh session that keeps the results of earlier runs: what
// an edited script shares with its last version is not computed again.
func (s *Session) Script(ctx context.Context, file *source.File, sink Sink) Result {
	s.start()
	return s.do(ctx, file, sink, false)
}

func (s *Session) do(ctx context.Context, file *source.File, sink Sink, acts bool) Result {
	out := Result{File: file}
	before := s.work.mark()
	expander := s.expander.Clone()
	failure := s.kit.Guarded(func() *Failure {
		calls, state, found := s.kit.Read(file, expander, s.state)
		if out.Found(found); out.Exit != ExitOK {
			return nil
		}
		if acts {
			if call, f := asked(calls); call != nil || f != nil {
				return s.answer(ctx, call, f, state, sink, &out)
			}
		}
		if f := s.work.Add(file, calls); f != nil {
			return f
		}
		s.work.fresh = state.Settings.NoCache
		counters, f := s.work.Run(ctx, sink)
		out.Counters = counters
		if f == nil {
			s.expander, s.state = expander, state
			s.typed = append(s.typed, ended(file.Text))
			s.forget(calls)
		}
		return f
	})
	out.Fail(failure)
	if out.Exit != ExitOK {
		s.work.undo(before)
	}
	return out
}

// forget gives everything back after a clear, bindings included.
func (s *Session) forget(calls []*check.Call) {
	if n := len(calls); n > 0 && calls[n-1].Command.Declaration().Name == "clear" {
		s.start()
		s.memory.Results.Clear()
	}
}

// Found takes in what was found without data, and how that ends the run.
func (r *Result) Found(list diag.List) {
	r.Problems = list
	for _, d := range list {
		if d.Severity == diag.Error {
			r.Exit = max(r.Exit, ExitScript, exitOf(d.Code))
		}
	}
}

// Fail adds a failure to a result; nil adds nothing.
func (r *Result) Fail(f *Failure) {
	if f == nil {
		return
	}
	r.Exit, r.Cause = f.Exit, f.Cause
	r.Problems = append(append(diag.List(nil), r.Problems...), f.Diagnostic)
}

// lookup tells the findings that mean no more than that the catalogue answered "not found".
func lookup(c diag.Code) bool {
	return c == check.CodeUnknownBank || c == check.CodeUnknownVersion || c == check.CodeUnknownRegister
}

// Read parses, expands and checks a file: every mistake that can be found without data is
// found here. Damage of the store met on the way is a finding too.
func (k *Kit) Read(file *source.File, expander *expand.Expander, state *check.State) ([]*check.Call, *check.State, diag.List) {
	script, found := k.Parser.Parse(file)
	program, more := expander.Expand(script)
	found = append(found, more...)
	checked, more := k.Checker.Check(program, state)
	found = append(found, more...)
	if p := k.Data.Problem(); p != nil && found.HasErrors() {
		// What was looked up and not found may be there: the store could not be read.
		found.Sort()
		unread := p.At(found[0].Span)
		if lookup(found[0].Code) {
			found = found[1:]
		}
		found = append(found, unread)
	}
	found.Sort()
	return checked.Calls, checked.State, found
}
