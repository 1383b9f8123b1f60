// Package plantest is a small register in memory and a hand-written lowering of the
// commonest commands, for tests of plan, exec and session. It is imported by tests only.
//
// In: columns by variable name. Out: a plan.Env whose store counts what it reads.
//
//	bank := plantest.NewBank(5000, plantest.Microdata)
//	bank.Ints("alder", ages)
//	b := plan.NewBuilder(bank.Env())
package plantest

import (
	"fmt"
	"slices"
	"sort"
	"sync"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/plan"
)

// The policies of test banks.
const (
	Microdata = `{"policy": 1, "register": "%s", "profile": "microdata", "identity": "PERSON", "synthetic": true}`
	Open      = `{"policy": 1, "register": "%s", "profile": "open", "identity": "PERSON", "synthetic": true}`
)

// Bank is a bank with one version whose units are persons 0 … N−1.
type Bank struct {
	N      int
	name   string
	policy disclosure.Policy
	vars   map[string]*catalogue.Variable
	data   map[string]*column.Column
	spells map[string][3]*column.Column // units, start, stop of a variable with spells
	mu     sync.Mutex
	layers map[string]*disclosure.Layer
	// Before, when set, is called by every step that reads; an error makes the step fail.
	Before func(c *kernel.Context, what string) error
}

// NewBank makes a bank of n persons under a policy (Microdata or Open).
func NewBank(n int, policy string) *Bank { return NewNamed("test.bank", n, policy) }

// NewNamed is NewBank with a name.
func NewNamed(name string, n int, policy string) *Bank {
	p, err := disclosure.ParsePolicy([]byte(fmt.Sprintf(policy, name)))
	if err != nil {
		panic(err)
	}
	return &Bank{
		N: n, name: name, policy: p, vars: map[string]*catalogue.Variable{},
		data: map[string]*column.Column{}, spells: map[string][3]*column.Column{}, layers: map[string]*disclosure.Layer{},
	}
}

// Add adds a variable of persons.
func (k *Bank) Add(name string, c *column.Column) { k.AddOf("PERSON", name, c) }

// AddOf adds a variable of another unit type.
func (k *Bank) AddOf(unit, name string, c *column.Column) {
	u, _ := types.UnitByCode(unit)
	k.vars[name] = &catalogue.Variable{Name: name, Title: text.Same(name), Unit: u, Kind: c.Kind, Sensitivity: "PERSON_GENERAL"}
	k.data[name] = c
}

// Spells adds a variable of persons with a row per spell, rows of a person side by side.
func (k *Bank) Spells(name string, units []uint32, value, start, stop []int64) {
	k.Add(name, column.FromInts(value, nil))
	k.spells[name] = [3]*column.Column{column.FromKeys(units, "FNR", nil), column.FromDates(start, nil), column.FromDates(stop, nil)}
}

// Ints adds an integer variable without missing values.
func (k *Bank) Ints(name string, f func(i int) int64) {
	v := make([]int64, k.N)
	for i := range v {
		v[i] = f(i)
	}
	k.Add(name, column.FromInts(v, nil))
}

// Bank, String, Variable and Names make it a catalogue.Version.
func (k *Bank) Bank() string   { return k.name }
func (k *Bank) String() string { return "1.0.0" }

// Variable finds a variable.
func (k *Bank) Variable(name string) (*catalogue.Variable, bool) {
	v, ok := k.vars[name]
	return v, ok
}

// Names is sorted.
func (k *Bank) Names() []string {
	var out []string
	for name := range k.vars {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// Env is what a builder needs; more banks may be joined to it.
func (k *Bank) Env(more ...*Bank) plan.Env {
	banks := append([]*Bank{k}, more...)
	return plan.Env{
		Source: source{banks},
		Layer: func(versions []catalogue.Version) (*disclosure.Layer, error) {
			return layerOf(banks, versions)
		},
		Function: func(string) (plan.Evaluator, bool) { return nil, false },
	}
}

func layerOf(banks []*Bank, versions []catalogue.Version) (*disclosure.Layer, error) {
	first := banks[0]
	key, p := "", disclosure.Policy{}
	for i, v := range versions {
		b := v.(*Bank)
		key += b.name + " "
		if p = disclosure.Strictest(p, b.policy); i == 0 {
			p = b.policy
		}
	}
	first.mu.Lock()
	defer first.mu.Unlock()
	if l, ok := first.layers[key]; ok {
		return l, nil
	}
	l, err := disclosure.New(disclosure.DemoRing(), p)
	if err == nil {
		first.layers[key] = l
	}
	return l, err
}

// Import is a variable of the bank, undated.
func (k *Bank) Import(name string) plan.Import {
	v, ok := k.vars[name]
	if !ok {
		panic("plantest: no variable " + name)
	}
	return plan.Import{Bank: k, Var: v}
}

type source struct{ banks []*Bank }

func bankOf(v catalogue.Version) *Bank { return v.(*Bank) }

func (source) Population(v plan.Import) kernel.Op {
	k := bankOf(v.Bank)
	return op{name: "import", params: "population", run: func(c *kernel.Context, _ []any) (any, error) {
		value, err := k.read(c, v.Var.Name)
		if err != nil {
			return nil, err
		}
		units := make([]uint32, k.N)
		for i := range units {
			units[i] = uint32(i)
		}
		return []any{column.FromKeys(units, "FNR", nil), value}, nil
	}}
}

func (source) UnitsWith(v plan.Import) kernel.Op {
	k := bankOf(v.Bank)
	return op{name: "import-units", run: func(*kernel.Context, []any) (any, error) {
		set := &kernel.UnitSet{Bits: column.NewBitmap(k.N), Space: "FNR"}
		for i := range k.N {
			if data := k.data[v.Var.Name]; !data.Missing(i) {
				set.Bits.Set(i)
			}
		}
		return set, nil
	}}
}

func (source) Join(v plan.Import) kernel.Op {
	k := bankOf(v.Bank)
	return op{name: "import", params: "join", run: func(c *kernel.Context, in []any) (any, error) {
		value, err := k.read(c, v.Var.Name)
		if err != nil {
			return nil, err
		}
		rows := &kernel.Selection{Of: k.N, Rows: in[0].(*column.Column).Codes}
		out, err := kernel.Take{}.Run(c, []any{value, rows})
		value.Release()
		return out, err
	}}
}

func (source) Outer(plan.Import) kernel.Op { panic("plantest: no outer join") }

func (source) Events(v plan.Import, among bool) kernel.Op {
	k := bankOf(v.Bank)
	return op{name: "import-event", params: fmt.Sprint(among), run: func(c *kernel.Context, in []any) (any, error) {
		value, err := k.read(c, v.Var.Name)
		if err != nil {
			return nil, err
		}
		spells := k.spells[v.Var.Name]
		rows := &kernel.Selection{Of: value.Len}
		for i, u := range spells[0].Codes {
			if spells[1].Ints[i] > int64(v.Last) || spells[2].Ints[i] < int64(v.Day) {
				continue
			}
			if !among || slices.Contains(in[0].(*column.Column).Codes, u) {
				rows.Rows = append(rows.Rows, uint32(i))
			}
		}
		out := make([]any, 4)
		for i, col := range []*column.Column{spells[0], value, spells[1], spells[2]} {
			if out[i], err = (kernel.Take{}).Run(c, []any{col, rows}); err != nil {
				return nil, err
			}
		}
		value.Release()
		return out, nil
	}}
}

func (source) Protected(unit types.Unit, _ catalogue.Version) (kernel.Op, string, bool, bool) {
	if !unit.Pseudonymous {
		return nil, "", true, false
	}
	return op{name: "protected", run: func(_ *kernel.Context, in []any) (any, error) { return in[0], nil }}, unit.Space, true, true
}

func (s source) Keys(layer *disclosure.Layer, space string) kernel.Op {
	n := 0
	for _, b := range s.banks {
		n = max(n, b.N)
	}
	return op{name: "keys", params: space, run: func(c *kernel.Context, _ []any) (any, error) {
		ids := make(disclosure.IntIds, n)
		for i := range ids {
			ids[i] = int64(i)
		}
		return layer.Keys(c.Ctx, types.KeyDomain(space), ids, c.Threads)
	}}
}

func (s source) Ids(space string) kernel.Op {
	return op{name: "ids", params: space, run: func(*kernel.Context, []any) (any, error) {
		ids := make(disclosure.IntIds, s.banks[0].N)
		for i := range ids {
			ids[i] = int64(i)
		}
		return ids, nil
	}}
}

// read copies a variable into pool memory and counts its bytes.
func (k *Bank) read(c *kernel.Context, name string) (*column.Column, error) {
	if k.Before != nil {
		if err := k.Before(c, name); err != nil {
			return nil, err
		}
	}
	from := k.data[name]
	if c.Read != nil {
		c.Read(from.Bytes())
	}
	if from.Kind != types.Integer {
		return kernel.Same(from), nil
	}
	out, buf, err := mem.Alloc[int64](c.Pool, from.Len)
	if err != nil {
		return nil, err
	}
	copy(out, from.Ints)
	return column.FromInts(out, from.Valid).Own(buf), nil
}

// op is a step made of a function.
type op struct {
	name, params string
	run          func(c *kernel.Context, in []any) (any, error)
}

func (o op) Name() string                                 { return o.name }
func (o op) Params() string                               { return o.params }
func (o op) Run(c *kernel.Context, in []any) (any, error) { return o.run(c, in) }
