// Package stdlib is what the language offers: its commands and functions.
//
// In: nothing. Out: the two lists that cmd passes to the engine, the manual and the tests.
// Commands lie in command/, one folder each; functions in fn; estimators in stat.
//
//	engine.New(engine.Options{Commands: stdlib.Commands(), Functions: stdlib.Functions(), …})
package stdlib

//go:generate go run ./generate

import (
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/fn"
)

// Functions is every function of the language, by name.
func Functions() []registry.Function { return fn.All() }
