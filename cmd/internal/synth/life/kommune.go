package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed data/atoms.tsv
var atomsTSV string

// AtomCount is how many atoms the map has.
var AtomCount = strings.Count(strings.TrimSpace(atomsTSV), "\n")

// atom is the smallest area that never was divided since 1992; a municipality of
// any year is a set of atoms.
type atom struct {
	Weight int      // residents about 2024
	Codes  []string // municipality code, oldest first
	since  []int16  // day from which each code counts
	index  []int64  // position of each code in the code list, when known
	County int      // region: index of the county of 2024
	Size   int      // residents of the municipality of 2024 it is part of
}

// geography is the map: atoms, their counties and weighted tables to draw places from.
type geography struct {
	Atoms    []atom
	Changes  []int16 // days on which some code changes, ascending
	counties int
	All      alias
	ByCounty []alias
	Campus   alias // places with much higher education
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

func (a *alias) Draw(word uint64) uint16 {
	r := chance.Scaled(word, a.upto[len(a.upto)-1])
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

// CodeAt is the municipality code of an atom on a day.
func (g *geography) CodeAt(i uint16, d int16) string {
	a := &g.Atoms[i]
	k := len(a.Codes) - 1
	for k > 0 && a.since[k] > d {
		k--
	}
	return a.Codes[k]
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
		a := atom{Weight: w}
		for _, f := range fields[1:] {
			code, from, _ := strings.Cut(f, "@")
			d, err := calendar.ParseDay(from)
			if err != nil {
				return nil, fmt.Errorf("municipality table: %w", err)
			}
			a.Codes, a.since = append(a.Codes, code), append(a.since, d)
			if d > calendar.NewYear(1992) && !seen[d] {
				seen[d] = true
				g.Changes = append(g.Changes, d)
			}
		}
		last := a.Codes[len(a.Codes)-1]
		if _, ok := counties[last[:2]]; !ok {
			counties[last[:2]] = len(counties)
		}
		a.County = counties[last[:2]]
		sizes[last] += w
		g.Atoms = append(g.Atoms, a)
	}
	slices.Sort(g.Changes)
	g.counties = len(counties)
	g.ByCounty = make([]alias, g.counties)
	for i := range g.Atoms {
		a := &g.Atoms[i]
		last := a.Codes[len(a.Codes)-1]
		a.Size = sizes[last]
		g.All.add(i, a.Weight)
		g.ByCounty[a.County].add(i, a.Weight)
		if a.Size >= 60000 {
			g.city.add(i, a.Weight)
		}
		switch last {
		case "0301", "4601", "5001", "1103", "5501", "4204":
			g.Campus.add(i, a.Weight)
		}
	}
	return g, nil
}
