// Package load declares the command load.
//
// In: the name of a script. Out: the session is what that script makes; what it was before
// is saved under a new name.
//
//	load 'my analysis'
package load

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

var nothing = text.Text{
	NB: "load gjør ingenting her: bare en økt kan byttes ut",
	EN: "load does nothing here: only a session can be replaced",
}

// Command is load.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:    "load",
		Group:   command.Support,
		Syntax:  "load 'script'",
		Summary: text.Text{NB: "Bytt økten ut med et skript", EN: "Replace the session by a script"},
		Help: text.Text{
			NB: "Økten lagres først som session-1, session-2 og så videre. Så begynner den på nytt med kommandoene i filen skript.mdscript i mappen programmet ble startet i. Feiler skriptet, er økten som før. I et skript som kjøres som helhet, gjør load ingenting.",
			EN: "The session is first saved as session-1, session-2 and so on. Then it starts over with the commands of the file script.mdscript in the folder the program was started in. When the script fails, the session is as before. In a script that is run as a whole load does nothing.",
		},
		Grammar:  syntax.ValuesOperands(1, 1),
		Effect:   command.Reads,
		Examples: []string{"load"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) struct{} {
		if list := call.Operands().(*syntax.Values).List; len(list) > 0 {
			if name, ok := s.ScriptName(list[0]); ok {
				s.Ask(check.Action{Kind: check.ActionLoad, Name: name})
			}
		}
		return struct{}{}
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, _ struct{}, _ []disclosure.Released) {
		w.Message(nothing.In(w.Lang))
	},
})
