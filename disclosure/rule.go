package disclosure

// RuleID names a rule of spec/disclosure.md, such as "C1" or "M4".
type RuleID string

// The rules this version knows.
const (
	RuleC1  RuleID = "C1"   // cell-key noise
	RuleC3  RuleID = "C3"   // one count for one set
	RuleC4  RuleID = "C4"   // totals are sets of their own
	RuleC5  RuleID = "C5"   // percentages from shown counts
	RuleC6  RuleID = "C6"   // corrected chi-square
	RuleC7  RuleID = "C7"   // thin tables hidden
	RuleC8  RuleID = "C8"   // listed categories
	RuleC9  RuleID = "C9"   // rows are not units
	RuleC10 RuleID = "C10"  // nothing positive is proof
	RuleM0  RuleID = "M0"   // small sets
	RuleM1  RuleID = "M1"   // winsorising
	RuleM3  RuleID = "M3"   // sum from printed mean and shown count
	RuleM4  RuleID = "M4"   // mean, four digits
	RuleM5  RuleID = "M5"   // dispersion, three digits
	RuleM8  RuleID = "M8"   // thin columns
	RuleQ1  RuleID = "Q1"   // percentiles
	RuleQ2  RuleID = "Q2"   // extremes
	RuleP1  RuleID = "P-1"  // smallest population
	RuleP2  RuleID = "P-2"  // smallest change
	RuleP3  RuleID = "P-3"  // sample rest
	RuleD1  RuleID = "D1"   // stored group values
	RuleD2  RuleID = "D2"   // cut points of whole-column functions
	RuleD3  RuleID = "D3"   // data-dependent errors
	RuleD5  RuleID = "D5"   // missing is a set of its own
	RuleD6  RuleID = "D6"   // free text, numbers without a code list
	RuleT1  RuleID = "T1"   // message arguments
	Exact   RuleID = "open" // exact, profile open or a unit that protects nobody
)

// RuleKind is what a command's result is. It must match the sheet.
type RuleKind uint8

// RuleNone is legal only for a command whose declared result has no field: Release then
// takes no sheet and gives nothing.
const (
	RuleNone RuleKind = iota
	RuleTable
	RuleDescription
	RuleStored
	RuleMessage
	RuleGuard
)

// Unit says whom a rule protects.
type Unit uint8

// DatasetUnit is the unit of the dataset, or the person or enterprise it stands for.
const (
	DatasetUnit Unit = iota
	ImportedUnit
)

// Rule is what a command declares about its result; the audit test walks all of them.
type Rule struct {
	Kind     RuleKind
	Unit     Unit
	Evidence Evidence // kinds the command's kernels deliver
	IDs      []RuleID // every rule that may fire
}
