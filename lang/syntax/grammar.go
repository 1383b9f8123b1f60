package syntax

import (
	"errors"
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/diag"
)

// Production makes a grammar of a participle struct T whose pointer has a method
// Operands. It is how a command with a shape of its own is added from its folder:
//
//	type node struct {
//		Terms []syntax.TermExpr `parser:"(?! 'by') @@ ((?! 'by') @@)*"`
//		By    []syntax.NameExpr `parser:"'by' @@+"`
//	}
//	func (n *node) Operands(in *syntax.Line) (syntax.Operands, *syntax.Failure) { … }
//	var grammar = syntax.Production[node](syntax.Plain)
//
// Fields may have the types of positions.go, lexer.Token (captured tokens) and further
// structs; a field `Tokens []lexer.Token` receives all tokens of its struct. The token
// kinds are Ident If String Date Number Prefix Binding At BindFunc Register Code Bank Dot
// Op. The participle parser is built on first use. After an error Operands is still called
// with what was read, so it must bear nil fields; editors complete from the result.
func Production[T any, P interface {
	*T
	Operands(in *Line) (Operands, *Failure)
}](mode Mode) Grammar {
	return &production[T, P]{mode: mode, build: sync.OnceValues(func() (*participle.Parser[T], error) {
		return participle.Build[T](positionOptions()...)
	})}
}

type production[T any, P interface {
	*T
	Operands(in *Line) (Operands, *Failure)
}] struct {
	mode  Mode
	build func() (*participle.Parser[T], error)
}

func (p *production[T, P]) ParseOperands(in *Line) (Operands, *Failure) {
	parser, err := p.build()
	if err != nil {
		return nil, grammarFault(err)
	}
	node, err := parser.ParseFromLexer(in.Tokens(p.mode), participle.AllowTrailing(true))
	if node == nil {
		node = new(T)
	}
	ops, failure := P(node).Operands(in)
	if err != nil {
		failure = in.explain(err)
	}
	return ops, failure
}

// Check builds the participle parser of a grammar and tells whether it is well formed:
// the test of every command calls it, since grammars are otherwise built on first use.
func Check(g Grammar) error {
	if c, ok := g.(interface{ check() error }); ok {
		return c.check()
	}
	return nil
}

func (p *production[T, P]) check() error {
	_, err := p.build()
	return err
}

// codeGrammar is a mistake in the program: a production participle cannot build.
const codeGrammar diag.Code = "I0101"

func grammarFault(err error) *Failure {
	return &Failure{Problem: diag.New(codeGrammar).Because(err)}
}

// explain turns an error of participle into one a user understands.
func (l *Line) explain(err error) *Failure {
	if f := asFailure(err); f != nil {
		return f
	}
	var unexpected *participle.UnexpectedTokenError
	if !errors.As(err, &unexpected) {
		t := l.tokens.Peek()
		return l.unexpected(t)
	}
	t := unexpected.Unexpected
	if word := expectedWord(unexpected.Message()); word != "" {
		if t.EOF() {
			return Fail(tokenSpan(&t), codeEndsEarly, diag.Token(l.Command), diag.Catalogue(word))
		}
		return Fail(tokenSpan(&t), codeExpected, diag.Token(t.Value), diag.Catalogue(word))
	}
	return l.unexpected(&t)
}

// expectedWord is the literal participle waited for, if it was one: (expected "into" …).
func expectedWord(message string) string {
	_, after, found := strings.Cut(message, `(expected "`)
	if !found {
		return ""
	}
	word, _, found := strings.Cut(after, `"`)
	if !found {
		return ""
	}
	return word
}

// unexpected says that a token cannot stand where it does, as helpfully as its kind allows.
func (l *Line) unexpected(t *lexer.Token) *Failure {
	span := tokenSpan(t)
	switch {
	case t.EOF():
		return Fail(span, codeTooFew, diag.Token(l.Command))
	case t.Type == tokIf:
		return Fail(span, codeReservedIf)
	case t.Type == tokDate:
		return Fail(span, codeDateInArgument, diag.Token(t.Value))
	case t.Type == tokPrefix:
		return Fail(span, codePrefixMisplace, diag.Token(t.Value))
	case t.Value == ")" && t.Type == tokOp && !l.opened(span.Start):
		return Fail(span, codeStrayParen)
	case t.Value == "=" && t.Type == tokOp:
		return Fail(span, codeSingleEqual)
	}
	if instead, ok := wordOperators[t.Value]; ok {
		f := Fail(span, codeForeignOperator, diag.Token(t.Value))
		f.Suggestions = []string{instead}
		return f
	}
	return Fail(span, codeUnexpected, diag.Token(t.Value))
}

// wordOperators are operators of other languages that are words, and what does their work.
var wordOperators = map[string]string{
	"and": "&", "AND": "&", "og": "&", "or": "|", "OR": "|", "eller": "|",
	"in": "inlist()", "IN": "inlist()", "between": "inrange()", "is": "==", "IS": "==",
}

// opened tells whether a parenthesis is open at a place of the line.
func (l *Line) opened(at int) bool {
	s := scanner{text: l.text, pos: l.at, mode: l.mode, token: lexer.EOFToken(lexer.Position{})}
	for depth := 0; ; {
		t, err := s.Next()
		switch {
		case err != nil || t.EOF() || tokenSpan(&t).Start >= at:
			return depth > 0
		case t.Type == tokOp && t.Value == "(":
			depth++
		case t.Type == tokOp && t.Value == ")":
			depth--
		}
	}
}

// Exprs turns a list read in some position into a plain list of expressions.
func Exprs[T Expr](in []T) []Expr {
	out := make([]Expr, len(in))
	for i, e := range in {
		out[i] = e
	}
	return out
}
