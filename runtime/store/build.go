package store

import (
	"context"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// noDay stands for a missing start while a file is built: such a row matches no day.
const noDay = math.MaxInt32

// rows is the content of one item in memory, first in file order, then in hot order.
// Exactly one of ints, floats and codes is used.
type rows struct {
	n      int
	ords   []uint32
	ints   []int64
	floats []float64
	codes  []uint32 // dictionary codes, or ordinals of a key variable
	dict   []string
	valid  []bool // nil: no missing values
	start  []int32
	stop   []int32 // noDay: open
	open   bool    // some spell is open
	timed  bool    // some row has a start
}

// build makes the hot file of an item and gives its name.
func (it *item) build(c *kernel.Context) (string, error) {
	tables, err := it.openTables(c.Ctx)
	if err != nil {
		return "", err
	}
	defer func() {
		for _, t := range tables {
			t.close()
		}
	}()
	unit, err := it.unit.acquire(func() (seedIDs, error) { return it.seed(c, tables) })
	if err != nil {
		return "", err
	}
	defer it.unit.release()
	var refers *index
	if it.refers != nil {
		refers, err = it.refers.acquire(func() (seedIDs, error) { return it.seedValues(c, tables) })
		if err != nil {
			return "", err
		}
		defer it.refers.release()
	}
	for range maxRebuilds {
		if it.refers == it.unit {
			refers = unit
		}
		r, lost, err := it.decode(c, tables, unit, refers)
		if err != nil {
			return "", err
		}
		if !lost.any() {
			return it.finish(c, r, unit, refers)
		}
		if err := it.learn(lost, unit, refers); err != nil {
			return "", err
		}
		unit = it.unit.current()
		if it.refers != nil {
			refers = it.refers.current()
		}
	}
	return "", errRetry
}

// openTables verifies and opens the source files.
func (it *item) openTables(ctx context.Context) (tables []*table, err error) {
	sums, err := it.checksums()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			for _, t := range tables {
				t.close()
			}
			tables = nil
		}
	}()
	for _, path := range it.files() {
		rel := it.rel
		if it.year != 0 || !strings.HasSuffix(rel, ".parquet") {
			rel += "/" + path[strings.LastIndexAny(path, `/\`)+1:]
		}
		if sums != nil {
			want, ok := sums[rel]
			if !ok {
				return tables, diag.New(codeNotListed, diag.Catalogue(it.version.bank.name+"/"+rel))
			}
			if err := verify(ctx, path, it.version.bank.name+"/"+rel, want); err != nil {
				return tables, err
			}
		}
		t, err := openTable(path, it.version.bank.name+"/"+rel)
		if err != nil {
			return tables, readProblem(err, codeUnreadable, it.version.bank.name+"/"+rel)
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// lost is the ids a decode found no ordinal for.
type lost struct{ unit, value seedIDs }

func (l *lost) any() bool {
	return len(l.unit.ints)+len(l.unit.texts)+len(l.value.ints)+len(l.value.texts) > 0
}

func (it *item) learn(l lost, unit, refers *index) error {
	if it.refers == it.unit {
		l.unit.ints = append(l.unit.ints, l.value.ints...)
		l.unit.texts = append(l.unit.texts, l.value.texts...)
		return it.unit.add(unit, l.unit.ints, l.unit.texts)
	}
	if len(l.unit.ints)+len(l.unit.texts) > 0 {
		if err := it.unit.add(unit, l.unit.ints, l.unit.texts); err != nil {
			return err
		}
	}
	if len(l.value.ints)+len(l.value.texts) > 0 {
		return it.refers.add(refers, l.value.ints, l.value.texts)
	}
	return nil
}

// piece is one row group of one file.
type piece struct {
	t      *table
	group  int
	lo, hi int // rows of the item
	dict   []string
	lost   lost
	nulls  bool
}

func pieces(tables []*table) (all []piece, n int) {
	for _, t := range tables {
		for g := range t.groups() {
			if rows := t.groupRows(g); rows > 0 {
				all = append(all, piece{t: t, group: g, lo: n, hi: n + rows})
				n += rows
			}
		}
	}
	return all, n
}

// decode reads all columns, row groups side by side, and resolves ids to ordinals.
func (it *item) decode(c *kernel.Context, tables []*table, unit, refers *index) (*rows, lost, error) {
	all, n := pieces(tables)
	if n > maxRows {
		return nil, lost{}, diag.New(codeTooLarge, diag.Catalogue(it.label()))
	}
	r := &rows{n: n, ords: make([]uint32, n)}
	switch it.variable.Kind {
	case types.Integer, types.Date:
		r.ints = make([]int64, n)
	case types.Decimal:
		r.floats = make([]float64, n)
	default:
		r.codes = make([]uint32, n)
	}
	r.valid = make([]bool, n)
	r.start, r.stop = make([]int32, n), make([]int32, n)
	err := c.EachOf(len(all), func(i int) error { return it.decodePiece(c.Ctx, r, &all[i], unit, refers) })
	if err != nil {
		return nil, lost{}, err
	}
	var missing lost
	nulls := false
	for i := range all {
		missing.unit.ints = append(missing.unit.ints, all[i].lost.unit.ints...)
		missing.unit.texts = append(missing.unit.texts, all[i].lost.unit.texts...)
		missing.value.ints = append(missing.value.ints, all[i].lost.value.ints...)
		missing.value.texts = append(missing.value.texts, all[i].lost.value.texts...)
		nulls = nulls || all[i].nulls
	}
	if !nulls {
		r.valid = nil
	}
	for _, t := range tables {
		if info, err := t.f.Stat(); err == nil {
			it.store.countRead(it.version.bank.name, it.variable.Name, info.Size())
		}
	}
	if it.variable.Kind == types.Text {
		mergeWords(r, all)
	}
	r.scanDays()
	return r, missing, nil
}

func (it *item) decodePiece(ctx context.Context, r *rows, p *piece, unit, refers *index) error {
	v, err := p.t.column(ctx, p.group, colUnit)
	if err != nil {
		return err
	}
	v.widen()
	if err := p.resolve(r.ords[p.lo:p.hi], v, unit, &p.lost.unit, nil); err != nil {
		return err
	}
	v.free()
	if v, err = p.t.column(ctx, p.group, colValue); err != nil {
		return err
	}
	v.widen()
	if err := it.values(r, p, v, refers); err != nil {
		return err
	}
	v.free()
	if err := p.days(ctx, r.start[p.lo:p.hi], colStart); err != nil {
		return err
	}
	return p.days(ctx, r.stop[p.lo:p.hi], colStop)
}

// resolve turns ids into ordinals. Missing ids are an error unless valid takes them.
func (p *piece) resolve(dst []uint32, v vector, x *index, unknown *seedIDs, valid []bool) error {
	wrong := diag.New(codeIdKinds, diag.Catalogue(p.t.rel))
	for i := range valid {
		valid[i] = v.valid == nil || v.valid[i]
	}
	if valid == nil && slices.Contains(v.valid, false) {
		return wrong
	}
	switch {
	case v.floats != nil:
		return wrong
	case v.codes != nil:
		return p.resolveTexts(dst, v, x, unknown, valid, wrong)
	case x.units.text:
		words := make([]string, len(v.ints))
		for i, id := range v.ints {
			words[i] = strconv.FormatInt(id, 10)
		}
		unknown.texts = x.textOrdinals(dst, words)
	case v.valid == nil:
		unknown.ints = x.ordinals(dst, v.ints)
	default:
		for i, id := range v.ints {
			if !v.valid[i] {
				continue
			}
			unknown.ints = append(unknown.ints, x.ordinals(dst[i:i+1], []int64{id})...)
		}
	}
	return nil
}

func (p *piece) resolveTexts(dst []uint32, v vector, x *index, unknown *seedIDs, valid []bool, wrong error) error {
	empty := slices.Index(v.dict, "")
	if empty >= 0 && valid == nil {
		return wrong
	}
	to := make([]uint32, max(len(v.dict), 1))
	for i, word := range v.dict {
		if i == empty {
			continue
		}
		if x.units.text {
			unknown.texts = append(unknown.texts, x.textOrdinals(to[i:i+1], []string{word})...)
			continue
		}
		id, ok := parseDecimalID(word)
		if !ok {
			return wrong
		}
		unknown.ints = append(unknown.ints, x.ordinals(to[i:i+1], []int64{id})...)
	}
	for i, code := range v.codes {
		dst[i] = to[code]
		if valid != nil && int(code) == empty {
			valid[i] = false
		}
	}
	return nil
}

// values converts a value column to the kind the metadata promise. Older stores keep every
// value as text. An empty text, a null and a number that is none are missing.
func (it *item) values(r *rows, p *piece, v vector, refers *index) error {
	valid := r.valid[p.lo:p.hi]
	for i := range valid {
		valid[i] = v.valid == nil || v.valid[i]
	}
	p.nulls = v.valid != nil && slices.Contains(v.valid, false)
	wrong := diag.New(codeValueType, diag.Catalogue(p.t.rel))
	var err error
	switch it.variable.Kind {
	case types.Key:
		err = p.resolve(r.codes[p.lo:p.hi], v, refers, &p.lost.value, valid)
	case types.Text:
		err = p.textValues(r.codes[p.lo:p.hi], v, valid, wrong)
	case types.Decimal:
		err = p.decimalValues(r.floats[p.lo:p.hi], v, valid, wrong)
	default:
		err = p.wholeValues(r.ints[p.lo:p.hi], v, valid, wrong)
	}
	p.nulls = p.nulls || slices.Contains(valid, false)
	return err
}

func (p *piece) textValues(dst []uint32, v vector, valid []bool, wrong error) error {
	switch {
	case v.codes != nil:
		copy(dst, v.codes)
		p.dict = v.dict
		if empty := slices.Index(v.dict, ""); empty >= 0 {
			for i, code := range v.codes {
				if int(code) == empty {
					valid[i] = false
				}
			}
		}
	case v.ints != nil:
		codes := map[int64]uint32{}
		for i, x := range v.ints {
			code, ok := codes[x]
			if !ok {
				code = uint32(len(p.dict))
				codes[x] = code
				p.dict = append(p.dict, strconv.FormatInt(x, 10))
			}
			dst[i] = code
		}
	default:
		return wrong
	}
	return nil
}

func (p *piece) decimalValues(dst []float64, v vector, valid []bool, wrong error) error {
	switch {
	case v.floats != nil:
		copy(dst, v.floats)
	case v.ints != nil:
		for i, x := range v.ints {
			dst[i] = float64(x)
		}
	default:
		numbers := make([]float64, len(v.dict))
		for i, word := range v.dict {
			x, err := strconv.ParseFloat(strings.TrimSpace(word), 64)
			if word == "" {
				x = math.NaN()
			} else if err != nil {
				return wrong
			}
			numbers[i] = x
		}
		for i, code := range v.codes {
			if valid[i] {
				dst[i] = numbers[code]
			}
		}
	}
	for i, x := range dst {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			valid[i], dst[i] = false, 0
		}
	}
	return nil
}

func (p *piece) wholeValues(dst []int64, v vector, valid []bool, wrong error) error {
	switch {
	case v.ints != nil:
		copy(dst, v.ints)
	case v.codes != nil:
		numbers := make([]int64, len(v.dict))
		empty := -1
		for i, word := range v.dict {
			x, err := strconv.ParseInt(strings.TrimSpace(word), 10, 64)
			if word == "" {
				empty = i
			} else if err != nil {
				return wrong
			}
			numbers[i] = x
		}
		for i, code := range v.codes {
			if valid[i] {
				dst[i], valid[i] = numbers[code], int(code) != empty
			}
		}
	default:
		return wrong
	}
	return nil
}

// days reads a column of days; a file without it is as one with nulls only.
func (p *piece) days(ctx context.Context, dst []int32, name string) error {
	if _, has := p.t.cols[name]; !has {
		for i := range dst {
			dst[i] = noDay
		}
		return nil
	}
	v, err := p.t.column(ctx, p.group, name)
	if err != nil {
		return err
	}
	defer v.free()
	if v.days != nil {
		copy(dst, v.days)
		for i, ok := range v.valid {
			if !ok {
				dst[i] = noDay
			}
		}
		return nil
	}
	if v.ints == nil {
		return diag.New(codeValueType, diag.Catalogue(p.t.rel))
	}
	for i, day := range v.ints {
		if v.valid != nil && !v.valid[i] {
			dst[i] = noDay
			continue
		}
		if day <= math.MinInt32 || day >= noDay {
			return diag.New(codeValueType, diag.Catalogue(p.t.rel))
		}
		dst[i] = int32(day)
	}
	return nil
}

func (r *rows) scanDays() {
	for i := range r.start {
		if r.start[i] != noDay {
			r.timed = true
			break
		}
	}
	if !r.timed {
		r.start, r.stop = nil, nil
		return
	}
	r.open = slices.Contains(r.stop, noDay)
}

// mergeWords makes one sorted dictionary of those of the pieces, without the empty text.
func mergeWords(r *rows, all []piece) {
	for i := range all {
		r.dict = append(r.dict, all[i].dict...)
	}
	sort.Strings(r.dict)
	r.dict = slices.Compact(r.dict)
	if len(r.dict) > 0 && r.dict[0] == "" {
		r.dict = r.dict[1:]
	}
	for i := range all {
		p := &all[i]
		to := make([]uint32, max(len(p.dict), 1))
		for k, word := range p.dict {
			if at, ok := slices.BinarySearch(r.dict, word); ok {
				to[k] = uint32(at)
			}
		}
		for k := p.lo; k < p.hi; k++ {
			if r.valid != nil && !r.valid[k] {
				r.codes[k] = 0
			} else {
				r.codes[k] = to[r.codes[k]]
			}
		}
	}
}
