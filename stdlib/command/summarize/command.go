// Package summarize declares the command summarize.
//
// In: numeric variables and perhaps a condition. Out: a protected row of statistics per
// variable.
//
//	summarize pay age, gini iqr
package summarize

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/description"
)

// Command is summarize.
var Command = registry.Define(registry.Typed[description.Options, []*check.Variable]{
	Spec: command.Spec{
		Name:    "summarize",
		Group:   command.Statistics,
		Syntax:  "summarize [var…] [if condition] [, gini iqr]",
		Summary: text.Text{NB: "Oppsummer numeriske variabler", EN: "Summarise numeric variables"},
		Help: text.Text{
			NB: "Viser gjennomsnitt, standardavvik, antall gyldige og 1, 25, 50, 75 og 99 prosents persentiler. Uten variabler vises alle numeriske. Verdier utenfor 1 og 99 prosent kuttes før gjennomsnitt og standardavvik regnes ut; persentiler er jevnet ut. Minste og største verdi vises aldri.",
			EN: "Shows mean, standard deviation, valid count and the 1, 25, 50, 75 and 99 percent points. Without variables all numeric ones are shown. Values beyond the 1 and 99 percent points are cut before mean and standard deviation are computed; percentiles are smoothed. The smallest and largest value are never shown.",
		},
		Grammar:  syntax.NamesOperands(0, 0),
		If:       true,
		Effect:   command.Releases,
		Examples: []string{"summarize", "all", "gini"},
	},
	Options: description.Bind(),
	Rules:   []disclosure.Rule{description.Rule()},
	Fields:  description.Fields(),
	Check: func(s *check.Scope, call *check.Call, _ *description.Options) []*check.Variable {
		if !s.Units() {
			return nil
		}
		var vars []*check.Variable
		for _, v := range s.Numeric(call.Operands().(*syntax.Names).List) {
			vars = append(vars, v.Var)
		}
		return vars
	},
	Plan: func(b *plan.Builder, call *check.Call, o description.Options, vars []*check.Variable) {
		f := b.Frame(call.Active.Name)
		description.Lower(b, f, b.Condition(f, call.If), o, vars)
	},
	Render: func(w *page.Writer, _ *check.Call, _ description.Options, _ []*check.Variable, out []disclosure.Released) {
		description.Render(w, nil, out)
	},
})
