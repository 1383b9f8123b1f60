package rows

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// worker checks blocks, one after the other. What it found is read when all is done.
type worker struct {
	*checker
	sink   *sink
	rows   int64
	span   span
	counts map[diag.Code]int64
	found  map[diag.Code][]finding.Finding

	take func(rawID, value []byte, start, stop cell) error // instead of checking; nil to check

	line  int64 // of the row at hand
	dirty bool  // the block has bytes that need a second look
	quote bool
}

func newWorker(c *checker) *worker {
	return &worker{checker: c, sink: c.units.sink(), counts: map[diag.Code]int64{}, found: map[diag.Code][]finding.Finding{}}
}

// add keeps a finding of the row at hand; build is called only for the first ones of a code.
func (w *worker) add(code diag.Code, column int, build func() (upstream string, args []string)) {
	w.counts[code]++
	if len(w.found[code]) >= w.options.Limit {
		return
	}
	upstream, args := build()
	w.found[code] = append(w.found[code], finding.Finding{Code: code, Line: w.line, Column: column, Args: args, Upstream: upstream})
}

// check reads the rows of a block. Its error is of the temporary file.
func (w *worker) check(b *block) error {
	w.line = b.line
	if b.long {
		w.rows++
		w.add(finding.LongLine, 0, func() (string, []string) {
			return "straddling object straddles two block boundaries (try to increase block size?)", []string{strconv.Itoa(maxLine)}
		})
		return nil
	}
	data := b.data
	w.quote = bytes.IndexByte(data, '"') >= 0
	w.dirty = bytes.IndexByte(data, 0) >= 0 || loneReturn(data) || !utf8.Valid(data)
	for len(data) > 0 {
		line := data
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			line, data = data[:i], data[i+1:]
		} else {
			data = nil
		}
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		if err := w.any(line); err != nil {
			return err
		}
		w.line++
	}
	return nil
}

// loneReturn tells whether there is a carriage return that is not before a line feed.
func loneReturn(data []byte) bool {
	if bytes.IndexByte(data, '\r') < 0 {
		return false
	}
	return bytes.Count(data, []byte("\r")) != bytes.Count(data, []byte("\r\n"))
}

// any reads a line of any kind.
func (w *worker) any(line []byte) error {
	if !w.quote && !w.dirty && !w.options.careful {
		if done, err := w.usual(line); done {
			return err
		}
	}
	if len(line) == 0 {
		return nil
	}
	return w.row(line)
}

// rowText is how much of a row the reader's message shows, in bytes.
const rowText = 100

func (w *worker) row(line []byte) error {
	w.rows++
	var f [fields][]byte
	n := 0
	if w.quote && bytes.IndexByte(line, '"') >= 0 {
		n = splitQuoted(line, &f)
	} else {
		n = split(line, &f)
	}
	if w.dirty && bytes.IndexByte(line, '\r') >= 0 && n == fields {
		n = 1 + bytes.Count(line[:bytes.IndexByte(line, '\r')], []byte(";")) // a line break of old, inside a row
	}
	if n != fields {
		w.fieldCount(line, n)
		return nil
	}
	if w.dirty {
		w.bytesOf(&f)
	}
	start, stop := w.date(2, f[2]), w.date(3, f[3])
	return w.cells(f[0], f[1], start, stop)
}

func (w *worker) fieldCount(line []byte, n int) {
	w.add(finding.FieldCount, 0, func() (string, []string) {
		shown := string(line)
		if len(shown) > rowText {
			shown = shown[:rowText-4] + " ..."
		}
		count := strconv.Itoa(n)
		return "CSV parse error: Expected 5 columns, got " + count + ": " + finding.Visible(shown), []string{count}
	})
}

// bytesOf looks for bytes that no text has.
func (w *worker) bytesOf(f *[fields][]byte) {
	for i, cell := range f {
		if !utf8.Valid(cell) && (i == 0 && w.rules.IDType != "LONG" || i == 1 && (w.rules.DataType == "STRING" || w.rules.DataType == "") || i == fields-1) {
			w.add(finding.NotUTF8, i+1, func() (string, []string) {
				return "In CSV column #" + strconv.Itoa(i) + ": CSV conversion error to string: invalid UTF8 data", nil
			})
		}
		if bytes.IndexByte(cell, 0) >= 0 {
			w.add(finding.HoldsNUL, i+1, func() (string, []string) { return "", nil })
		}
	}
}

// conversions name the types of cells: for the message of the public tools, and for people.
var conversions = map[string][3]string{
	"LONG":   {"int64", "a whole number", "et heltall"},
	"DOUBLE": {"double", "a number", "et tall"},
	"DATE":   {"date32[day]", "a date", "en dato"},
}

func (w *worker) unconverted(column int, cell []byte, dataType string) {
	w.add(finding.NotConverted, column+1, func() (string, []string) {
		as := conversions[dataType]
		return "In CSV column #" + strconv.Itoa(column) + ": CSV conversion error to " + as[0] + ": invalid value '" + finding.Visible(string(cell)) + "'",
			[]string{string(cell), as[1], as[2]}
	})
}
