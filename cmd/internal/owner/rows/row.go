package rows

import (
	"bytes"
	"strconv"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// cell is what a date cell holds.
type cell struct {
	day   int16
	there bool
	bad   bool // not readable, or outside what can be stored
}

// usual takes a line as nearly all lines are: two dates or one, and nothing in the last field.
// It looks from the end, where the lengths are known. False leaves the line to row.
func (w *worker) usual(line []byte) (bool, error) {
	n := len(line)
	if n < len("i;v;2020-01-01;2020-01-01;") || line[n-1] != ';' {
		return false, nil
	}
	stop, p, ok := dateBefore(line, n-1)
	if !ok {
		return false, nil
	}
	start, p, ok := dateBefore(line, p)
	if !ok {
		return false, nil
	}
	head := line[:p]
	i := bytes.IndexByte(head, ';')
	if i < 0 || bytes.IndexByte(head[i+1:], ';') >= 0 {
		return false, nil
	}
	w.rows++
	return true, w.cells(head[:i], head[i+1:], start, stop)
}

// dateBefore reads the date cell that ends before line[end], and gives where the one before it
// ends. It is sure of nothing but good dates and empty cells.
func dateBefore(line []byte, end int) (c cell, before int, ok bool) {
	if line[end-1] == ';' {
		return cell{}, end - 1, true
	}
	if before = end - dateLength - 1; before < 1 || line[before] != ';' {
		return cell{}, 0, false
	}
	day, ok := date(line[before+1 : end])
	return cell{day: int16(day), there: true}, before, ok && day == int(int16(day))
}

// cells checks the cells of a row and remembers its unit, or hands them to who reads the file.
func (w *worker) cells(rawID, value []byte, start, stop cell) error {
	if w.take != nil {
		return w.take(rawID, value, start, stop)
	}
	id, known := w.identifier(rawID)
	w.value(id, value)
	w.span.add(start, stop)
	if w.rules.Temporality == "" || start.bad || stop.bad {
		return nil
	}
	fits := w.period(id, start, stop)
	if !known {
		return nil
	}
	if w.rules.Temporality == "FIXED" {
		return w.sink.put(id, w.line, 0, 0, false)
	}
	if !fits {
		return nil
	}
	return w.sink.put(id, w.line, start.day, stop.day, !stop.there)
}

// identifier trims the identifier; a number is written in one way only.
func (w *worker) identifier(b []byte) (id []byte, known bool) {
	if w.rules.IDType == "LONG" {
		if isEmpty(b) {
			w.rowFinding(finding.NoIdentifier, 1, "Invalid identifier in #1 column", []byte("None"))
			return []byte("None"), false
		}
		n, ok := integer(b)
		if !ok {
			w.unconverted(0, b, "LONG")
			return trim(b), false
		}
		return strconv.AppendInt(nil, n, 10), true
	}
	if id = trim(b); len(id) == 0 {
		w.rowFinding(finding.NoIdentifier, 1, "Invalid identifier in #1 column", id)
	}
	return id, len(id) > 0
}

// rowFinding is a finding whose message of the public tools ends with the identifier.
func (w *worker) rowFinding(code diag.Code, column int, upstream string, id []byte, args ...string) {
	w.add(code, column, func() (string, []string) {
		return upstream + " for row with identifier: " + finding.Visible(string(id)), append([]string{string(id)}, args...)
	})
}

func (w *worker) value(id, b []byte) {
	const message = "Invalid value in #2 column"
	switch w.rules.DataType {
	case "":
	case "STRING":
		if b = trim(b); len(b) == 0 {
			w.rowFinding(finding.NoValue, 2, message, id)
		} else if w.codes != nil {
			if _, ok := w.codes.find(b); !ok {
				w.notInList(id, string(b))
			}
		}
	default:
		if isEmpty(b) {
			w.rowFinding(finding.NoValue, 2, message, id)
			return
		}
		w.number(id, b)
	}
}

func (w *worker) number(id, b []byte) {
	n, ok := int64(0), false
	switch w.rules.DataType {
	case "LONG":
		n, ok = integer(b)
	case "DOUBLE":
		ok = isNumber(b)
	case "DATE":
		_, ok = date(b)
	}
	switch {
	case !ok:
		w.unconverted(1, b, w.rules.DataType)
	case w.codes != nil && !w.codes.numbers[n]:
		w.notInList(id, strconv.FormatInt(n, 10))
	}
}

func (w *worker) notInList(id []byte, value string) {
	w.add(finding.NotInList, 2, func() (string, []string) {
		return "Error for identifier " + finding.Visible(string(id)) + ": " + finding.Visible(value) + " is not in code list", []string{string(id), value}
	})
}

func (w *worker) date(column int, b []byte) cell {
	if len(b) == 0 {
		return cell{}
	}
	day, ok := date(b)
	switch {
	case !ok && isEmpty(b):
		return cell{}
	case !ok:
		w.unconverted(column, b, "DATE")
		return cell{bad: true}
	case day != int(int16(day)):
		w.add(finding.OutOfRange, column+1, func() (string, []string) {
			return "Integer value " + strconv.Itoa(day) + " not in range: -32768 to 32767", []string{dateText(day)}
		})
		return cell{bad: true}
	}
	return cell{day: int16(day), there: true}
}

// period tells whether the period fits the temporality.
func (w *worker) period(id []byte, start, stop cell) bool {
	wrong := false
	switch w.rules.Temporality {
	case "FIXED":
		wrong = start.there || !stop.there
	case "STATUS":
		wrong = !start.there || !stop.there
		if !wrong && start.day != stop.day {
			w.rowFinding(finding.UnequalDates, 3, "#3 column not equal to #4 column", id)
			return false
		}
	case "ACCUMULATED":
		wrong = !start.there || !stop.there || start.day >= stop.day
	case "EVENT":
		wrong = !start.there || stop.there && start.day > stop.day
	}
	if wrong {
		w.rowFinding(finding.BadPeriod, 3, "Invalid #3 and/or #4 columns", id, w.rules.Temporality)
	}
	return !wrong
}

// span is the time a file covers.
type span struct {
	first, last, lastStop int16
	hasStart, hasStop     bool
	hasAny                bool
	starts                []uint64 // one bit per day from -32768
}

const days16 = 1 << 16

func (s *span) add(start, stop cell) {
	if start.there {
		s.include(start.day)
		if s.starts == nil {
			s.starts = make([]uint64, days16/64)
		}
		s.starts[uint16(start.day)/64] |= 1 << (uint16(start.day) % 64)
		s.hasStart = true
	}
	if stop.there {
		s.include(stop.day)
		if !s.hasStop || stop.day > s.lastStop {
			s.lastStop = stop.day
		}
		s.hasStop = true
	}
}

func (s *span) include(day int16) {
	if !s.hasAny {
		s.first, s.last, s.hasAny = day, day, true
	}
	s.first, s.last = min(s.first, day), max(s.last, day)
}

func (s *span) join(o *span) {
	if o.hasAny {
		s.include(o.first)
		s.include(o.last)
	}
	if o.hasStop && (!s.hasStop || o.lastStop > s.lastStop) {
		s.lastStop = o.lastStop
	}
	s.hasStart, s.hasStop = s.hasStart || o.hasStart, s.hasStop || o.hasStop
	if s.starts == nil {
		s.starts = make([]uint64, days16/64)
	}
	for i, word := range o.starts {
		s.starts[i] |= word
	}
}

// dates lists the distinct starts in order.
func (s *span) dates() []int {
	var out []int
	for day := -days16 / 2; day < days16/2; day++ {
		if at := uint16(int16(day)); s.starts != nil && s.starts[at/64]&(1<<(at%64)) != 0 {
			out = append(out, day)
		}
	}
	return out
}
