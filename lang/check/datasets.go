package check

import (
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
)

// Dataset looks a dataset up by name: use, delete-dataset, merge into.
func (s *Scope) Dataset(e syntax.Expr) (*Dataset, bool) {
	name, span, ok := s.Name(e)
	if !ok {
		return nil, false
	}
	if d, ok := s.state.Datasets[name]; ok {
		return d, true
	}
	if !s.run.excused(name) && !s.run.knownWrong("dataset", name) {
		s.add(s.nearName(span, diag.New(CodeUnknownDataset, diag.Token(name)), name, s.datasetNames()))
	}
	s.call.Failed = true
	return nil, false
}

func (s *Scope) datasetNames() []string {
	out := make([]string, 0, len(s.state.Order))
	for _, n := range s.state.Order {
		if d := s.state.Datasets[n]; d != nil && !d.Poison {
			out = append(out, n)
		}
	}
	return out
}

// NewDatasetName reads the name of a dataset to be made: legal and not taken.
func (s *Scope) NewDatasetName(e syntax.Expr) (string, bool) {
	name, span, ok := s.Name(e)
	if !ok || !s.legal(name, span) {
		return "", false
	}
	if old, ok := s.state.Datasets[name]; ok && !old.Poison {
		s.Report(span, diag.New(CodeDatasetExists, diag.Token(name)))
		return "", false
	}
	return name, true
}

// PutDataset adds or replaces a dataset.
func (s *Scope) PutDataset(d *Dataset) { s.state = s.state.WithDataset(d) }

// PoisonDataset records the name of a dataset that a wrong line should have made: later
// lines cause no findings about it. A name that is empty or taken is left alone.
func (s *Scope) PoisonDataset(name string) {
	s.call.Failed = true
	if _, taken := s.state.Datasets[name]; name != "" && !taken {
		s.PutDataset(&Dataset{Name: name, Poison: true})
	}
}

// DeleteDataset removes a dataset; when it was active none is.
func (s *Scope) DeleteDataset(name string) { s.state = s.state.WithoutDataset(name) }

// RenameDataset gives a dataset a new name; it stays active if it was.
func (s *Scope) RenameDataset(from, to string) { s.state = s.state.WithRenamedDataset(from, to) }

// SetActive makes a dataset the one commands act on.
func (s *Scope) SetActive(name string) { s.state = s.state.WithActive(name) }

// PoisonActive makes a dataset active of which nothing is known, after a line that should
// have made or activated one: later lines cause no further findings about it. An empty
// name, or one that another dataset has, gives it one no script can write.
func (s *Scope) PoisonActive(name string) {
	s.call.Failed = true
	if d := s.state.Datasets[name]; name == "" || d != nil && !d.Poison {
		name = "?"
	}
	if _, ok := s.state.Datasets[name]; !ok {
		s.PutDataset(&Dataset{Name: name, Poison: true})
	}
	s.SetActive(name)
}

// Clear forgets every dataset, alias and code list.
func (s *Scope) Clear() { s.state = NewState() }

// Update replaces the active dataset by a changed copy of it.
func (s *Scope) Update(d *Dataset) {
	if old := s.Active(); old != nil && !old.Poison {
		s.state = s.state.WithDataset(d)
	}
}

// PutVariable adds a variable to the active dataset, or replaces the one of that name. The
// key column is replaced when the variable is marked Identifier.
func (s *Scope) PutVariable(v *Variable) {
	d := s.Active()
	if d == nil || d.Poison {
		return
	}
	if v.Identifier {
		out := *d
		out.Key, out.KeyVar = v.Name, v
		s.Update(&out)
		return
	}
	s.Update(d.WithVar(v))
}

// PoisonVariable records a name that a wrong line should have made.
func (s *Scope) PoisonVariable(name string) {
	s.call.Failed = true
	if name != "" {
		s.PutVariable(&Variable{Name: name, Poison: true})
	}
}

// DropVariables removes variables from the active dataset. The key column and date@panel
// cannot be dropped: that is reported and the rest are dropped.
func (s *Scope) DropVariables(vars []VarAt) {
	names := make([]string, 0, len(vars))
	for _, v := range vars {
		switch {
		case v.Var.Identifier:
			s.Report(v.Span, diag.New(CodeKeyStays, diag.Token(v.Var.Name)))
		case v.Var.Time():
			s.Report(v.Span, diag.New(CodeTimeStays))
		default:
			names = append(names, v.Var.Name)
		}
	}
	if d := s.Active(); d != nil {
		s.Update(d.Without(names...))
	}
}

// KeepVariables removes all other variables. The key column and date@panel always survive.
func (s *Scope) KeepVariables(vars []VarAt) {
	d := s.Active()
	if d == nil || d.Poison {
		return
	}
	kept := make([]*Variable, 0, len(vars))
	for _, v := range d.Vars {
		keep := v.Time() || v.Poison
		for _, k := range vars {
			keep = keep || k.Var.Name == v.Name
		}
		if keep {
			kept = append(kept, v)
		}
	}
	s.Update(d.WithVars(kept))
}

// Filter says that the command removes rows: the schema stays, but there must be rows.
func (s *Scope) Filter() bool { return s.Units() }

// Units reports an active dataset without units and tells whether there are any.
func (s *Scope) Units() bool {
	d := s.Active()
	return d != nil && (d.mayHaveUnits() || d.Poison || s.HasUnits(d, s.Span()))
}

// HasUnits reports a dataset without units, at the place that names it, and tells whether
// its units are known.
func (s *Scope) HasUnits(d *Dataset, span source.Span) bool {
	switch {
	case d.Poison || !d.Units && d.mayHaveUnits():
		s.call.Failed = true
		return false
	case d.Units:
		return true
	}
	s.Report(span, diag.New(CodeNoUnits, diag.Token(d.Name)))
	return false
}

// Rename gives a variable, or the key column, a new name. date@panel keeps its name.
func (s *Scope) Rename(v VarAt, to string) {
	if v.Var.Time() {
		s.Report(v.Span, diag.New(CodeTimeStays))
		return
	}
	if d := s.Active(); d != nil {
		s.Update(d.WithRenamed(v.Var.Name, to))
	}
}
