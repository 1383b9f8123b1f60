package syntax

import "github.com/mdscript/mdscript/lang/source"

// Operands is what stands between a command's name and its `if` or option comma.
// Each command has one shape; the shapes below serve all commands, and a command with a
// shape of its own implements Operands in its folder.
type Operands interface {
	// Resolve returns a copy in which every late-bound name and value is plain.
	// Errors are reported to r; the copy is then still complete enough to be checked.
	Resolve(r Resolver) Operands
}

// Resolver gives late-bound names and values their meaning; package expand implements it.
type Resolver interface {
	Name(e Expr) *Var  // a name position: symbol, or a string that has the form of a name
	Value(e Expr) Expr // a value position: Number, String or Missing; a bare word stays a Var
	Time(e Expr) Expr  // a time position: Date
	Expr(e Expr) Expr  // an expression over variables
}

// Grammar reads the operands of one command from the tokens of its line.
// Productions are built with participle on first use (see Production in grammar.go).
type Grammar interface {
	ParseOperands(in *Line) (Operands, *Failure)
}

// Names is a blank-separated variable list: keep, drop, summarize, tabulate, destring.
type Names struct{ List []Expr }

// Assign is name = expr: generate, replace, let.
type Assign struct {
	Target Expr
	Value  Expr
}

// Let is let name = value after expansion: Value is a Number, a String, or a Var that
// stands for a symbol.
type Let struct {
	Name  Name
	Value Expr
}

// Pair is old new, or list/variable pairs: rename, clone-dataset, assign-labels.
type Pair struct{ First, Second Expr }

// RegisterVar is alias/VAR.
type RegisterVar struct {
	Alias, Name string
	Span        source.Span
}

// Import is alias/VAR [time] [as name].
type Import struct {
	Var  RegisterVar
	Time Expr // nil, Date, String, Binding, Concat or Call before expansion; Date after
	As   Expr // nil or a name
}

// ImportEvent is alias/VAR time to time [as name].
type ImportEvent struct {
	Var      RegisterVar
	From, To Expr // as Import.Time
	As       Expr // nil or a name
}

// ImportPanel is alias/VAR… time….
type ImportPanel struct {
	Vars  []RegisterVar
	Times []Expr // as Import.Time
}

// Terms is a model variable list: names and ModelTerms.
type Terms struct{ List []Expr }

// Clones is a list of name [-> name]: clone-variables.
type Clones struct{ Items []Clone }

// Clone is one variable and the name of its copy.
type Clone struct {
	Source Expr
	Target Expr // nil without ->
}

// Require is bank[:version] as alias.
type Require struct {
	Bank    Name // no.ssb.fdb
	Version Name // "30", "DRAFT" or empty
	Alias   Name
}

// Aggregate is a list of (stat) source [-> target] items: collapse, aggregate.
type Aggregate struct{ Items []AggregateItem }

// AggregateItem is one source under the statistic that precedes it.
type AggregateItem struct {
	Stat   Name
	Source Expr
	Target Expr // nil without ->
}

// Merge is varlist into dataset [on variable].
type Merge struct {
	Vars []Expr
	Into Expr
	On   []Expr // more than one is an error of the checker
}

// Recode is varlist (rule)…
type Recode struct {
	Vars  []Expr
	Rules []RecodeRule
}

// RecodeRule is (lhs = value ["label"] [missing]).
type RecodeRule struct {
	Any      bool // *
	From     []RecodeFrom
	To       Expr // Number, String or Missing after expansion
	Label    *String
	FlagMiss bool
	Span     source.Span
}

// RecodeFrom is a value, a closed interval Low/High, `missing` or `nonmissing`.
// Min and Max stand for the smallest and largest code present.
type RecodeFrom struct {
	Missing, NonMissing bool
	Low, High           Expr // equal for a single value; nil where Min or Max stands
	Min, Max            bool
	Span                source.Span
}

// Labels is a code list: define-labels name code label ….
type Labels struct {
	List  Expr
	Pairs []LabelPair
}

// LabelPair is one code and its label. Numeric tells an unquoted number from text.
type LabelPair struct {
	Code  Expr // Number or String
	Label *String
	Span  source.Span
}

// Values is a list of literal arguments: sample, configure.
type Values struct{ List []Expr }

// Reference is list | alias/VAR [time]: list-labels, variables.
type Reference struct {
	List Expr
	Vars []RegisterVar
	Time Expr
}

// Words is free words: help, help-function, history.
type Words struct{ List []Name }

func resolveNames(r Resolver, in []Expr) []Expr {
	out := make([]Expr, len(in))
	for i, e := range in {
		out[i] = r.Name(e)
	}
	return out
}

func resolveName(r Resolver, e Expr) Expr {
	if e == nil {
		return nil
	}
	return r.Name(e)
}

func resolveValue(r Resolver, e Expr) Expr {
	if e == nil {
		return nil
	}
	return r.Value(e)
}

func resolveTime(r Resolver, e Expr) Expr {
	if e == nil {
		return nil
	}
	return r.Time(e)
}

func (o *Names) Resolve(r Resolver) Operands { return &Names{List: resolveNames(r, o.List)} }
func (o *Assign) Resolve(r Resolver) Operands {
	return &Assign{Target: resolveName(r, o.Target), Value: r.Expr(o.Value)}
}
func (o *Pair) Resolve(r Resolver) Operands {
	return &Pair{First: resolveName(r, o.First), Second: resolveName(r, o.Second)}
}
func (o *Import) Resolve(r Resolver) Operands {
	return &Import{Var: o.Var, Time: resolveTime(r, o.Time), As: resolveName(r, o.As)}
}
func (o *Let) Resolve(Resolver) Operands { return o }
func (o *ImportEvent) Resolve(r Resolver) Operands {
	return &ImportEvent{Var: o.Var, From: resolveTime(r, o.From), To: resolveTime(r, o.To), As: resolveName(r, o.As)}
}
func (o *ImportPanel) Resolve(r Resolver) Operands {
	out := &ImportPanel{Vars: o.Vars, Times: make([]Expr, len(o.Times))}
	for i, e := range o.Times {
		out.Times[i] = resolveTime(r, e)
	}
	return out
}
func (o *Terms) Resolve(r Resolver) Operands {
	out := &Terms{List: make([]Expr, len(o.List))}
	for i, e := range o.List {
		if _, ok := e.(*ModelTerm); ok {
			out.List[i] = r.Expr(e)
		} else {
			out.List[i] = r.Name(e)
		}
	}
	return out
}
func (o *Clones) Resolve(r Resolver) Operands {
	out := &Clones{Items: make([]Clone, len(o.Items))}
	for i, c := range o.Items {
		out.Items[i] = Clone{Source: resolveName(r, c.Source), Target: resolveName(r, c.Target)}
	}
	return out
}
func (o *Require) Resolve(Resolver) Operands { return o }
func (o *Aggregate) Resolve(r Resolver) Operands {
	out := &Aggregate{Items: make([]AggregateItem, len(o.Items))}
	for i, item := range o.Items {
		out.Items[i] = AggregateItem{Stat: item.Stat, Source: resolveName(r, item.Source), Target: resolveName(r, item.Target)}
	}
	return out
}
func (o *Merge) Resolve(r Resolver) Operands {
	return &Merge{Vars: resolveNames(r, o.Vars), Into: resolveName(r, o.Into), On: resolveNames(r, o.On)}
}
func (o *Recode) Resolve(r Resolver) Operands {
	out := &Recode{Vars: resolveNames(r, o.Vars), Rules: make([]RecodeRule, len(o.Rules))}
	for i, rule := range o.Rules {
		rule.To = resolveValue(r, rule.To)
		from := make([]RecodeFrom, len(rule.From))
		for j, f := range rule.From {
			f.Low, f.High = resolveValue(r, f.Low), resolveValue(r, f.High)
			from[j] = f
		}
		rule.From = from
		out.Rules[i] = rule
	}
	return out
}
func (o *Labels) Resolve(r Resolver) Operands {
	out := &Labels{List: resolveName(r, o.List), Pairs: make([]LabelPair, len(o.Pairs))}
	for i, p := range o.Pairs {
		p.Code = resolveValue(r, p.Code)
		out.Pairs[i] = p
	}
	return out
}
func (o *Values) Resolve(r Resolver) Operands {
	out := &Values{List: make([]Expr, len(o.List))}
	for i, e := range o.List {
		out.List[i] = r.Value(e)
	}
	return out
}
func (o *Reference) Resolve(r Resolver) Operands {
	return &Reference{List: resolveName(r, o.List), Vars: o.Vars, Time: resolveTime(r, o.Time)}
}
func (o *Words) Resolve(Resolver) Operands { return o }
