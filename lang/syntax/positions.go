package syntax

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/diag"
)

// The positions an operand can stand in. They are interfaces only because participle
// tells productions apart by type; a command's grammar uses them as field types.
type (
	// FullExpr is an expression over variables, functions and constants.
	FullExpr interface{ Expr }
	// NameExpr is a name position: a name, START@x, $b, a string, or a ++ chain of them.
	NameExpr interface{ Expr }
	// TermExpr is a model term: a name with i. or c., or an interaction with # and ##.
	TermExpr interface{ Expr }
	// TimeExpr is a date literal or an expression that evaluates to one.
	TimeExpr interface{ Expr }
	// ValueExpr is a literal value: a number with sign, a string, a binding, `.`.
	ValueExpr interface{ Expr }
	// ItemExpr is a value or a bare word: arguments of sample, items of a for list.
	ItemExpr interface{ Expr }
)

// positionOptions teaches participle the productions above.
func positionOptions() []participle.Option {
	return []participle.Option{
		participle.Lexer(definition{}),
		participle.UseLookahead(0),
		participle.ParseTypeWith(guard(readFull)),
		participle.ParseTypeWith(guard(readName)),
		participle.ParseTypeWith(guard(readTerm)),
		participle.ParseTypeWith(guard(readTime)),
		participle.ParseTypeWith(guard(readValue)),
		participle.ParseTypeWith(guard(readItem)),
	}
}

// guard makes sure that a failure inside a production ends the line: participle treats an
// error before the first token as "no match", which would lose the helpful message.
func guard[T Expr](read func(*lexer.PeekingLexer) (T, error)) func(*lexer.PeekingLexer) (T, error) {
	return func(lex *lexer.PeekingLexer) (T, error) {
		before := lex.Cursor()
		x, err := read(lex)
		if err != nil && err != participle.NextMatch && lex.Cursor() == before {
			lex.Next()
		}
		return x, err
	}
}

func readFull(lex *lexer.PeekingLexer) (FullExpr, error) {
	if lex.Peek().EOF() {
		return nil, participle.NextMatch
	}
	p := exprParser{lex: lex}
	return p.whole()
}

func readName(lex *lexer.PeekingLexer) (NameExpr, error) {
	if !startsName(lex.Peek()) {
		return nil, participle.NextMatch
	}
	p := exprParser{lex: lex}
	return p.name()
}

func readTime(lex *lexer.PeekingLexer) (TimeExpr, error) {
	t := lex.Peek()
	switch t.Type {
	case tokDate:
		lex.Next()
		return &Date{Text: t.Value, Span: tokenSpan(t)}, nil
	case tokIdent, tokBindFunc, tokBinding, tokString, tokNumber:
		p := exprParser{lex: lex}
		return p.parse(levelConcat)
	case tokOp:
		if t.Value == "(" {
			p := exprParser{lex: lex}
			return p.parse(levelConcat)
		}
	}
	return nil, participle.NextMatch
}

func readValue(lex *lexer.PeekingLexer) (ValueExpr, error) {
	if t := lex.Peek(); t.Type == tokIdent {
		return nil, Fail(tokenSpan(t), codeUnquotedText, diag.Token(t.Value))
	}
	return readItem(lex)
}

func readItem(lex *lexer.PeekingLexer) (ItemExpr, error) {
	t := lex.Peek()
	switch {
	case t.Type == tokDot:
		lex.Next()
		return &Missing{Span: tokenSpan(t)}, nil
	case t.Type == tokDate:
		return nil, Fail(tokenSpan(t), codeDateInArgument, diag.Token(t.Value))
	case t.Type == tokOp && (t.Value == "-" || t.Value == "+"):
		return readSigned(lex)
	case startsName(t):
		p := exprParser{lex: lex}
		return p.name()
	}
	return nil, participle.NextMatch
}

// readSigned reads -1 as one literal; -$b stays an operation.
func readSigned(lex *lexer.PeekingLexer) (ItemExpr, error) {
	sign := lex.Next()
	t := lex.Peek()
	switch t.Type {
	case tokNumber:
		lex.Next()
		text := t.Value
		if sign.Value == "-" {
			text = "-" + text
		}
		return number(text, tokenSpan(sign).Join(tokenSpan(t)))
	case tokBinding:
		lex.Next()
		b := &Binding{Name: t.Value[1:], Span: tokenSpan(t)}
		return &Unary{Op: sign.Value, OpSpan: tokenSpan(sign), X: b, Span: tokenSpan(sign).Join(b.Span)}, nil
	}
	return nil, Fail(tokenSpan(sign), codeUnexpected, diag.Token(sign.Value))
}

func readTerm(lex *lexer.PeekingLexer) (TermExpr, error) {
	if t := lex.Peek(); t.Type != tokPrefix && !startsName(t) {
		return nil, participle.NextMatch
	}
	term := &ModelTerm{}
	for {
		f, err := readFactor(lex)
		if err != nil {
			return nil, err
		}
		term.Factors = append(term.Factors, f)
		op := lex.Peek()
		if op.Type != tokOp || op.Value != "#" && op.Value != "##" {
			break
		}
		end := term.Factors[len(term.Factors)-1].Span.End
		lex.Next()
		if next := lex.Peek(); op.Pos.Offset != end || !next.EOF() && next.Pos.Offset != tokenSpan(op).End {
			return nil, Fail(tokenSpan(op), codeBlankInName, diag.Token(op.Value))
		}
		term.Full = append(term.Full, op.Value == "##")
	}
	return term.simplest(), nil
}

// simplest is the bare name when the term is nothing but one, so that lists of names and
// lists of terms look alike to those who need names only.
func (m *ModelTerm) simplest() Expr {
	last := m.Factors[len(m.Factors)-1]
	m.Span = m.Factors[0].Span.Join(last.Span)
	if len(m.Factors) == 1 && last.Prefix == "" {
		return last.Name
	}
	return m
}

func readFactor(lex *lexer.PeekingLexer) (Factor, error) {
	var f Factor
	t := lex.Peek()
	f.Span = tokenSpan(t)
	if t.Type == tokPrefix {
		lex.Next()
		f.Prefix = t.Value[:1]
	}
	p := exprParser{lex: lex}
	x, err := p.name()
	if err != nil {
		return f, err
	}
	f.Name, f.Span = x, f.Span.Join(x.Range())
	return f, nil
}
