package stdlib_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/spec/example"
	"github.com/mdscript/mdscript/stdlib/fn"
)

// TestFunctionExamples runs the example of every function in a script, through the whole
// pipeline, and compares its value in every row with the one that help shows. What is
// shown has ten digits.
func TestFunctionExamples(t *testing.T) {
	shop := example.NewShop(t)
	for given, list := range examplesByGiven() {
		register, rows := fragment(given)
		e := shop.Engine(t, register, text.English)
		var script strings.Builder
		script.WriteString("require no.test.lab as db\ncreate-dataset people\nimport db/NR as n\n")
		if name := variableOf(given); name != "" {
			fmt.Fprintf(&script, "import db/GIVEN as %s\n", name)
		}
		for i, x := range list {
			fmt.Fprintf(&script, "generate e%d = %s\ngenerate ok%d = %s\n", i, x.Call, i, holds(fmt.Sprintf("e%d", i), x.Value, rows))
		}
		for i := range list {
			fmt.Fprintf(&script, "tabulate ok%d\n", i)
		}
		got := example.RunScript(t, e, script.String())
		require.Empty(t, got.Diagnostics, "%s", script.String())
		tables := strings.Split(got.Released, "\ntabulate ok")[1:]
		require.Len(t, tables, len(list))
		for i, x := range list {
			require.Regexp(t, fmt.Sprintf(`(?m)^1 +\| +%d$`, rows), tables[i], "%s is not %s", x.Call, x.Value)
		}
	}
}

func examplesByGiven() map[string][]command.Example {
	out := map[string][]command.Example{}
	for _, f := range fn.All() {
		if f.Special == registry.Binding { // package fn tests them
			continue
		}
		for _, x := range f.Spec.Examples {
			out[x.Given] = append(out[x.Given], x)
		}
	}
	return out
}

func variableOf(given string) string {
	name, _, _ := strings.Cut(given, ":")
	return name
}

// fragment is a register with a variable as an example describes it: numbers, or codes
// with labels.
func fragment(given string) (register string, rows int) {
	_, values, _ := strings.Cut(given, ": ")
	var codes, cells strings.Builder
	kind := "integer"
	parts := strings.Fields(values)
	if strings.Contains(values, ", ") {
		parts, kind = strings.Split(values, ", "), "text"
	}
	for i, p := range parts {
		code, label, labelled := strings.Cut(p, " ")
		if labelled {
			fmt.Fprintf(&codes, "code %s %q %q\n", code, label, label)
		}
		fmt.Fprintf(&cells, "%d;%s\n", i+1, code)
	}
	rows = max(len(parts), 1)
	var out strings.Builder
	out.WriteString("bank no.test.lab open\nvariable NR PERSON FIXED integer \"Nummer\" \"Number\"\n")
	for i := range rows {
		fmt.Fprintf(&out, "%d;%d\n", i+1, i+1)
	}
	if len(parts) > 0 {
		fmt.Fprintf(&out, "variable GIVEN PERSON FIXED %s \"Gitt\" \"Given\"\n%s%s", kind, codes.String(), cells.String())
	}
	return out.String(), rows
}

// holds is the condition that a variable has the shown values, row by row.
func holds(name, value string, rows int) string {
	one := func(v string) string {
		switch {
		case v == ".":
			return "sysmiss(" + name + ")"
		case strings.HasPrefix(v, "'"):
			return name + " == " + v
		}
		return fmt.Sprintf("abs(%s - (%s)) <= 0.0000000006 * abs(%s)", name, v, v)
	}
	if rows == 1 {
		return one(value)
	}
	var parts []string
	for i, v := range strings.Fields(value) {
		parts = append(parts, fmt.Sprintf("(n == %d & %s)", i+1, one(v)))
	}
	return strings.Join(parts, " | ")
}
