package plan

import (
	"fmt"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
)

// Text prints a plan for explain: every step with its inputs, type and secrecy, what the
// guards and releases are and under which policy, and which steps never run. lines gives
// the line of a call in the script, by index; it may be nil.
//
//	tabulate (line 4)
//	  %7 = set-key(keys %2, ordinals %3) : set-key, protected
//	  %8 = guard P-1 (%7) : shown, public · policy microdata 41d0c2…
func (p *Plan) Text(lines func(call Call) int) string {
	var out strings.Builder
	live := p.Live()
	call := -1
	begin := func(index int) {
		if index == call {
			return
		}
		call = index
		c, _ := p.CallOf(index)
		fmt.Fprintf(&out, "%s", c.Command)
		if lines != nil {
			fmt.Fprintf(&out, " (line %d)", lines(c))
		}
		out.WriteString("\n")
	}
	for i := range p.Steps {
		s := &p.Steps[i]
		begin(s.Call)
		fmt.Fprintf(&out, "  %%%d = %s", i, p.operation(s))
		fmt.Fprintf(&out, " : %s, %s", s.Type, secrecy(s))
		if name, ok := p.Names[Reg(i)]; ok {
			fmt.Fprintf(&out, " · %s", name)
		}
		if note := gateNote(s); note != "" {
			out.WriteString(" · " + note)
		}
		if s.Narrow {
			out.WriteString(" · leaves out units")
		}
		if !live[i] {
			out.WriteString(" · never runs")
		}
		out.WriteString("\n")
	}
	dead := 0
	for _, l := range live {
		if !l {
			dead++
		}
	}
	fmt.Fprintf(&out, "%d steps, %d never run, %d guards and releases\n", len(p.Steps), dead, len(p.Roots))
	return out.String()
}

// operation is the name, parameters and inputs of a step.
func (p *Plan) operation(s *Step) string {
	in := make([]string, len(s.In))
	for i, r := range s.In {
		in[i] = fmt.Sprintf("%%%d", r)
	}
	name := s.Op.Name()
	switch op := s.Op.(type) {
	case guardOp:
		name += " " + guardName(op.kind)
	case releaseOp, storeOp:
	default:
		if params := strings.TrimSpace(s.Op.Params()); params != "" {
			name += " [" + params + "]"
		}
	}
	if len(in) == 0 {
		return name
	}
	return name + " (" + strings.Join(in, ", ") + ")"
}

func secrecy(s *Step) string {
	if s.Public {
		return "public"
	}
	return "protected"
}

// gateNote says which rules and which policy a step of the gate applies.
func gateNote(s *Step) string {
	switch op := s.Op.(type) {
	case guardOp:
		text := policyNote(op.layer)
		if op.problem != nil {
			text = string(op.problem.Code) + ", " + text
		}
		return text
	case releaseOp:
		return rulesNote(op.rule) + ", " + policyNote(op.layer)
	case storeOp:
		return rulesNote(op.rule) + ", " + policyNote(op.layer)
	}
	return ""
}

func rulesNote(r disclosure.Rule) string {
	ids := make([]string, len(r.IDs))
	for i, id := range r.IDs {
		ids[i] = string(id)
	}
	return ruleKinds[r.Kind] + " by " + strings.Join(ids, " ")
}

func policyNote(l *disclosure.Layer) string {
	if l == nil {
		return "no policy"
	}
	hash := l.PolicyHash()
	return fmt.Sprintf("policy %s %s", l.Policy().Profile(), hash[:min(12, len(hash))])
}
