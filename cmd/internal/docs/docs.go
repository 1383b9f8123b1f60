// Package docs writes the pages of the manual that come from declarations.
//
// In: the commands, the functions and the catalogue of messages. Out: Markdown files for
// spec/. The files are written by `go generate ./cmd/internal/docs`; a test fails when
// they are stale.
package docs

//go:generate go run ./generate

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
)

// File is one generated page; Path is relative to the root of the repository.
type File struct {
	Path    string
	Content []byte
}

const mark = "<!-- Generated from the declarations in stdlib/. Change those and run `make generate`. -->\n\n"

// Pages makes every generated page.
func Pages(commands []registry.Command, functions []registry.Function, entries []diag.Entry) []File {
	return []File{
		{"spec/commands.md", commandPage(commands)},
		{"spec/functions.md", functionPage(functions)},
		{"spec/diagnostics.md", diagnosticPage(entries)},
	}
}

var groups = []struct {
	group command.Group
	title string
}{
	{command.Datasets, "Datasets"}, {command.Preparation, "Preparation"}, {command.Labels, "Labels"},
	{command.Analysis, "Analysis"}, {command.Statistics, "Statistics"}, {command.Graphics, "Graphics"},
	{command.Regression, "Regression"}, {command.Survival, "Survival"}, {command.Bindings, "Bindings"},
	{command.Support, "Support"},
}

func commandPage(commands []registry.Command) []byte {
	var out bytes.Buffer
	out.WriteString(mark + "# Commands\n\nWhat each command takes, does and shows. `if` marks commands that take a condition.\n\n")
	for _, g := range groups {
		var chapter []registry.Command
		for _, c := range commands {
			if c.Declaration().Group == g.group {
				chapter = append(chapter, c)
			}
		}
		if len(chapter) == 0 {
			continue
		}
		fmt.Fprintf(&out, "## %s\n\n", g.title)
		for _, c := range chapter {
			writeCommand(&out, c)
		}
	}
	return out.Bytes()
}

func writeCommand(out *bytes.Buffer, c registry.Command) {
	s := c.Declaration()
	fmt.Fprintf(out, "### %s\n\n    %s\n\n%s. *%s.*\n\n%s\n\n", s.Name, s.Syntax, dot(s.Summary.EN), dot(s.Summary.NB), s.Help.EN)
	if len(s.Options) > 0 {
		out.WriteString("| option | meaning | betydning | together with |\n|:--|:--|:--|:--|\n")
		for _, o := range s.Options {
			fmt.Fprintf(out, "| `%s` | %s | %s | %s |\n", optionSyntax(o), cell(o.Help.EN), cell(o.Help.NB), cell(rules(o)))
		}
		out.WriteString("\n")
	}
	if fields := c.Fields(); len(fields) > 0 {
		out.WriteString("| shown | rule | with |\n|:--|:--|:--|\n")
		for _, f := range fields {
			with := "always"
			if f.With != "" {
				with = "`" + f.With + "`"
			}
			fmt.Fprintf(out, "| `%s` | %s | %s |\n", f.Name, f.Rule, with)
		}
		out.WriteString("\n")
	}
}

func optionSyntax(o command.Option) string {
	switch o.Args {
	case command.None:
		return o.Name
	case command.Number:
		return o.Name + "(n)"
	case command.Word, command.NewName:
		return o.Name + "(name)"
	case command.Variable:
		return o.Name + "(var)"
	case command.Variables:
		return o.Name + "(var…)"
	case command.Codes:
		return o.Name + "(code…)"
	}
	return o.Name + "(terms)"
}

func rules(o command.Option) string {
	var parts []string
	if len(o.Conflicts) > 0 {
		parts = append(parts, "not with "+strings.Join(o.Conflicts, ", "))
	}
	if len(o.Needs) > 0 {
		parts = append(parts, "needs "+strings.Join(o.Needs, " or "))
	}
	if o.MinVars > 0 {
		parts = append(parts, fmt.Sprintf("needs %d variables", o.MinVars))
	}
	return strings.Join(parts, "; ")
}

func functionPage(functions []registry.Function) []byte {
	var out bytes.Buffer
	out.WriteString(mark + "# Functions\n\nMissing arguments give a missing result unless the text says otherwise.\n\n| function | value | verdi | example |\n|:--|:--|:--|:--|\n")
	for _, f := range functions {
		var examples []string
		for _, e := range f.Spec.Examples {
			examples = append(examples, fmt.Sprintf("`%s` = `%s`", e.Call, e.Value))
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", f.Spec.Syntax, cell(f.Spec.Summary.EN), cell(f.Spec.Summary.NB), cell(strings.Join(examples, "; ")))
	}
	return out.Bytes()
}

func diagnosticPage(entries []diag.Entry) []byte {
	var out bytes.Buffer
	out.WriteString(mark + "# Messages\n\nEvery message has a stable code: S syntax, X expansion, C check, P plan, R run, D disclosure, T store, U usage, I internal.\n{0}, {1} … stand for words of the script or of the catalogue, never for values read from data.\n\n")
	for _, e := range entries {
		fmt.Fprintf(&out, "### %s\n\n", e.Code)
		for _, l := range []text.Lang{text.English, text.Bokmaal} {
			fmt.Fprintf(&out, "**%s** %s", l, e.Message.In(l))
			for _, more := range []text.Text{e.Cause, e.Next} {
				if s := more.In(l); s != "" {
					out.WriteString(" — " + s)
				}
			}
			out.WriteString("\n\n")
		}
	}
	return out.Bytes()
}

func dot(s string) string  { return strings.TrimSuffix(s, ".") }
func cell(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "|", `\|`), "\n", " ") }
