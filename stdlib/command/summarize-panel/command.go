// Package summarizepanel declares the command summarize-panel.
//
// In: a panel and numeric variables. Out: a protected row of statistics per variable and time.
//
//	summarize-panel pay, gini
package summarizepanel

import (
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/description"
	"github.com/mdscript/mdscript/stdlib/table"
)

// Command is summarize-panel.
var Command = registry.Define(registry.Typed[description.Options, []*check.Variable]{
	Spec: command.Spec{
		Name:    "summarize-panel",
		Group:   command.Statistics,
		Syntax:  "summarize-panel [var…] [if condition] [, gini iqr]",
		Summary: text.Text{NB: "Oppsummer numeriske variabler for hvert tidspunkt i et panel", EN: "Summarise numeric variables at every time of a panel"},
		Help: text.Text{
			NB: "Viser det samme som summarize, med en rad per variabel og tidspunkt. Uten variabler vises alle numeriske. Hvert tidspunkt regnes for seg: tallene er de samme som summarize gir med if date@panel lik tidspunktet. Tidspunkter uten rader er ikke med.",
			EN: "Shows what summarize shows, with a row per variable and time. Without variables all numeric ones are shown. Every time stands alone: numbers are those that summarize gives with if date@panel equal to the time. Times without rows are left out.",
		},
		Grammar:  syntax.NamesOperands(0, 0),
		Needs:    command.PanelData,
		If:       true,
		Effect:   command.Releases,
		Examples: []string{"times", "options"},
	},
	Options: description.Bind(),
	Rules:   []disclosure.Rule{description.Rule(disclosure.RuleC8)},
	Fields:  description.Fields(),
	Check:   checkVariables,
	Plan: func(b *plan.Builder, call *check.Call, o description.Options, vars []*check.Variable) {
		f := b.Frame(call.Active.Name)
		description.LowerTimes(b, f, b.Condition(f, call.If), o, vars, call.Active.Times)
	},
	Render: func(w *page.Writer, call *check.Call, _ description.Options, _ []*check.Variable, out []disclosure.Released) {
		times := table.TimeTexts(call.Active.Times)
		description.Render(w, func(_, code string) string { return times[code] }, out)
	},
})

// checkVariables leaves time out of all numeric variables: it is the rows.
func checkVariables(s *check.Scope, call *check.Call, _ *description.Options) []*check.Variable {
	list := call.Operands().(*syntax.Names).List
	var vars []*check.Variable
	for _, v := range s.Numeric(list) {
		vars = append(vars, v.Var)
	}
	if d := s.Active(); len(list) == 0 && len(vars) > 0 {
		vars = slices.DeleteFunc(vars, (*check.Variable).Time)
		if len(vars) == 0 && !slices.ContainsFunc(d.Vars, func(v *check.Variable) bool { return v.Poison }) {
			s.Report(s.Span(), diag.New(check.CodeNoNumericVariables, diag.Token(d.Name)))
		}
	}
	return vars
}
