package transform

import (
	"github.com/mdscript/mdscript/cmd/internal/datafile"
	"github.com/mdscript/mdscript/cmd/internal/owner/metadata"
	"github.com/mdscript/mdscript/cmd/internal/owner/pseudonym"
	"github.com/mdscript/mdscript/cmd/internal/owner/rows"
	"github.com/mdscript/mdscript/cmd/internal/owner/unittype"
)

// form says how the two columns of a dataset are stored.
type form struct {
	unit, value         datafile.Column
	unitKind, valueKind string // of identifier, when the column is pseudonymised
	longUnit            bool   // an identifier that is a number, kept as it is
	spells              bool   // rows give a start
	open                bool   // a stop may be absent
	years               bool   // one file per year of start
}

// creator goes into the footer of data files.
const creator = "mdscript owner"

// formOf follows from the metadata; rules are those of the check.
func formOf(m metadata.Metadata, rules rows.Rules) form {
	f := form{spells: m.Temporality != "FIXED", open: m.Temporality == "EVENT", years: m.Temporality == "STATUS" || m.Temporality == "ACCUMULATED"}
	u, _ := unittype.Find(m.UnitType)
	switch {
	case u.Pseudonymised:
		f.unitKind = u.IDType
	case u.DataType == "LONG":
		f.longUnit = true
	default:
		f.unit = datafile.Column{Kind: datafile.Texts, Dictionary: true}
	}
	mu, _ := unittype.Find(m.MeasureUnit)
	switch {
	case mu.Pseudonymised:
		f.valueKind = mu.IDType
	case m.DataType == "DOUBLE":
		f.value = datafile.Column{Kind: datafile.Reals, Dictionary: true}
	case m.DataType != "STRING":
		f.value = datafile.Column{Kind: datafile.Numbers, Dictionary: true}
	case rules.Codes != nil:
		f.value = datafile.Column{Kind: datafile.Words, Words: datafile.StringArray(rules.Codes)}
	default:
		f.value = datafile.Column{Kind: datafile.Texts, Dictionary: true}
	}
	return f
}

// columns are rows on their way to a file, column by column. Which are used follows from the form.
type columns struct {
	n           int
	ids         []int64
	idText      datafile.Text
	ints        []int64
	reals       []float64
	places      []int32
	text        datafile.Text
	start, stop []int16
	ended       []int16 // 1 where there is a stop
}

func (c *columns) reset() {
	c.n = 0
	c.ids, c.ints, c.reals, c.places = c.ids[:0], c.ints[:0], c.reals[:0], c.places[:0]
	c.start, c.stop, c.ended = c.start[:0], c.stop[:0], c.ended[:0]
	for _, t := range []*datafile.Text{&c.idText, &c.text} {
		t.Bytes, t.Ends = t.Bytes[:0], t.Ends[:0]
	}
}

// bytes is about how much memory the rows take.
func (c *columns) bytes() int64 {
	return int64(8*(len(c.ids)+len(c.ints)+len(c.reals)) + 4*(len(c.places)+len(c.idText.Ends)+len(c.text.Ends)) +
		2*(len(c.start)+len(c.stop)+len(c.ended)) + len(c.idText.Bytes) + len(c.text.Bytes))
}

func addText(t *datafile.Text, b []byte) {
	t.Bytes = append(t.Bytes, b...)
	t.Ends = append(t.Ends, int32(len(t.Bytes)))
}

// take appends the rows from to to of another set of columns.
func (c *columns) take(o *columns, from, to int) {
	c.n += to - from
	c.ids, c.ints, c.reals, c.places = part(c.ids, o.ids, from, to), part(c.ints, o.ints, from, to), part(c.reals, o.reals, from, to), part(c.places, o.places, from, to)
	c.start, c.stop, c.ended = part(c.start, o.start, from, to), part(c.stop, o.stop, from, to), part(c.ended, o.ended, from, to)
	takeText(&c.idText, &o.idText, from, to)
	takeText(&c.text, &o.text, from, to)
}

// part appends rows of a column, if it is used.
func part[T any](to, of []T, from, until int) []T {
	if len(of) == 0 {
		return to
	}
	return append(to, of[from:until]...)
}

func takeText(to, of *datafile.Text, from, until int) {
	if len(of.Ends) == 0 {
		return
	}
	begin := int32(0)
	if from > 0 {
		begin = of.Ends[from-1]
	}
	shift := int32(len(to.Bytes)) - begin
	to.Bytes = append(to.Bytes, of.Bytes[begin:of.Ends[until-1]]...)
	for _, end := range of.Ends[from:until] {
		to.Ends = append(to.Ends, end+shift)
	}
}

// group is the rows as a row group.
func (c *columns) group(f form) datafile.Group {
	g := datafile.Group{
		Rows:   c.n,
		Units:  datafile.Cells{Ints: c.ids, Text: c.idText},
		Values: datafile.Cells{Ints: c.ints, Reals: c.reals, Places: c.places, Text: c.text},
		Start:  datafile.Days{Each: c.start, None: !f.spells},
		Stop:   datafile.Days{Each: c.stop},
	}
	if f.open {
		g.Stop.Levels = c.ended
	}
	return g
}

// taker makes columns of rows, in one goroutine.
type taker struct {
	form  form
	unit  *pseudonym.Worker
	value *pseudonym.Worker
	pool  *pool
	made  *columns
}

// Row implements rows.Taker.
func (t *taker) Row(r *rows.Row) error {
	c := t.made
	c.n++
	switch {
	case t.unit != nil:
		p, err := t.unit.Of(r.ID)
		if err != nil {
			return err
		}
		c.ids = append(c.ids, p)
	case t.form.longUnit:
		n, err := number(r.ID)
		if err != nil {
			return err
		}
		c.ids = append(c.ids, n)
	default:
		addText(&c.idText, r.ID)
	}
	if err := t.cell(r); err != nil {
		return err
	}
	if t.form.spells {
		c.start = append(c.start, r.Start)
	}
	c.stop = append(c.stop, r.Stop)
	if t.form.open {
		ended := int16(0)
		if r.HasStop {
			ended = 1
		}
		c.ended = append(c.ended, ended)
	}
	return nil
}

// cell appends the value of a row.
func (t *taker) cell(r *rows.Row) error {
	c := t.made
	switch {
	case t.value != nil:
		id := r.Text
		if len(id) == 0 { // an identifier that is a number
			id = decimal(r.Int)
		}
		p, err := t.value.Of(id)
		if err != nil {
			return err
		}
		c.ints = append(c.ints, p)
	case t.form.value.Kind == datafile.Numbers:
		c.ints = append(c.ints, r.Int)
	case t.form.value.Kind == datafile.Reals:
		c.reals = append(c.reals, r.Real)
	case t.form.value.Kind == datafile.Words:
		c.places = append(c.places, r.Code)
	default:
		addText(&c.text, r.Text)
	}
	return nil
}

// Block implements rows.Taker.
func (t *taker) Block() (*columns, error) {
	made := t.made
	t.made = t.pool.get()
	return made, nil
}
