// Package definelabels declares the command define-labels.
//
// In: a list name and pairs of code and label. Out: a code list that variables can use.
//
//	define-labels sex '1' Man '2' Woman
package definelabels

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
)

const (
	codeTwice diag.Code = "C1101"
	codeMixed diag.Code = "C1102"
)

// Command is define-labels.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:    "define-labels",
		Group:   command.Labels,
		Syntax:  "define-labels list code label [code label …]",
		Summary: text.Text{NB: "Lag en kodeliste", EN: "Make a code list"},
		Help: text.Text{
			NB: "Koder i anførselstegn og ord er alfanumeriske, tall uten anførselstegn er numeriske. Etiketter trenger anførselstegn når de inneholder annet enn bokstaver, sifre og _. Bruk assign-labels for å knytte listen til en variabel.",
			EN: "Quoted codes and words are alphanumeric, bare numbers are numeric. Labels need quotes when they hold more than letters, digits and _. Attach the list to a variable with assign-labels.",
		},
		Grammar:  syntax.LabelsOperands(),
		Effect:   command.Makes,
		Examples: []string{"define_labels"},
		Problems: []diag.Entry{
			{
				Code:    codeTwice,
				Message: text.Text{NB: "koden {0} står to ganger i listen", EN: "code {0} stands twice in the list"},
				Cause:   text.Text{NB: "En kode kan bare ha én etikett; 01 og 1 uten anførselstegn er samme tall.", EN: "A code can have one label only; 01 and 1 without quotes are the same number."},
				Next:    text.Text{NB: "Fjern det ene paret.", EN: "Remove one of the pairs."},
			},
			{
				Code:    codeMixed,
				Message: text.Text{NB: "listen blander numeriske og alfanumeriske koder ved {0}", EN: "the list mixes numeric and alphanumeric codes at {0}"},
				Cause:   text.Text{NB: "Én kode står i anførselstegn og en annen ikke.", EN: "One code is quoted and another is not."},
				Next:    text.Text{NB: "Sett anførselstegn rundt alle kodene, eller ikke rundt noen.", EN: "Quote all codes, or none."},
			},
		},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) struct{} {
		o := call.Operands().(*syntax.Labels)
		name, ok := s.NewCodeListName(o.List)
		items, numeric := items(s, o.Pairs)
		if ok {
			s.PutCodeList(check.NewCodeList(name, numeric, items))
		}
		return struct{}{}
	},
})

// items are the pairs as list items; the first code says whether the list is numeric.
func items(s *check.Scope, pairs []syntax.LabelPair) (out []check.CodeItem, numeric bool) {
	seen := map[string]bool{}
	for i, p := range pairs {
		item, number, ok := item(p)
		if !ok {
			continue
		}
		if i == 0 {
			numeric = number
		}
		switch {
		case number != numeric:
			s.Report(p.Span, diag.New(codeMixed, diag.Token(item.Code)))
		case seen[item.Code]:
			s.Report(p.Span, diag.New(codeTwice, diag.Token(item.Code)))
		default:
			seen[item.Code] = true
			out = append(out, item)
		}
	}
	return out, numeric
}

func item(p syntax.LabelPair) (item check.CodeItem, numeric, ok bool) {
	switch c := check.Literal(p.Code).(type) {
	case *syntax.Number:
		item, numeric = check.NumericCode(c.Value), true
	case *syntax.String:
		item = check.CodeItem{Code: c.Value}
	default:
		return item, false, false
	}
	item.Label = text.Same(p.Label.Value)
	return item, numeric, true
}
