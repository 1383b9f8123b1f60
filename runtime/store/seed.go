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

func (it *item) everybody(c *kernel.Context, space string) (ids seedIDs, err error) {
	var best *item
	rows := 0
	for _, name := range it.version.names {
		v, ok, err := it.version.meta.variable(name)
		if err != nil || !ok || v.Temporality != types.Fixed || v.Unit.Space != space {
			continue
		}
		items, err := it.store.itemsOf(it.version, v)
		if err != nil || len(items) != 1 || len(items[0].paths) != 1 {
			continue
		}
		t, err := openTable(items[0].paths[0], items[0].label())
		if err != nil {
			continue // whoever imports that variable will be told
		}
		if t.rows > rows {
			best, rows = items[0], t.rows
		}
		t.close()
	}
	if best == nil {
		return ids, nil
	}
	tables, err := best.openTables(c.Ctx)
	if err != nil {
		return ids, nil
	}
	defer tables[0].close()
	return readIDs(c, tables, colUnit)
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
