package session

import (
	"context"
	"errors"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/exec"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Exit is how a run ended, as the programs tell it to the shell.
type Exit int

// The ends of a run. Usage, 2, belongs to the programs.
const (
	ExitOK          Exit = 0
	ExitScript      Exit = 1 // a mistake in the script, or data a command cannot take
	ExitGuard       Exit = 3 // a limit of disclosure control stopped the script
	ExitStore       Exit = 4 // the register store, its policy or its secret
	ExitInternal    Exit = 5 // our mistake, or too little memory
	ExitInterrupted Exit = 130
)

// Failure is why a run ended early.
type Failure struct {
	Exit       Exit
	Diagnostic diag.Diagnostic
	Cause      error // for programs; never shown to a script's author
}

// Error names the code only.
func (f *Failure) Error() string { return "mdscript " + string(f.Diagnostic.Code) }

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Cause }

const (
	codeMemory      diag.Code = "R0001"
	codeInterrupted diag.Code = "R0002"
	codeTimes       diag.Code = "R0003"
	codeInternal    diag.Code = "I0001"
	codePlan        diag.Code = "I0002"
)

// Entries lists the texts of the codes this package gives.
func Entries() []diag.Entry {
	return append(scriptEntries(), []diag.Entry{
		{
			Code:    codeMemory,
			Message: text.Text{NB: "ikke nok minne", EN: "not enough memory"},
			Cause:   text.Text{NB: "Datasettene trenger mer minne enn kjøringen har lov til å bruke.", EN: "The datasets need more memory than the run may use."},
			Next:    text.Text{NB: "Slett datasett og variabler som ikke trengs lenger, eller kjør på en større maskin.", EN: "Delete datasets and variables that are no longer needed, or run on a larger machine."},
		},
		{
			Code:    codeInterrupted,
			Message: text.Text{NB: "avbrutt", EN: "interrupted"},
			Cause:   text.Text{NB: "Kjøringen ble stanset utenfra.", EN: "The run was stopped from outside."},
			Next:    text.Text{NB: "Kjør på nytt når du vil; ingenting er etterlatt.", EN: "Run again when you like; nothing was left behind."},
		},
		{
			Code:    codeTimes,
			Message: text.Text{NB: "tidsbruk kan ikke vises for {0}", EN: "times cannot be told for {0}"},
			Cause:   text.Text{NB: "Tiden en kommando bruker, avhenger av data som er vernet.", EN: "The time a command takes depends on data that are protected."},
			Next:    text.Text{NB: "Bruk en database med policyen open, eller et oppdiktet land fra mdscript synth.", EN: "Use a bank under the policy open, or an invented country from mdscript synth."},
		},
		{
			Code:    codeInternal,
			Message: text.Text{NB: "intern feil i programmet", EN: "internal error in the program"},
			Cause:   text.Text{NB: "Dette er vår feil, ikke skriptets.", EN: "This is our mistake, not the script's."},
			Next:    text.Text{NB: "Meld fra, og legg ved skriptet og versjonen av programmet.", EN: "Report it with the script and the version of the program."},
		},
		{
			Code:    codePlan,
			Message: text.Text{NB: "planen for skriptet ble ikke godkjent, og ingenting ble kjørt", EN: "the plan of the script was not approved, and nothing was run"},
			Cause:   text.Text{NB: "Kontrollen av hva som kan vises, fant en feil i programmet.", EN: "The check of what may be shown found a mistake in the program."},
			Next:    text.Text{NB: "Meld fra, og legg ved skriptet og versjonen av programmet.", EN: "Report it with the script and the version of the program."},
		},
	}...)
}

// failure tells what an error of planning or preparing means.
func (w *Work) failure(err error, span source.Span, ctx context.Context) *Failure {
	f := &Failure{Exit: ExitInternal, Diagnostic: diag.New(codeInternal).At(span), Cause: err}
	var problem *diag.Problem
	var fault *plan.Fault
	switch {
	case ctx != nil && ctx.Err() != nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		f.Exit, f.Diagnostic = ExitInterrupted, diag.New(codeInterrupted).At(span)
	case errors.As(err, &fault):
		f.Diagnostic = diag.New(codePlan).At(span)
	case errors.As(err, &problem):
		f.Exit, f.Diagnostic = exitOf(problem.Code), problem.At(span)
	case errors.Is(err, mem.ErrBudget):
		f.Diagnostic = diag.New(codeMemory).At(span)
	}
	return f
}

// exitOf is the end that a code means where no guard is involved.
func exitOf(code diag.Code) Exit {
	switch {
	case disclosure.IsGuard(code):
		return ExitGuard
	case strings.HasPrefix(string(code), "T"), strings.HasPrefix(string(code), "D"):
		return ExitStore
	case strings.HasPrefix(string(code), "I"):
		return ExitInternal
	}
	return ExitScript
}

// runFailure tells what the first failing step of a run means: a limit, data a command
// cannot take, the store, or ourselves.
func (w *Work) runFailure(ctx context.Context, p *plan.Plan, r *exec.Result) *Failure {
	span := w.firstUnshown()
	if r.Failed == plan.NoReg {
		return w.failure(r.Err, span, ctx)
	}
	kind, guard := p.GuardKind(r.Failed)
	if !guard {
		if call := p.Steps[r.Failed].Call; call < len(w.calls) {
			span = w.calls[call].Span()
		}
		return w.failure(r.Err, span, ctx)
	}
	f := w.failure(r.Err, span, ctx)
	switch {
	case f.Exit == ExitInterrupted || f.Exit == ExitInternal:
	case kind == disclosure.GuardErrors:
		f.Exit = ExitScript
	default:
		f.Exit = ExitGuard
	}
	return f
}
