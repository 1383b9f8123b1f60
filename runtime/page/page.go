// Package page is the output document: what was released, arranged for readers.
//
// In: released results and catalogue facts, put on the page by a command's Render. Out: a
// Document of blocks that the renderers page/{text,json,md,html} turn into bytes. Nothing
// here has seen the engine: a block can hold only released cells and words.
//
//	w := page.NewWriter(text.English, messages, page.Origin{Command: "tabulate", Line: 7})
//	w.Table(page.Table{…})
//	blocks := w.Blocks()
package page

import (
	"encoding/json"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// Document is the whole output of a script, in order.
type Document struct {
	Script   string    `json:"script"`
	Language string    `json:"language"`
	Engine   string    `json:"engine"`
	Banks    []Bank    `json:"banks"`
	Blocks   []Block   `json:"blocks"`
	Problems []Problem `json:"problems,omitempty"`
}

// Bank is a register database the script was linked to.
type Bank struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	Synthetic bool   `json:"synthetic"`
	Profile   string `json:"profile"`
}

// Problem is a diagnostic as shown: the script stopped there, or a warning.
type Problem struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Message  string `json:"message"`
	Cause    string `json:"cause,omitempty"`
	Next     string `json:"next,omitempty"`
}

// Origin is the line of the script a block comes from.
type Origin struct {
	Command string `json:"command"`
	Line    int    `json:"line"`
	Source  string `json:"source,omitempty"`
	Turn    string `json:"turn,omitempty"` // of the loops around it: "year = 2015, sex = m"
}

// Kind tells which part of a block is filled.
type Kind string

// The kinds of blocks.
const (
	KindTable   Kind = "table"
	KindText    Kind = "text"    // Markdown of a textblock, or help
	KindMessage Kind = "message" // one line: what a command did
	KindRefusal Kind = "refusal" // the rules do not allow the result
)

// Block is one piece of output.
type Block struct {
	Kind Kind `json:"kind"`
	Origin
	Title      string  `json:"title,omitempty"`
	Table      *Table  `json:"table,omitempty"`
	Text       string  `json:"text,omitempty"`
	Rule       string  `json:"rule,omitempty"`
	Population *Cell   `json:"population,omitempty"`
	Policy     *Policy `json:"policy,omitempty"`
	Notes      []Note  `json:"notes,omitempty"`
}

// Policy is the effective policy of a block.
type Policy struct {
	Profile string `json:"profile"`
	Hash    string `json:"hash"`
}

// Note says in citable words what a rule did.
type Note struct {
	Rule string `json:"rule,omitempty"`
	Text string `json:"text"`
}

// Table is rows of cells under headed columns. Every row has one Head per entry of Stub
// and one Cell per column.
type Table struct {
	Stub    []Head   `json:"stub"`    // headings of the leading columns: the row variables
	Spanner string   `json:"spanner"` // heading over all columns: the column variable; may be empty
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
	Hidden  bool     `json:"hidden,omitempty"`
	Flat    bool     `json:"flat,omitempty"` // rectangular: repeat row headings on every line
}

// Column is one column of cells.
type Column struct {
	Name  string `json:"name"`            // machine name, unique in the table
	Group string `json:"group,omitempty"` // category of the column variable
	Code  string `json:"code,omitempty"`  // its code
	Label string `json:"label"`           // statistic, or the category when there is one statistic
	Type  string `json:"type"`            // count, ratio, amount, quantile, text
	Total bool   `json:"total,omitempty"`
}

// Head is a heading with its machine name.
type Head struct {
	Name  string `json:"name"`
	Label string `json:"label"`
}

// Row is one line of a table.
type Row struct {
	Heads []RowHead `json:"heads"`
	Cells []Cell    `json:"cells"`
	Total bool      `json:"total,omitempty"`
}

// RowHead is one category that heads a row.
type RowHead struct {
	Code  string `json:"code,omitempty"`
	Label string `json:"label"`
}

// State tells what a cell shows.
type State string

// The states of a cell.
const (
	Value      State = "value"
	TextValue  State = "text"
	Low        State = "low"
	Missing    State = "missing"
	Suppressed State = "suppressed"
)

// Cell is one number or word, or the reason why there is none.
type Cell struct {
	State    State   `json:"state"`
	Value    float64 `json:"-"`
	Decimals int     `json:"-"` // −1: as many as the value has
	Text     string  `json:"text,omitempty"`
	Rule     string  `json:"rule,omitempty"`
}

// TextCell is a cell with a word, such as a catalogue fact.
func TextCell(s string) Cell { return Cell{State: TextValue, Text: s} }

// CellOf is a released cell as shown.
func CellOf(c disclosure.Cell) Cell {
	out := Cell{Rule: string(c.Rule())}
	switch c.Kind() {
	case disclosure.CellLabel:
		out.State, out.Text = TextValue, c.Label()
	case disclosure.CellLow:
		out.State = Low
	case disclosure.CellSuppressed:
		out.State = Suppressed
	case disclosure.CellMissing, disclosure.CellNothing:
		out.State = Missing
	default:
		out.State, out.Value, out.Decimals = Value, c.Value(), c.Decimals()
	}
	return out
}

// Writer collects the blocks of one call in one language.
type Writer struct {
	Lang     text.Lang
	messages *diag.Messages
	origin   Origin
	blocks   []Block
}

// NewWriter starts the output of one call; messages has the texts of log lines.
func NewWriter(lang text.Lang, messages *diag.Messages, origin Origin) *Writer {
	return &Writer{Lang: lang, messages: messages, origin: origin}
}

// Blocks is what was written.
func (w *Writer) Blocks() []Block { return w.blocks }

// Table adds a table of catalogue facts.
func (w *Writer) Table(title string, t Table) {
	w.blocks = append(w.blocks, Block{Kind: KindTable, Origin: w.origin, Title: title, Table: &t})
}

// Text adds Markdown.
func (w *Writer) Text(markdown string) {
	w.blocks = append(w.blocks, Block{Kind: KindText, Origin: w.origin, Text: markdown})
}

// Message adds one line that says what the command did.
func (w *Writer) Message(line string) {
	w.blocks = append(w.blocks, Block{Kind: KindMessage, Origin: w.origin, Text: line})
}

// Say adds one line with the text of a code.
func (w *Writer) Say(p *diag.Problem) { w.Message(w.messages.Problem(p, w.Lang)) }

// Logs adds the log lines among released results.
func (w *Writer) Logs(out []disclosure.Released) {
	for _, r := range out {
		if m, ok := r.Message(); ok {
			w.Say(diag.New(m.Code, m.Args...))
		}
	}
}

// Released adds a table made of a released result, with its population, policy and notes.
func (w *Writer) Released(title string, t Table, about disclosure.About) {
	b := Block{Kind: KindTable, Origin: w.origin, Title: title, Table: &t}
	w.about(&b, about)
	w.blocks = append(w.blocks, b)
}

// Note adds words about the table written last.
func (w *Writer) Note(line string) {
	if n := len(w.blocks); n > 0 {
		w.blocks[n-1].Notes = append([]Note{{Text: line}}, w.blocks[n-1].Notes...)
	}
}

// Refusal adds a result that the rules do not allow.
func (w *Writer) Refusal(r disclosure.Refusal, about disclosure.About) {
	b := Block{Kind: KindRefusal, Origin: w.origin, Text: r.Text.In(w.Lang), Rule: string(r.Rule)}
	w.about(&b, about)
	w.blocks = append(w.blocks, b)
}

func (w *Writer) about(b *Block, about disclosure.About) {
	if about.Population.Kind() != disclosure.CellNothing {
		c := CellOf(about.Population)
		b.Population = &c
	}
	b.Policy = &Policy{Profile: about.Profile.String(), Hash: about.PolicyHash}
	for _, n := range about.Notes {
		b.Notes = append(b.Notes, Note{Rule: string(n.Rule), Text: n.Text.In(w.Lang)})
	}
}

// MarshalJSON writes numbers without grouping and only in cells that have one.
func (c Cell) MarshalJSON() ([]byte, error) {
	type plain Cell
	if c.State != Value {
		return json.Marshal(plain(c))
	}
	return json.Marshal(struct {
		State    State       `json:"state"`
		Value    json.Number `json:"value"`
		Decimals *int        `json:"decimals,omitempty"`
		Rule     string      `json:"rule,omitempty"`
	}{c.State, json.Number(PlainNumber(c.Value, c.Decimals)), decimalsOf(c), c.Rule})
}

func decimalsOf(c Cell) *int {
	if c.Decimals < 0 {
		return nil
	}
	return &c.Decimals
}
