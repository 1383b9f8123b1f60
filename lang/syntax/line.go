package syntax

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/source"
)

// Line is what follows the command word on one logical line. It is cut into tokens when a
// grammar first asks for them, since the grammar knows which words its command has.
type Line struct {
	Command string // the command word in lower case

	text    string
	at      int // where the operands begin in text
	mode    Mode
	tokens  *lexer.PeekingLexer
	failure *Failure // the first character that could not be read
}

// Mode tells the lexer which extra words a command's operands have.
type Mode uint8

// The modes can be combined. Registers makes alias/VAR one token, Codes makes words such
// as 18år tokens, Banks makes no.ssb.fdb one token.
const (
	Plain     Mode = 0
	Registers Mode = 1
	Codes     Mode = 2
	Banks     Mode = 4
)

// Tokens cuts the rest of the line in the given mode and returns the cursor over it. The
// first call settles the mode.
func (l *Line) Tokens(mode Mode) *lexer.PeekingLexer {
	if l.tokens != nil {
		return l.tokens
	}
	s := scanner{text: l.text, pos: l.at, mode: mode, token: lexer.EOFToken(lexer.Position{})}
	// Upgrade fails only when the lexer does, and the scanner does not.
	l.tokens, _ = lexer.Upgrade(&s)
	l.mode, l.failure = mode, s.failure
	return l.tokens
}

// CutWord takes a further command word (the second word of coefplot) off the line by
// hand, since hyphens are letters in it. It must be called before Tokens.
func (l *Line) CutWord() (Name, bool) {
	start, end := commandWord(l.text, l.at)
	if start == end {
		return Name{}, false
	}
	l.at = end
	return Name{Text: l.text[start:end], Span: source.Span{Start: start, End: end}}, true
}

// commandWord finds the command word at or after a place: letters, digits, _ and inner hyphens.
func commandWord(text string, from int) (start, end int) {
	s := scanner{text: text, pos: from}
	s.skipBlanks()
	start = s.pos
	if r, _ := s.runeAt(start); !isLetter(r) {
		return start, start
	}
	end = s.wordEnd(start)
	for s.byteAt(end) == '-' {
		r, _ := s.runeAt(end + 1)
		if !isLetter(r) {
			break
		}
		end = s.wordEnd(end + 1)
	}
	return start, end
}

// tokenSpan is where a token stands in its line.
func tokenSpan(t *lexer.Token) source.Span {
	return source.Span{Start: t.Pos.Offset, End: t.Pos.Offset + len(t.Value)}
}

// spanOf covers a run of tokens; participle injects it into a field named Tokens.
func spanOf(tokens []lexer.Token) source.Span {
	if len(tokens) == 0 {
		return source.Span{}
	}
	return tokenSpan(&tokens[0]).Join(tokenSpan(&tokens[len(tokens)-1]))
}

func nameOf(t *lexer.Token) Name { return Name{Text: t.Value, Span: tokenSpan(t)} }
