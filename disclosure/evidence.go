package disclosure

import (
	"github.com/mdscript/mdscript/lang/diag"
)

// Evidence names what a kernel delivered beside a value. Release refuses a sheet in which
// a statistic was asked for and its evidence is not there.
type Evidence uint32

// The kinds of evidence.
const (
	EvidenceUnits    Evidence = 1 << iota // set keys of distinct protected units (n, s)
	EvidenceAnchor                        // … with anchors (Q1 needs them)
	EvidenceRepeats                       // rows per unit, where a unit may have several
	EvidenceMoments                       // Rows, Mean, M2 of the values inside the winsor bounds
	EvidenceGini                          // Gini of the values inside the winsor bounds
	EvidenceOrder                         // Order statistics of the raw values
	EvidenceDeviants                      // Deviants or ManyDeviants, and Modal
	EvidenceOnes                          // Ones, for a 0/1 variable
	EvidenceExtremes                      // Min, Max (profile open, stored values only)
)

// Protects tells whose number a dataset's rows are.
type Protects uint8

// The zero value protects: forgetting to say cannot open the gate.
const (
	ProtectsUnits  Protects = iota // persons, enterprises …: every rule applies
	ProtectsNobody                 // municipalities and ad-hoc units whose values D1 already released
)

// OrderStats gives means of neighbouring order statistics of one set's valid values: raw
// (never winsorised), ascending, ranks from 0. Several rows of one unit count separately.
type OrderStats interface {
	// N is the number of valid values.
	N() int
	// Mean is the mean of the values of ranks lo … hi, both included, 0 ≤ lo ≤ hi < N.
	Mean(lo, hi int) float64
}

// Repeats is the evidence of rule C9 for one set: Repeats[k] is the number of units that
// have exactly k+1 rows in it. Empty means an empty set.
type Repeats []uint32

// Axis is one table variable. Categories may come in any order: Release sorts by code.
type Axis struct {
	Name       string // variable name, the user's own word
	Label      string // its label, "" when it has none
	FreeText   bool   // D6: text without a code list, or derived from one
	FreeNumber bool   // D6: numbers without a code list, or derived from them
	Categories []Category
}

// Category is one value of a table variable.
type Category struct {
	Code    string // as text; numbers in shortest decimal form
	Number  bool   // sorts by number, before texts
	Label   string // from the code list, "" when it has none
	Missing bool   // no value, or a code flagged as missing; sorts last
}

// Statistic is one number of a cell.
type Statistic uint8

// The statistics of tables, descriptions and stored group values.
const (
	StatFreq Statistic = iota + 1
	StatRowPct
	StatColPct
	StatCellPct
	StatMean
	StatStd // n−1
	StatSum
	StatP25
	StatP50 // also the stored median
	StatP75
	StatGini
	StatIQR
	StatCount // valid values
	StatP1
	StatP99
	StatMin // stored values only
	StatMax // stored values only
	StatSEMean
	StatSEBinomial
	StatPercent // stored: valid values of the group in percent of all groups
)

// Measure is a numeric variable that is summarised.
type Measure struct {
	Name  string
	Label string
	// Fingerprint is the canonical lineage of the column (operation and inputs, names and
	// linear rescaling removed): equal for clones and renames, so that Q1 draws once.
	Fingerprint string
	// Binary: the variable can only be 0 or 1, so its mean is a ratio of two counts.
	Binary bool
	// Bounds are the winsor bounds of the population (WinsorBounds of all rows that pass
	// `if` and have this variable and all table variables valid). Not read under open.
	Bounds Bounds
}

// Bounds are the values beyond which a number is replaced by the bound (rule M1).
// OK is false when the population was too small to have any.
type Bounds struct {
	evidence
	Lo, Hi float64
	OK     bool
}

// ManyDeviants is the number of differing units above which rule M8 needs no set key.
const ManyDeviants = 64

// Values is the evidence of one measure in one set.
type Values struct {
	evidence
	Has      Evidence // what of the following was delivered
	Units    SetKey   // distinct protected units with a valid value
	Repeats  Repeats  // rows per such unit, when units may repeat
	Rows     int64    // valid values
	Mean     float64  // of the values cut to the measure's bounds; raw under open; 0 when Rows is 0
	M2       float64  // Σ(x−Mean)² of the same values
	Sum      float64  // Σx of the raw values, exact for integers; read under open only
	Gini     float64  // of the same values as Mean
	Min, Max float64  // raw; read under open only
	Order    OrderStats
	// Rule M8: Modal is the most frequent raw value (the smallest of equals), Deviants the units that have
	// another one. ManyDeviants: more units than the constant of that name are known to
	// differ; Deviants and Modal are then not read.
	Modal        float64
	Deviants     SetKey
	ManyDeviants bool
	Ones         SetKey // units with the value 1, when the measure is Binary
}

// Cells is the evidence of a list of sets. Units has one element per set; Repeats too when
// units may repeat, else nil; Values[m] has one element per set for measure m.
type Cells struct {
	evidence
	Units   []SetKey
	Repeats []Repeats
	Values  [][]Values
}

// Grid is the evidence of a table: rows are tuples of categories over one or more axes,
// columns the categories of one more axis or none.
type Grid struct {
	evidence
	Protects  Protects
	MayRepeat bool // a unit may have several rows (C9); decided by the dataset's kind, not by the data
	// RowsOnce and ColumnsOnce tell that every row, or every column, is of one date of a panel
	// in which no unit has two rows of one date: nobody is twice in it, nor in its cells. They
	// mean something where MayRepeat is set only.
	RowsOnce, ColumnsOnce bool

	Rows     []Axis
	Column   *Axis   // nil: one-way
	Tuples   [][]int // per table row one category index per row axis
	Measures []Measure
	Stats    []Statistic // in the order of display; StatFreq … StatCellPct need no measure
	Chi2     bool
	Cells    Cells // row-major, len(Tuples) × len(Column.Categories); empty when one-way
	RowTotal Cells // one per tuple; for a one-way table its cells
	ColTotal Cells // one per column category; empty when one-way
	Total    Cells // exactly one
}

// Described is the evidence of a description: one row per variable.
type Described struct {
	evidence
	Protects   Protects
	MayRepeat  bool
	Population SetKey // units that pass `if`; with anchor when MayRepeat
	// PopulationRepeats are the rows of those units; needed when MayRepeat.
	PopulationRepeats Repeats
	Measures          []Measure
	Values            []Values    // one per measure
	Stats             []Statistic // in the order of display
}

// DescribedBy is the evidence of the same description in several groups of the rows, such as
// the dates of a panel: one row per variable and group. Every group is its own population, so
// that it shows what a description of its rows alone would show.
type DescribedBy struct {
	evidence
	Protects   Protects
	Population SetKey // units of all groups
	Axis       Axis   // what the groups are
	Groups     []Described
}

// Groups is the evidence of one column of stored group values (rule D1), for groups formed
// by an ordinary variable, an area or an ORGNR id. Groups by person-bound ids are stored raw
// by the kernel and never come here.
type Groups struct {
	evidence
	Protects  Protects
	MayRepeat bool
	Measure   Measure
	Stat      Statistic
	Units     []SetKey // distinct units of each group, whether the value is valid or not
	Values    []Values // one per group
	// Population and PopulationRepeats are the rows of all groups; needed when MayRepeat.
	Population        SetKey
	PopulationRepeats Repeats
	// FreeText and FreeNumber are as in Axis, of the values that name the groups; both are
	// false where those values go nowhere.
	FreeText, FreeNumber bool
}

// Log is the evidence of a line such as "imported {0}: {1} units": the code names a text,
// Words fill the first placeholders and the shown counts of Counts the following ones.
type Log struct {
	evidence
	Protects Protects
	Code     diag.Code
	Words    []diag.Arg
	Counts   []SetKey
}

// Sheet is a statistic before release. It is write only: nothing can be read from it
// outside this package, and every formatter prints its type name.
type Sheet struct {
	grid       *Grid
	describe   *Described
	describeBy *DescribedBy
	groups     *Groups
	log        *Log
}

// NewGrid seals a table.
func NewGrid(g Grid) *Sheet { return &Sheet{grid: &g} }

// NewDescribed seals a description.
func NewDescribed(d Described) *Sheet { return &Sheet{describe: &d} }

// NewDescribedBy seals a description of several groups.
func NewDescribedBy(d DescribedBy) *Sheet { return &Sheet{describeBy: &d} }

// NewGroups seals a column of group values for (*Layer).Store.
func NewGroups(g Groups) *Sheet { return &Sheet{groups: &g} }

// NewLog seals a log line.
func NewLog(l Log) *Sheet { return &Sheet{log: &l} }
