package expand

import (
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
)

// words is a small list of commands, enough for every kind of position.
type words struct{}

func (words) Lookup(name string) (syntax.CommandSyntax, bool) {
	switch name {
	case "use", "create-dataset", "delete-dataset":
		return syntax.CommandSyntax{Grammar: syntax.NamesOperands(1, 1)}, true
	case "drop", "keep", "tabulate", "summarize":
		return syntax.CommandSyntax{Grammar: syntax.NamesOperands(0, -1)}, true
	case "generate", "replace":
		return syntax.CommandSyntax{Grammar: syntax.AssignOperands()}, true
	case "import":
		return syntax.CommandSyntax{Grammar: syntax.ImportOperands()}, true
	case "sample":
		return syntax.CommandSyntax{Grammar: syntax.ValuesOperands(2, 2)}, true
	case "recode":
		return syntax.CommandSyntax{Grammar: syntax.RecodeOperands()}, true
	case "merge":
		return syntax.CommandSyntax{Grammar: syntax.MergeOperands()}, true
	case "collapse":
		return syntax.CommandSyntax{Grammar: syntax.AggregateOperands()}, true
	case "clear":
		return syntax.CommandSyntax{Grammar: syntax.NoOperands()}, true
	case "regress":
		return syntax.CommandSyntax{Grammar: syntax.TermsOperands(2, -1)}, true
	}
	return syntax.CommandSyntax{}, false
}

func (words) Names() []string { return []string{"use", "drop", "generate"} }

// constants computes two functions.
type constants struct{}

func (constants) Call(name string, args []Value) (Value, *diag.Problem) {
	switch {
	case name == "pi":
		return Float(3.5), nil
	case name == "int" && len(args) == 1:
		return Integer(int64(args[0].Num)), nil
	}
	return Value{}, diag.New("X0013", diag.Token(name))
}

func parse(t *testing.T, script string) *syntax.Script {
	t.Helper()
	s, list := syntax.Parse(source.New("t", []byte(script)), words{})
	if len(list) > 0 {
		t.Fatalf("%s: %v", script, list)
	}
	return s
}

// show writes an expanded statement in one fixed form.
func show(s *Statement) string {
	if s.Text != nil {
		return "text"
	}
	c := s.Command
	var b strings.Builder
	b.WriteString(c.Name.Text)
	add := func(list ...syntax.Expr) {
		for _, e := range list {
			if e != nil {
				b.WriteString(" " + syntax.Format(e))
			}
		}
	}
	switch o := c.Operands.(type) {
	case *syntax.Let:
		b.WriteString(" " + o.Name.Text + " =")
		add(o.Value)
	case *syntax.Names:
		add(o.List...)
	case *syntax.Terms:
		add(o.List...)
	case *syntax.Values:
		add(o.List...)
	case *syntax.Assign:
		add(o.Target)
		b.WriteString(" =")
		add(o.Value)
	case *syntax.Import:
		b.WriteString(" " + o.Var.Name)
		add(o.Time)
		if o.As != nil {
			b.WriteString(" as")
			add(o.As)
		}
	case *syntax.Merge:
		add(o.Vars...)
		b.WriteString(" into")
		add(o.Into)
	case *syntax.Aggregate:
		for _, i := range o.Items {
			add(i.Source)
			if i.Target != nil {
				b.WriteString(" ->")
				add(i.Target)
			}
		}
	case *syntax.Recode:
		add(o.Vars...)
		for _, r := range o.Rules {
			b.WriteString(" (")
			for _, f := range r.From {
				add(f.Low)
			}
			b.WriteString(" =")
			add(r.To)
			b.WriteString(")")
		}
	}
	if c.If != nil {
		b.WriteString(" if")
		add(c.If)
	}
	for _, o := range c.Options {
		b.WriteString(", " + o.Name.Text)
		add(o.Args...)
	}
	return b.String()
}

func expanded(t *testing.T, script string) string {
	t.Helper()
	p, list := Expand(parse(t, script), constants{})
	if len(list) > 0 {
		t.Fatalf("%s: %v %v", script, list[0].Code, list[0].Args)
	}
	var lines []string
	for _, s := range p.Statements {
		lines = append(lines, show(s))
	}
	return strings.Join(lines, "; ")
}

func TestExpansion(t *testing.T) {
	for script, want := range map[string]string{
		// The kinds of let (language.md 7.1).
		"let a = 'x'":                          "let a = 'x'",
		"let a = 7/2":                          "let a = 3.5",
		"let a = 4/2":                          "let a = 2",
		"let y = 2020\nlet b = $y - 2000":      "let y = 2020; let b = 20",
		"let a = pi()":                         "let a = 3.5",
		"let a = int(2 * pi())":                "let a = 7",
		"let job = abc":                        "let job = abc",
		"let a = 1\nlet b = $a":                "let a = 1; let b = 1",
		"let d = date_fmt(2020, 5)":            "let d = '2020-05-01'",
		"let d = date_fmt(2020 + 1)":           "let d = '2021-01-01'",
		"let a = to_int('12') + 1":             "let a = 13",
		"let a = to_str(abc)":                  "let a = 'abc'",
		"let a = to_symbol('v1')":              "let a = v1",
		"let a = -2^2":                         "let a = -4",
		"let a = 2^3^2":                        "let a = 512",
		"let a = !0 + 1":                       "let a = 2",
		"let a = 1 < 2 & 'a' == 'a'":           "let a = 1",
		"let a = 9007199254740993 + 1":         "let a = 9007199254740994",
		"let idx7 = 5\nlet a = bind(idx ++ 7)": "let idx7 = 5; let a = 5",
		// ++ binds looser than + and -, and the first part decides the kind.
		"let y = 2003\nlet s = x ++ $y - 2000 ++ '_2'": "let y = 2003; let s = x3_2",
		"let y = 2003\nlet s = 'x' ++ $y":              "let y = 2003; let s = 'x2003'",
		"let y = 3\nlet k = k ++ $y\nuse $k":           "let y = 3; let k = k3; use k3",
		// Positions.
		"let y = 3\ndrop a++$y b ++ $y":                              "let y = 3; drop a3 b3",
		"let y = 3\nuse 'd' ++ $y":                                   "let y = 3; use d3",
		"let y = 3\ngenerate v ++ $y = w ++ $y + $y if u ++ $y > $y": "let y = 3; generate v3 = w6 if u3 > 3",
		"let v = x\nreplace STOP@$v = 5 if START@$v > -5":            "let v = x; replace STOP@x = 5 if START@x > -5",
		"let y = 2010\nimport d/V date_fmt($y,12,31) as v++$y":       "let y = 2010; import V 2010-12-31 as v2010",
		"let d = '2010-02-28'\nimport d/V $d":                        "let d = '2010-02-28'; import V 2010-02-28",
		"let y = 2010\nimport d/V $y ++ '-01-01'":                    "",
		"let y = 2010\nimport d/V '' ++ $y ++ '-01-01'":              "let y = 2010; import V 2010-01-01",
		"let n = 5\nsample $n 7":                                     "let n = 5; sample 5 7",
		"let a = 1\nrecode x ($a = 2)(3 = $a)":                       "let a = 1; recode x ( 1 = 2) ( 3 = 1)",
		"let a = 'q'\nrecode x ($a = 'z')":                           "let a = 'q'; recode x ( 'q' = 'z')",
		"let v = b\ntabulate a, by($v) top($v ++ 1)":                 "let v = b; tabulate a, by b, top b1",
		"let v = b\nregress y i.$v a#c.$v":                           "let v = b; regress y i.b a#c.b",
		"let x = 3\nkeep if v_ ++ $x + 2 == '1' & a == $x":           "let x = 3; keep if v_5 == '1' & a == 3",
		"let a = b\ngenerate c = $a + 1":                             "let a = b; generate c = b + 1",
		"let y = 1\nmerge a ++ $y into d ++ $y":                      "let y = 1; merge a1 into d1",
		"let y = 1\ncollapse (sum) a++$y -> b++$y (max) c, by(d)":    "let y = 1; collapse a1 -> b1 c, by d",
		"generate x = inlist(a, -1, -(2), .)":                        "generate x = inlist(a, -1, -2, .)",
		// Loops.
		"for i in 1 2 3\nuse d++$i\nend":                                 "use d1; use d2; use d3",
		"for p in ma, pa\nuse $p\nend":                                   "use ma; use pa",
		"for y in 2000 : 2002\nuse d++$y\nend":                           "use d2000; use d2001; use d2002",
		"for y in 2:1\nuse d\nend\nuse e":                                "use e",
		"for i in 1 -2\nlet a = $i\nend":                                 "let a = 1; let a = -2",
		"for y, w in 1:2, x z\nuse $w ++ $y\nend":                        "use x1; use z2",
		"for m, d in 1:2, 31 28; g in u v\nuse $g ++ $m ++ _ ++ $d\nend": "use u1_31; use v1_31; use u2_28; use v2_28",
		"for i in 1:2; j in 1:$i\nuse d ++ $i ++ $j\nend":                "use d11; use d21; use d22",
		"for i in 1 2\nfor j in a b\nuse $j ++ $i\nend\nend":             "use a1; use b1; use a2; use b2",
		"for i in 'a' b\nlet x = $i ++ 1\nend":                           "let x = 'a1'; let x = b1",
		"let i = 9\nfor i in 1\nuse d++$i\nend\nuse d++$i":               "let i = 9; use d1; use d9",
		"let s = 0\nfor i in 1:3\nlet s = $s + $i\nend\nuse d ++ $s":     "let s = 0; let s = 1; let s = 3; let s = 6; use d0",
		"for i in a b\ntextblock\n$i\nendblock\nend":                     "text; text",
	} {
		if want == "" {
			continue
		}
		if got := expanded(t, script); got != want {
			t.Errorf("%q\ngot  %s\nwant %s", script, got, want)
		}
	}
}

func TestExpansionErrors(t *testing.T) {
	for script, want := range map[string]diag.Code{
		"use $a":                                            "X0001",
		"let a = d\nclear\nuse $a":                          "X0001",
		"let a = 2020\nuse $a":                              "X0002",
		"use 'a b'":                                         "X0003",
		"let a = x + 1":                                     "X0004",
		"let a = 'x' * 2":                                   "X0004",
		"let a = .":                                         "X0005",
		"let a = int(b)":                                    "X0005",
		"for i in 1:2.5\nuse d\nend":                        "X0006",
		"for i, j in 1 2, 3\nuse d\nend":                    "X0007",
		"for i in 1:10000000\nuse d\nend":                   "X0008",
		"for i in 1:10000000\nend":                          "X0008",
		"for i in 1:10000000; j in 2:1\nend":                "X0008",
		"for i in 1:1000; j in 1:1000\nuse d\nend":          "X0008",
		"for i in 1:1000\nfor j in 1:1000\nuse d\nend\nend": "X0008",
		"for i in 1:1000\nfor j in 1:$i * 1000\nend\nend":   "X0008",
		"for i in -9223372036854775807:9223372036854775807\nuse d\nend": "X0008",
		"for i in 1:90000\nuse " + strings.Repeat("d", 500) + "\nend":   "X0020",
		"let a = date_fmt(2021, 2, 29)":                                 "X0009",
		"let a = to_int('x')":                                           "X0010",
		"let a = bind(3)":                                               "X0011",
		"let a = to_int('1', 2)":                                        "X0012",
		"let a = nosuch(1)":                                             "X0013",
		"import d/V 2020":                                               "X0014",
		"import d/V 2021-02-29":                                         "X0015",
		"let a = 1/0":                                                   "X0016",
		"let a = 1 == 'x'":                                              "X0017",
		"let s = 'abcdefgh'\nfor i in 1:100\nlet s = $s ++ $s\nend":     "X0019",
	} {
		_, list := Expand(parse(t, script), constants{})
		if len(list) != 1 || list[0].Code != want {
			t.Errorf("%q: got %v, want one %s", script, list, want)
		}
	}
}

func TestOneErrorForAllTurnsNamesTheFirst(t *testing.T) {
	p, list := Expand(parse(t, "for i in 1:50; g in u v\nuse $wrong\nend\nuse a"), nil)
	if len(list) != 1 || len(list[0].Notes) != 1 {
		t.Fatalf("got %v", list)
	}
	m, err := diag.NewMessages(diag.General())
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Note(list[0].Notes[0], text.English); got != "in the iteration where i = 1, g = u" {
		t.Errorf("note: %s", got)
	}
	if n := len(p.Statements); n != 101 || !p.Statements[0].Command.Broken || p.Statements[100].Command.Broken {
		t.Errorf("%d statements", n)
	}
	turns := p.Statements[3].Origin.Turns
	if len(turns) != 2 || turns[0].Value != "2" || turns[1].Value != "v" {
		t.Errorf("turns %v", turns)
	}
}

func TestSuggestionsNameBindingsInScope(t *testing.T) {
	_, list := Expand(parse(t, "let inntekt = a\nuse $inntket"), nil)
	if len(list) != 1 || len(list[0].Suggestions) != 1 || list[0].Suggestions[0] != "inntekt" {
		t.Fatalf("got %v", list)
	}
}

func TestBrokenLetDoesNotFlood(t *testing.T) {
	_, list := Expand(parse(t, "let a = $b\nuse d ++ $a\ndrop $a"), nil)
	if len(list) != 1 {
		t.Fatalf("got %v", list)
	}
}

func TestSessionKeepsBindings(t *testing.T) {
	x := NewExpander(nil)
	if _, list := x.Expand(parse(t, "let y = 3")); len(list) > 0 {
		t.Fatal(list)
	}
	saved := x.Clone()
	if _, list := x.Expand(parse(t, "let y = 4")); len(list) > 0 {
		t.Fatal(list)
	}
	p, list := x.Expand(parse(t, "use d ++ $y"))
	if len(list) > 0 || show(p.Statements[0]) != "use d4" {
		t.Fatal(list, p)
	}
	if v, _ := saved.Lookup("y"); v.Int != 3 {
		t.Errorf("the copy has y = %v", v)
	}
}

// FuzzExpand: no panic and no endless work whatever the bindings do.
func FuzzExpand(f *testing.F) {
	for _, s := range []string{"let a = 1\nuse d ++ $a", "for i in 1:3; j in a b\ndrop $j ++ $i\nend", "let a = bind(b ++ 1)", "for i in 1:99999999\nend", "let a = date_fmt(1,2,3)\nimport d/V $a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		s, _ := syntax.Parse(source.New("f", []byte(script)), words{})
		Expand(s, constants{})
	})
}
