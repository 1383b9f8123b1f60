package table

import (
	"strconv"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// axis is what is known of a table variable before data are read.
type axis struct {
	variable *check.Variable
}

func axes(vars []*check.Variable) []axis {
	out := make([]axis, len(vars))
	for i, v := range vars {
		out[i] = axis{v}
	}
	return out
}

// empty is the axis without its categories.
func (a axis) empty() disclosure.Axis {
	return disclosure.Axis{Name: a.variable.Name, FreeText: a.variable.FreeText, FreeNumber: a.variable.FreeNumber()}
}

// of is the axis with the categories of a key column; category i is row i of the column.
func (a axis) of(keys *column.Column) disclosure.Axis {
	out := a.empty()
	for i := range keys.Len {
		out.Categories = append(out.Categories, a.category(keys, i))
	}
	return out
}

func (a axis) category(keys *column.Column, i int) disclosure.Category {
	if keys.Missing(i) {
		return disclosure.Category{Missing: true}
	}
	c := disclosure.Category{Code: CodeOf(keys, i), Number: keys.Kind != types.Text}
	if item, ok := a.variable.Labels.Find(c.Code); ok {
		c.Label, c.Missing = item.Label.NB, item.Missing
	}
	return c
}

// CodeOf is the canonical text of a category: text as it is, numbers in shortest form.
func CodeOf(keys *column.Column, i int) string {
	switch keys.Kind {
	case types.Text:
		return keys.Text(i)
	case types.Integer, types.Date:
		return strconv.FormatInt(keys.Ints[i], 10)
	}
	return check.FormatCode(keys.Float(i))
}
