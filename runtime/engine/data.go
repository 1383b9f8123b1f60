package engine

import (
	"strconv"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/store"
)

// storeData makes steps of a store's queries.
type storeData struct{ *store.Store }

// Policy is the owner's policy of a version.
func (d storeData) Policy(v catalogue.Version) (disclosure.Policy, error) {
	if version, ok := v.(*store.Version); ok {
		return version.Policy()
	}
	return disclosure.NoPolicy(), nil
}

// Prepare builds the hot files a run needs, with those that name the owners of its units.
func (d storeData) Prepare(c *kernel.Context, imports []plan.Import) error {
	var wants []store.Want
	for _, v := range imports {
		wants = append(wants, store.Want{Version: v.Bank, Variable: v.Var, Query: query(v)})
		if owner, ok := d.owner(v.Var.Unit, v.Bank); ok {
			wants = append(wants, store.Want{Version: v.Bank, Variable: owner, Query: store.Whole()})
		}
	}
	return d.Store.Prepare(c, wants)
}

func query(v plan.Import) store.Query {
	switch {
	case v.Spells:
		return store.During(v.Day, v.Last)
	case v.Dated:
		return store.At(v.Day)
	}
	return store.Whole()
}

// owner finds the variable that names the person behind a unit; none for units that are
// protected themselves.
func (d storeData) owner(unit types.Unit, bank catalogue.Version) (*catalogue.Variable, bool) {
	if !unit.Pseudonymous || unit.Space == "FNR" || unit.Space == "ORGNR" {
		return nil, false
	}
	return store.OwnerVariable(bank, unit)
}

// step is a query of the store as a step of a plan.
type step struct {
	name, params string
	run          func(c *kernel.Context, in []any) (any, error)
}

func (s step) Name() string                                 { return s.name }
func (s step) Params() string                               { return s.params }
func (s step) Run(c *kernel.Context, in []any) (any, error) { return s.run(c, in) }

func day(v plan.Import) string {
	if v.Dated {
		return strconv.Itoa(v.Day)
	}
	return "whole"
}

// Population reads the first import of a dataset.
func (d storeData) Population(v plan.Import) kernel.Op {
	return step{name: "import", params: "population " + day(v), run: func(c *kernel.Context, _ []any) (any, error) {
		view, err := d.View(c, v.Bank, v.Var, query(v))
		if err != nil {
			return nil, err
		}
		units, value, err := view.Population(c)
		if err != nil {
			return nil, err
		}
		return []any{units, value}, nil
	}}
}

// UnitsWith reads who has a value, without the values.
func (d storeData) UnitsWith(v plan.Import) kernel.Op {
	return step{name: "import-units", params: day(v), run: func(c *kernel.Context, _ []any) (any, error) {
		view, err := d.View(c, v.Bank, v.Var, query(v))
		if err != nil {
			return nil, err
		}
		return noNil(view.Units(c))
	}}
}

// Join reads a variable for the units of a dataset.
func (d storeData) Join(v plan.Import) kernel.Op {
	return step{name: "import", params: "join " + day(v), run: func(c *kernel.Context, in []any) (any, error) {
		view, err := d.View(c, v.Bank, v.Var, query(v))
		if err != nil {
			return nil, err
		}
		return noNil(view.Join(c, in[0].(*column.Column)))
	}}
}

// Outer reads a variable for the units of a dataset and adds the units only it has.
func (d storeData) Outer(v plan.Import) kernel.Op {
	return step{name: "import", params: "outer " + day(v), run: func(c *kernel.Context, in []any) (any, error) {
		view, err := d.View(c, v.Bank, v.Var, query(v))
		if err != nil {
			return nil, err
		}
		u, err := view.Outer(c, in[0].(*column.Column))
		if err != nil {
			return nil, err
		}
		return []any{u.Units, &kernel.Matches{Rows: u.From, Buf: u.Buf}, u.Value}, nil
	}}
}

// Events reads spells: all of a period, or those of the units of a dataset.
func (d storeData) Events(v plan.Import, among bool) kernel.Op {
	params := "spells"
	if among {
		params += " of units"
	}
	return step{name: "import-event", params: params, run: func(c *kernel.Context, in []any) (any, error) {
		view, err := d.View(c, v.Bank, v.Var, query(v))
		if err != nil {
			return nil, err
		}
		var r *store.Records
		if among {
			r, err = view.SpellsOf(c, in[0].(*column.Column))
		} else {
			r, err = view.Spells(c)
		}
		if err != nil {
			return nil, err
		}
		return []any{r.Units, r.Value, r.Start, r.Stop}, nil
	}}
}

// Protected finds whom the units of a dataset stand for: themselves, or the person the
// bank's owner variable names.
func (d storeData) Protected(unit types.Unit, bank catalogue.Version) (kernel.Op, string, bool, bool) {
	if !unit.Pseudonymous {
		return nil, "", true, false
	}
	owner, ok := d.owner(unit, bank)
	if !ok {
		return step{name: "protected", params: "itself", run: func(_ *kernel.Context, in []any) (any, error) {
			return in[0], nil
		}}, unit.Space, true, true
	}
	return step{name: "protected", params: owner.Name, run: func(c *kernel.Context, in []any) (any, error) {
		return noNil(d.Owners(c, bank, owner, in[0].(*column.Column)))
	}}, owner.Refers.Space, false, true
}

// Keys reads or derives the record keys of a space.
func (d storeData) Keys(layer *disclosure.Layer, space string) kernel.Op {
	return step{name: "keys", run: func(c *kernel.Context, _ []any) (any, error) {
		return noNil(d.Store.Keys(c, layer, space))
	}}
}

// Ids gives the unit ids of a space.
func (d storeData) Ids(space string) kernel.Op {
	return step{name: "ids", run: func(*kernel.Context, []any) (any, error) { return noNil(d.Units(space)) }}
}

// noNil keeps a nil pointer from becoming a result.
func noNil[T any](v *T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}
