package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
)

// NewState is the state of a session in which nothing has been done.
func NewState() *State { return &State{} }

// ActiveDataset is the dataset commands act on, nil when there is none.
func (s *State) ActiveDataset() *Dataset {
	if s.Active == "" {
		return nil
	}
	return s.Datasets[s.Active]
}

// WithDataset adds or replaces a dataset of that name.
func (s *State) WithDataset(d *Dataset) *State {
	out := *s
	out.Datasets = cloneMap(s.Datasets)
	if _, ok := s.Datasets[d.Name]; !ok {
		out.Order = append(slices.Clone(s.Order), d.Name)
	}
	out.Datasets[d.Name] = d
	return &out
}

// WithoutDataset removes a dataset; when it was active none is.
func (s *State) WithoutDataset(name string) *State {
	out := *s
	out.Datasets = cloneMap(s.Datasets)
	delete(out.Datasets, name)
	out.Order = slices.DeleteFunc(slices.Clone(s.Order), func(n string) bool { return n == name })
	if out.Active == name {
		out.Active = ""
	}
	return &out
}

// WithRenamedDataset gives a dataset a new name at its old place; it stays active if it was.
func (s *State) WithRenamedDataset(from, to string) *State {
	out := *s
	out.Datasets = cloneMap(s.Datasets)
	d := s.Datasets[from].Named(to)
	delete(out.Datasets, from)
	out.Datasets[to] = d
	out.Order = slices.Clone(s.Order)
	out.Order[slices.Index(out.Order, from)] = to
	if s.Active == from {
		out.Active = to
	}
	return &out
}

// WithActive makes a dataset the one commands act on; "" for none.
func (s *State) WithActive(name string) *State {
	out := *s
	out.Active = name
	return &out
}

// WithAlias binds an alias to a resolved version of a bank.
func (s *State) WithAlias(alias string, v catalogue.Version) *State {
	out := *s
	out.Aliases = cloneMap(s.Aliases)
	out.Aliases[alias] = v
	return &out
}

// WithCodeList adds or replaces a named code list.
func (s *State) WithCodeList(l *CodeList) *State {
	out := *s
	out.CodeLists = cloneMap(s.CodeLists)
	out.CodeLists[l.Name] = l
	return &out
}

// WithoutCodeList removes a named code list and detaches it from every variable that uses
// it, in every dataset. Private copies made by recode stay.
func (s *State) WithoutCodeList(name string) *State {
	out := *s
	out.CodeLists = cloneMap(s.CodeLists)
	delete(out.CodeLists, name)
	out.Datasets = cloneMap(s.Datasets)
	for n, d := range s.Datasets {
		out.Datasets[n] = d.withoutLabels(name)
	}
	return &out
}

func (d *Dataset) withoutLabels(list string) *Dataset {
	uses := func(v *Variable) bool { return v != nil && v.Labels != nil && v.Labels.Name == list }
	if !slices.ContainsFunc(d.Vars, uses) && !uses(d.KeyVar) {
		return d
	}
	out := *d
	out.Vars = slices.Clone(d.Vars)
	for i, v := range out.Vars {
		if uses(v) {
			out.Vars[i] = v.WithLabels(nil)
		}
	}
	if uses(d.KeyVar) {
		out.KeyVar = d.KeyVar.WithLabels(nil)
	}
	return &out
}

// Named is the dataset under another name.
func (d *Dataset) Named(name string) *Dataset {
	out := *d
	out.Name = name
	return &out
}

// OnlyUnits is a dataset with the units of this one, each once, and no variables.
func (d *Dataset) OnlyUnits() *Dataset {
	return &Dataset{Name: d.Name, Kind: types.CrossSection, Unit: d.Unit, Units: d.Units, Key: d.Key, KeyVar: d.KeyVar, Banks: d.Banks}
}

// Lookup finds a variable or the key column by name. The identifier of the unit type
// (PERSONID_1) is an alias of the key column when no variable has that name.
func (d *Dataset) Lookup(name string) (*Variable, bool) {
	if v, ok := d.Var(name); ok {
		return v, true
	}
	if d.KeyVar != nil && (name == d.Key || name == d.Unit.Identifier) {
		return d.KeyVar, true
	}
	return nil, false
}

// Names lists the variables and, last, the key column.
func (d *Dataset) Names() []string {
	out := make([]string, 0, len(d.Vars)+1)
	for _, v := range d.Vars {
		if !v.Poison {
			out = append(out, v.Name)
		}
	}
	if d.KeyVar != nil && d.Key != "" {
		out = append(out, d.Key)
	}
	return out
}

// WithVar adds a variable at the end or replaces the one of that name at its place.
func (d *Dataset) WithVar(v *Variable) *Dataset {
	out := *d
	for i, old := range d.Vars {
		if old.Name == v.Name {
			out.Vars = slices.Clone(d.Vars)
			out.Vars[i] = v
			return &out
		}
	}
	out.Vars = make([]*Variable, len(d.Vars), len(d.Vars)+1)
	copy(out.Vars, d.Vars)
	out.Vars = append(out.Vars, v)
	return &out
}

// WithVars replaces the list of variables.
func (d *Dataset) WithVars(vars []*Variable) *Dataset {
	out := *d
	out.Vars = vars
	return &out
}

// Without drops variables by name. The key column stays.
func (d *Dataset) Without(names ...string) *Dataset {
	out := *d
	out.Vars = slices.DeleteFunc(slices.Clone(d.Vars), func(v *Variable) bool { return slices.Contains(names, v.Name) })
	return &out
}

// WithRenamed renames a variable or the key column in place.
func (d *Dataset) WithRenamed(from, to string) *Dataset {
	out := *d
	if d.KeyVar != nil && from == d.Key {
		out.Key, out.KeyVar = to, d.KeyVar.Named(to)
		return &out
	}
	out.Vars = make([]*Variable, 0, len(d.Vars))
	for _, v := range d.Vars {
		switch v.Name {
		case from:
			out.Vars = append(out.Vars, v.Named(to))
		case to: // poison: a name that exists was refused before
		default:
			out.Vars = append(out.Vars, v)
		}
	}
	return &out
}

// WithUnits fixes what a row is about: kind, unit and the key column under its own name.
func (d *Dataset) WithUnits(kind types.DatasetKind, u types.Unit) *Dataset {
	out := *d
	out.Kind, out.Unit, out.Units, out.Key, out.Times = kind, u, true, u.Identifier, nil
	out.KeyVar = KeyColumn(u, u.Identifier)
	return &out
}

// WithBank adds a version whose policy governs the rows.
func (d *Dataset) WithBank(v catalogue.Version) *Dataset {
	for _, b := range d.Banks {
		if b.Bank() == v.Bank() && b.String() == v.String() {
			return d
		}
	}
	out := *d
	out.Banks = append(slices.Clone(d.Banks), v)
	return &out
}

// KeyColumn is the variable that identifies the units of a dataset.
func KeyColumn(u types.Unit, name string) *Variable {
	refers := u
	kind := u.Kind
	if u.Pseudonymous {
		kind = types.Key
	}
	return &Variable{Name: name, Kind: kind, Refers: &refers, Plain: !u.Pseudonymous, Identifier: true}
}

// Named is the variable under another name.
func (v *Variable) Named(name string) *Variable {
	out := *v
	out.Name = name
	return &out
}

// WithLabels is the variable with another code list, nil for none.
func (v *Variable) WithLabels(l *CodeList) *Variable {
	out := *v
	out.Labels = l
	return &out
}

// WithKind is the variable with values of another type, as destring makes it: labels are
// carried over when every code can be converted, key role and free-text rule follow the type.
func (v *Variable) WithKind(k types.Kind) *Variable {
	out := *v
	out.Kind = k
	if k != v.Kind {
		if v.Labels != nil {
			out.Labels, _ = v.Labels.For(k)
		}
		out.Refers, out.Plain = nil, false
	}
	out.FreeText = v.Lineage && k == types.Text
	return &out
}

// Storage is the type of the column that holds the variable. A variable that has only
// ever been assigned `.` is numeric.
func (v *Variable) Storage() types.Kind {
	if v.Kind == types.Untyped {
		return types.Integer
	}
	return v.Kind
}

// Time tells whether the variable is date@panel of a panel, which identifies time there. What
// collapse makes of it under the same name is an ordinary variable.
func (v *Variable) Time() bool { return v.time }

// PanelTime is the name of the time variable of a panel.
const PanelTime = "date@panel"

// OpenEnd tells whether the variable is the last day of spells, missing for open ones.
func (v *Variable) OpenEnd() bool { return strings.HasPrefix(v.Name, "STOP@") }

func cloneMap[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}
