package disclosure

import "github.com/mdscript/mdscript/lang/diag"

// GuardKind is one limit that can stop a script.
type GuardKind uint8

// The guards.
const (
	// GuardPopulation is P-1: Set is the dataset's units after the step.
	GuardPopulation GuardKind = iota + 1
	// GuardChange is P-2: Set is the changed, Rest the unchanged units of a generate or
	// replace with `if`, or of one recode rule. Without `if` there is no guard step.
	GuardChange
	// GuardSample is P-3: Set is the units kept, Rest the units left out.
	GuardSample
	// GuardErrors is D3: Set is the units whose values the command cannot take.
	GuardErrors
)

// GuardEvidence is what a guard decides on.
type GuardEvidence struct {
	evidence
	Protects  Protects
	Set, Rest SetKey
	// Problem is the error of GuardErrors; it names variable and kind, never a value.
	Problem *diag.Problem
}

// Shown is the public outcome of a guard that let the script go on. Count is the shown
// count of Set and may be printed in the log line, except after GuardErrors and GuardChange, where it is
// 0. SetMissing: the offending values are to be set to missing without a word (D3).
type Shown struct {
	Count      int64
	SetMissing bool
}
