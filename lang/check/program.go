// Package check finds every mistake that can be found without data.
//
// In: the straight-line program of package expand, the commands and functions of the
// language, and the catalogue of register variables. Out: a typed program in which every
// name is resolved and the schema of every dataset is known at every line, or
// diagnostics with a position, a code and the nearest names in scope.
//
//	program, problems := check.Check(expanded, language, catalogue, state)
//
// Each command types itself: check calls the Check of its declaration with a Scope, which
// looks up names, types expressions and records what the command does to the datasets.
package check

import (
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// Command is a declared command that can type its own statements. runtime/registry
// implements it.
type Command interface {
	Declaration() *command.Spec
	// Check types one statement. What it finds is stored in call.Data for the planner.
	Check(s *Scope, call *Call)
}

// Language is what a script may use, passed as a value.
type Language struct {
	Commands  []Command
	Functions []command.Function
	Habits    []command.Habit // function names of other languages
}

// Program is a checked script.
type Program struct {
	Calls []*Call
	State *State // after the last line
}

// Call is one checked statement.
type Call struct {
	Command Command
	Stmt    *expand.Statement
	Active  *Dataset // the active dataset before the call, nil when there is none
	After   *Dataset // the active dataset after it
	If      *Expr    // the condition, nil without one
	Options Options
	Data    any     // what the command's Check found, read by its planner and renderer
	Action  *Action // what the call asks of the session it stands in, nil for most
	Failed  bool
}

// Operands is what stands between the command's name and its `if` or option comma: an
// empty list of names when nothing does, and for a text block.
func (c *Call) Operands() syntax.Operands {
	if c.Stmt.Command == nil || c.Stmt.Command.Operands == nil {
		return &syntax.Names{}
	}
	return c.Stmt.Command.Operands
}

// Span is where the call stands in the file.
func (c *Call) Span() source.Span { return c.Stmt.Span() }

// Options is the checked options of a call, in written order.
type Options []OptionValue

// OptionValue is one option as written.
type OptionValue struct {
	Spec *command.Option
	Span source.Span
	Args []syntax.Expr // resolved: Var for names, Number, String, ModelTerm
	Vars []*Variable   // for Variable and Variables arguments
}

// Get finds an option.
func (o Options) Get(name string) (OptionValue, bool) {
	for _, v := range o {
		if v.Spec.Name == name {
			return v, true
		}
	}
	return OptionValue{}, false
}

// Has tells whether an option was given.
func (o Options) Has(name string) bool {
	_, ok := o.Get(name)
	return ok
}

// State is everything a session knows between lines. It is immutable: each line makes a new one.
type State struct {
	Datasets  map[string]*Dataset
	Order     []string // dataset names in order of creation
	Active    string   // empty when no dataset is active
	Aliases   map[string]catalogue.Version
	CodeLists map[string]*CodeList
	History   *Line // the statements of the session, nil at its start
	Settings  Settings
}

// Dataset is the schema of a dataset at one line. It is immutable; With methods copy.
type Dataset struct {
	Name   string
	Kind   types.DatasetKind
	Unit   types.Unit // meaningful when Units is set
	Units  bool       // the unit column exists (an import or clone-units has been done)
	Key    string     // name of the key column: the identifier of the unit or the by-variable
	KeyVar *Variable  // the key column itself; never in Vars, nil unless Units is set
	Vars   []*Variable
	Banks  []catalogue.Version // whose policies govern the rows, in order of import
	// Times are the moments date@panel can have, ascending; known without data, nil unless
	// Kind is types.Panel.
	Times []Moment
	// DayNamed: reshape-from-panel of an imported panel has named columns by day number.
	DayNamed bool
	Poison   bool // stands in for a dataset that a wrong line should have made: silences findings
}

// Var finds a variable by its full name; the key column is not among them (see Lookup).
func (d *Dataset) Var(name string) (*Variable, bool) {
	for _, v := range d.Vars {
		if v.Name == name {
			return v, true
		}
	}
	return nil, false
}

// Variable is the schema of one variable. It is immutable.
type Variable struct {
	Name     string
	Kind     types.Kind
	Refers   *types.Unit // set for key variables: what the values identify
	Plain    bool        // a key that is a plain code and may be analysed
	Labels   *CodeList   // nil without a code list
	Register *catalogue.Variable
	Day      int  // import day of Register, when dated
	FreeText bool // rule D6: text without a code list, and what is derived from it
	Lineage  bool // derived from text or numbers without a code list; FreeText when the kind is Text
	// Identifier marks the key column of the dataset, whatever its name.
	Identifier bool
	Poison     bool // defined by a line with an error: silences follow-up findings
	time       bool // date@panel of a panel; see Time
}

// IsKey tells whether the variable may only be used as a key.
func (v *Variable) IsKey() bool { return v.Kind == types.Key }

// FreeNumber tells whether the values are numbers that no code list names (rule D6), or were
// derived from such.
func (v *Variable) FreeNumber() bool { return v.Lineage && v.Kind.Numeric() }

// CodeList is codes and labels in code order. Numeric codes are kept as their canonical text too.
type CodeList struct {
	Name    string // empty for the anonymous list of a register variable
	Numeric bool
	Items   []CodeItem
}

// CodeItem is one code. Missing marks codes that analyses treat as missing.
type CodeItem struct {
	Code    string
	Number  float64 // when the list is Numeric
	Label   text.Text
	Missing bool
}

// Expr is a typed expression.
type Expr struct {
	Op    Op
	Kind  types.Kind
	Name  string // operator ("+", "==", "!", "neg"), function or variable name
	Args  []*Expr
	Float float64 // numeric constants; Int too when Kind is Integer
	Int   int64
	Text  string // text constants
	Var   *Variable
	Func  *command.Function
	Span  source.Span

	Poison bool // holds an error that was reported: silences follow-up findings
	// Lineage: the value is derived from text or numbers without a code list (rule D6).
	Lineage bool
}

// Op is the shape of an expression node.
type Op uint8

// The shapes. A binary node has two Args, a unary one.
const (
	OpNumber Op = iota
	OpText
	OpMissing
	OpVar
	OpCall
	OpUnary
	OpBinary
)
