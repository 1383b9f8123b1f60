package session

import (
	"errors"
	"runtime"
	"strings"
	"sync"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Data is the registers a script may use. Package engine makes one of a store.
type Data interface {
	catalogue.Catalogue
	plan.Source
	// Policy is the owner's policy for a version of a bank.
	Policy(v catalogue.Version) (disclosure.Policy, error)
	// Prepare makes the files of a run ready before any of them is read.
	Prepare(c *kernel.Context, imports []plan.Import) error
	// UnitsVersion changes when units were added to an identifier space.
	UnitsVersion(space string) (string, error)
	// Problem is the first damage met while looking something up in the catalogue.
	Problem() *diag.Problem
}

// Options is a language, its data and what a run may use. The zero value of every field
// but Commands, Functions and Data is a default.
type Options struct {
	Commands  []registry.Command
	Functions []registry.Function
	Habits    []command.Habit
	Evaluator expand.Evaluator // functions of constants in bindings
	Entries   []diag.Entry     // texts of codes that the packages below do not know
	Data      Data
	// Ring gives the secret of a policy's identity domain. Without it the published demo
	// key serves synthetic banks, and no others.
	Ring    func(disclosure.Policy) (disclosure.Ring, error)
	Threads int   // 0: as many as the machine has
	Memory  int64 // bytes of columns at one time; 0: 4 GiB
	Lang    text.Lang
	// LogCounts adds to every line that gives a variable values the shown number of units
	// with and without one. These lines are then computed at once.
	LogCounts bool
	Progress  func(step string, share float64) // long steps; from any goroutine
	Scripts   Scripts                          // for save, load and edit in a session; nil: they do nothing
	// Panicked is told the stack of a panic inside the engine. It is for tests, which fail
	// then; the value of the panic is never shown, since it could hold data.
	Panicked func(stack []byte)
}

const defaultMemory = 4 << 30

// Kit is a language and its data made ready. It keeps no state of a script and may be used
// by many goroutines.
type Kit struct {
	Options
	Messages *diag.Messages
	Parser   *syntax.Parser
	Checker  *check.Checker

	functions map[string]registry.Function
	mu        sync.Mutex
	layers    map[string]*disclosure.Layer
}

// NewKit prepares a language. It fails when the declarations contradict each other: a code
// given twice, a text that lacks a language.
func NewKit(o Options) (*Kit, error) {
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	lists := [][]diag.Entry{diag.General(), check.Entries(), disclosure.Diagnostics(), plan.Entries(), Entries(), o.Entries}
	for _, c := range o.Commands {
		lists = append(lists, c.Declaration().Problems)
	}
	messages, err := diag.NewMessages(lists...)
	if err != nil {
		return nil, err
	}
	k := &Kit{
		Options: o, Messages: messages, Parser: syntax.NewParser(grammars(o.Commands)),
		functions: make(map[string]registry.Function, len(o.Functions)), layers: map[string]*disclosure.Layer{},
	}
	for _, f := range o.Functions {
		k.functions[f.Spec.Name] = f
	}
	k.Checker = check.New(check.Language{
		Commands: registry.CheckCommands(o.Commands), Functions: registry.CheckFunctions(o.Functions), Habits: o.Habits,
	}, o.Data)
	return k, nil
}

// grammars is the parser's view of a list of commands.
func grammars(commands []registry.Command) *command.List {
	specs := make([]*command.Spec, len(commands))
	for i, c := range commands {
		specs[i] = c.Declaration()
	}
	return command.NewList(specs)
}

// env is what planning needs.
func (k *Kit) env() plan.Env {
	return plan.Env{
		Source: k.Data,
		Layer:  k.layer,
		Function: func(name string) (plan.Evaluator, bool) {
			f, ok := k.functions[name]
			return f, ok
		},
	}
}

// layer makes the gate under the strictest policy of some banks, once.
func (k *Kit) layer(banks []catalogue.Version) (*disclosure.Layer, error) {
	var key strings.Builder
	for _, v := range banks {
		key.WriteString(v.Bank() + " " + v.String() + "\x00")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if l, ok := k.layers[key.String()]; ok {
		return l, nil
	}
	var policy, secret disclosure.Policy
	for i, v := range banks {
		p, err := k.Data.Policy(v)
		if err != nil {
			return nil, err
		}
		switch {
		case i == 0:
			policy, secret = p, p
		default:
			policy = disclosure.Strictest(policy, p)
			if governs(p, secret) {
				secret = p
			}
		}
	}
	if len(banks) == 0 {
		return nil, errors.New("session: a gate without a bank")
	}
	l, err := k.newLayer(policy, secret)
	if err != nil {
		return nil, err
	}
	k.layers[key.String()] = l
	return l, nil
}

// governs tells whether the secret of one bank goes before that of another, whatever their
// order in the script: a real bank's before a synthetic one's, a protected before an open.
func governs(p, before disclosure.Policy) bool {
	if p.Synthetic() != before.Synthetic() {
		return before.Synthetic()
	}
	return before.Profile() == disclosure.Open && p.Profile() != disclosure.Open
}

// newLayer makes the gate of a policy with the secret of a bank.
func (k *Kit) newLayer(policy, bank disclosure.Policy) (*disclosure.Layer, error) {
	ring := disclosure.Ring{}
	switch {
	case k.Ring != nil:
		var err error
		if ring, err = k.Ring(bank); err != nil {
			return nil, err
		}
	case bank.Synthetic():
		ring = disclosure.DemoRing()
	}
	return disclosure.New(ring, policy)
}
