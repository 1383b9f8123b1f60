// Package plan holds what a script will compute: steps in single-assignment form over
// registers, and the proof that nothing protected reaches an output except through release.
//
// In: checked calls, lowered one by one by their commands through a Builder. Out: a Plan
// whose Verify has passed, ready for package exec.
//
//	b := plan.NewBuilder(env)
//	f := b.Frame("p")
//	f.Vars["sum"] = b.Add(kernel.Binary{Op: "+"}, "integer", x, y)
//	b.SetFrame("p", f)
//	err := plan.Verify(b.Plan())
//
// A step is pure: equal operations on equal inputs are one step, and a step nobody needs
// never runs. Roots are guards and releases.
package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Reg names the result of a step.
type Reg int32

// NoReg stands for an absent register: no condition, nobody protected.
const NoReg Reg = -1

// The types of registers beside the value types of the language ("integer", "decimal",
// "boolean", "date", "alphanumeric", "key", "untyped"). Verify reads TypeOrdinals,
// TypeKeys and TypeSheet, the other words are for explain.
const (
	TypeOrdinals  = "ordinals"  // *column.Column of kind Key: the protected unit of every row
	TypeKeys      = "keys"      // *disclosure.Keys
	TypeSetKey    = "set-key"   // disclosure.SetKey
	TypeSelection = "selection" // *kernel.Selection
	TypeGroups    = "groups"    // *kernel.Groups
	TypeIndex     = "index"     // *kernel.Index
	TypeMatches   = "matches"   // *kernel.Matches
	TypeTuple     = "tuple"     // []any, taken apart by Part
	TypeSheet     = "sheet"     // *disclosure.Sheet
	TypeReleased  = "released"  // disclosure.Released
	TypeShown     = "shown"     // disclosure.Shown
	TypeStored    = "stored"    // what D1 released, taken apart by Part
)

// Class says what a step may do with secrecy.
type Class uint8

// Only Release and Guard steps have public results with protected inputs; they and Store
// belong to this package and call package disclosure. A Store step releases group values
// (rule D1) that stay in a dataset: its result is not public, but no longer personal.
const (
	Pure Class = iota
	Guard
	Release
	Store
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

func hashStep(op kernel.Op, typ string, in []Hash) Hash {
	h := sha256.New()
	writeWord(h, op.Name())
	writeWord(h, op.Params())
	writeWord(h, typ)
	for _, x := range in {
		_, _ = h.Write(x[:])
	}
	return Hash(h.Sum(nil))
}

// writeWord adds a text that cannot run into its neighbour.
func writeWord(h hash.Hash, s string) {
	n := len(s)
	_, _ = h.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
	_, _ = h.Write([]byte(s))
}

// Root is a guard or release at its place in the script. The same step can be the root of
// several calls.
type Root struct {
	Call int
	Reg  Reg
}

// Output is what a call shows, in script order. Every register in it must be public.
type Output struct {
	Call     int
	Value    Reg   // a released result
	Labels   []Reg // registers that would end in a title or label
	Messages []Reg // registers that would end in an error text, a log line or a note
	File     Reg   // a register that would end in a file name
	Rows     Reg   // a register that would decide how many rows are shown
	Aside    bool  // a log line that stands beside what the command shows
}

// Call is what a plan remembers of a statement.
type Call struct {
	Index     int // place in the script, from 0
	Command   string
	Span      source.Span
	If        bool
	Protected Reg   // of the active dataset before the call
	Stored    []Reg // registers the call put into datasets
}

// Plan is the steps of a script and what it shows.
type Plan struct {
	Steps   []Step
	Roots   []Root // guards and releases in script order
	Outputs []Output
	Calls   []Call
	Names   map[Reg]string // the first variable that held a register, for explain
}

// CallOf is the call with an index.
func (p *Plan) CallOf(index int) (Call, bool) {
	// Calls are in script order and mostly dense.
	for i := min(index, len(p.Calls)-1); i >= 0; i-- {
		if p.Calls[i].Index == index {
			return p.Calls[i], true
		}
	}
	return Call{}, false
}

// Frame is a dataset during planning: which register holds what.
type Frame struct {
	Units     Reg // identifier of every row (key ordinals, or codes of an ad-hoc unit); carries the number of rows
	Protected Reg // ordinal of the protected unit of every row; NoReg when nobody is protected
	Space     string
	OneRow    bool // no protected unit can have two rows: counts of rows are counts of units (rule C9)
	// OnePerTime: in a panel, no protected unit can have two rows of one date@panel: what is
	// of one date is counted as a cross-section is. It says nothing where OneRow holds.
	OnePerTime bool
	Key        string // name of the identifier as a variable
	Vars       map[string]Reg
	Layer      *disclosure.Layer // nil until the first import
}

// NewFrame is a dataset without units.
func NewFrame() *Frame { return &Frame{Units: NoReg, Protected: NoReg, Vars: map[string]Reg{}} }

// Var finds the register of a variable; the key column is the units.
func (f *Frame) Var(name string) Reg {
	if r, ok := f.Vars[name]; ok {
		return r
	}
	if name != "" && name == f.Key {
		return f.Units
	}
	return NoReg
}

// Protects tells whose number the rows are, as evidence says it.
func (f *Frame) Protects() disclosure.Protects {
	if f.Protected == NoReg {
		return disclosure.ProtectsNobody
	}
	return disclosure.ProtectsUnits
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
