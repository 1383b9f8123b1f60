package syntax

import (
	"strconv"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
)

// parseFor reads the header of a loop. It is cut by hand at the ; , and : of depth 0,
// since a range is told from a list only by a colon that may stand far ahead.
func parseFor(in *Line) (*For, []*Failure) {
	f := &For{Span: source.Span{Start: 0, End: len(in.text)}}
	lex := in.Tokens(Plain)
	var all []lexer.Token
	for !lex.Peek().EOF() {
		all = append(all, *lex.Next())
	}
	if in.failure != nil {
		f.Broken = true
		return f, []*Failure{in.failure}
	}
	end := lex.Peek()
	var failures []*Failure
	for _, part := range split(all, ";") {
		level, failure := in.level(part, end)
		f.Levels = append(f.Levels, level)
		if failure != nil {
			failures = append(failures, failure)
		}
	}
	if failure := repeatedIterator(f.Levels); failure != nil {
		failures = append(failures, failure)
	}
	f.Broken = len(failures) > 0
	return f, failures
}

// split cuts tokens at an operator of depth 0. There is always at least one part.
func split(tokens []lexer.Token, op string) [][]lexer.Token {
	var parts [][]lexer.Token
	depth, from := 0, 0
	for i, t := range tokens {
		if t.Type != tokOp {
			continue
		}
		switch {
		case t.Value == "(":
			depth++
		case t.Value == ")":
			depth--
		case t.Value == op && depth == 0:
			parts = append(parts, tokens[from:i])
			from = i + 1
		}
	}
	return append(parts, tokens[from:])
}

// level reads `a, b in list, list`.
func (l *Line) level(tokens []lexer.Token, end *lexer.Token) (Level, *Failure) {
	level := Level{Span: spanOf(tokens)}
	at := 0
	for {
		if at >= len(tokens) || tokens[at].Type != tokIdent || tokens[at].Value == "in" && at+1 < len(tokens) && tokens[at+1].Value != "in" && tokens[at+1].Value != "," {
			return level, l.noIterator(tokens, at, end)
		}
		level.Iterators = append(level.Iterators, nameOf(&tokens[at]))
		at++
		if at >= len(tokens) || tokens[at].Value != "," {
			break
		}
		at++
	}
	if at >= len(tokens) || tokens[at].Value != "in" {
		t := tokenAt(tokens, at, end)
		return level, Fail(tokenSpan(&t), codeForIn, diag.Token(level.Iterators[len(level.Iterators)-1].Text))
	}
	word := tokens[at]
	lists, failure := l.lists(unwrap(tokens[at+1:]), len(level.Iterators), &word)
	level.Lists = lists
	if failure == nil && len(lists) != len(level.Iterators) {
		failure = Fail(level.Span, codeForLists, diag.Catalogue(strconv.Itoa(len(level.Iterators))), diag.Catalogue(strconv.Itoa(len(lists))))
	}
	return level, failure
}

func tokenAt(tokens []lexer.Token, at int, end *lexer.Token) lexer.Token {
	if at < len(tokens) {
		return tokens[at]
	}
	if len(tokens) > 0 {
		last := tokenSpan(&tokens[len(tokens)-1])
		return lexer.Token{Type: lexer.EOF, Pos: lexer.Position{Offset: last.End}}
	}
	return *end
}

func (l *Line) noIterator(tokens []lexer.Token, at int, end *lexer.Token) *Failure {
	t := tokenAt(tokens, at, end)
	if t.Type == tokIf {
		return Fail(tokenSpan(&t), codeReservedIf)
	}
	return Fail(tokenSpan(&t), codeForIterator)
}

// unwrap takes off parentheses around a whole list.
func unwrap(tokens []lexer.Token) []lexer.Token {
	n := len(tokens)
	if n < 2 || tokens[0].Value != "(" || tokens[n-1].Value != ")" {
		return tokens
	}
	depth := 0
	for i, t := range tokens {
		switch {
		case t.Type == tokOp && t.Value == "(":
			depth++
		case t.Type == tokOp && t.Value == ")":
			depth--
		}
		if depth == 0 && i < n-1 {
			return tokens
		}
	}
	return tokens[1 : n-1]
}

func (l *Line) lists(tokens []lexer.Token, iterators int, in *lexer.Token) ([]ValueList, *Failure) {
	if len(tokens) == 0 {
		return nil, Fail(tokenSpan(in), codeForEmpty)
	}
	parts := [][]lexer.Token{tokens}
	if iterators > 1 {
		parts = split(tokens, ",")
	}
	var lists []ValueList
	for _, part := range parts {
		if len(part) == 0 {
			return lists, Fail(tokenSpan(in), codeForEmpty)
		}
		list, err := l.valueList(unwrap(part))
		list.Span = spanOf(part)
		lists = append(lists, list)
		if err != nil {
			return lists, l.explain(err)
		}
	}
	return lists, nil
}

// valueList reads a range or items.
func (l *Line) valueList(tokens []lexer.Token) (ValueList, error) {
	var list ValueList
	halves := split(tokens, ":")
	if len(halves) > 2 {
		return list, Fail(secondColon(tokens), codeUnexpected, diag.Token(":"))
	}
	if len(halves) == 2 {
		var err error
		if list.Low, err = bound(halves[0], tokens); err != nil {
			return list, err
		}
		list.High, err = bound(halves[1], tokens)
		return list, err
	}
	lex := cursor(tokens)
	for !lex.Peek().EOF() {
		if t := lex.Peek(); t.Type == tokOp && t.Value == "," && len(list.Items) > 0 {
			lex.Next()
			if !lex.Peek().EOF() {
				continue
			}
			return list, Fail(tokenSpan(t), codeUnexpected, diag.Token(","))
		}
		item, err := optionArg(lex)
		if err != nil {
			return list, err
		}
		if _, term := item.(*ModelTerm); term {
			return list, Fail(item.Range(), codePrefixMisplace, diag.Token("#"))
		}
		list.Items = append(list.Items, item)
	}
	return list, nil
}

func secondColon(tokens []lexer.Token) source.Span {
	seen := false
	for i := range tokens {
		if tokens[i].Type == tokOp && tokens[i].Value == ":" {
			if seen {
				return tokenSpan(&tokens[i])
			}
			seen = true
		}
	}
	return spanOf(tokens)
}

// bound reads one end of a range, an additive expression.
func bound(tokens, all []lexer.Token) (Expr, error) {
	if len(tokens) == 0 {
		return nil, Fail(spanOf(all), codeExprMissing)
	}
	p := exprParser{lex: cursor(tokens)}
	x, err := p.parse(levelAdd)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); !t.EOF() {
		return nil, Fail(tokenSpan(t), codeUnexpected, diag.Token(t.Value))
	}
	return x, nil
}

// cursor makes a run of tokens readable on its own.
func cursor(tokens []lexer.Token) *lexer.PeekingLexer {
	end := spanOf(tokens).End
	own := append(append(make([]lexer.Token, 0, len(tokens)+1), tokens...), lexer.Token{Type: lexer.EOF, Pos: lexer.Position{Offset: end}})
	lex, _ := lexer.Upgrade(&tokenList{tokens: own})
	return lex
}

func repeatedIterator(levels []Level) *Failure {
	seen := map[string]Name{}
	for _, level := range levels {
		for _, it := range level.Iterators {
			if first, ok := seen[it.Text]; ok {
				f := Fail(it.Span, codeForTwice, diag.Token(it.Text))
				f.Notes = []diag.Note{{Code: noteFirst, Span: first.Span}}
				return f
			}
			seen[it.Text] = it
		}
	}
	return nil
}
