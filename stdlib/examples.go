package stdlib

import (
	"embed"
	"path"
	"strings"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/runtime/registry"
)

// examples are the tested examples of all commands, for help and the manual.
//
//go:embed command/*/testdata/*.txtar
var examples embed.FS

// shown is a command whose declaration can show its examples.
type shown struct {
	registry.Command
	spec command.Spec
}

// Declaration is that of the command, with its examples at hand.
func (s *shown) Declaration() *command.Spec { return &s.spec }

// withExamples gives the declarations of commands their examples.
func withExamples(list ...registry.Command) []registry.Command {
	out := make([]registry.Command, len(list))
	for i, c := range list {
		s := &shown{Command: c, spec: *c.Declaration()}
		name, names := s.spec.Name, s.spec.Examples
		s.spec.Scripts = func() []command.Script { return scripts(name, names) }
		out[i] = s
	}
	return out
}

// scripts reads the examples of a command; a file that is not there is left out, which a
// test forbids.
func scripts(name string, names []string) []command.Script {
	var out []command.Script
	for _, n := range names {
		b, err := examples.ReadFile(path.Join("command", name, "testdata", n+".txtar"))
		if err != nil {
			continue
		}
		parts := sections(string(b))
		out = append(out, command.Script{
			Name: n, About: strings.TrimSpace(parts[""]), Text: parts["script"], Shown: parts["released"], Wrong: parts["diagnostics"],
		})
	}
	return out
}

// sections cuts a txtar archive at its markers; the comment has the empty name.
func sections(s string) map[string]string {
	out := map[string]string{}
	name := ""
	for _, line := range strings.SplitAfter(s, "\n") {
		if next, ok := strings.CutPrefix(strings.TrimSpace(line), "-- "); ok && strings.HasSuffix(next, " --") {
			name = strings.TrimSuffix(next, " --")
			continue
		}
		out[name] += line
	}
	return out
}
