package syntax

import (
	"reflect"

	"github.com/mdscript/mdscript/lang/source"
)

// The methods of this file copy what was read of a line and give the copy its places in
// the file. Expressions are copied by hand; operand shapes, which may live in other
// packages, by reflection over their exported fields.

func (l *logical) command(c *Command) *Command {
	out := *c
	out.line = l
	out.Span = l.span
	out.Name.Span = l.fileSpan(c.Name.Span)
	out.If, out.IfSpan = l.expr(c.If), l.fileSpan(c.IfSpan)
	if c.If == nil {
		out.IfSpan = source.Span{}
	}
	if c.Operands != nil {
		out.Operands = l.operands(c.Operands)
	}
	if c.Options != nil {
		out.Options = make([]*Option, len(c.Options))
	}
	for i, o := range c.Options {
		option := *o
		option.Name.Span, option.Span = l.fileSpan(o.Name.Span), l.fileSpan(o.Span)
		option.Args = l.exprs(o.Args)
		out.Options[i] = &option
	}
	return &out
}

// operands copies the most frequent shapes by hand, which is several times as fast.
func (l *logical) operands(o Operands) Operands {
	switch o := o.(type) {
	case *Names:
		return &Names{List: l.exprs(o.List)}
	case *Terms:
		return &Terms{List: l.exprs(o.List)}
	case *Values:
		return &Values{List: l.exprs(o.List)}
	case *Assign:
		return &Assign{Target: l.expr(o.Target), Value: l.expr(o.Value)}
	case *Pair:
		return &Pair{First: l.expr(o.First), Second: l.expr(o.Second)}
	case *Merge:
		return &Merge{Vars: l.exprs(o.Vars), Into: l.expr(o.Into), On: l.exprs(o.On)}
	case *Import:
		v := o.Var
		v.Span = l.fileSpan(v.Span)
		return &Import{Var: v, Time: l.expr(o.Time), As: l.expr(o.As)}
	case *Aggregate:
		out := &Aggregate{Items: make([]AggregateItem, len(o.Items))}
		for i, item := range o.Items {
			stat := Name{Text: item.Stat.Text, Span: l.fileSpan(item.Stat.Span)}
			out.Items[i] = AggregateItem{Stat: stat, Source: l.expr(item.Source), Target: l.expr(item.Target)}
		}
		return out
	}
	return l.value(reflect.ValueOf(o)).Interface().(Operands)
}

func (l *logical) loop(f *For) *For {
	out := &For{Broken: f.Broken, Span: l.span, line: l, Levels: make([]Level, len(f.Levels))}
	for i, level := range f.Levels {
		moved := Level{Span: l.fileSpan(level.Span)}
		for _, it := range level.Iterators {
			moved.Iterators = append(moved.Iterators, Name{Text: it.Text, Span: l.fileSpan(it.Span)})
		}
		for _, list := range level.Lists {
			moved.Lists = append(moved.Lists, ValueList{
				Low: l.expr(list.Low), High: l.expr(list.High), Items: l.exprs(list.Items), Span: l.fileSpan(list.Span)})
		}
		out.Levels[i] = moved
	}
	return out
}

func (l *logical) exprs(in []Expr) []Expr {
	if in == nil {
		return nil
	}
	out := make([]Expr, len(in))
	for i, e := range in {
		out[i] = l.expr(e)
	}
	return out
}

func (l *logical) expr(e Expr) Expr {
	switch e := e.(type) {
	case *Number:
		c := *e
		c.Span = l.fileSpan(e.Span)
		return &c
	case *String:
		return &String{Value: e.Value, Span: l.fileSpan(e.Span)}
	case *Missing:
		return &Missing{Span: l.fileSpan(e.Span)}
	case *Date:
		return &Date{Text: e.Text, Span: l.fileSpan(e.Span)}
	case *Binding:
		return &Binding{Name: e.Name, Span: l.fileSpan(e.Span)}
	case *Var:
		return &Var{Prefix: e.Prefix, Name: e.Name, Late: l.expr(e.Late), Span: l.fileSpan(e.Span)}
	case *Concat:
		return &Concat{Parts: l.exprs(e.Parts), Span: l.fileSpan(e.Span)}
	case *Call:
		return &Call{Func: Name{Text: e.Func.Text, Span: l.fileSpan(e.Func.Span)}, Args: l.exprs(e.Args), Span: l.fileSpan(e.Span)}
	case *Unary:
		return &Unary{Op: e.Op, OpSpan: l.fileSpan(e.OpSpan), X: l.expr(e.X), Span: l.fileSpan(e.Span)}
	case *Binary:
		return &Binary{Op: e.Op, OpSpan: l.fileSpan(e.OpSpan), X: l.expr(e.X), Y: l.expr(e.Y), Span: l.fileSpan(e.Span)}
	case *Paren:
		return &Paren{X: l.expr(e.X), Span: l.fileSpan(e.Span)}
	case *ModelTerm:
		c := &ModelTerm{Full: e.Full, Span: l.fileSpan(e.Span), Factors: make([]Factor, len(e.Factors))}
		for i, f := range e.Factors {
			c.Factors[i] = Factor{Prefix: f.Prefix, Name: l.expr(f.Name), Span: l.fileSpan(f.Span)}
		}
		return c
	}
	return e
}

var (
	spanType = reflect.TypeFor[source.Span]()
	exprType = reflect.TypeFor[Expr]()
)

func (l *logical) value(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		return l.value(v.Elem())
	case reflect.Pointer:
		return l.pointer(v)
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(l.value(v.Index(i)))
		}
		return out
	case reflect.Struct:
		return l.structure(v)
	}
	return v
}

func (l *logical) pointer(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	if v.Type().Implements(exprType) {
		return reflect.ValueOf(l.expr(v.Interface().(Expr)))
	}
	out := reflect.New(v.Type().Elem())
	out.Elem().Set(l.value(v.Elem()))
	return out
}

func (l *logical) structure(v reflect.Value) reflect.Value {
	if v.Type() == spanType {
		return reflect.ValueOf(l.fileSpan(v.Interface().(source.Span)))
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			out.Field(i).Set(l.value(v.Field(i)))
		}
	}
	return out
}
