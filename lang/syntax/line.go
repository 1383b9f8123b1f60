package syntax

import (
	"github.com/alecthomas/participle/v2/lexer"
)

// Line is what follows the command word on one logical line. It is cut into tokens when a
// grammar first asks for them, since the grammar knows which words its command has.
type Line struct {
	Command string // the command word in lower case
	text    string
	at      int // where the operands begin in text
	mode    Mode
	tokens  *lexer.PeekingLexer
}

// Mode tells the lexer which extra words a command's operands have.
type Mode uint8

// The modes can be combined. Registers makes alias/VAR one token, Codes makes words such
// as 18år tokens, Banks makes no.ssb.fdb one token.
const (
	Plain     Mode = 0
	Registers Mode = 1 << iota >> 1
	Codes
	Banks
)
