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
// holds no secret, but it decides what is shown: so it is made by ParsePolicy, ParseSigned, NoPolicy,
// Strictest and For only, and cannot be changed. The zero value is NoPolicy.
type Policy struct {
	version   int    // the owner's own number
	register  string // the bank
	profile   Profile
	identity  string // names the key domain, such as PERSON
	synthetic bool   // invented data: the published demo key is accepted

	counts     CountPolicy
	sums       sumPolicy
	meanDigits int // significant digits of means; 0 as many as the value has
	minimum    Minimums
	variables  map[string]VariablePolicy
	limits     monitorLimits
	contact    string

	// categoryMin is the smallest shown count of a listed category (C8); 0 means positive.
	// It comes from the variables of a result, see For.
	categoryMin int

	// countersigned policies may protect a variable less than its sensitivity asks for.
	countersigned bool
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

// sumMethod is how sums are protected.
type sumMethod string

// The methods of policy files.
const (
	sumExact    sumMethod = "exact"
	sumMean     sumMethod = "mean"     // printed mean times shown count
	sumAnchored sumMethod = "anchored" // profile strict
)

// sumPolicy has the parameters of M3 and M6.
type sumPolicy struct {
	Method    sumMethod
	Steps     int
	dominance dominance
}

// dominance has the limits of M6.
type dominance struct {
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

	given bool // the file says the profile
}

// monitorLimits belong to the monitors.
type monitorLimits struct{ NearCopiesDay, CellsMinute int }

// Variable is what For needs to know of a variable a result depends on.
type Variable struct {
	Name        string
	Sensitivity Sensitivity
}

// Version is the owner's own number; 0 when there is no policy file.
func (p Policy) Version() int { return p.version }

// Register is the bank, or the banks joined by " + ".
func (p Policy) Register() string { return p.register }

// Profile is the family of rules.
func (p Policy) Profile() Profile { return p.profile }

// Identity names the key domain.
func (p Policy) Identity() string { return p.identity }

// Synthetic tells whether the data are invented.
func (p Policy) Synthetic() bool { return p.synthetic }

// Counts says how counts are protected.
func (p Policy) Counts() CountPolicy { return p.counts }

// Minimum gives the smallest shown counts.
func (p Policy) Minimum() Minimums { return p.minimum }

// MeanDigits is how many significant digits means have; 0 as many as the value has.
func (p Policy) MeanDigits() int { return p.meanDigits }

// CategoryMin is the smallest shown count of a listed category; 0 means positive. Only what For
// gives has one.
func (p Policy) CategoryMin() int { return p.categoryMin }

// Contact is whom to ask.
func (p Policy) Contact() string { return p.contact }
