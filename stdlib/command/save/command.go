// Package save declares the command save.
//
// In: a name, or none. Out: the commands of the session as a script of that name in the
// folder the program was started in.
//
//	save 'my analysis'
package save

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

type options struct{ Edit bool }

var nothing = text.Text{
	NB: "save gjør ingenting her: skriptet er sin egen fil",
	EN: "save does nothing here: the script is its own file",
}

// Command is save.
var Command = registry.Define(registry.Typed[options, struct{}]{
	Spec: command.Spec{
		Name:    "save",
		Group:   command.Support,
		Syntax:  "save [name] [, edit]",
		Summary: text.Text{NB: "Lagre økten som et skript", EN: "Save the session as a script"},
		Help: text.Text{
			NB: "Kommandoene som har lyktes i økten, slik de ble skrevet, blir filen navn.mdscript i mappen programmet ble startet i. Et navn med blanke står i anførselstegn; uten navn lages session-1, session-2 og så videre. Et skript som økten ikke selv har lagret eller hentet, blir aldri overskrevet. I et skript som kjøres som helhet, gjør save ingenting.",
			EN: "The commands of the session that succeeded, as they were typed, become the file name.mdscript in the folder the program was started in. A name with blanks is quoted; without a name it is session-1, session-2 and so on. A script that the session has not saved or loaded itself is never overwritten. In a script that is run as a whole save does nothing.",
		},
		Grammar:  syntax.ValuesOperands(0, 1),
		Effect:   command.Reads,
		Examples: []string{"save"},
	},
	Options: []registry.Bound[options]{
		registry.Flag("edit", func(o *options) *bool { return &o.Edit }, text.Text{NB: "Åpne skriptet i en editor etterpå", EN: "Open the script in an editor afterwards"}),
	},
	Check: func(s *check.Scope, call *check.Call, o *options) struct{} {
		a := check.Action{Kind: check.ActionSave, Edit: o.Edit}
		if list := call.Operands().(*syntax.Values).List; len(list) > 0 {
			a.Name, _ = s.ScriptName(list[0])
		}
		s.Ask(a)
		return struct{}{}
	},
	Render: func(w *page.Writer, _ *check.Call, _ options, _ struct{}, _ []disclosure.Released) {
		w.Message(nothing.In(w.Lang))
	},
})
