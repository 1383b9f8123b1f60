package syntax

import (
	"sort"
	"strings"
)

// table is a list of commands for tests: the grammar shapes of the whole language.
type table map[string]CommandSyntax

func (t table) Lookup(name string) (CommandSyntax, bool) {
	c, ok := t[name]
	return c, ok
}

func (t table) Names() []string {
	var out []string
	for name := range t {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// withBy is the shape of regress-mml and oaxaca, declared as a command's folder would.
type withBy struct {
	Terms []TermExpr `parser:"((?! 'by') @@)+"`
	By    []NameExpr `parser:"'by' @@+"`
}

type byOperands struct{ Terms, By []Expr }

func (o *byOperands) Resolve(Resolver) Operands { return o }

func (n *withBy) Operands(*Line) (Operands, *Failure) {
	return &byOperands{Exprs(n.Terms), Exprs(n.By)}, nil
}

// instruments is the shape of ivregress.
type instruments struct {
	Before []TermExpr `parser:"@@+"`
	Endog  []TermExpr `parser:"'(' @@+ '='"`
	Instr  []TermExpr `parser:"@@+ ')'"`
	After  []TermExpr `parser:"@@*"`
}

func (n *instruments) Operands(*Line) (Operands, *Failure) {
	return &byOperands{Exprs(n.Before), Exprs(n.Endog)}, nil
}

// plot is the shape of coefplot: a command in a command.
type plot struct{ inner Commands }

func (p plot) ParseOperands(in *Line) (Operands, *Failure) {
	name, ok := in.CutWord()
	inner, known := p.inner.Lookup(name.Text)
	if !ok || !known {
		return nil, Fail(name.Span, codeUnknownCommand)
	}
	return inner.Grammar.ParseOperands(in)
}

func testCommands() table {
	t := table{
		"require":         {Grammar: RequireOperands()},
		"import":          {Grammar: ImportOperands()},
		"import-event":    {Grammar: ImportEventOperands()},
		"import-panel":    {Grammar: ImportPanelOperands()},
		"generate":        {Grammar: AssignOperands()},
		"replace":         {Grammar: AssignOperands()},
		"recode":          {Grammar: RecodeOperands()},
		"collapse":        {Grammar: AggregateOperands()},
		"aggregate":       {Grammar: AggregateOperands()},
		"barchart":        {Grammar: AggregateOperands()},
		"merge":           {Grammar: MergeOperands()},
		"clone-variables": {Grammar: ClonesOperands()},
		"define-labels":   {Grammar: LabelsOperands()},
		"list-labels":     {Grammar: ReferenceOperands()},
		"variables":       {Grammar: ReferenceOperands()},
		"sample":          {Grammar: ValuesOperands(2, 2)},
		"configure":       {Grammar: CommaValuesOperands()},
		"help":            {Grammar: WordsOperands(0, 1)},
		"help-function":   {Grammar: WordsOperands(0, 1)},
		"clear":           {},
		"ivregress":       {Grammar: Production[instruments](Plain)},
		"oaxaca":          {Grammar: Production[withBy](Plain)},
		"regress-mml":     {Grammar: Production[withBy](Plain)},
	}
	for _, name := range strings.Fields("create-dataset use delete-dataset") {
		t[name] = CommandSyntax{Grammar: NamesOperands(1, 1)}
	}
	for _, name := range strings.Fields("rename clone-dataset clone-units rename-dataset assign-labels") {
		t[name] = CommandSyntax{Grammar: PairOperands()}
	}
	for _, name := range strings.Fields("drop keep summarize summarize-panel tabulate tabulate-panel destring drop-labels histogram boxplot correlate reshape-to-panel reshape-from-panel") {
		t[name] = CommandSyntax{Grammar: NamesOperands(0, -1)}
	}
	for _, name := range strings.Fields("regress regress-predict logit rdd anova") {
		t[name] = CommandSyntax{Grammar: TermsOperands(2, -1)}
	}
	t["coefplot"] = CommandSyntax{Grammar: plot{t}}
	return t
}
