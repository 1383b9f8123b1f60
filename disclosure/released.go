package disclosure

import (
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// Kind is what was released.
type Kind uint8

// The kinds of released results. Figure and Model come with their commands.
const (
	KindNothing Kind = iota
	KindTable
	KindDescription
	KindMessage
	KindRefusal
)

// Released is what may leave. Only (*Layer).Release can make one with something in it; the
// zero value renders as "nothing released". Everything read from it is a copy or a value.
type Released struct {
	kind     Kind
	about    About
	table    TableResult
	describe DescriptionResult
	message  Message
	refusal  Refusal
}

// About is what every released block tells of itself.
type About struct {
	Population Cell // shown count of the units the block is about; CellNothing for messages
	Profile    Profile
	PolicyHash string // hexadecimal SHA-256 of the effective policy
	Notes      []Note // in order of importance, each rule once
}

// Note says in citable words what a rule did.
type Note struct {
	Rule RuleID
	Text text.Text
}

// Message is a log line: the text of Code with Args in its placeholders.
type Message struct {
	Code diag.Code
	Args []diag.Arg
}

// Refusal is a result that the rules do not allow; the script goes on.
type Refusal struct {
	Rule RuleID
	Text text.Text
}

// TableResult is a released table. A one-way table has one column, its totals. A hidden
// table has headings but neither rows, columns nor cells.
type TableResult struct {
	RowAxes []Heading
	Column  Heading // zero when one-way
	Stats   []StatHead
	Rows    []Head // listed rows in display order, the total row last
	Columns []Head // listed columns in display order, the total column last
	Hidden  bool   // rule C7
	Chi2    *ChiSquare

	cells []Cell // row, column, statistic
}

// Heading is a table variable.
type Heading struct{ Name, Label string }

// StatHead is one statistic of the cells; Measure is zero for counts and percentages.
type StatHead struct {
	Stat    Statistic
	Measure Heading
}

// Head is one row or column. Parts has one element per axis; a total has none.
type Head struct {
	Parts []Part
	Total bool
}

// Part is one category of a heading.
type Part struct {
	Code    string
	Number  bool
	Label   string
	Missing bool
}

// DescriptionResult is a released description: one row per variable, or per variable and
// group when By is not zero.
type DescriptionResult struct {
	Variables []Heading
	By        Heading
	Groups    []Part // listed groups in display order
	Stats     []Statistic

	cells []Cell // variable, group, statistic
}

// ChiSquare is a released test. Statistic and P are CellSuppressed when C6 refuses it.
type ChiSquare struct {
	Statistic, P Cell
	DF           int
}

// Kind tells which accessor has something.
func (r Released) Kind() Kind { return r.kind }

// About gives population, profile, policy and notes.
func (r Released) About() About {
	a := r.about
	a.Notes = append([]Note(nil), a.Notes...)
	return a
}

// Table gives the table; false when the result is something else.
func (r Released) Table() (TableResult, bool) { return r.table, r.kind == KindTable }

// Description gives the description; false when the result is something else.
func (r Released) Description() (DescriptionResult, bool) {
	return r.describe, r.kind == KindDescription
}

// Message gives the log line; false when the result is something else.
func (r Released) Message() (Message, bool) { return r.message, r.kind == KindMessage }

// Refusal gives the refusal; false when the result is something else.
func (r Released) Refusal() (Refusal, bool) { return r.refusal, r.kind == KindRefusal }

// Cell gives one number of a table; indexes as in Rows, Columns and Stats.
func (t TableResult) Cell(row, column, stat int) Cell {
	return t.cells[(row*len(t.Columns)+column)*len(t.Stats)+stat]
}

// Cell gives one number of a description; indexes as in Variables and Stats.
func (d DescriptionResult) Cell(variable, stat int) Cell {
	return d.cells[variable*len(d.Stats)+stat]
}

// CellIn gives one number of a description of several groups; indexes as in Variables,
// Groups and Stats.
func (d DescriptionResult) CellIn(variable, group, stat int) Cell {
	return d.Cell(variable*len(d.Groups)+group, stat)
}

// CellKind is what a cell holds.
type CellKind uint8

// The kinds of cells. Estimate comes with the models.
const (
	CellNothing    CellKind = iota // zero value
	CellCount                      // whole number of units or rows
	CellRatio                      // percentage or share
	CellAmount                     // mean, sum, dispersion
	CellQuantile                   // percentile
	CellLabel                      // text
	CellLow                        // too few to say how many, or to say anything of
	CellMissing                    // there is no value to show
	CellSuppressed                 // there may be one, and the rules hide it
)

// Cell is one released value. Its fields cannot be set outside this package.
type Cell struct {
	kind     CellKind
	value    float64
	decimals int8
	text     string
	rule     RuleID
}

// Kind tells what the cell holds.
func (c Cell) Kind() CellKind { return c.kind }

// HasValue tells whether Value is a number to show.
func (c Cell) HasValue() bool { return c.kind >= CellCount && c.kind <= CellQuantile }

// Value is the shown number, already rounded; 0 when HasValue is false.
func (c Cell) Value() float64 { return c.value }

// Decimals is the number of decimals to print, or −1 for as many as the value has.
func (c Cell) Decimals() int { return int(c.decimals) }

// Label is the text of a CellLabel.
func (c Cell) Label() string { return c.text }

// Rule is the rule that made the cell.
func (c Cell) Rule() RuleID { return c.rule }
