// Package edit declares the command edit.
//
// In: nothing. Out: the session, saved as the script it works on, opens in the user's
// editor; when the script was changed the session is replaced by it.
//
//	edit
package edit

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
	NB: "edit gjør ingenting her: åpne skriptet i en editor",
	EN: "edit does nothing here: open the script in an editor",
}

// Command is edit.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:    "edit",
		Group:   command.Support,
		Syntax:  "edit",
		Summary: text.Text{NB: "Rediger økten som et skript", EN: "Edit the session as a script"},
		Help: text.Text{
			NB: "Økten lagres over skriptet den sist lagret eller hentet, ellers under et nytt navn, og åpnes i programmet som VISUAL eller EDITOR nevner. Når editoren lukkes og skriptet er endret, begynner økten på nytt med det; feiler det, er økten som før. Det krever en økt ved en terminal. I et skript som kjøres som helhet, gjør edit ingenting.",
			EN: "The session is saved over the script it has last saved or loaded, else under a new name, and opened in the program that VISUAL or EDITOR names. When the editor is closed and the script was changed, the session starts over with it; when it fails, the session is as before. This takes a session at a terminal. In a script that is run as a whole edit does nothing.",
		},
		Grammar:  syntax.NoOperands(),
		Effect:   command.Reads,
		Examples: []string{"edit"},
	},
	Check: func(s *check.Scope, _ *check.Call, _ *struct{}) struct{} {
		s.Ask(check.Action{Kind: check.ActionEdit, Edit: true})
		return struct{}{}
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, _ struct{}, _ []disclosure.Released) {
		w.Message(nothing.In(w.Lang))
	},
})
