package engine

import (
	"context"
	"time"

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

// Again is a script run a second time in one session, edited in between.
type Again struct {
	First, Second time.Duration
	Steps         int   // executed by the second run
	Bytes         int64 // read from stores by the second run
}

// TimedAgain runs a script and then, in the same session, an edited one, and tells what the
// second run took. It refuses the same banks as Timed.
func (e *Engine) TimedAgain(ctx context.Context, file, edited *source.File) (Result, *Again) {
	out := Result{Document: e.document(file)}
	s := e.Session()
	defer s.Close()
	again := &Again{}
	var second session.Result
	start := time.Now()
	first := s.Script(ctx, file, nil)
	again.First = time.Since(start)
	ended := first
	if first.Exit == ExitOK {
		if failure := e.kit.MayTell(s.State()); failure != nil {
			ended.Fail(failure)
		} else {
			start = time.Now()
			second = s.Script(ctx, edited, nil)
			again.Second = time.Since(start)
			again.Steps, again.Bytes = second.Counters.Total(), second.Counters.Bytes
			ended = second
		}
	}
	out.Exit, out.Problems, out.Cause = ended.Exit, ended.Problems, ended.Cause
	e.problems(out.Document, ended.File, out.Problems)
	return out, again
}
