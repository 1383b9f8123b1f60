// Package require declares the command require.
//
// In: a register database, a version and an alias. Out: alias/VAR names its variables for
// the rest of the session.
//
//	require no.ssb.fdb:30 as db
package require

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

// linked is what the line linked to.
type linked struct {
	version catalogue.Version
	alias   string
}

var message = text.Text{NB: "Koblet til %s versjon %s som %s", EN: "Linked to %s version %s as %s"}

// Command is require.
var Command = registry.Define(registry.Typed[struct{}, linked]{
	Spec: command.Spec{
		Name:    "require",
		Group:   command.Datasets,
		Syntax:  "require bank[:version] as alias",
		Summary: text.Text{NB: "Koble til en registerdatabase", EN: "Link to a register database"},
		Help: text.Text{
			NB: "Aliaset brukes som forstavelse i import: alias/VARIABEL. Uten versjon brukes den nyeste. Flere databaser og versjoner kan være koblet til samtidig.",
			EN: "The alias is the prefix in import: alias/VARIABLE. Without a version the newest is used. Several databases and versions may be linked at once.",
		},
		Grammar:  syntax.RequireOperands(),
		Effect:   command.Makes,
		Examples: []string{"require"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) linked {
		o := call.Operands().(*syntax.Require)
		version, ok := s.Require(o)
		if !ok {
			return linked{}
		}
		return linked{version, o.Alias.Text}
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, l linked, _ []disclosure.Released) {
		w.Message(fmt.Sprintf(message.In(w.Lang), l.version.Bank(), l.version.String(), l.alias))
	},
})
