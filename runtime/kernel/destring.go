package kernel

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/runtime/column"
)

// Destring reads numbers from a text column, once for every distinct value: blanks at both
// ends are trimmed, the characters of Ignore removed, and with DecimalComma a comma is the
// decimal sign. The result is always decimal. Missing and empty texts give missing; so does
// any text that is no number, which the row mask of DestringOffends tells apart.
type Destring struct {
	Ignore       string
	DecimalComma bool
}

// Name is the step's name.
func (Destring) Name() string { return "destring" }

// Params are the options.
func (d Destring) Params() string { return fmt.Sprintf("ignore=%q comma=%t", d.Ignore, d.DecimalComma) }

// Run takes a text column and gives a decimal one.
func (d Destring) Run(c *Context, in []any) (any, error) {
	return MapDictFloat(c, in[0].(*column.Column), func(s string) (float64, bool) {
		v, ok, _ := d.parse(s)
		return v, ok
	})
}

// DestringOffends marks the rows whose text is neither empty nor a number.
type DestringOffends Destring

// Name is the step's name.
func (DestringOffends) Name() string { return "destring-offends" }

// Params are the options.
func (d DestringOffends) Params() string { return Destring(d).Params() }

// Run takes a text column and gives a boolean one.
func (d DestringOffends) Run(c *Context, in []any) (any, error) {
	return MapDictBool(c, in[0].(*column.Column), func(s string) bool {
		_, ok, empty := Destring(d).parse(s)
		return !ok && !empty
	})
}

// Value reads one text as Destring does; code lists are converted with it.
func (d Destring) Value(s string) (v float64, ok bool) {
	v, ok, _ = d.parse(s)
	return v, ok
}

func (d Destring) parse(s string) (v float64, ok, empty bool) {
	if d.Ignore != "" {
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(d.Ignore, r) {
				return -1
			}
			return r
		}, s)
	}
	s = strings.Trim(s, " \t\u00a0")
	if s == "" {
		return 0, false, true
	}
	if d.DecimalComma {
		if strings.Contains(s, ".") {
			return 0, false, false
		}
		s = strings.ReplaceAll(s, ",", ".")
	}
	if !plainNumber(s) {
		return 0, false, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && finite(v), false
}

// plainNumber accepts sign, digits with at most one point, and a decimal exponent: not the
// words, hexadecimal forms and underscores that a Go program may write.
func plainNumber(s string) bool {
	s = strings.TrimLeft(s, "+-")
	digits := false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case r == '.' || (r == 'e' || r == 'E' || r == '+' || r == '-') && digits:
		default:
			return false
		}
	}
	return digits
}
