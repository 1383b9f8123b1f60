// Package engine is the whole journey of a script, from text to released output.
//
// In: a file, a language and a register store. Out: blocks of output in script order, the
// document they make, and how the run ended.
//
//	e, err := engine.New(engine.Options{Commands: stdlib.Commands(), Functions: stdlib.Functions(), Store: st})
//	result := e.Run(ctx, file, func(_ *check.Call, blocks []page.Block) { … })
//	os.Exit(int(result.Exit))
//
// Command line, editor, workbench and tests all call Run, Check and Explain; a REPL opens a
// Session. Panics inside the engine are caught here and in sessions only.
package engine

import (
	"context"
	"sort"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/exec"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/runtime/session"
	"github.com/mdscript/mdscript/runtime/store"
)

// Version is the version of the engine shown in results: all that can change a number.
const Version = "mdscript 0.1"

// Exit is how a run ended; its numbers are the exit codes of the programs.
type Exit = session.Exit

// The ends of a run.
const (
	ExitOK          = session.ExitOK
	ExitScript      = session.ExitScript
	ExitGuard       = session.ExitGuard
	ExitStore       = session.ExitStore
	ExitInternal    = session.ExitInternal
	ExitInterrupted = session.ExitInterrupted
)

// Options is a language, a store and what a run may use. The zero value of every field but
// Commands and one of Store and Data is a default.
type Options struct {
	Commands  []registry.Command
	Functions []registry.Function
	Habits    []command.Habit
	Evaluator expand.Evaluator // functions of constants in bindings
	Entries   []diag.Entry     // further texts
	Store     *store.Store
	Data      session.Data // instead of Store
	// Ring gives the secret of a policy's identity domain; without it only synthetic banks
	// can be used.
	Ring    func(disclosure.Policy) (disclosure.Ring, error)
	Threads int   // 0: as many as the machine has
	Memory  int64 // bytes of columns at one time; 0: 4 GiB
	Lang    text.Lang
	// LogCounts adds the shown number of units with and without a value to every line that
	// gives a variable values.
	LogCounts bool
	Progress  func(step string, share float64) // long steps; from any goroutine
	Scripts   session.Scripts                  // for save, load and edit in a session; nil: they do nothing
	Panicked  func(stack []byte)               // for tests: a panic was caught
}

// Engine is a language and a store made ready. It may be used by many goroutines.
type Engine struct{ kit *session.Kit }

// Sink takes the output of one call, in script order, as soon as nothing can come before it.
type Sink = session.Sink

// Result is what became of a script.
type Result struct {
	Exit     Exit
	Problems diag.List // errors and warnings, in order of place
	Document *page.Document
	Counters exec.Counters // for tests and the owner
	Cause    error         // of an internal error, for programs
}

// New prepares an engine. It fails when the declarations of the language contradict each
// other.
func New(o Options) (*Engine, error) {
	entries := append(store.Entries(), o.Entries...)
	data := o.Data
	if data == nil {
		data = storeData{o.Store}
	}
	kit, err := session.NewKit(session.Options{
		Commands: o.Commands, Functions: o.Functions, Habits: o.Habits, Evaluator: o.Evaluator, Entries: entries,
		Data: data, Ring: o.Ring, Threads: o.Threads, Memory: o.Memory, Lang: o.Lang, LogCounts: o.LogCounts, Progress: o.Progress, Scripts: o.Scripts, Panicked: o.Panicked,
	})
	if err != nil {
		return nil, err
	}
	return &Engine{kit: kit}, nil
}

// Messages has the text of every code.
func (e *Engine) Messages() *diag.Messages { return e.kit.Messages }

// Session starts a session for lines as they are typed, or a script that is run again and
// again while it is edited.
func (e *Engine) Session() *session.Session { return session.New(e.kit) }

// Run is the whole journey of a script, one line per stage.
func (e *Engine) Run(ctx context.Context, file *source.File, sink Sink) Result {
	out := Result{Document: e.document(file)}
	ended := session.Result{}
	ended.Fail(e.kit.Guarded(func() *session.Failure {
		calls, state, found := e.kit.Read(file, expand.NewExpander(e.kit.Evaluator), check.NewState())
		if ended.Found(found); ended.Exit != ExitOK {
			return nil
		}
		work := e.kit.NewWork(e.kit.NewMemory(false))
		if failure := work.Add(file, calls); failure != nil {
			return failure
		}
		out.Document.Banks = e.Banks(state)
		counters, failure := work.Run(ctx, func(call *check.Call, blocks []page.Block) {
			out.Document.Blocks = append(out.Document.Blocks, blocks...)
			if sink != nil {
				sink(call, blocks)
			}
		})
		out.Counters = counters
		return failure
	}))
	out.Exit, out.Problems, out.Cause = ended.Exit, ended.Problems, ended.Cause
	e.problems(out.Document, file, out.Problems)
	return out
}

// Check gives every finding that needs no data.
func (e *Engine) Check(_ context.Context, file *source.File) Result {
	out := Result{Document: e.document(file)}
	ended := session.Result{}
	ended.Fail(e.kit.Guarded(func() *session.Failure {
		_, state, found := e.kit.Read(file, expand.NewExpander(e.kit.Evaluator), check.NewState())
		ended.Found(found)
		if ended.Exit == ExitOK {
			out.Document.Banks = e.Banks(state)
		}
		return nil
	}))
	out.Exit, out.Problems, out.Cause = ended.Exit, ended.Problems, ended.Cause
	e.problems(out.Document, file, out.Problems)
	return out
}

// Explain prints the plan of a script: steps, types, guards, releases and policies. It
// reads metadata and policies, and no data.
func (e *Engine) Explain(_ context.Context, file *source.File) (string, Result) {
	out := Result{Document: e.document(file)}
	ended := session.Result{}
	printed := ""
	ended.Fail(e.kit.Guarded(func() *session.Failure {
		calls, _, found := e.kit.Read(file, expand.NewExpander(e.kit.Evaluator), check.NewState())
		if ended.Found(found); ended.Exit != ExitOK {
			return nil
		}
		work := e.kit.NewWork(e.kit.NewMemory(false))
		failure := work.Add(file, calls)
		printed = work.Plan().Text(func(c plan.Call) int { return file.Position(c.Span.Start).Line })
		return failure
	}))
	out.Exit, out.Problems, out.Cause = ended.Exit, ended.Problems, ended.Cause
	e.problems(out.Document, file, out.Problems)
	return printed, out
}

func (e *Engine) document(file *source.File) *page.Document {
	return &page.Document{Script: file.Name, Language: e.kit.Lang.String(), Engine: Version}
}

// Banks lists the banks a script is linked to, by name.
func (e *Engine) Banks(state *check.State) []page.Bank {
	var out []page.Bank
	seen := map[string]bool{}
	for _, v := range state.Aliases {
		key := v.Bank() + " " + v.String()
		if seen[key] {
			continue
		}
		seen[key] = true
		bank := page.Bank{Name: v.Bank(), Version: v.String()}
		if p, err := e.kit.Data.Policy(v); err == nil {
			bank.Synthetic, bank.Profile = p.Synthetic(), p.Profile().String()
		}
		out = append(out, bank)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.Name < b.Name || a.Name == b.Name && a.Version < b.Version
	})
	return out
}

// problems puts the findings into the document.
func (e *Engine) problems(d *page.Document, file *source.File, list diag.List) {
	severities := map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "info"}
	for _, p := range list {
		at := file.Position(p.Span.Start)
		d.Problems = append(d.Problems, page.Problem{
			Code: string(p.Code), Severity: severities[p.Severity], Line: at.Line, Column: at.Column,
			Message: e.kit.Messages.Message(p, e.kit.Lang),
			Cause:   e.kit.Messages.Cause(p, e.kit.Lang), Next: e.kit.Messages.Next(p, e.kit.Lang),
		})
	}
}
