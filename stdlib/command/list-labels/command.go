// Package listlabels declares the command list-labels.
//
// In: a code list, or a register variable and perhaps a date. Out: its codes and labels.
//
//	list-labels db/SIVSTANDFDT_SIVSTAND 2020-01-01
package listlabels

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

const (
	codeNone    diag.Code = "C1111"
	codeOne     diag.Code = "C1112"
	codeNothing diag.Code = "C1113"
)

var (
	headCode  = text.Text{NB: "Kode", EN: "Code"}
	headLabel = text.Text{NB: "Etikett", EN: "Label"}
)

// Command is list-labels.
var Command = registry.Define(registry.Typed[struct{}, *check.CodeList]{
	Spec: command.Spec{
		Name:    "list-labels",
		Group:   command.Labels,
		Syntax:  "list-labels list | list-labels alias/VARIABLE [date]",
		Summary: text.Text{NB: "Vis koder og etiketter", EN: "Show codes and labels"},
		Help: text.Text{
			NB: "Viser en liste laget med define-labels, eller kodene en registervariabel har på en dato. Ingen data leses.",
			EN: "Shows a list made with define-labels, or the codes a register variable has at a date. No data are read.",
		},
		Grammar:  syntax.ReferenceOperands(),
		Effect:   command.Reads,
		Examples: []string{"list_labels"},
		Problems: []diag.Entry{
			{
				Code:    codeNone,
				Message: text.Text{NB: "{0} har ingen kodeliste", EN: "{0} has no code list"},
				Cause:   text.Text{NB: "Verdiene er tall, datoer, nøkler eller fri tekst.", EN: "Its values are numbers, dates, keys or free text."},
				Next:    text.Text{NB: "Se hva variabelen er med variables.", EN: "See what the variable is with variables."},
			},
			{
				Code:    codeOne,
				Message: text.Text{NB: "list-labels viser én liste om gangen, ikke også {0}", EN: "list-labels shows one list at a time, not {0} as well"},
				Cause:   text.Text{NB: "Datoen på linjen gjelder én variabel.", EN: "The date on the line is about one variable."},
				Next:    text.Text{NB: "Skriv en linje for hver.", EN: "Write a line for each."},
			},
			{
				Code:    codeNothing,
				Message: text.Text{NB: "list-labels mangler en liste eller en registervariabel", EN: "list-labels lacks a list or a register variable"},
				Cause:   text.Text{NB: "Linjen nevner ingen.", EN: "The line names none."},
				Next:    text.Text{NB: "Skriv list-labels liste eller list-labels alias/VARIABEL dato.", EN: "Write list-labels list or list-labels alias/VARIABLE date."},
			},
		},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) *check.CodeList {
		o, ok := call.Operands().(*syntax.Reference)
		switch {
		case !ok || len(o.Vars) == 0 && o.List == nil:
			s.Report(s.Span(), diag.New(codeNothing))
			return nil
		case len(o.Vars) == 0:
			list, _ := s.CodeList(o.List)
			return list
		case len(o.Vars) > 1:
			s.Report(o.Vars[1].Span, diag.New(codeOne, diag.Token(o.Vars[1].Alias+"/"+o.Vars[1].Name)))
			return nil
		}
		v, _, ok := s.RegisterVariable(o.Vars[0])
		if !ok {
			return nil
		}
		day, ok := s.ImportDay(v, o.Time, o.Vars[0].Span)
		if !ok {
			return nil
		}
		list := s.RegisterCodes(v, day)
		if list == nil {
			s.Report(o.Vars[0].Span, diag.New(codeNone, diag.Catalogue(v.Name)))
		}
		return list
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, list *check.CodeList, _ []disclosure.Released) {
		t := page.Table{
			Stub:    []page.Head{{Name: "code", Label: headCode.In(w.Lang)}},
			Columns: []page.Column{{Name: "label", Label: headLabel.In(w.Lang), Type: "text"}},
		}
		for _, item := range list.Items {
			t.Rows = append(t.Rows, page.Row{
				Heads: []page.RowHead{{Code: item.Code, Label: item.Code}},
				Cells: []page.Cell{page.TextCell(item.Label.In(w.Lang))},
			})
		}
		w.Table("", t)
	},
})
