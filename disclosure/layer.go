package disclosure

import (
	"bytes"

	"github.com/mdscript/mdscript/lang/diag"
)

// Layer is the gate with its secret and its policy: the only thing that turns protected
// into public. Its content cannot be read.
type Layer struct {
	ring   Ring
	policy Policy
	hash   string
	table  *noiseTable // nil: counts are exact
	mac    macState
}

// Account is what a release did, for the owner's log: rules that fired, in order, and the
// counts as shown. It holds no true number.
type Account struct {
	Rules []RuleID
	Shown []int64
}

// New makes the gate for one policy. Under profile open no secret is needed and none is
// used: every key is derived from 32 zero bytes, which are public. Errors are
// *diag.Problem: D0010 profile strict, which this version lacks; D0011 the demo key with a
// store that is not synthetic; D0012 no secret; D0013 no policy file; D0022 impossible
// table parameters.
func New(ring Ring, policy Policy) (*Layer, error) {
	if policy.version == 0 {
		return nil, diag.New(codeNoPolicy)
	}
	if policy.profile == Strict || policy.counts.Method == CountAnchored || policy.sums.Method == sumAnchored {
		return nil, diag.New(codeStrict, diag.Catalogue(policy.register))
	}
	if policy.profile == Open && policy.counts.Method == CountExact {
		l := &Layer{ring: ring, policy: policy, hash: policy.Hash()}
		l.mac = newMAC(make([]byte, secretSize))
		return l, nil
	}
	if !ring.loaded {
		return nil, diag.New(codeNoSecret, diag.Catalogue(policy.identity))
	}
	demo := DemoRing()
	if !policy.synthetic && bytes.Equal(ring.secret[:], demo.secret[:]) {
		return nil, diag.New(codeDemoKey, diag.Catalogue(policy.register))
	}
	l := &Layer{ring: ring, policy: policy, hash: policy.Hash(), mac: newMAC(ring.secret[:])}
	if policy.counts.Method == CountTable {
		table, err := newTable(policy.counts.params())
		if err != nil {
			return nil, badValue("counts").Because(err)
		}
		l.table = table
	}
	return l, nil
}

// Under gives the gate for results that also depend on another policy: the strictest of
// both, same secret. Errors as New.
func (l *Layer) Under(p Policy) (*Layer, error) { return New(l.ring, Strictest(l.policy, p)) }

// For gives the gate for results that depend on these variables of the bank, whether
// through their population or their values. Errors as New.
func (l *Layer) For(vars ...Variable) (*Layer, error) {
	p := l.policy.For(vars...)
	if p.Hash() == l.hash {
		return l, nil
	}
	return New(l.ring, p)
}

// Policy is the policy the layer was made with.
func (l *Layer) Policy() Policy { return l.policy }

// PolicyHash is the hash of that policy, worked out once.
func (l *Layer) PolicyHash() string { return l.hash }

// Exact tells whether results about such units leave unchanged: kernels then deliver raw
// moments instead of winsorised ones.
func (l *Layer) Exact(protects Protects) bool {
	return protects == ProtectsNobody || l.policy.profile == Open && l.table == nil
}

// Needs is the evidence that Release will ask for, for one statistic of a measure. binary is
// the measure's Binary, and false where a unit may have several rows.
func (l *Layer) Needs(s Statistic, protects Protects, binary bool) Evidence {
	return needs(s, l.Exact(protects), binary)
}
