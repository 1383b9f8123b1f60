// Package configure declares the command configure.
//
// In: settings. Out: the session follows them from then on.
//
//	configure nocache results
package configure

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
	codeUnknown diag.Code = "C1211"
	codeKind    diag.Code = "C1212"
)

// kinds are what nocache can name.
var kinds = []struct {
	name string
	kind check.CacheKinds
}{
	{"imports", check.CacheImports},
	{"results", check.CacheResults},
}

// chosen is what one line sets.
type chosen struct {
	alpha bool
	fresh check.CacheKinds
}

var (
	saidAlpha   = text.Text{NB: "kommandoer på prøve er tillatt; denne versjonen har ingen", EN: "experimental commands are allowed; this version has none"}
	saidImports = text.Text{NB: "registerdata leses på nytt hver gang de trengs", EN: "register data are read again whenever they are needed"}
	saidResults = text.Text{NB: "det som er regnet ut før, regnes ut på nytt", EN: "what was computed before is computed again"}
)

// Command is configure.
var Command = registry.Define(registry.Typed[struct{}, chosen]{
	Spec: command.Spec{
		Name:    "configure",
		Group:   command.Support,
		Syntax:  "configure alpha | nocache [imports] [results] [, …]",
		Summary: text.Text{NB: "Still inn økten", EN: "Set up the session"},
		Help: text.Text{
			NB: "alpha tillater kommandoer på prøve; det er ikke et signifikansnivå. nocache gjør at økten ikke bruker det den husker fra tidligere linjer: imports er det som er lest fra registeret, results er det som er regnet ut, og begge gjelder når ingen er nevnt. Resultatene er de samme, men tar lengre tid. Innstillingene gjelder til clear eller load. Et skript som kjøres som helhet, husker ingenting fra før, så der gjør nocache ingen forskjell.",
			EN: "alpha allows experimental commands; it is not a significance level. With nocache the session does not use what it remembers of earlier lines: imports is what was read from the register, results is what was computed, and both are meant when none is named. Results are the same, but take longer. The settings last until clear or load. A script that is run as a whole remembers nothing, so nocache makes no difference there.",
		},
		Grammar:  syntax.CommaValuesOperands(),
		Effect:   command.Makes,
		Examples: []string{"configure"},
		Problems: []diag.Entry{
			{
				Code:    codeUnknown,
				Message: text.Text{NB: "{0} kan ikke stilles inn", EN: "{0} is nothing that can be configured"},
				Cause:   text.Text{NB: "Innstillingene er alpha og nocache.", EN: "The settings are alpha and nocache."},
				Next:    text.Text{NB: "Skriv help configure for å se hva de gjør.", EN: "Type help configure to see what they do."},
			},
			{
				Code:    codeKind,
				Message: text.Text{NB: "{0} er noe nocache kan gjelde, og ingen innstilling", EN: "{0} is something nocache can be about, and no setting"},
				Cause:   text.Text{NB: "imports og results står rett etter nocache.", EN: "imports and results stand right after nocache."},
				Next:    text.Text{NB: "Skriv configure nocache {0}.", EN: "Write configure nocache {0}."},
			},
		},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) chosen {
		c := read(s, call.Operands().(*syntax.Values).List)
		settings := s.State().Settings
		settings.Alpha = settings.Alpha || c.alpha
		settings.NoCache |= c.fresh
		s.Configure(settings)
		return c
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, c chosen, _ []disclosure.Released) {
		if c.alpha {
			w.Message(saidAlpha.In(w.Lang))
		}
		if c.fresh&check.CacheImports != 0 {
			w.Message(saidImports.In(w.Lang))
		}
		if c.fresh&check.CacheResults != 0 {
			w.Message(saidResults.In(w.Lang))
		}
	},
})

// read takes the items in order: kinds belong to the nocache before them.
func read(s *check.Scope, list []syntax.Expr) (out chosen) {
	all, named := false, check.CacheKinds(0) // of the last nocache
	for _, e := range list {
		word, within := "", all || named != 0
		if v, ok := e.(*syntax.Var); ok {
			word = v.Text()
		} else if t, ok := e.(*syntax.String); ok {
			word = t.Value
		}
		kind := kindOf(word)
		switch {
		case word == "alpha":
			out.alpha = true
		case word == "nocache":
			out.fresh |= ending(all)
			all, named = true, 0
			continue
		case kind != 0 && within:
			named |= kind
			out.fresh |= kind
			all = false
			continue
		case kind != 0:
			s.Report(e.Range(), diag.New(codeKind, diag.Token(word)))
		default:
			unknown(s, e, word, within)
		}
		out.fresh |= ending(all)
		all, named = false, 0
	}
	out.fresh |= ending(all)
	return out
}

// ending is what a nocache without kinds is about.
func ending(all bool) (out check.CacheKinds) {
	if all {
		for _, k := range kinds {
			out |= k.kind
		}
	}
	return out
}

func kindOf(word string) check.CacheKinds {
	for _, k := range kinds {
		if k.name == word {
			return k.kind
		}
	}
	return 0
}

func unknown(s *check.Scope, e syntax.Expr, word string, within bool) {
	candidates := []string{"alpha", "nocache"}
	if within {
		for _, k := range kinds {
			candidates = append(candidates, k.name)
		}
	}
	if word == "" {
		word = syntax.Format(e)
	}
	s.Report(e.Range(), diag.New(codeUnknown, diag.Token(word)), diag.Nearest(word, candidates)...)
}
