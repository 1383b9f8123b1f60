package synth

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed data/atoms.tsv
var atomsTSV string

// atom is the smallest area that never was divided since 1992; a municipality of
// any year is a set of atoms.
type atom struct {
	weight int      // residents about 2024
	codes  []string // municipality code, oldest first
	since  []int16  // day from which each code counts
	index  []int64  // position of each code in the code list, when known
	county int      // region: index of the county of 2024
	size   int      // residents of the municipality of 2024 it is part of
}

// geography is the map: atoms, their counties and weighted tables to draw places from.
type geography struct {
	atoms    []atom
	changes  []int16 // days on which some code changes, ascending
	counties int
	all      alias
	byCounty []alias
	campus   alias // places with much higher education
	city     alias // large municipalities
}

// alias draws an atom by weight from a cumulated table.
type alias struct {
	atoms []uint16
	upto  []int
}

func (a *alias) add(i, weight int) {
	last := 0
	if len(a.upto) > 0 {
		last = a.upto[len(a.upto)-1]
	}
	a.atoms, a.upto = append(a.atoms, uint16(i)), append(a.upto, last+weight)
}

func (a *alias) draw(word uint64) uint16 {
	r := scaled(word, a.upto[len(a.upto)-1])
	lo, hi := 0, len(a.upto)-1
	for lo < hi {
		if mid := (lo + hi) / 2; a.upto[mid] > r {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return a.atoms[lo]
}

// codeAt is the municipality code of an atom on a day.
func (g *geography) codeAt(i uint16, d int16) string {
	a := &g.atoms[i]
	k := len(a.codes) - 1
	for k > 0 && a.since[k] > d {
		k--
	}
	return a.codes[k]
}

func newGeography() (*geography, error) {
	g := &geography{}
	counties := map[string]int{}
	sizes := map[string]int{}
	seen := map[int16]bool{}
	for _, line := range strings.Split(strings.TrimSpace(atomsTSV), "\n")[1:] {
		fields := strings.Split(line, "\t")
		w, err := strconv.Atoi(fields[0])
		if err != nil {
			return nil, fmt.Errorf("municipality table: %w", err)
		}
		a := atom{weight: w}
		for _, f := range fields[1:] {
			code, from, _ := strings.Cut(f, "@")
			d, err := parseDay(from)
			if err != nil {
				return nil, fmt.Errorf("municipality table: %w", err)
			}
			a.codes, a.since = append(a.codes, code), append(a.since, d)
			if d > newYear(1992) && !seen[d] {
				seen[d] = true
				g.changes = append(g.changes, d)
			}
		}
		last := a.codes[len(a.codes)-1]
		if _, ok := counties[last[:2]]; !ok {
			counties[last[:2]] = len(counties)
		}
		a.county = counties[last[:2]]
		sizes[last] += w
		g.atoms = append(g.atoms, a)
	}
	slices.Sort(g.changes)
	g.counties = len(counties)
	g.byCounty = make([]alias, g.counties)
	for i := range g.atoms {
		a := &g.atoms[i]
		last := a.codes[len(a.codes)-1]
		a.size = sizes[last]
		g.all.add(i, a.weight)
		g.byCounty[a.county].add(i, a.weight)
		if a.size >= 60000 {
			g.city.add(i, a.weight)
		}
		switch last {
		case "0301", "4601", "5001", "1103", "5501", "4204":
			g.campus.add(i, a.weight)
		}
	}
	return g, nil
}
