package oracle

import (
	"math/big"
	"slices"
	"sort"
	"strings"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Labels is a code list. A variable's list is never changed: changes make a copy.
type Labels struct {
	Name    string // empty for the list of a register variable and for private copies
	Numeric bool
	Items   []Label // in code order
}

// Label is one code. Missing marks a code that analyses treat as missing.
type Label struct {
	Code    string // canonical
	Text    string
	Missing bool
}

func (l *Labels) find(code string) (Label, bool) {
	if l == nil {
		return Label{}, false
	}
	for _, i := range l.Items {
		if i.Code == code {
			return i, true
		}
	}
	return Label{}, false
}

func (l *Labels) sorted() *Labels {
	sort.SliceStable(l.Items, func(i, j int) bool { return before(l.Items[i].Code, l.Items[j].Code, l.Numeric) })
	return l
}

// before is code order: numbers ascend, texts by code point.
func before(a, b string, numeric bool) bool {
	if !numeric {
		return a < b
	}
	x, ok := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	return ok && ok2 && x.Cmp(y) < 0
}

// as is the list for a variable of a kind: codes are converted when all of them can be.
func (l *Labels) as(k types.Kind) *Labels {
	if l == nil || k == types.Untyped || l.Numeric == (k != types.Text) {
		return l
	}
	out := &Labels{Name: l.Name, Numeric: !l.Numeric}
	for _, i := range l.Items {
		if !l.Numeric {
			x, ok := readNumber(i.Code)
			if !ok || plainNumber(x) != i.Code {
				return nil
			}
		}
		out.Items = append(out.Items, i)
	}
	return out.sorted()
}

// read is the list after destring: codes that are no numbers go.
func (l *Labels) read(number func(string) (float64, bool, bool)) *Labels {
	if l == nil {
		return nil
	}
	out := &Labels{Name: l.Name, Numeric: true}
	for _, i := range l.Items {
		x, ok, _ := number(i.Code)
		if !ok {
			continue
		}
		i.Code = plainNumber(x)
		if _, twice := out.find(i.Code); !twice {
			out.Items = append(out.Items, i)
		}
	}
	if len(out.Items) == 0 {
		return nil
	}
	return out.sorted()
}

// with is a private copy in which one code has a label or the flag.
func (l *Labels) with(code string, k types.Kind, label *string, flag bool) *Labels {
	out := &Labels{Numeric: k != types.Text}
	item := Label{Code: code}
	if l != nil {
		for _, i := range l.Items {
			if i.Code == code {
				item = i
			} else {
				out.Items = append(out.Items, i)
			}
		}
	}
	if label != nil {
		item.Text = *label
	}
	item.Missing = item.Missing || flag
	out.Items = append(out.Items, item)
	return out.sorted()
}

func (s *Session) defineLabels(c *syntax.Command) error {
	o := c.Operands.(*syntax.Labels)
	name := nameOf(o.List)
	if s.lists[name] != nil {
		return refuse("code list %s exists", name)
	}
	out := &Labels{Name: name, Numeric: true}
	for _, p := range o.Pairs {
		item := Label{Text: p.Label.Value}
		switch code := literal(p.Code).(type) {
		case *syntax.Number:
			item.Code = plainNumber(code.Value)
		case *syntax.String:
			item.Code = code.Value
			out.Numeric = false
		default:
			return refuse("no code")
		}
		if _, ok := out.find(item.Code); ok {
			return refuse("a code twice")
		}
		out.Items = append(out.Items, item)
	}
	s.lists[name] = out.sorted()
	return nil
}

func (s *Session) assignLabels(c *syntax.Command) error {
	o := c.Operands.(*syntax.Pair)
	d, err := s.filled()
	if err != nil {
		return err
	}
	place, err := d.variable(o.First)
	if err != nil {
		return err
	}
	list := s.lists[nameOf(o.Second)]
	if list == nil {
		return refuse("unknown code list")
	}
	out := d.copy()
	if place < 0 {
		out.Key.Labels = list.fitting(d.Key.Kind)
	} else {
		out.Vars[place].Labels = list.fitting(d.Vars[place].Kind)
	}
	s.Datasets[d.Name] = out
	return nil
}

// fitting is the list with codes of a variable's type, or as it is when that would lose
// something: then its codes match nothing.
func (l *Labels) fitting(k types.Kind) *Labels {
	if out := l.as(k); out != nil {
		return out
	}
	return l
}

func (s *Session) dropLabels(c *syntax.Command) error {
	var names []string
	for _, e := range c.Operands.(*syntax.Names).List {
		name := nameOf(e)
		if s.lists[name] == nil || slices.Contains(names, name) {
			return refuse("unknown code list %s", name)
		}
		names = append(names, name)
	}
	for _, name := range names {
		delete(s.lists, name)
	}
	for dataset, d := range s.Datasets {
		out := d.copy()
		for i, v := range out.Vars {
			if v.Labels != nil && slices.Contains(names, v.Labels.Name) {
				out.Vars[i].Labels = nil
			}
		}
		if out.Key.Labels != nil && slices.Contains(names, out.Key.Labels.Name) {
			out.Key.Labels = nil
		}
		s.Datasets[dataset] = out
	}
	return nil
}

// merged is the list of a reshaped column: the later list, with codes that only the earlier
// one has.
func merged(earlier, later *Labels) *Labels {
	if earlier == nil || later == nil {
		if later == nil {
			return earlier
		}
		return later
	}
	out := &Labels{Numeric: later.Numeric, Items: slices.Clone(later.Items)}
	for _, i := range earlier.Items {
		if _, ok := out.find(i.Code); !ok {
			out.Items = append(out.Items, i)
		}
	}
	return out.sorted()
}

// suffixed tells whether a name is a prefix with a suffix that holds no letters.
func suffixed(name, prefix string) (string, bool) {
	suffix, ok := strings.CutPrefix(name, prefix)
	if !ok || suffix == "" || strings.IndexFunc(suffix, isLetter) >= 0 {
		return "", false
	}
	return suffix, true
}
