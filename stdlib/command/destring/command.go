// Package destring declares the command destring.
//
// In: alphanumeric variables. Out: decimal variables of the same names, or of new names
// with a prefix; their code lists follow.
//
//	destring kommune, prefix(n_)
package destring

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

const codeNotNumbers diag.Code = "R1041"

type options struct {
	Prefix, Ignore string
	Force, DPComma bool
}

// conversion is one variable and the name of the result.
type conversion struct{ from, to string }

// Command is destring.
var Command = registry.Define(registry.Typed[options, []conversion]{
	Spec: command.Spec{
		Name:    "destring",
		Group:   command.Preparation,
		Syntax:  "destring var… [, prefix(p) ignore('chars') force dpcomma]",
		Summary: text.Text{NB: "Gjør tekst til tall", EN: "Turn text into numbers"},
		Help: text.Text{
			NB: "Blanke i endene fjernes, ledende nuller forsvinner, og resultatet er desimaltall. Tekst som ikke er tall stopper skriptet og endrer ingenting, med force blir den manglende. Etikettene følger med.",
			EN: "Blanks at the ends are removed, leading zeros vanish, and the result is decimal. Text that is no number stops the script and changes nothing; with force it becomes missing. Labels follow.",
		},
		Grammar:  syntax.NamesOperands(1, 0),
		Effect:   command.Changes,
		Examples: []string{"destring", "destring_force", "destring_text"},
		Problems: []diag.Entry{{
			Code:    codeNotNumbers,
			Message: text.Text{NB: "{0} har tekst som ikke er tall", EN: "{0} holds text that is no number"},
			Cause:   text.Text{NB: "Koder med bokstaver eller skilletegn kan ikke bli tall.", EN: "Codes with letters or separators cannot become numbers."},
			Next:    text.Text{NB: "Fjern tegn med ignore('…'), bruk dpcomma for desimalkomma, eller force for å gjøre slik tekst manglende.", EN: "Remove characters with ignore('…'), use dpcomma for a decimal comma, or force to make such text missing."},
		}},
	},
	Options: []registry.Bound[options]{
		registry.Word("prefix", func(o *options) *string { return &o.Prefix }, text.Text{NB: "Lag nye variabler med denne forstavelsen", EN: "Make new variables with this prefix"}),
		registry.Word("ignore", func(o *options) *string { return &o.Ignore }, text.Text{NB: "Fjern disse tegnene først", EN: "Remove these characters first"}),
		registry.Flag("force", func(o *options) *bool { return &o.Force }, text.Text{NB: "Tekst som ikke er tall blir manglende", EN: "Text that is no number becomes missing"}),
		registry.Flag("dpcomma", func(o *options) *bool { return &o.DPComma }, text.Text{NB: "Komma er desimaltegn", EN: "A comma is the decimal sign"}),
	},
	Rules: []disclosure.Rule{{Kind: disclosure.RuleGuard, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleD3}}},
	Check: checkDestring,
	Plan: func(b *plan.Builder, call *check.Call, o options, list []conversion) {
		f := b.Frame(call.Active.Name)
		op := kernel.Destring{Ignore: o.Ignore, DecimalComma: o.DPComma}
		for _, c := range list {
			from := b.Fill(f, f.Var(c.from))
			if !o.Force {
				offends := b.Add(kernel.DestringOffends(op), types.Boolean.String(), from)
				b.GuardErrors(f, offends, diag.New(codeNotNumbers, diag.Token(c.from)))
			}
			f.Vars[c.to] = b.Add(op, types.Decimal.String(), from)
		}
		b.SetFrame(call.Active.Name, f)
	},
})

func checkDestring(s *check.Scope, call *check.Call, o *options) []conversion {
	op := kernel.Destring{Ignore: o.Ignore, DecimalComma: o.DPComma}
	var out []conversion
	for _, v := range s.Analysable(call.Operands().(*syntax.Names).List) {
		to := o.Prefix + v.Var.Name
		if o.Prefix != "" && !s.FreeName(to, v.Span) {
			continue
		}
		if !s.IsText(v) || v.Var.Poison || o.Prefix == "" && !s.Changeable(v) {
			s.PoisonVariable(to)
			continue
		}
		made := *v.Var
		made.Name, made.Kind, made.Refers, made.Plain, made.FreeText, made.Identifier = to, types.Decimal, nil, false, false, false
		if made.Labels != nil {
			made.Labels = made.Labels.Destrung(op.Value)
		}
		s.PutVariable(&made)
		out = append(out, conversion{v.Var.Name, to})
	}
	return out
}
