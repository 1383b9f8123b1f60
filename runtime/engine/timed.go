package engine

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/session"
)

// Timed runs a script line by line, each line computed in full before the next, and tells
// how long each took. It refuses banks that are neither open nor synthetic, since time
// depends on data.
func (e *Engine) Timed(ctx context.Context, file *source.File, sink Sink) (Result, session.Timings) {
	return e.TimedTogether(ctx, file, math.MaxInt, sink)
}

// TimedTogether is Timed with everything from a line on computed as one, as a run does.
func (e *Engine) TimedTogether(ctx context.Context, file *source.File, line int, sink Sink) (Result, session.Timings) {
	out := Result{Document: e.document(file)}
	ended := session.Result{}
	var timings session.Timings
	ended.Fail(e.kit.Guarded(func() *session.Failure {
		calls, state, found := e.kit.Read(file, expand.NewExpander(e.kit.Evaluator), check.NewState())
		if ended.Found(found); ended.Exit != ExitOK {
			return nil
		}
		if failure := e.kit.MayTell(state); failure != nil {
			return failure
		}
		var failure *session.Failure
		together := slices.IndexFunc(calls, func(c *check.Call) bool { return file.Position(c.Span().Start).Line >= line })
		if together < 0 {
			together = len(calls)
		}
		timings, failure = e.kit.Timed(ctx, file, calls, together, sink)
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
	again := &Again{}
	ended := session.Result{File: file}
	for _, f := range []*source.File{file, edited} {
		ended.Fail(e.kit.Guarded(func() *session.Failure { return e.kit.MayTime(f) }))
	}
	if ended.Exit == ExitOK {
		ended = e.again(ctx, file, edited, again)
	}
	out.Exit, out.Problems, out.Cause = ended.Exit, ended.Problems, ended.Cause
	e.problems(out.Document, ended.File, out.Problems)
	return out, again
}

// again runs the two scripts of TimedAgain.
func (e *Engine) again(ctx context.Context, file, edited *source.File, took *Again) session.Result {
	s := e.Session()
	defer s.Close()
	start := time.Now()
	first := s.Script(ctx, file, nil)
	if took.First = time.Since(start); first.Exit != ExitOK {
		return first
	}
	start = time.Now()
	second := s.Script(ctx, edited, nil)
	took.Second = time.Since(start)
	took.Steps, took.Bytes = second.Counters.Total(), second.Counters.Bytes
	return second
}
