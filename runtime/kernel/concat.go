package kernel

import (
	"strings"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// ConcatTexts joins text columns row by row, a missing value as empty text; the result is
// never missing. A text is made once for every combination of values in a chunk.
func ConcatTexts(c *Context, cols []*column.Column) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	join := func(i int) string {
		var out strings.Builder
		for _, col := range cols {
			if col.Kind != types.Untyped && !col.Missing(i) {
				out.WriteString(col.Text(i))
			}
		}
		return out.String()
	}
	varying, ok := mixedRadix(cols)
	return collectTexts(c, n, constant, func(lo, hi int, emit func(i int, s string), _ func(i int)) {
		known := make(map[uint64]string, 256)
		for i := lo; i < hi; i++ {
			if !ok {
				emit(i-lo, join(i))
				continue
			}
			combination := uint64(0)
			for _, col := range varying {
				combination *= uint64(len(col.Dict.Values) + 1)
				if !col.Missing(i) {
					combination += uint64(col.Codes[i]) + 1
				}
			}
			s, seen := known[combination]
			if !seen {
				s = join(i)
				known[combination] = s
			}
			emit(i-lo, s)
		}
	})
}

// mixedRadix lists the columns that vary; ok tells that a number of 64 bits can stand for
// every combination of their values.
func mixedRadix(cols []*column.Column) (varying []*column.Column, ok bool) {
	combinations := uint64(1)
	for _, col := range cols {
		if col.Const || col.Kind == types.Untyped {
			continue
		}
		values := uint64(len(col.Dict.Values) + 1)
		if combinations > (1<<62)/values {
			return nil, false
		}
		combinations *= values
		varying = append(varying, col)
	}
	return varying, true
}
