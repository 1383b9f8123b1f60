package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/command"
)

// Line is one statement that a session has seen, and those before it.
type Line struct {
	Text   string
	Before *Line
}

// Lines lists the statements from the first to this one.
func (l *Line) Lines() []string {
	var out []string
	for ; l != nil; l = l.Before {
		out = append(out, l.Text)
	}
	slices.Reverse(out)
	return out
}

// Commands lists the declarations of all commands, by name.
func (s *Scope) Commands() []*command.Spec {
	out := make([]*command.Spec, 0, len(s.run.checker.commands))
	for _, c := range s.run.checker.commands {
		out = append(out, c.Declaration())
	}
	slices.SortFunc(out, func(a, b *command.Spec) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Functions lists the declarations of all functions, by name.
func (s *Scope) Functions() []*command.Function {
	out := make([]*command.Function, 0, len(s.run.checker.functions))
	for _, f := range s.run.checker.functions {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *command.Function) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// source is the statement as written.
func (r *run) source(c *Call) string {
	span := c.Span()
	if r.file == nil || span.Start < 0 || span.End > len(r.file.Text) || span.Start > span.End {
		return ""
	}
	return r.file.Text[span.Start:span.End]
}

// SortedAliases lists the aliases of a session by name.
func SortedAliases(aliases map[string]catalogue.Version) []string {
	return slices.Sorted(maps.Keys(aliases))
}
