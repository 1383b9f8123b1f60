package store

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
)

const lazyRel = "datastore/lazy.json"

const lazyFormat = 1

// farDay bounds the days of lazy.json, well inside what queries calculate with. An open
// spell ends there.
const farDay = 1 << 30

// lazyFile is the content of lazy.json: which data of a bank are made when they are first
// read, and by what (spec/store.md §3.8).
type lazyFile struct {
	generator  string
	parameters json.RawMessage
	variables  map[string]lazyVariable
}

// lazyVariable is one part, or one for each of its years.
type lazyVariable struct {
	file  string
	rows  int // 0 when it is not told
	span  span
	years []lazyYear
}

type lazyYear struct {
	year int
	span span
}

// parseLazy reads lazy.json. newer tells that the file has a later format.
func parseLazy(b []byte) (l *lazyFile, newer bool, err error) {
	if !utf8.Valid(b) {
		return nil, false, errJSON
	}
	l = &lazyFile{variables: map[string]lazyVariable{}}
	c := &cursor{b: b}
	format := 0
	err = c.object(func(key string) (err error) {
		switch key {
		case "lazy":
			format, err = c.int()
		case "generator":
			l.generator, err = c.string()
		case "parameters":
			c.space()
			start := c.i
			if err = c.skip(); err == nil {
				l.parameters = append(json.RawMessage(nil), b[start:c.i]...)
			}
		case "variables":
			err = c.object(func(name string) (err error) {
				l.variables[name], err = readLazy(c)
				if !plainName(name) {
					return errJSON
				}
				return err
			})
		default:
			err = c.skip()
		}
		return err
	})
	if err == nil {
		err = c.end()
	}
	if err == nil && (format < 1 || l.generator == "") {
		err = errJSON
	}
	if err != nil {
		return nil, false, err
	}
	return l, format > lazyFormat, nil
}

func readLazy(c *cursor) (v lazyVariable, err error) {
	v.span, err = readSpan(c, func(key string) (err error) {
		switch key {
		case "file":
			v.file, err = c.string()
		case "rows":
			v.rows, err = c.int()
		case "years":
			v.years = []lazyYear{}
			err = c.array(func() error {
				y, err := readYear(c)
				v.years = append(v.years, y)
				return err
			})
		default:
			err = c.skip()
		}
		return err
	})
	if err != nil {
		return v, err
	}
	return v, v.check()
}

// check holds a variable against what §3.8 asks of it.
func (v *lazyVariable) check() error {
	if !plainName(v.file) || v.rows < 0 {
		return errJSON
	}
	if strings.HasSuffix(v.file, ".parquet") {
		if v.years != nil || !v.span.real() {
			return errJSON
		}
		return nil
	}
	if len(v.years) == 0 {
		return errJSON
	}
	for i, y := range v.years {
		first, _, _ := types.CivilFromDays(y.span.from)
		if !y.span.real() || y.span.to == farDay || first != y.year || y.year < 1 || y.year > 9999 ||
			(i > 0 && y.year <= v.years[i-1].year) {
			return errJSON
		}
	}
	return nil
}

func readYear(c *cursor) (y lazyYear, err error) {
	y.span, err = readSpan(c, func(key string) (err error) {
		if key == "year" {
			y.year, err = c.int()
			return err
		}
		return c.skip()
	})
	return y, err
}

// noSpan stands for bounds that were not given.
var noSpan = span{from: -farDay, to: -farDay}

// real tells a span that was given: days, or an open end.
func (s span) real() bool {
	return s.from > -farDay && s.from < farDay && s.from <= s.to && s.to <= farDay
}

// readSpan reads an object with from and to; other reads its further keys.
func readSpan(c *cursor, other func(key string) error) (span, error) {
	s := noSpan
	err := c.object(func(key string) (err error) {
		switch {
		case key == "from":
			s.from, err = c.int()
		case key == "to" && c.null():
			s.to = farDay
		case key == "to":
			if s.to, err = c.int(); s.to >= farDay {
				return errJSON
			}
		default:
			err = other(key)
		}
		return err
	})
	return s, err
}

// lazy is the bank's lazy.json, read when the first data are asked for; nil without one.
func (b *Bank) lazy() (*lazyFile, error) {
	b.late.once.Do(func() { b.late.file, b.late.err = b.readLazy() })
	return b.late.file, b.late.err
}

func (b *Bank) readLazy() (*lazyFile, error) {
	if ok, err := b.isLazy(); !ok {
		return nil, err
	}
	bytes, err := b.readJSON(lazyRel)
	if err != nil {
		return nil, err
	}
	l, newer, err := parseLazy(bytes)
	switch {
	case err != nil:
		return nil, b.damaged(lazyRel, err)
	case newer:
		return nil, diag.New(codeNewer, diag.Catalogue(b.name+"/"+lazyRel))
	}
	return l, nil
}

// isLazy tells whether the bank has a lazy.json. One that cannot be looked at is an error:
// data would seem to be missing.
func (b *Bank) isLazy() (bool, error) {
	_, err := os.Stat(filepath.Join(b.dir, filepath.FromSlash(lazyRel)))
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	}
	return false, readProblem(err, codeUnreadable, b.name+"/"+lazyRel)
}

// checkLazy refuses data made on first read in a version that is not marked as invented:
// the time that takes would tell something about a real register.
func (v *Version) checkLazy() error {
	lazy, err := v.bank.isLazy()
	if err != nil || !lazy {
		return err
	}
	policy, err := v.Policy()
	if err != nil {
		return err
	}
	if !policy.Synthetic() {
		return diag.New(codeLazyReal, diag.Catalogue(v.bank.name+":"+v.String()))
	}
	return nil
}

// late is what a bank knows of data that are made on first read.
type late struct {
	once sync.Once
	file *lazyFile
	err  error

	mu    sync.Mutex
	parts map[string]*part         // by path below the bank
	turns map[string]chan struct{} // who may wait for the system's lock, by its name
}

// partsOf gives the parts of a variable in a version, in the order of their years; none when
// its data lie in the store like any other.
func (v *Version) partsOf(name, file string) ([]*part, error) {
	l, err := v.bank.lazy()
	if err != nil || l == nil {
		return nil, err
	}
	of, ok := l.variables[name]
	if !ok || of.file != file {
		return nil, nil
	}
	return v.bank.parts(l, name), nil
}

// parts gives the parts of a variable.
func (b *Bank) parts(l *lazyFile, name string) (parts []*part) {
	of := l.variables[name]
	rel := "data/" + name + "/" + of.file
	if of.years == nil {
		return []*part{b.part(&part{lazy: l, variable: name, rel: rel, rows: of.rows, span: of.span})}
	}
	for _, y := range of.years {
		parts = append(parts, b.part(&part{lazy: l, variable: name, rel: rel + "/start_year=" + strconv.Itoa(y.year), year: y.year, span: y.span}))
	}
	return parts
}

// part gives the one part of a path: its versions and readers share it.
func (b *Bank) part(is *part) *part {
	b.late.mu.Lock()
	defer b.late.mu.Unlock()
	if p := b.late.parts[is.rel]; p != nil {
		return p
	}
	if b.late.parts == nil {
		b.late.parts = map[string]*part{}
	}
	is.bank = b
	b.late.parts[is.rel] = is
	return is
}
