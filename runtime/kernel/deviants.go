package kernel

import (
	"slices"

	"github.com/mdscript/mdscript/disclosure"
)

const (
	// manyDeviants is the number of differing units beyond which their set is not needed.
	manyDeviants = 64
	// sampleUnits is how many units of a group are looked at first: if more than
	// manyDeviants of them differ from whatever their most frequent value is, no value can
	// have fewer deviants.
	sampleUnits = 4 * manyDeviants
)

// suspect is a group whose deviants are not yet known.
type suspect struct {
	modal uint64
	exact bool     // modal is known to be the most frequent value
	n     int64    // deviating rows
	rows  []uint32 // of them; cut short after manyDeviants when units cannot repeat
}

// deviants fills in Modal, Deviants and ManyDeviants (rule M8). Most groups of a variable
// with many values are settled by their first rows. For the others the most frequent value
// of the sample is tried as a strict majority; a group in which it is none is sorted.
func (e *evidence) deviants() error {
	suspects, err := e.sampleGroups()
	if err != nil {
		return err
	}
	if len(suspects) == 0 {
		return nil
	}
	if err := e.restrict(); err != nil {
		return err
	}
	for len(suspects) > 0 {
		if err := e.countDeviants(suspects); err != nil {
			return err
		}
		again := map[uint32]*suspect{}
		for g, s := range suspects {
			if s.exact || 2*s.n < e.out[g].Rows {
				e.settle(g, s)
			} else {
				again[g] = &suspect{}
			}
		}
		if suspects = again; len(suspects) == 0 {
			break
		}
		if err := e.exactModes(suspects); err != nil {
			return err
		}
	}
	return nil
}

// sampleGroups looks at the first units of every group and returns the groups it cannot
// settle.
func (e *evidence) sampleGroups() (map[uint32]*suspect, error) {
	values := make([][]uint64, e.g.Count)
	units := make([][]uint32, e.g.Count)
	none := uint32(e.g.Count)
	wants := make([]uint16, e.g.Count+1) // how many more; the last is for rows without a group
	open := 0
	for i := range e.out {
		if e.out[i].Rows == 0 {
			continue
		}
		open++
		if wants[i] = sampleUnits; !e.d.MayRepeat {
			wants[i] = uint16(min(sampleUnits, e.out[i].Rows))
		}
	}
	zeros := make([]uint32, blockRows)
	err := serially(e.c, e.g.Rows, func(lo, hi int) {
		if open == 0 {
			return
		}
		blocks(lo, hi, func(l, h int) {
			ids := zeros[:h-l]
			if e.g.IDs != nil {
				ids = e.g.IDs[l:h]
			}
			// Soon hardly any row is of a group that wants more: the others cost a look.
			var rows [blockRows]uint16
			k := 0
			for i, g := range ids {
				rows[k&(blockRows-1)] = uint16(i)
				k += int((uint64(wants[min(g, none)]) + 1<<16 - 1) >> 16)
			}
			for _, i := range rows[:k] {
				g, row := ids[i], l+int(i)
				if wants[g] == 0 || e.values.Missing(row) || e.again(units[g], row) {
					continue
				}
				values[g] = append(values[g], floatKey(e.values.Float(row)))
				if e.d.MayRepeat {
					units[g] = append(units[g], e.units.Codes[row])
				}
				if wants[g]--; wants[g] == 0 {
					open--
				}
			}
		})
	})
	suspects := map[uint32]*suspect{}
	for g, list := range values {
		if len(list) == 0 {
			continue
		}
		modal, times := mode(list)
		if len(list)-times > manyDeviants {
			e.out[g].ManyDeviants = true
			e.out[g].Modal = keyFloat(modal)
			continue
		}
		suspects[uint32(g)] = &suspect{modal: modal, exact: len(list) == int(e.out[g].Rows)}
	}
	return suspects, err
}

// again tells whether a row belongs to a unit that is in a sample already.
func (e *evidence) again(units []uint32, row int) bool {
	return e.d.MayRepeat && (e.units.Missing(row) || slices.Contains(units, e.units.Codes[row]))
}

// mode is the most frequent key, the smallest of equals, and how often it occurs. It sorts
// its argument.
func mode(keys []uint64) (modal uint64, times int) {
	slices.Sort(keys)
	for i := 0; i < len(keys); {
		j := i
		for j < len(keys) && keys[j] == keys[i] {
			j++
		}
		if j-i > times {
			modal, times = keys[i], j-i
		}
		i = j
	}
	return modal, times
}

// countDeviants finds the rows of each group that differ from its supposed modal value.
func (e *evidence) countDeviants(suspects map[uint32]*suspect) error {
	index := make([]uint32, e.g.Count)
	for i := range index {
		index[i] = None
	}
	order := make([]uint32, 0, len(suspects))
	for g := range suspects {
		order = append(order, g)
	}
	slices.Sort(order)
	modal := make([]uint64, len(order))
	for i, g := range order {
		index[g] = uint32(i)
		modal[i] = suspects[g].modal
	}
	found := make([][]suspect, partsOf(e.c, e.g.Rows))
	_, err := inParts(e.c, e.g.Rows, func(p, from, to int) error {
		mine := make([]suspect, len(order))
		found[p] = mine
		read := newFloatReader(e.values)
		for lo := from; lo < to; lo += ChunkRows {
			if err := e.c.Ctx.Err(); err != nil {
				return err
			}
			blocks(lo, min(lo+ChunkRows, to), func(l, h int) {
				for i, x := range read.block(l, h) {
					g := uint32(0)
					if e.g.IDs != nil {
						if g = e.g.IDs[l+i]; g == None {
							continue
						}
					}
					at := index[g]
					if at == None || floatKey(x) == modal[at] {
						continue
					}
					s := &mine[at]
					if s.n++; e.d.MayRepeat || s.n <= manyDeviants+1 {
						s.rows = append(s.rows, uint32(l+i))
					}
				}
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, mine := range found {
		for i := range mine {
			s := suspects[order[i]]
			s.n += mine[i].n
			s.rows = append(s.rows, mine[i].rows...)
		}
	}
	return nil
}

// settle writes the deviants of a group whose modal value is known.
func (e *evidence) settle(g uint32, s *suspect) {
	v := &e.out[g]
	v.Modal = keyFloat(s.modal)
	if !e.d.MayRepeat && s.n > manyDeviants {
		v.ManyDeviants = true
		return
	}
	units := make([]uint32, 0, len(s.rows))
	for _, row := range s.rows {
		if !e.units.Missing(int(row)) {
			units = append(units, e.unitOf(row))
		}
	}
	if e.d.MayRepeat {
		slices.Sort(units)
		units = slices.Compact(units)
	}
	if v.ManyDeviants = len(units) > manyDeviants; !v.ManyDeviants {
		one := make([]disclosure.SetKey, 1)
		e.keys.Accumulate(one, nil, units)
		v.Deviants = one[0]
	}
}

func (e *evidence) unitOf(row uint32) uint32 { return e.units.Codes[row] }

// exactModes sorts the values of groups to find their modal values.
func (e *evidence) exactModes(suspects map[uint32]*suspect) error {
	ids, err := fillDense(e.c, e.g.Rows, func(out []uint32, lo, hi int) error {
		e.g.ids(out, lo, hi)
		for i, g := range out {
			if g != None && suspects[g] == nil {
				out[i] = None
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	defer ids.release()
	sorted, err := Order{Sorted: true}.Run(e.c, []any{&Groups{Count: e.g.Count, Rows: e.g.Rows, IDs: ids.values}, e.values})
	if err != nil {
		return err
	}
	o := sorted.(*Orders)
	defer o.Release()
	for g, s := range suspects {
		s.modal, _ = mode(o.keys[o.starts[g]:o.starts[g+1]])
		s.exact = true
	}
	return nil
}
