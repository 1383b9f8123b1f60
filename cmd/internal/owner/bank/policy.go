package bank

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
)

// PolicyFiles are the bytes of a policy file, of the signatures beside it, and of the owners'
// public keys. Without keys of their own those of the policy before stay.
type PolicyFiles struct{ Policy, Signatures, Keys []byte }

// SetPolicy lets the next release have another policy. What it says is checked now and again
// at the release. Loosen allows that it protects less than the policy before.
func (b *Bank) SetPolicy(ctx context.Context, p PolicyFiles, loosen bool) error {
	return b.change(ctx, func(_ *journal.Tx, s *state) error {
		before := s.policyBefore()
		if p.Keys == nil {
			p.Keys = before.Keys
		}
		policy, err := s.examine(p, before)
		if err != nil {
			return err
		}
		structures := s.structures()
		for _, name := range slices.Sorted(slices.Values(policy.Overrides())) {
			if structures[name] == nil {
				return finding.Refuse(finding.PolicyVariable, name)
			}
		}
		field, err := s.loosened(p, structures)
		if err != nil {
			return err
		}
		if field != "" && !loosen {
			return finding.Refuse(finding.PolicyLooser, field)
		}
		s.policy, s.additions.Loosened = p, field != ""
		s.redraft(b.now())
		return nil
	})
}

// DropPolicy takes back a policy that is not released yet.
func (b *Bank) DropPolicy(ctx context.Context) error {
	return b.change(ctx, func(_ *journal.Tx, s *state) error {
		if s.policy.Policy == nil {
			return finding.Refuse(finding.NoNewPolicy)
		}
		s.policy, s.additions.Loosened = PolicyFiles{}, false
		s.redraft(b.now())
		return nil
	})
}

func (s *state) policyBefore() PolicyFiles {
	if s.latest == nil {
		return PolicyFiles{}
	}
	return s.latest.policy
}

// parse reads a policy with its signatures; without files it is the strictest.
func (p PolicyFiles) parse() (disclosure.Policy, error) {
	if p.Policy == nil {
		return disclosure.NoPolicy(), nil
	}
	policy, err := disclosure.ParseSigned(p.Policy, p.Signatures, p.Keys)
	var problem *diag.Problem
	if errors.As(err, &problem) {
		words := []string{string(problem.Code)}
		for _, a := range problem.Args {
			words = append(words, a.Text())
		}
		return policy, &systemError{finding.Refuse(finding.BadPolicy, strings.Join(words, " ")), problem}
	}
	return policy, err
}

// examine holds a new policy against the bank and the policy before it.
func (s *state) examine(p, before PolicyFiles) (disclosure.Policy, error) {
	policy, err := p.parse()
	if err != nil {
		return policy, err
	}
	if policy.Register() != s.list.Name {
		return policy, finding.Refuse(finding.OtherRegister, policy.Register(), s.list.Name)
	}
	old, err := before.parse()
	if err != nil {
		return policy, err
	}
	if before.Policy != nil && !bytes.Equal(p.Policy, before.Policy) && policy.Version() <= old.Version() {
		return policy, finding.Refuse(finding.PolicyNumber, fmt.Sprint(policy.Version()), fmt.Sprint(old.Version()))
	}
	if err := sameKeys(p, before); err != nil {
		return policy, err
	}
	if s.latest != nil && policy.Synthetic() && !old.Synthetic() && !policy.Countersigned() {
		return policy, finding.Refuse(finding.TwoSignatures, "synthetic")
	}
	return policy, nil
}

// sameKeys lets other keys in only under a signature of one of those that hold: whoever may
// write the folder must not become an owner by that.
func sameKeys(p, before PolicyFiles) error {
	if before.Keys == nil || bytes.Equal(p.Keys, before.Keys) {
		return nil
	}
	keys, err := disclosure.ParsePolicyKeys(before.Keys)
	if err != nil {
		return finding.Refuse(finding.BadPolicy, "D0026")
	}
	if n, err := disclosure.SignersOf(p.Policy, p.Signatures, keys); err != nil || n == 0 {
		return finding.Refuse(finding.KeysNotSigned)
	}
	return nil
}

// loosened names what protects less under a policy and these structures than in the version
// before, or "". An override below the sensitivity of its variable needs two signatures.
func (s *state) loosened(p PolicyFiles, structures map[string]json.RawMessage) (string, error) {
	now, err := p.parse()
	if err != nil {
		return "", err
	}
	vars, err := variables(structures)
	if err != nil {
		return "", err
	}
	if low := now.Loosens(vars...); len(low) > 0 && !now.Countersigned() {
		return "", finding.Refuse(finding.TwoSignatures, "variables."+low[0])
	}
	if s.latest == nil {
		return "", nil
	}
	then, err := s.latest.policy.parse()
	if err != nil {
		return "", err
	}
	if field := now.LooserThan(then); field != "" {
		return field, nil
	}
	if s.latest.policy.Policy != nil && now.Identity() != then.Identity() {
		return "identity", nil // other noise for the same people
	}
	old, err := variables(s.latest.byName)
	if err != nil {
		return "", err
	}
	before := map[string]disclosure.Variable{}
	for _, v := range old {
		before[v.Name] = v
	}
	for _, v := range vars {
		if was, ok := before[v.Name]; ok {
			if field := now.For(v).LooserThan(then.For(was)); field != "" {
				return "variables." + v.Name + "." + field, nil
			}
		}
	}
	return "", nil
}

// variables are what a policy needs to know of the datasets, by name.
func variables(structures map[string]json.RawMessage) ([]disclosure.Variable, error) {
	var out []disclosure.Variable
	for _, name := range slices.Sorted(maps.Keys(structures)) {
		var of struct {
			Sensitivity string `json:"sensitivityLevel"`
		}
		if err := json.Unmarshal(structures[name], &of); err != nil {
			return nil, finding.Refuse(finding.BadStructure, name, "sensitivityLevel")
		}
		level, _ := disclosure.ParseSensitivity(of.Sensitivity)
		out = append(out, disclosure.Variable{Name: name, Sensitivity: level})
	}
	return out, nil
}

// policy takes the pending policy, or carries that of the version before. Without a new policy
// a version may still protect less: when a variable comes back with another sensitivity.
func (n *next) policy(r Release) error {
	if n.s.policy.Policy != nil {
		n.made.policy = n.s.policy
	}
	if n.made.policy.Policy == nil {
		return nil
	}
	field, err := n.s.loosened(n.made.policy, n.made.byName)
	if err != nil {
		return err
	}
	if field != "" && !r.Loosen && !n.s.additions.Loosened {
		return finding.Refuse(finding.PolicyLooser, field)
	}
	n.out.Loosened = field
	return nil
}

// Effective is what protects one variable.
type Effective struct {
	Name   string
	Level  string // sensitivityLevel
	Policy disclosure.Policy
}

// PolicyView is a policy with what it means for each variable.
type PolicyView struct {
	Files     PolicyFiles
	Policy    disclosure.Policy
	Variables []Effective
}

// Policy gives the policy of a version as MAJOR.MINOR.PATCH.0, of the newest for "", or of the
// draft for DRAFT.
func Policy(root, name, version string) (*PolicyView, error) {
	snapshot, err := Read(root, name)
	if err != nil {
		return nil, err
	}
	s, err := load(Dir(root, name), name)
	if err != nil {
		return nil, err
	}
	out, structures := &PolicyView{Files: s.policy}, s.structures()
	if version == "" && s.latest == nil {
		version = "DRAFT"
	}
	if version != "DRAFT" {
		v, err := snapshot.Version(version)
		if err != nil {
			return nil, err
		}
		n, _ := ParseNumber(v.Number)
		made, err := reader{Dir(root, name), name}.released(n)
		if err != nil {
			return nil, err
		}
		out.Files, structures = made.policy, made.byName
	} else if out.Files.Policy == nil {
		out.Files = s.policyBefore()
	}
	if out.Policy, err = out.Files.parse(); err != nil {
		return nil, err
	}
	vars, err := variables(structures)
	if err != nil {
		return nil, err
	}
	for _, v := range vars {
		var of struct {
			Sensitivity string `json:"sensitivityLevel"`
		}
		if err := json.Unmarshal(structures[v.Name], &of); err != nil {
			return nil, err
		}
		out.Variables = append(out.Variables, Effective{v.Name, of.Sensitivity, out.Policy.For(v)})
	}
	return out, nil
}
