package command

import (
	"sort"

	"github.com/mdscript/mdscript/lang/syntax"
)

// List is the commands of a build of the language, as the parser wants them. It is
// immutable.
type List struct {
	specs map[string]*Spec
	names []string
}

// NewList makes a list; of two specs with one name the later stands.
func NewList(specs []*Spec) *List {
	l := &List{specs: make(map[string]*Spec, len(specs))}
	for _, s := range specs {
		l.specs[s.Name] = s
	}
	for name := range l.specs {
		l.names = append(l.names, name)
	}
	sort.Strings(l.names)
	return l
}

// Lookup implements syntax.Commands.
func (l *List) Lookup(name string) (syntax.CommandSyntax, bool) {
	s, ok := l.specs[name]
	if !ok {
		return syntax.CommandSyntax{}, false
	}
	return syntax.CommandSyntax{Grammar: s.Grammar}, true
}

// Names implements syntax.Commands: sorted.
func (l *List) Names() []string { return append([]string(nil), l.names...) }

// Spec finds the declaration of a command; nil when there is none.
func (l *List) Spec(name string) *Spec { return l.specs[name] }
