package transform

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/mdscript/mdscript/cmd/internal/datafile"
	"github.com/mdscript/mdscript/lang/types"
)

// pool hands on columns that were written.
type pool struct{ free sync.Pool }

func (p *pool) get() *columns {
	if c, ok := p.free.Get().(*columns); ok {
		c.reset()
		return c
	}
	return &columns{}
}

func (p *pool) put(c *columns) { p.free.Put(c) }

const (
	// defaultMemory bounds the rows that wait for their row group, of all years together.
	defaultMemory = 256 << 20
	// maxText bounds the text of a row group: it is addressed in 32 bits.
	maxText = 64 << 20
)

// files writes rows in the order they come: into one file, or one per year of start.
type files struct {
	form    form
	path    string // of the file, or of the folder
	pool    *pool
	memory  int64
	scratch *datafile.Scratch
	years   []int16 // by day
	parts   map[int]*output
	bytes   int64 // of rows that wait
	rows    int64
}

// output is one file and the rows that wait for it.
type output struct {
	year  int
	file  *datafile.File
	rows  columns
	bytes int64
}

func newFiles(f form, path string, p *pool, memory int64) *files {
	w := &files{form: f, path: path, pool: p, memory: memory, scratch: datafile.NewScratch(), parts: map[int]*output{}}
	if memory <= 0 {
		w.memory = defaultMemory
	}
	if f.years {
		w.years = make([]int16, 1<<16)
		for day := range w.years {
			year, _, _ := types.CivilFromDays(int(int16(uint16(day))))
			w.years[day] = int16(year)
		}
	}
	return w
}

// take appends rows.
func (w *files) take(c *columns) error {
	defer w.pool.put(c)
	for from := 0; from < c.n; {
		year, to := 0, c.n
		if w.form.years {
			year = int(w.years[uint16(c.start[from])])
			for to = from + 1; to < c.n && int(w.years[uint16(c.start[to])]) == year; to++ {
			}
		}
		if err := w.put(year, c, from, to); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// put appends rows of one year. Groups end at fixed numbers of rows and bytes, so that the file
// does not depend on how the rows came.
func (w *files) put(year int, c *columns, from, to int) error {
	o := w.parts[year]
	if o == nil {
		var err error
		if o, err = w.open(year); err != nil {
			return err
		}
	}
	for from < to {
		n := min(to-from, datafile.GroupRows-o.rows.n)
		o.rows.take(c, from, from+n)
		from += n
		now := o.rows.bytes()
		w.bytes += now - o.bytes
		o.bytes = now
		if o.rows.n == datafile.GroupRows || len(o.rows.text.Bytes)+len(o.rows.idText.Bytes) > maxText {
			if err := w.flush(o); err != nil {
				return err
			}
		}
	}
	if w.bytes > w.memory {
		return w.flush(w.largest())
	}
	return nil
}

// largest is the file with most that waits, of equal ones the earliest year.
func (w *files) largest() *output {
	var most *output
	for _, year := range slices.Sorted(maps.Keys(w.parts)) {
		if o := w.parts[year]; most == nil || o.bytes > most.bytes {
			most = o
		}
	}
	return most
}

// name is the path of a year's file below the folder, with slashes.
func (w *files) name(year int) string {
	if !w.form.years {
		return filepath.Base(w.path)
	}
	return fmt.Sprintf("start_year=%04d/part-0.parquet", year)
}

func (w *files) open(year int) (*output, error) {
	path := w.path
	if w.form.years {
		path = filepath.Join(path, filepath.FromSlash(w.name(year)))
	}
	f, err := datafile.Create(path, datafile.Layout{Unit: w.form.unit, Value: w.form.value, Creator: creator}, w.scratch)
	if err != nil {
		return nil, err
	}
	o := &output{year: year, file: f}
	w.parts[year] = o
	return o, nil
}

func (w *files) flush(o *output) error {
	err := o.file.Write(o.rows.group(w.form))
	w.rows += int64(o.rows.n)
	w.bytes -= o.bytes
	o.bytes = 0
	o.rows.reset()
	return err
}

// close ends all files and gives their checksums. It must be called once, also after an error.
func (w *files) close() (map[string]datafile.Sum, error) {
	sums := map[string]datafile.Sum{}
	var failed error
	for _, year := range slices.Sorted(maps.Keys(w.parts)) {
		o := w.parts[year]
		err := w.flush(o)
		sum, closed := o.file.Close()
		if err == nil {
			err = closed
		}
		if failed == nil {
			failed = err
		}
		sums[w.name(year)] = sum
		delete(w.parts, year)
	}
	return sums, failed
}

func decimal(n int64) []byte { return strconv.AppendInt(nil, n, 10) }

func number(b []byte) (int64, error) { return strconv.ParseInt(string(b), 10, 64) }
