package store

import (
	"slices"

	"github.com/apache/arrow-go/v18/parquet"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// seed gives the ids a new map starts with: those of the FIXED variable of the space with
// the most rows, which in a register is the one that has everybody, and those of the item
// itself. Starting with everybody, the map need hardly ever be ranked anew.
func (it *item) seed(c *kernel.Context, own []*table) (seedIDs, error) {
	ids, err := it.everybody(c, it.unit.name)
	if err != nil {
		return ids, err
	}
	if len(ids.ints)+len(ids.texts) > 0 {
		return ids, nil
	}
	return readIDs(c, own, colUnit)
}

// seedValues is seed for the space that the values belong to.
func (it *item) seedValues(c *kernel.Context, own []*table) (seedIDs, error) {
	ids, err := it.everybody(c, it.refers.name)
	if err != nil {
		return ids, err
	}
	if len(ids.ints)+len(ids.texts) > 0 {
		return ids, nil
	}
	return readIDs(c, own, colValue)
}

// everybody reads the ids of the largest FIXED variable of a space, none without one. Data
// that can be made on first read are made for it: a session must number its units alike
// whatever it reads first.
func (it *item) everybody(c *kernel.Context, space string) (ids seedIDs, err error) {
	for _, of := range it.registers(space) {
		if of.it.make(c.Ctx) != nil {
			continue // whoever imports that variable will be told
		}
		tables, err := of.it.openTables(c.Ctx)
		if err != nil {
			continue
		}
		defer func() {
			for _, t := range tables {
				t.close()
			}
		}()
		return readIDs(c, tables, colUnit)
	}
	return ids, c.Ctx.Err()
}

// register is a FIXED variable and how many rows it has.
type register struct {
	it   *item
	rows int
}

// registers lists the FIXED variables of a space, the largest first. Those not made yet whose
// size nobody tells are left out.
func (it *item) registers(space string) (all []register) {
	for _, name := range it.version.names {
		v, ok, err := it.version.meta.variable(name)
		if err != nil || !ok || v.Temporality != types.Fixed || v.Unit.Space != space {
			continue
		}
		items, err := it.store.itemsOf(it.version, v)
		if err != nil || len(items) != 1 {
			continue
		}
		if rows := items[0].rows(); rows > 0 {
			all = append(all, register{items[0], rows})
		}
	}
	slices.SortStableFunc(all, func(a, b register) int { return b.rows - a.rows })
	return all
}

// rows is the number of rows of a file: from lazy.json where that tells, whether the file has
// been made or not, else from its footer. 0 when nothing tells.
func (it *item) rows() int {
	if it.part != nil && it.part.rows > 0 {
		return it.part.rows
	}
	ready, err := it.ready()
	paths := it.files()
	if err != nil || !ready || len(paths) != 1 {
		return 0
	}
	t, err := openTable(paths[0], it.label())
	if err != nil {
		return 0
	}
	defer t.close()
	return t.rows
}

// readIDs reads an id column in file order. Missing ids are left out.
func readIDs(c *kernel.Context, tables []*table, name string) (ids seedIDs, err error) {
	all, _ := pieces(tables)
	read := make([]vector, len(all))
	err = c.EachOf(len(all), func(i int) (err error) {
		read[i], err = all[i].t.column(c.Ctx, all[i].group, name)
		return err
	})
	if err != nil {
		return ids, err
	}
	// The schema decides, not the rows: a file without rows is of texts or of numbers too.
	for _, t := range tables {
		ids.text = ids.text || t.hasTexts(name)
	}
	for i := range read {
		read[i].widen()
		ids.take(&read[i])
		read[i].free()
	}
	return ids, nil
}

// hasTexts tells whether a column holds texts.
func (t *table) hasTexts(name string) (texts bool) {
	_ = t.guard(func() error { // damage is told by whoever reads the column
		texts = t.reader.MetaData().Schema.Column(t.cols[name]).PhysicalType() == parquet.Types.ByteArray
		return nil
	})
	return texts
}

func (ids *seedIDs) take(v *vector) {
	switch {
	case v.codes != nil:
		for _, word := range v.dict {
			if word != "" {
				ids.texts = append(ids.texts, word)
			}
		}
	case v.ints != nil && v.valid == nil:
		ids.ints = slices.Concat(ids.ints, v.ints)
	default:
		for i, id := range v.ints {
			if v.valid[i] {
				ids.ints = append(ids.ints, id)
			}
		}
	}
}
