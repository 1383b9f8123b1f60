// Package variable is the declaration of a synthetic variable: how a value follows from a
// life history. Title, temporality, unit type, periods and code list come from the catalogue
// under the same name.
//
// In: a name, a stored type and a function of the history. Out: a Variable whose clock and
// code table are known.
//
//	sex := variable.Variable{Name: "BEFOLKNING_KJOENN", Codes: variable.These("1", "2"),
//		Fixed: func(w *life.World, p int32) (int64, bool) { return int64(w.Flags[p] & life.Woman), true }}
//	err := sex.Complete(catalogue)
package variable

import (
	"fmt"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
)

// Variable is the declaration of one variable. Exactly one of Fixed, At and Spells is given,
// as its temporality asks. Each gives nothing for units without a value.
type Variable struct {
	Name  string
	Kind  sheet.StoredType
	Codes CodeTable // of CodeValue; the zero value is the variable's code list in the catalogue
	Scale float64   // of RealValue: the stored value is value / scale

	Fixed  func(w *life.World, unit int32) (int64, bool)        // FIXED
	At     func(v *life.View, unit int32) (int64, bool)         // STATUS and ACCUMULATED
	Spells func(w *life.World, unit int32, emit life.EmitSpell) // EVENT

	// Since is the first year the history knows enough for; 0 means DefaultSince. Data begin
	// then or where the catalogue says, whichever is later.
	Since int
	When  Clock           // periods of At; empty = the grid of the catalogue
	Span  calendar.Period // window that spells are cut to; zero = the validity in the catalogue
}

// DefaultSince is the first year in which people's lives are whole.
const DefaultSince = 1993

// CodeTable names where the codes of a value come from.
type CodeTable struct {
	List  string   // a code list of the catalogue, in its order
	Codes []string // or these
}

// List takes the codes of a list of the catalogue.
func List(name string) CodeTable { return CodeTable{List: name} }

// These takes the codes given.
func These(codes ...string) CodeTable { return CodeTable{Codes: codes} }

// Resolve gives the codes in the order of their indices.
func (t CodeTable) Resolve(c *names.Catalogue) []string {
	if t.List != "" {
		return c.Codes(t.List)
	}
	return t.Codes
}

// Complete fills in what the catalogue knows. It fails when declaration and catalogue disagree.
func (v *Variable) Complete(c *names.Catalogue) error {
	f := c.ByName[v.Name]
	if f == nil {
		return fmt.Errorf("variable %s is not in the embedded catalogue", v.Name)
	}
	if err := v.fits(f); err != nil {
		return fmt.Errorf("variable %s: %w", v.Name, err)
	}
	if v.Kind == sheet.CodeValue && v.Codes.List == "" && v.Codes.Codes == nil {
		v.Codes = List(f.CodeList)
	}
	if v.Kind == sheet.RealValue && v.Scale == 0 {
		v.Scale = 1
	}
	window, err := v.window(f)
	if err != nil {
		return fmt.Errorf("variable %s: %w", v.Name, err)
	}
	switch {
	case v.Spells != nil && v.Span == (calendar.Period{}):
		v.Span = window
	case v.At != nil && v.When.Periods == nil:
		v.When, err = grid(f, window)
	}
	if err == nil && v.At != nil && len(v.When.Periods) == 0 {
		err = fmt.Errorf("no period from %d on", v.since())
	}
	if err != nil {
		return fmt.Errorf("variable %s: %w", v.Name, err)
	}
	return nil
}

// fits tells whether functions and stored type are those of the temporality and data type.
func (v *Variable) fits(f *names.Fact) error {
	given := map[string]bool{"FIXED": v.Fixed != nil, "EVENT": v.Spells != nil, "STATUS": v.At != nil, "ACCUMULATED": v.At != nil}
	n := 0
	for _, x := range []bool{v.Fixed != nil, v.Spells != nil, v.At != nil} {
		if x {
			n++
		}
	}
	if n != 1 || !given[f.Temporality] {
		return fmt.Errorf("the functions do not fit %s", f.Temporality)
	}
	kinds := map[string][]sheet.StoredType{"STRING": {sheet.CodeValue}, "DOUBLE": {sheet.RealValue},
		"LONG": {sheet.NumberValue, sheet.AmountValue}, "DATE": {sheet.NumberValue, sheet.AmountValue}}
	for _, k := range kinds[f.DataType] {
		if k == v.Kind {
			return nil
		}
	}
	return fmt.Errorf("the stored type does not fit %s", f.DataType)
}

func (v *Variable) since() int {
	if v.Since != 0 {
		return v.Since
	}
	return DefaultSince
}

// DataName is the name of a variable's file or folder in its first version.
func (v *Variable) DataName() string {
	if v.At == nil {
		return v.Name + "__1_0.parquet"
	}
	return v.Name + "__1_0"
}

// PartName is the name of the file of a period in the folder of its year.
func (v *Variable) PartName(at calendar.Period) string {
	return fmt.Sprintf("part-%d.parquet", v.Part(at))
}

// Part numbers the periods that start in the same year.
func (v *Variable) Part(at calendar.Period) (n int) {
	for _, q := range v.When.Periods {
		if q.Start < at.Start && calendar.YearOf(q.Start) == calendar.YearOf(at.Start) {
			n++
		}
	}
	return n
}

// Coverage is the first and the last day a variable has data for.
func (v *Variable) Coverage() (first, last int16) {
	switch {
	case v.Spells != nil:
		return v.Span.Start, v.Span.Stop
	case v.At != nil:
		first, last = v.When.Periods[0].Start, v.When.Periods[0].Stop
		for _, p := range v.When.Periods {
			first, last = min(first, p.Start), max(last, p.Stop)
		}
		return first, last
	}
	return calendar.Day(1900, 1, 1), DeliveryDay()
}

// DeliveryDay is the stop date of FIXED rows.
func DeliveryDay() int16 { return calendar.NewYear(calendar.LastYear) }
