package check

import "github.com/mdscript/mdscript/lang/types"

// Moment is one time of a panel: a value that date@panel can have.
type Moment struct {
	// Value is what date@panel holds: the epoch day of an imported panel, the number of a
	// reshaped one, and the place among Times (from 0) when date@panel is alphanumeric.
	Value int64
	// Text is how the time is shown: the ISO date, the number, or the text itself.
	Text string
	// Suffix is what a column of this time ends in after reshape-from-panel: the day number
	// of an imported panel, else the suffix that reshape-to-panel found (01 stays 01).
	Suffix string
}

// A panel is a dataset of kind types.Panel. Its times stand in Dataset.Times, ascending and
// known without data; date@panel (PanelTime) is the first of its Vars. Commands that leave
// rows or variables out keep Times as they are: a panel may lack rows, or all rows of a time,
// but has no row at another time, and never two rows of one unit at one time.

// WithTimes makes a dataset with units a panel: date@panel of the given kind (Date, Integer
// or Text) stands before its other variables.
func (d *Dataset) WithTimes(kind types.Kind, times []Moment) *Dataset {
	out := *d
	out.Kind, out.Times = types.Panel, times
	out.Vars = append([]*Variable{{Name: PanelTime, Kind: kind}}, d.Vars...)
	return &out
}

// WithoutTimes makes a panel a cross-section again: without date@panel and its times.
func (d *Dataset) WithoutTimes() *Dataset {
	out := d.Without(PanelTime)
	out.Kind, out.Times = types.CrossSection, nil
	return out
}

// TimeVariable is date@panel, nil when the dataset is no panel.
func (d *Dataset) TimeVariable() *Variable {
	v, ok := d.Var(PanelTime)
	if !ok {
		return nil
	}
	return v
}
