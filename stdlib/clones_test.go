package stdlib_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestUnitsOfSpellsAreCountedOnce: the units of a dataset with many rows a unit are the same
// set as the persons they belong to, and are shown with the same number (C3).
func TestUnitsOfSpellsAreCountedOnce(t *testing.T) {
	e := townEngine(t)
	const one = "generate one = 1\ntabulate one"
	count := func(lines string) float64 {
		tables := works(t, e, lines).tables()
		return value(t, tables[len(tables)-1], "1", "freq").Value
	}
	persons := count("keep if rank <= 2000\n" + one)
	spells := allSpells + "clone-units people p2\n"
	require.Equal(t, count(one), count(spells+"clone-units s units\nuse units\n"+one), "everybody has a spell")
	require.Equal(t, persons, count("keep if rank <= 2000\nclone-units people units\nuse units\n"+one))
	// A first import into units keeps them: those without a value are missing.
	require.Equal(t, persons, count("keep if rank <= 2000\nclone-units people units\nuse units\nimport db/SOME as some\n"+one))
	// Spells of units only are those of the units.
	o := works(t, e, "keep if rank <= 2000\nclone-units people units\nuse units\nimport-event db/SPELL 1990-01-01 to 2020-12-31 as spell\nclone-units units again\nuse again\n"+one)
	tables := o.tables()
	require.Equal(t, persons, value(t, tables[len(tables)-1], "1", "freq").Value)
}
