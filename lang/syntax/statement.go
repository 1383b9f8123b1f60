package syntax

import (
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
)

// parsed is one logical line as read, in the line's own offsets. It is never changed
// after it was made, since it is shared through the cache.
type parsed struct {
	kind     lineKind
	word     source.Span
	command  *Command
	loop     *For
	failures []*Failure

	noCommand bool // the first word is no command
}

type lineKind uint8

const (
	lineCommand lineKind = iota
	lineFor
	lineEnd
)

func (r *parsed) fail(f *Failure) {
	if f != nil {
		r.failures = append(r.failures, f)
	}
}

// parseLine reads one logical line.
func (p *Parser) parseLine(text string) *parsed {
	start, end := commandWord(text, 0)
	name := Name{Text: strings.ToLower(text[start:end]), Span: source.Span{Start: start, End: end}}
	r := &parsed{word: name.Span, command: &Command{Name: name, Span: source.Span{Start: 0, End: len(text)}}}
	in := &Line{Command: name.Text, text: text, at: end}
	switch name.Text {
	case "":
		r.fail(noCommand(text))
	case "for":
		r.kind = lineFor
		r.loop, r.failures = parseFor(in)
	case "end":
		r.kind = lineEnd
		r.fail(in.nothingMore(codeAfterEnd))
	case "endblock":
		r.fail(Fail(name.Span, codeStrayEndblock))
	case "let":
		p.operands(r, in, CommandSyntax{Grammar: letGrammar()})
	default:
		if c, ok := p.commands.Lookup(name.Text); ok {
			p.operands(r, in, c)
		} else {
			r.noCommand = true
			r.fail(p.unknown(text, name))
		}
	}
	r.command.Broken = len(r.failures) > 0
	return r
}

// nothingMore says that a word stands alone on its line.
func (l *Line) nothingMore(code diag.Code) *Failure {
	t := l.Tokens(Plain).Peek()
	if t.EOF() && l.failure == nil {
		return nil
	}
	start := skipBlank(l.text, l.at, len(l.text))
	return Fail(source.Span{Start: start, End: len(l.text)}, code, diag.Token(l.Command))
}

// noCommand is for lines that begin with something other than a word.
func noCommand(text string) *Failure {
	end := strings.IndexFunc(text, isBlank)
	if end <= 0 {
		end = len(text)
	}
	shown := text[:end]
	if len(shown) > 40 {
		shown = strings.ToValidUTF8(shown[:40], "") + "…"
	}
	return Fail(source.Span{Start: 0, End: end}, codeNoCommand, diag.Token(shown))
}

// operands reads operands, condition and options of a known command.
func (p *Parser) operands(r *parsed, in *Line, c CommandSyntax) {
	g := c.Grammar
	if g == nil {
		g = NoOperands()
	}
	ops, failure := g.ParseOperands(in)
	in.Tokens(Plain)
	r.command.Operands, r.command.mode, r.command.at = ops, in.mode, in.at
	if failure == nil {
		failure = in.tail(r)
	}
	if in.failure != nil {
		failure = in.failure // what could not be lexed explains what could not be parsed
	}
	r.fail(failure)
}

// tail reads what follows the operands: a condition and options, in either order.
func (l *Line) tail(r *parsed) *Failure {
	for {
		t := l.tokens.Peek()
		var failure *Failure
		switch {
		case t.EOF():
			return nil
		case t.Type == tokIf:
			failure = l.condition(r)
		case t.Value == "," && t.Type == tokOp && r.command.Options == nil:
			failure = l.options(r)
		default:
			failure = l.unexpected(t)
		}
		if failure != nil {
			return failure
		}
	}
}

func (l *Line) condition(r *parsed) *Failure {
	word := l.tokens.Next()
	if r.command.If != nil {
		f := Fail(tokenSpan(word), codeTwoConditions)
		f.Notes = []diag.Note{{Code: noteFirst, Span: r.command.IfSpan}}
		return f
	}
	p := exprParser{lex: l.tokens}
	x, err := p.whole()
	if err != nil {
		return l.explain(err)
	}
	r.command.If, r.command.IfSpan = x, tokenSpan(word).Join(x.Range())
	return nil
}

func (l *Line) options(r *parsed) *Failure {
	l.tokens.Next()
	r.command.Options = []*Option{}
	for first := true; ; first = false {
		t := l.tokens.Peek()
		switch {
		case !first && (t.EOF() || t.Type == tokIf):
			return nil
		case !first && t.Value == "," && t.Type == tokOp:
			l.tokens.Next()
			t = l.tokens.Peek()
		}
		if t.Type != tokIdent {
			return Fail(tokenSpan(t), codeOptionExpected, diag.Token(l.Command))
		}
		o, failure := l.option()
		r.command.Options = append(r.command.Options, o)
		if failure != nil {
			return failure
		}
	}
}

// option reads name or name(args). What was read before a failure is returned with it.
func (l *Line) option() (*Option, *Failure) {
	t := l.tokens.Next()
	o := &Option{Name: nameOf(t), Span: tokenSpan(t)}
	open := l.tokens.Peek()
	if open.Type != tokOp || open.Value != "(" {
		return o, nil
	}
	l.tokens.Next()
	o.Parens = true
	for {
		t := l.tokens.Peek()
		switch {
		case t.EOF():
			return o, Fail(tokenSpan(open), codeOpenParen)
		case t.Type == tokOp && t.Value == ")":
			l.tokens.Next()
			o.Span = o.Span.Join(tokenSpan(t))
			return o, nil
		case t.Type == tokOp && t.Value == "," && len(o.Args) > 0:
			l.tokens.Next()
			continue
		}
		arg, err := optionArg(l.tokens)
		if err != nil {
			return o, l.explain(err)
		}
		o.Args = append(o.Args, arg)
	}
}

func optionArg(lex *lexer.PeekingLexer) (Expr, error) {
	t := lex.Peek()
	if t.Type == tokPrefix || startsName(t) {
		x, err := readTerm(lex)
		return x, err
	}
	x, err := readItem(lex)
	if x == nil && asFailure(err) == nil {
		return nil, nameFailure(t)
	}
	return x, err
}

type letNode struct {
	Target lexer.Token `parser:"@Ident '='"`
	Value  FullExpr    `parser:"@@"`
}

func (n *letNode) Operands(*Line) (Operands, *Failure) {
	return &Assign{Target: &Var{Name: n.Target.Value, Span: tokenSpan(&n.Target)}, Value: n.Value}, nil
}

var letProduction = sync.OnceValue(func() Grammar { return letSyntax{Production[letNode](Plain)} })

func letGrammar() Grammar { return letProduction() }

// letSyntax words two mistakes for bindings.
type letSyntax struct{ Grammar }

func (g letSyntax) ParseOperands(in *Line) (Operands, *Failure) {
	if t := in.Tokens(Plain).Peek(); !t.EOF() && t.Type != tokIdent {
		return nil, Fail(tokenSpan(t), codeLetTarget, diag.Token(t.Value))
	}
	ops, failure := g.Grammar.ParseOperands(in)
	if failure != nil && failure.Problem.Code == codeDateInExpr {
		failure.Problem.Code = codeDateInLet
	}
	return ops, failure
}
