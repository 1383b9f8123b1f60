package syntax

import (
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
)

// counted wraps a grammar whose number of operands is limited; max ≤ 0 means any number.
type counted struct {
	Grammar
	min, max int
	count    func(Operands) []Expr
}

func (c *counted) check() error { return Check(c.Grammar) }

func (c *counted) ParseOperands(in *Line) (Operands, *Failure) {
	ops, failure := c.Grammar.ParseOperands(in)
	if failure != nil || ops == nil {
		return ops, failure
	}
	list := c.count(ops)
	switch t := in.tokens.Peek(); {
	case len(list) < c.min && (t.EOF() || t.Type == tokIf || t.Value == ","):
		return ops, Fail(tokenSpan(t), codeTooFew, diag.Token(in.Command))
	case len(list) < c.min:
		return ops, in.unexpected(t)
	case c.max > 0 && len(list) > c.max:
		return ops, Fail(list[c.max].Range(), codeTooMany, diag.Token(in.Command), diag.Catalogue(strconv.Itoa(c.max)))
	}
	return ops, nil
}

type namesNode struct {
	List []NameExpr `parser:"@@*"`
}

func (n *namesNode) Operands(*Line) (Operands, *Failure) { return &Names{List: Exprs(n.List)}, nil }

// NamesOperands reads between min and max names (max ≤ 0: any number) as *Names.
func NamesOperands(minimum, maximum int) Grammar {
	return &counted{Production[namesNode](Plain), minimum, maximum, func(o Operands) []Expr { return o.(*Names).List }}
}

type termsNode struct {
	List []TermExpr `parser:"@@*"`
}

func (n *termsNode) Operands(*Line) (Operands, *Failure) { return &Terms{List: Exprs(n.List)}, nil }

// TermsOperands reads a model variable list as *Terms: y a i.b c#d.
func TermsOperands(minimum, maximum int) Grammar {
	return &counted{Production[termsNode](Plain), minimum, maximum, func(o Operands) []Expr { return o.(*Terms).List }}
}

type valuesNode struct {
	List []ItemExpr `parser:"@@*"`
}

func (n *valuesNode) Operands(*Line) (Operands, *Failure) { return &Values{List: Exprs(n.List)}, nil }

// ValuesOperands reads numbers, strings, bindings and bare words as *Values: sample.
func ValuesOperands(minimum, maximum int) Grammar {
	return &counted{Production[valuesNode](Plain), minimum, maximum, func(o Operands) []Expr { return o.(*Values).List }}
}

type commaValuesNode struct {
	List []ItemExpr `parser:"@@ (','? @@)*"`
}

func (n *commaValuesNode) Operands(*Line) (Operands, *Failure) {
	return &Values{List: Exprs(n.List)}, nil
}

// CommaValuesOperands reads items separated by blanks and commas as *Values: configure.
// The command has no options, since its commas are its own.
func CommaValuesOperands() Grammar { return Production[commaValuesNode](Plain) }

// NoOperands is for commands that stand alone: clear, reshape-from-panel. The operands are nil.
func NoOperands() Grammar { return noOperands{} }

type noOperands struct{}

func (noOperands) ParseOperands(in *Line) (Operands, *Failure) {
	switch t := in.Tokens(Plain).Peek(); {
	case t.EOF(), t.Type == tokIf, t.Value == ",":
		return nil, nil
	default:
		return nil, Fail(tokenSpan(t), codeNoOperands, diag.Token(in.Command))
	}
}

type assignNode struct {
	Target NameExpr `parser:"@@ '='"`
	Value  FullExpr `parser:"@@"`
}

func (n *assignNode) Operands(*Line) (Operands, *Failure) {
	return &Assign{Target: n.Target, Value: n.Value}, nil
}

// AssignOperands reads name = expression as *Assign: generate, replace.
func AssignOperands() Grammar { return Production[assignNode](Plain) }

type pairNode struct {
	First  NameExpr `parser:"@@"`
	Second NameExpr `parser:"@@"`
}

func (n *pairNode) Operands(*Line) (Operands, *Failure) {
	return &Pair{First: n.First, Second: n.Second}, nil
}

// PairOperands reads two names as *Pair: rename, clone-dataset, assign-labels.
func PairOperands() Grammar { return Production[pairNode](Plain) }

type importNode struct {
	Var  lexer.Token `parser:"@Register"`
	Time TimeExpr    `parser:"((?! 'as') @@)?"`
	As   NameExpr    `parser:"('as' @@)?"`
}

func (n *importNode) Operands(*Line) (Operands, *Failure) {
	return &Import{Var: registerVar(n.Var), Time: n.Time, As: n.As}, nil
}

// ImportOperands reads alias/VAR [time] [as name] as *Import.
func ImportOperands() Grammar { return registerGrammar{Production[importNode](Registers)} }

type importEventNode struct {
	Var  lexer.Token `parser:"@Register"`
	From TimeExpr    `parser:"(?! 'to' | 'as') @@ 'to'"`
	To   TimeExpr    `parser:"(?! 'as') @@"`
	As   NameExpr    `parser:"('as' @@)?"`
}

func (n *importEventNode) Operands(*Line) (Operands, *Failure) {
	return &ImportEvent{Var: registerVar(n.Var), From: n.From, To: n.To, As: n.As}, nil
}

// ImportEventOperands reads alias/VAR time to time [as name] as *ImportEvent.
func ImportEventOperands() Grammar { return registerGrammar{Production[importEventNode](Registers)} }

type importPanelNode struct {
	Vars  []lexer.Token `parser:"@( Register+ )"`
	Times []TimeExpr    `parser:"@@+"`
}

func (n *importPanelNode) Operands(in *Line) (Operands, *Failure) {
	out := &ImportPanel{Times: Exprs(n.Times)}
	for _, t := range n.Vars {
		out.Vars = append(out.Vars, registerVar(t))
	}
	return out, nil
}

// ImportPanelOperands reads alias/VAR… time… as *ImportPanel.
func ImportPanelOperands() Grammar { return registerGrammar{Production[importPanelNode](Registers)} }

// registerGrammar says what is missing when the line does not begin with alias/VAR.
type registerGrammar struct{ Grammar }

func (g registerGrammar) check() error { return Check(g.Grammar) }

func (g registerGrammar) ParseOperands(in *Line) (Operands, *Failure) {
	if t := in.Tokens(Registers).Peek(); t.Type != tokRegister && !t.EOF() {
		ops, _ := g.Grammar.ParseOperands(in)
		return ops, Fail(tokenSpan(t), codeRegisterName, diag.Token(t.Value))
	}
	return g.Grammar.ParseOperands(in)
}

func registerVar(t lexer.Token) RegisterVar {
	alias, name, _ := strings.Cut(t.Value, "/")
	return RegisterVar{Alias: alias, Name: name, Span: tokenSpan(&t)}
}

type requireNode struct {
	Bank    lexer.Token `parser:"@Bank"`
	Version lexer.Token `parser:"(':' @Bank)?"`
	Alias   lexer.Token `parser:"'as' @Bank"`
}

func (n *requireNode) Operands(*Line) (Operands, *Failure) {
	out := &Require{Bank: nameOf(&n.Bank), Version: nameOf(&n.Version), Alias: nameOf(&n.Alias)}
	if a := out.Alias; a.Text != "" && !IsIdentifier(a.Text) {
		return out, Fail(a.Span, codeNameExpected, diag.Token(a.Text))
	}
	return out, nil
}

// RequireOperands reads bank[:version] as alias as *Require.
func RequireOperands() Grammar { return Production[requireNode](Banks) }

type aggregateNode struct {
	Groups []aggregateGroup `parser:"@@+"`
}

type aggregateGroup struct {
	Stat  lexer.Token     `parser:"'(' @Ident ')'"`
	Items []aggregateItem `parser:"@@+"`
}

type aggregateItem struct {
	Source NameExpr `parser:"@@"`
	Target NameExpr `parser:"('->' @@)?"`
}

func (n *aggregateNode) Operands(*Line) (Operands, *Failure) {
	out := &Aggregate{}
	for _, g := range n.Groups {
		for _, item := range g.Items {
			out.Items = append(out.Items, AggregateItem{Stat: nameOf(&g.Stat), Source: item.Source, Target: item.Target})
		}
	}
	return out, nil
}

// AggregateOperands reads (stat) name [-> name] … as *Aggregate: collapse, aggregate, barchart.
func AggregateOperands() Grammar { return opened{Production[aggregateNode](Plain)} }

// opened says that the parenthesis is missing when the operands do not begin with one.
type opened struct{ Grammar }

func (g opened) check() error { return Check(g.Grammar) }

func (g opened) ParseOperands(in *Line) (Operands, *Failure) {
	if t := in.Tokens(Plain).Peek(); !t.EOF() && t.Value != "(" {
		return &Aggregate{}, Fail(tokenSpan(t), codeExpected, diag.Token(t.Value), diag.Catalogue("("))
	}
	return g.Grammar.ParseOperands(in)
}

type clonesNode struct {
	Items []aggregateItem `parser:"@@+"`
}

func (n *clonesNode) Operands(*Line) (Operands, *Failure) {
	out := &Clones{}
	for _, item := range n.Items {
		out.Items = append(out.Items, Clone(item.plain()))
	}
	return out, nil
}

func (i aggregateItem) plain() Clone { return Clone{Source: i.Source, Target: i.Target} }

// ClonesOperands reads name [-> name] … as *Clones: clone-variables.
func ClonesOperands() Grammar { return Production[clonesNode](Plain) }

type mergeNode struct {
	Vars []NameExpr `parser:"((?! 'into') @@)+"`
	Into NameExpr   `parser:"'into' (?! 'on') @@"`
	On   []NameExpr `parser:"('on' @@+)?"`
}

func (n *mergeNode) Operands(*Line) (Operands, *Failure) {
	return &Merge{Vars: Exprs(n.Vars), Into: n.Into, On: Exprs(n.On)}, nil
}

// MergeOperands reads names into dataset [on name] as *Merge.
func MergeOperands() Grammar { return Production[mergeNode](Plain) }

type recodeNode struct {
	Vars  []NameExpr       `parser:"@@+"`
	Rules []recodeRuleNode `parser:"@@*"`
}

type recodeRuleNode struct {
	Any    bool             `parser:"'(' (@'*'"`
	From   []recodeFromNode `parser:"| @@+) '='"`
	To     ValueExpr        `parser:"@@"`
	Label  *labelNode       `parser:"@@?"`
	Miss   bool             `parser:"@'missing'? ')'"`
	Tokens []lexer.Token
}

type labelNode struct {
	Text lexer.Token `parser:"@String"`
}

type recodeFromNode struct {
	Missing    bool       `parser:"@('missing' | '.')"`
	NonMissing bool       `parser:"| @'nonmissing'"`
	Low        boundNode  `parser:"| @@"`
	High       *boundNode `parser:"('/' @@)?"`
	Tokens     []lexer.Token
}

type boundNode struct {
	Min   bool      `parser:"@'min'"`
	Max   bool      `parser:"| @'max'"`
	Value ValueExpr `parser:"| @@"`
}

func (n *recodeNode) Operands(in *Line) (Operands, *Failure) {
	out := &Recode{Vars: Exprs(n.Vars)}
	for _, r := range n.Rules {
		out.Rules = append(out.Rules, r.rule())
		for _, f := range r.From {
			if f.High != nil && (f.Low.Max || f.High.Min) {
				return out, Fail(spanOf(f.Tokens), codeBoundOrder)
			}
		}
	}
	if len(n.Rules) == 0 {
		return out, Fail(tokenSpan(in.tokens.Peek()), codeNoRules)
	}
	return out, nil
}

func (r recodeRuleNode) rule() RecodeRule {
	rule := RecodeRule{Any: r.Any, To: r.To, FlagMiss: r.Miss, Span: spanOf(r.Tokens)}
	if r.Label != nil {
		rule.Label = stringOf(&r.Label.Text)
	}
	for _, f := range r.From {
		from := RecodeFrom{Missing: f.Missing, NonMissing: f.NonMissing, Span: spanOf(f.Tokens)}
		if !f.Missing && !f.NonMissing {
			from.Low, from.Min, from.Max = f.Low.Value, f.Low.Min, f.Low.Max
			from.High = from.Low
		}
		if f.High != nil {
			from.High = f.High.Value
			from.Max = f.High.Max
		}
		rule.From = append(rule.From, from)
	}
	return rule
}

// RecodeOperands reads names (rule)… as *Recode.
func RecodeOperands() Grammar { return Production[recodeNode](Plain) }

type labelsNode struct {
	List  NameExpr    `parser:"@@"`
	Items []labelItem `parser:"@@*"`
}

type labelItem struct {
	Word  lexer.Token `parser:"@(Ident | Code | String | Number)"`
	Value ValueExpr   `parser:"| @@"`
}

func (i labelItem) code() (Expr, source.Span) {
	if i.Value != nil {
		return i.Value, i.Value.Range()
	}
	span := tokenSpan(&i.Word)
	switch i.Word.Type {
	case tokNumber:
		if n, err := number(i.Word.Value, span); err == nil {
			return n, span
		}
	case tokString:
		return stringOf(&i.Word), span
	}
	return &String{Value: i.Word.Value, Span: span}, span
}

// label is the text of a label; a bare word or number stands for itself.
func (i labelItem) label() *String {
	switch {
	case i.Value != nil:
		return nil
	case i.Word.Type == tokString:
		return stringOf(&i.Word)
	}
	return &String{Value: i.Word.Value, Span: tokenSpan(&i.Word)}
}

func (n *labelsNode) Operands(in *Line) (Operands, *Failure) {
	out := &Labels{List: n.List}
	for i := 0; i+1 < len(n.Items); i += 2 {
		code, from := n.Items[i].code()
		label := n.Items[i+1].label()
		if label == nil {
			return out, Fail(n.Items[i+1].Value.Range(), codeLabelPairs)
		}
		out.Pairs = append(out.Pairs, LabelPair{Code: code, Label: label, Span: from.Join(label.Span)})
	}
	switch {
	case len(n.Items)%2 == 1:
		_, span := n.Items[len(n.Items)-1].code()
		return out, Fail(span, codeLabelPairs)
	case len(n.Items) == 0:
		return out, Fail(tokenSpan(in.tokens.Peek()), codeTooFew, diag.Token(in.Command))
	}
	return out, nil
}

// LabelsOperands reads name code label … as *Labels: define-labels.
func LabelsOperands() Grammar { return Production[labelsNode](Codes) }

type referenceNode struct {
	Vars []lexer.Token `parser:"( @( Register+ )"`
	Time TimeExpr      `parser:"  @@?"`
	List NameExpr      `parser:"| @@ )?"`
}

func (n *referenceNode) Operands(*Line) (Operands, *Failure) {
	out := &Reference{List: n.List, Time: n.Time}
	for _, t := range n.Vars {
		out.Vars = append(out.Vars, registerVar(t))
	}
	return out, nil
}

// ReferenceOperands reads nothing, a list name, or alias/VAR… [time] as *Reference:
// list-labels, variables.
func ReferenceOperands() Grammar { return Production[referenceNode](Registers) }

// WordsOperands reads free words, hyphens included, as *Words: help, history.
func WordsOperands(minimum, maximum int) Grammar { return words{minimum, maximum} }

type words struct{ min, max int }

func (w words) ParseOperands(in *Line) (Operands, *Failure) {
	out := &Words{}
	for {
		name, ok := in.CutWord()
		if !ok {
			break
		}
		out.List = append(out.List, name)
	}
	t := in.Tokens(Plain).Peek()
	for t.Type == tokString {
		s := stringOf(in.tokens.Next())
		out.List = append(out.List, Name{Text: s.Value, Span: s.Span})
		t = in.tokens.Peek()
	}
	switch {
	case len(out.List) < w.min:
		return out, Fail(tokenSpan(t), codeTooFew, diag.Token(in.Command))
	case w.max > 0 && len(out.List) > w.max:
		return out, Fail(out.List[w.max].Span, codeTooMany, diag.Token(in.Command), diag.Catalogue(strconv.Itoa(w.max)))
	}
	return out, nil
}
