package plan

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// errShape means that a step got something else than its type promises: our own mistake.
var errShape = errors.New("plan: a register does not hold what its type says")

// guardOp stops the script when the rules of its kind say so. Inputs: the set, and for some
// kinds the rest.
type guardOp struct {
	kind     disclosure.GuardKind
	protects disclosure.Protects
	layer    *disclosure.Layer
	problem  *diag.Problem
}

func (guardOp) Name() string { return "guard" }

func (g guardOp) Params() string {
	text := fmt.Sprintf("%s %d %s", guardName(g.kind), g.protects, policyOf(g.layer))
	if g.problem != nil {
		text += " " + string(g.problem.Code)
		for _, a := range g.problem.Args {
			text += fmt.Sprintf(" %q", a.Text())
		}
	}
	return text
}

func (g guardOp) Run(_ *kernel.Context, in []any) (any, error) {
	set, ok := in[0].(disclosure.SetKey)
	if !ok || g.layer == nil {
		return nil, errShape
	}
	e := disclosure.GuardEvidence{Protects: g.protects, Set: set, Problem: g.problem}
	if len(in) > 1 {
		if e.Rest, ok = in[1].(disclosure.SetKey); !ok {
			return nil, errShape
		}
	}
	return g.layer.Guard(g.kind, e)
}

// guardName is the rule a guard stands for.
func guardName(k disclosure.GuardKind) string {
	switch k {
	case disclosure.GuardPopulation:
		return string(disclosure.RuleP1)
	case disclosure.GuardChange:
		return string(disclosure.RuleP2)
	case disclosure.GuardSample:
		return string(disclosure.RuleP3)
	case disclosure.GuardErrors:
		return string(disclosure.RuleD3)
	}
	return "?"
}

// releaseOp turns a sheet into what may leave. Inputs: the sheet (none for RuleNone), and
// the population guard of its units, so that nothing is released before it.
type releaseOp struct {
	layer *disclosure.Layer
	rule  disclosure.Rule
}

func (releaseOp) Name() string { return "release" }

func (r releaseOp) Params() string { return ruleText(r.rule) + " " + policyOf(r.layer) }

func (r releaseOp) Run(_ *kernel.Context, in []any) (any, error) {
	sheet, ok := in[0].(*disclosure.Sheet)
	if !ok || r.layer == nil {
		return nil, errShape
	}
	out, _, err := r.layer.Release(sheet, r.rule)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// storeOp releases group values for storage (rule D1). It gives the tuple (values, listed):
// a decimal column with one row per group, and the selection of groups that may be listed.
type storeOp struct {
	layer *disclosure.Layer
	rule  disclosure.Rule
}

func (storeOp) Name() string { return "store-released" }

func (s storeOp) Params() string { return ruleText(s.rule) + " " + policyOf(s.layer) }

func (s storeOp) Run(c *kernel.Context, in []any) (any, error) {
	sheet, ok := in[0].(*disclosure.Sheet)
	if !ok || s.layer == nil {
		return nil, errShape
	}
	out, _, err := s.layer.Store(sheet, s.rule)
	if err != nil {
		return nil, err
	}
	return storedColumns(c, out)
}

// listedOp keeps the keys of the groups that may be listed. Inputs: a column with one row
// per group, and the selection of a storeOp.
type listedOp struct{}

func (listedOp) Name() string   { return "listed" }
func (listedOp) Params() string { return "" }

func (listedOp) Run(c *kernel.Context, in []any) (any, error) { return kernel.Take{}.Run(c, in) }

// ruleText is the canonical text of a rule.
func ruleText(r disclosure.Rule) string {
	ids := make([]string, len(r.IDs))
	for i, id := range r.IDs {
		ids[i] = string(id)
	}
	return fmt.Sprintf("%s unit=%d evidence=%d rules=%s", ruleKinds[r.Kind], r.Unit, r.Evidence, strings.Join(ids, ","))
}

var ruleKinds = map[disclosure.RuleKind]string{
	disclosure.RuleNone: "none", disclosure.RuleTable: "table", disclosure.RuleDescription: "description",
	disclosure.RuleStored: "stored", disclosure.RuleMessage: "message", disclosure.RuleGuard: "guard",
}

// policyOf names the policy of a layer in a content hash.
func policyOf(l *disclosure.Layer) string {
	if l == nil {
		return "no policy"
	}
	return l.Policy().Profile().String() + "#" + l.PolicyHash()
}

// storedColumns makes columns of what D1 released.
func storedColumns(c *kernel.Context, s disclosure.Stored) (any, error) {
	valid := column.NewBitmap(len(s.Values))
	sel := &kernel.Selection{Of: len(s.Values)}
	for i := range s.Values {
		if s.Valid[i] {
			valid.Set(i)
		}
		if s.Listed[i] {
			sel.Rows = append(sel.Rows, uint32(i))
		}
	}
	return []any{column.FromFloats(s.Values, valid), sel}, c.Ctx.Err()
}

// GuardPopulation adds P-1 for the units of a frame: the script stops when they are too
// few. Call it after the first import and after every step that leaves out units; Narrow
// does so itself. It gives NoReg when nobody is protected.
func (b *Builder) GuardPopulation(f *Frame) Reg {
	if f.Protected == NoReg {
		return NoReg
	}
	r := b.guard(f, guardOp{kind: disclosure.GuardPopulation}, b.SetKey(f, NoReg))
	b.guards[f.Protected] = r
	return r
}

// GuardChange adds P-2 for a change of the rows where the boolean register changed is true:
// the script stops when the changed or the unchanged units are few.
func (b *Builder) GuardChange(f *Frame, changed Reg) Reg {
	if f.Protected == NoReg || changed == NoReg {
		return NoReg
	}
	set := b.SetKey(f, changed)
	return b.guard(f, guardOp{kind: disclosure.GuardChange}, set, b.restKey(f, changed, set))
}

// GuardSample adds P-3: kept is the mask or selection of the rows that a sample keeps.
func (b *Builder) GuardSample(f *Frame, kept Reg) Reg {
	if f.Protected == NoReg {
		return NoReg
	}
	set := b.SetKey(f, kept)
	return b.guard(f, guardOp{kind: disclosure.GuardSample}, set, b.restKey(f, kept, set))
}

// GuardErrors adds D3: the script stops with the problem when the units of the rows in the
// mask offending are many; the pure step beside it sets the values of those rows to missing.
// Where nobody is protected, one is enough. The problem names variables and kinds, never a value.
func (b *Builder) GuardErrors(f *Frame, offending Reg, problem *diag.Problem) Reg {
	return b.guard(f, guardOp{kind: disclosure.GuardErrors, problem: problem}, b.SetKey(f, offending))
}

func (b *Builder) guard(f *Frame, op guardOp, in ...Reg) Reg {
	op.layer, op.protects = b.layerOf(f, in...), f.Protects()
	r := b.add(Step{Op: op, In: in, Type: TypeShown})
	b.root(r)
	return r
}

// Release releases a sheet about the rows of a frame, as an output of this call: the
// engine hands the released results of a call, in this order, to the command's Render.
func (b *Builder) Release(f *Frame, sheet Reg, rule disclosure.Rule) Reg {
	in := []Reg{sheet}
	if guard, ok := b.guards[f.Protected]; ok && f.Protected != NoReg {
		in = append(in, guard)
	}
	r := b.add(Step{Op: releaseOp{layer: b.layerOf(f, sheet), rule: rule}, In: in, Type: TypeReleased})
	b.root(r)
	b.plan.Outputs = append(b.plan.Outputs, Output{Call: b.call, Value: r, File: NoReg, Rows: NoReg})
	return r
}

// Store releases group values for storage in a dataset (rule D1). It gives a decimal column
// with one row per group, and the selection of the groups that may be seen to exist, the
// same for all values of one grouping. The keys of the new rows are made by Listed, the
// other columns by Take; all of them are no longer personal.
func (b *Builder) Store(f *Frame, sheet Reg, rule disclosure.Rule) (values, listed Reg) {
	in := []Reg{sheet}
	if guard, ok := b.guards[f.Protected]; ok && f.Protected != NoReg {
		in = append(in, guard)
	}
	t := b.add(Step{Op: storeOp{layer: b.layerOf(f, sheet), rule: rule}, In: in, Type: TypeStored})
	return b.Part(t, 0, "decimal"), b.Part(t, 1, TypeSelection)
}

// Listed keeps the rows of a column with one row per group, such as the group's key, that
// belong to groups which may be seen to exist: listed is the selection Store gave.
func (b *Builder) Listed(groups, listed Reg) Reg {
	return b.add(Step{Op: listedOp{}, In: []Reg{groups, listed}, Type: b.Type(groups)})
}

// Log releases a line about shown counts: the text of code with words in its first
// placeholders and the shown number of protected units of each set in the following ones.
// Without sets it is the population of the frame.
func (b *Builder) Log(f *Frame, code diag.Code, words []diag.Arg, sets ...Reg) Reg {
	if len(sets) == 0 {
		sets = []Reg{b.SetKey(f, NoReg)}
	}
	op := logOp{protects: f.Protects(), code: code, words: words}
	sheet := b.Add(op, TypeSheet, sets...)
	return b.Release(f, sheet, disclosure.Rule{
		Kind: disclosure.RuleMessage, Evidence: disclosure.EvidenceUnits,
		IDs: []disclosure.RuleID{disclosure.RuleC1, disclosure.RuleC3, disclosure.RuleT1},
	})
}

// logOp seals a log line.
type logOp struct {
	protects disclosure.Protects
	code     diag.Code
	words    []diag.Arg
}

func (logOp) Name() string { return "log-line" }

// Protects tells the verifier whom the sheet says it protects.
func (l logOp) Protects() disclosure.Protects { return l.protects }

func (l logOp) Params() string {
	text := fmt.Sprintf("%s %d", l.code, l.protects)
	for _, a := range l.words {
		text += fmt.Sprintf(" %q", a.Text())
	}
	return text
}

func (l logOp) Run(_ *kernel.Context, in []any) (any, error) {
	log := disclosure.Log{Protects: l.protects, Code: l.code, Words: l.words}
	for _, v := range in {
		set, ok := v.(disclosure.SetKey)
		if !ok {
			return nil, errShape
		}
		log.Counts = append(log.Counts, set)
	}
	return disclosure.NewLog(log), nil
}
