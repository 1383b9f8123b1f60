package store

import (
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Units gives the units that have a value, without reading the values.
func (w *View) Units(c *kernel.Context) (*kernel.UnitSet, error) {
	w.touch(c)
	top := 0
	for _, h := range w.parts {
		top = max(top, h.side.Units)
	}
	set := &kernel.UnitSet{Bits: column.NewBitmap(top), Space: w.variable.Unit.Space}
	if w.variable.Unit.Kind == types.Text {
		words, err := w.unitWords()
		if err != nil {
			return nil, err
		}
		set.Space, set.Dict = "", words
	}
	for _, h := range w.parts {
		if err := w.addUnits(c, h, set); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func (w *View) addUnits(c *kernel.Context, h *hotFile, set *kernel.UnitSet) error {
	n := h.side.Rows
	if w.plain(h) {
		return c.Each(n, func(_, lo, hi int) error {
			return h.faults(func() error { set.Add(view[uint32](h, partOrdinal, n)[lo:hi]); return nil })
		})
	}
	return eachRows(c, h, n, w.query, h.unitRows, func(_ int, rows []uint32) {
		ords := view[uint32](h, partOrdinal, n)
		for i, r := range rows {
			rows[i] = ords[r]
		}
		set.Add(rows)
	})
}
