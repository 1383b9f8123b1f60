package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
)

// Action is what a call asks of the session it stands in: something that no plan can do.
// Only lines typed into a session are acted on; in a script that is run as a whole the call
// says so and does nothing.
type Action struct {
	Kind ActionKind
	Name string // of a script, without folder; empty for one that the session chooses
	Edit bool   // open it in an editor afterwards
}

// ActionKind is what an Action does with scripts.
type ActionKind uint8

// The actions of save, load and edit.
const (
	ActionSave ActionKind = iota + 1
	ActionLoad
	ActionEdit
)

// Ask records what the call asks of the session.
func (s *Scope) Ask(a Action) { s.call.Action = &a }

// Settings are what configure has chosen for the rest of the session.
type Settings struct {
	Alpha   bool // experimental commands are allowed
	NoCache CacheKinds
}

// CacheKinds is a set of results that a session keeps from line to line.
type CacheKinds uint8

// What is read from a register, and what is computed from it.
const (
	CacheImports CacheKinds = 1 << iota
	CacheResults
)

// Configure replaces the settings of the session.
func (s *Scope) Configure(settings Settings) {
	out := *s.state
	out.Settings = settings
	s.state = &out
}

// maxScriptName bounds the bytes of a script's name, well below what file systems take.
const maxScriptName = 100

// ScriptName reads the name of a script: letters, digits, blanks and . _ - , so that it can
// name a file of one folder on every system and never one of another.
func (s *Scope) ScriptName(e syntax.Expr) (string, bool) {
	name := ""
	switch v := e.(type) {
	case *syntax.String:
		name = v.Value
	case *syntax.Var:
		if v.Prefix == "" && !isLate(v) {
			name = v.Name
		}
	case *syntax.Number:
		name = v.Text
	}
	if legalScriptName(name) {
		return name, true
	}
	s.Report(e.Range(), diag.New(CodeScriptName, s.word(e)))
	return "", false
}

// reserved are names that some systems keep for devices, whatever follows the point.
var reserved = []string{"con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

func legalScriptName(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	if name == "" || len(name) > maxScriptName || !utf8.ValidString(name) || slices.Contains(reserved, strings.ToLower(strings.TrimSpace(stem))) {
		return false
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune(" ._-", r) {
			return false
		}
	}
	return strings.Trim(name, " .") == name && !strings.Contains(name, "..")
}
