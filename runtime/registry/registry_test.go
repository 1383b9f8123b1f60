package registry

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
)

type options struct {
	Flag  bool
	N     *float64
	Word  string
	Codes Codes
}

func help() text.Text { return text.Text{NB: "hjelp", EN: "help"} }

func good() Typed[options, struct{}] {
	return Typed[options, struct{}]{
		Spec: command.Spec{Name: "show", Summary: help(), Help: help(), Effect: command.Releases},
		Options: []Bound[options]{
			Flag("flag", func(o *options) *bool { return &o.Flag }, help(), Conflicts("n")),
			Number("n", func(o *options) **float64 { return &o.N }, help(), Empty()),
			Word("word", func(o *options) *string { return &o.Word }, help(), Needs("flag")),
			CodeList("codes", func(o *options) *Codes { return &o.Codes }, help(), MinVars(2)),
		},
		Rules:  []disclosure.Rule{{Kind: disclosure.RuleTable}},
		Fields: []Field{{Name: "freq", Rule: disclosure.RuleC1, Count: true}},
	}
}

func TestDefineRefusesWhatCanNeverWork(t *testing.T) {
	require.NotPanics(t, func() { Define(good()) })
	for name, damage := range map[string]func(*Typed[options, struct{}]){
		"no name":                   func(c *Typed[options, struct{}]) { c.Spec.Name = "" },
		"help in one language":      func(c *Typed[options, struct{}]) { c.Spec.Help.NB = "" },
		"an option twice":           func(c *Typed[options, struct{}]) { c.Options = append(c.Options, c.Options[0]) },
		"an option without help":    func(c *Typed[options, struct{}]) { c.Options[0].Help.EN = "" },
		"fields without a rule":     func(c *Typed[options, struct{}]) { c.Rules = nil },
		"fields under rule none":    func(c *Typed[options, struct{}]) { c.Rules = []disclosure.Rule{{Kind: disclosure.RuleNone}} },
		"a release without a field": func(c *Typed[options, struct{}]) { c.Fields = nil },
	} {
		c := good()
		damage(&c)
		require.Panics(t, func() { Define(c) }, name)
	}
}

func TestOptionsFillTheirFields(t *testing.T) {
	var seen options
	c := good()
	c.Check = func(_ *check.Scope, _ *check.Call, o *options) struct{} { seen = *o; return struct{}{} }
	cmd := Define(c)
	spec := cmd.Declaration()
	value := func(name string, args ...syntax.Expr) check.OptionValue {
		o, ok := spec.Option(name)
		require.True(t, ok)
		return check.OptionValue{Spec: &o, Args: args}
	}
	call := &check.Call{Options: check.Options{
		value("flag"), value("n", &syntax.Number{Value: 5}), value("word", &syntax.Var{Name: "ny"}),
		value("codes", &syntax.String{Value: "01"}, &syntax.Number{Value: 2019}),
	}}
	cmd.Check(nil, call)
	require.True(t, seen.Flag)
	require.Equal(t, 5.0, *seen.N)
	require.Equal(t, "ny", seen.Word)
	require.Equal(t, Codes{Given: true, List: []string{"01", "2019"}}, seen.Codes)
	require.Equal(t, []string{"n", "flag"}, Order(&check.Call{Options: check.Options{value("n"), value("flag")}}, "flag", "n"))

	o, _ := spec.Option("codes")
	require.Equal(t, 2, o.MinVars)
	require.True(t, o.Empty)
	o, _ = spec.Option("word")
	require.Equal(t, []string{"flag"}, o.Needs)
}
