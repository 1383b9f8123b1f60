package session

import (
	"context"
	"strings"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
)

// Scripts keeps the scripts of sessions. Programs provide it, since only they touch files: a
// name is that of a file in one folder. Problems carry the codes below.
type Scripts interface {
	// Save keeps a script under a name, or under a new one when the name is empty, and gives
	// the name it has. An existing script is only replaced when it is still what the session
	// knows of it: before, nil when the session has neither saved nor loaded it.
	Save(name, script string, before *string) (string, *diag.Problem)
	// Load finds a script, and gives its name and text.
	Load(name string) (string, string, *diag.Problem)
	// Editor tells why no script can be edited now; nil when one can.
	Editor() *diag.Problem
	// Edit lets the user change a script and gives its text afterwards.
	Edit(ctx context.Context, name string) (string, *diag.Problem)
}

// The codes of scripts. The first argument is the name of the script.
const (
	CodeScriptExists  diag.Code = "R0011"
	CodeScriptUnknown diag.Code = "R0012"
	CodeScriptWrite   diag.Code = "R0013"
	CodeScriptChanged diag.Code = "R0014"
	CodeScriptRead    diag.Code = "R0015"
	CodeNoEditor      diag.Code = "R0016"
	CodeEditorFailed  diag.Code = "R0017"

	codeNotAlone  diag.Code = "R0018" // command
	codeSaved     diag.Code = "R0021" // script
	codeLoaded    diag.Code = "R0022" // script
	codeKept      diag.Code = "R0023" // script
	codeUnchanged diag.Code = "R0024" // script
)

// scriptEntries are the texts of these codes.
func scriptEntries() []diag.Entry {
	none := text.Text{NB: "Ingenting å gjøre.", EN: "Nothing to do."}
	say := func(code diag.Code, nb, en, causeNB, causeEN, nextNB, nextEN string) diag.Entry {
		e := diag.Entry{Code: code, Message: text.Text{NB: nb, EN: en}, Cause: text.Text{NB: causeNB, EN: causeEN}, Next: none}
		if nextEN != "" {
			e.Next = text.Text{NB: nextNB, EN: nextEN}
		}
		return e
	}
	return []diag.Entry{
		say(CodeScriptExists, "skriptet {0} finnes fra før", "the script {0} already exists",
			"Et skript som økten ikke selv har lagret eller hentet, blir aldri overskrevet.", "A script that the session has not saved or loaded itself is never overwritten.",
			"Velg et annet navn, eller skriv save uten navn.", "Choose another name, or write save without a name."),
		say(CodeScriptUnknown, "fant ikke noe skript som heter {0}", "found no script called {0}",
			"Skript hentes fra mappen programmet ble startet i.", "Scripts are loaded from the folder the program was started in.",
			"Se etter at navnet er riktig.", "Check the name."),
		say(CodeScriptWrite, "kan ikke skrive skriptet {0}", "cannot write the script {0}",
			"Mappen programmet ble startet i, kan ikke skrives til, eller disken er full.", "The folder the program was started in cannot be written to, or the disk is full.",
			"Start programmet i en annen mappe.", "Start the program in another folder."),
		say(CodeScriptChanged, "skriptet {0} er endret av andre siden økten lagret eller hentet det", "the script {0} was changed by others since the session saved or loaded it",
			"Endringene ville gå tapt.", "The changes would be lost.",
			"Velg et annet navn, eller hent skriptet med load.", "Choose another name, or fetch the script with load."),
		say(CodeScriptRead, "kan ikke lese skriptet {0}", "cannot read the script {0}",
			"Filen kan ikke leses, er større enn 64 MB, eller er ingen vanlig fil i mappen.", "The file cannot be read, is larger than 64 MB, or is no ordinary file of the folder.",
			"Se etter hva filen er.", "See what the file is."),
		say(CodeNoEditor, "ingen editor kan åpnes her", "no editor can be opened here",
			"Økten leser ikke fra en terminal, eller verken VISUAL eller EDITOR er satt.", "The session does not read from a terminal, or neither VISUAL nor EDITOR is set.",
			"Skriv save, og åpne filen selv.", "Write save, and open the file yourself."),
		say(CodeEditorFailed, "editoren endte med en feil, og {0} er ikke hentet inn igjen", "the editor ended with an error, and {0} was not loaded again",
			"Programmet i VISUAL eller EDITOR finnes ikke, eller det feilet.", "The program in VISUAL or EDITOR does not exist, or it failed.",
			"Økten er som før. Se etter i VISUAL og EDITOR.", "The session is as before. Check VISUAL and EDITOR."),
		say(codeNotAlone, "{0} kan ikke stå i en løkke", "{0} cannot stand in a loop",
			"Kommandoen gjelder hele økten.", "The command is about the whole session.",
			"Skriv den på en linje for seg.", "Write it on a line of its own."),
		say(codeSaved, "økten er lagret som {0}", "the session is saved as {0}", "", "", "", ""),
		say(codeLoaded, "økten er nå skriptet {0}", "the session is now the script {0}", "", "", "", ""),
		say(codeKept, "økten som var, er lagret som {0}", "the session that was is saved as {0}", "", "", "", ""),
		say(codeUnchanged, "{0} er ikke endret", "{0} is unchanged", "", "", "", ""),
	}
}

// script is the script a session works on: what it has saved or loaded last. said is how the
// line called it, which need not be its whole name.
type script struct{ name, said, text string }

// works makes a script the one the session works on, and remembers what it held.
func (s *Session) works(on script) {
	s.script = on
	s.kept[on.name] = on.text
	if on.said != "" {
		s.kept[on.said] = on.text
	}
}

// asked finds the call of a line that asks something of the session, nil when none does.
// Such a call stands alone.
func asked(calls []*check.Call) (*check.Call, *Failure) {
	for _, c := range calls {
		if c.Action == nil {
			continue
		}
		if len(calls) > 1 {
			return nil, refused(c, diag.New(codeNotAlone, diag.Token(c.Command.Declaration().Name)))
		}
		return c, nil
	}
	return nil, nil
}

func refused(c *check.Call, p *diag.Problem) *Failure {
	return &Failure{Exit: exitOf(p.Code), Diagnostic: p.At(c.Span())}
}

// answer does what a line asks; state is what the session knows after it.
func (s *Session) answer(ctx context.Context, call *check.Call, f *Failure, state *check.State, sink Sink, out *Result) *Failure {
	if f != nil {
		return f
	}
	before := s.work
	f = s.act(ctx, call, sink, out)
	if f == nil && out.Exit == ExitOK && s.work == before {
		s.state = state
	}
	return f
}

// act does what a typed line asks of the session. The session is as before when it fails.
func (s *Session) act(ctx context.Context, call *check.Call, sink Sink, out *Result) *Failure {
	var problem *diag.Problem
	switch call.Action.Kind {
	case check.ActionLoad:
		name, text, p := s.kit.Scripts.Load(call.Action.Name)
		if p != nil {
			return refused(call, p)
		}
		return s.load(ctx, call, script{name, call.Action.Name, text}, true, sink, out)
	case check.ActionEdit:
		problem = s.save(call, s.script.name, call.Action.Edit, sink)
	default:
		problem = s.save(call, call.Action.Name, call.Action.Edit, sink)
	}
	if problem != nil {
		return refused(call, problem)
	}
	if call.Action.Edit {
		return s.edit(ctx, call, sink, out)
	}
	return nil
}

// save keeps the session as a script, which is then the one it works on.
func (s *Session) save(call *check.Call, name string, edit bool, sink Sink) *diag.Problem {
	if edit {
		if p := s.kit.Scripts.Editor(); p != nil {
			return p
		}
	}
	saved, p := s.keep(name)
	if p != nil {
		return p
	}
	s.works(saved)
	s.tell(call, sink, diag.New(codeSaved, diag.Token(saved.name)))
	return nil
}

// keep saves what was typed.
func (s *Session) keep(name string) (script, *diag.Problem) {
	var before *string
	if text, ok := s.kept[name]; ok {
		before = &text
	}
	text := strings.Join(s.typed, "")
	saved, p := s.kit.Scripts.Save(name, text, before)
	return script{saved, name, text}, p
}

// edit opens the script the session works on, and replaces the session by it when it was
// changed.
func (s *Session) edit(ctx context.Context, call *check.Call, sink Sink, out *Result) *Failure {
	text, p := s.kit.Scripts.Edit(ctx, s.script.name)
	if p != nil {
		return refused(call, p)
	}
	if text == s.script.text {
		s.tell(call, sink, diag.New(codeUnchanged, diag.Token(s.script.name)))
		return nil
	}
	return s.load(ctx, call, script{s.script.name, s.script.said, text}, false, sink, out)
}

// load replaces the session by a script, after the session was kept where that is asked for.
func (s *Session) load(ctx context.Context, call *check.Call, to script, keep bool, sink Sink, out *Result) *Failure {
	file := source.New(to.name, []byte(to.text))
	_, _, found := s.kit.Read(file, expand.NewExpander(s.kit.Evaluator), check.NewState())
	if found.HasErrors() {
		out.File = file
		out.Found(found)
		return nil
	}
	if keep && len(s.typed) > 0 {
		kept, p := s.keep("")
		if p != nil {
			return refused(call, p)
		}
		s.tell(call, sink, diag.New(codeKept, diag.Token(kept.name)))
	}
	before := *s
	s.start()
	*out = s.do(ctx, file, sink, false)
	if out.Exit != ExitOK {
		*s = before
		return nil
	}
	s.typed = []string{ended(to.text)}
	s.works(to)
	s.tell(call, sink, diag.New(codeLoaded, diag.Token(to.name)))
	return nil
}

// tell gives out one line about what was done.
func (s *Session) tell(call *check.Call, sink Sink, p *diag.Problem) {
	if sink == nil {
		return
	}
	w := page.NewWriter(s.kit.Lang, s.kit.Messages, page.Origin{Command: call.Command.Declaration().Name, Line: 1})
	w.Say(p)
	sink(call, w.Blocks())
}

// ended is a text whose last line has an end.
func ended(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}
