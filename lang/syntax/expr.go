package syntax

import (
	"math"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/types"
)

// maxOperators bounds the operators of one expression, and with it the depth of its tree.
const maxOperators = 2000

// The levels of the expression grammar, loosest first.
const (
	levelOr = iota + 1
	levelAnd
	levelCompare
	levelConcat
	levelAdd
	levelMultiply
)

func levelOf(op string) int {
	switch op {
	case "|":
		return levelOr
	case "&":
		return levelAnd
	case "==", "!=", "<", "<=", ">", ">=":
		return levelCompare
	case "++":
		return levelConcat
	case "+", "-":
		return levelAdd
	case "*", "/":
		return levelMultiply
	}
	return 0
}

// exprParser reads one expression by precedence climbing. In a name position (names) only
// binding functions directly before a parenthesis are calls.
type exprParser struct {
	lex       *lexer.PeekingLexer
	names     bool
	depth     int
	operators int
}

func (p *exprParser) peek() *lexer.Token { return p.lex.Peek() }

func (p *exprParser) op() string {
	if t := p.lex.Peek(); t.Type == tokOp {
		return t.Value
	}
	return ""
}

func (p *exprParser) enter() error {
	if p.depth++; p.depth > types.MaxNesting {
		return Fail(tokenSpan(p.peek()), codeTooDeep, diag.Catalogue(strconv.Itoa(types.MaxNesting)))
	}
	return nil
}

func (p *exprParser) leave() { p.depth-- }

func (p *exprParser) countOperator(t *lexer.Token) error {
	if p.operators++; p.operators > maxOperators {
		return Fail(tokenSpan(t), codeTooLong, diag.Catalogue(strconv.Itoa(maxOperators)))
	}
	return nil
}

// parse reads operators of a level and tighter ones.
func (p *exprParser) parse(level int) (Expr, error) {
	left, err := p.unary()
	if err != nil {
		return nil, err
	}
	for {
		t := p.peek()
		at := levelOf(p.op())
		if at == 0 || at < level {
			return left, nil
		}
		if err := p.countOperator(t); err != nil {
			return nil, err
		}
		p.lex.Next()
		right, err := p.parse(at + 1)
		if err != nil {
			return nil, err
		}
		left = join(t, left, right)
		if at == levelCompare {
			if levelOf(p.op()) == levelCompare {
				return nil, Fail(tokenSpan(p.peek()), codeChained, diag.Token(t.Value), diag.Token(p.op()))
			}
		}
	}
}

// join makes the node of an operator; a chain of ++ becomes one node.
func join(op *lexer.Token, x, y Expr) Expr {
	span := x.Range().Join(y.Range())
	if op.Value != "++" {
		return &Binary{Op: op.Value, OpSpan: tokenSpan(op), X: x, Y: y, Span: span}
	}
	if c, ok := x.(*Concat); ok {
		return &Concat{Parts: append(c.Parts, y), Span: span}
	}
	return &Concat{Parts: []Expr{x, y}, Span: span}
}

func (p *exprParser) unary() (Expr, error) {
	t := p.peek()
	if t.Type != tokOp || t.Value != "-" && t.Value != "+" {
		return p.power()
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	p.lex.Next()
	x, err := p.unary()
	if err != nil {
		return nil, err
	}
	return &Unary{Op: t.Value, OpSpan: tokenSpan(t), X: x, Span: tokenSpan(t).Join(x.Range())}, nil
}

func (p *exprParser) power() (Expr, error) {
	base, err := p.not()
	if err != nil {
		return nil, err
	}
	t := p.peek()
	if op := p.op(); op != "^" && op != "**" {
		return base, nil
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	p.lex.Next()
	exponent, err := p.unary()
	if err != nil {
		return nil, err
	}
	return &Binary{Op: "^", OpSpan: tokenSpan(t), X: base, Y: exponent, Span: base.Range().Join(exponent.Range())}, nil
}

func (p *exprParser) not() (Expr, error) {
	t := p.peek()
	if p.op() != "!" {
		return p.primary()
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	p.lex.Next()
	x, err := p.not()
	if err != nil {
		return nil, err
	}
	return &Unary{Op: "!", OpSpan: tokenSpan(t), X: x, Span: tokenSpan(t).Join(x.Range())}, nil
}

func (p *exprParser) primary() (Expr, error) {
	t := p.peek()
	span := tokenSpan(t)
	switch t.Type {
	case tokNumber:
		p.lex.Next()
		return number(t.Value, span)
	case tokString:
		p.lex.Next()
		return stringOf(t), nil
	case tokDot:
		p.lex.Next()
		return &Missing{Span: span}, nil
	case tokBinding:
		p.lex.Next()
		return &Binding{Name: t.Value[1:], Span: span}, nil
	case tokAt:
		return p.compound()
	case tokIdent, tokBindFunc:
		return p.nameOrCall()
	case tokDate:
		return nil, Fail(span, codeDateInExpr, diag.Token(t.Value), diag.Token(dateCall(t.Value)))
	case tokPrefix:
		return nil, Fail(span, codePrefixMisplace, diag.Token(t.Value))
	case tokOp:
		if t.Value == "(" {
			return p.paren()
		}
	case lexer.EOF:
		return nil, Fail(span, codeExprMissing)
	}
	return nil, Fail(span, codeExprExpected, diag.Token(t.Value))
}

func (p *exprParser) nameOrCall() (Expr, error) {
	t := p.lex.Next()
	name := nameOf(t)
	open := p.peek()
	call := open.Type == tokOp && open.Value == "(" && (!p.names || t.Type == tokBindFunc)
	if !call {
		return &Var{Name: name.Text, Span: name.Span}, nil
	}
	p.lex.Next()
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	names := p.names
	p.names = false
	args, end, err := p.args(open)
	p.names = names
	if err != nil {
		return nil, err
	}
	return &Call{Func: name, Args: args, Span: name.Span.Join(end)}, nil
}

func (p *exprParser) args(open *lexer.Token) ([]Expr, source.Span, error) {
	var args []Expr
	if p.op() == ")" {
		return nil, tokenSpan(p.lex.Next()), nil
	}
	for {
		arg, err := p.parse(levelOr)
		if err != nil {
			return nil, source.Span{}, err
		}
		args = append(args, arg)
		switch p.op() {
		case ",":
			p.lex.Next()
		case ")":
			return args, tokenSpan(p.lex.Next()), nil
		default:
			return nil, source.Span{}, p.unclosed(open)
		}
	}
}

// unclosed says what stands where a closing parenthesis was due.
func (p *exprParser) unclosed(open *lexer.Token) *Failure {
	t := p.peek()
	switch {
	case t.EOF() || t.Type == tokIf:
		return Fail(tokenSpan(open), codeOpenParen)
	case t.Value == "=":
		return Fail(tokenSpan(t), codeSingleEqual)
	}
	return Fail(tokenSpan(t), codeUnexpected, diag.Token(t.Value))
}

func (p *exprParser) paren() (Expr, error) {
	open := p.peek()
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	p.lex.Next()
	names := p.names
	p.names = false
	x, err := p.parse(levelOr)
	p.names = names
	if err != nil {
		return nil, err
	}
	if p.op() != ")" {
		return nil, p.unclosed(open)
	}
	end := p.lex.Next()
	return &Paren{X: x, Span: tokenSpan(open).Join(tokenSpan(end))}, nil
}

// compound reads START@name, START@$v; the part after @ follows without a blank.
func (p *exprParser) compound() (Expr, error) {
	t := p.lex.Next()
	span := tokenSpan(t)
	rest := p.peek()
	if rest.EOF() || rest.Pos.Offset != span.End {
		return nil, Fail(span, codeBlankInName, diag.Token(t.Value))
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	v := &Var{Prefix: compoundPrefix(strings.TrimSuffix(t.Value, "@"))}
	if rest.Type == tokIdent {
		v.Name = p.lex.Next().Value
		if v.Prefix == "panel" && v.Name == "date" {
			v.Prefix, v.Name = "date", "panel"
		}
		v.Span = span.Join(tokenSpan(rest))
		return v, nil
	}
	late, err := p.nameAtom()
	if err != nil {
		return nil, err
	}
	v.Late, v.Span = late, span.Join(late.Range())
	return v, nil
}

// compoundPrefix accepts the spellings Start@ and Stop@ of the older help.
func compoundPrefix(s string) string {
	switch s {
	case "Start", "start":
		return "START"
	case "Stop", "stop":
		return "STOP"
	}
	return s
}

// startsName tells whether a token can begin a name in a name position.
func startsName(t *lexer.Token) bool {
	switch t.Type {
	case tokIdent, tokAt, tokBinding, tokString, tokNumber, tokBindFunc:
		return true
	}
	return false
}

// nameAtom reads the first operand of a name: everything but an operator.
func (p *exprParser) nameAtom() (Expr, error) {
	if t := p.peek(); !startsName(t) {
		return nil, nameFailure(t)
	}
	return p.primary()
}

func nameFailure(t *lexer.Token) *Failure {
	switch {
	case t.EOF():
		return Fail(tokenSpan(t), codeExprMissing)
	case t.Type == tokIf:
		return Fail(tokenSpan(t), codeReservedIf)
	}
	return Fail(tokenSpan(t), codeNameExpected, diag.Token(t.Value))
}

// name reads nameatom { "++" addexpr }.
func (p *exprParser) name() (Expr, error) {
	p.names = true
	left, err := p.nameAtom()
	if err != nil {
		return nil, err
	}
	for p.op() == "++" {
		op := p.lex.Next()
		if err := p.countOperator(op); err != nil {
			return nil, err
		}
		right, err := p.parse(levelAdd)
		if err != nil {
			return nil, err
		}
		left = join(op, left, right)
	}
	return left, nil
}

// whole reads a full expression and refuses a leftover single =.
func (p *exprParser) whole() (Expr, error) {
	x, err := p.parse(levelOr)
	if err == nil && p.op() == "=" {
		return nil, Fail(tokenSpan(p.peek()), codeSingleEqual)
	}
	return x, err
}

func number(text string, span source.Span) (Expr, error) {
	n := &Number{Text: text, Span: span}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		n.Int, n.Value, n.Integral = i, float64(i), true
		return n, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) {
		return nil, Fail(span, codeBigNumber, diag.Token(text))
	}
	n.Value = v
	return n, nil
}

func stringOf(t *lexer.Token) *String {
	runes := []rune(t.Value)
	return &String{Value: string(runes[1 : len(runes)-1]), Span: tokenSpan(t)}
}

// dateCall writes 2020-01-31 as the call a script needs: date(2020,1,31).
func dateCall(iso string) string {
	part := strings.Split(iso, "-")
	for i := range part {
		if part[i] = strings.TrimLeft(part[i], "0"); part[i] == "" {
			part[i] = "0"
		}
	}
	return "date(" + strings.Join(part, ",") + ")"
}
