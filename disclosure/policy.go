package disclosure

// Profile is the family of rules a bank is under. The zero value is the strictest.
type Profile uint8

// The profiles, strictest first.
const (
	Strict Profile = iota
	Microdata
	Open
)

// String gives the word used in policy files.
func (p Profile) String() string {
	switch p {
	case Microdata:
		return "microdata"
	case Open:
		return "open"
	default:
		return "strict"
	}
}

// Sensitivity is the metadata field sensitivityLevel. The zero value is the most sensitive.
type Sensitivity uint8

// The levels of register metadata.
const (
	PersonSpecial Sensitivity = iota
	PersonGeneral
	Nonpublic
	Public
)

// ParseSensitivity reads the words of metadata files: PERSON_SPECIAL, PERSON_GENERAL,
// NONPUBLIC, PUBLIC. False, with the most sensitive level, for anything else.
func ParseSensitivity(s string) (Sensitivity, bool) {
	switch s {
	case "PERSON_SPECIAL":
		return PersonSpecial, true
	case "PERSON_GENERAL":
		return PersonGeneral, true
	case "NONPUBLIC":
		return Nonpublic, true
	case "PUBLIC":
		return Public, true
	}
	return PersonSpecial, false
}

// profile is the default of a level; an owner may tighten it.
func (s Sensitivity) profile() Profile {
	switch s {
	case Public:
		return Open
	case Nonpublic, PersonGeneral:
		return Microdata
	default:
		return Strict
	}
}

// Policy is an owner's decision for one bank version, or the strictest of several. It
// holds no secret. Make one with ParsePolicy, NoPolicy, Strictest or For; the zero value is
// NoPolicy.
type Policy struct {
	Version   int    // the owner's own number
	Register  string // the bank
	Profile   Profile
	Identity  string // names the key domain, such as PERSON
	Synthetic bool   // invented data: the published demo key is accepted

	Counts     CountPolicy
	Sums       SumPolicy
	MeanDigits int // significant digits of means; 0 as many as the value has
	Minimum    Minimums
	Variables  map[string]VariablePolicy
	Limits     Limits
	Contact    string

	// CategoryMin is the smallest shown count of a listed category (C8); 0 means positive.
	// It comes from the variables of a result, see For.
	CategoryMin int
}

// CountMethod is how counts are protected.
type CountMethod string

// The methods of policy files.
const (
	CountExact    CountMethod = "exact"
	CountTable    CountMethod = "table"
	CountAnchored CountMethod = "anchored" // profile strict
)

// CountPolicy has the parameters of C1 (D, V, JS) or C2 (B, Low).
type CountPolicy struct {
	Method CountMethod
	D      int
	V      float64
	JS     int
	B      int
	Low    int
}

// SumMethod is how sums are protected.
type SumMethod string

// The methods of policy files.
const (
	SumExact    SumMethod = "exact"
	SumMean     SumMethod = "mean"     // printed mean times shown count
	SumAnchored SumMethod = "anchored" // profile strict
)

// SumPolicy has the parameters of M3 and M6.
type SumPolicy struct {
	Method    SumMethod
	Steps     int
	Dominance Dominance
}

// Dominance has the limits of M6.
type Dominance struct {
	N    int
	K, P float64
}

// Minimums are the smallest shown counts for a population, a change, a descriptive
// statistic and a model.
type Minimums struct{ Population, Change, Describe, Model int }

// VariablePolicy tightens the policy for results that depend on one variable.
type VariablePolicy struct {
	Profile     Profile // the bank's when the file does not say
	CategoryMin int     // a category is listed from this shown count
	PublicCodes bool    // the code list itself is public
}

// Limits belong to the monitors.
type Limits struct{ NearCopiesDay, CellsMinute int }

// Variable is what For needs to know of a variable a result depends on.
type Variable struct {
	Name        string
	Sensitivity Sensitivity
}
