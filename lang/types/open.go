package types

// The sources leave some questions open. Each answer is one named constant here, part of
// the engine version shown in results, and never a user setting.
const (
	// SumOfNothing is the sum over a group without valid values (Stata, pandas: 0).
	SumOfNothing = 0
	// LoopOuterFirst: with `;` the first level of a for is outermost (ordinary nesting).
	LoopOuterFirst = true
	// MixedComparisonIsError: `==` between numeric and alphanumeric is an error, not "no match".
	MixedComparisonIsError = true
	// PercentWithinAll: (percent) is the group's share of all valid observations (Stata).
	PercentWithinAll = true
	// StataArgumentOrder: distribution functions take parameters first, the value last. The
	// other order (false) is value first, parameters after. The binomials and the normal
	// distribution are the same in both.
	StataArgumentOrder = true
	// QuantileType is the definition of sample quantiles in R's numbering.
	QuantileType = 7
	// MaxExpandedStatements bounds what loops may expand to.
	MaxExpandedStatements = 100_000
	// MaxNesting bounds nested parentheses.
	MaxNesting = 200
	// MaxLine bounds one logical line in bytes.
	MaxLine = 1 << 20
)
