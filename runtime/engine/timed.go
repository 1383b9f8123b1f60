package engine

import (
	"context"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/session"
)

// Timed runs a script line by line, each line computed in full before the next, and tells
// how long each took. It refuses banks that are neither open nor synthetic, since time
// depends on data.
func (e *Engine) Timed(ctx context.Context, file *source.File, sink Sink) (Result, []session.Timing) {
	out := Result{Document: e.document(file)}
	ended := session.Result{}
	var timings []session.Timing
	ended.Fail(e.kit.Guarded(func() *session.Failure {
		calls, state, found := e.kit.Read(file, expand.NewExpander(e.kit.Evaluator), check.NewState())
		if ended.Found(found); ended.Exit != ExitOK {
			return nil
		}
		if failure := e.kit.MayTell(state); failure != nil {
			return failure
		}
		var failure *session.Failure
		timings, failure = e.kit.Timed(ctx, file, calls, sink)
		return failure
	}))
	out.Exit, out.Problems, out.Cause = ended.Exit, ended.Problems, ended.Cause
	e.problems(out.Document, file, out.Problems)
	return out, timings
}
