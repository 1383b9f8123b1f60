package store

import (
	"slices"
	"sort"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Query says which records of a variable are wanted (spec/store.md §4). With s and e for
// start and stop, and a missing e later than every day:
//
//	Whole         every record                    import of FIXED
//	At(D)         s ≤ D and e ≥ D                 import at a date
//	During(S, T)  s ≤ T and e ≥ S                 import-event
//
// Records without a start match no day.
type Query struct {
	timed    bool
	from, to int
}

// Whole asks for every record.
func Whole() Query { return Query{} }

// At asks for the records that hold on a day, an epoch day.
func At(day int) Query { return Query{timed: true, from: day, to: day} }

// During asks for the records that hold on some day of a period. A stop before the start
// asks for the records that hold on the start.
func During(start, stop int) Query { return Query{timed: true, from: start, to: max(start, stop)} }

// View is the records of one variable that a query may touch, open and proven.
type View struct {
	store    *Store
	bank     string
	variable *catalogue.Variable
	unit     *space
	query    Query
	parts    []*hotFile
	dict     *column.Dict
	codes    [][]uint32 // per part: from its codes to those of dict; nil when they are the same
}

// View opens the files a query needs, building hot files that do not exist. Errors are
// *diag.Problem with T-codes, or those of the context and the memory pool.
func (s *Store) View(c *kernel.Context, version catalogue.Version, v *catalogue.Variable, q Query) (*View, error) {
	items, err := s.itemsOf(version, v)
	if err != nil {
		return nil, err
	}
	if items, err = wanted(c, items, v, q); err != nil {
		return nil, err
	}
	return s.viewOf(c, version.Bank(), v, q, items)
}

func (s *Store) viewOf(c *kernel.Context, bank string, v *catalogue.Variable, q Query, items []*item) (*View, error) {
	w := &View{store: s, bank: bank, variable: v, unit: s.space(v.Unit.Space), query: q}
	for _, it := range items {
		h, err := it.open(c, true)
		if err != nil {
			return nil, err
		}
		w.parts = append(w.parts, h)
	}
	if v.Kind == types.Text {
		if err := w.joinDicts(); err != nil {
			return nil, wrap(err, codeCacheFault, diag.Catalogue(v.Name))
		}
	}
	return w, nil
}

// wanted leaves out the partitions that cannot hold a matching record. A partition holds
// what starts in its year; a STATUS record also stops there, others stop where the footer
// says.
func wanted(c *kernel.Context, items []*item, v *catalogue.Variable, q Query) (keep []*item, err error) {
	if !q.timed || items[0].year == 0 {
		return items, nil
	}
	first, _, _ := types.CivilFromDays(q.from)
	last, _, _ := types.CivilFromDays(q.to)
	var older []*item
	for _, it := range items {
		if it.year < first && v.Temporality != types.Status {
			older = append(older, it)
		}
	}
	spans := make([]span, len(older))
	err = c.EachOf(len(older), func(i int) (err error) { spans[i], err = older[i].days(c.Ctx); return err })
	if err != nil {
		return nil, err
	}
	for i, it := range older {
		if spans[i].to >= q.from {
			keep = append(keep, it)
		}
	}
	for _, it := range items {
		if it.year >= first && it.year <= last {
			keep = append(keep, it)
		}
	}
	return keep, nil
}

// joinDicts makes one sorted dictionary of those of the parts.
func (w *View) joinDicts() error {
	dicts := make([]*column.Dict, len(w.parts))
	var all []string
	for i, h := range w.parts {
		d, err := h.dictionary()
		if err != nil {
			return err
		}
		dicts[i] = d
		all = append(all, d.Values...)
	}
	w.codes = make([][]uint32, len(w.parts))
	switch len(dicts) {
	case 0:
		w.dict = &column.Dict{Sorted: true}
		return nil
	case 1:
		w.dict = dicts[0]
		return nil
	}
	sort.Strings(all)
	w.dict = &column.Dict{Values: slices.Compact(all), Sorted: true}
	for i, d := range dicts {
		if slices.Equal(d.Values, w.dict.Values) {
			continue
		}
		w.codes[i] = make([]uint32, len(d.Values))
		for k, word := range d.Values {
			at, _ := slices.BinarySearch(w.dict.Values, word)
			w.codes[i][k] = uint32(at)
		}
	}
	return nil
}

// touch counts what a query reads of the parts.
func (w *View) touch(c *kernel.Context) {
	bytes := int64(0)
	for _, h := range w.parts {
		for name, e := range h.side.Parts {
			if name == partOffsets || name == partWords || (!w.query.timed && (name == partStart || name == partStop || name == partEnded)) {
				continue
			}
			bytes += e.Len
		}
	}
	w.store.countRead(w.bank, w.variable.Name, bytes)
	if c.Read != nil {
		c.Read(bytes)
	}
}

// Filter narrows what Records gives. Empty lists mean no filter.
type Filter struct {
	Units  []uint32 // ordinals, ascending
	Values []string // exact texts or numbers; one * at the end asks for a prefix of a text
}

// accepts makes the choice of values. ok is false for a filter that cannot be: a lone or an
// inner *, or a value that is not of the variable's type.
func (w *View) accepts(values []string) (of choice, ok bool) {
	if len(values) == 0 {
		return choice{}, true
	}
	if w.variable.Kind != types.Text {
		return w.acceptsNumbers(values)
	}
	of = choice{valued: true, codes: make([]bool, len(w.dict.Values))}
	for _, want := range values {
		prefix, wild := strings.CutSuffix(want, "*")
		if strings.Contains(prefix, "*") || (wild && prefix == "") {
			return choice{}, false
		}
		for i, word := range w.dict.Values {
			if word == want || (wild && strings.HasPrefix(word, prefix)) {
				of.codes[i] = true
			}
		}
	}
	return of, true
}

func (w *View) acceptsNumbers(values []string) (choice, bool) {
	of := choice{valued: true, numbers: map[int64]bool{}}
	for _, text := range values {
		n, ok := parseDecimalID(text)
		if !ok || (w.variable.Kind != types.Integer && w.variable.Kind != types.Date) {
			return choice{}, false
		}
		of.numbers[n] = true
	}
	return of, true
}
