// Package syntax turns script text into statements.
//
// In: a source file and the commands the language has. Out: one statement per logical
// line with exact positions, comments kept for the formatter, and every syntax error of
// the file in one list. One bad line never hides the next.
//
//	script, problems := syntax.Parse(file, commands)
//
// The text is first cut into logical lines (continuations joined, text blocks whole).
// The command word picks the grammar of the rest: a participle production for the
// operands, then `if`, then the options. Names are late-bound: `x ++ $y` becomes a name
// only in package expand.
package syntax

import "github.com/mdscript/mdscript/lang/source"

// Script is a parsed file.
type Script struct {
	File       *source.File
	Statements []Statement
	Comments   []Comment
}

// Statement is a Command, For or TextBlock.
type Statement interface {
	Range() source.Span
	statement()
}

// Comment is a whole-line or trailing comment, `//` or `#` included.
type Comment struct {
	Span source.Span
	Text string
}

// Command is one command line: name, operands, condition and options. Broken means that
// an error was reported for the line and the fields hold what was read before it.
type Command struct {
	Broken   bool
	Name     Name
	Operands Operands // nil when the command has none
	If       Expr     // nil without a condition
	IfSpan   source.Span
	Options  []*Option
	Span     source.Span

	line *logical // for the printer, with where the tokens begin in it
	at   int
	mode Mode
}

// For is a loop: levels are nested, the iterators of one level advance in parallel. End
// is empty when no end was found; Broken means that the header has an error.
type For struct {
	Broken bool
	Levels []Level
	Body   []Statement
	Span   source.Span // the header line
	End    source.Span

	line, endLine *logical // for the printer
	endBroken     bool
}

// Level is one `;` level of a loop: as many iterators as lists.
type Level struct {
	Iterators []Name
	Lists     []ValueList
	Span      source.Span
}

// ValueList is a range (Low and High set) or a list of items.
type ValueList struct {
	Low, High Expr
	Items     []Expr
	Span      source.Span
}

// TextBlock is verbatim Markdown between textblock and endblock.
// Open means that no endblock was found.
type TextBlock struct {
	Text string
	Open bool
	Span source.Span
}

func (c *Command) Range() source.Span   { return c.Span }
func (f *For) Range() source.Span       { return f.Span }
func (t *TextBlock) Range() source.Span { return t.Span }
func (*Command) statement()             {}
func (*For) statement()                 {}
func (*TextBlock) statement()           {}

// Name is a plain word with its place.
type Name struct {
	Text string
	Span source.Span
}

// Option is `name` or `name(args)`. Parens tells `top()` from `top`.
type Option struct {
	Name   Name
	Parens bool
	Args   []Expr // Var, Number, String, ModelTerm or, before expansion, Concat and Binding
	Span   source.Span
}

// Expr is an expression or a late-bound name. After expansion only Number, String,
// Missing, Var, Call, Unary, Binary and ModelTerm remain.
type Expr interface {
	Range() source.Span
	expr()
}

// Number is a numeric literal. Integral tells 2 from 2.0; Text is as written.
type Number struct {
	Value    float64
	Int      int64
	Integral bool
	Text     string
	Span     source.Span
}

// String is a quoted literal, or a string-valued binding after expansion.
type String struct {
	Value string
	Span  source.Span
}

// Missing is the literal `.`.
type Missing struct{ Span source.Span }

// Date is the literal YYYY-MM-DD, legal in time positions only.
type Date struct {
	Text string
	Span source.Span
}

// Binding is $name.
type Binding struct {
	Name string
	Span source.Span
}

// Var is a plain or compound name (START@x): a variable in an expression, a name in a
// name position. Prefix is the part before @ ("START", "STOP", "date"), Name the rest;
// before expansion the rest may be late-bound (Late).
type Var struct {
	Prefix string
	Name   string
	Late   Expr // Concat or Binding after the @, before expansion
	Span   source.Span
}

// Text is the whole name as users write it.
func (v *Var) Text() string {
	if v.Prefix != "" {
		return v.Prefix + "@" + v.Name
	}
	return v.Name
}

// Concat is a chain of `++`.
type Concat struct {
	Parts []Expr
	Span  source.Span
}

// Call is name(args).
type Call struct {
	Func Name
	Args []Expr
	Span source.Span
}

// Unary is -x, +x or !x.
type Unary struct {
	Op     string
	OpSpan source.Span
	X      Expr
	Span   source.Span
}

// Binary is x op y with op one of + - * / ^ == != < <= > >= & |. `**` is stored as ^.
type Binary struct {
	Op     string
	OpSpan source.Span
	X, Y   Expr
	Span   source.Span
}

// ModelTerm is a factor or an interaction in a model variable list: a#b, i.a##c.b.
type ModelTerm struct {
	Factors []Factor
	Full    []bool // Full[i]: the operator after factor i is ##
	Span    source.Span
}

// Factor is [i.|c.]name.
type Factor struct {
	Prefix string // "i", "c" or ""
	Name   Expr   // Var after expansion
	Span   source.Span
}

// Paren keeps explicit parentheses for the printer.
type Paren struct {
	X    Expr
	Span source.Span
}

func (e *Number) Range() source.Span    { return e.Span }
func (e *String) Range() source.Span    { return e.Span }
func (e *Missing) Range() source.Span   { return e.Span }
func (e *Date) Range() source.Span      { return e.Span }
func (e *Binding) Range() source.Span   { return e.Span }
func (e *Var) Range() source.Span       { return e.Span }
func (e *Concat) Range() source.Span    { return e.Span }
func (e *Call) Range() source.Span      { return e.Span }
func (e *Unary) Range() source.Span     { return e.Span }
func (e *Binary) Range() source.Span    { return e.Span }
func (e *ModelTerm) Range() source.Span { return e.Span }
func (e *Paren) Range() source.Span     { return e.Span }

func (*Number) expr()    {}
func (*String) expr()    {}
func (*Missing) expr()   {}
func (*Date) expr()      {}
func (*Binding) expr()   {}
func (*Var) expr()       {}
func (*Concat) expr()    {}
func (*Call) expr()      {}
func (*Unary) expr()     {}
func (*Binary) expr()    {}
func (*ModelTerm) expr() {}
func (*Paren) expr()     {}
