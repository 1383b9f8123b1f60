// Package stdlib is what the language offers: its commands and functions.
//
// In: nothing. Out: the two lists that cmd passes to the engine, the manual and the tests.
// Commands lie in command/, one folder each; functions in fn; estimators in stat.
//
//	engine.New(engine.Options{Commands: stdlib.Commands(), Functions: stdlib.Functions(), …})
package stdlib

//go:generate go run ./generate

import (
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/fn"
)

// Functions is every function of the language, by name.
func Functions() []registry.Function { return fn.All() }

// Habits is names of other languages' functions, and what to write instead.
func Habits() []command.Habit { return fn.Habits() }

// Entries is the texts of codes that functions give.
func Entries() []diag.Entry { return fn.Entries() }

// Evaluator computes functions of constants in bindings.
func Evaluator() expand.Evaluator { return fn.Evaluator() }
