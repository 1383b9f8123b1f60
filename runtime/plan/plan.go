// Package plan holds what a script will compute: steps in single-assignment form over
// registers, and the proof that nothing protected reaches an output except through release.
//
// In: checked calls, lowered one by one by their commands through a Builder. Out: a Plan
// whose Verify has passed, ready for package exec.
//
//	b := plan.NewBuilder(env)
//	units := b.Frame("p").Units
//	sum := b.Add(kernel.Binary{Op: "+"}, x, y)
//
// A step is pure: equal operations on equal inputs are one step, and a step nobody needs
// never runs. Roots are guards and releases.
package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Reg names the result of a step.
type Reg int32

// NoReg stands for an absent register: no condition, nobody protected.
const NoReg Reg = -1

// Class says what a step may do with secrecy.
type Class uint8

// Only Release and Guard steps have public results with protected inputs; both belong to
// this package and call package disclosure.
const (
	Pure Class = iota
	Guard
	Release
)

// Step is one operation. Its register is its index in the plan.
type Step struct {
	Op     kernel.Op
	In     []Reg
	Type   string // "integer", "selection", "groups", "keys", "sheet", "released", …
	Class  Class
	Public bool
	Narrow bool // the result holds fewer protected units than its inputs: a guard must follow
	Call   int  // index of the call that made it first
	Hash   Hash
}

// Hash is the content hash of a step: operation, parameters, data version, policy and the
// hashes of the inputs. Equal hashes mean equal results within one key generation.
type Hash [32]byte

// String gives the first bytes, enough to tell steps apart in explain.
func (h Hash) String() string { return hex.EncodeToString(h[:6]) }

func hashStep(op kernel.Op, in []Hash) Hash {
	var text strings.Builder
	text.WriteString(op.Name())
	text.WriteByte(0)
	text.WriteString(op.Params())
	text.WriteByte(0)
	for _, h := range in {
		text.Write(h[:])
	}
	return sha256.Sum256([]byte(text.String()))
}

// Output is what a call shows, in script order. Every register in it must be public.
type Output struct {
	Call     int
	Value    Reg   // a released result
	Labels   []Reg // registers that would end in a title or label
	Messages []Reg // registers that would end in an error text, a log line or a note
	File     Reg   // a register that would end in a file name
	Rows     Reg   // a register that would decide how many rows are shown
}

// Plan is the steps of a script and what it shows.
type Plan struct {
	Steps   []Step
	Roots   []Reg // guards and releases in script order
	Outputs []Output
}

// Frame is a dataset during planning: which register holds what.
type Frame struct {
	Units     Reg // identifier of every row (key ordinals, or codes of an ad-hoc unit); carries the number of rows
	Protected Reg // ordinal of the protected unit of every row; NoReg when nobody is protected
	Space     string
	OneRow    bool // no protected unit can have two rows: counts of rows are counts of units (rule C9)
	Vars      map[string]Reg
	Layer     *disclosure.Layer // nil until the first import
}

// Clone copies the frame; registers are shared, since they never change.
func (f *Frame) Clone() *Frame {
	g := *f
	g.Vars = make(map[string]Reg, len(f.Vars))
	for name, r := range f.Vars {
		g.Vars[name] = r
	}
	return &g
}
