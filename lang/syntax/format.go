package syntax

import (
	"math"
	"strconv"
	"strings"
)

// Format writes an expression as a script would: for messages, explain and the echo of
// let. Parentheses are written where the tree has them or needs them.
func Format(e Expr) string {
	var b strings.Builder
	format(&b, e, 0)
	return b.String()
}

func format(b *strings.Builder, e Expr, outer int) {
	switch e := e.(type) {
	case nil:
	case *Number:
		b.WriteString(e.Text)
	case *String:
		b.WriteString(Quote(e.Value))
	case *Missing:
		b.WriteByte('.')
	case *Date:
		b.WriteString(e.Text)
	case *Binding:
		b.WriteString("$" + e.Name)
	case *Var:
		formatVar(b, e)
	case *Concat:
		for i, p := range e.Parts {
			if i > 0 {
				b.WriteString(" ++ ")
			}
			format(b, p, levelConcat+1)
		}
	case *Call:
		b.WriteString(e.Func.Text)
		b.WriteByte('(')
		formatList(b, e.Args, ", ")
		b.WriteByte(')')
	case *Unary:
		b.WriteString(e.Op)
		format(b, e.X, levelMultiply+1)
	case *Binary:
		formatBinary(b, e, outer)
	case *Paren:
		b.WriteByte('(')
		format(b, e.X, 0)
		b.WriteByte(')')
	case *ModelTerm:
		formatTerm(b, e)
	}
}

func formatVar(b *strings.Builder, v *Var) {
	if v.Prefix != "" {
		b.WriteString(v.Prefix + "@")
	}
	if v.Late != nil {
		format(b, v.Late, levelConcat+1)
		return
	}
	b.WriteString(v.Name)
}

func formatBinary(b *strings.Builder, e *Binary, outer int) {
	level := levelOf(e.Op)
	if e.Op == "^" {
		level = levelMultiply + 2
	}
	if level < outer {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	format(b, e.X, level)
	b.WriteString(" " + e.Op + " ")
	format(b, e.Y, level+1)
}

func formatList(b *strings.Builder, list []Expr, sep string) {
	for i, e := range list {
		if i > 0 {
			b.WriteString(sep)
		}
		format(b, e, 0)
	}
}

func formatTerm(b *strings.Builder, m *ModelTerm) {
	for i, f := range m.Factors {
		if i > 0 {
			if m.Full[i-1] {
				b.WriteByte('#')
			}
			b.WriteByte('#')
		}
		if f.Prefix != "" {
			b.WriteString(f.Prefix + ".")
		}
		format(b, f.Name, levelConcat+1)
	}
}

// Quote writes a text as a string literal, with the quote that does not occur in it. The
// language has no escapes: a text with both kinds keeps them and is not readable again.
func Quote(s string) string {
	if strings.ContainsAny(s, "'‘’‚") && !strings.ContainsAny(s, `"“”„`) {
		return `"` + s + `"`
	}
	return "'" + s + "'"
}

// FormatNumber writes a number as a literal: whole numbers without decimals, others with
// as few digits as name them exactly. A number that is no number gives ".", missing.
func FormatNumber(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "."
	}
	if v == 0 {
		return "0"
	}
	if a := math.Abs(v); a >= 1e15 || a < 1e-5 {
		return strings.Replace(strconv.FormatFloat(v, 'g', -1, 64), "e+", "e", 1)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
