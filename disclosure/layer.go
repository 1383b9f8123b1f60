package disclosure

// Layer is the gate with its secret and its policy: the only thing that turns protected
// into public. Its content cannot be read.
type Layer struct {
	ring   Ring
	policy Policy
	table  *noiseTable
	mac    macState
}

// Account is what a release did, for the owner's log: rules that fired and counts as
// shown. It holds no true number.
type Account struct {
	Rules []RuleID
	Shown []int64
}
