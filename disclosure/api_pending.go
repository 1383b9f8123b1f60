package disclosure

import (
	"errors"

	"github.com/mdscript/mdscript/lang/diag"
)

var errPending = errors.New("disclosure: this part is being written")

const (
	codeKeyUnreadable diag.Code = "D0001"
	codeKeyOpen       diag.Code = "D0002"
	codeKeyMalformed  diag.Code = "D0003"
)

// New makes the gate for one policy. Errors are *diag.Problem: D0010 profile strict, which
// this version lacks; D0011 the demo key with a store that is not synthetic; D0012 no
// secret where the policy needs one. Under profile open an empty Ring will do.
func New(ring Ring, policy Policy) (*Layer, error) { return nil, errPending }

// Under gives the gate for results that also depend on another policy: the strictest of
// both, same secret. Errors as New.
func (l *Layer) Under(p Policy) (*Layer, error) { return nil, errPending }

// Policy is the policy the layer was made with.
func (l *Layer) Policy() Policy { return l.policy }

// Release turns a sheet into what may leave. It fails when evidence is missing or the
// sheet is not of the rule's kind. RuleNone takes a nil sheet and gives nothing.
func (l *Layer) Release(s *Sheet, r Rule) (Released, Account, error) {
	return Released{}, Account{}, errPending
}

// Stored is a column of released group values, one per group. Listed is false for a group
// that must not be seen to exist; its value is missing.
type Stored struct {
	Values []float64
	Valid  []bool
	Listed []bool
}

// Store releases group values for storage in a dataset (rule D1).
func (l *Layer) Store(s *Sheet, r Rule) (Stored, Account, error) {
	return Stored{}, Account{}, errPending
}

// Guard decides on shown counts whether the script may go on. A refusal is a *diag.Problem:
// D0101 population, D0102 change, D0103 sample rest, or the evidence's own for GuardErrors.
func (l *Layer) Guard(kind GuardKind, e GuardEvidence) (Shown, error) { return Shown{}, errPending }

// WinsorBounds are the bounds of rule M1 for a population of valid values: the mean of the
// 5 nearest remaining inner values at each end (all of them if fewer). OK is false when the
// population is smaller than 2k+1, k = max(1, ⌈0.01 n⌉).
func WinsorBounds(population OrderStats) Bounds { return Bounds{} }

// ParsePolicy reads policy__M_m.json. Errors are *diag.Problem (D0020 …).
func ParsePolicy(b []byte) (Policy, error) { return Policy{}, errPending }

// NoPolicy is the policy of a bank without a policy file: strict.
func NoPolicy() Policy { return Policy{} }

// Strictest merges two policies field by field: neither is loosened anywhere.
func Strictest(a, b Policy) Policy { return a }

// For gives the policy of results that depend on these variables: overrides and, unless the
// store is synthetic, sensitivity levels tighten it.
func (p Policy) For(vars ...Variable) Policy { return p }

// Hash is the SHA-256 of the policy in canonical form, in hexadecimal.
func (p Policy) Hash() string { return "" }

// DemoPolicy is the text of the policy file of the demo and of every store made by synth:
// microdata, synthetic, identity PERSON.
func DemoPolicy(register string) []byte { return nil }

// Diagnostics lists the texts of all D-codes.
func Diagnostics() []diag.Entry { return nil }
