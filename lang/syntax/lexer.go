package syntax

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
)

// Token kinds, as participle sees them. White space is not a token; where adjacency
// matters (a#b, START@x, name(), positions are compared.
const (
	tokIdent    lexer.TokenType = -2 - iota
	tokIf                       // the reserved word
	tokString                   // quotes included
	tokDate                     // 2020-01-31
	tokNumber                   // unsigned
	tokPrefix                   // i. or c. directly before a name
	tokBinding                  // $name
	tokAt                       // START@
	tokBindFunc                 // a binding function directly before its (
	tokRegister                 // alias/VAR, in mode Registers
	tokCode                     // 18år, in mode Codes
	tokBank                     // no.ssb.fdb, in mode Banks
	tokDot                      // the missing literal
	tokOp
)

var symbolTable = map[string]lexer.TokenType{
	"EOF": lexer.EOF, "Ident": tokIdent, "If": tokIf, "String": tokString, "Date": tokDate,
	"Number": tokNumber, "Prefix": tokPrefix, "Binding": tokBinding, "At": tokAt,
	"BindFunc": tokBindFunc, "Register": tokRegister, "Code": tokCode, "Bank": tokBank,
	"Dot": tokDot, "Op": tokOp,
}

// definition is the lexer as participle wants it. A hand-written scanner is used because
// Go's regular expressions know no Unicode word borders and cost ten times as much.
type definition struct{}

func (definition) Symbols() map[string]lexer.TokenType { return symbolTable }

func (definition) Lex(_ string, r io.Reader) (lexer.Lexer, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return &scanner{text: string(b), token: lexer.EOFToken(lexer.Position{})}, nil
}

// tokenList hands finished tokens to participle.
type tokenList struct {
	tokens []lexer.Token
	next   int
}

func (l *tokenList) Next() (lexer.Token, error) {
	if l.next >= len(l.tokens) {
		return lexer.EOFToken(lexer.Position{}), nil
	}
	l.next++
	return l.tokens[l.next-1], nil
}

// scanner cuts one logical line. At the first character it cannot read it stops and
// keeps the failure; the tokens before it are still good for editors.
type scanner struct {
	text    string
	pos     int
	mode    Mode
	token   lexer.Token // the last one read
	failure *Failure
}

// Next implements lexer.Lexer. It never fails: the tokens end before what cannot be read.
func (s *scanner) Next() (lexer.Token, error) {
	s.skipBlanks()
	if s.pos < len(s.text) && s.failure == nil {
		s.next()
	}
	switch {
	case s.failure != nil:
		return lexer.EOFToken(lexer.Position{Offset: s.failure.Span.Start, Line: 1}), nil
	case s.token.EOF():
		return lexer.EOFToken(lexer.Position{Offset: len(s.text), Line: 1}), nil
	}
	t := s.token
	s.token.Type = lexer.EOF
	return t, nil
}

func (s *scanner) skipBlanks() {
	for s.pos < len(s.text) {
		r, n := s.runeAt(s.pos)
		if !isBlank(r) {
			return
		}
		s.pos += n
	}
}

func (s *scanner) runeAt(i int) (rune, int) {
	if i >= len(s.text) {
		return 0, 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[i:])
}

func (s *scanner) emit(t lexer.TokenType, end int) {
	s.token = lexer.Token{Type: t, Value: s.text[s.pos:end], Pos: lexer.Position{Offset: s.pos, Line: 1}}
	s.pos = end
}

func (s *scanner) fail(start, end int, code diag.Code, args ...diag.Arg) *Failure {
	s.failure = Fail(source.Span{Start: start, End: end}, code, args...)
	return s.failure
}

// next reads one token. The order of the cases is the order of the rules: string, date,
// number, factor prefix, binding, compound prefix, binding function, name, operators.
func (s *scanner) next() {
	r, n := s.runeAt(s.pos)
	switch {
	case quoteClass(r) != 0:
		s.str(r, n)
	case s.mode&Banks != 0 && isWord(r):
		s.bank()
	case isDigit(r):
		s.digits()
	case r == '.':
		s.dot()
	case r == '$':
		s.binding()
	case isLetter(r):
		s.word()
	default:
		s.operator(r, n)
	}
}

func (s *scanner) str(open rune, n int) {
	class := quoteClass(open)
	for i := s.pos + n; i < len(s.text); {
		r, w := s.runeAt(i)
		i += w
		if quoteClass(r) == class {
			s.emit(tokString, i)
			return
		}
	}
	s.fail(s.pos, s.pos+n, codeOpenString)
}

// digits reads a date, a number or, among labels, a word that begins with a digit.
func (s *scanner) digits() {
	if end := s.dateEnd(); end > 0 {
		s.emit(tokDate, end)
		return
	}
	if s.mode&Codes != 0 {
		if end := s.wordEnd(s.pos); !allDigits(s.text[s.pos:end]) {
			s.emit(tokCode, end)
			return
		}
	}
	end := s.digitsEnd(s.pos)
	if s.byteAt(end) == '.' && isDigit(rune(s.byteAt(end+1))) {
		end = s.digitsEnd(end + 1)
	}
	s.number(s.exponentEnd(end))
}

func (s *scanner) number(end int) {
	if r, _ := s.runeAt(end); isWord(r) || r == '.' {
		stop := end
		for {
			r, w := s.runeAt(stop)
			if !isWord(r) && r != '.' {
				break
			}
			stop += w
		}
		s.fail(s.pos, stop, codeBadNumber, diag.Token(s.text[s.pos:stop]))
		return
	}
	s.emit(tokNumber, end)
}

func (s *scanner) exponentEnd(end int) int {
	if c := s.byteAt(end); c != 'e' && c != 'E' {
		return end
	}
	i := end + 1
	if c := s.byteAt(i); c == '+' || c == '-' {
		i++
	}
	if !isDigit(rune(s.byteAt(i))) {
		return end
	}
	return s.digitsEnd(i)
}

func (s *scanner) dateEnd() int {
	const form = "dddd-dd-dd"
	if s.pos+len(form) > len(s.text) {
		return 0
	}
	for i := range len(form) {
		c := s.text[s.pos+i]
		if form[i] == 'd' && !isDigit(rune(c)) || form[i] == '-' && c != '-' {
			return 0
		}
	}
	end := s.pos + len(form)
	if r, _ := s.runeAt(end); isWord(r) {
		return 0
	}
	return end
}

// dot reads a decimal without leading zero, or the missing literal, which stands alone.
func (s *scanner) dot() {
	next, _ := s.runeAt(s.pos + 1)
	switch {
	case strings.HasPrefix(s.text[s.pos:], ".."):
		end := s.pos
		for s.byteAt(end) == '.' {
			end++
		}
		s.fail(s.pos, end, codeEllipsis, diag.Token(s.text[s.pos:end]))
	case s.afterWord():
		s.fail(s.pos, s.pos+1, codeStrayDot)
	case isDigit(next):
		s.number(s.exponentEnd(s.digitsEnd(s.pos + 1)))
	case isWord(next):
		s.fail(s.pos, s.pos+1, codeStrayDot)
	default:
		s.emit(tokDot, s.pos+1)
	}
}

// afterWord tells whether the token before ends right here with a word character.
func (s *scanner) afterWord() bool {
	if s.pos == 0 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[:s.pos])
	return isWord(r)
}

func (s *scanner) binding() {
	end := s.pos + 1
	if r, _ := s.runeAt(end); !isLetter(r) {
		s.fail(s.pos, end, codeBareDollar)
		return
	}
	s.emit(tokBinding, s.wordEnd(end))
}

func (s *scanner) word() {
	end := s.wordEnd(s.pos)
	w := s.text[s.pos:end]
	next, _ := s.runeAt(end)
	switch {
	case next == '.' && (w == "i" || w == "c") && s.startsName(end+1):
		s.emit(tokPrefix, end+1)
	case next == '@':
		s.emit(tokAt, end+1)
	case next == '/' && s.mode&Registers != 0 && s.registerEnd(end+1) > 0:
		s.emit(tokRegister, s.registerEnd(end+1))
	case w == "if":
		s.emit(tokIf, end)
	case next == '(' && IsBindingFunction(w):
		s.emit(tokBindFunc, end)
	default:
		s.emit(tokIdent, end)
	}
}

func (s *scanner) startsName(i int) bool {
	r, _ := s.runeAt(i)
	return isLetter(r) || r == '$'
}

func (s *scanner) registerEnd(i int) int {
	if r, _ := s.runeAt(i); !isLetter(r) {
		return 0
	}
	return s.wordEnd(i)
}

// bank reads a dotted name, in which hyphens are letters.
func (s *scanner) bank() {
	end := s.pos
	for end < len(s.text) {
		r, n := s.runeAt(end)
		if !isWord(r) && r != '.' && r != '-' {
			break
		}
		end += n
	}
	s.emit(tokBank, end)
}

var operators = []string{"->", "++", "**", "==", "!=", "<=", ">=", "##"}

// habits are operators of other languages, or look-alikes, with what to write instead.
var habits = []struct{ written, instead string }{
	{"&&", "&"}, {"||", "|"}, {"<>", "!="}, {"~=", "!="}, {"=>", ">="}, {"=<", "<="}, {"~", "!"}, {"≠", "!="}, {"≤", "<="}, {"≥", ">="},
	{"−", "-"}, {"–", "-"}, {"—", "-"}, {"×", "*"}, {"·", "*"}, {"÷", "/"}, {"→", "->"},
}

func (s *scanner) operator(r rune, n int) {
	rest := s.text[s.pos:]
	for _, h := range habits {
		if strings.HasPrefix(rest, h.written) {
			s.fail(s.pos, s.pos+len(h.written), codeForeignOperator, diag.Token(h.written)).Suggestions = []string{h.instead}
			return
		}
	}
	for _, op := range operators {
		if strings.HasPrefix(rest, op) {
			s.emit(tokOp, s.pos+len(op))
			return
		}
	}
	switch {
	case strings.ContainsRune("+-*/^<>=&|!(),:;#", r):
		s.emit(tokOp, s.pos+n)
	case r == '%':
		s.fail(s.pos, s.pos+n, codeModulo)
	case r == '[' || r == ']' || r == '{' || r == '}':
		s.fail(s.pos, s.pos+n, codeBracket, diag.Token(string(r)))
	case r == '\\':
		s.fail(s.pos, s.pos+n, codeStrayBackslash)
	default:
		s.fail(s.pos, s.pos+n, codeCharacter, diag.Token(showRune(r)))
	}
}

func (s *scanner) byteAt(i int) byte {
	if i < len(s.text) {
		return s.text[i]
	}
	return 0
}

func (s *scanner) digitsEnd(i int) int {
	for isDigit(rune(s.byteAt(i))) {
		i++
	}
	return i
}

func (s *scanner) wordEnd(i int) int { return i + wordLength(s.text[i:]) }

// wordLength is the length in bytes of the word characters at the beginning of text.
func wordLength(text string) int {
	i := 0
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			if !isWord(rune(c)) {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) {
			return i
		}
		i += n
	}
	return i
}
