// Package column holds typed, immutable columns in Arrow's memory layout.
//
// In: values and a validity bitmap. Out: a column that kernels read as plain slices and
// that converts to an Arrow array without copying.
//
//	c := column.FromInts([]int64{3, 0, 5}, column.BitmapOf(true, false, true))
//	c.Missing(1) // true
//
// Integers and dates are int64, decimals float64, booleans one byte 0/1 without missing,
// text dictionary codes, keys dense unit ordinals. A column prints as its type only.
package column

import (
	"fmt"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Column is one variable. Exactly one value slice is used, chosen by Kind:
// Ints (Integer, Date), Floats (Decimal, Untyped), Bools (Boolean), Codes (Text, Key).
// A constant column has Const set, one element, and fits any number of rows.
// Columns are immutable once published; a value under a cleared validity bit is unspecified.
type Column struct {
	Kind   types.Kind
	Len    int
	Const  bool
	Ints   []int64
	Floats []float64
	Bools  []uint8
	Codes  []uint32 // Text: index into Dict; Key: unit ordinal in its identifier space
	Valid  Bitmap   // nil: no missing values
	Dict   *Dict    // Text only
	Space  string   // Key only: identifier space
	bufs   []*mem.Buffer
}

// Dict is the distinct values of a text column. Values are unique; when Sorted, they
// ascend by code point, so codes compare like their texts.
type Dict struct {
	Values []string
	Sorted bool
}

// Own makes the column owner of buffers; Release gives them back.
func (c *Column) Own(bufs ...*mem.Buffer) *Column {
	for _, b := range bufs {
		if b != nil {
			c.bufs = append(c.bufs, b)
		}
	}
	return c
}

// Retain adds one owner to every buffer. A column that shares slices of another one calls
// Share instead.
func (c *Column) Retain() *Column {
	for _, b := range c.bufs {
		b.Retain()
	}
	return c
}

// Share makes c also keep the buffers of d alive, of which it uses a slice.
func (c *Column) Share(d *Column) *Column {
	for _, b := range d.bufs {
		c.bufs = append(c.bufs, b.Retain())
	}
	return c
}

// Release drops one owner of every buffer; the column must not be used by that owner any more.
func (c *Column) Release() {
	for _, b := range c.bufs {
		b.Release()
	}
}

// Missing tells whether row i has no value. Booleans are never missing.
func (c *Column) Missing(i int) bool {
	if c.Const {
		i = 0
	}
	return c.Valid != nil && !c.Valid.Get(i)
}

// Float is the numeric value of row i; the caller has checked Missing.
func (c *Column) Float(i int) float64 {
	if c.Const {
		i = 0
	}
	switch c.Kind {
	case types.Integer, types.Date:
		return float64(c.Ints[i])
	case types.Boolean:
		return float64(c.Bools[i])
	}
	return c.Floats[i]
}

// String is the text of row i of a text column; the caller has checked Missing.
func (c *Column) Text(i int) string {
	if c.Const {
		i = 0
	}
	return c.Dict.Values[c.Codes[i]]
}

// Bytes is the memory the values and the bitmap take.
func (c *Column) Bytes() int64 {
	return int64(len(c.Ints)*8 + len(c.Floats)*8 + len(c.Bools) + len(c.Codes)*4 + len(c.Valid)*8)
}

// Format prints the type only, whatever the verb: a stray log line leaks nothing.
func (c *Column) Format(s fmt.State, _ rune) { fmt.Fprintf(s, "column(%s)", c.Kind) }

// MarshalJSON gives the type only.
func (c *Column) MarshalJSON() ([]byte, error) { return []byte(`"column"`), nil }

// MarshalText gives the type only.
func (c *Column) MarshalText() ([]byte, error) { return []byte("column"), nil }

// FromInts makes an integer column; valid may be nil.
func FromInts(v []int64, valid Bitmap) *Column {
	return &Column{Kind: types.Integer, Len: len(v), Ints: v, Valid: valid}
}

// FromDates makes a date column of day numbers; valid may be nil.
func FromDates(v []int64, valid Bitmap) *Column {
	return &Column{Kind: types.Date, Len: len(v), Ints: v, Valid: valid}
}

// FromFloats makes a decimal column; valid may be nil.
func FromFloats(v []float64, valid Bitmap) *Column {
	return &Column{Kind: types.Decimal, Len: len(v), Floats: v, Valid: valid}
}

// FromBools makes a boolean column of bytes 0 and 1.
func FromBools(v []uint8) *Column { return &Column{Kind: types.Boolean, Len: len(v), Bools: v} }

// FromCodes makes a text column over a dictionary; valid may be nil.
func FromCodes(v []uint32, dict *Dict, valid Bitmap) *Column {
	return &Column{Kind: types.Text, Len: len(v), Codes: v, Dict: dict, Valid: valid}
}

// FromKeys makes a key column of unit ordinals; valid may be nil.
func FromKeys(v []uint32, space string, valid Bitmap) *Column {
	return &Column{Kind: types.Key, Len: len(v), Codes: v, Space: space, Valid: valid}
}

// FromTexts makes a text column from strings, sorting the dictionary; valid may be nil.
// It is for tests, fragments and literals, not for register data.
func FromTexts(v []string, valid Bitmap) *Column {
	dict := SortedDict(v, valid)
	index := make(map[string]uint32, len(dict.Values))
	for i, s := range dict.Values {
		index[s] = uint32(i)
	}
	codes := make([]uint32, len(v))
	for i, s := range v {
		codes[i] = index[s]
	}
	return FromCodes(codes, dict, valid)
}
