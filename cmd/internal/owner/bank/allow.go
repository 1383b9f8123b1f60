package bank

import (
	"encoding/json"
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// Allows tells whether the status of a dataset lets an operation (Add, Change, Patch) be done: for
// who would build a dataset for long only to be refused.
func (b *Bank) Allows(operation, name string) error { return b.state.allows(operation, name) }

func (s *state) allows(operation, name string) error {
	status := s.status(name)
	switch {
	case operation == Add && status != "" && status != Deleted:
		return s.refuse(name, finding.CannotAdd, "Can't add dataset with status "+status, status)
	case operation == Change && status != Released:
		return s.refuse(name, finding.CannotChange, "Can't change data for dataset with release status "+none(status), status)
	case operation == Patch && status != Released:
		return s.refuse(name, finding.CannotPatch, "Can't patch metadata of dataset with status "+none(status), status)
	}
	return nil
}

// Structure is the stored structure of a dataset in the newest version; nil when it has none.
func (b *Bank) Structure(name string) []byte {
	if b.state.latest == nil {
		return nil
	}
	return slices.Clone(b.state.latest.byName[name])
}

// Synthetic tells whether the newest version, or the policy that waits for the next, says that the
// data are invented.
func (b *Bank) Synthetic() bool {
	policies := [][]byte{b.state.policy.Policy}
	if b.state.latest != nil {
		policies = append(policies, b.state.latest.policy.Policy)
	}
	for _, policy := range policies {
		var p struct {
			Synthetic bool `json:"synthetic"`
		}
		if json.Unmarshal(policy, &p) == nil && p.Synthetic {
			return true
		}
	}
	return false
}
