// Package sheet collects the rows of one variable and writes them as a data file of a store.
//
// In: rows of unit, value and period, one after the other. Out: a file in the layout of
// spec/store.md (package datafile), and its checksums.
//
//	f, err := sheet.NewSheet(path, sheet.Layout{Kind: sheet.NumberValue, Spells: true}, sheet.NewScratch())
//	rows.AddSpell(17, 42, start, stop)
//	err = f.AddRows(&rows)
//	sum, err := f.Close()
package sheet

import (
	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mdscript/mdscript/cmd/internal/datafile"
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
)

// StoredType is how the value column is stored.
type StoredType uint8

const (
	CodeValue   StoredType = iota // string; rows hold an index into a code table
	NumberValue                   // int64 with few distinct values: dictionary pages
	AmountValue                   // int64 with many distinct values: plain pages
	RealValue                     // double; rows hold the number times scale
)

func (k StoredType) column(codes arrow.Array) datafile.Column {
	switch k {
	case CodeValue:
		return datafile.Column{Kind: datafile.Words, Words: codes}
	case RealValue:
		return datafile.Column{Kind: datafile.Reals}
	}
	return datafile.Column{Kind: datafile.Numbers, Dictionary: k == NumberValue}
}

// Sheet collects the rows of one data file and writes them group by group.
type Sheet struct {
	Layout

	ids         []int64
	values      []int64
	start, stop []int16 // nil when the same for all rows

	out     *datafile.File
	scratch *Scratch
}

// Scratch is the working memory of one worker; only one of its files is open at a time.
type Scratch struct {
	writing     *datafile.Scratch
	units       []int32
	places      []int32
	reals       []float64
	levels      [2][]int16
	ids, values []int64
	start, stop []int16
}

// NewScratch makes working memory.
func NewScratch() *Scratch {
	const n = datafile.GroupRows
	return &Scratch{writing: datafile.NewScratch(),
		units: make([]int32, n), places: make([]int32, n), reals: make([]float64, n), levels: [2][]int16{make([]int16, n), make([]int16, n)},
		ids: make([]int64, 0, n), values: make([]int64, 0, n), start: make([]int16, 0, n), stop: make([]int16, 0, n)}
}

// Layout says what the rows of a file are.
type Layout struct {
	Kind   StoredType
	Codes  arrow.Array // of CodeValue: the dictionary that values index
	Scale  float64     // of RealValue
	Units  arrow.Array // identifiers that are words: the dictionary that ids index; nil = ids are numbers
	Spells bool        // rows give start and stop each
	One    [2]int16    // else the start and stop of all rows; a start of calendar.None is null
}

// NewSheet creates the file and its folders.
func NewSheet(path string, l Layout, s *Scratch) (*Sheet, error) {
	to := datafile.Layout{Value: l.Kind.column(l.Codes), Creator: "mdscript synth"}
	if l.Units != nil {
		to.Unit = datafile.Column{Kind: datafile.Words, Words: l.Units}
	}
	out, err := datafile.Create(path, to, s.writing)
	if err != nil {
		return nil, err
	}
	t := &Sheet{Layout: l, out: out, scratch: s, ids: s.ids, values: s.values}
	if l.Spells {
		t.start, t.stop = s.start, s.stop
	}
	return t, nil
}

// Rows are rows that are not in a file yet. Those of a sheet of Spells are added by AddSpell,
// others by Add.
type Rows struct {
	ids, values []int64
	start, stop []int16
}

// IDs are the units of the rows.
func (r *Rows) IDs() []int64 { return r.ids }

// Reset forgets all rows and keeps the memory.
func (r *Rows) Reset() {
	r.ids, r.values, r.start, r.stop = r.ids[:0], r.values[:0], r.start[:0], r.stop[:0]
}

// Add appends a row whose period is the file's.
func (r *Rows) Add(id, value int64) { r.ids, r.values = append(r.ids, id), append(r.values, value) }

// AddSpell appends a row with its own period; a stop of calendar.None is null.
func (r *Rows) AddSpell(id, value int64, start, stop int16) {
	r.start, r.stop = append(r.start, start), append(r.stop, stop)
	r.Add(id, value)
}

// AddRows appends rows and writes what fills a group.
func (t *Sheet) AddRows(r *Rows) error {
	for from := 0; from < len(r.ids); {
		n := min(len(r.ids)-from, datafile.GroupRows-len(t.ids))
		to := from + n
		t.ids, t.values = append(t.ids, r.ids[from:to]...), append(t.values, r.values[from:to]...)
		if t.Spells {
			t.start, t.stop = append(t.start, r.start[from:to]...), append(t.stop, r.stop[from:to]...)
		}
		from = to
		if len(t.ids) == datafile.GroupRows {
			if err := t.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Sheet) flush() error {
	s, n := t.scratch, len(t.ids)
	g := datafile.Group{Rows: n, Units: datafile.Cells{Ints: t.ids}, Values: datafile.Cells{Ints: t.values}}
	if t.Units != nil {
		g.Units.Places = narrow(s.units, t.ids)
	}
	switch t.Kind {
	case CodeValue:
		g.Values.Places = narrow(s.places, t.values)
	case RealValue:
		for i, v := range t.values {
			s.reals[i] = float64(v) / t.Scale
		}
		g.Values.Reals = s.reals
	}
	g.Start = datafile.Days{All: t.One[0], None: t.One[0] == calendar.None}
	g.Stop = datafile.Days{All: t.One[1]}
	if t.Spells {
		g.Start, g.Stop = days(t.start, s.levels[0]), days(t.stop, s.levels[1])
		t.start, t.stop = t.start[:0], t.stop[:0]
	}
	t.ids, t.values = t.ids[:0], t.values[:0]
	return t.out.Write(g)
}

func narrow(to []int32, from []int64) []int32 {
	for i, v := range from {
		to[i] = int32(v)
	}
	return to[:len(from)]
}

// days tells which rows have a day.
func days(each, levels []int16) datafile.Days {
	for i, d := range each {
		levels[i] = 1
		if d == calendar.None {
			levels[i] = 0
		}
	}
	return datafile.Days{Each: each, Levels: levels}
}

// Rows is how many rows were written so far.
func (t *Sheet) Rows() int64 { return t.out.Rows() }

// Close writes what is left and the footer, and gives the file's checksums.
func (t *Sheet) Close() (datafile.Sum, error) {
	err := t.flush()
	sum, closed := t.out.Close()
	if err == nil {
		err = closed
	}
	return sum, err
}
