package kernel

// textTable is what a recode does to every pair of a rule and an old code, so that a row
// costs one look-up: the new code, and the rule that is counted as having changed the row.
type textTable struct {
	width uint32 // old codes, and one for a missing value
	cells []textCell
}

type textCell struct {
	code uint32 // None for missing
	rule uint32
}

// tableCells is the largest table that is made; it stays in the first-level cache.
const tableCells = 1 << 12

// textTable is nil where there are too many pairs. was and to are the new codes of old ones
// and of the rules' values; changed tells that a rule which gives what was there does nothing.
func (r Recode) textTable(was, to []uint32, changed bool) *textTable {
	t := &textTable{width: uint32(len(was)) + 1}
	if int(t.width)*(len(to)+1) > tableCells {
		return nil
	}
	for rule := range len(to) + 1 {
		for old := range int(t.width) {
			cell := textCell{code: None}
			if old < len(was) {
				cell.code = was[old]
			}
			if rule > 0 {
				if !changed || to[rule-1] != cell.code {
					cell.rule = uint32(rule)
				}
				cell.code = to[rule-1]
			}
			t.cells = append(t.cells, cell)
		}
	}
	return t
}

// apply recodes rows: rules and valid hold what matched and what has a value, and then what
// changed and what has one afterwards.
func (t *textTable) apply(out []uint32, valid []uint64, rules []uint16, codes []uint32) {
	missing := t.width - 1
	for w := range valid {
		lo, hi := w*64, min(w*64+64, len(out))
		had, has := valid[w], uint64(0)
		part, rules := out[lo:hi], rules[lo:hi]
		for i, code := range codes[lo:hi] {
			gone := uint32(had>>(uint(i)&63)&1) - 1
			cell := t.cells[uint32(rules[i])*t.width+(code&^gone|missing&gone)]
			none := (uint64(cell.code) + 1) >> 32
			part[i] = cell.code &^ -uint32(none)
			rules[i] = uint16(cell.rule)
			has |= (1 - none) << (uint(i) & 63)
		}
		valid[w] = has
	}
}
