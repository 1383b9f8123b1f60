// Package manual is what help and help-function are alike in: they show one declaration by
// name, or all.
//
// In: the line, and the declarations there are. Out: those to show.
//
//	list := manual.Asked(s, call, s.Commands(), func(d *command.Spec) string { return d.Name }, codeUnknown)
package manual

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
)

// Asked gives the declaration that the line names, or all when it names none. An unknown
// name is reported with the nearest ones, and gives none.
func Asked[T any](s *check.Scope, call *check.Call, all []T, name func(T) string, unknown diag.Code) []T {
	o, ok := call.Operands().(*syntax.Words)
	if !ok || len(o.List) == 0 {
		return all
	}
	asked := o.List[0]
	names := make([]string, len(all))
	for i, d := range all {
		if names[i] = name(d); names[i] == asked.Text {
			return all[i : i+1 : i+1]
		}
	}
	s.Report(asked.Span, diag.New(unknown, diag.Token(asked.Text)), diag.Nearest(asked.Text, names)...)
	return nil
}

// Unknown words an unknown name: what it should be the name of, and the command that lists
// them all.
func Unknown(code diag.Code, what text.Text, command string) diag.Entry {
	return diag.Entry{
		Code:    code,
		Message: text.Text{NB: "ingen " + what.NB + " heter {0}", EN: "no " + what.EN + " is called {0}"},
		Cause:   text.Text{NB: "Navnet er feilstavet, eller det finnes ikke i dette språket.", EN: "The name is misspelt, or it is not part of this language."},
		Next:    text.Text{NB: "Skriv " + command + " alene for å se alle.", EN: "Write " + command + " alone to see them all."},
	}
}
