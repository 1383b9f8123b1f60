package plan

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// sourceStep is a step that reads a register variable. value is the place of the values in
// the tuple it gives, -1 when it gives the column itself.
type sourceStep struct {
	op    kernel.Op
	of    Import
	layer *disclosure.Layer
	value int
}

func (s sourceStep) Name() string                                 { return s.op.Name() }
func (s sourceStep) Params() string                               { return s.of.params() + " " + s.op.Params() }
func (s sourceStep) Run(c *kernel.Context, in []any) (any, error) { return s.op.Run(c, in) }

// protectStep is a step that finds the protected unit of every row.
type protectStep struct {
	op     kernel.Op
	bank   catalogue.Version
	layer  *disclosure.Layer
	oneRow bool
}

func (s protectStep) Name() string { return s.op.Name() }
func (s protectStep) Params() string {
	return s.bank.Bank() + " " + s.bank.String() + " " + s.op.Params()
}
func (s protectStep) Run(c *kernel.Context, in []any) (any, error) { return s.op.Run(c, in) }

// keysStep is a step that reads the record keys of an identifier space.
type keysStep struct {
	op     kernel.Op
	space  string
	secret bool // false: made from the public key of profile open
}

func (s keysStep) Name() string { return s.op.Name() }
func (s keysStep) Params() string {
	if s.secret {
		return s.space
	}
	return s.space + " public-key"
}
func (s keysStep) Run(c *kernel.Context, in []any) (any, error) { return s.op.Run(c, in) }

// part takes one element of a tuple.
type part struct{ i int }

func (s part) Name() string   { return "part" }
func (s part) Params() string { return fmt.Sprint(s.i) }
func (s part) Run(_ *kernel.Context, in []any) (any, error) {
	tuple, ok := in[0].([]any)
	if !ok || s.i >= len(tuple) {
		return nil, errShape
	}
	return tuple[s.i], nil
}
