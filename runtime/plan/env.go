package plan

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Env is what planning needs from outside; package engine provides it.
type Env struct {
	Source Source
	// Layer gives the gate under the strictest policy of the banks, with the secret.
	Layer func(banks []catalogue.Version) (*disclosure.Layer, error)
	// Function finds the evaluation half of a function of the language.
	Function func(name string) (Evaluator, bool)
}

// Evaluator is the evaluation half of a function.
type Evaluator interface {
	// Lower makes the steps of one call. args are the registers of call.Args, computed on
	// the rows of f; where is the mask of the statement's condition, or NoReg. Constants
	// arrive as constant columns and may stay so: the result may be constant too.
	Lower(b *Builder, f *Frame, call *check.Expr, args []Reg, where Reg) Reg
}

// Source makes the steps that read a store. Commands reach it through the Builder, which
// marks its steps as protected and remembers whose policy governs them.
//
// Steps report what they read through Context.Read. A tuple is a []any.
type Source interface {
	// Population has no input and gives (units, value): all units with a value.
	Population(v Import) kernel.Op
	// UnitsWith has no input and gives the *kernel.UnitSet of all units with a value.
	UnitsWith(v Import) kernel.Op
	// Join takes units and gives the value column of a left join.
	Join(v Import) kernel.Op
	// Outer takes units and gives (units of the union, row map, value).
	Outer(v Import) kernel.Op
	// Events gives (units, value, start, stop) of all records that hold on some day of the
	// import's period, by unit and time; with among it takes units and leaves out those of others.
	Events(v Import, among bool) kernel.Op
	// Protected takes units and gives the ordinals of the protected units. ok is false when
	// nobody is protected; oneRow when the units themselves are, so that none can have
	// two rows.
	Protected(unit types.Unit, bank catalogue.Version) (op kernel.Op, space string, oneRow bool, ok bool)
	// Keys has no input and gives the *disclosure.Keys of an identifier space.
	Keys(layer *disclosure.Layer, space string) kernel.Op
	// Ids has no input and gives the disclosure.Ids of an identifier space.
	Ids(space string) kernel.Op
}

// Sheeter is implemented by operations that make a sheet: they tell whom it says it
// protects, so that Verify can hold it against where the sheet comes from.
type Sheeter interface {
	Protects() disclosure.Protects
}

// Import is one register variable at a date, or its spells of a period.
type Import struct {
	Bank   catalogue.Version
	Var    *catalogue.Variable
	Day    int // epoch day, meaningful when Dated; the first of the period when Spells
	Dated  bool
	Spells bool
	Last   int // the last day of the period, meaningful when Spells
	Call   int // the call that imports it; set by Plan.Imports
}

// params is the canonical text of an import: what it reads, and in which data version.
func (v Import) params() string {
	at := ""
	switch {
	case v.Spells:
		at = " " + types.ISODate(v.Day) + " " + types.ISODate(v.Last)
	case v.Dated:
		at = "@" + types.ISODate(v.Day)
	}
	return v.Bank.String() + " " + v.lineage() + at
}

// lineage is the import without version and day: the same variable is one column for every
// draw of noise, whatever the version of the bank (principle P3) and whenever it is read. A
// yearly variable has the same values on every day of the year, and a status hardly others
// the day after; were the day to count, each day would be a draw of its own. The period
// of spells is a filter of rows, as a condition is, and takes no part.
func (v Import) lineage() string {
	spells := ""
	if v.Spells {
		spells = "@spells"
	}
	return fmt.Sprintf("%s/%s%s", v.Bank.Bank(), v.Var.Name, spells)
}
