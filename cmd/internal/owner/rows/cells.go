package rows

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

// dateLength is the length of YYYY-MM-DD.
const dateLength = len(time.DateOnly)

// fields is how many a row has.
const fields = 5

// split cuts a line without quotes. It returns how many fields there are; only the first five
// are kept.
func split(line []byte, f *[fields][]byte) int {
	for n := range fields - 1 {
		i := 0
		if len(line) == 0 || line[0] != ';' {
			if i = bytes.IndexByte(line, ';'); i < 0 {
				f[n] = line
				return n + 1
			}
		}
		f[n], line = line[:i], line[i+1:]
	}
	f[fields-1] = line
	if len(line) == 0 {
		return fields
	}
	return fields + bytes.Count(line, []byte(";"))
}

// splitQuoted cuts a line in which a field may stand in quotation marks; a doubled mark stands
// for one. An unclosed mark takes the rest of the line. Unlike split it allocates.
func splitQuoted(line []byte, f *[fields][]byte) int {
	n := 0
	for {
		cell, rest, more := quoted(line)
		if n < fields {
			f[n] = cell
		}
		n++
		if !more {
			return n
		}
		line = rest
	}
}

func quoted(line []byte) (cell, rest []byte, more bool) {
	if len(line) == 0 || line[0] != '"' {
		return bytes.Cut(line, []byte(";"))
	}
	line = line[1:]
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			return append(cell, line...), nil, false
		}
		cell, line = append(cell, line[:i]...), line[i+1:]
		if len(line) > 0 && line[0] == '"' {
			cell, line = append(cell, '"'), line[1:]
			continue
		}
		tail, rest, more := bytes.Cut(line, []byte(";"))
		return append(cell, tail...), rest, more
	}
}

// empties are the words that count as no value in a column that is not text.
var empties = map[string]bool{
	"": true, "NA": true, "N/A": true, "n/a": true, "NULL": true, "null": true, "NaN": true, "nan": true,
	"-NaN": true, "-nan": true, "#N/A": true, "#N/A N/A": true, "#NA": true,
	"1.#IND": true, "-1.#IND": true, "1.#QNAN": true, "-1.#QNAN": true,
}

func isEmpty(b []byte) bool { return len(b) == 0 || len(b) <= 8 && b[0] != '0' && empties[string(b)] }

// trim removes spaces, and only these, at both ends.
func trim(b []byte) []byte {
	if len(b) == 0 || b[0] != ' ' && b[len(b)-1] != ' ' {
		return b
	}
	return bytes.Trim(b, " ")
}

func trimBlank(b []byte) []byte { return bytes.Trim(b, " \t") }

// integer reads a 64-bit whole number: digits, and a minus sign in front.
func integer(b []byte) (int64, bool) {
	b = trimBlank(b)
	digits := b
	if len(b) > 0 && b[0] == '-' {
		digits = b[1:]
	}
	if len(digits) == 0 || digits[0] < '0' || digits[0] > '9' {
		return 0, false
	}
	if len(digits) > 18 {
		v, err := strconv.ParseInt(string(b), 10, 64)
		return v, err == nil
	}
	var v int64
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = 10*v + int64(c-'0')
	}
	if len(digits) < len(b) {
		v = -v
	}
	return v, true
}

// isNumber tells whether a cell is a finite number with a decimal point.
func isNumber(b []byte) bool {
	b = trimBlank(b)
	if len(b) == 0 || b[0] == '+' {
		return false
	}
	simple := len(b) <= 15
	points, digits := 0, 0
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			points++
		case c == '-' && i == 0:
		case c == 'e' || c == 'E' || c == '+' || c == '-':
			simple = false
		default:
			return false
		}
	}
	if simple {
		return points <= 1 && digits > 0
	}
	v, err := strconv.ParseFloat(string(b), 64)
	return err == nil && !math.IsInf(v, 0)
}

// date reads YYYY-MM-DD as days since 1970-01-01.
func date(b []byte) (int, bool) {
	if len(b) != dateLength {
		if b = trimBlank(b); len(b) != dateLength {
			return 0, false
		}
	}
	if b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	d := func(i int) uint { return uint(b[i]) - '0' }
	y3, y2, y1, y0, m1, m0, d1, d0 := d(0), d(1), d(2), d(3), d(5), d(6), d(8), d(9)
	if max(y3, y2, y1, y0, m1, m0, d1, d0) > 9 {
		return 0, false
	}
	year, month, day := int(1000*y3+100*y2+10*y1+y0), int(10*m1+m0), int(10*d1+d0)
	if month < 1 || month > 12 || day < 1 {
		return 0, false
	}
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	months := &monthStarts[0]
	if leap {
		months = &monthStarts[1]
	}
	if day > months[month]-months[month-1] {
		return 0, false
	}
	return yearStart(year) + months[month-1] + day - 1, true
}

// monthStarts are the days of a year before each month, for years of 365 and 366 days.
var monthStarts = [2][13]int{
	{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
	{0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
}

// yearStart is the first of January in days since 1970-01-01.
func yearStart(year int) int {
	const upTo1970 = 719528 // days from 0000-01-01 to 1970-01-01
	if year == 0 {
		return -upTo1970
	}
	last := year - 1
	return 365*year + last/4 - last/100 + last/400 + 1 - upTo1970
}

const secondsOfDay = 86400

func dateText(days int) string {
	return time.Unix(int64(days)*secondsOfDay, 0).UTC().Format(time.DateOnly)
}
