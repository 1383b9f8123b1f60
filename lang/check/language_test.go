package check_test

import (
	"slices"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// A small language: as few commands as exercise the scope, declared as stdlib declares its own.

type cmd struct {
	spec command.Spec
	fn   func(s *check.Scope, c *check.Call)
}

func (c cmd) Declaration() *command.Spec             { return &c.spec }
func (c cmd) Check(s *check.Scope, call *check.Call) { c.fn(s, call) }

func testLanguage() check.Language {
	l := check.Language{Functions: testFunctions(), Habits: []command.Habit{{Name: "missing", Instead: []string{"sysmiss"}, Code: "F0001"}}}
	for _, group := range [][]cmd{datasetCommands(), variableCommands(), groupCommands(), labelCommands(), analysisCommands()} {
		for _, c := range group {
			l.Commands = append(l.Commands, c)
		}
	}
	return l
}

type table map[string]syntax.CommandSyntax

func (t table) Lookup(name string) (syntax.CommandSyntax, bool) { c, ok := t[name]; return c, ok }
func (t table) Names() []string {
	var out []string
	for n := range t {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

func syntaxOf(l check.Language) table {
	t := table{}
	for _, c := range l.Commands {
		d := c.Declaration()
		t[d.Name] = syntax.CommandSyntax{Grammar: d.Grammar}
	}
	return t
}

func names(c *check.Call) []syntax.Expr { return c.Operands().(*syntax.Names).List }

func datasetCommands() []cmd {
	return []cmd{
		{command.Spec{Name: "require", Grammar: syntax.RequireOperands(), Effect: command.Makes},
			func(s *check.Scope, c *check.Call) { s.Require(c.Operands().(*syntax.Require)) }},
		{command.Spec{Name: "create-dataset", Grammar: syntax.NamesOperands(1, 1), Effect: command.Makes},
			func(s *check.Scope, c *check.Call) {
				name, ok := s.NewDatasetName(names(c)[0])
				if !ok {
					s.PoisonActive("")
					return
				}
				s.PutDataset(&check.Dataset{Name: name})
				s.SetActive(name)
			}},
		{command.Spec{Name: "use", Grammar: syntax.NamesOperands(1, 1), Effect: command.Makes},
			func(s *check.Scope, c *check.Call) {
				if d, ok := s.Dataset(names(c)[0]); ok {
					s.SetActive(d.Name)
				} else {
					s.PoisonActive("")
				}
			}},
		{command.Spec{Name: "delete-dataset", Grammar: syntax.NamesOperands(1, 1), Effect: command.Makes},
			func(s *check.Scope, c *check.Call) {
				if d, ok := s.Dataset(names(c)[0]); ok {
					s.DeleteDataset(d.Name)
				}
			}},
		{command.Spec{Name: "rename-dataset", Grammar: syntax.PairOperands(), Effect: command.Makes},
			func(s *check.Scope, c *check.Call) {
				p := c.Operands().(*syntax.Pair)
				d, ok := s.Dataset(p.First)
				if name, free := s.NewDatasetName(p.Second); ok && free {
					s.RenameDataset(d.Name, name)
				}
			}},
		{command.Spec{Name: "clone-dataset", Grammar: syntax.PairOperands(), Effect: command.Makes},
			func(s *check.Scope, c *check.Call) {
				p := c.Operands().(*syntax.Pair)
				d, ok := s.Dataset(p.First)
				if name, free := s.NewDatasetName(p.Second); ok && free {
					s.PutDataset(d.Named(name))
				}
			}},
		// make-kind turns the dataset into event data, a panel, or a reshaped panel.
		{command.Spec{Name: "make-kind", Grammar: syntax.NamesOperands(1, 1), Effect: command.Changes},
			func(s *check.Scope, c *check.Call) { makeKind(s, names(c)[0].(*syntax.Var).Name) }},
	}
}

func makeKind(s *check.Scope, kind string) {
	d := *s.Active()
	switch kind {
	case "event":
		d.Kind = types.Event
		s.Update(d.WithVar(&check.Variable{Name: "START@sp", Kind: types.Date}).WithVar(&check.Variable{Name: "STOP@sp", Kind: types.Date}))
	case "panel":
		s.Update(d.WithTimes(types.Date, []check.Moment{{Value: 17897, Text: "2019-01-01", Suffix: "17897"}}))
	case "wide":
		d.DayNamed = true
		s.Update(d.WithVar(&check.Variable{Name: "x17897", Kind: types.Integer}).WithVar(&check.Variable{Name: "x18262", Kind: types.Integer}))
	}
}

func variableCommands() []cmd {
	return []cmd{
		{command.Spec{Name: "import", Grammar: syntax.ImportOperands(), Effect: command.Changes, Needs: command.AnyDataset, Options: []command.Option{
			{Name: "outer_join"}, {Name: "values", Args: command.Codes}, {Name: "values_from", Args: command.Word}}},
			func(s *check.Scope, c *check.Call) {
				i, ok := s.Import(c.Operands().(*syntax.Import), c.Options.Has("outer_join"))
				if v, given := c.Options.Get("values"); ok && given {
					s.RestrictCodes(i, v.Args, v.Span)
				}
				if v, given := c.Options.Get("values_from"); ok && given && len(v.Args) == 1 {
					s.RestrictUnits(i, v.Args[0])
				}
			}},
		{command.Spec{Name: "import-event", Grammar: syntax.ImportEventOperands(), Effect: command.Changes, Needs: command.OnlyUnits},
			func(s *check.Scope, c *check.Call) {
				s.ImportEvent(c.Operands().(*syntax.ImportEvent))
			}},
		{command.Spec{Name: "generate", Grammar: syntax.AssignOperands(), Effect: command.Changes, If: true}, generate},
		{command.Spec{Name: "replace", Grammar: syntax.AssignOperands(), Effect: command.Changes, If: true},
			func(s *check.Scope, c *check.Call) {
				o := c.Operands().(*syntax.Assign)
				v := s.Variable(o.Target)
				s.PutVariable(s.Replaced(v, s.Expr(o.Value), c.If != nil, o.Value.Range()))
			}},
		{command.Spec{Name: "keep", Grammar: syntax.NamesOperands(0, -1), Effect: command.Changes, If: true},
			func(s *check.Scope, c *check.Call) {
				if c.If == nil {
					s.KeepVariables(s.Variables(names(c)))
				}
			}},
		{command.Spec{Name: "drop", Grammar: syntax.NamesOperands(0, -1), Effect: command.Changes, If: true},
			func(s *check.Scope, c *check.Call) {
				if c.If == nil {
					s.DropVariables(s.Variables(names(c)))
				}
			}},
		{command.Spec{Name: "rename", Grammar: syntax.PairOperands(), Effect: command.Changes},
			func(s *check.Scope, c *check.Call) {
				p := c.Operands().(*syntax.Pair)
				v := s.Variable(p.First)
				if name, _, ok := s.NewName(p.Second); ok {
					s.Rename(v, name)
				}
			}},
		{command.Spec{Name: "destring", Grammar: syntax.NamesOperands(1, -1), Effect: command.Changes},
			func(s *check.Scope, c *check.Call) {
				for _, v := range s.Variables(names(c)) {
					if s.IsText(v) && s.Changeable(v) && !v.Var.Poison {
						s.PutVariable(v.Var.WithKind(types.Decimal))
					}
				}
			}},
		{command.Spec{Name: "sample", Grammar: syntax.ValuesOperands(2, 2), Effect: command.Changes},
			func(s *check.Scope, c *check.Call) {
				s.Filter()
				for _, e := range c.Operands().(*syntax.Values).List {
					s.Number(e)
				}
			}},
	}
}

func generate(s *check.Scope, c *check.Call) {
	o := c.Operands().(*syntax.Assign)
	name, _, ok := s.NewName(o.Target)
	x := s.Expr(o.Value)
	c.Data = x
	if ok {
		s.PutVariable(s.Result(name, x))
	}
}

var byOption = command.Option{Name: "by", Args: command.Variable, Required: true, Keys: true}

func groupCommands() []cmd {
	by := func(c *check.Call) *check.Variable {
		if o, ok := c.Options.Get("by"); ok && len(o.Vars) == 1 {
			return o.Vars[0]
		}
		return nil
	}
	return []cmd{
		{command.Spec{Name: "collapse", Grammar: syntax.AggregateOperands(), Effect: command.Changes, Options: []command.Option{byOption}},
			func(s *check.Scope, c *check.Call) {
				s.Collapse(by(c), s.Aggregations(c.Operands().(*syntax.Aggregate), by(c), false))
			}},
		{command.Spec{Name: "aggregate", Grammar: syntax.AggregateOperands(), Effect: command.Changes, Options: []command.Option{byOption}},
			func(s *check.Scope, c *check.Call) {
				s.AddAggregates(s.Aggregations(c.Operands().(*syntax.Aggregate), by(c), true))
			}},
		{command.Spec{Name: "merge", Grammar: syntax.MergeOperands(), Effect: command.Changes},
			func(s *check.Scope, c *check.Call) {
				if j, ok := s.Merge(c.Operands().(*syntax.Merge)); ok {
					c.Data = j
				}
			}},
	}
}

func labelCommands() []cmd {
	return []cmd{
		{command.Spec{Name: "define-labels", Grammar: syntax.LabelsOperands(), Effect: command.Makes},
			func(s *check.Scope, c *check.Call) {
				o := c.Operands().(*syntax.Labels)
				name, ok := s.NewCodeListName(o.List)
				if !ok {
					return
				}
				var items []check.CodeItem
				numeric := true
				for _, p := range o.Pairs {
					it := check.CodeItem{}
					if n, ok := p.Code.(*syntax.Number); ok {
						it = check.NumericCode(n.Value)
					} else if t, ok := p.Code.(*syntax.String); ok {
						it.Code, numeric = t.Value, false
					}
					it.Label = text.Same(p.Label.Value)
					items = append(items, it)
				}
				s.PutCodeList(check.NewCodeList(name, numeric, items))
			}},
		{command.Spec{Name: "assign-labels", Grammar: syntax.PairOperands(), Effect: command.Changes},
			func(s *check.Scope, c *check.Call) {
				p := c.Operands().(*syntax.Pair)
				v := s.Variable(p.First)
				if l, ok := s.CodeList(p.Second); ok {
					s.AssignCodeList(v, l)
				}
			}},
		{command.Spec{Name: "drop-labels", Grammar: syntax.NamesOperands(1, -1), Effect: command.Makes},
			func(s *check.Scope, c *check.Call) {
				for _, e := range names(c) {
					if l, ok := s.CodeList(e); ok {
						s.DropCodeList(l.Name)
					}
				}
			}},
	}
}

func analysisCommands() []cmd {
	return []cmd{
		{command.Spec{Name: "tabulate", Grammar: syntax.NamesOperands(1, -1), Effect: command.Releases, If: true, Options: []command.Option{
			{Name: "rowpct", MinVars: 2}, {Name: "missing"}, {Name: "flatten"}, {Name: "mean", Needs: []string{"summarize"}},
			{Name: "summarize", Args: command.Variables, Numeric: true}, {Name: "top", Args: command.Number, Empty: true, Low: 1, High: 1e6, Whole: true},
			{Name: "rowsort", Args: command.Codes, Empty: true}, {Name: "colsort", Args: command.Codes, Empty: true, Conflicts: []string{"rowsort"}},
			{Name: "prefix", Args: command.Word}, {Name: "control", Args: command.Terms}, {Name: "save", Args: command.NewName}}},
			func(s *check.Scope, c *check.Call) { s.Analysable(names(c)) }},
		{command.Spec{Name: "summarize", Grammar: syntax.NamesOperands(0, -1), Effect: command.Releases, If: true},
			func(s *check.Scope, c *check.Call) { c.Data = s.Numeric(names(c)) }},
		{command.Spec{Name: "summarize-panel", Grammar: syntax.NamesOperands(0, -1), Effect: command.Releases, Needs: command.PanelData},
			func(s *check.Scope, c *check.Call) { s.Numeric(names(c)) }},
		{command.Spec{Name: "reshape-to-panel", Grammar: syntax.NamesOperands(1, -1), Effect: command.Changes, Needs: command.CrossSection},
			func(s *check.Scope, c *check.Call) { s.ReshapeToPanel(c.Operands().(*syntax.Names)) }},
		{command.Spec{Name: "reshape-from-panel", Grammar: syntax.NoOperands(), Effect: command.Changes, Needs: command.PanelData},
			func(s *check.Scope, c *check.Call) { s.ReshapeFromPanel() }},
		{command.Spec{Name: "import-panel", Grammar: syntax.ImportPanelOperands(), Effect: command.Changes, Needs: command.OnlyUnits},
			func(s *check.Scope, c *check.Call) { s.ImportPanel(c.Operands().(*syntax.ImportPanel)) }},
		{command.Spec{Name: "save", Grammar: syntax.ValuesOperands(1, 1), Effect: command.Reads}, func(s *check.Scope, c *check.Call) {
			s.ScriptName(c.Operands().(*syntax.Values).List[0])
		}},
		{command.Spec{Name: "help", Grammar: syntax.WordsOperands(0, 1), Effect: command.Reads}, func(*check.Scope, *check.Call) {}},
		{command.Spec{Name: "textblock", Effect: command.Reads}, func(*check.Scope, *check.Call) {}},
	}
}

func testFunctions() []command.Function {
	same := func(k types.Kind) func([]command.Argument) (types.Kind, *command.ArgProblem) {
		return func([]command.Argument) (types.Kind, *command.ArgProblem) { return k, nil }
	}
	return []command.Function{
		{Name: "sysmiss", Syntax: "sysmiss(v)", Min: 1, Max: 1, Typing: same(types.Boolean)},
		{Name: "int", Syntax: "int(x)", Min: 1, Max: 1, Typing: func(a []command.Argument) (types.Kind, *command.ArgProblem) {
			if a[0].Kind == types.Text {
				return types.Integer, &command.ArgProblem{Arg: 0, Problem: diag.New("F0002", diag.Token("int"))}
			}
			return types.Integer, nil
		}},
		{Name: "string", Syntax: "string(x)", Min: 1, Max: 1, Typing: same(types.Text)},
		{Name: "substr", Syntax: "substr(s, p[, n])", Min: 2, Max: 3, Typing: same(types.Text)},
		{Name: "rowtotal", Syntax: "rowtotal(a…)", Min: 1, Max: -1, Typing: same(types.Integer)},
		{Name: "inlist", Syntax: "inlist(x, v…)", Min: 2, Max: -1, Typing: same(types.Boolean)},
		{Name: "inlabels", Syntax: "inlabels(v, 'L'…)", Min: 2, Max: -1, Typing: func(a []command.Argument) (types.Kind, *command.ArgProblem) {
			for i, l := range a[1:] {
				if t, ok := l.Literal.(*syntax.String); ok && (!a[0].CodeList || a[0].Labels(t.Value) == 0) {
					return types.Boolean, &command.ArgProblem{Arg: i + 1, Problem: diag.New("F0003", diag.Token(t.Value))}
				}
			}
			return types.Boolean, nil
		}},
	}
}
