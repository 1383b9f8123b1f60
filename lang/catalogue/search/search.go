// Package search finds register variables by words.
//
// In: the variables of catalogue versions, and search words. Out: the variables whose name,
// title, subject, description or code labels have all the words, best first, in both
// languages at once.
//
//	index := search.New([]catalogue.Version{version})
//	found := index.Find(search.Parse("lønn fast"))
//	found.Hits[0].Entry.Variable.Name // "INNTEKT_WLONN"
//
// A word is found as a whole word, as the beginning of one, or inside one (timelønn); if no
// word of the catalogue has it, the words spelt most alike stand in for it.
package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/mdscript/mdscript/lang/catalogue"
)

// Field is where a word was found.
type Field uint8

// The fields, the most telling first. A hit in one counts for more than any in a later one.
const (
	Name Field = iota
	Title
	Subject
	Description
	Label
	fields
)

// weights and qualities in tenths: the worst find in a field beats the best in the next.
var weights = [fields]int32{160, 80, 40, 20, 10}

const (
	whole  = 10
	prefix = 8
	inside = 6
	alike  = 6
)

// Entry is one variable of one version.
type Entry struct {
	Version  catalogue.Version
	Variable *catalogue.Variable
}

// Hit is a variable found. Field is the best place among those of all words.
type Hit struct {
	Entry Entry
	Field Field
	Score int32
}

// Found is the answer to a query.
type Found struct {
	Hits []Hit
	// Instead has the words of the query that are nowhere, with the nearest words, which were
	// taken for them.
	Instead []Instead
	// Part tells that no variable has all words; the hits have the most of them.
	Part bool
}

// Instead is a word that is nowhere and the first few words spelt nearly like it.
type Instead struct {
	Word string
	Near []string
}

// Index answers queries over some versions. It is safe for concurrent use. It is built
// when first asked.
type Index struct {
	versions []catalogue.Version
	once     sync.Once
	entries  []Entry
	vocab    []string // folded, sorted
	as       []string // the same words as they were first written
	places   [][]place
	names    []string // folded, by entry
}

// place says that a word occurs in fields of an entry; a bit for each field.
type place struct {
	entry int32
	in    uint8
}

// New makes an index over all variables of some versions. Reading them is left to the first
// question.
func New(versions []catalogue.Version) *Index { return &Index{versions: versions} }

// Entries are all variables, by version as given and then by name.
func (x *Index) Entries() []Entry {
	x.once.Do(x.build)
	return x.entries
}

// Find gives the variables that have all words of the query, best first; equal ones in the
// order of Entries. A query without words finds everything.
func (x *Index) Find(q Query) Found {
	x.once.Do(x.build)
	if len(q.Words) == 0 {
		out := Found{}
		for _, e := range x.entries {
			out.Hits = append(out.Hits, Hit{Entry: e})
		}
		return out
	}
	t := newTally(len(x.entries))
	var out Found
	for i, w := range q.Words {
		if !x.score(w, t) {
			near := x.near(w)
			for _, id := range near {
				x.add(id, alike, t)
			}
			if len(near) > 0 {
				out.Instead = append(out.Instead, Instead{q.Written[i], x.closest(near, len(w))})
			}
		}
		t.next()
	}
	return x.ranked(t, q, out)
}

// tally counts, for each entry, what the words found.
type tally struct {
	scores, total []int32 // of one word, and of all
	in, best      []uint8 // the best field of one word, and of all
	also          []uint8 // all fields of one word; a bit for each
	count         []int   // words found
}

func newTally(n int) *tally {
	t := &tally{scores: make([]int32, n), total: make([]int32, n),
		in: make([]uint8, n), best: make([]uint8, n), also: make([]uint8, n), count: make([]int, n)}
	for i := range t.best {
		t.best[i] = uint8(fields)
	}
	return t
}

// above lifts the best find of a word above all that its other fields add.
const above = 100

// next adds what one word found to the sums: its best find, and a little for every other
// field that has it.
func (t *tally) next() {
	for e, s := range t.scores {
		if s == 0 {
			continue
		}
		t.total[e] += s * above
		for f := Name; f < fields; f++ {
			if t.also[e]&(1<<f) != 0 && uint8(f) != t.in[e] {
				t.total[e] += weights[f]
			}
		}
		t.count[e]++
		t.best[e] = min(t.best[e], t.in[e])
	}
	clear(t.scores)
	clear(t.also)
}

// ranked gives the entries with the most words, best first.
func (x *Index) ranked(t *tally, q Query, out Found) Found {
	most := 0
	for _, c := range t.count {
		most = max(most, c)
	}
	if most == 0 {
		return out
	}
	out.Part = most < len(q.Words)
	name := strings.Join(q.Words, " ")
	for e, c := range t.count {
		if c != most {
			continue
		}
		if x.names[e] == name {
			t.total[e] += wholeName
		}
		out.Hits = append(out.Hits, Hit{Entry: x.entries[e], Field: Field(t.best[e]), Score: t.total[e]})
	}
	slices.SortStableFunc(out.Hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// wholeName lifts the variable whose very name was written above all others.
const wholeName = 1 << 20

// score adds what one word finds, and tells whether it found anything.
func (x *Index) score(w string, t *tally) bool {
	from, _ := slices.BinarySearch(x.vocab, w)
	to := from
	for ; to < len(x.vocab) && strings.HasPrefix(x.vocab[to], w); to++ {
		quality := int32(prefix)
		if len(x.vocab[to]) == len(w) {
			quality = whole
		}
		x.add(to, quality, t)
	}
	found := to > from
	if len(w) < shortest {
		return found
	}
	for id, word := range x.vocab {
		if (id < from || id >= to) && strings.Contains(word, w) {
			x.add(id, inside, t)
			found = true
		}
	}
	return found
}

// shortest is how many letters a word needs to be looked for inside others.
const shortest = 3

// add counts the places of a word, keeping the best of each entry.
func (x *Index) add(word int, quality int32, t *tally) {
	for _, p := range x.places[word] {
		t.also[p.entry] |= p.in
		for f := Name; f < fields; f++ {
			if p.in&(1<<f) == 0 {
				continue
			}
			if s := weights[f] * quality; s > t.scores[p.entry] {
				t.scores[p.entry], t.in[p.entry] = s, uint8(f)
			}
			break
		}
	}
}
