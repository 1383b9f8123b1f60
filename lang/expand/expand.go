package expand

import (
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// maxExpandedBytes bounds the text that loops may expand to, measured as the sum of the
// lengths of the expanded lines: 100,000 long lines would not fit in memory.
const maxExpandedBytes = 32 << 20

// Expand makes a straight line of a whole script. Statements with an error are in the
// program, marked Broken. Without an evaluator only binding functions can be called.
func Expand(script *syntax.Script, evaluator Evaluator) (*Program, diag.List) {
	return NewExpander(evaluator).Expand(script)
}

// Expander keeps bindings between scripts, as a session needs it. It is not safe for
// concurrent use.
type Expander struct {
	evaluator Evaluator
	session   *frame
}

// NewExpander makes an expander without bindings.
func NewExpander(evaluator Evaluator) *Expander {
	return &Expander{evaluator: evaluator, session: &frame{}}
}

// Clone copies the expander with its bindings: a session goes back to the copy when a
// line fails.
func (x *Expander) Clone() *Expander {
	c := NewExpander(x.evaluator)
	for name, v := range x.session.values {
		c.session.set(name, v)
	}
	return c
}

// Names are the bindings that exist, in no particular order.
func (x *Expander) Names() []string { return scopes{x.session}.names() }

// Lookup finds a binding.
func (x *Expander) Lookup(name string) (Value, bool) { return scopes{x.session}.lookup(name) }

// Expand makes a straight line of a script, with the bindings of the scripts before it.
func (x *Expander) Expand(script *syntax.Script) (*Program, diag.List) {
	run := &expansion{
		evaluator: x.evaluator,
		scopes:    scopes{x.session},
		program:   &Program{File: script.File},
		reported:  map[place]bool{},
	}
	run.statements(script.Statements)
	run.list.Sort()
	return run.program, run.list
}

// expansion is the state of one call of Expand; it is the resolver of operands.
type expansion struct {
	evaluator Evaluator
	scopes    scopes
	program   *Program
	list      diag.List
	turns     []Turn
	failures  int // in the statement at hand, repeated ones included
	reported  map[place]bool
	emitted   int // expanded so far, turns of empty loops included
	steps     int // turns begun
	bytes     int
	stopped   bool
}

// place identifies an error: the same one in every turn of a loop is reported once.
type place struct {
	code diag.Code
	span source.Span
}

func (x *expansion) report(d diag.Diagnostic) {
	x.failures++
	key := place{d.Code, d.Span}
	if x.reported[key] {
		return
	}
	x.reported[key] = true
	if note, ok := (Origin{x.turns}).Note(); ok {
		d = d.WithNote(note)
	}
	x.list = append(x.list, d)
}

// Note names the turn of the loops a statement comes from; false outside of loops.
func (o Origin) Note() (diag.Note, bool) {
	if len(o.Turns) == 0 {
		return diag.Note{}, false
	}
	var parts []string
	for _, t := range o.Turns {
		parts = append(parts, t.Name+" = "+t.Value)
	}
	loop := o.Turns[len(o.Turns)-1].Loop
	return diag.Note{Code: "X0901", Span: loop, Args: []diag.Arg{diag.Token(strings.Join(parts, ", "))}}, true
}

func (x *expansion) statements(list []syntax.Statement) {
	for _, s := range list {
		if x.stopped {
			return
		}
		switch s := s.(type) {
		case *syntax.TextBlock:
			x.emit(&Statement{Text: s}, s.Span)
		case *syntax.Command:
			x.command(s)
		case *syntax.For:
			x.loop(s)
		}
	}
}

// emit adds a statement. The limit is checked at the loops, before they expand; here it
// only stops what they could not foresee.
func (x *expansion) emit(s *Statement, span source.Span) {
	if len(x.turns) > 0 {
		s.Origin = Origin{Turns: append([]Turn(nil), x.turns...)}
		x.bytes += span.End - span.Start
	}
	x.emitted++
	x.program.Statements = append(x.program.Statements, s)
}

func (x *expansion) command(c *syntax.Command) {
	x.failures = 0
	out := &syntax.Command{Broken: c.Broken, Name: c.Name, IfSpan: c.IfSpan, Span: c.Span}
	switch {
	case c.Broken:
		// What was read of a broken line is kept as it is: resolving it would add errors.
		out.Operands, out.If, out.Options = c.Operands, c.If, c.Options
		x.forget(c)
	case c.Name.Text == "let":
		out.Operands = x.let(c)
	default:
		if c.Operands != nil {
			out.Operands = c.Operands.Resolve(x)
		}
		if c.If != nil {
			out.If = x.Expr(c.If)
		}
		out.Options = x.options(c.Options)
	}
	out.Broken = out.Broken || x.failures > 0
	if !out.Broken && strings.EqualFold(c.Name.Text, "clear") {
		x.scopes.forget()
	}
	x.emit(&Statement{Command: out}, c.Span)
}

// forget binds the name of a broken let to a failed value, so that its uses are not
// reported as well.
func (x *expansion) forget(c *syntax.Command) {
	a, ok := c.Operands.(*syntax.Assign)
	if !ok || c.Name.Text != "let" {
		return
	}
	if v, ok := a.Target.(*syntax.Var); ok && v.Name != "" {
		x.scopes.bind(v.Name, Value{})
	}
}

func (x *expansion) let(c *syntax.Command) syntax.Operands {
	a := c.Operands.(*syntax.Assign)
	target := a.Target.(*syntax.Var)
	v := x.eval(a.Value)
	x.scopes.bind(target.Name, v)
	if v.Kind == Failed {
		return c.Operands
	}
	return &syntax.Let{Name: syntax.Name{Text: target.Name, Span: target.Span}, Value: v.expr(a.Value.Range())}
}

func (x *expansion) options(list []*syntax.Option) []*syntax.Option {
	if list == nil {
		return nil
	}
	out := make([]*syntax.Option, len(list))
	for i, o := range list {
		c := &syntax.Option{Name: o.Name, Parens: o.Parens, Span: o.Span}
		for _, a := range o.Args {
			c.Args = append(c.Args, x.Value(a))
		}
		out[i] = c
	}
	return out
}

// overLimit tells, before a loop expands, whether it would go beyond a limit, and reports it.
func (x *expansion) overLimit(f *syntax.For, turns int) bool {
	count, bytes := bodySize(f.Body)
	switch {
	case x.emitted+mul(turns, max(count, 1)) > types.MaxExpandedStatements:
		x.fail(f.Span, "X0008", diag.Catalogue(strconv.Itoa(types.MaxExpandedStatements)))
	case x.bytes+mul(turns, bytes) > maxExpandedBytes:
		x.fail(f.Span, "X0020", diag.Catalogue(strconv.Itoa(maxExpandedBytes>>20)))
	default:
		return false
	}
	x.stopped = true
	return true
}

// bodySize counts statements and bytes of a body; inner loops count by the lengths of
// their lists where these are plain to see, else once.
func bodySize(body []syntax.Statement) (count, bytes int) {
	for _, s := range body {
		f, loop := s.(*syntax.For)
		if !loop {
			count++
			bytes = add(bytes, s.Range().End-s.Range().Start)
			continue
		}
		turns := 1
		for _, level := range f.Levels {
			turns = mul(turns, plainLength(level))
		}
		c, b := bodySize(f.Body)
		count, bytes = add(count, mul(turns, max(c, 1))), add(bytes, mul(turns, b))
	}
	return count, bytes
}

func plainLength(level syntax.Level) int {
	if len(level.Lists) == 0 {
		return 1
	}
	list := level.Lists[0]
	if list.Low == nil {
		return len(list.Items)
	}
	low, ok := list.Low.(*syntax.Number)
	high, ok2 := list.High.(*syntax.Number)
	if !ok || !ok2 || !low.Integral || !high.Integral {
		return 1
	}
	return rangeLength(low.Int, high.Int)
}

// plenty is more than any limit, and small enough to add to.
const plenty = 1 << 40

func mul(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	if a > plenty/b {
		return plenty
	}
	return a * b
}

func add(a, b int) int { return min(a+b, plenty) }

func rangeLength(low, high int64) int {
	if high < low {
		return 0
	}
	if n := uint64(high) - uint64(low); n < plenty {
		return int(n) + 1
	}
	return plenty
}
