// Package command holds the language half of a command or function: pure data.
//
// In: a declaration in stdlib. Out: what the parser, the checker, help, completion, the
// reference manual and the audit test read. Nothing here can run.
//
//	command.Spec{Name: "rename", Summary: text.Text{NB: "Gi nytt navn", EN: "Rename a variable"}, …}
package command

import (
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// Group is the chapter of the reference a command stands in.
type Group uint8

// The chapters, in the order of the reference.
const (
	Datasets Group = iota
	Preparation
	Labels
	Analysis
	Statistics
	Graphics
	Regression
	Survival
	Bindings
	Support
)

// Effect tells what a command does to the session.
type Effect uint8

// Releases is the only effect whose result passes the gate.
const (
	Reads    Effect = iota // prints catalogue facts only
	Changes                // changes the active dataset
	Makes                  // makes, switches or removes datasets, lists and aliases
	Releases               // shows a statistic
)

// Spec declares one command.
type Spec struct {
	Name     string
	Group    Group
	Syntax   string // one line, as in the reference: "tabulate var… [if cond] [, options]"
	Summary  text.Text
	Help     text.Text // a few plain paragraphs
	Grammar  syntax.Grammar
	Needs    Requirement
	If       bool // takes a condition
	Options  []Option
	Effect   Effect
	Examples []string        // names of txtar files in the folder's testdata; every one is run
	Scripts  func() []Script // the examples themselves; nil where they are not at hand
	Problems []diag.Entry    // messages only this command gives
}

// Script is an example: what it shows in words, its lines, and what a run gave.
type Script struct{ Name, About, Text, Shown, Wrong string }

// Requirement is what a command asks of the active dataset. The checker sees to it before
// the command's own Check runs.
type Requirement uint8

// ByEffect asks for Population when the command changes the dataset or releases from it,
// else for nothing.
const (
	ByEffect     Requirement = iota
	Nothing                  // the active dataset is not touched
	AnyDataset               // one must be active; it may be empty: import
	Population               // it must have units
	CrossSection             // it must have units and be neither event nor panel data
	PanelData                // it must be a panel
	OnlyUnits                // it must be empty or hold only units: import-event, import-panel
)

// Requires resolves ByEffect.
func (s *Spec) Requires() Requirement {
	if s.Needs != ByEffect {
		return s.Needs
	}
	if s.Effect == Changes || s.Effect == Releases {
		return Population
	}
	return Nothing
}

// ArgKind is what may stand in an option's parentheses.
type ArgKind uint8

// None is a plain flag.
const (
	None ArgKind = iota
	Number
	Word     // quoted or bare word: prefix(ny)
	Variable // exactly one variable of the dataset
	Variables
	Codes // numbers, strings or words naming categories
	NewName
	Terms // model terms
)

// Option declares one option of a command.
type Option struct {
	Name      string
	Args      ArgKind
	Min, Max  int  // number of arguments inside the parentheses; Max 0 means any number for list kinds
	Empty     bool // `name()` and `name` without arguments are legal
	Help      text.Text
	Conflicts []string // options that may not stand beside it
	Needs     []string // at least one of these must stand beside it
	Required  bool     // the command is wrong without it: by() of collapse
	Keys      bool     // variables in it may be keys: by() of collapse
	Numeric   bool     // variables in it must be numeric
	MinVars   int      // operands needed
	Low, High float64  // bounds of a Number, inclusive; none when both are 0
	Whole     bool     // a Number must be an integer
}

// Option finds an option by name.
func (s *Spec) Option(name string) (Option, bool) {
	for _, o := range s.Options {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

// Function declares one function of the language.
type Function struct {
	Name     string
	Group    string // "date", "mathematics", …
	Syntax   string // "substr(s, p[, n])"
	Summary  text.Text
	Min, Max int // number of arguments; Max < 0 means any number
	// Typing gives the result type for argument types, or the problem with argument number
	// Arg (from 0) to point at. Missing literals arrive as Untyped, keys never arrive.
	Typing func(args []Argument) (types.Kind, *ArgProblem)
	// Binding functions are called in name and time positions (date_fmt, to_int, to_str, to_symbol, bind).
	Binding  bool
	Examples []Example
}

// Argument is what a function's typing rule may look at.
type Argument struct {
	Kind     types.Kind
	Literal  syntax.Expr // Number, String or Missing when the argument is a constant
	CodeList bool        // a variable that has a code list
	Labels   func(label string) (codes int)
}

// ArgProblem is what is wrong with an argument. Arg is -1 for the call as a whole.
type ArgProblem struct {
	Arg     int
	Problem *diag.Problem
}

// Example is a call and its value, run by the tests and shown in help. Given is what the
// variables of the call hold, row by row, where it has any: "x: 10 20 20", or with labels
// "v: 0301 Oslo, 4601 Bergen"; the value is then that of every row.
type Example struct{ Call, Given, Value string }
