package plan

import (
	"strings"
	"unsafe"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
)

// layerOf is the gate for results that depend on these registers: the strictest policy of
// the banks they come from, tightened for the variables they come from. Where nothing was
// imported it is the layer of the frame.
func (b *Builder) layerOf(f *Frame, regs ...Reg) *disclosure.Layer {
	var sources []Reg
	for _, r := range regs {
		if r != NoReg {
			sources = union(sources, b.facts[r].sources)
		}
	}
	if len(sources) == 0 {
		return f.Layer
	}
	if l, ok := b.known[keyOf(sources)]; ok {
		return l
	}
	l := b.strictest(sources)
	if l != nil {
		b.known[keyOf(sources)] = l
	}
	return l
}

// listKey identifies a list of registers by its memory: lists are shared and never change.
type listKey struct {
	first *Reg
	n     int
}

func keyOf(list []Reg) listKey { return listKey{unsafe.SliceData(list), len(list)} }

// strictest makes the gate for results that come from these source steps.
func (b *Builder) strictest(sources []Reg) *disclosure.Layer {
	banks, vars := governing(b.plan, sources)
	var key strings.Builder
	for _, v := range banks {
		key.WriteString(v.Bank() + " " + v.String() + "\x00")
	}
	for _, v := range vars {
		key.WriteString(v.Name + "\x00")
	}
	if l, ok := b.layers[key.String()]; ok {
		return l
	}
	l, err := b.env.Layer(banks)
	if err == nil {
		l, err = l.For(vars...)
	}
	if err != nil {
		b.Fail(err)
		return nil
	}
	b.layers[key.String()] = l
	return l
}

// governing lists the banks and variables behind source steps, in order of first use.
func governing(p *Plan, sources []Reg) (banks []catalogue.Version, vars []disclosure.Variable) {
	seenBank, seenVar := map[string]bool{}, map[string]bool{}
	for _, r := range sources {
		var bank catalogue.Version
		switch op := p.Steps[r].Op.(type) {
		case sourceStep:
			bank = op.of.Bank
			name := op.of.Var.Name
			if !seenVar[name] {
				seenVar[name] = true
				level, _ := disclosure.ParseSensitivity(op.of.Var.Sensitivity)
				vars = append(vars, disclosure.Variable{Name: name, Sensitivity: level})
			}
		case protectStep:
			bank = op.bank
		default:
			continue
		}
		if k := bank.Bank() + " " + bank.String(); !seenBank[k] {
			seenBank[k] = true
			banks = append(banks, bank)
		}
	}
	return banks, vars
}

// LayerOf is the gate that results made of these registers pass through, for operations
// that ask it what evidence it needs or for protected cut points. nil, with an error kept
// in Err, when a bank has no policy or secret.
func (b *Builder) LayerOf(f *Frame, regs ...Reg) *disclosure.Layer { return b.layerOf(f, regs...) }
