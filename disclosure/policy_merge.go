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
		Profile: profile,
		Counts:  CountPolicy{Method: CountTable, D: microdataParams.D, V: microdataParams.V, JS: microdataParams.JS},
		Sums:    SumPolicy{Method: SumMean, Dominance: Dominance{N: 2, K: 0.85, P: 0.10}},
		Minimum: Minimums{Population: 1000, Change: 10, Describe: 10, Model: 10},
	}
	p.MeanDigits = 4
	switch profile {
	case Open:
		return Policy{Profile: Open, Counts: CountPolicy{Method: CountExact}, Sums: SumPolicy{Method: SumExact},
			Minimum: Minimums{}}
	case Strict:
		p.Counts.Method, p.Counts.B, p.Counts.Low = CountAnchored, 29, 20
		p.Sums.Method, p.Sums.Steps = SumAnchored, 15
		p.Minimum.Model = 100
	}
	return p
}

// invalid names a field with a value that cannot be, or "".
func (p Policy) invalid() string {
	c := p.Counts
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
	if !slices.Contains([]SumMethod{SumExact, SumMean, SumAnchored}, p.Sums.Method) {
		return "sums.method"
	}
	if d := p.Sums.Dominance; d.N < 0 || d.N > 2 || !share(d.K) || !share(d.P) || p.Sums.Steps < 0 || p.Sums.Steps > maxLimit {
		return "sums"
	}
	if p.MeanDigits < 0 || p.MeanDigits > 17 {
		return "mean_digits"
	}
	for _, v := range []int{p.Minimum.Population, p.Minimum.Change, p.Minimum.Describe, p.Minimum.Model} {
		if v < 0 || v > maxLimit {
			return "minimum"
		}
	}
	for _, v := range []int{p.Limits.NearCopiesDay, p.Limits.CellsMinute} {
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
	case m.Counts != p.Counts:
		return "counts"
	case m.Sums != p.Sums:
		return "sums"
	case m.Minimum != p.Minimum:
		return "minimum"
	}
	return ""
}

// Strictest merges two policies field by field: neither is loosened anywhere. It does not
// matter which comes first.
func Strictest(a, b Policy) Policy {
	m := mergeValues(a, b)
	m.Version = max(a.Version, b.Version)
	if a.Version == 0 || b.Version == 0 {
		m.Version = 0 // one of them has no policy file
	}
	m.Register = joinNames(a.Register, b.Register)
	m.Identity = joinNames(a.Identity, b.Identity)
	m.Contact = joinNames(a.Contact, b.Contact)
	m.Synthetic = a.Synthetic && b.Synthetic
	m.Variables = mergeVariables(a.Variables, b.Variables)
	return m
}

func mergeValues(a, b Policy) Policy {
	m := Policy{
		Profile:     min(a.Profile, b.Profile),
		MeanDigits:  fewer(a.MeanDigits, b.MeanDigits),
		CategoryMin: max(a.CategoryMin, b.CategoryMin),
	}
	m.Counts = CountPolicy{
		Method: stricterOf(a.Counts.Method, b.Counts.Method, CountExact, CountTable, CountAnchored),
		D:      max(a.Counts.D, b.Counts.D), V: max(a.Counts.V, b.Counts.V), JS: max(a.Counts.JS, b.Counts.JS),
		B: max(a.Counts.B, b.Counts.B), Low: max(a.Counts.Low, b.Counts.Low),
	}
	m.Sums = SumPolicy{
		Method: stricterOf(a.Sums.Method, b.Sums.Method, SumExact, SumMean, SumAnchored),
		Steps:  max(a.Sums.Steps, b.Sums.Steps),
		Dominance: Dominance{
			N: max(a.Sums.Dominance.N, b.Sums.Dominance.N),
			K: fewer(a.Sums.Dominance.K, b.Sums.Dominance.K),
			P: max(a.Sums.Dominance.P, b.Sums.Dominance.P),
		},
	}
	m.Minimum = Minimums{
		Population: max(a.Minimum.Population, b.Minimum.Population),
		Change:     max(a.Minimum.Change, b.Minimum.Change),
		Describe:   max(a.Minimum.Describe, b.Minimum.Describe),
		Model:      max(a.Minimum.Model, b.Minimum.Model),
	}
	m.Limits = Limits{
		NearCopiesDay: fewer(a.Limits.NearCopiesDay, b.Limits.NearCopiesDay),
		CellsMinute:   fewer(a.Limits.CellsMinute, b.Limits.CellsMinute),
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
		}
		m[name] = v
	}
	return m
}

// For gives the policy of results that depend on these variables of the bank, whether
// through their population or their values: overrides and, unless the store is synthetic,
// sensitivity levels tighten it.
func (p Policy) For(vars ...Variable) Policy {
	out := p
	for _, v := range vars {
		if !p.Synthetic {
			out = mergeKeepNames(out, defaults(v.Sensitivity.profile()))
		}
		if o, ok := p.Variables[v.Name]; ok {
			tighter := defaults(o.Profile)
			tighter.CategoryMin = o.CategoryMin
			out = mergeKeepNames(out, tighter)
		}
	}
	return out
}

func mergeKeepNames(p, tighter Policy) Policy {
	m := mergeValues(p, tighter)
	m.Version, m.Register, m.Identity, m.Contact = p.Version, p.Register, p.Identity, p.Contact
	m.Synthetic, m.Variables = p.Synthetic, p.Variables
	return m
}
