package disclosure

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// maxLimit bounds every whole number of a policy file.
const maxLimit = 1_000_000_000

// NoPolicy is the policy of a bank without a policy file: strict.
func NoPolicy() Policy { return Policy{} }

// defaults are a profile's values where a file is silent.
func defaults(profile Profile) Policy {
	p := Policy{
		profile: profile,
		counts:  CountPolicy{Method: CountTable, D: microdataParams.D, V: microdataParams.V, JS: microdataParams.JS},
		sums:    sumPolicy{Method: sumMean, dominance: dominance{N: 2, K: 0.85, P: 0.10}},
		minimum: Minimums{Population: 1000, Change: 10, Describe: 10, Model: 10},
	}
	p.meanDigits = 4
	switch profile {
	case Open:
		return Policy{profile: Open, counts: CountPolicy{Method: CountExact}, sums: sumPolicy{Method: sumExact},
			minimum: Minimums{}}
	case Strict:
		p.counts.Method, p.counts.B, p.counts.Low = CountAnchored, 29, 20
		p.sums.Method, p.sums.Steps = sumAnchored, 15
		p.minimum.Model = 100
	}
	return p
}

// invalid names a field with a value that cannot be, or "".
func (p Policy) invalid() string {
	c := p.counts
	switch c.Method {
	case CountExact:
	case CountTable:
		if !c.params().feasible() {
			return "counts"
		}
	case CountAnchored:
		if c.B < 3 || c.B%2 == 0 || c.B > maxLimit || c.Low < 0 || c.Low > maxLimit {
			return "counts"
		}
	default:
		return "counts.method"
	}
	if !slices.Contains([]sumMethod{sumExact, sumMean, sumAnchored}, p.sums.Method) {
		return "sums.method"
	}
	if d := p.sums.dominance; d.N < 0 || d.N > 2 || !share(d.K) || !share(d.P) || p.sums.Steps < 0 || p.sums.Steps > maxLimit {
		return "sums"
	}
	if p.meanDigits < 0 || p.meanDigits > 17 {
		return "mean_digits"
	}
	for _, v := range []int{p.minimum.Population, p.minimum.Change, p.minimum.Describe, p.minimum.Model} {
		if v < 0 || v > maxLimit {
			return "minimum"
		}
	}
	for _, v := range []int{p.limits.NearCopiesDay, p.limits.CellsMinute} {
		if v < 0 || v > maxLimit {
			return "limits"
		}
	}
	return ""
}

func share(x float64) bool { return x >= 0 && x <= 1 && !math.IsNaN(x) }

func (c CountPolicy) params() noiseParams { return noiseParams{D: c.D, V: c.V, JS: c.JS} }

// looserThan names a field in which p protects less than q, or "". The digits of a mean are
// the owner's own choice (M4).
func (p Policy) looserThan(q Policy) string {
	m := mergeValues(p, q)
	switch {
	case m.counts != p.counts:
		return "counts"
	case m.sums != p.sums:
		return "sums"
	case m.minimum != p.minimum:
		return "minimum"
	}
	return ""
}

// Strictest merges two policies field by field: neither is loosened anywhere. It does not
// matter which comes first.
func Strictest(a, b Policy) Policy {
	m := mergeValues(a, b)
	m.version = max(a.version, b.version)
	if a.version == 0 || b.version == 0 {
		m.version = 0 // one of them has no policy file
	}
	m.register = joinNames(a.register, b.register)
	m.identity = joinNames(a.identity, b.identity)
	m.contact = joinNames(a.contact, b.contact)
	m.synthetic = a.synthetic && b.synthetic
	m.countersigned = a.countersigned && b.countersigned
	m.variables = mergeVariables(a.variables, b.variables)
	return m
}

func mergeValues(a, b Policy) Policy {
	m := Policy{
		profile:     min(a.profile, b.profile),
		meanDigits:  fewer(a.meanDigits, b.meanDigits),
		categoryMin: max(a.categoryMin, b.categoryMin),
	}
	m.counts = CountPolicy{
		Method: stricterOf(a.counts.Method, b.counts.Method, CountExact, CountTable, CountAnchored),
		D:      max(a.counts.D, b.counts.D), V: max(a.counts.V, b.counts.V), JS: max(a.counts.JS, b.counts.JS),
		B: max(a.counts.B, b.counts.B), Low: max(a.counts.Low, b.counts.Low),
	}
	m.sums = sumPolicy{
		Method: stricterOf(a.sums.Method, b.sums.Method, sumExact, sumMean, sumAnchored),
		Steps:  max(a.sums.Steps, b.sums.Steps),
		dominance: dominance{
			N: max(a.sums.dominance.N, b.sums.dominance.N),
			K: fewer(a.sums.dominance.K, b.sums.dominance.K),
			P: max(a.sums.dominance.P, b.sums.dominance.P),
		},
	}
	m.minimum = Minimums{
		Population: max(a.minimum.Population, b.minimum.Population),
		Change:     max(a.minimum.Change, b.minimum.Change),
		Describe:   max(a.minimum.Describe, b.minimum.Describe),
		Model:      max(a.minimum.Model, b.minimum.Model),
	}
	m.limits = monitorLimits{
		NearCopiesDay: fewer(a.limits.NearCopiesDay, b.limits.NearCopiesDay),
		CellsMinute:   fewer(a.limits.CellsMinute, b.limits.CellsMinute),
	}
	return m
}

// fewer is the smaller one, 0 meaning no limit.
func fewer[T cmp.Ordered](a, b T) T {
	var zero T
	if a == zero || (b != zero && b < a) {
		return b
	}
	return a
}

// stricterOf takes the later in the order given; an unknown one, such as that of the zero
// policy, is the last.
func stricterOf[T comparable](a, b T, order ...T) T {
	rank := func(x T) int {
		if i := slices.Index(order, x); i >= 0 {
			return i
		}
		return len(order) - 1
	}
	return order[max(rank(a), rank(b))]
}

func joinNames(a, b string) string {
	names := append(strings.Split(a, " + "), strings.Split(b, " + ")...)
	slices.Sort(names)
	names = slices.Compact(names)
	names = slices.DeleteFunc(names, func(s string) bool { return s == "" })
	return strings.Join(names, " + ")
}

func mergeVariables(a, b map[string]VariablePolicy) map[string]VariablePolicy {
	if len(a)+len(b) == 0 {
		return nil
	}
	m := make(map[string]VariablePolicy, len(a)+len(b))
	for name, v := range a {
		m[name] = v
	}
	for name, v := range b {
		if w, both := m[name]; both {
			v.Profile = min(v.Profile, w.Profile)
			v.CategoryMin = max(v.CategoryMin, w.CategoryMin)
			v.PublicCodes = v.PublicCodes && w.PublicCodes
			v.given = v.given && w.given
		}
		m[name] = v
	}
	return m
}

// For gives the policy of results that depend on these variables of the bank, whether
// through their population or their values: overrides and, unless the store is synthetic,
// sensitivity levels tighten it. In a policy that two owners have signed, an override stands
// instead of the sensitivity of its variable.
func (p Policy) For(vars ...Variable) Policy {
	out := p
	for _, v := range vars {
		o, ok := p.variables[v.Name]
		if !p.synthetic && !(p.countersigned && ok && o.given) {
			out = mergeKeepNames(out, defaults(v.Sensitivity.profile()))
		}
		if ok {
			tighter := defaults(o.Profile)
			tighter.categoryMin = o.CategoryMin
			out = mergeKeepNames(out, tighter)
		}
	}
	return out
}

func mergeKeepNames(p, tighter Policy) Policy {
	m := mergeValues(p, tighter)
	m.version, m.register, m.identity, m.contact = p.version, p.register, p.identity, p.contact
	m.synthetic, m.variables, m.countersigned = p.synthetic, p.variables, p.countersigned
	return m
}
