package kernel

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// Destring reads numbers from a text column, once for every distinct value: blanks at both
// ends are trimmed, the characters of Ignore removed, and with DecimalComma a comma is the
// decimal sign. The result is always decimal. Missing and empty texts give missing; so does
// any text that is no number, which the row mask of DestringOffends tells apart.
type Destring struct {
	Ignore       string
	DecimalComma bool
}

// Name is the step's name.
func (Destring) Name() string { return "destring" }

// Params are the options.
func (d Destring) Params() string { return fmt.Sprintf("ignore=%q comma=%t", d.Ignore, d.DecimalComma) }

// Run takes a text column and gives a decimal one.
func (d Destring) Run(c *Context, in []any) (any, error) {
	return MapDictFloat(c, in[0].(*column.Column), func(s string) (float64, bool) {
		v, ok, _ := d.parse(s)
		return v, ok
	})
}

// DestringOffends marks the rows whose text is neither empty nor a number.
type DestringOffends Destring

// Name is the step's name.
func (DestringOffends) Name() string { return "destring-offends" }

// Params are the options.
func (d DestringOffends) Params() string { return Destring(d).Params() }

// Run takes a text column and gives a boolean one.
func (d DestringOffends) Run(c *Context, in []any) (any, error) {
	return MapDictBool(c, in[0].(*column.Column), func(s string) bool {
		_, ok, empty := Destring(d).parse(s)
		return !ok && !empty
	})
}

// Value reads one text as Destring does; code lists are converted with it.
func (d Destring) Value(s string) (v float64, ok bool) {
	v, ok, _ = d.parse(s)
	return v, ok
}

func (d Destring) parse(s string) (v float64, ok, empty bool) {
	if d.Ignore != "" {
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(d.Ignore, r) {
				return -1
			}
			return r
		}, s)
	}
	s = strings.Trim(s, " \t\u00a0")
	if s == "" {
		return 0, false, true
	}
	if d.DecimalComma {
		if strings.Contains(s, ".") {
			return 0, false, false
		}
		s = strings.ReplaceAll(s, ",", ".")
	}
	if !plainNumber(s) {
		return 0, false, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && finite(v), false
}

// plainNumber accepts sign, digits with at most one point, and a decimal exponent: not the
// words, hexadecimal forms and underscores that a Go program may write.
func plainNumber(s string) bool {
	s = strings.TrimLeft(s, "+-")
	digits := false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case r == '.' || (r == 'e' || r == 'E' || r == '+' || r == '-') && digits:
		default:
			return false
		}
	}
	return digits
}

// Sample keeps the rows with the smallest sort keys (rule P-3), ties by row, in row order.
// Count rows are kept when it is positive, else round(Fraction·rows), halves away from zero.
type Sample struct {
	Count    int
	Fraction float64
}

// Name is the step's name.
func (Sample) Name() string { return "sample" }

// Params is the size.
func (s Sample) Params() string { return fmt.Sprintf("%d %g", s.Count, s.Fraction) }

// SortKeys are the keys that disclosure made, one per row.
type SortKeys []uint64

// Release is there for the engine.
func (SortKeys) Release() {}

// Run takes SortKeys and gives a *Selection.
func (s Sample) Run(c *Context, in []any) (any, error) {
	keys := in[0].(SortKeys)
	n := s.Count
	if n <= 0 {
		n = int(float64(s.Fraction*float64(len(keys))) + 0.5)
	}
	n = min(n, len(keys))
	border, ties, err := smallest(c, keys, n)
	if err != nil {
		return nil, err
	}
	take, err := fillDense(c, len(keys), func(out []uint8, lo, hi int) error {
		for i, k := range keys[lo:hi] {
			out[i] = 0
			if k < border {
				out[i] = 1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := 0; ties > 0 && i < len(keys); i++ {
		if keys[i] == border {
			take.values[i] = 1
			ties--
		}
	}
	mask := finish(take, &column.Column{Kind: types.Boolean})
	defer mask.Release()
	return Select{}.Run(c, []any{mask})
}

// smallest gives the border of the n smallest keys: all below it, and the first ties of
// those equal to it.
func smallest(c *Context, keys []uint64, n int) (border uint64, ties int, err error) {
	if n == 0 || len(keys) == 0 {
		return 0, 0, nil
	}
	b, err := newBuckets(c, keys)
	if err != nil {
		return 0, 0, err
	}
	at := b.find(n - 1)
	list := b.content(at)
	border = list[n-1-int(b.cum[at])]
	ties = n - int(b.cum[at])
	for i, k := range list {
		if k == border {
			ties -= i
			break
		}
	}
	return border, ties, nil
}

// RowWithinUnit numbers the rows of each unit from 0, in row order; the order of a sample
// depends on it where units have several rows.
func RowWithinUnit(units *column.Column) []uint32 {
	top := 0
	for _, u := range units.Codes {
		top = max(top, int(u)+1)
	}
	seen := make([]uint32, top)
	out := make([]uint32, len(units.Codes))
	for i, u := range units.Codes {
		out[i] = seen[u]
		seen[u]++
	}
	return out
}

// Division gives every row the number of cut points below its value (the function quantile,
// with the cut points of rule D2). Missing stays missing.
type Division struct{}

// Name is the step's name.
func (Division) Name() string { return "division" }

// Params is empty.
func (Division) Params() string { return "" }

// CutPoints ascend; nil means that there are none and every row is missing.
type CutPoints []float64

// Release is there for the engine.
func (CutPoints) Release() {}

// Run takes a numeric column and CutPoints and gives an integer column.
func (Division) Run(c *Context, in []any) (any, error) {
	x, points := in[0].(*column.Column), in[1].(CutPoints)
	return MapInt(c, types.Integer, x, func(v float64) (int64, bool) {
		k := int64(0)
		for _, p := range points {
			if v > p {
				k++
			}
		}
		return k, points != nil
	})
}
