// Package registry is what a command or function of the language is: one value that joins
// its declaration, its typing, its lowering, its disclosure rule and its rendering.
//
// In: one Typed value per command folder. Out: a Command that the parser, the checker, the
// planner, help, the manual and the audit test read.
//
//	var Command = registry.Define(registry.Typed[options, checked]{Spec: …, Check: …, Plan: …})
//
// Define refuses a bad declaration when the program starts, which a test does for all of them.
package registry

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Command is a whole command.
type Command interface {
	check.Command
	// Plan lowers one checked call to steps.
	Plan(b *plan.Builder, call *check.Call)
	// Render puts what was released, in the order of the call's releases, on the page.
	Render(w *page.Writer, call *check.Call, out []disclosure.Released)
	// Rules are the disclosure rules of the command's results.
	Rules() []disclosure.Rule
	// Fields are the declared parts of the command's result.
	Fields() []Field
}

// Field is one declared part of a result: what the audit test demands a rule for.
type Field struct {
	Name  string // machine name, as in JSON
	Rule  disclosure.RuleID
	Count bool   // a count of units: must equal the count of every other command (C3)
	With  string // the option that brings it; empty when it is always there
}

// Typed is a command with options of type O and a check result of type C.
// Zero functions are allowed: no options, nothing to check, nothing to compute, nothing to show.
type Typed[O, C any] struct {
	Spec    command.Spec
	Options []Bound[O]
	// Check types the operands and records what the call does to the datasets.
	Check func(s *check.Scope, call *check.Call, o *O) C
	// Plan lowers the call; it is only called when the whole script has no error.
	Plan   func(b *plan.Builder, call *check.Call, o O, c C)
	Rules  []disclosure.Rule
	Fields []Field
	// Render builds page elements from released values and catalogue facts only.
	Render func(w *page.Writer, call *check.Call, o O, c C, out []disclosure.Released)
}

// Bound is an option and the field it fills: a planner reads fields, not names.
type Bound[O any] struct {
	command.Option
	set func(o *O, v check.OptionValue)
}

// data is what Check leaves in call.Data.
type data[O, C any] struct {
	options O
	checked C
}

type defined[O, C any] struct{ t Typed[O, C] }

// Define makes a Command. It panics on a declaration that can never work; the test that
// loads all commands is where such a panic is seen.
func Define[O, C any](t Typed[O, C]) Command {
	t.Spec.Options = nil
	seen := map[string]bool{}
	for _, b := range t.Options {
		if seen[b.Name] {
			panic(fmt.Sprintf("registry: command %s declares option %s twice", t.Spec.Name, b.Name))
		}
		seen[b.Name] = true
		t.Spec.Options = append(t.Spec.Options, b.Option)
	}
	if err := t.fault(); err != "" {
		panic(fmt.Sprintf("registry: command %s: %s", t.Spec.Name, err))
	}
	return &defined[O, C]{t}
}

func (t *Typed[O, C]) fault() string {
	switch {
	case t.Spec.Name == "":
		return "no name"
	case !t.Spec.Summary.Complete() || !t.Spec.Help.Complete():
		return "help must exist in both languages"
	case len(t.Fields) > 0 && !t.protected():
		return "a result with fields needs a disclosure rule other than none"
	case t.Spec.Effect == command.Releases && len(t.Fields) == 0:
		return "a command that releases must declare the fields of its result"
	}
	for _, o := range t.Spec.Options {
		if !o.Help.Complete() {
			return "option " + o.Name + " has no help in both languages"
		}
	}
	return ""
}

func (t *Typed[O, C]) protected() bool {
	for _, r := range t.Rules {
		if r.Kind != disclosure.RuleNone {
			return true
		}
	}
	return false
}

func (d *defined[O, C]) Declaration() *command.Spec { return &d.t.Spec }

func (d *defined[O, C]) Check(s *check.Scope, call *check.Call) {
	var kept data[O, C]
	for _, v := range call.Options {
		for _, b := range d.t.Options {
			if b.Name == v.Spec.Name {
				b.set(&kept.options, v)
			}
		}
	}
	if d.t.Check != nil {
		kept.checked = d.t.Check(s, call, &kept.options)
	}
	call.Data = &kept
}

func (d *defined[O, C]) Plan(b *plan.Builder, call *check.Call) {
	if kept, ok := call.Data.(*data[O, C]); ok && d.t.Plan != nil {
		d.t.Plan(b, call, kept.options, kept.checked)
	}
}

func (d *defined[O, C]) Render(w *page.Writer, call *check.Call, out []disclosure.Released) {
	if kept, ok := call.Data.(*data[O, C]); ok && d.t.Render != nil {
		d.t.Render(w, call, kept.options, kept.checked, out)
	}
}

func (d *defined[O, C]) Rules() []disclosure.Rule { return d.t.Rules }
func (d *defined[O, C]) Fields() []Field          { return d.t.Fields }

// CheckCommands gives the checker its view of a list of commands.
func CheckCommands(commands []Command) []check.Command {
	out := make([]check.Command, len(commands))
	for i, c := range commands {
		out[i] = c
	}
	return out
}
