package expand

import (
	"strconv"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// values is one list of a loop. A range is not stored: it may be long.
type values struct {
	low    int64
	length int
	items  []Value // nil for a range
}

func (v *values) at(i int) Value {
	if v.items != nil {
		return v.items[i]
	}
	return Integer(v.low + int64(i))
}

// loop expands a for. Its lists are evaluated level by level, so that a later level may
// use the iterators of an earlier one.
func (x *expansion) loop(f *syntax.For) {
	if f.Broken {
		// Without its iterators the body would only repeat the error of the header.
		x.brokenBody(f)
		return
	}
	levels := f.Levels
	if !types.LoopOuterFirst {
		levels = reversed(levels)
	}
	if x.overLimit(f, x.foreseen(levels)) {
		return
	}
	x.scopes = append(x.scopes, &frame{})
	x.level(f, levels, nil)
	x.scopes = x.scopes[:len(x.scopes)-1]
}

func reversed(in []syntax.Level) []syntax.Level {
	out := make([]syntax.Level, len(in))
	for i, l := range in {
		out[len(in)-1-i] = l
	}
	return out
}

// foreseen is the number of turns as far as it can be told before the loop runs.
func (x *expansion) foreseen(levels []syntax.Level) int {
	list, failures, reported := x.list, x.failures, x.reported
	defer func() { x.list, x.failures, x.reported = list, failures, reported }()
	x.reported = map[place]bool{}
	turns := 1
	for _, level := range levels {
		lists, ok := x.lists(level)
		if ok && len(lists) > 0 {
			turns = mul(turns, lists[0].length)
		}
	}
	return turns
}

// level runs one level of a loop inside the turns of the levels before it.
func (x *expansion) level(f *syntax.For, rest []syntax.Level, outer []Turn) {
	if len(rest) == 0 {
		x.turns = append(x.turns, outer...)
		x.statements(f.Body)
		x.turns = x.turns[:len(x.turns)-len(outer)]
		return
	}
	level := rest[0]
	lists, ok := x.lists(level)
	if !ok || len(lists) == 0 {
		x.brokenBody(f)
		return
	}
	for i := range lists[0].length {
		if x.stopped || !x.startTurn(f) {
			return
		}
		turn := &frame{turn: true}
		turns := outer[:len(outer):len(outer)]
		for k, it := range level.Iterators {
			v := lists[k].at(i)
			turn.set(it.Text, v)
			turns = append(turns, Turn{Name: it.Text, Value: v.Written(), Loop: f.Span})
		}
		x.inTurn(turn, func() { x.level(f, rest[1:], turns) })
	}
}

// inTurn runs something with the iterators of a level in the frame of the turn. An inner
// level adds to a copy of the frame, so that a turn has one frame however many levels.
func (x *expansion) inTurn(turn *frame, run func()) {
	top := x.scopes[len(x.scopes)-1]
	if top.turn {
		for name, v := range top.values {
			if _, own := turn.values[name]; !own {
				turn.set(name, v)
			}
		}
		x.scopes[len(x.scopes)-1] = turn
		run()
		x.scopes[len(x.scopes)-1] = top
		return
	}
	x.scopes = append(x.scopes, turn)
	run()
	x.scopes = x.scopes[:len(x.scopes)-1]
}

// startTurn counts a turn of a loop whose length depends on others and so was not foreseen.
func (x *expansion) startTurn(f *syntax.For) bool {
	// Turns of outer levels count too, hence the factor.
	if x.steps++; x.steps <= 4*types.MaxExpandedStatements && x.emitted <= types.MaxExpandedStatements && x.bytes <= maxExpandedBytes {
		return true
	}
	x.fail(f.Span, "X0008", diag.Catalogue(strconv.Itoa(types.MaxExpandedStatements)))
	x.stopped = true
	return false
}

// brokenBody keeps the statements of a loop that cannot run, marked Broken, so that what
// they define is not reported as unknown later.
func (x *expansion) brokenBody(f *syntax.For) {
	for _, s := range f.Body {
		switch s := s.(type) {
		case *syntax.Command:
			c := *s
			c.Broken = true
			x.emit(&Statement{Command: &c}, c.Span)
			x.forget(&c)
		case *syntax.For:
			x.brokenBody(s)
		case *syntax.TextBlock:
			x.emit(&Statement{Text: s}, s.Span)
		}
	}
}

// lists evaluates the lists of a level; false when one has an error.
func (x *expansion) lists(level syntax.Level) ([]values, bool) {
	var out []values
	ok := true
	for _, l := range level.Lists {
		v, good := x.valueList(l)
		ok = ok && good
		out = append(out, v)
	}
	if !ok {
		return nil, false
	}
	for i := 1; i < len(out); i++ {
		if out[i].length != out[0].length {
			x.fail(level.Lists[i].Span, "X0007", diag.Catalogue(strconv.Itoa(out[0].length)), diag.Catalogue(strconv.Itoa(out[i].length)))
			return nil, false
		}
	}
	return out, true
}

func (x *expansion) valueList(l syntax.ValueList) (values, bool) {
	if l.Low == nil {
		v := values{items: make([]Value, len(l.Items)), length: len(l.Items)}
		ok := true
		for i, item := range l.Items {
			v.items[i] = x.eval(item)
			ok = ok && v.items[i].Kind != Failed
		}
		return v, ok
	}
	low, ok := x.bound(l.Low)
	high, ok2 := x.bound(l.High)
	if !ok || !ok2 {
		return values{}, false
	}
	return values{low: low, length: rangeLength(low, high)}, true
}

func (x *expansion) bound(e syntax.Expr) (int64, bool) {
	v := x.eval(e)
	switch {
	case v.Kind == Failed:
		return 0, false
	case v.Kind != Number || !v.Integral:
		x.fail(e.Range(), "X0006", diag.Token(v.Written()))
		return 0, false
	}
	return v.Int, true
}
