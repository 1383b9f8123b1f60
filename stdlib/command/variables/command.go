// Package variables declares the command variables.
//
// In: nothing, or register variables. Out: a list, or what the catalogue says about each:
// unit, values, dates, subjects, and its codes over time.
//
//	variables db/INNTEKT_WLONN
package variables

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

const (
	codeNoVariable diag.Code = "C1221"
	codeNoDate     diag.Code = "C1222"
)

// Command is variables.
var Command = registry.Define(registry.Typed[struct{}, []entry]{
	Spec: command.Spec{
		Name:    "variables",
		Group:   command.Support,
		Syntax:  "variables [alias/VARIABLE…]",
		Summary: text.Text{NB: "Vis registervariabler", EN: "Show register variables"},
		Help: text.Text{
			NB: "Uten argumenter listes alle variabler i databasene som er koblet til. For variabler som nevnes, vises alt katalogen sier: " +
				"beskrivelse, enhetstype, verdier, gyldighet, måletidspunkt, emner, sensitivitet, kodene over tid og en linje som importerer den. Ingen data leses.",
			EN: "Without arguments all variables of the linked databases are listed. Of variables that are named, all the catalogue says is shown: " +
				"description, unit, values, validity, measurement dates, subjects, sensitivity, the codes over time, and a line that imports it. No data are read.",
		},
		Grammar:  syntax.ReferenceOperands(),
		Effect:   command.Reads,
		Examples: []string{"variables"},
		Problems: []diag.Entry{
			{
				Code:    codeNoVariable,
				Message: text.Text{NB: "{0} er ingen registervariabel", EN: "{0} is no register variable"},
				Cause:   text.Text{NB: "Registervariabler skrives alias/VARIABEL.", EN: "Register variables are written alias/VARIABLE."},
				Next:    text.Text{NB: "Skriv variables alene for å se alle.", EN: "Write variables alone to see them all."},
			},
			{
				Code:    codeNoDate,
				Message: text.Text{NB: "variables tar ingen dato", EN: "variables takes no date"},
				Cause:   text.Text{NB: "Kommandoen viser hele gyldighetstiden til en variabel.", EN: "The command shows the whole validity of a variable."},
				Next:    text.Text{NB: "Fjern datoen, eller se kodene på en dato med list-labels.", EN: "Remove the date, or see the codes at a date with list-labels."},
			},
		},
	},
	Check:  checkVariables,
	Render: renderVariables,
})

// entry is one variable under the alias it is known by.
type entry struct {
	alias    string
	variable *catalogue.Variable
}

func checkVariables(s *check.Scope, call *check.Call, _ *struct{}) []entry {
	o, ok := call.Operands().(*syntax.Reference)
	switch {
	case ok && o.List != nil:
		name, span, _ := s.Name(o.List)
		s.Report(span, diag.New(codeNoVariable, diag.Token(name)))
		return nil
	case ok && o.Time != nil:
		s.Report(o.Time.Range(), diag.New(codeNoDate))
		return nil
	case ok && len(o.Vars) > 0:
		var out []entry
		for _, r := range o.Vars {
			if v, _, ok := s.RegisterVariable(r); ok {
				out = append(out, entry{r.Alias, v})
			}
		}
		return out
	}
	var out []entry
	aliases := s.State().Aliases
	for _, alias := range check.SortedAliases(aliases) {
		for _, name := range aliases[alias].Names() {
			if v, ok := aliases[alias].Variable(name); ok {
				out = append(out, entry{alias, v})
			}
		}
	}
	return out
}

var heads = []struct {
	name  string
	label text.Text
}{
	{"title", text.Text{NB: "Tittel", EN: "Title"}},
	{"unit", text.Text{NB: "Enhetstype", EN: "Unit"}},
	{"type", text.Text{NB: "Type", EN: "Type"}},
	{"temporality", text.Text{NB: "Temporalitet", EN: "Temporality"}},
	{"from", text.Text{NB: "Fra", EN: "From"}},
	{"to", text.Text{NB: "Til", EN: "To"}},
}

func renderVariables(w *page.Writer, call *check.Call, _ struct{}, found []entry, _ []disclosure.Released) {
	if o, ok := call.Operands().(*syntax.Reference); ok && len(o.Vars) > 0 {
		for _, e := range found {
			e.render(w)
		}
		return
	}
	renderList(w, found)
}

func renderList(w *page.Writer, list []entry) {
	t := page.Table{Stub: []page.Head{{Name: "variable", Label: text.Text{NB: "Variabel", EN: "Variable"}.In(w.Lang)}}}
	for _, h := range heads {
		t.Columns = append(t.Columns, page.Column{Name: h.name, Label: h.label.In(w.Lang), Type: "text"})
	}
	for _, e := range list {
		v := e.variable
		from, to := "", ""
		if v.Temporality != types.Fixed {
			from, to = types.ISODate(v.ValidFrom), types.ISODate(v.ValidTo)
		}
		name := e.alias + "/" + v.Name
		row := page.Row{Heads: []page.RowHead{{Code: name, Label: name}}}
		for _, s := range []string{v.Title.In(w.Lang), v.Unit.Code, v.Kind.String(), v.Temporality.String(), from, to} {
			row.Cells = append(row.Cells, page.TextCell(s))
		}
		t.Rows = append(t.Rows, row)
	}
	w.Table("", t)
}
